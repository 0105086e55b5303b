//! What has fallen due.

use entity::{BookingId, Instant};
use sea_orm::{ConnectionTrait, DbErr};

use crate::db::sql;

/// Waiting requests whose answer time is over; those that stay on wait for their start. At most 50.
pub async fn to_answer<C: ConnectionTrait>(
    conn: &C,
    now: Instant,
) -> Result<Vec<BookingId>, DbErr> {
    let text = "SELECT b.id FROM booking b JOIN space s ON s.id = b.space_id \
         WHERE b.status = 'pending' AND b.answer_by <= $1 AND (s.unanswered <> 'stay' OR b.starts_at <= $1) \
         ORDER BY b.answer_by LIMIT 50";
    ids(conn, text, now).await
}

/// Approved bookings that are over. At most 50.
pub async fn to_complete<C: ConnectionTrait>(
    conn: &C,
    now: Instant,
) -> Result<Vec<BookingId>, DbErr> {
    let text = "SELECT id FROM booking WHERE status IN ('approved', 'checked_in') AND ends_at <= $1 ORDER BY ends_at LIMIT 50";
    ids(conn, text, now).await
}

async fn ids<C: ConnectionTrait>(
    conn: &C,
    text: &str,
    now: Instant,
) -> Result<Vec<BookingId>, DbErr> {
    let rows = conn.query_all_raw(sql(conn, text, [now.into()])).await?;
    rows.iter().map(|row| row.try_get("", "id")).collect()
}
