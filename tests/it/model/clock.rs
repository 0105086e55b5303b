//! What is written about a request, and the clock that it stops: working days, half hour by half hour.

use entity::Instant;

use super::{
    house::House,
    life::{Act, Role, next},
    operation::MANAGER,
    quota::local,
    service::Outcome,
    state::Model,
};

/// Half hours of two working days.
const LONGEST_STOP: usize = 2 * 48;

fn is_worked(at: Instant) -> bool {
    local(at).weekday().number_days_from_monday() < 5
}

fn worked(from: Instant, to: Instant) -> usize {
    let mut half_hours = 0;
    let mut at = from;
    while at < to {
        half_hours += usize::from(is_worked(at));
        at = at.plus_minutes(30);
    }
    half_hours
}

/// When so much has been worked, but not beyond `limit`.
fn after(from: Instant, half_hours: usize, limit: Instant) -> Instant {
    let mut left = half_hours;
    let mut at = from;
    while left > 0 && at < limit {
        left -= usize::from(is_worked(at));
        at = at.plus_minutes(30);
    }
    at.min(limit)
}

/// Whether somebody has sat in the office until then: the house never closes.
fn sat(at: Instant) -> bool {
    is_worked(at.plus_minutes(-30))
}

/// `at`, where somebody has sat there; else when that was last, but for an hour at least, or when the next day that is worked
/// ends.
fn seen_to(now: Instant, at: Instant, limit: Instant) -> Instant {
    let seen = now.plus_hours(1);
    let mut last = at;
    while last > now && !sat(last) {
        last = last.plus_minutes(-30);
    }
    if last > now && (last == at || last >= seen) {
        return last;
    }
    let mut end = seen;
    while end < limit && !(sat(end) && local(end).time() == time::Time::MIDNIGHT) {
        end = end.plus_minutes(30);
    }
    end.min(limit).max(now)
}

impl Model {
    pub fn write(&mut self, who: usize, at: usize, internal: bool) -> Result<(), Outcome> {
        let booking = &self.bookings[at];
        let role = match who {
            MANAGER => Role::Venue,
            _ if who == booking.owner => Role::Booker,
            _ => return Err(Outcome::NotFound),
        };
        if internal && role == Role::Booker {
            return Err(Outcome::Forbidden);
        }
        let act = match role {
            Role::Venue => Act::Ask,
            Role::Booker => Act::Answer,
        };
        let together = self.on_one_clock(at);
        let first = together[0];
        if internal || next(&self.bookings[first], act, role, self.now).is_err() {
            return Ok(());
        }
        match role {
            Role::Venue => self.question(first),
            Role::Booker => self.answer(first),
        }
        for at in together {
            let first = self.bookings[first].clone();
            let booking = &mut self.bookings[at];
            booking.answer_by = first.answer_by;
            (booking.asked, booking.latest) = (first.asked, first.latest);
        }
        Ok(())
    }

    /// With the dates of its series that are answered with it, by start.
    fn on_one_clock(&self, at: usize) -> Vec<usize> {
        let clock = |at: usize| {
            let booking = &self.bookings[at];
            (booking.status, booking.answer_by, booking.asked)
        };
        let mut together = match self.bookings[at].series {
            Some(series) => self.of_series(series),
            None => vec![at],
        };
        together.retain(|other| clock(*other) == clock(at));
        together
    }

    fn question(&mut self, at: usize) {
        let now = self.now;
        let booking = &mut self.bookings[at];
        let Some(by) = booking.answer_by.filter(|by| *by > now) else {
            return;
        };
        if booking.asked.is_some() {
            return;
        }
        let notice = House::letting(booking.space).notice_hours;
        let before_half_of_it = booking.slot.from.plus_minutes(-30 * notice);
        let cut_off = if before_half_of_it > now {
            before_half_of_it
        } else {
            booking.slot.from
        };
        let latest = booking
            .latest
            .unwrap_or_else(|| after(by, LONGEST_STOP, cut_off));
        let mut later = latest.min(cut_off).max(by);
        // Never when nobody sits there.
        while later > by && !sat(later) {
            later = later.plus_minutes(-30);
        }
        booking.asked = Some((now, by));
        booking.answer_by = Some(later);
        booking.latest = Some(booking.latest.unwrap_or(later));
    }

    fn answer(&mut self, at: usize) {
        let now = self.now;
        let booking = &mut self.bookings[at];
        let (Some(by), Some((asked_at, was))) = (booking.answer_by, booking.asked) else {
            return;
        };
        booking.asked = None;
        if by > now {
            let runs_out = after(now, worked(asked_at, was), by);
            booking.answer_by = Some(seen_to(now, runs_out, by).max(was).min(by));
        }
    }
}
