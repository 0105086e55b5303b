//! All dates of a series said anew, moved, or their asked-for move answered: all of them or none.

use std::collections::BTreeSet;

use entity::{Booking, BookingId, PoolId, SeriesId, SpaceId, audit::Action};

use super::{letters, placed::placed, plan::Moved, times::SeriesChange};
use crate::{
    booking::alter::proposal::ProposalAnswer,
    error::Error,
    ledger::{
        change::{Act, Change, ChangeSet},
        expire,
        occupancy::{Placement, WantedPlace},
        operation::{Footprint, Ground, Losing, Names, Operation, Picture, Sought, World},
        pace::Pace,
        usage::LimitedBooker,
    },
    refusal::{dates::Dated, rule::Violation},
    rules::{
        counts, lifecycle,
        losing::{Awaited, KnownLosers},
    },
    series::{answer_time, room, seen::SeenSeries, whole::Series},
    slot::Slot,
};

/// A change of all dates of a series, or of many, that somebody asks for.
#[derive(Clone, Debug)]
pub struct AlterAll {
    pub id: SeriesId,
    pub what: SeriesChange,
    /// What stands in the way of the dates that the series has not got.
    pub missed: Vec<Dated>,
}

impl AlterAll {
    /// Of whom the one who says yes knows that they lose by it. None where nobody need have looked.
    fn known(&self) -> Option<&KnownLosers> {
        match &self.what {
            SeriesChange::Answer(ProposalAnswer::Accept(_, known)) => known.as_ref(),
            _ => None,
        }
    }
}

impl Operation for AlterAll {
    type Done = Series;

    fn names(&self) -> Names {
        Names {
            series: Some(self.id),
            ..Names::default()
        }
    }

    fn footprint(&self, picture: &Picture, ground: &Ground<'_>) -> Result<Footprint, Error> {
        let seen = SeenSeries::of(picture, ground.actor, &self.missed)?;
        let moved = self.what.planned(&seen, ground)?.moved;
        let counted = counted(&moved, ground);
        let pace = moved
            .iter()
            .find_map(|one| one.to.pace(&ground.limits, ground.actor));
        let paced = pace.as_ref().map(Pace::person);
        let spaces: BTreeSet<SpaceId> = moved.iter().map(|one| one.to.space.row.id).collect();
        let spaces = spaces.into_iter().chain([seen.row.space_id]);
        let wants = moved
            .iter()
            .filter(|one| one.to.needs_room(&one.before))
            .map(|one| WantedPlace {
                space: one.to.space.row.id,
                slot: Slot::of(&one.to.wanted),
                clears: one.to.claims(),
                gives: true,
            });
        let ids = || moved.iter().map(|one| one.before.id);
        Ok(Footprint {
            booker: counted.as_ref().and_then(LimitedBooker::person).or(paced),
            pace,
            usage: counted.and_then(|counted| counted.usage(&slots(&moved))),
            spaces: spaces.collect(),
            pools: pools(&moved).into_iter().collect(),
            bookings: ids().collect(),
            wants: wants.collect(),
            losing: self.known().map(|_| Losing {
                dates: ids().collect(),
                moves: true,
                instead_of: Vec::new(),
            }),
            ..Footprint::default()
        })
    }

    fn decide(&self, world: &World<'_>) -> Result<ChangeSet<Series>, Error> {
        let ground = &world.ground;
        let seen = SeenSeries::of(&world.picture, ground.actor, &self.missed)?;
        let plan = self.what.planned(&seen, ground)?;
        let moved = &plan.moved;
        for one in moved {
            lifecycle::next_of(&one.before, one.to.action, one.to.role, ground.now)
                .map_err(Error::State)?;
        }
        let dates: Vec<Booking> = moved.iter().map(|one| one.before.clone()).collect();
        let asked = Awaited {
            dates: &dates,
            moves: true,
            ..Awaited::default()
        };
        world.agreed(&asked, self.known())?;
        weigh(world, moved)?;
        let mut changes: Vec<Change> = moved.iter().map(|one| change(one, ground)).collect();
        room::free(world, &changes, &placements(world, moved, &changes)?)?;
        let after: Vec<Booking> = changes.iter().map(|one| one.after.clone()).collect();
        let others = answered_with(&seen, moved, &after, ground);
        changes.extend(others.iter().map(|after| {
            let before = seen.bookings.iter().find(|one| one.id == after.id);
            Change::unseen(before.cloned(), after.clone())
        }));
        let (row, rows) = placed(&self.what, &seen, &plan, ground)?;
        let all: Vec<Booking> = after.iter().cloned().chain(others).collect();
        Ok(ChangeSet {
            letters: letters::letters(&self.what, ground, &row, moved, &after)?,
            changes,
            rows,
            closes: None,
            done: Series {
                row,
                ..seen.series(&all)
            },
        })
    }

    fn sought(&self, picture: &Picture, ground: &Ground<'_>) -> Vec<Sought> {
        let planned = SeenSeries::of(picture, ground.actor, &self.missed)
            .and_then(|seen| self.what.planned(&seen, ground));
        let moved = planned.map_or_else(|_| Vec::new(), |plan| plan.moved);
        // Of the dates where the series is to be.
        let first = moved.first().map(|one| one.to.space.row.id);
        let here = moved.into_iter().map(|one| one.to.wanted);
        let here = here.filter(|one| Some(one.space_id) == first);
        here.map(|wanted| Sought::by_group(wanted).alone())
            .collect()
    }
}

fn change(moved: &Moved<'_>, ground: &Ground<'_>) -> Change {
    let before = &moved.before;
    if moved.to.action == Action::LapseMove {
        return expire::lapsed(before);
    }
    let after = Booking {
        sequence: before.sequence + 1,
        version: before.version + 1,
        ..moved.to.after.clone()
    };
    let act = Act {
        action: moved.to.action,
        role: moved.to.role,
        person: ground.actor.who().map(|person| person.id),
        reason: moved.to.reason.clone(),
    };
    Change::new(before.clone(), after, act)
}

/// What there has to be room for, by date.
fn placements<'b>(
    world: &World<'b>,
    moved: &'b [Moved<'b>],
    changes: &'b [Change],
) -> Result<Vec<Placement<'b>>, Error> {
    let mut wanted = Vec::new();
    for (one, change) in moved.iter().zip(changes) {
        if !one.to.needs_room(&one.before) {
            continue;
        }
        if one.asks() {
            wanted.push(Placement {
                booking: &one.to.wanted,
                space: one.to.space,
                floor: true,
            });
            continue;
        }
        let after = &change.after;
        // Who stays keeps the floor, however much time has to lie between two uses by now.
        let elsewhere = one.is_elsewhere();
        let counts =
            |of: &Booking| counts::taken_by(one.to.venue, one.to.space, of.attendees, &of.stock);
        let recounts = after.claims() && counts(&one.before) != counts(after);
        if elsewhere || recounts {
            let (_, space) = world.ground.venue_and_space(after)?;
            wanted.push(Placement {
                booking: after,
                space,
                floor: elsewhere,
            });
        }
    }
    Ok(wanted)
}

/// Dates that stay and are to be answered with those that moved.
fn answered_with(
    seen: &SeenSeries,
    moved: &[Moved<'_>],
    after: &[Booking],
    ground: &Ground<'_>,
) -> Vec<Booking> {
    let Some(first) = answer_time::first(after, ground.now) else {
        return Vec::new();
    };
    let stays = |one: &&Booking| moved.iter().all(|other| other.before.id != one.id);
    answer_time::others_with(seen.bookings.iter().filter(stays), first, ground.now)
}

/// Whose use of the venue the move adds to. Who moves a booking of its own may not have more for that.
fn counted<'a>(moved: &[Moved<'a>], ground: &Ground<'_>) -> Option<LimitedBooker<'a>> {
    let (limits, now) = (&ground.limits, ground.now);
    let mut moved = moved.iter();
    moved.find_map(|one| one.to.counted(limits, now, ground.actor))
}

/// [`Error::Rules`] when the booker would have more of the venue than its managers allow.
fn weigh(world: &World<'_>, moved: &[Moved<'_>]) -> Result<(), Error> {
    let Some(counted) = counted(moved, &world.ground) else {
        return Ok(());
    };
    let ids: Vec<BookingId> = moved.iter().map(|one| one.before.id).collect();
    let exceeded = counted.weigh(&world.held, &ids, &slots(moved));
    let broken: Vec<Violation> = exceeded.into_iter().flatten().collect();
    if broken.is_empty() {
        return Ok(());
    }
    Err(Error::Rules(broken))
}

fn slots(moved: &[Moved<'_>]) -> Vec<Slot> {
    moved.iter().map(|one| Slot::of(&one.to.wanted)).collect()
}

/// What they take by count, or ask for.
fn pools(moved: &[Moved<'_>]) -> BTreeSet<PoolId> {
    let pools = moved
        .iter()
        .flat_map(|one| counts::pools_of(one.to.venue, one.to.space, &one.to.wanted));
    pools.collect()
}
