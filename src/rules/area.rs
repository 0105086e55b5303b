//! What a closure takes, and when: floor, seats, and times that are put together or cut out of one another.

use std::collections::{BTreeMap, BTreeSet};

use entity::{Instant, PoolId, SpaceId, UnitId};

use crate::{slot::Slot, venue::Space};

/// What is out of use when some spaces are closed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Floor {
    /// Each with the largest of the spaces that were named: it stands for all its parts.
    pub units: BTreeMap<UnitId, SpaceId>,
    /// Of spaces let by the seat: all their seats.
    pub pools: BTreeSet<PoolId>,
    /// With those of spaces let by the seat, for which requests wait that hold nothing.
    pub asked_for: BTreeSet<UnitId>,
}

/// Floor for some times.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Area {
    pub floor: Floor,
    /// Ascending; they neither overlap nor touch.
    pub times: Vec<Slot>,
}

impl Floor {
    #[must_use]
    pub fn of(spaces: &[&Space]) -> Self {
        let mut largest_first = spaces.to_vec();
        largest_first.sort_by_key(|space| std::cmp::Reverse(space.units.len()));
        let mut floor = Self::default();
        for space in largest_first {
            floor.asked_for.extend(&space.units);
            match space.seats() {
                Some(pool) => {
                    floor.pools.insert(pool);
                }
                None => {
                    for unit in &space.units {
                        floor.units.entry(*unit).or_insert(space.row.id);
                    }
                }
            }
        }
        floor
    }

    /// A part of what a space takes.
    #[must_use]
    pub fn of_unit(unit: UnitId, space: SpaceId) -> Self {
        Self {
            units: BTreeMap::from([(unit, space)]),
            ..Self::default()
        }
    }

    /// All seats of a space.
    #[must_use]
    pub fn of_pool(pool: PoolId) -> Self {
        Self {
            pools: BTreeSet::from([pool]),
            ..Self::default()
        }
    }

    /// What of this floor is out of use there too. None when that is nothing.
    #[must_use]
    pub fn within(mut self, other: &Self) -> Option<Self> {
        self.units.retain(|unit, _| other.units.contains_key(unit));
        self.pools.retain(|pool| other.pools.contains(pool));
        self.asked_for.retain(|unit| other.asked_for.contains(unit));
        (!self.units.is_empty() || !self.pools.is_empty()).then_some(self)
    }
}

impl Area {
    /// Whether a use of that space would run into it.
    #[must_use]
    pub fn meets(&self, space: &Space, slot: Slot) -> bool {
        let here = match space.seats() {
            Some(pool) => self.floor.pools.contains(&pool),
            None => space
                .units
                .iter()
                .any(|unit| self.floor.units.contains_key(unit)),
        };
        here && self.times.iter().any(|time| time.overlaps(slot))
    }
}

/// Put together where they overlap or touch.
#[must_use]
pub fn joined(mut times: Vec<Slot>) -> Vec<Slot> {
    times.sort_unstable();
    times.dedup_by(|next, last| {
        let joins = next.starts_at <= last.ends_at;
        if joins {
            last.ends_at = last.ends_at.max(next.ends_at);
        }
        joins
    });
    times
}

/// What of `times` none of `taken` covers.
#[must_use]
pub fn without(times: &[Slot], taken: &[Slot]) -> Vec<Slot> {
    let mut left = times.to_vec();
    for one in taken {
        left = left
            .into_iter()
            .flat_map(|time| time.without(*one))
            .collect();
    }
    left
}

/// What both cover.
#[must_use]
pub fn common(ours: &[Slot], theirs: &[Slot]) -> Vec<Slot> {
    let pairs = ours
        .iter()
        .flat_map(|one| theirs.iter().map(move |other| (one, other)));
    let both = pairs.filter_map(|(one, other)| {
        let starts_at = one.starts_at.max(other.starts_at);
        Slot::new(starts_at, one.ends_at.min(other.ends_at))
    });
    joined(both.collect())
}

/// What lies before `at`, and what is to come.
#[must_use]
pub fn split(times: &[Slot], at: Instant) -> (Vec<Slot>, Vec<Slot>) {
    let before = times
        .iter()
        .filter_map(|time| Slot::new(time.starts_at, time.ends_at.min(at)));
    let after = times
        .iter()
        .filter_map(|time| Slot::new(time.starts_at.max(at), time.ends_at));
    (before.collect(), after.collect())
}

/// From the first to the last; none when there is none.
#[must_use]
pub fn hull(times: &[Slot]) -> Option<Slot> {
    Some(Slot {
        starts_at: times.first()?.starts_at,
        ends_at: times.last()?.ends_at,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slots(times: &[(i64, i64)]) -> Vec<Slot> {
        let slot = |(from, to): &(i64, i64)| Slot::new(Instant(*from), Instant(*to)).unwrap();
        times.iter().map(slot).collect()
    }

    #[test]
    fn times_that_overlap_or_touch_are_one() {
        let times = slots(&[(5, 7), (0, 2), (2, 4), (6, 9)]);
        assert_eq!(joined(times), slots(&[(0, 4), (5, 9)]));
    }

    #[test]
    fn what_is_covered_falls_away() {
        let times = slots(&[(0, 10), (20, 30)]);
        let taken = slots(&[(2, 4), (8, 22), (30, 40)]);
        assert_eq!(without(&times, &taken), slots(&[(0, 2), (4, 8), (22, 30)]));
        assert_eq!(without(&times, &slots(&[(0, 40)])), []);
        assert_eq!(common(&times, &taken), slots(&[(2, 4), (8, 10), (20, 22)]));
    }

    #[test]
    fn what_has_passed_is_cut_off_and_kept() {
        let (before, after) = split(&slots(&[(0, 10), (20, 30)]), Instant(5));
        assert_eq!(
            (before, after),
            (slots(&[(0, 5)]), slots(&[(5, 10), (20, 30)]))
        );
    }
}
