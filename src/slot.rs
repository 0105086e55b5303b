//! Half-open intervals of time.

use std::collections::BTreeMap;

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

/// When to look at what: of each thing as few slots as can be, in their order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Windows<K>(BTreeMap<K, Vec<Slot>>);

impl<K> Default for Windows<K> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<K: Ord + Copy> Windows<K> {
    /// At all of these in the same slot.
    pub fn of(things: impl IntoIterator<Item = K>, slot: Slot) -> Self {
        let mut windows = Self::default();
        windows.add(things, slot);
        windows
    }

    /// Looks at these in that slot too.
    pub fn add(&mut self, things: impl IntoIterator<Item = K>, slot: Slot) {
        for thing in things {
            let slots = self.0.entry(thing).or_default();
            let touches =
                |one: &mut Slot| one.starts_at <= slot.ends_at && slot.starts_at <= one.ends_at;
            let joined = slots.extract_if(.., touches).fold(slot, Slot::and_between);
            let at = slots.partition_point(|one| one.starts_at < joined.starts_at);
            slots.insert(at, joined);
        }
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// By thing and start.
    pub fn iter(&self) -> impl Iterator<Item = (K, Slot)> + '_ {
        let each = self.0.iter();
        each.flat_map(|(thing, slots)| slots.iter().map(|slot| (*thing, *slot)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slot(from: i64, to: i64) -> Slot {
        Slot::new(Instant(from), Instant(to)).unwrap()
    }

    #[test]
    fn windows_that_touch_are_one() {
        let mut windows = Windows::of([1, 2], slot(10, 20));
        windows.add([1], slot(40, 50));
        windows.add([1], slot(0, 5));
        assert_eq!(
            windows.iter().collect::<Vec<_>>(),
            [
                (1, slot(0, 5)),
                (1, slot(10, 20)),
                (1, slot(40, 50)),
                (2, slot(10, 20))
            ]
        );
        windows.add([1], slot(20, 45));
        assert_eq!(
            windows.iter().collect::<Vec<_>>(),
            [(1, slot(0, 5)), (1, slot(10, 50)), (2, slot(10, 20))]
        );
    }
}
