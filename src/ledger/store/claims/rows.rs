//! Claims row by row, where the units are not simply those of a space as it is now.

use std::collections::BTreeSet;

use entity::{
    BookingId, Instant, SpaceId, UnitId, booking, booking::ProposedMove, claim, kept_unit,
};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, Value};

use crate::{
    db::{Tx, Violation, sql, violation},
    slot::Slot,
};

/// What [`super::propose_in`] claims.
pub fn asked_for(
    booking: &booking::Model,
    asks: &ProposedMove,
    own: &[UnitId],
    there: &[UnitId],
) -> Vec<claim::Model> {
    let asked = Slot {
        starts_at: asks.starts_at,
        ends_at: asks.ends_at,
    };
    let nothing = Slot {
        starts_at: asked.ends_at,
        ends_at: asked.ends_at,
    };
    let piece = |unit: UnitId, slot: Slot| claim::Model {
        unit_id: unit,
        starts_at: slot.starts_at,
        ends_at: slot.ends_at,
        space_id: asks.space_id,
        layout: asks.layout.clone(),
        booking_id: Some(booking.id),
        closure_id: None,
        proposed: true,
    };
    let uncovered = |unit: &UnitId| {
        let covered = own.contains(unit).then(|| Slot::of(booking));
        asked.without(covered.unwrap_or(nothing))
    };
    let pieces = there.iter();
    pieces
        .flat_map(|unit| uncovered(unit).map(|slot| piece(*unit, slot)))
        .collect()
}

/// Few enough that every database takes the statement.
const ROWS_A_STATEMENT: usize = 2_000;

/// All of them, sorted by unit and start. False when one is in somebody's way; the transaction is to be rolled back then.
pub async fn put_in(tx: &Tx, mut claims: Vec<claim::Model>) -> Result<bool, DbErr> {
    claims.sort_unstable_by_key(|claim| (claim.unit_id, claim.starts_at));
    for some in claims.chunks(ROWS_A_STATEMENT) {
        let mut values: Vec<Value> = Vec::new();
        let mut rows = Vec::new();
        for claim in some.iter().cloned() {
            let row: [Value; 8] = [
                claim.unit_id.into(),
                claim.starts_at.into(),
                claim.ends_at.into(),
                claim.space_id.into(),
                claim.layout.into(),
                claim.booking_id.into(),
                claim.closure_id.into(),
                claim.proposed.into(),
            ];
            let names = (1..=row.len()).map(|at| format!("${}", values.len() + at));
            rows.push(format!("({})", names.collect::<Vec<_>>().join(", ")));
            values.extend(row);
        }
        let text = format!(
            "INSERT INTO claim (unit_id, starts_at, ends_at, space_id, layout, booking_id, closure_id, proposed) VALUES {} \
             ON CONFLICT DO NOTHING",
            rows.join(", ")
        );
        match tx.conn().execute_raw(sql(tx.conn(), &text, values)).await {
            Ok(done) if done.rows_affected() == some.len() as u64 => {}
            Ok(_) => return Ok(false),
            Err(error) if violation(&error) == Some(Violation::Taken) => return Ok(false),
            Err(error) => return Err(error),
        }
    }
    Ok(true)
}

/// The units that a booking claims as it stands: those of its space, unless that was rebuilt after the booking had begun.
pub async fn floor_of(tx: &Tx, booking: BookingId) -> Result<Vec<UnitId>, DbErr> {
    let claims = claim::Entity::find()
        .filter(claim::COLUMN.booking_id.eq(booking))
        .filter(claim::COLUMN.proposed.eq(false))
        .all(tx.conn())
        .await?;
    Ok(claims.into_iter().map(|claim| claim.unit_id).collect())
}

/// Gives back the claims of bookings on `units` that are to come and have been made for `space`.
pub async fn leave_in(
    tx: &Tx,
    space: SpaceId,
    units: &BTreeSet<UnitId>,
    now: Instant,
) -> Result<(), DbErr> {
    claim::Entity::delete_many()
        .filter(claim::COLUMN.space_id.eq(space))
        .filter(claim::COLUMN.unit_id.is_in(units.iter().copied()))
        .filter(claim::COLUMN.starts_at.gt(now))
        .filter(claim::COLUMN.booking_id.is_not_null())
        .filter(claim::COLUMN.proposed.eq(false))
        .exec(tx.conn())
        .await
        .map(|_| ())
}

/// Writes down on which floor the bookings of `spaces` stand that have begun, before the spaces are rebuilt. What is written
/// down already stays.
pub async fn keep_floor_in(tx: &Tx, spaces: &[SpaceId], now: Instant) -> Result<(), DbErr> {
    let names: Vec<String> = (2..2 + spaces.len()).map(|at| format!("${at}")).collect();
    let text = format!(
        "INSERT INTO kept_unit (booking_id, unit_id) SELECT c.booking_id, c.unit_id FROM booking b \
         JOIN claim c ON c.booking_id = b.id AND NOT c.proposed \
         WHERE b.space_id IN ({}) AND b.starts_at <= $1 AND b.status IN ('pending', 'approved', 'checked_in') \
         ON CONFLICT DO NOTHING",
        names.join(", ")
    );
    let mut values: Vec<Value> = vec![now.into()];
    values.extend(spaces.iter().map(|space| (*space).into()));
    tx.conn()
        .execute_raw(sql(tx.conn(), &text, values))
        .await
        .map(|_| ())
}

/// What has begun and was given up stands on the floor of its space should it stand again.
pub async fn leave_floor_in(tx: &Tx, booking: BookingId) -> Result<(), DbErr> {
    kept_unit::Entity::delete_many()
        .filter(kept_unit::COLUMN.booking_id.eq(booking))
        .exec(tx.conn())
        .await
        .map(|_| ())
}
