//! Seats and microphones: never more at a time than there are.

use super::{
    house::SEATS,
    state::{Booked, Model, Slot, Wanted},
};

impl Model {
    /// Whether too few seats or microphones are left at any time of it.
    pub fn counts_are_taken(&self, of: Option<usize>, wanted: &Wanted) -> bool {
        self.lacks(of, wanted) != (false, false)
    }

    /// Whether too few seats are left, and too few microphones.
    pub fn lacks(&self, of: Option<usize>, wanted: &Wanted) -> (bool, bool) {
        let mut others = Vec::new();
        for (at, booking) in self.bookings.iter().enumerate() {
            if Some(at) != of && booking.stands() && !booking.is_overdue(self.now) {
                others.push(booking);
            }
        }
        let (seats, microphones) = peak(&others, wanted.slot);
        let too_few = seats + wanted.people > self.house.seats;
        let no_seats = wanted.space == SEATS && (too_few || self.is_closed(SEATS, wanted.slot));
        let all = microphones + wanted.microphones;
        let no_microphones = wanted.microphones > 0 && all > self.house.microphones;
        (no_seats, no_microphones)
    }
}

/// The most seats and microphones that are taken at one time.
pub fn peak(bookings: &[&Booked], within: Slot) -> (i32, i32) {
    let mut most = (0, 0);
    let starts = bookings.iter().map(|one| one.slot.from.max(within.from));
    for at in starts.filter(|at| *at < within.to) {
        let here = bookings
            .iter()
            .filter(|one| one.slot.from <= at && at < one.slot.to);
        let (mut seats, mut microphones) = (0, 0);
        for booking in here {
            seats += if booking.space == SEATS {
                booking.people
            } else {
                0
            };
            microphones += booking.microphones;
        }
        most = (most.0.max(seats), most.1.max(microphones));
    }
    most
}
