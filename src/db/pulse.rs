//! Whether what is committed can be read.

use sea_orm::{ConnectionTrait, DbErr, QueryResult, TransactionOptions};

use super::{database::Db, statement::sql};
use crate::error::Error;

impl Db {
    /// Commits one row and reads it on another connection. Takes as long as a commit does, also for ever; all servers on one
    /// database write the same row. [`Error::Unavailable`] when what was committed cannot be read.
    pub async fn beat(&self) -> Result<(), Error> {
        // Kept, so that the beat is written on another connection.
        let reader = self
            .0
            .read
            .begin_with_options(TransactionOptions::default())
            .await?;
        let written = self
            .write(|tx| async move {
                let text = "UPDATE pulse SET beat = beat + 1 WHERE id = 0 RETURNING beat";
                let row = tx.conn().query_one_raw(sql(tx.conn(), text, [])).await?;
                Ok(count(row)?)
            })
            .await?;
        let row = reader
            .query_one_raw(sql(&reader, "SELECT beat FROM pulse WHERE id = 0", []))
            .await?;
        let seen = count(row)?;
        reader.rollback().await?;
        if seen < written {
            return Err(Error::Unavailable(format!(
                "beat {written} was committed, and {seen} is the last that can be read"
            )));
        }
        Ok(())
    }
}

fn count(row: Option<QueryResult>) -> Result<i64, DbErr> {
    row.ok_or_else(|| DbErr::RecordNotFound("the pulse has no row".to_owned()))?
        .try_get("", "beat")
}
