//! What stands on the floor: claims with what owns them.

use entity::{BookingId, Instant, SpaceId, UnitId, booking, booking::Status, space::Unanswered};
use sea_orm::{ConnectionTrait, DbErr, EntityTrait, Value};

use crate::{
    booking::{
        conflict::{Taken, TakenBy},
        slot::Slot,
    },
    db::sql,
};

/// A claim on one unit.
#[derive(Clone, Debug)]
pub struct TakenUnit {
    pub unit: UnitId,
    pub taken: Taken,
    /// None for a closure.
    pub booking: Option<Owner>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Owner {
    pub id: BookingId,
    pub status: Status,
    /// When a hold that nobody answers is in nobody's way any more.
    pub over_at: Option<Instant>,
}

impl Owner {
    /// Whether it is a hold whose time is over.
    #[must_use]
    pub fn is_overdue(&self, now: Instant) -> bool {
        self.status == Status::Pending && self.over_at.is_some_and(|at| at <= now)
    }
}

/// When a hold that nobody answers is in nobody's way any more: at its answer time, or at its start where it stays until
/// then or is approved instead.
#[must_use]
pub fn over_at(
    unanswered: Unanswered,
    answer_by: Option<Instant>,
    starts_at: Instant,
) -> Option<Instant> {
    match unanswered {
        Unanswered::Expire => answer_by,
        Unanswered::Stay | Unanswered::Approve => Some(starts_at),
    }
}

/// Every claim on `units` that overlaps `window`, by unit and start: one query however many units.
pub async fn on_units<C: ConnectionTrait>(
    conn: &C,
    units: &[UnitId],
    window: Slot,
) -> Result<Vec<TakenUnit>, DbErr> {
    if units.is_empty() {
        return Ok(Vec::new());
    }
    let names: Vec<String> = (3..3 + units.len()).map(|at| format!("${at}")).collect();
    // The last claim that starts before the window is the only one that can reach into it from the left.
    let text = format!(
        "SELECT c.unit_id, c.starts_at, c.ends_at, c.space_id, s.turnaround_minutes, s.unanswered, c.booking_id, \
         b.status, b.answer_by \
         FROM unit u JOIN claim c ON c.unit_id = u.id \
             AND c.starts_at >= coalesce((SELECT max(p.starts_at) FROM claim p WHERE p.unit_id = u.id AND p.starts_at <= $1), $1) \
             AND c.starts_at < $2 AND c.ends_at > $1 \
         JOIN space s ON s.id = c.space_id LEFT JOIN booking b ON b.id = c.booking_id \
         WHERE u.id IN ({}) ORDER BY c.unit_id, c.starts_at",
        names.join(", ")
    );
    let mut values: Vec<Value> = vec![window.starts_at.into(), window.ends_at.into()];
    values.extend(units.iter().map(|unit| (*unit).into()));
    let rows = conn.query_all_raw(sql(conn, &text, values)).await?;
    rows.iter()
        .map(|row| {
            let booking = match row.try_get::<Option<BookingId>>("", "booking_id")? {
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
            let turnaround: i32 = row.try_get("", "turnaround_minutes")?;
            Ok(TakenUnit {
                unit: row.try_get("", "unit_id")?,
                taken: Taken {
                    slot: Slot {
                        starts_at: row.try_get("", "starts_at")?,
                        ends_at: row.try_get("", "ends_at")?,
                    },
                    by: booking.map_or(TakenBy::Closure, |owner| TakenBy::Booking {
                        pending: owner.status == Status::Pending,
                    }),
                    space: row.try_get("", "space_id")?,
                    turnaround_minutes: if booking.is_some() {
                        i64::from(turnaround)
                    } else {
                        0
                    },
                },
                booking,
            })
        })
        .collect()
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
    let names: Vec<String> = (3..3 + spaces.len()).map(|at| format!("${at}")).collect();
    let text = format!(
        "SELECT b.* FROM booking b WHERE b.space_id IN ({}) AND b.status = 'pending' AND NOT b.holds \
         AND b.starts_at < $2 AND b.ends_at > $1 AND NOT {} ORDER BY b.starts_at, b.id",
        names.join(", "),
        super::DISPLACED
    );
    let mut values: Vec<Value> = vec![window.starts_at.into(), window.ends_at.into()];
    values.extend(spaces.iter().map(|space| (*space).into()));
    booking::Entity::find()
        .from_raw_sql(sql(conn, &text, values))
        .all(conn)
        .await
}

/// The catalogue's revision, and how often what is claimed or asked for on these units has changed, all together.
pub async fn changes<C: ConnectionTrait>(conn: &C, units: &[UnitId]) -> Result<(i64, i64), DbErr> {
    let names: Vec<String> = (1..=units.len()).map(|at| format!("${at}")).collect();
    let text = format!(
        "SELECT (SELECT revision FROM catalogue) AS revision, \
         (SELECT CAST(coalesce(sum(changes), 0) AS bigint) FROM unit WHERE id IN ({})) AS changes",
        if names.is_empty() {
            "NULL".to_owned()
        } else {
            names.join(", ")
        }
    );
    let values: Vec<Value> = units.iter().map(|unit| (*unit).into()).collect();
    let row = conn.query_one_raw(sql(conn, &text, values)).await?;
    let row = row.ok_or_else(|| DbErr::RecordNotFound("catalogue".to_owned()))?;
    Ok((row.try_get("", "revision")?, row.try_get("", "changes")?))
}
