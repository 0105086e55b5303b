//! One closure that comes, changes or ends: what is in the way makes way, the floor is closed, everyone is told, and who had made
//! way for what is open again gets it back.

use std::collections::BTreeSet;

use entity::{Booking, ClosureId, SpaceId};

use super::{
    hits,
    input::{ClosureTimes, NewClosure, ResolveWay, Say},
    plan,
    planned::{PlannedClosure, areas_of, spaces_of},
    resolution, restore,
};
use crate::{
    error::Error,
    ledger::{
        change::ChangeSet,
        closed::{Closes, Closing},
        delta::Delta,
        occupancy::{Occupancy, Placement, WantedPlace},
        operation::{Footprint, Ground, Names, Operation, Picture, World},
    },
    rules::{area::Floor, as_if::AsIf, closure::Closure, counts},
    slot::Slot,
    venue::{Space, Venue},
};

/// A closure that somebody wants, changes or ends.
#[derive(Clone, Debug)]
pub struct Close {
    pub what: CloseKind,
    pub say: Say,
}

/// What is done to a closure.
#[derive(Clone, Debug)]
pub enum CloseKind {
    New(NewClosure),
    Change(ClosureId, ClosureTimes),
    /// All of it that is to come.
    End(ClosureId),
}

impl Close {
    /// The closure as it was and as it is to be. For who does not manage the venue [`Error::Forbidden`] where it is new, and
    /// otherwise [`Error::NotFound`], as if it were not there.
    pub fn planned<'a>(
        &self,
        picture: &Picture,
        ground: &Ground<'a>,
    ) -> Result<PlannedClosure<'a>, Error> {
        let (catalogue, actor, now) = (ground.catalogue, ground.actor, ground.now);
        actor.signed_in()?;
        let before = picture.closure.clone();
        let before = before.filter(|closure| actor.manages(closure.row.venue_id));
        let change = match &self.what {
            CloseKind::New(new) => {
                let id = ClosureId(ground.ids.uuid(now));
                let (_, after) = plan::of_new(new, catalogue, actor, id, now)?;
                return PlannedClosure::of(None, after, ground);
            }
            CloseKind::Change(_, change) => Some(change),
            CloseKind::End(_) => None,
        };
        let before = before.ok_or(Error::NotFound)?;
        let venue = catalogue.venue_of(before.row.venue_id);
        let zone = &venue.ok_or(Error::NotFound)?.zone;
        let after = match change {
            Some(change) => plan::of_change(&before, change, zone, now)?,
            None => plan::of_end(&before, now)?,
        };
        PlannedClosure::of(Some(before), after, ground)
    }

    /// Those of the hits that are to go elsewhere, as they would stand there.
    pub fn moved_to(&self, ground: &Ground<'_>, hits: &[Booking]) -> Result<Vec<Booking>, Error> {
        let mut wanted = Vec::new();
        for resolve in &self.say.resolve {
            let hit = hits.iter().find(|hit| hit.id == resolve.booking);
            if let (Some(hit), ResolveWay::Move(place)) = (hit, &resolve.way) {
                wanted.push(resolution::altered(ground, hit, place)?.wanted);
            }
        }
        Ok(wanted)
    }

    /// Where hits are to go, as somebody said it: elsewhere, or at another time where they are.
    fn targets<'a>(
        &self,
        seen: &Picture,
        ground: &Ground<'a>,
        venue: &Venue,
    ) -> Vec<(&'a Space, Slot)> {
        let places = self.say.resolve.iter().filter_map(|one| match &one.way {
            ResolveWay::Move(place) => {
                let stands = seen.bookings.get(&one.booking);
                let space = match place.space.as_deref() {
                    Some(path) => ground.catalogue.space(path)?.1,
                    None => ground.catalogue.space_of(stands?.space_id)?,
                };
                Some((&**space, place.slot(&venue.zone)?))
            }
            ResolveWay::Cancel => None,
        });
        places.collect()
    }
}

impl Operation for Close {
    type Done = Closure;

    fn names(&self) -> Names {
        Names {
            closure: match &self.what {
                CloseKind::New(_) => None,
                CloseKind::Change(id, _) | CloseKind::End(id) => Some(*id),
            },
            ..Names::default()
        }
    }

    fn footprint(&self, seen: &Picture, ground: &Ground<'_>) -> Result<Footprint, Error> {
        let planned = self.planned(seen, ground)?;
        let owed = restore::owed(&planned, &seen.hits, ground);
        let targets = self.targets(seen, ground, planned.venue);
        let back = owed.iter().filter_map(|hit| {
            let space = ground.catalogue.space_of(hit.space_id)?;
            Some((&**space, Slot::new(hit.starts_at, hit.ends_at)?))
        });
        let wants = targets
            .into_iter()
            .chain(back)
            .map(|(space, slot)| WantedPlace {
                space: space.row.id,
                slot,
                clears: true,
                gives: true,
            });
        let wants: Vec<WantedPlace> = wants.collect();
        // Who is hit stands somewhere, and may be asked to go somewhere else.
        let standing = || seen.bookings.values();
        let stand = standing().flat_map(|one| [Some(one.space_id), one.move_space_id]);
        let spaces: BTreeSet<SpaceId> = planned
            .after
            .spaces
            .iter()
            .copied()
            .chain(stand.flatten())
            .chain(wants.iter().map(|want| want.space))
            .collect();
        let known = spaces
            .iter()
            .filter_map(|id| ground.catalogue.space_of(*id));
        let seats = known.filter_map(|space| space.seats());
        let counted = standing().flat_map(|one| counts::pools_in(ground.catalogue, one));
        let pools: BTreeSet<_> = seats.chain(counted).collect();
        Ok(Footprint {
            spaces: spaces.into_iter().collect(),
            pools: pools.into_iter().collect(),
            wants,
            closing: Some(Closing {
                venue: planned.venue.row.id,
                id: planned.before.as_ref().map(|before| before.row.id),
                floor: Floor::of(&spaces_of(&planned.after, ground)),
                window: planned.window,
                owed: owed.iter().map(|hit| hit.booking_id).collect(),
                area: planned.area,
            }),
            ..Footprint::default()
        })
    }

    /// [`Error::Stale`] when the bookings in the way are not those that were decided on.
    fn decide(&self, world: &World<'_>) -> Result<ChangeSet<Closure>, Error> {
        let ground = &world.ground;
        let planned = self.planned(&world.picture, ground)?;
        let hits = &world.closed.hits;
        let nothing_new = match &self.say.seen {
            Some(seen) => *seen == hits::fingerprint(hits),
            None => hits.is_empty(),
        };
        if !nothing_new {
            return Err(Error::Stale);
        }
        let bookings = hits
            .iter()
            .filter_map(|hit| world.picture.bookings.get(&hit.id));
        let bookings: Vec<&Booking> = bookings.collect();
        let resolutions = resolution::of_each(&self.say, &planned, &bookings, ground)?;
        let mut made_way = Vec::new();
        for booking in bookings {
            let resolution = &resolutions[&booking.id];
            made_way.push(resolution::made_way(&planned, booking, resolution, ground)?);
        }
        let mut occupancy = closed_over(world, &planned, &made_way);
        for one in made_way.iter().filter(|one| one.goes_elsewhere) {
            go(world, &mut occupancy, &one.change.after)?;
        }
        let mut set = ChangeSet::nothing(planned.after.clone());
        let mut hits = Vec::new();
        for one in made_way {
            set.letters.extend(one.letter);
            set.changes.push(one.change);
            hits.push(one.hit);
        }
        restore::give_back(&mut set, world, &planned, &mut occupancy)?;
        // Who did not hear the answer says it again, without a key. What another closure took meanwhile may be free by now.
        if let Some(same) = planned.stays().filter(|_| set.changes.is_empty()) {
            return Ok(ChangeSet::nothing(same.clone()));
        }
        set.closes = Some(Box::new(Closes {
            claims: planned.claims(world),
            before: planned.before,
            after: planned.after,
            hits,
        }));
        Ok(set)
    }
}

/// What is taken where somebody goes or gets something back: who makes way holds it no longer, and what is closed from now on is
/// closed.
fn closed_over(
    world: &World<'_>,
    planned: &PlannedClosure<'_>,
    made_way: &[resolution::MadeWay],
) -> Occupancy {
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
fn go(world: &World<'_>, occupancy: &mut Occupancy, after: &Booking) -> Result<(), Error> {
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
