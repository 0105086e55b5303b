//! What stands on the floor: claims with what owns them.

use entity::{BookingId, SpaceId, UnitId, booking, booking::Status};
use sea_orm::{ConnectionTrait, DbBackend, DbErr, EntityTrait, QueryResult, Value};

use crate::{
    db::{
        list::{self, one_of},
        sql,
    },
    rules::claimed::{Owner, TakenUnit, over_at},
    slot::{Slot, Windows},
};

/// What everybody may read of a booking `b` that stands on the claim `c`. What only waits, or only asks for that time, is not
/// told.
const PUBLIC_TITLE: &str = "CASE WHEN b.public AND NOT c.proposed AND b.status IN ('approved', 'checked_in', 'completed') \
     THEN b.title END";

/// What becomes of an unanswered booking `b` of the space `s`: nobody says yes for a group to which something is offered.
pub const UNANSWERED: &str = "CASE WHEN b.offer_of IS NULL THEN s.unanswered ELSE 'expire' END";

/// Every claim on units that overlaps one of their windows, once; by unit and start. One query however many units and windows.
pub async fn on_units<C: ConnectionTrait>(
    conn: &C,
    windows: &Windows<UnitId>,
) -> Result<Vec<TakenUnit>, DbErr> {
    if windows.is_empty() {
        return Ok(Vec::new());
    }
    let mut values = Vec::new();
    let text = on_units_sql(conn.get_database_backend(), windows, &mut values);
    let text = format!("{text} ORDER BY t_unit_id, t_starts_at");
    let rows = conn.query_all_raw(sql(conn, &text, values)).await?;
    read_all(&rows)
}

/// What [`read_all`] reads, with the windows as the last of the `values`.
pub fn on_units_sql(
    backend: DbBackend,
    windows: &Windows<UnitId>,
    values: &mut Vec<Value>,
) -> String {
    let windows = list::slots(backend, "unit_id", windows.iter(), values);
    on_floor_sql(backend, &windows)
}

/// What [`read`] reads in `windows`, a table `r` of units each with a start and an end; in no order, and twice what overlaps
/// two windows. The columns have names of their own, for a row may be one of bookings too.
///
/// Neither planner may begin with the claims or walk all bookings beside them, whatever its statistics say of how many there
/// are: `SQLite` keeps the order of a CROSS JOIN, `PostgreSQL` looks into nothing that has an OFFSET.
pub fn on_floor_sql(backend: DbBackend, windows: &str) -> String {
    // The last claim that starts before the window is the only one that can reach into it from the left.
    let overlaps = "c.unit_id = r.unit_id AND c.starts_at < r.ends_at AND c.ends_at > r.starts_at \
         AND c.starts_at >= coalesce((SELECT max(p.starts_at) FROM claim p \
             WHERE p.unit_id = r.unit_id AND p.starts_at <= r.starts_at), r.starts_at)";
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
        "SELECT c.unit_id AS t_unit_id, c.starts_at AS t_starts_at, c.ends_at AS t_ends_at, c.space_id AS t_space_id, \
         c.layout AS t_layout, {UNANSWERED} AS t_unanswered, c.booking_id AS t_booking_id, c.proposed AS t_proposed, \
         b.status AS t_status, b.answer_by AS t_answer_by, b.move_answer_by AS t_move_answer_by, \
         {PUBLIC_TITLE} AS t_public_title FROM {windows} CROSS JOIN {claims}"
    )
}

/// Whether there is anything to read in a row: not where a claim was only looked for.
pub fn is_there(row: &QueryResult) -> Result<bool, DbErr> {
    let unit = row.try_get_by::<Option<UnitId>, _>("t_unit_id")?;
    Ok(unit.is_some())
}

/// Reads rows that ascend by unit and start, each claim once.
pub fn read_all(rows: &[QueryResult]) -> Result<Vec<TakenUnit>, DbErr> {
    let mut taken = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    taken.dedup_by_key(|one| (one.unit, one.slot.starts_at));
    Ok(taken)
}

pub fn read(row: &QueryResult) -> Result<TakenUnit, DbErr> {
    let booking = match row.try_get_by::<Option<BookingId>, _>("t_booking_id")? {
        // A move that is only asked for waits like a request.
        Some(id) if row.try_get_by("t_proposed")? => Some(Owner {
            id,
            status: Status::Pending,
            over_at: row.try_get_by("t_move_answer_by")?,
        }),
        Some(id) => Some(Owner {
            id,
            // None while this very transaction has claimed but not yet written the booking.
            status: row
                .try_get_by::<Option<Status>, _>("t_status")?
                .unwrap_or(Status::Approved),
            over_at: over_at(
                row.try_get_by("t_unanswered")?,
                row.try_get_by("t_answer_by")?,
                row.try_get_by("t_starts_at")?,
            ),
        }),
        None => None,
    };
    Ok(TakenUnit {
        unit: row.try_get_by("t_unit_id")?,
        slot: Slot {
            starts_at: row.try_get_by("t_starts_at")?,
            ends_at: row.try_get_by("t_ends_at")?,
        },
        space: row.try_get_by("t_space_id")?,
        layout: row.try_get_by("t_layout")?,
        booking,
        public_title: row.try_get_by("t_public_title")?,
    })
}

/// Requests for `spaces` that wait in `window` and claim nothing, as long as nobody else's claim stands in their way.
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
