//! What somebody did lately.

use entity::{Instant, PersonId};
use sea_orm::{ConnectionTrait, DbErr};

use crate::db::{Tx, sql};

/// When somebody did the `nth` newest of what they did as a group, counted from 1, if that was after `since`. What is done
/// to a whole series at once is one act; messages are counted apart.
pub async fn nth_newest(
    tx: &Tx,
    person: PersonId,
    nth: u32,
    since: Instant,
) -> Result<Option<Instant>, DbErr> {
    let text = "SELECT t.at FROM ( \
             SELECT DISTINCT coalesce(b.series_id, b.id) AS of_what, a.action, a.at, \
                 row_number() OVER (PARTITION BY a.booking_id, a.action, a.at ORDER BY a.id) AS again \
             FROM audit a JOIN booking b ON b.id = a.booking_id \
             WHERE a.person_id = $1 AND a.role = 'booker' AND a.action <> 'answer' AND a.at > $2 \
         ) t ORDER BY t.at DESC LIMIT 1 OFFSET $3";
    let skipped = i64::from(nth.saturating_sub(1));
    let values = [person.into(), since.into(), skipped.into()];
    let row = tx
        .conn()
        .query_one_raw(sql(tx.conn(), text, values))
        .await?;
    row.map(|row| row.try_get("", "at")).transpose()
}
