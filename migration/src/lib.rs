//! How jastar's schema came to be.
//!
//! Rules for writing a migration:
//!
//! * A landed migration is never edited; the next one mends it.
//! * The tables of a migration stand once, in words that both databases share: `{id}`, `{bytes}`, `{int}`, `{bool}`,
//!   `{date}` and `{json}` become each database's type, `{strict}` the end of a `SQLite` table, `{now}` the time and
//!   `{random}` some 250 random bits. What only one database can say (triggers, the exclusion constraint) stands in a file for each.
//! * Times are integers, whole UTC seconds: text times compare wrongly on `SQLite`.
//! * Foreign keys are written with the table: `SQLite` cannot add them later. RESTRICT everywhere; nothing cascades.
//! * Expand first, contract in a later release: two versions of the program may share one database for a while.
//! * Every migration runs in a transaction. There is no way down: a backup is.

mod m0001;
mod m0002;
mod m0003;
mod m0004;
mod m0006;
mod m0008;
mod m0009;
mod m0010;
mod m0011;
mod m0012;
mod m0013;
mod m0014;
mod m0015;
mod m0016;
mod m0017;
mod m0018;
mod m0019;
mod m0020;
mod m0021;
mod m0022;
mod m0023;
mod m0024;

pub use sea_orm_migration::{MigratorTrait, SchemaManager};

use std::collections::BTreeMap;

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001::Migration),
            Box::new(m0002::Migration),
            Box::new(m0003::Migration),
            Box::new(m0004::Migration),
            Box::new(m0006::Migration),
            Box::new(m0008::Migration),
            Box::new(m0009::Migration),
            Box::new(m0010::Migration),
            Box::new(m0011::Migration),
            Box::new(m0012::Migration),
            Box::new(m0013::Migration),
            Box::new(m0014::Migration),
            Box::new(m0015::Migration),
            Box::new(m0016::Migration),
            Box::new(m0017::Migration),
            Box::new(m0018::Migration),
            Box::new(m0019::Migration),
            Box::new(m0020::Migration),
            Box::new(m0021::Migration),
            Box::new(m0022::Migration),
            Box::new(m0023::Migration),
            Box::new(m0024::Migration),
        ]
    }
}

/// All that the migrations write of what refuses an overlap, without what a later one has replaced: a database's own words
/// can be held against it.
#[must_use]
pub fn guarantee(backend: DbBackend) -> String {
    let written = [
        m0001::guarantee(backend),
        m0002::guarantee(backend),
        m0004::guarantee(backend),
        m0006::guarantee(backend),
        m0012::guarantee(backend),
        m0014::guarantee(backend),
        m0015::guarantee(backend),
    ]
    .concat();
    let mut standing: BTreeMap<String, String> = BTreeMap::new();
    let mut statement = String::new();
    for line in written.iter().flat_map(|text| text.split_inclusive('\n')) {
        if line.starts_with("CREATE ") {
            statement = created(line);
        }
        let text = standing.entry(statement.clone()).or_default();
        if line.starts_with("CREATE ") {
            text.clear();
        }
        text.push_str(line);
    }
    standing.into_values().collect()
}

/// `TRIGGER name`, `TABLE name`, and so on.
fn created(line: &str) -> String {
    let words = line.split_whitespace();
    let words = words.filter(|word| !["CREATE", "OR", "REPLACE"].contains(word));
    words.take(2).collect::<Vec<_>>().join(" ")
}

/// Runs `sql` with the placeholders of the module's rules filled in.
async fn run(manager: &SchemaManager<'_>, sql: &str) -> Result<(), DbErr> {
    let words = match manager.get_database_backend() {
        DbBackend::Postgres => [
            ("{id}", "uuid"),
            ("{bytes}", "bytea"),
            ("{int}", "bigint"),
            ("{small}", "integer"),
            ("{bool}", "boolean"),
            ("{date}", "date"),
            ("{false}", "false"),
            ("{json}", "jsonb"),
            ("{strict}", ""),
            ("{now}", "CAST(extract(epoch FROM now()) AS bigint)"),
            (
                "{random}",
                "decode(replace(CAST(gen_random_uuid() AS text) || CAST(gen_random_uuid() AS text), '-', ''), 'hex')",
            ),
        ],
        _ => [
            ("{id}", "BLOB"),
            ("{bytes}", "BLOB"),
            ("{int}", "INTEGER"),
            ("{small}", "INTEGER"),
            ("{bool}", "INTEGER"),
            ("{date}", "TEXT"),
            ("{false}", "0"),
            ("{json}", "TEXT"),
            ("{strict}", "STRICT"),
            ("{now}", "CAST(strftime('%s', 'now') AS INTEGER)"),
            ("{random}", "randomblob(32)"),
        ],
    };
    let sql = words
        .iter()
        .fold(sql.to_owned(), |sql, (word, kind)| sql.replace(word, kind));
    manager
        .get_connection()
        .execute_unprepared(&sql)
        .await
        .map(|_| ())
}
