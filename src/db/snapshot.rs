//! One picture of the database for several queries.

use std::sync::Arc;

use sea_orm::{AccessMode, DbBackend, IsolationLevel, TransactionOptions};

use super::database::{Db, Tx};
use crate::error::Error;

impl Db {
    /// A transaction that only reads: all of its queries see the database as it is at the first of them, whatever is written
    /// meanwhile. It waits for no writer, and no writer waits for it. It ends when it is dropped.
    pub async fn snapshot(&self) -> Result<Tx, Error> {
        // A transaction of SQLite is that already, on a connection that cannot write.
        let postgres = self.backend() == DbBackend::Postgres;
        let options = TransactionOptions {
            isolation_level: postgres.then_some(IsolationLevel::RepeatableRead),
            access_mode: postgres.then_some(AccessMode::ReadOnly),
            ..TransactionOptions::default()
        };
        let picture = self.read().begin_with_options(options).await?;
        Ok(Tx(Arc::new(picture)))
    }
}
