//! Half-open intervals of time.

use entity::{Instant, booking};
use serde::{Deserialize, Serialize};
use time::Duration;

/// `[starts_at, ends_at)`: two slots that touch do not overlap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Slot {
    pub starts_at: Instant,
    pub ends_at: Instant,
}

impl Slot {
    /// None when it would be empty or run backwards.
    #[must_use]
    pub fn new(starts_at: Instant, ends_at: Instant) -> Option<Self> {
        (starts_at < ends_at).then_some(Self { starts_at, ends_at })
    }

    /// The time of a booking.
    #[must_use]
    pub fn of(booking: &booking::Model) -> Self {
        Self {
            starts_at: booking.starts_at,
            ends_at: booking.ends_at,
        }
    }

    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.starts_at < other.ends_at && other.starts_at < self.ends_at
    }

    /// Whether `other` lies inside, ends included.
    #[must_use]
    pub fn contains(self, other: Self) -> bool {
        self.starts_at <= other.starts_at && other.ends_at <= self.ends_at
    }

    /// What of it `other` does not cover.
    pub fn without(self, other: Self) -> impl Iterator<Item = Self> {
        let before = Self::new(self.starts_at, self.ends_at.min(other.starts_at));
        let after = Self::new(self.starts_at.max(other.ends_at), self.ends_at);
        before.into_iter().chain(after)
    }

    /// From where the first begins until the last ends.
    #[must_use]
    pub fn and_between(self, other: Self) -> Self {
        Self {
            starts_at: self.starts_at.min(other.starts_at),
            ends_at: self.ends_at.max(other.ends_at),
        }
    }

    #[must_use]
    pub fn length(self) -> Duration {
        self.ends_at.since(self.starts_at)
    }

    /// Longer by so many minutes at both ends.
    #[must_use]
    pub fn widened(self, minutes: i64) -> Self {
        Self {
            starts_at: self.starts_at.plus_minutes(-minutes),
            ends_at: self.ends_at.plus_minutes(minutes),
        }
    }
}
