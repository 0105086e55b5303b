//! A closure as it was and as it is to be.

use entity::{ClosureId, Instant};

use super::plan::this_minute;
use crate::{
    error::Error,
    ledger::{
        closed::ClosedClaims,
        operation::{Ground, World},
    },
    rules::{
        area::{self, Area, Floor},
        closure::Closure,
    },
    slot::Slot,
    venue::{Space, Venue},
};

/// A closure as it was and as it is to be, of which nothing is written yet.
pub struct PlannedClosure<'a> {
    pub venue: &'a Venue,
    /// None for a new one.
    pub before: Option<Closure>,
    pub after: Closure,
    /// What is closed of it from now on.
    pub area: Area,
    /// All times that it had or is to have, and all that is to come.
    pub window: Slot,
}

impl<'a> PlannedClosure<'a> {
    /// [`Error::NotFound`] only where somebody has deleted the venue.
    pub fn of(before: Option<Closure>, after: Closure, ground: &Ground<'a>) -> Result<Self, Error> {
        let venue = ground.catalogue.venue_of(after.row.venue_id);
        let minute = this_minute(ground.now);
        let (_, times) = area::split(&after.times, minute);
        let area = Area {
            floor: Floor::of(&spaces_of(&after, ground)),
            times,
        };
        let all = before.iter().chain([&after]);
        let starts = all
            .filter_map(|closure| closure.times.first())
            .map(|time| time.starts_at);
        Ok(Self {
            window: Slot {
                starts_at: starts.min().unwrap_or(minute).min(minute),
                ends_at: Instant(i64::MAX),
            },
            venue: venue.ok_or(Error::NotFound)?,
            before,
            after,
            area,
        })
    }

    /// The closure, where it is to be as it was. None where it is new or becomes another.
    pub fn stays(&self) -> Option<&Closure> {
        let as_it_was = |before: &&Closure| {
            before.times == self.after.times
                && before.row.taken_back_at == self.after.row.taken_back_at
        };
        self.before.as_ref().filter(as_it_was)
    }

    /// The area of the whole closure, what has passed of the closure too.
    pub fn whole_area(&self, ground: &Ground<'_>) -> Area {
        Area {
            floor: Floor::of(&spaces_of(&self.after, ground)),
            times: self.after.times.clone(),
        }
    }

    /// What the closure claims: all of it that no other closure claims. What was claimed and is no longer closed goes to
    /// those that close it too: not what has passed, on floor that may be another now. All that floor is locked, so none of
    /// them ends meanwhile.
    pub fn claims(&self, world: &World<'_>) -> ClosedClaims {
        let own = self.whole_area(&world.ground);
        let had = self.before.as_ref().map_or(&[][..], |before| &before.times);
        let (_, to_come) = area::split(had, this_minute(world.ground.now));
        let others = world.closed.others.iter().filter_map(|other| {
            let floor = Floor::of(&spaces_of(other, &world.ground)).within(&own.floor)?;
            let times = area::common(&other.times, &to_come);
            Some((other.row.id, Area { floor, times }))
        });
        let others: Vec<(ClosureId, Area)> = others.collect();
        let mut shut = world.closed.shut.clone();
        let mut claims = ClosedClaims::default();
        for (closure, area) in others.iter().chain([&(self.after.row.id, own)]) {
            claims.extend(shut.add(*closure, area));
        }
        claims
    }
}

/// All floor of these closures, with all their times.
pub fn areas_of(closures: &[Closure], ground: &Ground<'_>) -> Vec<Area> {
    let areas = closures.iter().map(|closure| Area {
        floor: Floor::of(&spaces_of(closure, ground)),
        times: closure.times.clone(),
    });
    areas.collect()
}

/// The spaces of a closure that the catalogue knows.
pub fn spaces_of<'a>(closure: &Closure, ground: &Ground<'a>) -> Vec<&'a Space> {
    let spaces = closure.spaces.iter();
    let spaces = spaces.filter_map(|id| ground.catalogue.space_of(*id));
    spaces.map(AsRef::as_ref).collect()
}
