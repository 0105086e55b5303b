//! What a booking becomes while it stands: what it is for, when it ends, when and where it is.

use entity::{Instant, booking::Status};

use super::{
    house::{House, SEATS},
    life::{Act, Role},
    quota::local,
    service::Outcome,
    state::{Asks, Model, Slot, Wanted},
};

impl Model {
    pub fn amend(
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
            ..before.wanted()
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
    pub fn put(&mut self, at: usize, to: Wanted) -> Result<(), Outcome> {
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

    pub fn move_to(
        &mut self,
        who: usize,
        at: usize,
        space: Option<usize>,
        slot: Slot,
    ) -> Result<(), Outcome> {
        let before = self.bookings[at].clone();
        let space = space.unwrap_or(before.space);
        if before.only_ends_earlier(space, slot) {
            return self.shorten(who, at, slot.to);
        }
        let (role, _) = self.allowed(who, at, Act::Move)?;
        if (space, slot) == (before.space, before.slot) {
            return Ok(());
        }
        let later = local(slot.from).date() > local(before.slot.from).date();
        let to = Wanted {
            space,
            slot,
            // A group moves a date of a series to a later day as it moves a booking.
            in_series: before.series.is_some() && (role == Role::Venue || !later),
            ..before.wanted()
        };
        if self.breaks_a_rule(&to) {
            return Err(Outcome::Rule);
        }
        let letting = House::letting(space);
        let asks = before.status == Status::Approved && role == Role::Booker && !letting.automatic;
        let claims = match (asks, before.status) {
            (true, _) => letting.holds && space != SEATS,
            (false, Status::Pending) => letting.holds || letting.automatic,
            _ => true,
        };
        let weighed = self.cleared(&[at], &to, claims);
        if role == Role::Booker && weighed.exceeds(who, &[at], &[slot]) {
            return Err(Outcome::Rule);
        }
        if asks {
            return self.ask(at, &to);
        }
        self.settle(at, space, slot)
    }

    /// Stands or waits there from now on, by the rules of that space.
    pub fn settle(&mut self, at: usize, space: usize, slot: Slot) -> Result<(), Outcome> {
        let to = Wanted {
            space,
            slot,
            ..self.bookings[at].wanted()
        };
        if self.is_taken(Some(at), &to) {
            return Err(Outcome::Conflict);
        }
        let letting = House::letting(space);
        if self.bookings[at].status == Status::Pending {
            self.bookings[at].holds = letting.holds;
            if letting.automatic {
                self.bookings[at].status = Status::Approved;
            }
        }
        self.put(at, to)
    }

    pub fn ask(&mut self, at: usize, to: &Wanted) -> Result<(), Outcome> {
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
            of_series: false,
        });
        let asked = booking.claims_of_asks(&self.house);
        self.bookings[at].claims.extend(asked);
        Ok(())
    }

    pub fn shorten(&mut self, who: usize, at: usize, to: Instant) -> Result<(), Outcome> {
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
}
