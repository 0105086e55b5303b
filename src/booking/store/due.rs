//! What has fallen due.

use entity::{BookingId, Instant, SeriesId};
use sea_orm::{ConnectionTrait, DbErr};

use super::DISPLACED;
use crate::db::sql;

/// A waiting request to be answered.
#[derive(Clone, Copy, Debug)]
pub struct Due {
    pub answer_by: Instant,
    pub id: BookingId,
    pub series: Option<SeriesId>,
}

/// Waiting requests whose answer time is over; those that stay on wait for their start, unless their time was given to
/// somebody else or they are offers. At most 50, by answer time and id,
/// from after `last` on: some of them are not answered yet, and must not keep the others from it.
pub async fn to_answer<C: ConnectionTrait>(
    conn: &C,
    now: Instant,
    last: (Instant, BookingId),
) -> Result<Vec<Due>, DbErr> {
    let text = format!(
        "SELECT b.answer_by, b.id, b.series_id FROM booking b JOIN space s ON s.id = b.space_id \
         WHERE b.status = 'pending' AND b.answer_by <= $1 AND (s.unanswered <> 'stay' OR b.starts_at <= $1 OR b.offer_of IS NOT NULL OR {DISPLACED}) \
         AND (b.answer_by, b.id) > ($2, $3) ORDER BY b.answer_by, b.id LIMIT 50"
    );
    let values = [now.into(), last.0.into(), last.1.into()];
    let rows = conn.query_all_raw(sql(conn, &text, values)).await?;
    rows.iter()
        .map(|row| {
            Ok(Due {
                answer_by: row.try_get("", "answer_by")?,
                id: row.try_get("", "id")?,
                series: row.try_get("", "series_id")?,
            })
        })
        .collect()
}

/// Bookings whose groups ask for a move that nobody has answered in time, of what is asked for a whole series one. At most 50.
pub async fn moves_to_answer<C: ConnectionTrait>(
    conn: &C,
    now: Instant,
) -> Result<Vec<(BookingId, Option<SeriesId>)>, DbErr> {
    let text = "WITH over AS MATERIALIZED (SELECT id, series_id, move_of_series, move_answer_by FROM booking WHERE move_answer_by <= $1), \
         ranked AS (SELECT *, row_number() OVER ( \
             PARTITION BY CASE WHEN move_of_series THEN series_id ELSE id END ORDER BY id) AS nth FROM over) \
         SELECT id, CASE WHEN move_of_series THEN series_id END AS series FROM ranked WHERE nth = 1 ORDER BY move_answer_by, id LIMIT 50";
    let rows = conn.query_all_raw(sql(conn, text, [now.into()])).await?;
    rows.iter()
        .map(|row| Ok((row.try_get("", "id")?, row.try_get("", "series")?)))
        .collect()
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
