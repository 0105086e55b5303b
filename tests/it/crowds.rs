//! A crowd that asks for one space without a pause: imports, quotas, commands and new servers get through all the same, and
//! nobody is told to come again because of them.

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicUsize, Ordering},
};

use jastar::{
    account::Actor,
    app::App,
    booking,
    db::sql,
    error::Error,
    http::idempotency::Once,
    venue::{
        catalogue,
        import::{Imported, first_load, import},
        quotas,
        store::GATE,
    },
};
use sea_orm::{ConnectionTrait, TransactionTrait};
use tokio::{sync::Barrier, task::JoinSet};

use super::{
    catalogue::turned,
    quotas::unset,
    support::{
        CATALOGUE, TestApp, asking,
        process::{Server, call, run, wanted},
    },
};

const SPACE: &str = "youth-house/dance-studio";
const PEOPLE: usize = 10;
/// Each of them, if nobody gets through before. Then the test has failed.
const AT_MOST: usize = 150;

/// Asks on until it is told to stop.
struct Crowd {
    stop: Arc<AtomicBool>,
    asked: Arc<AtomicUsize>,
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
        let asked: Arc<AtomicUsize> = Arc::default();
        let here = Arc::new(Barrier::new(PEOPLE + 1));
        let mut running = JoinSet::new();
        for _ in 0..PEOPLE {
            let (stop, asked, here, ask) =
                (stop.clone(), Arc::clone(&asked), here.clone(), ask.clone());
            running.spawn(async move {
                ask().await;
                here.wait().await;
                for _ in 0..AT_MOST {
                    if stop.load(Ordering::SeqCst) {
                        return;
                    }
                    ask().await;
                    asked.fetch_add(1, Ordering::SeqCst);
                }
            });
        }
        here.wait().await;
        Self {
            stop,
            asked,
            running,
        }
    }

    /// All of them were still asking until now.
    async fn go_home(self) {
        self.stop.store(true, Ordering::SeqCst);
        let asked = self.asked.load(Ordering::SeqCst);
        assert!(
            asked < PEOPLE * AT_MOST,
            "nobody got through before the crowd was tired"
        );
        let gone = self.running.join_all().await;
        assert_eq!(gone.len(), PEOPLE);
    }
}

/// For a time that is taken.
async fn ask(app: &App, manager: &Actor) {
    let wanted = asking(SPACE, "2026-12-01T16:00", "2026-12-01T18:00");
    let told = booking::request(app, manager, wanted, Once::unkeyed()).await;
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
    for minutes in [30, 15] {
        let file = turned(
            "turnaround_minutes = 60",
            &format!("turnaround_minutes = {minutes}"),
        );
        let imported = import(&other, &file, false).await.unwrap();
        assert!(matches!(imported, Imported::Changes(changes) if changes.len() == 1));
    }
    let set = quotas::set(&other, &manager, unset(&test).await).await;
    set.unwrap();
    crowd.go_home().await;
    test.assert_sound().await;
}

async fn until_waiting(app: &App, many: i64) {
    let text = "SELECT count(*) AS many FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    let conn = app.db.read();
    loop {
        let row = conn.query_one_raw(sql(conn, text, [])).await.unwrap();
        if row.unwrap().try_get::<i64>("", "many").unwrap() >= many {
            return;
        }
    }
}

/// However many come after it, an import waits only for those who were there before: who comes later is judged by what it
/// brings.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_asks_while_an_import_waits_comes_after_it() {
    let test = TestApp::new().await;
    if test.server().is_none() {
        // Whoever writes to a file waits for their turn.
        return;
    }
    let manager = test.manager_of("youth-house").await;
    // Two requests of one person wait for one another anyway.
    let colleague = test.administrator().await;
    let other = test.another(99).await;
    let raw = test.raw().await;
    #[expect(
        clippy::disallowed_methods,
        reason = "somebody else's transaction, which is in the way"
    )]
    let held = raw.begin().await.unwrap();
    let units = "SELECT id FROM unit FOR NO KEY UPDATE";
    held.execute_unprepared(units).await.unwrap();
    let ask = async |who: &Actor, starts: &str, ends: &str| {
        let wanted = asking("youth-house/grand-hall", starts, ends);
        booking::request(&test.app, who, wanted, Once::unkeyed()).await
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
    let (before, imported, after, ()) = tokio::join!(before, imported, after, release);
    before.unwrap();
    assert!(matches!(imported, Ok(Imported::Changes(_))), "{imported:?}");
    assert!(matches!(after, Err(Error::Conflict { .. })), "{after:?}");
    raw.close().await.unwrap();
    test.assert_sound().await;
}

/// Where there are venues already nobody has to be waited for, not even for somebody who never ends.
#[tokio::test]
async fn a_start_waits_for_nobody() {
    let test = TestApp::new().await;
    let other = test.another(99).await;
    let raw = test.raw().await;
    #[expect(
        clippy::disallowed_methods,
        reason = "somebody else's transaction, which is in the way"
    )]
    let held = raw.begin().await.unwrap();
    let mut locks = vec!["UPDATE catalogue SET revision = revision".to_owned()];
    if test.server().is_some() {
        locks.push("SELECT id FROM space FOR UPDATE".to_owned());
        locks.push(format!("SELECT pg_advisory_xact_lock({GATE})"));
    }
    for lock in locks {
        held.execute_unprepared(&lock).await.unwrap();
    }
    let file = catalogue::read(CATALOGUE).unwrap();
    assert!(!first_load(&other, &file).await.unwrap());
    held.rollback().await.unwrap();
}

/// As an operator has it: the program at work, and its commands beside it.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn commands_and_one_more_server_get_through_a_crowd() {
    let database = super::support::db::Database::empty().await;
    let folder = tempfile::tempdir().unwrap();
    let settings = database.settings();
    let server = Server::start(folder.path(), &settings);
    let create = [
        "user",
        "create",
        "--name",
        "Менеджер",
        "--manager-of",
        "youth-house",
        "--email",
    ];
    let command = |arguments: &[&str]| {
        let (folder, settings) = (folder.path().to_owned(), settings.clone());
        let arguments: Vec<String> = arguments.iter().map(|one| (*one).to_owned()).collect();
        tokio::task::spawn_blocking(move || {
            let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
            run(&folder, &settings, &arguments)
        })
    };
    let user = |email: &'static str| command(&[&create[..], &[email]].concat());
    user("m@youth-house.example").await.unwrap();
    let token = command(&["token", "create", "--email", "m@youth-house.example"]);
    let token = token.await.unwrap();
    let (address, body) = (server.address, wanted(SPACE, 20, 14));
    call(address, &token, "POST", "/api/v1/bookings", &body)
        .await
        .unwrap();
    let crowd = Crowd::gather(move || {
        let (token, body) = (token.clone(), body.clone());
        async move {
            let answer = call(address, &token, "POST", "/api/v1/bookings", &body).await;
            let (status, told) = answer.unwrap();
            assert_eq!(status, 409, "{told}");
        }
    })
    .await;
    let file = folder.path().join("catalogue.toml");
    std::fs::write(
        &file,
        CATALOGUE.replace("turnaround_minutes = 60", "turnaround_minutes = 30"),
    )
    .unwrap();
    let told = command(&["catalogue", "import", file.to_str().unwrap()])
        .await
        .unwrap();
    assert!(
        told.contains("update space youth-house/grand-hall"),
        "{told}"
    );
    user("n@youth-house.example").await.unwrap();
    command(&["token", "create", "--email", "n@youth-house.example"])
        .await
        .unwrap();
    let (other_folder, settings) = (folder.path().to_owned(), settings.clone());
    let other = tokio::task::spawn_blocking(move || Server::start(&other_folder, &settings));
    drop(other.await.unwrap());
    crowd.go_home().await;
}
