//! A standby has to confirm every commit: it goes and comes back, and it takes over under load.

use std::{
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

use axum::{body::Body, http::Request, http::header};
use entity::Language;
use futures_util::future::join_all;
use jastar::{
    account::{self, NewUser},
    app::App,
    db::{Settings, examine, sql},
    venue,
};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection};
use serde_json::{Value, json};
use tokio::sync::Semaphore;

use super::{BOOKINGS, Told, times, told};
use crate::it::support::{
    CATALOGUE,
    client::{Answer, readiness, send, send_once},
    cluster::Cluster,
    db::is_on_server,
    process::{Server, call},
    start,
    wire::Wire,
};

/// For what a machine under load may take its time for.
const PATIENCE: Duration = Duration::from_mins(2);
const CLIENTS: u8 = 6;
const EACH: u8 = 8;

async fn service(authority: &str) -> (App, String) {
    let settings = Settings {
        url: format!("postgres://jastar@{authority}/postgres"),
        connections: 12,
    };
    let app = start(settings, CATALOGUE, 7).await;
    let catalogue = venue::current(&app).await.unwrap();
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

fn wanted(title: &str, space: &str, day: u8, hour: u8) -> Value {
    json!({
        "space": space,
        "starts": format!("2026-12-{day:02}T{hour}:00"),
        "ends": format!("2026-12-{day:02}T{}:00", hour + 1),
        "title": title,
        "attendees": 4,
        "phone": "+7 701 123 45 67",
    })
}

/// Until so many commits wait for the standby.
async fn until_waiting(conn: &DatabaseConnection, many: i64) {
    let text = "SELECT count(*) AS many FROM pg_stat_activity WHERE wait_event = 'SyncRep'";
    loop {
        let row = conn
            .query_one_raw(sql(conn, text, []))
            .await
            .unwrap()
            .unwrap();
        if row.try_get::<i64>("", "many").unwrap() >= many {
            return;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn while_it_is_away_what_was_asked_for_is_told_as_unknown() {
    if !is_on_server() {
        eprintln!("SQLite has no standby");
        return;
    }
    let cluster = Cluster::start();
    let (app, token) = service(&cluster.primary()).await;
    let console = console(&cluster.primary()).await;
    assert_eq!(readiness(&app).await, 200);
    cluster.stop_standby();

    let body = wanted("Күту", "youth-house/dance-studio", 1, 11);
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
    let back = async { while readiness(&app).await != 200 {} };
    tokio::time::timeout(PATIENCE, back)
        .await
        .expect("it comes back");
    let again = send_once(&app, &token, BOOKINGS, "k", &body).await;
    assert_eq!(again.status, 201, "{}", again.text);
    assert!(
        again.headers.contains_key("idempotency-replayed"),
        "it was done"
    );
    assert_eq!(times(&console, "Күту").await, 1);
    app.db.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn when_it_takes_over_nothing_is_lost_and_nothing_is_done_twice() {
    if !is_on_server() {
        eprintln!("SQLite has no standby");
        return;
    }
    let cluster = Cluster::start();
    let wire = Wire::to(&cluster.primary()).await;
    let (app, token) = service(&wire.authority).await;
    let done = Semaphore::new(0);
    let unknown = AtomicU32::new(0);
    let clients = (0..CLIENTS).map(|client| {
        let (app, token, done, unknown) = (&app, &token, &done, &unknown);
        async move {
            for at in 0..EACH {
                let title = format!("Ауысу {client} {at}");
                let (day, hour) = (1 + client * 2 + at / 4, 11 + 2 * (at % 4));
                let body = wanted(&title, "youth-house/dance-studio", day, hour);
                let key = format!("k-{client}-{at}");
                // As often as it takes, and never under another key.
                loop {
                    let answer: Answer = send_once(app, token, BOOKINGS, &key, &body).await;
                    match told(answer.status.as_u16(), &answer.json()) {
                        Told::Done => break,
                        Told::Unknown => {
                            unknown.fetch_add(1, Ordering::SeqCst);
                        }
                        Told::NotDone => {}
                        Told::Closed => panic!("{}", answer.text),
                    }
                }
                done.add_permits(1);
            }
        }
    });
    let failure = async {
        // In the middle of it.
        done.acquire_many(20).await.unwrap().forget();
        wire.leads_nowhere();
        tokio::task::block_in_place(|| cluster.fail_over());
        wire.leads_to(&cluster.standby());
    };
    let all = async { tokio::join!(join_all(clients), failure) };
    tokio::time::timeout(PATIENCE, all)
        .await
        .expect("it goes on");
    eprintln!("{} answers were unknown", unknown.into_inner());

    let console = console(&cluster.standby()).await;
    for client in 0..CLIENTS {
        for at in 0..EACH {
            let title = format!("Ауысу {client} {at}");
            assert_eq!(times(&console, &title).await, 1, "{title}");
        }
    }
    for finding in examine(&app.db, app.clock.now()).await.unwrap() {
        assert_eq!(finding.fault, None, "{}", finding.what);
    }
    app.db.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn while_it_is_away_the_program_still_ends_when_it_is_told_to() {
    if !is_on_server() {
        eprintln!("SQLite has no standby");
        return;
    }
    for signals in [1, 2] {
        let cluster = Cluster::start();
        let folder = tempfile::tempdir().unwrap();
        let settings = Settings {
            url: format!("postgres://jastar@{}/postgres", cluster.primary()),
            connections: 4,
        };
        let server = Server::start(folder.path(), &settings);
        let console = console(&cluster.primary()).await;
        cluster.stop_standby();
        // It is waited for to its end, whoever has gone.
        let asked = call(server.address, "", "GET", "/readyz", &Value::Null);
        let ended = async {
            until_waiting(&console, 1).await;
            for _ in 1..signals {
                server.terminate();
            }
            tokio::task::block_in_place(|| server.stop(PATIENCE))
        };
        // Whoever asked is told something, or finds the connection cut.
        let ended = tokio::select! {
            ended = ended => ended,
            () = async { asked.await; std::future::pending::<()>().await } => None,
        };
        assert_eq!(ended, Some(0), "{signals}");
    }
}
