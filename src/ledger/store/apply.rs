//! Writing the difference of claims.

use entity::{BookingId, Instant, PoolClaimId, claim, kept_unit, pool_claim};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, ExprTrait, IntoActiveModel, QueryFilter,
    Value,
    sea_query::{CaseStatement, Expr},
};

use super::{claims::rows::put_in, conditions::Conditions};
use crate::{
    clock::Ids,
    db::{Tx, Violation, sql, violation},
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
    if !put_in(tx, floor.collect()).await? {
        return Ok(false);
    }
    count_tx(tx, ids, now, &delta.counts).await
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
        Err(error) if violation(&error) == Some(Violation::Taken) => Ok(false),
        Err(error) => Err(error),
    }
}

async fn give_back_tx(tx: &Tx, delta: &Delta) -> Result<(), DbErr> {
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

async fn count_tx(
    tx: &Tx,
    ids: &Ids,
    now: Instant,
    counts: &[(BookingId, CountClaim)],
) -> Result<bool, DbErr> {
    let mut sorted = counts.to_vec();
    sorted.sort_by_key(|(_, claim)| (claim.pool, claim.slot));
    for some in sorted.chunks(ROWS) {
        let rows = some.iter().map(|(booking, claim)| {
            let row = pool_claim::Model {
                id: PoolClaimId(ids.uuid(now)),
                pool_id: claim.pool,
                starts_at: claim.slot.starts_at,
                ends_at: claim.slot.ends_at,
                quantity: claim.quantity,
                whole: false,
                booking_id: Some(*booking),
                closure_id: None,
            };
            row.into_active_model()
        });
        let written = pool_claim::Entity::insert_many(rows)
            .exec_without_returning(tx.conn())
            .await;
        match written {
            Ok(rows) if rows == some.len() as u64 => {}
            Ok(_) => return Ok(false),
            Err(error) if violation(&error) == Some(Violation::Taken) => return Ok(false),
            Err(error) => return Err(error),
        }
    }
    Ok(true)
}

fn row_of(booking: BookingId, claim: &FloorClaim) -> claim::Model {
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
