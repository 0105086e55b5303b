//! By when a request is answered, when its venue is reminded of it, and what a question of the venue changes about that.

use entity::Instant;
use time::{Date, Duration};

use crate::{venue::hours::Hours, zone::Zone};

/// So long questions may stop the clock of one request, all together: two working days.
const LONGEST_STOP_SECONDS: i64 = 2 * 24 * 60 * 60;
/// Of a shorter answer time nobody is reminded: the request itself has just come.
const SHORTEST_TO_REMIND_SECONDS: i64 = 60 * 60;

/// The earlier of the end of the N-th working day after today and a cut-off: half the notice before the start, or the
/// start itself where no notice is asked for. A cut-off that has passed (a request reopened late) gives way to the start.
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
    zone.midnight(next_day(date)).min(cut_off)
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

/// The clock of an office that answers requests: it stands still on days on which nobody works there.
#[derive(Clone, Copy, Debug)]
pub struct Office<'a> {
    pub hours: Hours<'a>,
    pub zone: &'a Zone,
}

impl Office<'_> {
    /// The venue asks the group now. The clock stops for two working days, less what earlier questions have used up:
    /// `latest` is the answer time beyond which they cannot put it, none before the first.
    #[must_use]
    pub fn asked(
        &self,
        now: Instant,
        by: Instant,
        latest: Option<Instant>,
        cut_off: Instant,
    ) -> Stopped {
        let latest = latest.unwrap_or_else(|| self.after(by, LONGEST_STOP_SECONDS, cut_off));
        let later = latest.min(cut_off).max(by);
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
        self.after(now, self.worked(asked_at, was), by)
            .max(was)
            .min(by)
    }

    /// Seconds of working days, midnight to midnight.
    fn worked(&self, from: Instant, to: Instant) -> i64 {
        self.working_days(from, to)
            .map(|(begins, ends)| ends.min(to).0 - begins.max(from).0)
            .sum()
    }

    /// When so many seconds of working days have passed, but not beyond `limit`.
    fn after(&self, from: Instant, seconds: i64, limit: Instant) -> Instant {
        let mut left = seconds;
        if left <= 0 {
            return from.min(limit);
        }
        for (begins, ends) in self.working_days(from, limit) {
            let begins = begins.max(from);
            let today = ends.0 - begins.0;
            if today >= left {
                return Instant(begins.0 + left).min(limit);
            }
            left -= today;
        }
        limit
    }

    /// Those that have a part between the two, each from its midnight to the next.
    fn working_days(&self, from: Instant, to: Instant) -> impl Iterator<Item = (Instant, Instant)> {
        let (hours, zone) = (self.hours, self.zone);
        std::iter::successors(Some(zone.local(from).date()), |date| date.next_day())
            .map(move |date| (date, zone.midnight(date)))
            .take_while(move |(_, begins)| *begins < to)
            .filter(move |(date, _)| hours.is_working_day(*date))
            .map(move |(date, begins)| (begins, zone.midnight(next_day(date))))
    }
}

fn next_day(date: Date) -> Date {
    date.saturating_add(Duration::DAY)
}
