//! What is taken in many spaces at once, and where somebody was before: what a search asks for.

use entity::{PersonId, VenueId};
use sea_orm::{ConnectionTrait, DbErr, Value};

use super::{pools, taken};
use crate::{
    db::sql,
    rules::claimed::{TakenCount, TakenUnit},
    slot::Slot,
};

/// Every claim that overlaps `window` on the floor of a venue, or of all: one query however many spaces. No list of units,
/// because a statement takes only so many values.
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
    let windows = format!(
        "(SELECT id AS unit_id, CAST($1 AS bigint) AS starts_at, CAST($2 AS bigint) AS ends_at FROM unit WHERE {here}) r"
    );
    let text = taken::on_floor_sql(conn.get_database_backend(), &windows);
    let rows = conn.query_all_raw(sql(conn, &text, values)).await?;
    rows.iter().map(taken::read).collect()
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
