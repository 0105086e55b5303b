//! What closures claim, floor and counts; their claims are written nowhere else, and deleted else only by `orphans`, where no
//! closure stands behind them.

use std::collections::BTreeMap;

use entity::{ClosureId, Instant, PoolClaimId, PoolId, SpaceId, UnitId, claim, pool_claim};
use sea_orm::{
    ColumnTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter, sea_query::OnConflict,
};

use crate::{
    clock::Ids,
    db::{Tx, Violation, violation},
    rules::area::{Area, Floor, without},
    slot::Slot,
};

/// Rows of one statement: databases bind only so many values.
const ROWS: usize = 1000;

/// When what is closed already, by whichever closure.
#[derive(Debug, Default)]
pub struct Taken {
    units: BTreeMap<UnitId, Vec<Slot>>,
    pools: BTreeMap<PoolId, Vec<Slot>>,
}

/// To be written.
#[derive(Debug, Default)]
pub struct Claims {
    units: Vec<(UnitId, SpaceId, Slot, ClosureId)>,
    pools: Vec<(PoolId, Slot, ClosureId)>,
}

impl Claims {
    pub fn extend(&mut self, more: Self) {
        self.units.extend(more.units);
        self.pools.extend(more.pools);
    }
}

impl Taken {
    /// What of the area nobody has closed yet: from now on this closure has.
    pub fn add(&mut self, closure: ClosureId, area: &Area) -> Claims {
        let mut claims = Claims::default();
        for (unit, space) in &area.floor.units {
            let taken = self.units.entry(*unit).or_default();
            let free = without(&area.times, taken);
            taken.extend(&free);
            let rows = free.into_iter().map(|slot| (*unit, *space, slot, closure));
            claims.units.extend(rows);
        }
        for pool in &area.floor.pools {
            let taken = self.pools.entry(*pool).or_default();
            let free = without(&area.times, taken);
            taken.extend(&free);
            let rows = free.into_iter().map(|slot| (*pool, slot, closure));
            claims.pools.extend(rows);
        }
        claims
    }
}

pub async fn release_in(tx: &Tx, closure: ClosureId) -> Result<(), DbErr> {
    claim::Entity::delete_many()
        .filter(claim::COLUMN.closure_id.eq(closure))
        .exec(tx.conn())
        .await?;
    pool_claim::Entity::delete_many()
        .filter(pool_claim::COLUMN.closure_id.eq(closure))
        .exec(tx.conn())
        .await
        .map(|_| ())
}

/// All that closures claim of a floor within a window. The floor is locked.
pub async fn taken_in(tx: &Tx, floor: &Floor, window: Slot) -> Result<Taken, DbErr> {
    let mut taken = Taken::default();
    let slot = |starts_at, ends_at| Slot { starts_at, ends_at };
    let claims = claim::Entity::find()
        .filter(claim::COLUMN.unit_id.is_in(floor.units.keys().copied()))
        .filter(claim::Column::ClosureId.is_not_null())
        .filter(claim::COLUMN.starts_at.lt(window.ends_at))
        .filter(claim::COLUMN.ends_at.gt(window.starts_at))
        .all(tx.conn())
        .await?;
    for row in claims {
        let times = taken.units.entry(row.unit_id).or_default();
        times.push(slot(row.starts_at, row.ends_at));
    }
    let counts = pool_claim::Entity::find()
        .filter(
            pool_claim::COLUMN
                .pool_id
                .is_in(floor.pools.iter().copied()),
        )
        .filter(pool_claim::Column::ClosureId.is_not_null())
        .filter(pool_claim::COLUMN.starts_at.lt(window.ends_at))
        .filter(pool_claim::COLUMN.ends_at.gt(window.starts_at))
        .all(tx.conn())
        .await?;
    for row in counts {
        let times = taken.pools.entry(row.pool_id).or_default();
        times.push(slot(row.starts_at, row.ends_at));
    }
    Ok(taken)
}

/// Sorted by unit and start, then by pool and start. False when something else is there; the transaction is to be rolled
/// back then.
pub async fn claim_in(tx: &Tx, ids: &Ids, now: Instant, mut claims: Claims) -> Result<bool, DbErr> {
    claims
        .units
        .sort_unstable_by_key(|(unit, _, slot, _)| (*unit, *slot));
    for rows in claims.units.chunks(ROWS) {
        let models = rows.iter().map(|(unit, space, slot, closure)| {
            let row = claim::Model {
                unit_id: *unit,
                starts_at: slot.starts_at,
                ends_at: slot.ends_at,
                space_id: *space,
                layout: String::new(),
                booking_id: None,
                closure_id: Some(*closure),
                proposed: false,
            };
            row.into_active_model()
        });
        let insert = claim::Entity::insert_many(models)
            .on_conflict(OnConflict::new().do_nothing().to_owned())
            .exec_without_returning(tx.conn());
        if !all_written(insert.await, rows.len())? {
            return Ok(false);
        }
    }
    claims
        .pools
        .sort_unstable_by_key(|(pool, slot, _)| (*pool, *slot));
    for rows in claims.pools.chunks(ROWS) {
        let models = rows.iter().map(|(pool, slot, closure)| {
            let row = pool_claim::Model {
                id: PoolClaimId(ids.uuid(now)),
                pool_id: *pool,
                starts_at: slot.starts_at,
                ends_at: slot.ends_at,
                quantity: 0,
                whole: true,
                booking_id: None,
                closure_id: Some(*closure),
            };
            row.into_active_model()
        });
        let insert = pool_claim::Entity::insert_many(models).exec_without_returning(tx.conn());
        if !all_written(insert.await, rows.len())? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn all_written(done: Result<u64, DbErr>, rows: usize) -> Result<bool, DbErr> {
    match done {
        Ok(written) => Ok(written == rows as u64),
        Err(error) if violation(&error) == Some(Violation::Taken) => Ok(false),
        Err(error) => Err(error),
    }
}
