//! How jastar's schema came to be.
//!
//! Rules for writing a migration:
//!
//! * A landed migration is never edited; the next one mends it.
//! * The tables of a migration stand once, in words that both databases share: `{id}`, `{bytes}`, `{int}`, `{bool}`,
//!   `{date}` and `{json}` become each database's type, `{strict}` the end of a `SQLite` table. What only one database
//!   can say (triggers, the exclusion constraint) stands in a file for each.
//! * Times are integers, whole UTC seconds: text times compare wrongly on `SQLite`.
//! * Foreign keys are written with the table: `SQLite` cannot add them later. RESTRICT everywhere; nothing cascades.
//! * Expand first, contract in a later release: two versions of the program may share one database for a while.
//! * Every migration runs in a transaction. There is no way down: a backup is.

mod m0001;

pub use sea_orm_migration::{MigratorTrait, SchemaManager};

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![Box::new(m0001::Migration)]
    }
}

/// All that the migrations write of what refuses an overlap: a database's own words can be held against it.
#[must_use]
pub fn guarantee(backend: DbBackend) -> String {
    m0001::guarantee(backend).concat()
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
            ("{json}", "jsonb"),
            ("{strict}", ""),
        ],
        _ => [
            ("{id}", "BLOB"),
            ("{bytes}", "BLOB"),
            ("{int}", "INTEGER"),
            ("{small}", "INTEGER"),
            ("{bool}", "INTEGER"),
            ("{date}", "TEXT"),
            ("{json}", "TEXT"),
            ("{strict}", "STRICT"),
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
