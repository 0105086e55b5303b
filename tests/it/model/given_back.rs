//! What a closure gives back in time goes to those who had to make way for it.

use entity::booking::Status;

use super::{
    closing::Hit,
    life::{Act, Role, next},
    state::{Booked, Model, Wanted},
};

const HOURS: i64 = 48;

impl Model {
    pub fn give_back(&mut self, which: usize, mut owed: Vec<Hit>) {
        owed.sort_by_key(|hit| hit.slot.from);
        for hit in owed {
            let in_time = self.now < hit.at.plus_hours(HOURS) && self.now < hit.slot.from;
            let anew = hit.anew && !hit.moved;
            if in_time && !hit.declined && !anew && !self.still_closes(which, &hit) {
                self.give_back_to(&hit);
            }
        }
    }

    /// It was reopened.
    pub fn decided_anew(&mut self, booking: usize) {
        let hits = self.closings.iter_mut().flat_map(|one| &mut one.hits);
        for hit in hits.filter(|hit| hit.booking == booking) {
            hit.anew = true;
        }
    }

    fn still_closes(&self, which: usize, hit: &Hit) -> bool {
        let closing = &self.closings[which];
        let floor = self.house.units(hit.space);
        let there = !closing.units(&self.house).is_disjoint(&floor);
        there && closing.times.iter().any(|time| time.meets(hit.slot))
    }

    fn give_back_to(&mut self, hit: &Hit) {
        let number = hit.booking;
        let booking = self.bookings[number].clone();
        // Where it was moved to, it was rejected for something else.
        if booking.status == Status::Rejected && !hit.moved {
            let Ok(status) = next(&booking, Act::Reopen, Role::Venue, self.now) else {
                return;
            };
            if !self.is_taken(Some(number), &booking.wanted()) {
                self.bookings[number].status = status;
                self.bookings[number].claim(&self.house);
                self.decided_anew(number);
            }
            return;
        }
        let has_a_choice = match booking.status {
            Status::Cancelled => !hit.moved,
            Status::Approved => hit.moved && booking.slot.from > self.now,
            _ => false,
        };
        if !has_a_choice {
            return;
        }
        let there = |one: &Booked| (one.space, one.slot.from) == (hit.space, hit.slot.from);
        // Nobody is asked twice, whatever they said, nor who has taken something else.
        let mut offers = self.bookings.iter();
        let taken = |one: &Booked| {
            use Status as S;
            matches!(
                one.status,
                S::Approved | S::CheckedIn | S::NoShow | S::Completed
            )
        };
        let offered =
            offers.any(|one| one.offer_of == Some(booking.id) && (there(one) || taken(one)));
        let wanted = Wanted {
            space: hit.space,
            slot: hit.slot,
            ..booking.wanted()
        };
        if booking.stands() && there(&booking) || offered || self.is_taken(None, &wanted) {
            return;
        }
        let mut offer = booking.offer(hit.space, hit.slot, self.now, &self.house);
        if hit.moved {
            // Once it begins elsewhere its group has chosen.
            offer.answer_by = offer.answer_by.min(Some(booking.slot.from));
        }
        self.bookings.push(offer);
    }
}
