//! What is taken where bookings are wanted, read at once.

use std::collections::BTreeSet;

use entity::{PoolId, UnitId};
use sea_orm::DbErr;

use super::{pools, taken};
use crate::{
    db::Tx,
    ledger::occupancy::{Occupancy, Want, Wanted},
    rules::{availability, counts},
    slot::Slot,
    venue::{Catalogue, Venue},
};

/// What is taken near the places that are wanted, and of these pools then. No query where nothing is wanted, two at most.
pub async fn near_tx(
    tx: &Tx,
    catalogue: &Catalogue,
    wants: &[Want],
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

/// All that could be in the way of these: as many queries as for one.
pub async fn around_tx(tx: &Tx, venue: &Venue, wanted: &[Wanted<'_>]) -> Result<Occupancy, DbErr> {
    let slots = wanted.iter().map(|one| Slot::of(one.booking));
    let Some(window) = slots.reduce(Slot::and_between) else {
        return Ok(Occupancy::default());
    };
    let on_floor = wanted.iter().filter(|one| one.floor);
    let mut units: Vec<_> = on_floor.flat_map(|one| &one.space.units).copied().collect();
    units.sort_unstable();
    units.dedup();
    let counted = wanted.iter().flat_map(|one| {
        let booking = one.booking;
        counts::taken_by(venue, one.space, booking.attendees, &booking.stock)
    });
    let mut pools: Vec<_> = counted.map(|count| count.pool).collect();
    pools.sort_unstable();
    pools.dedup();
    Ok(Occupancy {
        taken: taken::on_units(tx.conn(), &units, availability::around(window)).await?,
        counts: pools::on_pools(tx.conn(), &pools, window).await?,
    })
}
