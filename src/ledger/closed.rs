//! What a closure takes: of what several closures close, each time is taken by one of them.

use std::collections::{BTreeMap, BTreeSet};

use entity::{
    AuditId, Booking, BookingId, ClosureId, PoolId, SpaceId, UnitId, VenueId, closure_hit,
};

use crate::{
    rules::{
        area::{Area, Floor, without},
        closure::Closure,
    },
    slot::Slot,
};

/// When each unit is closed, and all seats of each pool, by whichever closure.
#[derive(Clone, Debug, Default)]
pub struct Shut {
    pub units: BTreeMap<UnitId, Vec<Slot>>,
    pub pools: BTreeMap<PoolId, Vec<Slot>>,
}

/// What closures take.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClosedClaims {
    pub floor: Vec<(UnitId, SpaceId, Slot, ClosureId)>,
    /// All seats each time.
    pub seats: Vec<(PoolId, Slot, ClosureId)>,
}

impl ClosedClaims {
    /// Adds what another closure takes.
    pub fn extend(&mut self, more: Self) {
        self.floor.extend(more.floor);
        self.seats.extend(more.seats);
    }
}

impl Shut {
    /// What of the area nobody has closed yet: from now on this closure has.
    pub fn add(&mut self, closure: ClosureId, area: &Area) -> ClosedClaims {
        let mut claims = ClosedClaims::default();
        for (unit, space) in &area.floor.units {
            let taken = self.units.entry(*unit).or_default();
            let free = without(&area.times, taken);
            taken.extend(&free);
            let rows = free.into_iter().map(|slot| (*unit, *space, slot, closure));
            claims.floor.extend(rows);
        }
        for pool in &area.floor.pools {
            let taken = self.pools.entry(*pool).or_default();
            let free = without(&area.times, taken);
            taken.extend(&free);
            let rows = free.into_iter().map(|slot| (*pool, slot, closure));
            claims.seats.extend(rows);
        }
        claims
    }
}

/// What has to be known of a closure before it is decided on.
#[derive(Clone, Debug)]
pub struct Closing {
    pub venue: VenueId,
    /// None of a new one.
    pub id: Option<ClosureId>,
    /// What is closed from now on: who holds or awaits some of it is hit.
    pub area: Area,
    /// All that the closure takes, or took.
    pub floor: Floor,
    /// All times that the closure had or is to have, and all that is to come.
    pub window: Slot,
    /// Bookings that may have their place back.
    pub owed: BTreeSet<BookingId>,
}

/// What stands where a closure is decided on, under its locks.
#[derive(Clone, Debug, Default)]
pub struct Closed {
    /// Bookings that are hit, by id, as they were before anything of them expired.
    pub hits: Vec<Booking>,
    /// The other closures of the venue in that window.
    pub others: Vec<Closure>,
    /// What others close of its floor in the window.
    pub shut: Shut,
    /// Of those that may have their place back: the line that says of each that it was reopened last.
    pub reopened: BTreeMap<BookingId, AuditId>,
    /// All that was ever held for their groups.
    pub offers: Vec<Booking>,
}

/// A closure as it was and as it is from now on.
#[derive(Clone, Debug)]
pub struct Closes {
    /// None of a new one.
    pub before: Option<Closure>,
    pub after: Closure,
    /// What is taken from now on by this closure, and by others that close some of what this one gives back.
    pub claims: ClosedClaims,
    /// One row for each booking that makes way.
    pub hits: Vec<closure_hit::Model>,
}
