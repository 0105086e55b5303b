//! What should come of every operation, told as plainly as can be.

use entity::{BookingId, Instant, booking::Status};
use uuid::Uuid;

use super::{
    house::{House, SEATS},
    life::{Act, Role, next},
    operation::{MANAGER, OWNER, Operation, Span},
    service::{Outcome, target},
    state::{Asks, Booked, Model, Slot, Wanted},
};

const OPEN_REQUESTS: usize = 3;

/// In which role, and to which status.
type Allowed = Result<(Role, Status), Outcome>;

impl Model {
    /// Does it, or says why not.
    pub fn perform(&mut self, operation: &Operation) -> Outcome {
        use Operation as O;
        match operation {
            O::Pass(half_hours) => {
                self.now = self.now.plus_minutes(30 * half_hours);
                Outcome::Done
            }
            O::Due => {
                self.due();
                Outcome::Done
            }
            O::Import(house) => match self.rebuilt(house) {
                Some(after) => {
                    *self = after;
                    Outcome::Done
                }
                None => Outcome::InUse,
            },
            O::Request {
                who,
                space,
                span,
                people,
                layout,
                microphones,
            } => {
                let wanted = Wanted {
                    space: *space,
                    slot: self.slot(*span),
                    layout: *layout,
                    people: *people,
                    microphones: *microphones,
                };
                self.request(*who, wanted)
            }
            _ => self.perform_on(operation),
        }
    }

    fn slot(&self, span: Span) -> Slot {
        let at = |half_hours: i64| self.begun.plus_minutes(30 * half_hours);
        Slot {
            from: at(span.from),
            to: at(span.from + span.length),
        }
    }

    fn breaks_a_rule(&self, wanted: &Wanted) -> bool {
        let notice = House::letting(wanted.space).notice_hours;
        wanted.slot.from < self.now
            || wanted.slot.from < self.now.plus_hours(notice)
            || wanted.people > self.house.capacity(wanted.space)
    }

    fn request(&mut self, who: usize, wanted: Wanted) -> Outcome {
        if self.breaks_a_rule(&wanted) || wanted.microphones > self.house.microphones {
            return Outcome::Rule;
        }
        let letting = House::letting(wanted.space);
        let approved = letting.automatic || who == MANAGER;
        let waiting = (0..self.bookings.len()).filter(|at| {
            let booking = &self.bookings[*at];
            let waits = booking.status == Status::Pending && booking.slot.from > self.now;
            booking.owner == who && waits && !self.is_displaced(*at)
        });
        if !approved && waiting.count() >= OPEN_REQUESTS {
            return Outcome::Rule;
        }
        if self.is_taken(None, &wanted) {
            return Outcome::Conflict;
        }
        let mut booking = Booked {
            id: BookingId(Uuid::nil()),
            owner: who,
            space: wanted.space,
            slot: wanted.slot,
            layout: wanted.layout,
            people: wanted.people,
            microphones: wanted.microphones,
            status: if approved {
                Status::Approved
            } else {
                Status::Pending
            },
            holds: letting.holds,
            answer_by: None,
            asks: None,
            claims: Vec::new(),
        };
        booking.claim(&self.house);
        self.bookings.push(booking);
        Outcome::Done
    }

    fn perform_on(&mut self, operation: &Operation) -> Outcome {
        let (who, which) = target(operation);
        if self.bookings.is_empty() {
            return Outcome::Nothing;
        }
        let at = which % self.bookings.len();
        let who = match who {
            OWNER => self.bookings[at].owner,
            other => other,
        };
        let done = match operation {
            Operation::Approve { .. } => self.approve(who, at),
            Operation::Reject { .. } => self.reject(who, at),
            Operation::Cancel { .. } => self.end(who, at, Act::Cancel),
            Operation::Reopen { .. } => self.reopen(who, at),
            Operation::TakeBack { .. } => self.take_back(who, at),
            Operation::Amend {
                people,
                layout,
                microphones,
                ..
            } => self.amend(who, at, (*people, *layout, *microphones)),
            Operation::Move { space, span, .. } => self.move_to(who, at, *space, self.slot(*span)),
            Operation::Shorten { by, .. } => {
                let stands = self.bookings[at].slot;
                let to = stands.to.plus_minutes(-30 * by);
                if to <= stands.from {
                    return Outcome::Nothing;
                }
                self.shorten(who, at, to)
            }
            other => panic!("{other:?} is done to no booking"),
        };
        done.err().unwrap_or(Outcome::Done)
    }

    fn allowed(&self, who: usize, at: usize, act: Act) -> Allowed {
        let booking = &self.bookings[at];
        let mut why = Outcome::NotFound;
        for role in [Role::Venue, Role::Booker] {
            let has_it = match role {
                Role::Venue => who == MANAGER,
                Role::Booker => who == booking.owner,
            };
            if has_it {
                match next(booking, act, role, self.now) {
                    Ok(status) => return Ok((role, status)),
                    // What is wrong with the booking says more than who may do it.
                    Err(_) if why == Outcome::State => {}
                    Err(refusal) => why = refusal,
                }
            }
        }
        Err(why)
    }

    fn approve(&mut self, who: usize, at: usize) -> Result<(), Outcome> {
        if let Some(asks) = self.bookings[at].asks {
            self.allowed(who, at, Act::Accept)?;
            let moved = Wanted {
                space: asks.space,
                slot: asks.slot,
                layout: asks.layout,
                ..wanted(&self.bookings[at])
            };
            if asks.slot.from <= self.now {
                return Err(Outcome::State);
            }
            return self.put(at, moved);
        }
        let (_, status) = self.allowed(who, at, Act::Approve)?;
        self.stand(at, status)
    }

    /// Takes what it needs to stand in that state, where it does not have it yet.
    fn stand(&mut self, at: usize, status: Status) -> Result<(), Outcome> {
        if !self.bookings[at].stands() && self.is_taken(Some(at), &wanted(&self.bookings[at])) {
            return Err(Outcome::Conflict);
        }
        let had = self.bookings[at].stands();
        self.bookings[at].status = status;
        self.bookings[at].drop_asks();
        if !had {
            self.bookings[at].claim(&self.house);
        }
        Ok(())
    }

    fn reject(&mut self, who: usize, at: usize) -> Result<(), Outcome> {
        if self.bookings[at].asks.is_some() {
            self.allowed(who, at, Act::Decline)?;
            self.bookings[at].drop_asks();
            return Ok(());
        }
        self.end(who, at, Act::Reject)
    }

    fn end(&mut self, who: usize, at: usize, act: Act) -> Result<(), Outcome> {
        let (_, status) = self.allowed(who, at, act)?;
        let booking = &mut self.bookings[at];
        booking.status = status;
        booking.asks = None;
        booking.claims.clear();
        Ok(())
    }

    fn reopen(&mut self, who: usize, at: usize) -> Result<(), Outcome> {
        let (_, status) = self.allowed(who, at, Act::Reopen)?;
        self.stand(at, status)
    }

    fn take_back(&mut self, who: usize, at: usize) -> Result<(), Outcome> {
        self.allowed(who, at, Act::TakeBack)?;
        if self.bookings[at].asks.is_none() {
            return Err(Outcome::State);
        }
        self.bookings[at].drop_asks();
        Ok(())
    }

    fn amend(
        &mut self,
        who: usize,
        at: usize,
        (people, layout, microphones): (Option<i32>, Option<usize>, Option<i32>),
    ) -> Result<(), Outcome> {
        self.allowed(who, at, Act::Change)?;
        let before = self.bookings[at].clone();
        let people = people.unwrap_or(before.people);
        let microphones = microphones.unwrap_or(before.microphones);
        let too_many = people != before.people && people > self.house.capacity(before.space);
        if too_many || microphones != before.microphones && microphones > self.house.microphones {
            return Err(Outcome::Rule);
        }
        let after = Wanted {
            people,
            microphones,
            layout: layout.unwrap_or(before.layout),
            ..wanted(&before)
        };
        if after.layout != before.layout {
            return self.put(at, after);
        }
        let takes_else = (people, microphones) != (before.people, before.microphones);
        if before.stands() && takes_else && self.counts_are_taken(Some(at), &after) {
            return Err(Outcome::Conflict);
        }
        let booking = &mut self.bookings[at];
        (booking.people, booking.microphones) = (people, microphones);
        Ok(())
    }

    /// Gives up where it is and takes where it is to be.
    fn put(&mut self, at: usize, to: Wanted) -> Result<(), Outcome> {
        if self.is_taken(Some(at), &to) {
            return Err(Outcome::Conflict);
        }
        let house = self.house.clone();
        let booking = &mut self.bookings[at];
        booking.asks = None;
        booking.space = to.space;
        booking.slot = to.slot;
        booking.layout = to.layout;
        booking.people = to.people;
        booking.microphones = to.microphones;
        booking.claim(&house);
        Ok(())
    }

    fn move_to(
        &mut self,
        who: usize,
        at: usize,
        space: Option<usize>,
        slot: Slot,
    ) -> Result<(), Outcome> {
        let before = self.bookings[at].clone();
        let space = space.unwrap_or(before.space);
        let stays_there = space == before.space && slot.from == before.slot.from;
        if stays_there && slot.to < before.slot.to {
            return self.shorten(who, at, slot.to);
        }
        let (role, _) = self.allowed(who, at, Act::Move)?;
        if stays_there && slot == before.slot {
            return Ok(());
        }
        let to = Wanted {
            space,
            slot,
            ..wanted(&before)
        };
        if self.breaks_a_rule(&to) {
            return Err(Outcome::Rule);
        }
        let letting = House::letting(space);
        if before.status == Status::Approved && role == Role::Booker && !letting.automatic {
            return self.ask(at, &to);
        }
        let waits = before.status == Status::Pending;
        if self.is_taken(Some(at), &to) {
            return Err(Outcome::Conflict);
        }
        if waits {
            self.bookings[at].holds = letting.holds;
            if letting.automatic {
                self.bookings[at].status = Status::Approved;
            }
        }
        self.put(at, to)
    }

    fn ask(&mut self, at: usize, to: &Wanted) -> Result<(), Outcome> {
        if self.is_taken(Some(at), to) {
            return Err(Outcome::Conflict);
        }
        let letting = House::letting(to.space);
        let booking = &mut self.bookings[at];
        booking.drop_asks();
        booking.asks = Some(Asks {
            space: to.space,
            slot: to.slot,
            layout: to.layout,
            holds: letting.holds && to.space != SEATS,
            answer_by: Instant(i64::MAX),
        });
        let asked = booking.claims_of_asks(&self.house);
        self.bookings[at].claims.extend(asked);
        Ok(())
    }

    fn shorten(&mut self, who: usize, at: usize, to: Instant) -> Result<(), Outcome> {
        self.allowed(who, at, Act::Shorten)?;
        if to < self.now {
            return Err(Outcome::Rule);
        }
        let booking = &mut self.bookings[at];
        booking.drop_asks();
        booking.slot.to = to;
        for claim in &mut booking.claims {
            claim.slot.to = to;
        }
        Ok(())
    }

    /// A booking that only ends earlier may be refused its own floor, where the minutes between two uses have grown since.
    pub fn is_narrow(&self, operation: &Operation, outcome: Outcome) -> bool {
        let (_, which) = target(operation);
        let ends_earlier = match operation {
            Operation::Shorten { .. } => true,
            Operation::Move { span, .. } => {
                let stands = self.bookings.get(which % self.bookings.len().max(1));
                stands.is_some_and(|one| one.slot.from == self.slot(*span).from)
            }
            _ => false,
        };
        ends_earlier && outcome == Outcome::Conflict
    }
}

fn wanted(booking: &Booked) -> Wanted {
    Wanted {
        space: booking.space,
        slot: booking.slot,
        layout: booking.layout,
        people: booking.people,
        microphones: booking.microphones,
    }
}
