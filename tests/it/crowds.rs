//! A crowd that asks for one space without a pause: imports, quotas, commands and new servers get through all the same.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use jastar::{
    account::Actor,
    app::App,
    booking,
    db::sql,
    error::Error,
    idempotency::Idempotent,
    import::{Imported, file, first_load, import},
    quota::settings,
    venue::store::GATE,
};
use sea_orm::ConnectionTrait;
use tokio::{sync::Semaphore, task::JoinSet};

use super::{
    catalogue::turned,
    quotas::unset,
    support::{
        CATALOGUE, TestApp, asking,
        db::{Database, in_the_way, on_server_or_says},
        in_time, on_every_connection, patiently,
        process::{Server, call, enrol, run, wanted},
    },
};

const SPACE: &str = "youth-house/dance-studio";
const PEOPLE: u32 = 10;

/// Asks on until it goes home.
struct Crowd {
    stop: Arc<AtomicBool>,
    running: JoinSet<()>,
}

impl Crowd {
    /// Returns when all have asked once.
    async fn gather<F, Fut>(ask: F) -> Self
    where
        F: Fn() -> Fut + Clone + Send + 'static,
        Fut: Future<Output = ()> + Send,
    {
        let stop = Arc::new(AtomicBool::new(false));
        let here = Arc::new(Semaphore::new(0));
        let mut running = JoinSet::new();
        for _ in 0..PEOPLE {
            let (stop, here, ask) = (stop.clone(), here.clone(), ask.clone());
            running.spawn(async move {
                ask().await;
                here.add_permits(1);
                while !stop.load(Ordering::SeqCst) {
                    ask().await;
                }
            });
        }
        let all = async {
            tokio::select! {
                all = here.acquire_many(PEOPLE) => all.unwrap().forget(),
                Some(left) = running.join_next() => panic!("one of them left: {left:?}"),
            }
        };
        in_time(all).await;
        Self { stop, running }
    }

    /// All of them were still asking until now.
    async fn go_home(mut self) {
        let left = self.running.try_join_next();
        assert!(left.is_none(), "one of them left: {left:?}");
        self.stop.store(true, Ordering::SeqCst);
        in_time(self.running.join_all()).await;
    }
}

/// For a time that is taken.
async fn ask(app: &App, manager: &Actor) {
    let wanted = asking(SPACE, "2026-12-01T16:00", "2026-12-01T18:00");
    let ask = || booking::request(app, manager, wanted.clone(), Idempotent::unkeyed());
    let told = patiently(ask).await;
    assert!(matches!(told, Err(Error::Conflict { .. })), "{told:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_import_and_quotas_get_through_while_everybody_asks_for_one_space() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let wanted = asking(SPACE, "2026-12-01T16:00", "2026-12-01T18:00");
    test.request(&manager, wanted).await.unwrap();
    let other = test.another(99).await;
    let (app, who) = (test.app.clone(), manager.clone());
    let crowd = Crowd::gather(move || {
        let (app, who) = (app.clone(), who.clone());
        async move { ask(&app, &who).await }
    })
    .await;
    let through = async {
        for minutes in [30, 15] {
            let file = turned(
                "turnaround_minutes = 60",
                &format!("turnaround_minutes = {minutes}"),
            );
            let imported = import(&other, &file, false).await.unwrap();
            assert!(matches!(imported, Imported::Changes(changes) if changes.len() == 1));
        }
        let set = settings::set(&other, &manager, unset(&test).await).await;
        set.unwrap();
    };
    in_time(through).await;
    crowd.go_home().await;
    test.assert_sound().await;
}

async fn until_waiting(app: &App, many: i64) {
    let text = "SELECT count(*) AS many FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    let conn = app.db.read();
    let waiting = async || {
        let row = conn.query_one_raw(sql(conn, text, [])).await.unwrap();
        row.unwrap().try_get::<i64>("", "many").unwrap()
    };
    in_time(async { while waiting().await < many {} }).await;
}

/// However many come after it, an import waits only for those who were there before: who comes later is judged by what it
/// brings.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_asks_while_an_import_waits_comes_after_it() {
    if !on_server_or_says("whoever writes to a file waits for their turn") {
        return;
    }
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    // Two requests of one person wait for one another anyway.
    let colleague = test.administrator().await;
    let other = test.another(99).await;
    // Nobody gives up before all of them wait, however late this machine comes to it.
    for app in [&test.app, &other] {
        on_every_connection(app, "SET lock_timeout = 0; SET statement_timeout = 0").await;
    }
    let raw = test.raw().await;
    let held = in_the_way(&raw).await;
    let units = "SELECT id FROM unit FOR NO KEY UPDATE";
    held.execute_unprepared(units).await.unwrap();
    let ask = async |who: &Actor, starts: &str, ends: &str| {
        let wanted = asking("youth-house/grand-hall", starts, ends);
        booking::request(&test.app, who, wanted, Idempotent::unkeyed()).await
    };
    let before = ask(&manager, "2026-12-01T10:00", "2026-12-01T12:00");
    let file = turned("turnaround_minutes = 60", "turnaround_minutes = 90");
    let imported = async {
        until_waiting(&other, 1).await;
        import(&other, &file, false).await
    };
    let after = async {
        until_waiting(&other, 2).await;
        ask(&colleague, "2026-12-01T13:00", "2026-12-01T15:00").await
    };
    let release = async {
        until_waiting(&other, 3).await;
        held.rollback().await.unwrap();
    };
    let all = Box::pin(async { tokio::join!(before, imported, after, release) });
    let (before, imported, after, ()) = in_time(all).await;
    before.unwrap();
    assert!(matches!(imported, Ok(Imported::Changes(_))), "{imported:?}");
    assert!(matches!(after, Err(Error::Conflict { .. })), "{after:?}");
    raw.close().await.unwrap();
    on_every_connection(&test.app, "RESET lock_timeout; RESET statement_timeout").await;
    test.assert_sound().await;
}

/// Where there are venues already nobody has to be waited for, not even for somebody who never ends.
#[tokio::test]
async fn a_start_waits_for_nobody() {
    let test = TestApp::new().await;
    let other = test.another(99).await;
    let raw = test.raw().await;
    let held = in_the_way(&raw).await;
    let mut locks = vec!["UPDATE catalogue SET revision = revision".to_owned()];
    if test.server().is_some() {
        locks.push("SELECT id FROM space FOR UPDATE".to_owned());
        locks.push(format!("SELECT pg_advisory_xact_lock({GATE})"));
    }
    for lock in locks {
        held.execute_unprepared(&lock).await.unwrap();
    }
    let file = file::read(CATALOGUE).unwrap();
    assert!(!first_load(&other, &file).await.unwrap());
    held.rollback().await.unwrap();
}

/// As an operator has it: the program at work, and its commands beside it.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn commands_and_one_more_server_get_through_a_crowd() {
    let database = Database::empty().await;
    let folder = tempfile::tempdir().unwrap();
    let settings = database.settings();
    let server = Server::start(folder.path(), &settings);
    let command = |arguments: &[&str]| {
        let (folder, settings) = (folder.path().to_owned(), settings.clone());
        let arguments: Vec<String> = arguments.iter().map(|one| (*one).to_owned()).collect();
        tokio::task::spawn_blocking(move || {
            let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
            run(&folder, &settings, &arguments)
        })
    };
    let enrolled = |email: &'static str| {
        let (folder, settings) = (folder.path().to_owned(), settings.clone());
        let rights = ["--manager-of", "youth-house"];
        tokio::task::spawn_blocking(move || enrol(&folder, &settings, email, &rights))
    };
    let token = enrolled("m@youth-house.example").await.unwrap();
    let (address, body) = (server.address, wanted(SPACE, 20, 14));
    let first = call(address, &token, "POST", "/api/v1/bookings", &body).await;
    let (status, told) = first.unwrap();
    assert_eq!(status, 201, "{told}");
    let crowd = Crowd::gather(move || {
        let (token, body) = (token.clone(), body.clone());
        async move {
            loop {
                let answer = call(address, &token, "POST", "/api/v1/bookings", &body).await;
                let (status, told) = answer.unwrap();
                // A loaded machine may ask to come again.
                if status != 503 {
                    return assert_eq!(status, 409, "{told}");
                }
            }
        }
    })
    .await;
    let file = folder.path().join("catalogue.toml");
    std::fs::write(
        &file,
        CATALOGUE.replace("turnaround_minutes = 60", "turnaround_minutes = 30"),
    )
    .unwrap();
    let through = async {
        let told = command(&["catalogue", "import", file.to_str().unwrap()])
            .await
            .unwrap();
        assert!(
            told.contains("update space youth-house/grand-hall"),
            "{told}"
        );
        enrolled("n@youth-house.example").await.unwrap();
        let (other_folder, settings) = (folder.path().to_owned(), settings.clone());
        let other = tokio::task::spawn_blocking(move || Server::start(&other_folder, &settings));
        drop(other.await.unwrap());
    };
    in_time(through).await;
    crowd.go_home().await;
}
