//! What has fallen due.

use entity::{BookingId, Instant, SeriesId};
use sea_orm::{ConnectionTrait, DbErr};

use super::GIVEN;
use crate::db::sql;

/// Something whose time has come.
#[derive(Clone, Copy, Debug)]
pub struct Due {
    /// When it came.
    pub at: Instant,
    pub id: BookingId,
    /// The series, where all of its dates are dealt with at once. None where the booking alone is.
    pub series: Option<SeriesId>,
}

/// How far a round has come through what is due: when the last one fell due, and its id. What is not done yet, or cannot
/// be, keeps nothing after it from being done.
pub type DueCursor = (Instant, BookingId);

/// Waiting requests whose answer time is over; those that stay on wait for their start, unless their time was given to
/// somebody else or they are offers. At most 50, by answer time and id, from after `last` on.
pub async fn to_answer<C: ConnectionTrait>(
    conn: &C,
    now: Instant,
    last: DueCursor,
) -> Result<Vec<Due>, DbErr> {
    let text = format!(
        "SELECT b.answer_by AS at, b.id, b.series_id FROM booking b JOIN space s ON s.id = b.space_id \
         WHERE b.status = 'pending' AND b.answer_by <= $1 AND (s.unanswered <> 'stay' OR b.starts_at <= $1 OR b.offer_of IS NOT NULL OR {GIVEN}) \
         AND (b.answer_by, b.id) > ($2, $3) ORDER BY b.answer_by, b.id LIMIT 50"
    );
    read_due(conn, &text, now, last).await
}

/// Bookings whose groups ask for a move that nobody has answered in time, of what is asked for a whole series one. At most
/// 50, by answer time and id, from after `last` on.
pub async fn moves_to_answer<C: ConnectionTrait>(
    conn: &C,
    now: Instant,
    last: DueCursor,
) -> Result<Vec<Due>, DbErr> {
    let text = "WITH over AS MATERIALIZED (SELECT id, series_id, move_of_series, move_answer_by FROM booking WHERE move_answer_by <= $1), \
         ranked AS (SELECT *, row_number() OVER ( \
             PARTITION BY CASE WHEN move_of_series THEN series_id ELSE id END ORDER BY id) AS nth FROM over) \
         SELECT move_answer_by AS at, id, CASE WHEN move_of_series THEN series_id END AS series_id FROM ranked \
         WHERE nth = 1 AND (move_answer_by, id) > ($2, $3) ORDER BY move_answer_by, id LIMIT 50";
    read_due(conn, text, now, last).await
}

/// Bookings that are over and stand, approved or checked in. At most 50, by end and id, from after `last` on.
pub async fn to_complete<C: ConnectionTrait>(
    conn: &C,
    now: Instant,
    last: DueCursor,
) -> Result<Vec<Due>, DbErr> {
    let text = "SELECT ends_at AS at, id, NULL AS series_id FROM booking WHERE status IN ('approved', 'checked_in') AND ends_at <= $1 \
         AND (ends_at, id) > ($2, $3) ORDER BY ends_at, id LIMIT 50";
    read_due(conn, text, now, last).await
}

/// `text` asks with `now` as `$1` and `last` as `$2` and `$3`, and says `at`, `id` and `series_id`.
async fn read_due<C: ConnectionTrait>(
    conn: &C,
    text: &str,
    now: Instant,
    last: DueCursor,
) -> Result<Vec<Due>, DbErr> {
    let values = [now.into(), last.0.into(), last.1.into()];
    let rows = conn.query_all_raw(sql(conn, text, values)).await?;
    rows.iter()
        .map(|row| {
            Ok(Due {
                at: row.try_get("", "at")?,
                id: row.try_get("", "id")?,
                series: row.try_get("", "series_id")?,
            })
        })
        .collect()
}
