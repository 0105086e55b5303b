//! A `PostgreSQL` that falls silent: its connections stay open and nothing comes over them any more, while new ones are
//! answered as before. It costs seconds, and the service is back by itself.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use jastar::{
    app::App,
    clock::{Clock, Ids},
    config::Config,
    db::{Db, Settings, sql},
    error::Error,
};
use sea_orm::{ConnectionTrait, DatabaseConnection};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{
        TcpListener, TcpStream,
        tcp::{OwnedReadHalf, OwnedWriteHalf},
    },
    task::JoinSet,
};
use tokio_util::sync::CancellationToken;

use super::{
    races::at_once,
    support::{
        NOW, TestApp, client::readiness, db::on_server_or_says, in_time, on_every_connection,
        settled,
    },
};

const NO_FILE: &str = "a file does not fall silent";

/// Stands between, and passes everything on until it is told not to.
struct Between {
    address: SocketAddr,
    silent: Arc<Mutex<CancellationToken>>,
    _running: JoinSet<()>,
}

impl Between {
    async fn and(server: String) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let silent = Arc::new(Mutex::new(CancellationToken::new()));
        let now = silent.clone();
        let mut running = JoinSet::new();
        running.spawn(async move {
            let mut open = JoinSet::new();
            loop {
                let (near, _) = listener.accept().await.unwrap();
                let (from, back) = near.into_split();
                let far = TcpStream::connect(&server).await.unwrap();
                let (answers, to) = far.into_split();
                let silent = now.lock().unwrap().clone();
                open.spawn(pass(from, to, silent.clone()));
                open.spawn(pass(answers, back, silent));
            }
        });
        Self {
            address,
            silent,
            _running: running,
        }
    }

    /// From now on nothing passes on what is open, in no direction. What is opened later is another matter.
    fn fall_silent(&self) {
        let silent = std::mem::take(&mut *self.silent.lock().unwrap());
        silent.cancel();
    }
}

async fn pass(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, silent: CancellationToken) {
    let mut bytes = vec![0; 16 * 1024];
    loop {
        tokio::select! {
            biased;
            // Neither side learns anything.
            () = silent.cancelled() => std::future::pending().await,
            read = from.read(&mut bytes) => match read {
                Ok(read @ 1..) => {
                    if to.write_all(&bytes[..read]).await.is_err() {
                        return;
                    }
                }
                _ => return,
            }
        }
    }
}

async fn through(test: &TestApp) -> (Between, App) {
    let server = test.server().unwrap();
    let between = Between::and(server.authority.clone()).await;
    let settings = Settings {
        url: server
            .url
            .replace(&server.authority, &between.address.to_string()),
        connections: 4,
    };
    let db = Db::open(settings).await.unwrap();
    let app = App::new(db, Clock::fixed(NOW), Ids::seeded(9), Config::defaults());
    // All of its connections are open.
    on_every_connection(&app, "SELECT 1").await;
    (between, app)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn connections_that_fell_silent_are_given_up_and_all_goes_on() {
    if !on_server_or_says(NO_FILE) {
        return;
    }
    let test = TestApp::new().await;
    let (between, app) = through(&test).await;
    between.fall_silent();
    let lost = at_once((0..4).map(|_| {
        let app = app.clone();
        async move { app.catalogue().await.map(drop) }
    }))
    .await;
    for one in lost {
        assert!(
            matches!(one, Ok(()) | Err(Error::Unavailable(_))),
            "{one:?}"
        );
    }
    for _ in 0..8 {
        write(&app).await.unwrap();
    }
    between.fall_silent();
    let written = write(&app).await;
    assert!(matches!(written, Err(Error::Unavailable(_))), "{written:?}");
    write(&app).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_only_asks_whether_it_is_ready_finds_out_and_it_is_ready_again() {
    if !on_server_or_says(NO_FILE) {
        return;
    }
    let test = TestApp::new().await;
    let (between, app) = through(&test).await;
    assert_eq!(readiness(&app).await, 200);
    between.fall_silent();
    assert_eq!(readiness(&app).await, 503);
    in_time(settled(&app)).await;
    assert_eq!(readiness(&app).await, 200);
}

async fn write(app: &App) -> Result<(), Error> {
    let grow = "UPDATE catalogue SET revision = revision + 1";
    app.db
        .write(|tx| async move {
            tx.conn().execute_raw(sql(tx.conn(), grow, [])).await?;
            Ok(())
        })
        .await
}

/// Several locks in a row can take longer than a silent server is waited for.
#[tokio::test]
async fn a_server_that_lives_ends_what_takes_too_long_and_no_connection_is_given_up() {
    if !on_server_or_says(NO_FILE) {
        return;
    }
    let test = TestApp::new().await;
    let link = test.app.db.read();
    let setting = "SELECT current_setting('statement_timeout') AS value";
    let of = async |conn: &DatabaseConnection| -> String {
        let row = conn.query_one_raw(sql(conn, setting, [])).await.unwrap();
        row.expect("a row").try_get("", "value").unwrap()
    };
    let before = link.connections();
    assert_eq!(of(&before).await, "12s");
    assert_eq!(of(&link.patient().await.unwrap()).await, "0");
    let written = test.app.db.write(|tx| async move {
        let soon = "SET LOCAL statement_timeout = 1";
        tx.conn().execute_unprepared(soon).await?;
        tx.conn().execute_unprepared("SELECT pg_sleep(60)").await?;
        Ok(())
    });
    let written = written.await;
    assert!(matches!(written, Err(Error::Busy)), "{written:?}");
    write(&test.app).await.unwrap();
    let pool = before.get_postgres_connection_pool();
    assert!(!pool.is_closed(), "its pool is the one that was there");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_commit_that_is_not_answered_ends_when_the_others_find_out() {
    if !on_server_or_says(NO_FILE) {
        return;
    }
    let test = TestApp::new().await;
    let (between, app) = through(&test).await;
    let between = &between;
    let written = app.db.write(|tx| async move {
        let grow = "UPDATE catalogue SET revision = revision + 1";
        tx.conn().execute_raw(sql(tx.conn(), grow, [])).await?;
        between.fall_silent();
        Ok(())
    });
    let others = async {
        // Whoever asks for something finds out, at the latest the one who comes after many.
        loop {
            app.catalogue().await.ok();
            tokio::task::yield_now().await;
        }
    };
    let written = async {
        tokio::select! {
            written = written => written,
            () = others => unreachable!("others ask for ever"),
        }
    };
    let written = in_time(Box::pin(written)).await;
    assert!(written.is_err(), "nobody said that it was done");
    // The server keeps what was locked until it gives up a transaction in which nothing happens.
    in_time(async { while let Err(Error::Busy) = write(&app).await {} }).await;
    write(&app).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_transaction_that_the_server_gave_up_because_we_said_nothing_is_told_as_such() {
    if !on_server_or_says(NO_FILE) {
        return;
    }
    let test = TestApp::new().await;
    let watcher = &test.raw().await;
    let written = test.app.db.write(|tx| async move {
        let own = "SELECT pg_backend_pid() AS pid";
        let row = tx.conn().query_one_raw(sql(tx.conn(), own, [])).await?;
        let pid: i32 = row.expect("a row").try_get("", "pid")?;
        let soon = "SET LOCAL idle_in_transaction_session_timeout = 1";
        tx.conn().execute_unprepared(soon).await?;
        let there = "SELECT 1 FROM pg_stat_activity WHERE pid = $1";
        while watcher
            .query_one_raw(sql(watcher, there, [pid.into()]))
            .await?
            .is_some()
        {}
        tx.conn().execute_unprepared("SELECT 1").await?;
        Ok(())
    });
    let written = in_time(written).await;
    assert!(matches!(written, Err(Error::Unavailable(_))), "{written:?}");
}
