//! Whether a clock that has jumped ahead is believed. What falls due by the clock, an expiry or a completion, cannot always
//! be taken back, and a clock that was set wrong is often set right again soon.
//!
//! On `SQLite` nothing but what was written down tells a process that begins what time it was: when something was written
//! under a wrong clock, a restart believes it.

use std::{
    sync::atomic::{AtomicI64, Ordering},
    time::Duration,
};

use entity::Instant;

/// A clock may run ahead of what is known by so much.
const AHEAD_SECONDS: i64 = 24 * 3600;
/// One that stays ahead for so long was right: the machine slept, or the service was not running.
const BELIEVED_AFTER: Duration = Duration::from_hours(1);

/// Whether one clock agrees with another one that is believed.
#[must_use]
pub fn agrees(now: Instant, other: Instant) -> bool {
    now.0.saturating_sub(other.0) <= AHEAD_SECONDS
}

/// The time that was believed last, for those who cannot find out themselves.
#[derive(Debug)]
pub struct Believed(AtomicI64);

impl Default for Believed {
    /// Every time is believed until somebody looks after the clock.
    fn default() -> Self {
        Self(AtomicI64::new(i64::MAX))
    }
}

impl Believed {
    /// From now on no time is, until one is noted.
    pub fn nothing_yet(&self) {
        self.0.store(i64::MIN, Ordering::Relaxed);
    }

    pub fn note(&self, now: Instant) {
        self.0.store(now.0, Ordering::Relaxed);
    }

    /// Whether `now` may be acted on. A jump is seen at once, also before it is doubted.
    #[must_use]
    pub fn allows(&self, now: Instant) -> bool {
        agrees(now, Instant(self.0.load(Ordering::Relaxed)))
    }
}

/// What is known of the time, from look to look.
#[derive(Debug, Default)]
pub struct Doubt {
    /// A time that was believed, and how long the process had been running then.
    known: Option<(Instant, Duration)>,
    since: Option<Duration>,
}

impl Doubt {
    /// As a process begins, which knows when something was last written down, if ever.
    #[must_use]
    pub fn since(last: Option<Instant>) -> Self {
        Self {
            known: last.map(|last| (last, Duration::ZERO)),
            since: None,
        }
    }

    /// Whether `now` is to be acted on, in a process that has been `running` so long by a clock that nobody sets.
    pub fn believes(&mut self, now: Instant, running: Duration) -> bool {
        if let Some((then, at)) = self.known {
            let passed = running.saturating_sub(at).as_secs();
            if !agrees(now, Instant(then.0.saturating_add_unsigned(passed))) {
                let since = *self.since.get_or_insert(running);
                if running.saturating_sub(since) < BELIEVED_AFTER {
                    return false;
                }
            }
        }
        self.known = Some((now, running));
        self.since = None;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: Instant = Instant(1_795_500_000);

    fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn a_jump_of_more_than_a_day_is_believed_when_it_has_stayed_an_hour() {
        let mut doubt = Doubt::since(Some(NOON));
        assert!(doubt.believes(NOON.plus_hours(20), seconds(0)));
        assert!(doubt.believes(NOON.plus_hours(43), seconds(5)));
        let ahead = |after: u64| NOON.plus_days(40).plus_minutes(after as i64 / 60);
        assert!(!doubt.believes(ahead(0), seconds(10)));
        assert!(!doubt.believes(ahead(3540), seconds(3550)));
        assert!(doubt.believes(ahead(3600), seconds(3610)));
        assert!(doubt.believes(ahead(3660), seconds(3670)));
    }

    #[test]
    fn a_clock_that_is_set_right_is_believed_at_once_and_doubted_anew() {
        let mut doubt = Doubt::default();
        assert!(doubt.believes(NOON, seconds(0)), "nothing is known yet");
        assert!(!doubt.believes(NOON.plus_days(40), seconds(3000)));
        assert!(doubt.believes(NOON.plus_hours(1), seconds(3600)));
        assert!(!doubt.believes(NOON.plus_days(40), seconds(3605)));
        assert!(!doubt.believes(NOON.plus_days(40), seconds(7000)));
        assert!(doubt.believes(NOON.plus_hours(-5), seconds(7005)), "behind");
    }

    #[test]
    fn what_is_believed_holds_for_a_day_and_nothing_does_before_the_first_look() {
        let believed = Believed::default();
        assert!(believed.allows(NOON.plus_days(40)), "nobody looks");
        believed.nothing_yet();
        assert!(!believed.allows(NOON) && !believed.allows(Instant(0)));
        believed.note(NOON);
        assert!(believed.allows(NOON.plus_hours(24)) && believed.allows(NOON.plus_hours(-24)));
        assert!(!believed.allows(NOON.plus_hours(25)));
    }

    #[test]
    fn a_service_that_was_away_for_days_waits_an_hour() {
        let mut doubt = Doubt::since(Some(NOON));
        assert!(!doubt.believes(NOON.plus_days(3), seconds(0)));
        assert!(doubt.believes(NOON.plus_days(3).plus_hours(1), seconds(3600)));
        assert!(agrees(NOON, NOON) && agrees(NOON, NOON.plus_days(9)));
        assert!(!agrees(NOON.plus_days(2), NOON));
    }
}
