//! What should come of every operation, told as plainly as can be.

use std::collections::BTreeMap;

use entity::{BookingId, booking::Status};
use time::Duration;

use super::{
    closing::Closing,
    house::{HORIZON_DAYS, House, SERIES_HORIZON_DAYS},
    life::{Act, Role, next},
    operation::{MANAGER, OWNER, Operation},
    quota::local,
    service::{Outcome, target},
    state::{Booked, Model, Wanted},
};

pub const OPEN_REQUESTS: usize = 3;

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
            O::Allow { who, quotas } => {
                if *who != MANAGER {
                    return Outcome::Forbidden;
                }
                self.quotas = quotas.clone();
                Outcome::Done
            }
            O::Close { .. } | O::Reclose { .. } | O::Unclose { .. } => {
                self.perform_closing(operation)
            }
            O::Series(operation) => self.perform_on_series(operation),
            O::Request { .. } => {
                let (who, wanted) = self.wanted(operation);
                self.request(who, wanted)
            }
            O::InPlace { asked, instead } if matches!(**asked, O::Request { .. }) => {
                let (who, wanted) = self.wanted(asked);
                let done = self.request_in_place(who, wanted, *instead);
                done.unwrap_or_else(|refused| refused)
            }
            O::TakeOffer { .. } | O::LeaveOffer { .. } => self.choose(operation),
            _ => self.perform_on(operation),
        }
    }

    fn wanted(&self, request: &Operation) -> (usize, Wanted) {
        let Operation::Request {
            who,
            space,
            span,
            people,
            layout,
            microphones,
        } = request
        else {
            panic!("{request:?} is no request")
        };
        let wanted = Wanted {
            space: *space,
            slot: self.slot(*span),
            layout: *layout,
            people: *people,
            microphones: *microphones,
            in_series: false,
        };
        (*who, wanted)
    }

    fn perform_closing(&mut self, operation: &Operation) -> Outcome {
        let (who, which) = target(operation);
        // Whose it is: there is no such closure of anybody's own.
        let who = if who == OWNER { 0 } else { who };
        if let Operation::Close {
            spaces,
            span,
            times,
            way,
            ..
        } = operation
        {
            let closing = Closing::weekly(spaces, self.slot(*span), *times);
            return self
                .close(who, closing, *way)
                .err()
                .unwrap_or(Outcome::Done);
        }
        if self.closings.is_empty() {
            return Outcome::Nothing;
        }
        let which = which % self.closings.len();
        let done = match operation {
            Operation::Reclose {
                starts, ends, way, ..
            } => self.reclose(who, which, (*starts, *ends), *way),
            _ => self.unclose(who, which),
        };
        done.err().unwrap_or(Outcome::Done)
    }

    pub fn breaks_a_rule(&self, wanted: &Wanted) -> bool {
        self.is_at_a_wrong_time(wanted) || wanted.people > self.house.capacity(wanted.space)
    }

    pub fn is_at_a_wrong_time(&self, wanted: &Wanted) -> bool {
        let notice = House::letting(wanted.space).notice_hours;
        let days = if wanted.in_series {
            SERIES_HORIZON_DAYS
        } else {
            HORIZON_DAYS
        };
        let latest = local(self.now).date() + Duration::days(days);
        wanted.slot.from < self.now
            || wanted.slot.from < self.now.plus_hours(notice)
            || local(wanted.slot.from).date() > latest
    }

    /// How many requests of somebody wait for the venue. A series counts by its dates, up to the limit.
    pub fn open_requests(&self, who: usize) -> usize {
        let (mut series, mut single) = (BTreeMap::new(), 0);
        for (at, booking) in self.bookings.iter().enumerate() {
            let waits = booking.status == Status::Pending && booking.slot.from > self.now;
            let counts = waits && booking.offer_of.is_none() && !self.is_displaced(at);
            if booking.owner != who || !counts {
                continue;
            }
            match booking.series {
                Some(one) => *series.entry(one).or_insert(0) += 1,
                None => single += 1,
            }
        }
        let dates = series.values().map(|dates| OPEN_REQUESTS.min(*dates));
        single + dates.sum::<usize>()
    }

    pub fn request(&mut self, who: usize, wanted: Wanted) -> Outcome {
        if self.breaks_a_rule(&wanted) || wanted.microphones > self.house.microphones {
            return Outcome::Rule;
        }
        let letting = House::letting(wanted.space);
        let approved = letting.automatic || who == MANAGER;
        let too_many = !approved && self.open_requests(who) >= OPEN_REQUESTS;
        let taken = self.is_taken(None, &wanted);
        let mut booking = Booked::new(who, &wanted, approved, letting.holds);
        booking.claim(&self.house);
        let mut weighed = self.cleared(&[], &wanted, booking.stands());
        if !taken && !too_many {
            // What it takes is given to nobody else: also not to an own request that waits for the same.
            weighed.bookings.push(Booked {
                owner: usize::MAX,
                ..booking.clone()
            });
        }
        let exceeds = who != MANAGER && weighed.exceeds(who, &[], &[wanted.slot]);
        if exceeds || too_many {
            return Outcome::Rule;
        }
        if taken {
            return Outcome::Conflict;
        }
        self.bookings.push(booking);
        Outcome::Done
    }

    pub fn perform_on(&mut self, operation: &Operation) -> Outcome {
        let (who, which) = target(operation);
        if self.bookings.is_empty() {
            return Outcome::Nothing;
        }
        let mut of: Vec<usize> = (0..self.bookings.len()).collect();
        if let Operation::TakeBack { .. } = operation {
            of.retain(|at| self.bookings[*at].asks.is_some());
        }
        let at = match of.as_slice() {
            [] => which % self.bookings.len(),
            of => of[which % of.len()],
        };
        let who = match who {
            OWNER => self.bookings[at].owner,
            other => other,
        };
        let done = match operation {
            Operation::Approve { .. } => self.approve(who, at, &[]),
            Operation::InPlace { instead, .. } => self.approve_in_place(who, at, *instead),
            Operation::Reject { .. } => self.reject(who, at),
            Operation::Cancel { .. } => self.end(who, at, Act::Cancel),
            Operation::Reopen { .. } => self.reopen(who, at),
            Operation::TakeBack { .. } => self.take_back(who, at),
            Operation::CheckIn { .. } => self.note(who, at, Act::CheckIn),
            Operation::NoShow { .. } => self.end(who, at, Act::NoShow),
            Operation::Write { internal, .. } => self.write(who, at, *internal),
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

    pub fn allowed(&self, who: usize, at: usize, act: Act) -> Allowed {
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

    /// In place of those `named`.
    pub fn approve(&mut self, who: usize, at: usize, named: &[usize]) -> Result<(), Outcome> {
        if let Some(asks) = self.bookings[at].asks {
            self.allowed(who, at, Act::Accept)?;
            if !named.is_empty() {
                return Err(Outcome::Rule);
            }
            let moved = Wanted {
                space: asks.space,
                slot: asks.slot,
                layout: asks.layout,
                ..self.bookings[at].wanted()
            };
            if asks.slot.from <= self.now {
                return Err(Outcome::State);
            }
            if moved.people > self.house.capacity(asks.space) {
                return Err(Outcome::Rule);
            }
            return self.put(at, moved);
        }
        let (role, status) = self.allowed(who, at, Act::Approve)?;
        if role != Role::Venue && !named.is_empty() {
            return Err(Outcome::Rule);
        }
        if let Some(displaced) = self.bookings[at].offer_of
            && self.bookings[at].is_held_offer()
        {
            self.give_up_offers(displaced, at);
            self.change_places(displaced, at)?;
        }
        let wanted = self.bookings[at].wanted();
        self.make_room(named, Some(at), &wanted)?;
        self.stand(at, status)
    }

    /// Takes what it needs to stand in that state, where it does not have it yet.
    pub fn stand(&mut self, at: usize, status: Status) -> Result<(), Outcome> {
        if !self.bookings[at].stands() && self.is_taken(Some(at), &self.bookings[at].wanted()) {
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

    pub fn end(&mut self, who: usize, at: usize, act: Act) -> Result<(), Outcome> {
        let (_, status) = self.allowed(who, at, act)?;
        self.bookings[at].give_up(status);
        Ok(())
    }

    fn note(&mut self, who: usize, at: usize, act: Act) -> Result<(), Outcome> {
        let (_, status) = self.allowed(who, at, act)?;
        if (self.bookings[at].status, status) == (Status::NoShow, Status::Completed) {
            // What has passed is only counted.
            self.bookings[at].status = status;
            return Ok(());
        }
        self.stand(at, status)
    }

    fn reopen(&mut self, who: usize, at: usize) -> Result<(), Outcome> {
        let (_, status) = self.allowed(who, at, Act::Reopen)?;
        if let Some(series) = self.bookings[at].series {
            let dates = &self.series[series].dates;
            // Or one date would have two bookings.
            if !dates.iter().any(|date| date.1 == Some(at)) {
                return Err(Outcome::State);
            }
        }
        self.give_up_offers(self.bookings[at].id, at);
        self.decided_anew(at);
        self.stand(at, status)
    }

    /// The group has something else.
    fn give_up_offers(&mut self, displaced: BookingId, but: usize) {
        for (at, booking) in self.bookings.iter_mut().enumerate() {
            let held = booking.is_held_offer() && !booking.is_overdue(self.now);
            if at != but && held && booking.offer_of == Some(displaced) {
                booking.give_up(Status::Withdrawn);
            }
        }
    }

    /// Who takes the one place gives up the other, unless they are there already. Of a series it is the same date.
    fn change_places(&mut self, displaced: BookingId, at: usize) -> Result<(), Outcome> {
        let mut bookings = self.bookings.iter();
        let Some(other) = bookings.position(|one| one.id == displaced) else {
            panic!("{displaced:?} is nowhere")
        };
        if self.bookings[other].stands() {
            let status = next(&self.bookings[other], Act::Cancel, Role::Booker, self.now)?;
            self.bookings[other].give_up(status);
        }
        for (number, series) in self.series.iter_mut().enumerate() {
            let had = |date: &&mut (_, Option<usize>)| date.1 == Some(other);
            if let Some(date) = series.dates.iter_mut().find(had) {
                date.1 = Some(at);
                self.bookings[at].series = Some(number);
            }
        }
        Ok(())
    }

    fn take_back(&mut self, who: usize, at: usize) -> Result<(), Outcome> {
        self.allowed(who, at, Act::TakeBack)?;
        if self.bookings[at].asks.is_none() {
            return Err(Outcome::State);
        }
        self.bookings[at].drop_asks();
        Ok(())
    }
}
