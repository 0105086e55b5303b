//! What is acknowledged is committed, whatever the disk, the network and the other server do; everything else is not there,
//! or is told as unknown; and when the cause is gone the service is back by itself.

#![expect(
    clippy::unwrap_used,
    reason = "the functions between the tests are tests too"
)]

mod cut;
mod disk;
mod full;
mod standby;

use entity::booking;
use futures_util::FutureExt;
use jastar::{
    db::{Settings, sql},
    error::Error,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, TransactionOptions,
};
use serde_json::Value;
use std::sync::atomic::{AtomicI32, Ordering};

use crate::it::support::{CATALOGUE, TestApp, asking, db::Database};

const BOOKINGS: &str = "/api/v1/bookings";
/// None of them shares floor with another.
const SPACES: [&str; 6] = [
    "youth-house/dance-studio",
    "youth-house/small-hall-1",
    "youth-house/small-hall-2",
    "youth-house/meeting-room",
    "egindibulak/forum-room",
    "temirtau-youth-house/dance-hall",
];

/// What an asker knows after an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Told {
    Done,
    NotDone,
    Unknown,
    /// The house is closed then: another day has to be asked for.
    Closed,
}

fn told(status: u16, body: &Value) -> Told {
    let kind = body["type"].as_str().unwrap_or_default();
    let kind = kind.rsplit('/').next().unwrap_or_default();
    match (status, kind) {
        (201, _) => Told::Done,
        (422, "rule") => Told::Closed,
        (503, "busy" | "unavailable") => Told::NotDone,
        (503, "unknown") => Told::Unknown,
        _ => panic!("answered {status} {body}"),
    }
}

/// How often it was done.
async fn times<C: ConnectionTrait>(conn: &C, title: &str) -> u64 {
    let found = booking::Entity::find().filter(booking::Column::Title.eq(title));
    found.count(conn).await.unwrap()
}

/// `PostgreSQL` answers the COMMIT of a transaction in which a statement failed with ROLLBACK, and no error.
#[tokio::test]
async fn who_passes_over_the_error_of_a_statement_is_not_told_that_it_was_done() {
    let test = TestApp::new().await;
    let group = test.person("a@test.example").await;
    let wanted = asking(
        "youth-house/dance-studio",
        "2026-12-08T16:00",
        "2026-12-08T18:00",
    );
    test.request(&group, wanted).await.unwrap();
    let gone = "UPDATE booking SET title = 'gone'";
    let write = test.app.db.write(|tx| async move {
        tx.conn().execute_unprepared(gone).await?;
        let passed_over = tx
            .conn()
            .execute_unprepared("UPDATE booking SET title = NULL");
        assert!(passed_over.await.is_err());
        Ok(())
    });
    assert!(matches!(write.await, Err(Error::Internal(_))));
    let long = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000) SELECT count(*) FROM n";
    let write = test.app.db.write(|tx| async move {
        tx.conn().execute_unprepared(gone).await?;
        assert!(tx.conn().execute_unprepared(long).now_or_never().is_none());
        Ok(())
    });
    assert!(matches!(write.await, Err(Error::Internal(_))));
    assert_eq!(times(test.app.db.read(), "gone").await, 0);
}

/// `SQLite` stores it.
#[tokio::test]
async fn a_text_that_the_server_does_not_store_is_refused_and_no_connection_is_to_blame() {
    let database = Database::loaded().await;
    let settings = Settings {
        connections: 2,
        ..database.settings()
    };
    let test = TestApp::reached_by(database, settings, CATALOGUE).await;
    if test.server().is_none() {
        return;
    }
    let options = TransactionOptions::default();
    let db = &test.app.db;
    // So that there is one for those who write.
    let _other = db.read().begin_with_options(options).await.unwrap();
    let on = &AtomicI32::new(0);
    let write = |title: &'static str| {
        db.write(move |tx| async move {
            let own = "SELECT pg_backend_pid() AS pid";
            let row = tx.conn().query_one_raw(sql(tx.conn(), own, [])).await?;
            on.store(row.expect("a row").try_get("", "pid")?, Ordering::Relaxed);
            let rename = "UPDATE booking SET title = $1";
            let named = sql(tx.conn(), rename, [title.into()]);
            tx.conn().execute_raw(named).await?;
            Ok(())
        })
    };
    let refused = write("\0").await;
    assert!(matches!(refused, Err(Error::Rules(_))), "{refused:?}");
    let first = on.load(Ordering::Relaxed);
    write("a").await.unwrap();
    assert_eq!(on.load(Ordering::Relaxed), first);
}
