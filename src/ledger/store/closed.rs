//! What closures claim, floor and counts, as it stands.

use entity::{ClosureId, claim, pool_claim};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter};

use crate::{
    db::{Tx, list::among},
    ledger::closed::Shut,
    rules::area::Floor,
    slot::Slot,
};

/// All that closures claim of a floor within a window, but for `own`. The floor is locked.
pub async fn shut_tx(
    tx: &Tx,
    floor: &Floor,
    window: Slot,
    own: Option<ClosureId>,
) -> Result<Shut, DbErr> {
    let mut taken = Shut::default();
    let slot = |starts_at, ends_at| Slot { starts_at, ends_at };
    let claims = claim::Entity::find()
        .filter(among(
            tx.backend(),
            claim::Column::UnitId,
            floor.units.keys().copied(),
        ))
        .filter(claim::Column::ClosureId.is_not_null())
        .filter(claim::COLUMN.starts_at.lt(window.ends_at))
        .filter(claim::COLUMN.ends_at.gt(window.starts_at))
        .all(tx.conn())
        .await?;
    let others = |closure: Option<ClosureId>| own.is_none() || closure != own;
    for row in claims.into_iter().filter(|row| others(row.closure_id)) {
        let times = taken.units.entry(row.unit_id).or_default();
        times.push(slot(row.starts_at, row.ends_at));
    }
    let counts = pool_claim::Entity::find()
        .filter(among(
            tx.backend(),
            pool_claim::Column::PoolId,
            floor.pools.iter().copied(),
        ))
        .filter(pool_claim::Column::ClosureId.is_not_null())
        .filter(pool_claim::COLUMN.starts_at.lt(window.ends_at))
        .filter(pool_claim::COLUMN.ends_at.gt(window.starts_at))
        .all(tx.conn())
        .await?;
    for row in counts.into_iter().filter(|row| others(row.closure_id)) {
        let times = taken.pools.entry(row.pool_id).or_default();
        times.push(slot(row.starts_at, row.ends_at));
    }
    Ok(taken)
}
