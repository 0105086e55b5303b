//! What stands on the floor: claims with what owns them.

use entity::{BookingId, SpaceId, UnitId, booking, booking::Status};
use sea_orm::{ConnectionTrait, DbBackend, DbErr, EntityTrait, QueryResult, Value};

use crate::{
    db::{list::one_of, sql},
    rules::claimed::{Owner, TakenUnit, over_at},
    slot::Slot,
};

/// What everybody may read of a booking `b` that stands on the claim `c`. What only waits, or only asks for that time, is not
/// told.
const PUBLIC_TITLE: &str = "CASE WHEN b.public AND NOT c.proposed AND b.status IN ('approved', 'checked_in', 'completed') \
     THEN b.title END AS public_title";

/// What becomes of an unanswered booking `b` of the space `s`: nobody says yes for a group to which something is offered.
pub const UNANSWERED: &str =
    "CASE WHEN b.offer_of IS NULL THEN s.unanswered ELSE 'expire' END AS unanswered";

/// Every claim on `units` that overlaps `window`, by unit and start: one query however many units.
pub async fn on_units<C: ConnectionTrait>(
    conn: &C,
    units: &[UnitId],
    window: Slot,
) -> Result<Vec<TakenUnit>, DbErr> {
    if units.is_empty() {
        return Ok(Vec::new());
    }
    let mut values = Vec::new();
    let text = on_units_sql(conn, units, window, &mut values);
    let text = format!("{text} ORDER BY c.unit_id, c.starts_at");
    let rows = conn.query_all_raw(sql(conn, &text, values)).await?;
    rows.iter().map(read).collect()
}

/// What [`read`] reads, in no order, with its values after those that are there.
pub fn on_units_sql<C: ConnectionTrait>(
    conn: &C,
    units: &[UnitId],
    window: Slot,
    values: &mut Vec<Value>,
) -> String {
    let mut next = |value: Value| {
        values.push(value);
        format!("${}", values.len())
    };
    let window = [next(window.starts_at.into()), next(window.ends_at.into())];
    let backend = conn.get_database_backend();
    let here = format!("id {}", one_of(backend, units.iter().copied(), values));
    on_floor_sql(backend, &here, &window)
}

/// What [`read`] reads of the units of which `here` is true, in no order.
///
/// Neither planner may begin with the claims or walk all bookings beside them, whatever its statistics say of how many there
/// are: `SQLite` keeps the order of a CROSS JOIN, `PostgreSQL` looks into nothing that has an OFFSET.
pub fn on_floor_sql(backend: DbBackend, here: &str, [from, to]: &[String; 2]) -> String {
    // The last claim that starts before the window is the only one that can reach into it from the left.
    let overlaps = format!(
        "c.unit_id = u.id AND c.starts_at < {to} AND c.ends_at > {from} AND c.starts_at >= coalesce( \
         (SELECT max(p.starts_at) FROM claim p WHERE p.unit_id = u.id AND p.starts_at <= {from}), {from})"
    );
    let claims = match backend {
        DbBackend::Postgres => format!(
            "LATERAL (SELECT c.* FROM claim c WHERE {overlaps} OFFSET 0) c JOIN space s ON s.id = c.space_id \
             LEFT JOIN LATERAL (SELECT b.* FROM booking b WHERE b.id = c.booking_id OFFSET 0) b ON true"
        ),
        _ => format!(
            "claim c JOIN space s ON s.id = c.space_id LEFT JOIN booking b ON b.id = c.booking_id WHERE {overlaps}"
        ),
    };
    format!(
        "SELECT c.unit_id, c.starts_at, c.ends_at, c.space_id, c.layout, {UNANSWERED}, c.booking_id, \
         c.proposed, b.status, b.answer_by, b.move_answer_by, {PUBLIC_TITLE} FROM (SELECT id FROM unit WHERE {here}) u CROSS JOIN {claims}"
    )
}

pub fn read(row: &QueryResult) -> Result<TakenUnit, DbErr> {
    let booking = match row.try_get::<Option<BookingId>>("", "booking_id")? {
        // A move that is only asked for waits like a request.
        Some(id) if row.try_get("", "proposed")? => Some(Owner {
            id,
            status: Status::Pending,
            over_at: row.try_get("", "move_answer_by")?,
        }),
        Some(id) => Some(Owner {
            id,
            // None while this very transaction has claimed but not yet written the booking.
            status: row
                .try_get::<Option<Status>>("", "status")?
                .unwrap_or(Status::Approved),
            over_at: over_at(
                row.try_get("", "unanswered")?,
                row.try_get("", "answer_by")?,
                row.try_get("", "starts_at")?,
            ),
        }),
        None => None,
    };
    Ok(TakenUnit {
        unit: row.try_get("", "unit_id")?,
        slot: Slot {
            starts_at: row.try_get("", "starts_at")?,
            ends_at: row.try_get("", "ends_at")?,
        },
        space: row.try_get("", "space_id")?,
        layout: row.try_get("", "layout")?,
        booking,
        public_title: row.try_get("", "public_title")?,
    })
}

/// Requests for `spaces` that wait in `window` and claim nothing, as long as nobody else was given their time.
pub async fn asked_for<C: ConnectionTrait>(
    conn: &C,
    spaces: &[SpaceId],
    window: Slot,
) -> Result<Vec<booking::Model>, DbErr> {
    if spaces.is_empty() {
        return Ok(Vec::new());
    }
    let mut values: Vec<Value> = vec![window.starts_at.into(), window.ends_at.into()];
    let text = format!(
        "SELECT b.* FROM booking b WHERE b.space_id {} AND b.status = 'pending' AND NOT b.holds \
         AND b.starts_at < $2 AND b.ends_at > $1 AND NOT {} ORDER BY b.starts_at, b.id",
        one_of(
            conn.get_database_backend(),
            spaces.iter().copied(),
            &mut values
        ),
        super::DISPLACED
    );
    booking::Entity::find()
        .from_raw_sql(sql(conn, &text, values))
        .all(conn)
        .await
}
