//! How often something may happen: so many times at once, and then once every so many seconds. For each of many at a time.

// By hand: `governor` counts one as soon as it looks whether it may come. Here it is looked at in several counts before it
// is counted in any, taken back where nothing was done, and counted too where it is refused; and however many come, no more
// than so many are remembered.

use std::{collections::HashMap, hash::Hash};

use entity::Instant;

/// Who is remembered at a time, of one kind.
const REMEMBERED: usize = 20_000;
/// So many more than come at once are told apart; whoever counts more is forgotten as soon as they.
const BEYOND: i64 = 16;

/// How often something may come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    pub at_once: i64,
    /// Between one and the next of those that come after them.
    pub seconds: i64,
}

impl Rate {
    /// So many times as much.
    #[must_use]
    pub fn times(self, factor: i64) -> Self {
        Self {
            at_once: self.at_once * factor,
            seconds: self.seconds / factor,
        }
    }
}

/// What each has used up, as the moment at which all of it is forgotten.
#[derive(Debug)]
pub struct RateCounts<K>(HashMap<K, i64>);

impl<K> Default for RateCounts<K> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

impl<K: Hash + Eq> RateCounts<K> {
    /// For how many seconds one more has to wait; none where it may come now.
    #[must_use]
    pub fn wait(&mut self, key: &K, pace: Rate, now: Instant) -> Option<i64> {
        let forgotten = self.forgotten(key, pace, now);
        let wait = forgotten + pace.seconds - (now.0 + pace.at_once * pace.seconds);
        (wait > 0).then_some(wait)
    }

    /// Counts one more, allowed or not.
    pub fn add(&mut self, key: K, pace: Rate, now: Instant) {
        let forgotten = self.forgotten(&key, pace, now) + pace.seconds;
        if self.0.len() >= REMEMBERED && !self.0.contains_key(&key) {
            self.make_room(now);
        }
        self.0.insert(key, forgotten);
    }

    /// As if the last one had not been counted.
    pub fn take_back(&mut self, key: &K, pace: Rate) {
        if let Some(forgotten) = self.0.get_mut(key) {
            *forgotten -= pace.seconds;
        }
    }

    /// How many are counted and not forgotten, [`BEYOND`] more than come at once at most.
    #[must_use]
    pub fn level(&mut self, key: &K, pace: Rate, now: Instant) -> i64 {
        let left = self.forgotten(key, pace, now) - now.0;
        (left + pace.seconds - 1) / pace.seconds
    }

    /// What lies further ahead was counted by a clock that has been set back since: it is brought nearer once and for all.
    fn forgotten(&mut self, key: &K, pace: Rate, now: Instant) -> i64 {
        let Some(at) = self.0.get_mut(key) else {
            return now.0;
        };
        let last = now.0 + (pace.at_once + BEYOND) * pace.seconds;
        *at = last.min(*at);
        now.0.max(*at)
    }

    /// Forgets those of whom nothing is counted any more or, when there are none, the half of whom least is: whoever
    /// counts most stays.
    fn make_room(&mut self, now: Instant) {
        self.0.retain(|_, forgotten| *forgotten > now.0);
        if self.0.len() < REMEMBERED {
            return;
        }
        let mut all: Vec<i64> = self.0.values().copied().collect();
        let middle = all.len() / 2;
        let (_, median, _) = all.select_nth_unstable(middle);
        let median = *median;
        let mut to_go = middle;
        self.0.retain(|_, forgotten| {
            let goes = *forgotten <= median && to_go > 0;
            to_go -= usize::from(goes);
            !goes
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PACE: Rate = Rate {
        at_once: 3,
        seconds: 60,
    };

    fn take(counts: &mut RateCounts<u32>, key: u32, now: i64) -> Option<i64> {
        let wait = counts.wait(&key, PACE, Instant(now));
        if wait.is_none() {
            counts.add(key, PACE, Instant(now));
        }
        wait
    }

    #[test]
    fn so_many_at_once_and_then_one_by_one() {
        let mut counts = RateCounts::default();
        for _ in 0..3 {
            assert_eq!(take(&mut counts, 1, 1000), None);
        }
        assert_eq!(take(&mut counts, 1, 1000), Some(60));
        assert_eq!(take(&mut counts, 1, 1059), Some(1));
        assert_eq!(take(&mut counts, 2, 1059), None, "each for itself");
        assert_eq!(take(&mut counts, 1, 1060), None);
        assert_eq!(take(&mut counts, 1, 1060), Some(60));
        counts.take_back(&1, PACE);
        assert_eq!(take(&mut counts, 1, 1060), None);
        assert_eq!(counts.level(&1, PACE, Instant(1061)), 3);
        assert_eq!(counts.level(&1, PACE, Instant(1240)), 0);
    }

    #[test]
    fn what_was_counted_by_a_clock_that_ran_ahead_is_soon_forgotten() {
        let mut counts = RateCounts::default();
        let ahead = 1000 + 40 * 24 * 3600;
        assert_eq!(take(&mut counts, 1, ahead), None);
        assert_eq!(take(&mut counts, 1, 1000), Some(17 * 60));
        assert_eq!(counts.level(&1, PACE, Instant(1000)), 19);
        assert_eq!(take(&mut counts, 1, 1000 + 17 * 60), None);
    }

    #[test]
    fn many_strangers_do_not_make_it_forget_whoever_counts_most() {
        let mut counts = RateCounts::default();
        for _ in 0..3 {
            take(&mut counts, 0, 0);
        }
        for key in 1..200_000 {
            take(&mut counts, key, 0);
        }
        assert!(counts.0.len() <= REMEMBERED);
        assert!(take(&mut counts, 0, 0).is_some());
    }
}
