//! What is claimed, floor and counts: nothing else writes it.

use std::collections::BTreeSet;

use entity::{BookingId, Instant, PoolClaimId, SpaceId, UnitId, claim, pool_claim};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, Value};

use super::conditions::Conditions;
use crate::{
    clock::Ids,
    db::{
        DbFault, Rows, Tx, fault_of,
        list::{self, Kind, among, one_of},
        sql,
    },
    ledger::delta::{Delta, FloorClaim},
};

/// Writes what the difference says: what is given back first, then what is taken, sorted by unit or pool and start. False
/// when something is taken already, or there is not enough of it; the transaction is to be rolled back then. All floor and
/// all pools are locked. At most nine statements, however many rows.
pub async fn apply_tx(tx: &Tx, ids: &Ids, now: Instant, delta: &Delta) -> Result<bool, DbErr> {
    give_back_tx(tx, delta).await?;
    take_tx(tx, ids, now, delta, None).await
}

/// As [`apply_tx`], where nothing is given back, and only if the conditions hold: false where they do not.
pub async fn apply_if_tx(
    tx: &Tx,
    ids: &Ids,
    now: Instant,
    delta: &Delta,
    conditions: &Conditions,
) -> Result<bool, DbErr> {
    take_tx(tx, ids, now, delta, Some(conditions)).await
}

async fn take_tx(
    tx: &Tx,
    ids: &Ids,
    now: Instant,
    delta: &Delta,
    conditions: Option<&Conditions>,
) -> Result<bool, DbErr> {
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
    if !put_floor_tx(tx, floor.chain(closed).collect(), conditions).await? {
        return Ok(false);
    }
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
    put_counts_tx(tx, counts.chain(seats).collect(), conditions).await
}

async fn put_floor_tx(
    tx: &Tx,
    mut claims: Vec<claim::Model>,
    conditions: Option<&Conditions>,
) -> Result<bool, DbErr> {
    claims.sort_unstable_by_key(|claim| (claim.unit_id, claim.starts_at));
    put_tx(tx, Rows::of(claims), conditions).await
}

async fn put_counts_tx(
    tx: &Tx,
    mut claims: Vec<pool_claim::Model>,
    conditions: Option<&Conditions>,
) -> Result<bool, DbErr> {
    claims.sort_by_key(|claim| (claim.pool_id, claim.starts_at, claim.ends_at));
    put_tx(tx, Rows::of(claims), conditions).await
}

/// All of these rows or none, in their order; only if the conditions hold, where there are any. False where they do not, and
/// where one of the rows is in somebody's way: the transaction is to be rolled back then. No query without rows.
async fn put_tx(tx: &Tx, rows: Rows, conditions: Option<&Conditions>) -> Result<bool, DbErr> {
    if rows.is_empty() {
        return Ok(true);
    }
    let mut values = Vec::new();
    let insert = rows.insert_sql(tx.backend(), &mut values);
    let only_if = conditions.map_or("1 = 1".to_owned(), |one| one.sql(&mut values));
    let text = format!("{insert} WHERE {only_if} ON CONFLICT DO NOTHING");
    match tx.conn().execute_raw(sql(tx.conn(), &text, values)).await {
        Ok(done) => Ok(done.rows_affected() == rows.len()),
        Err(error) if fault_of(&error) == Some(DbFault::Taken) => Ok(false),
        Err(error) => Err(error),
    }
}

async fn give_back_tx(tx: &Tx, delta: &Delta) -> Result<(), DbErr> {
    let backend = tx.backend();
    if !delta.opened.is_empty() {
        for table in ["claim", "pool_claim"] {
            let mut values = Vec::new();
            let opened = one_of(backend, delta.opened.iter().copied(), &mut values);
            let text = format!("DELETE FROM {table} WHERE closure_id {opened}");
            tx.conn().execute_raw(sql(tx.conn(), &text, values)).await?;
        }
    }
    let counted: BTreeSet<BookingId> = delta.released.union(&delta.recounted).copied().collect();
    if !counted.is_empty() {
        let mut values = Vec::new();
        let counted = one_of(backend, counted, &mut values);
        let text = format!("DELETE FROM pool_claim WHERE booking_id {counted}");
        tx.conn().execute_raw(sql(tx.conn(), &text, values)).await?;
    }
    if !delta.released.is_empty() || !delta.kept_no_longer.is_empty() {
        let mut values = Vec::new();
        let released = one_of(backend, delta.released.iter().copied(), &mut values);
        let kept = one_of(backend, delta.kept_no_longer.iter().copied(), &mut values);
        let text = format!(
            "DELETE FROM claim WHERE booking_id {released} OR booking_id {kept} AND proposed"
        );
        tx.conn().execute_raw(sql(tx.conn(), &text, values)).await?;
    }
    if !delta.given_up.is_empty() {
        let mut values = Vec::new();
        let given_up = one_of(backend, delta.given_up.iter().copied(), &mut values);
        let text = format!("DELETE FROM kept_unit WHERE booking_id {given_up}");
        tx.conn().execute_raw(sql(tx.conn(), &text, values)).await?;
    }
    shorten_tx(tx, &delta.shortened).await
}

async fn shorten_tx(tx: &Tx, shortened: &[(BookingId, Instant)]) -> Result<(), DbErr> {
    if shortened.is_empty() {
        return Ok(());
    }
    // What is kept for a move stands elsewhere, or at another time.
    for (table, but) in [("pool_claim", ""), ("claim", " AND NOT claim.proposed")] {
        let columns = [("booking_id", Kind::Id), ("ends_at", Kind::Int)];
        let ends = shortened.iter();
        let ends = ends.map(|(booking, end)| vec![Value::from(*booking), Value::from(*end)]);
        let mut values = Vec::new();
        // `SQLite` would walk all claims to find those of several rows.
        let theirs = shortened.iter().map(|(booking, _)| *booking);
        let theirs = one_of(tx.backend(), theirs, &mut values);
        let ends = list::rows(tx.backend(), &columns, ends, &mut values);
        let text = format!(
            "UPDATE {table} SET ends_at = r.ends_at FROM {ends} \
             WHERE {table}.booking_id = r.booking_id AND {table}.booking_id {theirs}{but}"
        );
        tx.conn().execute_raw(sql(tx.conn(), &text, values)).await?;
    }
    Ok(())
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

/// Claims that go along with spaces that are made of other parts: false when one is in somebody's way; the transaction is to be
/// rolled back then. All units are locked.
pub async fn follow_tx(tx: &Tx, claims: Vec<claim::Model>) -> Result<bool, DbErr> {
    put_floor_tx(tx, claims, None).await
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
        .filter(among(
            tx.backend(),
            claim::Column::UnitId,
            units.iter().copied(),
        ))
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
    let mut values: Vec<Value> = vec![now.into()];
    let text = format!(
        "INSERT INTO kept_unit (booking_id, unit_id) SELECT c.booking_id, c.unit_id FROM booking b \
         JOIN claim c ON c.booking_id = b.id AND NOT c.proposed \
         WHERE b.space_id {} AND b.starts_at <= $1 AND b.status IN ('pending', 'approved', 'checked_in') \
         ON CONFLICT DO NOTHING",
        one_of(tx.backend(), spaces.iter().copied(), &mut values)
    );
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
        .filter(among(tx.backend(), pool_claim::Column::Id, ids))
        .exec(tx.conn())
        .await
        .map(|_| ())
}
