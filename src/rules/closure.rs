//! A closure: some spaces of a venue, out of use for some times.

use entity::{Instant, SpaceId, closure};

use super::area::hull;
use crate::slot::Slot;

/// Some spaces of a venue, out of use for some times.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closure {
    pub row: closure::Model,
    pub spaces: Vec<SpaceId>,
    /// Ascending; none when it was taken back before it began.
    pub times: Vec<Slot>,
}

impl Closure {
    /// The time that runs or comes next; none when all of it is over.
    #[must_use]
    pub fn next(&self, now: Instant) -> Option<Slot> {
        self.times.iter().copied().find(|time| time.ends_at > now)
    }

    /// The time that is shown of the closure: see [`Closure::next`]. Of a closure that is over, its last time, or the time
    /// that the closure was meant for where it has none.
    #[must_use]
    pub fn shown_time(&self, now: Instant) -> Slot {
        let meant = Slot {
            starts_at: self.row.starts_at,
            ends_at: self.row.ends_at,
        };
        let last = self.times.last().copied();
        self.next(now).or(last).unwrap_or(meant)
    }

    #[must_use]
    pub fn at(&self, times: Vec<Slot>) -> Self {
        let mut row = self.row.clone();
        row.version += 1;
        // One that never was keeps the time for which it was meant.
        if let Some(whole) = hull(&times) {
            (row.starts_at, row.ends_at) = (whole.starts_at, whole.ends_at);
        }
        Self {
            row,
            spaces: self.spaces.clone(),
            times,
        }
    }
}
