//! What is deleted shall be gone from the file too.

use sea_orm::ConnectionTrait;

use super::{database::Db, open::CONNECT_TIMEOUT, statement::sql};
use crate::error::Error;

/// For how long a reader may keep the log from being emptied, while nobody else can write.
const PATIENCE_MS: u64 = 100;

impl Db {
    /// `SQLite` overwrites what is deleted (`secure_delete`), in the database; in its log it stands until the log is
    /// overwritten, which on a quiet night takes long. Empties the log, unless somebody is reading it: then the next call does.
    /// Does nothing on `PostgreSQL`, which knows no such thing.
    pub async fn overwrite_what_is_deleted(&self) {
        if let Err(error) = self.empty_log().await {
            tracing::debug!(%error, "the log was not emptied");
        }
    }

    async fn empty_log(&self) -> Result<(), Error> {
        let Some(lock) = &self.0.lock else {
            return Ok(());
        };
        let _turn = lock.turn().await?;
        let write = &self.0.write;
        let patience = |ms| sql(write, &format!("PRAGMA busy_timeout = {ms}"), []);
        write.execute_raw(patience(PATIENCE_MS)).await?;
        let emptied = write
            .query_one_raw(sql(write, "PRAGMA wal_checkpoint(TRUNCATE)", []))
            .await;
        let usual = u64::try_from(CONNECT_TIMEOUT.as_millis()).unwrap_or_default();
        write.execute_raw(patience(usual)).await?;
        emptied?;
        Ok(())
    }
}
