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
    Reopen,
    Change,
    Shorten,
    Move,
    TakeBack,
    Accept,
    Decline,
}

/// Who may do what in which state, and when.
pub fn next(booking: &Booked, act: Act, role: Role, now: Instant) -> Result<Status, Outcome> {
    let (venue, before_start, before_end) = (
        role == Role::Venue,
        now < booking.slot.from,
        now < booking.slot.to,
    );
    let status = booking.status;
    let only_venue = matches!(
        act,
        Act::Approve | Act::Reject | Act::Reopen | Act::Accept | Act::Decline
    );
    if only_venue && !venue {
        return Err(Outcome::Forbidden);
    }
    let waits_or_stands = matches!(status, Status::Pending | Status::Approved);
    let (after, in_time) = match (act, status) {
        (Act::Approve, Status::Pending) => (Status::Approved, before_start),
        (Act::Reject, Status::Pending) => (Status::Rejected, true),
        (Act::Cancel, Status::Pending) if !venue => (Status::Withdrawn, true),
        (Act::Cancel, Status::Approved) if venue => (Status::Cancelled, before_end),
        (Act::Cancel, Status::Approved) => (Status::Cancelled, before_start),
        (Act::Reopen, Status::Rejected | Status::Expired) => (Status::Pending, before_start),
        (Act::Reopen, Status::Cancelled) => (Status::Approved, before_end),
        (Act::Change | Act::Move, _) if waits_or_stands => (status, before_start),
        (Act::Shorten, _) if waits_or_stands => (status, before_end),
        (Act::TakeBack, Status::Approved) if !venue => (status, true),
        (Act::Accept, Status::Approved) => (status, before_start),
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
        for at in waiting {
            let displaced = self.is_displaced(at);
            let booking = &mut self.bookings[at];
            let unanswered = House::letting(booking.space).unanswered;
            let to_come = booking.slot.from > self.now;
            if to_come && (displaced || unanswered == Unanswered::Stay) {
                continue;
            }
            if to_come && unanswered == Unanswered::Approve && booking.holds {
                booking.status = Status::Approved;
                continue;
            }
            self.expire(at);
        }
        for booking in &mut self.bookings {
            if booking.asks.is_some_and(|asks| asks.answer_by <= self.now) {
                booking.drop_asks();
            }
            if booking.status == Status::Approved && booking.slot.to <= self.now {
                booking.status = Status::Completed;
                booking.drop_asks();
            }
        }
    }

    pub fn expire(&mut self, at: usize) {
        let booking = &mut self.bookings[at];
        booking.status = Status::Expired;
        booking.claims.clear();
    }
}
