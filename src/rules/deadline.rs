//! By when a request is answered, when its venue is reminded of it, and what a question of the venue changes about that.

use entity::Instant;
use time::{Date, Duration};

use crate::{slot::Slot, venue::hours::Hours, zone::Zone};

/// So long questions may stop the clock of one request, all together: two working days.
const LONGEST_STOP_SECONDS: i64 = 2 * 24 * 60 * 60;
/// Of a shorter answer time nobody is reminded: the request itself has just come.
const SHORTEST_TO_REMIND_SECONDS: i64 = 60 * 60;

/// So much time somebody has to see a request in: an office that closes sooner does so without having been asked.
const SHORTEST_TO_SEE_SECONDS: i64 = 60 * 60;

/// The earlier of the end of the N-th working day after today and a cut-off: half the notice before the start, or the
/// start itself where no notice is asked for. A cut-off that has passed (a request reopened late) gives way to the start.
///
/// It falls where somebody sits in the office: else it is moved back to the last closing before it. Where the office does
/// not sit for an hour until then, it is when the office closes next, and the start where that comes first or the office
/// does not sit before it at all. Never before `now`.
#[must_use]
pub fn answer_by(
    now: Instant,
    starts_at: Instant,
    notice_hours: i32,
    working_days: i32,
    hours: Hours<'_>,
    zone: &Zone,
) -> Instant {
    let cut_off = cut_off(now, starts_at, notice_hours);
    let mut date = zone.local(now).date();
    let mut left = working_days;
    // Ends at the cut-off at the latest: an office that never works makes nobody wait for ever.
    while left > 0 && zone.midnight(date) < cut_off {
        date = next_day(date);
        if hours.is_working_day(date) {
            left -= 1;
        }
    }
    let by = zone.midnight(next_day(date)).min(cut_off);
    Office { hours, zone }.sat_in(now, by, starts_at)
}

/// Beyond this no answer time goes.
#[must_use]
pub fn cut_off(now: Instant, starts_at: Instant, notice_hours: i32) -> Instant {
    let half_notice = starts_at.plus_minutes(-30 * i64::from(notice_hours));
    if half_notice > now {
        half_notice
    } else {
        starts_at.max(now)
    }
}

/// When the venue is reminded of a request whose clock runs since then: at half of the time by the calendar, not by the
/// office: a mail that comes on a Sunday is read on Monday. None where the time is short.
#[must_use]
pub fn half_time(since: Instant, by: Instant) -> Option<Instant> {
    let seconds = by.0.saturating_sub(since.0);
    (seconds >= SHORTEST_TO_REMIND_SECONDS).then(|| Instant(since.0 + seconds / 2))
}

/// What a question makes of an answer time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stopped {
    /// If the group never answers.
    pub by: Instant,
    /// When the clock runs on of itself.
    pub until: Instant,
}

/// An office that answers requests. Somebody sits in it while the venue is open on a day that is worked; its clock stands still
/// otherwise.
#[derive(Clone, Copy, Debug)]
pub struct Office<'a> {
    pub hours: Hours<'a>,
    pub zone: &'a Zone,
}

impl Office<'_> {
    /// The venue asks the group now. The clock stops for two working days, less what earlier questions have used up:
    /// `latest` is the answer time beyond which they cannot put it, none before the first.
    #[must_use]
    pub fn stopped(
        &self,
        now: Instant,
        by: Instant,
        latest: Option<Instant>,
        cut_off: Instant,
    ) -> Stopped {
        let latest = latest.unwrap_or_else(|| {
            let days = self.working_days(by, cut_off);
            run_down(days, by, LONGEST_STOP_SECONDS, cut_off)
        });
        let later = self.last_sat(latest.min(cut_off).max(by), by).unwrap_or(by);
        Stopped {
            by: later,
            until: self.after(now, self.worked(by, later), later),
        }
    }

    /// The group answers now: what was left at `asked_at` of a time until `was` runs on. Never beyond `by`, which holds
    /// without an answer, and never shorter than it was.
    #[must_use]
    pub fn answered(&self, now: Instant, asked_at: Instant, was: Instant, by: Instant) -> Instant {
        if by <= now {
            return by;
        }
        let runs_on = self.after(now, self.worked(asked_at, was), by);
        self.sat_in(now, runs_on.min(by), by).max(was).min(by)
    }

    /// `by`, or the last closing before it; the next one where the office does not sit for an hour until then, but not
    /// beyond `limit`.
    fn sat_in(&self, now: Instant, by: Instant, limit: Instant) -> Instant {
        let seen = Instant(now.0 + SHORTEST_TO_SEE_SECONDS);
        match self.last_sat(by, now) {
            Some(at) if at == by || at >= seen => at,
            _ => self.next_closing(seen, limit).unwrap_or(limit).max(now),
        }
    }

    /// The last instant until `by` at which somebody sits there. None when nobody does after `from`.
    fn last_sat(&self, by: Instant, from: Instant) -> Option<Instant> {
        let first = self.zone.local(from).date().saturating_sub(Duration::DAY);
        let days =
            std::iter::successors(Some(self.zone.local(by).date()), |date| date.previous_day());
        let days = days.take_while(|date| *date >= first);
        let sits = days.flat_map(|date| self.hours.office(date).into_iter().rev());
        let mut before = sits.filter(|sits: &Slot| sits.starts_at < by);
        before
            .next()
            .map(|sits| sits.ends_at.min(by))
            .filter(|at| *at > from)
    }

    /// When it closes next, at `seen` at the soonest, or `limit` where that comes while somebody sits there. None when
    /// nobody does before.
    fn next_closing(&self, seen: Instant, limit: Instant) -> Option<Instant> {
        let mut sits = self
            .dates(seen, limit)
            .flat_map(|date| self.hours.office(date));
        let next = sits.find(|sits| sits.ends_at >= seen)?;
        (next.starts_at < limit).then(|| next.ends_at.min(limit))
    }

    /// Seconds in which somebody sits there.
    fn worked(&self, from: Instant, to: Instant) -> i64 {
        let sits = self.sits(from, to);
        sits.map(|sits| sits.ends_at.min(to).0 - sits.starts_at.max(from).0)
            .sum()
    }

    /// When somebody has sat there for so many seconds, but not beyond `limit`.
    fn after(&self, from: Instant, seconds: i64, limit: Instant) -> Instant {
        run_down(self.sits(from, limit), from, seconds, limit)
    }

    /// The openings of working days that have a part between the two.
    fn sits(&self, from: Instant, to: Instant) -> impl Iterator<Item = Slot> {
        let hours = self.hours;
        self.dates(from, to)
            .flat_map(move |date| hours.office(date))
            .filter(move |sits| sits.starts_at < to && from < sits.ends_at)
    }

    /// The working days that have a part between the two, each from its midnight to the next.
    fn working_days(&self, from: Instant, to: Instant) -> impl Iterator<Item = Slot> {
        let (hours, zone) = (self.hours, self.zone);
        self.dates(from, to)
            .filter(move |date| hours.is_working_day(*date))
            .map(move |date| Slot {
                starts_at: zone.midnight(date),
                ends_at: zone.midnight(next_day(date)),
            })
            .filter(move |day| from < day.ends_at)
    }

    /// From the day before, which may run past midnight, to that of `to`.
    fn dates(&self, from: Instant, to: Instant) -> impl Iterator<Item = Date> {
        let zone = self.zone;
        let first = zone.local(from).date().saturating_sub(Duration::DAY);
        std::iter::successors(Some(first), |date| date.next_day())
            .take_while(move |date| zone.midnight(*date) < to)
    }
}

/// When so many seconds of `spans` have passed from `from` on, but not beyond `limit`.
fn run_down(
    spans: impl Iterator<Item = Slot>,
    from: Instant,
    seconds: i64,
    limit: Instant,
) -> Instant {
    let mut left = seconds;
    if left <= 0 {
        return from.min(limit);
    }
    for span in spans {
        let begins = span.starts_at.max(from);
        let here = span.ends_at.0 - begins.0;
        if here >= left {
            return Instant(begins.0 + left).min(limit);
        }
        left -= here;
    }
    limit
}

fn next_day(date: Date) -> Date {
    date.saturating_add(Duration::DAY)
}
