//! A standby has to confirm every commit: it goes and comes back, and it takes over under load.

use std::{
    fs::File,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
};

use axum::{body::Body, http::Request, http::header};
use entity::Language;
use jastar::{
    account::{self, NewUser},
    app::App,
    db::{Settings, examine, sql},
};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection};
use serde_json::{Value, json};
use time::{Duration, macros::date};
use tokio::{net::TcpStream, sync::Semaphore, task::JoinSet};

use super::{BOOKINGS, SPACES, Told, times, told};
use crate::it::support::{
    CATALOGUE, PATIENCE,
    client::{readiness, send, send_once},
    cluster::Cluster,
    db::on_server_or_says,
    in_time,
    process::{Server, call, free_address, program},
    start,
    wire::Wire,
};

const NO_STANDBY: &str = "a file has no standby";

async fn service(authority: &str) -> (App, String) {
    let settings = Settings {
        url: format!("postgres://jastar@{authority}/postgres"),
        connections: 12,
    };
    let app = start(settings, CATALOGUE, 7).await;
    let catalogue = app.catalogue().await.unwrap();
    let new = NewUser {
        email: "admin@jastar.example".to_owned(),
        name: "Әкімші".to_owned(),
        administrator: true,
        manager_of: Vec::new(),
    };
    account::create_user(&app, &catalogue, new).await.unwrap();
    let token = account::create_token(&app, "admin@jastar.example", 90)
        .await
        .unwrap();
    (app, token)
}

async fn console(authority: &str) -> DatabaseConnection {
    let url = format!("postgres://jastar@{authority}/postgres");
    Database::connect(url).await.unwrap()
}

fn wanted(title: &str, space: &str, day: i64, hour: u8) -> Value {
    let date = date!(2026 - 12 - 01) + Duration::days(day);
    json!({
        "space": space,
        "starts": format!("{date}T{hour}:00"),
        "ends": format!("{date}T{}:00", hour + 1),
        "title": title,
        "attendees": 4,
        "phone": "+7 701 123 45 67",
    })
}

/// Until so many commits wait for the standby.
async fn until_waiting(conn: &DatabaseConnection, many: i64) {
    let text = "SELECT count(*) AS many FROM pg_stat_activity WHERE wait_event = 'SyncRep'";
    let waiting = async || {
        let row = conn.query_one_raw(sql(conn, text, [])).await.unwrap();
        row.unwrap().try_get::<i64>("", "many").unwrap()
    };
    in_time(async { while waiting().await < many {} }).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn while_it_is_away_what_was_asked_for_is_told_as_unknown() {
    if !on_server_or_says(NO_STANDBY) {
        return;
    }
    let cluster = Cluster::start();
    let (app, token) = service(&cluster.primary()).await;
    let console = console(&cluster.primary()).await;
    assert_eq!(readiness(&app).await, 200);
    cluster.stop_standby();

    let body = wanted("Күту", "youth-house/dance-studio", 0, 11);
    let call = send_once(&app, &token, BOOKINGS, "k", &body);
    let page = Request::post("/sign-in")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::ACCEPT_LANGUAGE, Language::En.tag())
        .header("sec-fetch-site", "same-origin")
        .body(Body::from("email=asel%40qanat.example"))
        .unwrap();
    let page = send(&app, page);
    let looks = async {
        until_waiting(&console, 2).await;
        (readiness(&app).await, readiness(&app).await)
    };
    let (call, page, looks) = tokio::join!(call, page, looks);
    assert_eq!(looks, (503, 503), "nothing is committed");
    assert_eq!(told(call.status.as_u16(), &call.json()), Told::Unknown);
    assert!(call.headers.contains_key(header::RETRY_AFTER));
    assert_eq!(page.status, 503, "{}", page.text);
    assert!(page.headers.contains_key(header::RETRY_AFTER));
    assert!(page.text.contains("may have been done"), "{}", page.text);
    assert!(!page.text.contains("Nothing was changed"), "{}", page.text);

    // Who sends it again meanwhile waits for the first.
    let twin = send_once(&app, &token, BOOKINGS, "k", &body).await;
    assert_eq!(told(twin.status.as_u16(), &twin.json()), Told::Unknown);

    cluster.start_standby();
    in_time(async { while readiness(&app).await != 200 {} }).await;
    let again = send_once(&app, &token, BOOKINGS, "k", &body).await;
    assert_eq!(again.status, 201, "{}", again.text);
    assert!(
        again.headers.contains_key("idempotency-replayed"),
        "it was done"
    );
    assert_eq!(times(&console, "Күту").await, 1);
    app.db.close().await.unwrap();
}

/// What the clients have seen, and whether they are to go on.
struct Load {
    app: App,
    token: String,
    done: Semaphore,
    /// Answers that were another one than that it was done.
    met: AtomicU32,
    is_over: AtomicBool,
}

/// Asks for one time after the other until it is over, and for each as often as it takes, never under another key. Says what
/// was acknowledged.
async fn ask_on(load: Arc<Load>, space: &'static str) -> Vec<String> {
    let mut slots = (0..60).flat_map(|day| (11..19).step_by(2).map(move |hour| (day, hour)));
    let mut acknowledged = Vec::new();
    while !load.is_over.load(Ordering::SeqCst) {
        let (day, hour) = slots.next().expect("more than enough slots");
        let title = format!("Ауысу {space} {day} {hour}");
        let body = wanted(&title, space, day, hour);
        loop {
            let key = format!("{space}-{day}-{hour}");
            let answer = send_once(&load.app, &load.token, BOOKINGS, &key, &body).await;
            match told(answer.status.as_u16(), &answer.json()) {
                Told::Done => {
                    acknowledged.push(title);
                    load.done.add_permits(1);
                    break;
                }
                Told::Closed => break,
                Told::NotDone | Told::Unknown => load.met.fetch_add(1, Ordering::SeqCst),
            };
        }
    }
    acknowledged
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn when_it_takes_over_nothing_is_lost_and_nothing_is_done_twice() {
    if !on_server_or_says(NO_STANDBY) {
        return;
    }
    let cluster = Arc::new(Cluster::start());
    let wire = Wire::to(&cluster.primary()).await;
    let (app, token) = service(&wire.authority).await;
    let load = Arc::new(Load {
        app: app.clone(),
        token,
        done: Semaphore::new(0),
        met: AtomicU32::new(0),
        is_over: AtomicBool::new(false),
    });
    let clients: JoinSet<_> = SPACES
        .into_iter()
        .map(|space| ask_on(load.clone(), space))
        .collect();
    // In the middle of it.
    let begun = load.done.acquire_many(20);
    in_time(begun).await.unwrap().forget();
    wire.leads_nowhere();
    let failing = cluster.clone();
    let failed = tokio::task::spawn_blocking(move || failing.fail_over());
    in_time(failed).await.unwrap();
    wire.leads_to(&cluster.standby());
    load.is_over.store(true, Ordering::SeqCst);
    let acknowledged = in_time(clients.join_all()).await.concat();
    assert!(load.met.load(Ordering::SeqCst) > 0, "somebody met it");

    let console = console(&cluster.standby()).await;
    for title in acknowledged {
        assert_eq!(times(&console, &title).await, 1, "{title}");
    }
    for finding in examine(&app.db, app.clock.now()).await.unwrap() {
        assert_eq!(finding.fault, None, "{}", finding.what);
    }
    app.db.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn while_it_is_away_the_program_still_ends_when_it_is_told_to() {
    if !on_server_or_says(NO_STANDBY) {
        return;
    }
    for signals in [1, 2] {
        let cluster = Cluster::start();
        let folder = tempfile::tempdir().unwrap();
        let settings = Settings {
            url: format!("postgres://jastar@{}/postgres", cluster.primary()),
            connections: 4,
        };
        let (address, log) = (free_address(), folder.path().join("log"));
        let mut program = program(folder.path(), &settings, address);
        let server = Server::run_with_log(&mut program, address, File::create(&log).unwrap());
        let server = server.ready();
        let console = console(&cluster.primary()).await;
        cluster.stop_standby();
        // It is waited for to its end, whoever has gone.
        let asked = call(address, "", "GET", "/readyz", &Value::Null);
        let ended = async {
            until_waiting(&console, 1).await;
            for _ in 1..signals {
                server.terminate();
                // Until it has heard of it: two signals that come at once are one.
                while TcpStream::connect(address).await.is_ok() {}
            }
            tokio::task::block_in_place(|| server.stop(PATIENCE))
        };
        // Whoever asked is told something, or finds the connection cut.
        let ended = tokio::select! {
            ended = ended => ended,
            () = async { asked.await; std::future::pending::<()>().await } => None,
        };
        assert_eq!(ended, Some(0), "{signals}");
        let log = std::fs::read_to_string(&log).unwrap();
        let at_once = ["stopped at once", "stopped before the database was closed"];
        let at_once = at_once.iter().any(|said| log.contains(said));
        assert_eq!(at_once, signals == 2, "{log}");
    }
}
