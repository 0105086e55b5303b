//! Who may do what with a booking and when, and what becomes of it when nobody does anything.

use entity::{Instant, booking::Status, space::Unanswered};

use super::{
    house::House,
    service::Outcome,
    state::{Booked, Model},
};

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Role {
    Venue,
    Booker,
}

/// What somebody wants to do with a booking that is there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Act {
    Approve,
    Reject,
    Cancel,
    Replace,
    Reopen,
    Change,
    Shorten,
    Move,
    TakeBack,
    Accept,
    Decline,
    CheckIn,
    NoShow,
    Ask,
    Answer,
}

/// Who may do what in which state, and when.
pub fn next(booking: &Booked, act: Act, role: Role, now: Instant) -> Result<Status, Outcome> {
    if booking.is_held_offer() {
        let over = booking.answer_by.is_some_and(|by| by <= now);
        return match act {
            Act::Approve if !over => Ok(Status::Approved),
            Act::Cancel | Act::Replace => Ok(Status::Withdrawn),
            _ => Err(Outcome::State),
        };
    }
    let was_offered = booking.offer_of.is_some();
    let group_takes_it = act == Act::Approve && role == Role::Booker;
    let anew = act == Act::Reopen && booking.status == Status::Expired;
    if was_offered && (group_takes_it || anew) {
        return Err(Outcome::State);
    }
    let (venue, before_start, before_end) = (
        role == Role::Venue,
        now < booking.slot.from,
        now < booking.slot.to,
    );
    let at_the_door = booking.slot.from.plus_hours(-1) <= now;
    let status = booking.status;
    let only_venue = matches!(
        act,
        Act::Approve
            | Act::Reject
            | Act::Replace
            | Act::Reopen
            | Act::Accept
            | Act::Decline
            | Act::CheckIn
            | Act::NoShow
    );
    if only_venue && !venue {
        return Err(Outcome::Forbidden);
    }
    let was_to_come = matches!(
        status,
        Status::Approved | Status::CheckedIn | Status::Completed | Status::NoShow
    );
    let waits_or_stands = matches!(status, Status::Pending | Status::Approved);
    let (after, in_time) = match (act, status) {
        (Act::Approve, Status::Pending) => (Status::Approved, before_start),
        (Act::Reject, Status::Pending) => (Status::Rejected, true),
        (Act::Cancel, Status::Pending) if !venue => (Status::Withdrawn, true),
        (Act::Cancel, Status::Approved) if venue => (Status::Cancelled, before_end),
        (Act::Replace, Status::Pending) => (Status::Rejected, before_start),
        (Act::Cancel | Act::Replace, Status::Approved) => (Status::Cancelled, before_start),
        (Act::Reopen, Status::Rejected | Status::Expired) => (Status::Pending, before_start),
        (
            Act::Reopen,
            Status::Cancelled | Status::NoShow | Status::CheckedIn | Status::Completed,
        ) => (Status::Approved, before_end),
        (Act::Change | Act::Move, _) if waits_or_stands => (status, before_start),
        (Act::Shorten, _) if waits_or_stands || status == Status::CheckedIn => (status, before_end),
        (Act::CheckIn, _) if was_to_come && !before_end => (Status::Completed, true),
        (Act::CheckIn, _) if was_to_come => (Status::CheckedIn, at_the_door),
        (Act::NoShow, _) if was_to_come && status != Status::NoShow => {
            (Status::NoShow, !before_start)
        }
        (Act::TakeBack, Status::Approved) if !venue => (status, true),
        (Act::Accept, Status::Approved) | (Act::Ask | Act::Answer, Status::Pending) => {
            (status, before_start)
        }
        (Act::Decline, Status::Approved) => (status, true),
        _ => return Err(Outcome::State),
    };
    in_time.then_some(after).ok_or(Outcome::State)
}

impl Model {
    /// What the service does by itself.
    pub fn due(&mut self) {
        let mut waiting: Vec<usize> = (0..self.bookings.len()).collect();
        waiting.retain(|at| {
            let booking = &self.bookings[*at];
            let over = booking.answer_by.is_some_and(|by| by <= self.now);
            booking.status == Status::Pending && over
        });
        waiting.sort_by_key(|at| (self.bookings[*at].answer_by, self.bookings[*at].id));
        for at in waiting.clone() {
            if self.bookings[at].status != Status::Pending {
                continue;
            }
            // Dates of a series that are to be answered alike are answered together.
            let alike = |other: &usize| {
                let place = |at: usize| (self.bookings[at].series, self.bookings[at].space);
                let together = self.bookings[at].series.is_some() && place(*other) == place(at);
                let waits = self.bookings[*other].status == Status::Pending;
                waits && (*other == at || together) && self.answer_to(*other) == self.answer_to(at)
            };
            let mut together = waiting.clone();
            together.retain(|other| alike(other) && !self.waits_on(*other));
            let status = self.answer_to(at);
            for at in together {
                match status {
                    Status::Expired => self.expire(at),
                    _ => self.bookings[at].status = status,
                }
            }
        }
        for booking in &mut self.bookings {
            if booking.asks.is_some_and(|asks| asks.answer_by <= self.now) {
                booking.drop_asks();
            }
            let stood = matches!(booking.status, Status::Approved | Status::CheckedIn);
            if stood && booking.slot.to <= self.now {
                booking.status = Status::Completed;
                booking.drop_asks();
            }
        }
    }

    fn is_to_come(&self, at: usize) -> bool {
        let booking = &self.bookings[at];
        booking.slot.from > self.now && !booking.is_held_offer()
    }

    /// Whether nobody's answer is no answer yet.
    fn waits_on(&self, at: usize) -> bool {
        let unanswered = House::letting(self.bookings[at].space).unanswered;
        let given = self.is_given(at);
        // What is closed will not be free again.
        let may_come_back = self.is_given_away(at);
        self.is_to_come(at) && (may_come_back || !given && unanswered == Unanswered::Stay)
    }

    fn answer_to(&self, at: usize) -> Status {
        let booking = &self.bookings[at];
        let unanswered = House::letting(booking.space).unanswered;
        if self.is_to_come(at) && unanswered == Unanswered::Approve && booking.holds {
            Status::Approved
        } else {
            Status::Expired
        }
    }

    pub fn expire(&mut self, at: usize) {
        let booking = &mut self.bookings[at];
        booking.status = Status::Expired;
        booking.claims.clear();
    }
}
