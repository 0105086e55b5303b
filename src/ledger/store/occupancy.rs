//! What is taken where bookings are wanted, read at once.

use std::collections::BTreeSet;

use entity::{PoolId, UnitId};
use sea_orm::DbErr;

use super::{pools, taken};
use crate::{
    db::Tx,
    ledger::occupancy::{Occupancy, WantedPlace},
    rules::availability,
    slot::Slot,
    venue::Catalogue,
};

/// What is taken near the places that are wanted, and of these pools then. No query where nothing is wanted, two at most.
pub async fn near_tx(
    tx: &Tx,
    catalogue: &Catalogue,
    wants: &[WantedPlace],
    pools: &[PoolId],
) -> Result<Occupancy, DbErr> {
    let slots = wants.iter().map(|want| want.slot);
    let Some(window) = slots.reduce(Slot::and_between) else {
        return Ok(Occupancy::default());
    };
    let spaces = wants
        .iter()
        .filter_map(|want| catalogue.space_of(want.space));
    let units: BTreeSet<UnitId> = spaces
        .flat_map(|space| space.units.iter().copied())
        .collect();
    let units: Vec<UnitId> = units.into_iter().collect();
    Ok(Occupancy {
        taken: taken::on_units(tx.conn(), &units, availability::around(window)).await?,
        counts: pools::on_pools(tx.conn(), pools, window).await?,
    })
}
