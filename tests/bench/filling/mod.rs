//! Fills a database with as many claims as are asked for, fast: the database makes the rows itself, with its guards and
//! indexes put away meanwhile and put back as they were.
//!
//! Two hundred spaces are booked ten times a day, day after day: more claims mean more years, not fuller days. On the days
//! [`LOOKED_AT`] the same stands at every size.

mod guards;
mod rows;

use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend};

pub const VENUES: usize = 10;
/// Of each venue.
pub const SPACES: usize = 20;
/// Those who book, at every size: `p0@bench.example` and so on.
pub const PEOPLE: usize = 20_000;
/// What a claim takes on disk, with its booking, its history and all indexes, where it takes more.
pub const BYTES_A_CLAIM: u64 = 1_300;
/// Counted from the day of [`crate::world::NOW`]: 7 to 11 December 2026, Monday to Friday.
const LOOKED_AT: std::ops::Range<i64> = 14..19;
/// How far ahead people book.
const LAST_DAY: i64 = 178;
/// So many days are written in one statement.
const LOT: i64 = 100;

/// At `url` there is the schema and the catalogue of [`VENUES`] and [`SPACES`], and nobody who writes.
pub async fn fill(url: &str, claims: usize) {
    let mut options = ConnectOptions::new(url);
    // One connection to the end, however long it takes: settings and numbered spaces are its own.
    options
        .max_connections(1)
        .max_lifetime(None)
        .idle_timeout(None);
    options.sqlx_logging(false);
    let conn = Database::connect(options).await.expect("a connection");
    let backend = conn.get_database_backend();
    let settings: &[&str] = match backend {
        DbBackend::Postgres => &[
            "SET synchronous_commit = off",
            "SET maintenance_work_mem = '1GB'",
            "SET max_parallel_maintenance_workers = 0",
            "SET max_parallel_workers_per_gather = 0",
        ],
        // What ends halfway is thrown away, so nothing needs to be kept safe.
        _ => &[
            "PRAGMA journal_mode = OFF",
            "PRAGMA synchronous = OFF",
            "PRAGMA foreign_keys = OFF",
            "PRAGMA cache_size = -1000000",
        ],
    };
    for setting in settings {
        run(&conn, setting).await;
    }
    let away = guards::put_away(&conn).await;
    run(&conn, &rows::people(backend)).await;
    run(&conn, rows::PLACES).await;
    let days = days(claims);
    let mut from = *days.start();
    while from <= *days.end() {
        let to = (from + LOT - 1).min(*days.end());
        for text in rows::of_days(backend, from, to) {
            run(&conn, &text).await;
        }
        from = to + 1;
    }
    away.put_back(&conn).await;
    // PostgreSQL looks at a table by itself soon after it has grown; SQLite never does.
    run(
        &conn,
        match backend {
            DbBackend::Postgres => "VACUUM ANALYZE",
            _ => "PRAGMA journal_mode = WAL",
        },
    )
    .await;
    conn.close().await.expect("an end");
}

/// The first and the last that are filled.
fn days(claims: usize) -> std::ops::RangeInclusive<i64> {
    let days = (claims / (VENUES * SPACES * rows::CLAIMS_A_DAY)) as i64;
    assert!(
        days >= LOOKED_AT.end - LOOKED_AT.start,
        "{claims} claims fill less than a week"
    );
    let last = (LOOKED_AT.start - 1 + days).min(LAST_DAY);
    last + 1 - days..=last
}

async fn run(conn: &DatabaseConnection, text: &str) {
    conn.execute_unprepared(text)
        .await
        .unwrap_or_else(|error| panic!("{text}: {error}"));
}
