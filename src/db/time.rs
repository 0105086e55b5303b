//! What the database knows of the time.

use entity::Instant;
use sea_orm::{ConnectionTrait, DbBackend, DbErr};

use super::{database::Db, statement::sql};

impl Db {
    /// The clock of the `PostgreSQL` server; None on `SQLite`, which has no other than ours.
    pub async fn time(&self) -> Result<Option<Instant>, DbErr> {
        if self.backend() != DbBackend::Postgres {
            return Ok(None);
        }
        self.instant("SELECT extract(epoch FROM now())::bigint AS at")
            .await
    }

    /// When something was last done to a booking, by whichever process; None when nothing ever was.
    pub async fn last_done(&self) -> Result<Option<Instant>, DbErr> {
        self.instant("SELECT max(at) AS at FROM audit").await
    }

    async fn instant(&self, text: &str) -> Result<Option<Instant>, DbErr> {
        let row = self
            .read()
            .query_one_raw(sql(self.read(), text, []))
            .await?;
        row.map_or(Ok(None), |row| row.try_get("", "at"))
    }
}
