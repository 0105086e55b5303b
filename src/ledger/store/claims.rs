//! What is claimed, floor and counts: nothing else writes it.

use std::collections::BTreeSet;

use entity::{BookingId, Instant, PoolClaimId, SpaceId, UnitId, claim, kept_unit, pool_claim};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, ExprTrait, IntoActiveModel, QueryFilter,
    Value,
    sea_query::{CaseStatement, Expr},
};

use super::conditions::Conditions;
use crate::{
    clock::Ids,
    db::{DbFault, Tx, fault_of, sql},
    ledger::delta::{CountClaim, Delta, FloorClaim},
};

/// So many rows in one statement: databases bind only so many values.
const ROWS: usize = 1_000;

/// Writes what the difference says: what is given back first, then what is taken, sorted by unit or pool and start. False
/// when something is taken already, or there is not enough of it; the transaction is to be rolled back then. All floor and
/// all pools are locked. At most seven statements for up to a thousand rows.
pub async fn apply_tx(tx: &Tx, ids: &Ids, now: Instant, delta: &Delta) -> Result<bool, DbErr> {
    give_back_tx(tx, delta).await?;
    let floor = delta.floor.iter();
    let floor = floor.map(|(booking, claim)| row_of(*booking, claim));
    let closed = delta.closed.floor.iter();
    let closed = closed.map(|(unit, space, slot, closure)| claim::Model {
        unit_id: *unit,
        starts_at: slot.starts_at,
        ends_at: slot.ends_at,
        space_id: *space,
        layout: String::new(),
        booking_id: None,
        closure_id: Some(*closure),
        proposed: false,
    });
    if !put_tx(tx, floor.chain(closed).collect()).await? {
        return Ok(false);
    }
    count_tx(tx, ids, now, delta).await
}

/// As [`apply_tx`], where nothing is given back, and only if the conditions hold: false where they do not.
pub async fn apply_if_tx(
    tx: &Tx,
    ids: &Ids,
    now: Instant,
    delta: &Delta,
    conditions: &Conditions,
) -> Result<bool, DbErr> {
    let mut floor: Vec<&(BookingId, FloorClaim)> = delta.floor.iter().collect();
    floor.sort_by_key(|(_, claim)| (claim.unit, claim.slot));
    let floor = floor.iter().map(|(booking, claim)| {
        let row: Vec<Value> = vec![
            claim.unit.into(),
            claim.slot.starts_at.into(),
            claim.slot.ends_at.into(),
            claim.space.into(),
            claim.layout.as_str().into(),
            (*booking).into(),
        ];
        row
    });
    let columns = "claim (unit_id, starts_at, ends_at, space_id, layout, booking_id)";
    let floor: Vec<Vec<Value>> = floor.collect();
    if !put_if_tx(tx, columns, floor, conditions).await? {
        return Ok(false);
    }
    let mut counts: Vec<&(BookingId, CountClaim)> = delta.counts.iter().collect();
    counts.sort_by_key(|(_, claim)| (claim.pool, claim.slot));
    let counts = counts.iter().map(|(booking, claim)| {
        let row: Vec<Value> = vec![
            PoolClaimId(ids.uuid(now)).into(),
            claim.pool.into(),
            claim.slot.starts_at.into(),
            claim.slot.ends_at.into(),
            claim.quantity.into(),
            false.into(),
            (*booking).into(),
        ];
        row
    });
    let columns = "pool_claim (id, pool_id, starts_at, ends_at, quantity, whole, booking_id)";
    let counts: Vec<Vec<Value>> = counts.collect();
    put_if_tx(tx, columns, counts, conditions).await
}

/// All of these rows or none, if the conditions hold. No query without rows.
async fn put_if_tx(
    tx: &Tx,
    columns: &str,
    rows: Vec<Vec<Value>>,
    conditions: &Conditions,
) -> Result<bool, DbErr> {
    if rows.is_empty() {
        return Ok(true);
    }
    let (many, mut values) = (rows.len() as u64, Vec::new());
    let rows = rows.into_iter().map(|row| {
        let first = values.len() + 1;
        values.extend(row);
        let names = (first..=values.len()).map(|at| format!("${at}"));
        format!("({})", names.collect::<Vec<_>>().join(", "))
    });
    let rows = rows.collect::<Vec<_>>().join(", ");
    let only_if = conditions.sql(&mut values);
    let text = format!(
        "INSERT INTO {columns} SELECT * FROM (VALUES {rows}) r WHERE {only_if} ON CONFLICT DO NOTHING"
    );
    match tx.conn().execute_raw(sql(tx.conn(), &text, values)).await {
        Ok(done) => Ok(done.rows_affected() == many),
        Err(error) if fault_of(&error) == Some(DbFault::Taken) => Ok(false),
        Err(error) => Err(error),
    }
}

async fn give_back_tx(tx: &Tx, delta: &Delta) -> Result<(), DbErr> {
    if !delta.opened.is_empty() {
        claim::Entity::delete_many()
            .filter(claim::COLUMN.closure_id.is_in(delta.opened.iter().copied()))
            .exec(tx.conn())
            .await?;
        pool_claim::Entity::delete_many()
            .filter(
                pool_claim::COLUMN
                    .closure_id
                    .is_in(delta.opened.iter().copied()),
            )
            .exec(tx.conn())
            .await?;
    }
    let counted: Vec<BookingId> = delta.released.union(&delta.recounted).copied().collect();
    if !counted.is_empty() {
        pool_claim::Entity::delete_many()
            .filter(pool_claim::COLUMN.booking_id.is_in(counted))
            .exec(tx.conn())
            .await?;
    }
    let released = claim::COLUMN
        .booking_id
        .is_in(delta.released.iter().copied());
    let kept = claim::COLUMN
        .booking_id
        .is_in(delta.kept_no_longer.iter().copied())
        .and(claim::COLUMN.proposed.eq(true));
    if !delta.released.is_empty() || !delta.kept_no_longer.is_empty() {
        claim::Entity::delete_many()
            .filter(released.or(kept))
            .exec(tx.conn())
            .await?;
    }
    if !delta.given_up.is_empty() {
        kept_unit::Entity::delete_many()
            .filter(
                kept_unit::COLUMN
                    .booking_id
                    .is_in(delta.given_up.iter().copied()),
            )
            .exec(tx.conn())
            .await?;
    }
    shorten_tx(tx, &delta.shortened).await
}

async fn shorten_tx(tx: &Tx, shortened: &[(BookingId, Instant)]) -> Result<(), DbErr> {
    if shortened.is_empty() {
        return Ok(());
    }
    let bookings = || shortened.iter().map(|(booking, _)| *booking);
    let mut ends = CaseStatement::new();
    for (booking, end) in shortened {
        let this = Expr::col(claim::Column::BookingId).eq(*booking);
        ends = ends.case(this, Expr::val(*end));
    }
    pool_claim::Entity::update_many()
        .col_expr(pool_claim::Column::EndsAt, ends.clone().into())
        .filter(pool_claim::COLUMN.booking_id.is_in(bookings()))
        .exec(tx.conn())
        .await?;
    claim::Entity::update_many()
        .col_expr(claim::Column::EndsAt, ends.into())
        .filter(claim::COLUMN.booking_id.is_in(bookings()))
        .exec(tx.conn())
        .await?;
    Ok(())
}

async fn count_tx(tx: &Tx, ids: &Ids, now: Instant, delta: &Delta) -> Result<bool, DbErr> {
    let counts = delta.counts.iter();
    let counts = counts.map(|(booking, claim)| pool_claim::Model {
        id: PoolClaimId(ids.uuid(now)),
        pool_id: claim.pool,
        starts_at: claim.slot.starts_at,
        ends_at: claim.slot.ends_at,
        quantity: claim.quantity,
        whole: false,
        booking_id: Some(*booking),
        closure_id: None,
    });
    let seats = delta.closed.seats.iter();
    let seats = seats.map(|(pool, slot, closure)| pool_claim::Model {
        id: PoolClaimId(ids.uuid(now)),
        pool_id: *pool,
        starts_at: slot.starts_at,
        ends_at: slot.ends_at,
        quantity: 0,
        whole: true,
        booking_id: None,
        closure_id: Some(*closure),
    });
    let mut sorted: Vec<pool_claim::Model> = counts.chain(seats).collect();
    sorted.sort_by_key(|claim| (claim.pool_id, claim.starts_at, claim.ends_at));
    for some in sorted.chunks(ROWS) {
        let rows = some.iter().cloned().map(IntoActiveModel::into_active_model);
        let written = pool_claim::Entity::insert_many(rows)
            .exec_without_returning(tx.conn())
            .await;
        match written {
            Ok(rows) if rows == some.len() as u64 => {}
            Ok(_) => return Ok(false),
            Err(error) if fault_of(&error) == Some(DbFault::Taken) => return Ok(false),
            Err(error) => return Err(error),
        }
    }
    Ok(true)
}

/// A claim on floor, as it is stored.
pub fn row_of(booking: BookingId, claim: &FloorClaim) -> claim::Model {
    claim::Model {
        unit_id: claim.unit,
        starts_at: claim.slot.starts_at,
        ends_at: claim.slot.ends_at,
        space_id: claim.space,
        layout: claim.layout.clone(),
        booking_id: Some(booking),
        closure_id: None,
        proposed: claim.proposed,
    }
}

/// Few enough that every database takes the statement.
const ROWS_A_STATEMENT: usize = 2_000;

/// All of them, sorted by unit and start. False when one is in somebody's way; the transaction is to be rolled back then.
async fn put_tx(tx: &Tx, mut claims: Vec<claim::Model>) -> Result<bool, DbErr> {
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
            Err(error) if fault_of(&error) == Some(DbFault::Taken) => return Ok(false),
            Err(error) => return Err(error),
        }
    }
    Ok(true)
}

/// Claims that go along with spaces that are made of other parts: false when one is in somebody's way; the transaction is to be
/// rolled back then. All units are locked.
pub async fn follow_tx(tx: &Tx, claims: Vec<claim::Model>) -> Result<bool, DbErr> {
    put_tx(tx, claims).await
}

/// Gives back the claims of bookings on `units` that are to come and have been made for `space`.
pub async fn leave_tx(
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
pub async fn keep_floor_tx(tx: &Tx, spaces: &[SpaceId], now: Instant) -> Result<(), DbErr> {
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

/// Gives back what these bookings claim for moves that they ask for.
pub async fn keep_no_longer_tx(tx: &Tx, bookings: &BTreeSet<BookingId>) -> Result<(), DbErr> {
    let delta = Delta {
        kept_no_longer: bookings.clone(),
        ..Delta::default()
    };
    give_back_tx(tx, &delta).await
}

/// Deletes claims behind which nothing stands.
pub async fn free_tx(
    tx: &Tx,
    claims: &[claim::Model],
    counts: &[pool_claim::Model],
) -> Result<(), DbErr> {
    for one in claims {
        claim::Entity::delete_by_id((one.unit_id, one.starts_at))
            .exec(tx.conn())
            .await?;
    }
    let ids = counts.iter().map(|one| one.id);
    pool_claim::Entity::delete_many()
        .filter(pool_claim::COLUMN.id.is_in(ids))
        .exec(tx.conn())
        .await
        .map(|_| ())
}
