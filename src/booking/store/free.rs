//! What is taken in many spaces at once, and where somebody was before: what a search asks for.

use entity::{PersonId, VenueId};
use sea_orm::{ConnectionTrait, DbBackend, DbErr, Value};

use super::{
    pools::{self, TakenCount},
    taken::TakenUnit,
};
use crate::{booking::slot::Slot, db::sql};

/// Every claim that overlaps `window` on the floor of a venue, or of all: one query however many spaces, which looks each
/// unit up in the index of claims. No list of units, because a statement takes only so many values.
pub async fn taken_at<C: ConnectionTrait>(
    conn: &C,
    venue: Option<VenueId>,
    window: Slot,
) -> Result<Vec<TakenUnit>, DbErr> {
    let mut values: Vec<Value> = vec![window.starts_at.into(), window.ends_at.into()];
    let here = match venue {
        Some(venue) => {
            values.push(venue.into());
            "id IN (SELECT o.unit_id FROM space_unit o JOIN space p ON p.id = o.space_id WHERE p.venue_id = $3)"
        }
        None => "1 = 1",
    };
    // The last claim that starts before the window is the only one that can reach into it from the left.
    let claims = "claim c WHERE c.unit_id = u.id AND c.starts_at < $2 AND c.ends_at > $1 \
         AND c.starts_at >= coalesce((SELECT max(b.starts_at) FROM claim b WHERE b.unit_id = u.id AND b.starts_at <= $1), $1)";
    // Neither planner may begin with the claims, of which there are thousands of times more: SQLite keeps the order of a
    // CROSS JOIN, PostgreSQL looks into nothing that has an OFFSET.
    let claims = match conn.get_database_backend() {
        DbBackend::Postgres => format!("LATERAL (SELECT c.* FROM {claims} OFFSET 0) c"),
        _ => claims.to_owned(),
    };
    // For the same reason everything beside a claim is looked up by its key.
    let text = format!(
        "SELECT c.*, \
         CASE WHEN (SELECT b.offer_of FROM booking b WHERE b.id = c.booking_id) IS NULL \
             THEN (SELECT s.unanswered FROM space s WHERE s.id = c.space_id) ELSE 'expire' END AS unanswered, \
         (SELECT b.status FROM booking b WHERE b.id = c.booking_id) AS status, \
         (SELECT b.answer_by FROM booking b WHERE b.id = c.booking_id) AS answer_by \
         FROM (SELECT id FROM unit WHERE {here}) u CROSS JOIN {claims}"
    );
    let rows = conn.query_all_raw(sql(conn, &text, values)).await?;
    rows.iter().map(TakenUnit::read).collect()
}

/// Every claim on seats that overlaps `window`, at a venue or at all.
pub async fn seats_at<C: ConnectionTrait>(
    conn: &C,
    venue: Option<VenueId>,
    window: Slot,
) -> Result<Vec<TakenCount>, DbErr> {
    let mut values: Vec<Value> = vec![window.starts_at.into(), window.ends_at.into()];
    let here = match venue {
        Some(venue) => {
            values.push(venue.into());
            "p.space_id IN (SELECT s.id FROM space s WHERE s.venue_id = $3)"
        }
        None => "p.space_id IS NOT NULL",
    };
    pools::overlapping(conn, here, values).await
}

/// The venue of a person's latest booking. Set apart, because a planner that sees the order first walks all bookings.
pub async fn latest_venue<C: ConnectionTrait>(
    conn: &C,
    booker: PersonId,
) -> Result<Option<VenueId>, DbErr> {
    let text = "WITH own AS MATERIALIZED (SELECT venue_id, starts_at FROM booking WHERE booker_id = $1) \
         SELECT venue_id FROM own ORDER BY starts_at DESC LIMIT 1";
    let row = conn.query_one_raw(sql(conn, text, [booker.into()])).await?;
    row.map(|row| row.try_get("", "venue_id")).transpose()
}
