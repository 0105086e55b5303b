//! One booking said anew, moved, or its asked-for move answered.

use std::collections::BTreeSet;

use entity::{
    Booking, BookingId,
    audit::{Action, Role},
};

use super::{altered::Altered, details::Details, place::NewPlace, proposal::ProposalAnswer};
use crate::{
    error::Error,
    ledger::{
        change::{Act, Change, ChangeSet, Letter, place_of},
        expire,
        occupancy::WantedPlace,
        operation::{Footprint, Ground, Losing, Names, Operation, Picture, Sought, World},
        pace::Pace,
        usage::LimitedBooker,
    },
    refusal::conflict::Conflict,
    rules::{
        counts, lifecycle,
        losing::{Awaited, KnownLosers},
        permit,
        proposal::proposal_of,
    },
    slot::Slot,
};

/// A change of one booking that somebody asks for.
#[derive(Clone, Debug)]
pub struct Alteration {
    pub id: BookingId,
    /// The version that is changed. None where any is.
    pub version: Option<i32>,
    pub what: AlterationKind,
}

/// What an alteration makes different.
#[derive(Clone, Debug)]
pub enum AlterationKind {
    Details(Details),
    Place(NewPlace),
    Answer(ProposalAnswer),
}

impl Alteration {
    fn altered<'a>(&self, before: &Booking, ground: &Ground<'a>) -> Result<Altered<'a>, Error> {
        let (venue, space) = ground.venue_and_space(before)?;
        let (catalogue, actor, now) = (ground.catalogue, ground.actor, ground.now);
        match &self.what {
            AlterationKind::Details(details) => {
                let when = ground.moment(before);
                let action = details.action(actor, before, when);
                permit::allowed(actor, before, action, when)?;
                if self.version.is_some_and(|from| from != before.version) {
                    return Err(Error::Stale);
                }
                details.planned(catalogue, actor, before, venue, space, (action, when))
            }
            AlterationKind::Place(place) => {
                place.planned(catalogue, actor, before, venue, space, now)
            }
            AlterationKind::Answer(answer) => answer.planned(catalogue, actor, before, venue, now),
        }
    }

    /// Of whom the one who says yes knows that they lose by it. None where nobody need have looked.
    fn known(&self) -> Option<&KnownLosers> {
        match &self.what {
            AlterationKind::Answer(ProposalAnswer::Accept(_, known)) => known.as_ref(),
            _ => None,
        }
    }
}

impl Operation for Alteration {
    type Done = Booking;

    fn names(&self) -> Names {
        Names {
            bookings: vec![self.id],
            ..Names::default()
        }
    }

    fn footprint(&self, seen: &Picture, ground: &Ground<'_>) -> Result<Footprint, Error> {
        let before = seen.booking(self.id)?;
        let altered = self.altered(before, ground)?;
        let wanted = &altered.wanted;
        let counted = altered.counted(&ground.limits, ground.now, ground.actor);
        let counted = counted.filter(|_| altered.after != *before);
        let pace = altered.pace(&ground.limits, ground.actor);
        let paced = pace.as_ref().map(Pace::person);
        let want = WantedPlace {
            space: wanted.space_id,
            slot: Slot::of(wanted),
            clears: altered.claims(),
            gives: true,
        };
        Ok(Footprint {
            booker: counted.as_ref().and_then(LimitedBooker::person).or(paced),
            pace,
            usage: counted.and_then(|counted| counted.usage(&[Slot::of(wanted)])),
            spaces: vec![wanted.space_id],
            pools: counts::pools_of(altered.venue, altered.space, wanted),
            bookings: BTreeSet::from([self.id]),
            wants: altered
                .needs_room(before)
                .then_some(want)
                .into_iter()
                .collect(),
            losing: self.known().map(|_| Losing {
                dates: vec![self.id],
                moves: true,
                instead_of: Vec::new(),
            }),
            ..Footprint::default()
        })
    }

    fn decide(&self, world: &World<'_>) -> Result<ChangeSet<Booking>, Error> {
        let (ground, before) = (&world.ground, world.picture.booking(self.id)?);
        let altered = self.altered(before, ground)?;
        let when = ground.moment(before);
        lifecycle::next_of(before, altered.action, altered.role, when).map_err(Error::State)?;
        let asked = Awaited {
            dates: std::slice::from_ref(before),
            moves: true,
            ..Awaited::default()
        };
        world.agreed(&asked, self.known())?;
        if altered.after == *before {
            return Ok(ChangeSet::nothing(before.clone()));
        }
        weigh(world, before, &altered)?;
        Error::unless_free(in_the_way(world, before, &altered))?;
        let after = Booking {
            sequence: before.sequence + 1,
            version: before.version + 1,
            ..altered.after
        };
        let change = if altered.action == Action::LapseMove {
            expire::lapsed(before)
        } else {
            let act = Act {
                action: altered.action,
                role: altered.role,
                person: ground.actor.who().map(|person| person.id),
                reason: altered.reason,
            };
            Change::new(before.clone(), after, act)
        };
        let after = change.after.clone();
        Ok(ChangeSet {
            letters: Letter::of(&change).into_iter().collect(),
            changes: vec![change],
            rows: Vec::new(),
            closes: None,
            done: after,
        })
    }

    fn sought(&self, seen: &Picture, ground: &Ground<'_>) -> Vec<Sought> {
        let altered = seen
            .booking(self.id)
            .and_then(|before| self.altered(before, ground));
        let wanted = altered.map(|altered| {
            // What is free instead may be on a later day, and a group asks for that alone.
            let series_id = altered
                .wanted
                .series_id
                .filter(|_| altered.role == Role::Venue);
            Sought::by_group(Booking {
                series_id,
                ..altered.wanted
            })
        });
        wanted.into_iter().collect()
    }
}

/// [`Error::Rules`] when the booker would have more of the venue than its managers allow.
fn weigh(world: &World<'_>, before: &Booking, altered: &Altered<'_>) -> Result<(), Error> {
    let ground = &world.ground;
    let Some(counted) = altered.counted(&ground.limits, ground.now, ground.actor) else {
        return Ok(());
    };
    let exceeded = counted.weigh(&world.held, &[before.id], &[Slot::of(&altered.wanted)]);
    let broken: Vec<_> = exceeded.into_iter().flatten().collect();
    if broken.is_empty() {
        return Ok(());
    }
    Err(Error::Rules(broken))
}

/// What the booking would run into where it is wanted. Where it stands already it keeps its floor, however much time has to
/// lie between two uses by now: there only what it takes by count is looked at.
fn in_the_way(world: &World<'_>, before: &Booking, altered: &Altered<'_>) -> Vec<Conflict> {
    if !altered.needs_room(before) {
        return Vec::new();
    }
    let (wanted, space) = (&altered.wanted, altered.space);
    let stays = place_of(before) == place_of(wanted);
    if stays && !wanted.claims() {
        return Vec::new();
    }
    let units = if stays { &[][..] } else { &space.units };
    let (catalogue, now) = (world.ground.catalogue, world.ground.now);
    let proposal = proposal_of(wanted, altered.venue);
    let own = Some(before.id);
    let occupancy = &world.occupancy;
    occupancy.in_the_way(
        catalogue,
        altered.venue,
        (space, units),
        &proposal,
        own,
        now,
    )
}
