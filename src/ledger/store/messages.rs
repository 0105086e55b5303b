//! What groups and venues write to each other.

use entity::{BookingId, Instant, MessageId, PersonId, message};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};

use crate::db::{Tx, sql};

/// Which messages of a booking are read.
#[derive(Clone, Copy, Debug)]
pub struct MessageRange {
    pub booking: BookingId,
    /// What only the venue may see is among them.
    pub internal: bool,
    pub after: Option<MessageId>,
    pub limit: u64,
}

/// The messages in `wanted`, oldest first, each with the name of who wrote the message.
pub async fn page<C: ConnectionTrait>(
    conn: &C,
    wanted: MessageRange,
) -> Result<Vec<(message::Model, String)>, DbErr> {
    let text = "SELECT m.*, p.name AS author FROM message m JOIN person p ON p.id = m.person_id \
         WHERE m.booking_id = $1 AND ($2 OR NOT m.internal) AND ($3 IS NULL OR (m.seq, m.id) > (SELECT a.seq, a.id FROM message a WHERE a.id = $3)) \
         ORDER BY m.seq, m.id LIMIT $4";
    let values = [
        wanted.booking.into(),
        wanted.internal.into(),
        wanted.after.into(),
        wanted.limit.into(),
    ];
    let rows = conn.query_all_raw(sql(conn, text, values)).await?;
    rows.iter()
        .map(|row| {
            let message = message::Model::from_query_result(row, "")?;
            Ok((message, row.try_get("", "author")?))
        })
        .collect()
}

/// When somebody wrote the `nth` newest of their messages, counted from 1, if that was after `since`.
pub async fn nth_newest(
    tx: &Tx,
    person: PersonId,
    nth: u32,
    since: Instant,
) -> Result<Option<Instant>, DbErr> {
    let text = "SELECT at FROM message WHERE person_id = $1 AND at > $2 ORDER BY at DESC LIMIT 1 OFFSET $3";
    let values = [
        person.into(),
        since.into(),
        i64::from(nth.saturating_sub(1)).into(),
    ];
    let row = tx
        .conn()
        .query_one_raw(sql(tx.conn(), text, values))
        .await?;
    row.map(|row| row.try_get("", "at")).transpose()
}
