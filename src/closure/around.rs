//! What is taken around a closure, while it comes, changes or ends.

use std::collections::BTreeSet;

use entity::Booking;

use super::{
    planned::{PlannedClosure, areas_of},
    resolution::MadeWay,
};
use crate::{
    error::Error,
    ledger::{
        delta::Delta,
        occupancy::{Occupancy, Placement},
        operation::World,
    },
    rules::as_if::AsIf,
};

/// What is taken where somebody goes or gets something back: who makes way holds it no longer, and what is closed from now on is
/// closed.
pub fn taken(world: &World<'_>, planned: &PlannedClosure<'_>, made_way: &[MadeWay]) -> Occupancy {
    let ground = &world.ground;
    let changes = made_way.iter().map(|one| &one.change);
    let mut occupancy = world.occupancy.clone();
    occupancy.give_back(&Delta::of(ground.catalogue, changes, ground.now));
    let areas = areas_of(&world.closed.others, ground);
    let as_if = AsIf {
        closed: areas.iter().chain([&planned.area]).collect(),
        nothing_else: true,
        ..AsIf::default()
    };
    let spaces = planned.venue.spaces.iter();
    let units: BTreeSet<_> = spaces.flat_map(|space| space.units.clone()).collect();
    let units: Vec<_> = units.into_iter().collect();
    let seats = planned
        .venue
        .spaces
        .iter()
        .filter_map(|space| space.seats());
    let lent = planned.venue.items().map(|item| item.row.id);
    let pools: BTreeSet<_> = seats.chain(lent).collect();
    let pools: Vec<_> = pools.into_iter().collect();
    Occupancy {
        taken: as_if.taken_on(&units, occupancy.taken),
        counts: as_if.counts(&pools, occupancy.counts),
    }
}

/// [`Error::Conflict`] when the place is taken.
pub fn go(world: &World<'_>, occupancy: &mut Occupancy, after: &Booking) -> Result<(), Error> {
    let ground = &world.ground;
    let (venue, space) = ground.venue_and_space(after)?;
    let wanted = Placement {
        booking: after,
        space,
        floor: true,
    };
    let conflicts = occupancy.take_if_free(ground.catalogue, venue, wanted, ground.now);
    Error::unless_free(conflicts)
}
