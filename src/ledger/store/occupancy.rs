//! What is taken where bookings are wanted, read at once.

use entity::{PoolId, UnitId};
use sea_orm::DbErr;

use super::pools;
use crate::{
    db::Tx,
    ledger::occupancy::WantedPlace,
    rules::{availability, claimed::TakenCount},
    slot::{Slot, Windows},
    venue::Catalogue,
};

/// Where something may stand that is in the way of what is wanted.
pub fn floor_of(catalogue: &Catalogue, wants: &[WantedPlace]) -> Windows<UnitId> {
    let mut floor = Windows::default();
    for want in wants {
        if let Some(space) = catalogue.space_of(want.space) {
            let near = availability::with_turnaround(want.slot);
            floor.add(space.units.iter().copied(), near);
        }
    }
    floor
}

/// What is taken of these pools while something is wanted. No query where nothing is, or without pools.
pub async fn counts_tx(
    tx: &Tx,
    wants: &[WantedPlace],
    pools: &[PoolId],
) -> Result<Vec<TakenCount>, DbErr> {
    let slots = wants.iter().map(|want| want.slot);
    match slots.reduce(Slot::and_between) {
        Some(window) => pools::on_pools(tx.conn(), pools, window).await,
        None => Ok(Vec::new()),
    }
}
