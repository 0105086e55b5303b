//! What a booking is to become. Every rule was looked at, nobody's calendar yet.

use entity::{
    Booking,
    audit::{Action, Role},
};

use crate::{
    ledger::change::place_of,
    rules::reason::Reason,
    venue::{Space, Venue},
};

/// A booking as it is to be.
pub struct Altered<'a> {
    pub action: Action,
    pub role: Role,
    pub reason: Reason,
    pub after: Booking,
    /// The booking as it will stand, or as its group asks for it: for this there has to be room.
    pub wanted: Booking,
    pub venue: &'a Venue,
    /// The space of `wanted`.
    pub space: &'a Space,
}

impl Altered<'_> {
    /// Whether there has to be room for something that the booking does not have. What only ends earlier needs none.
    #[must_use]
    pub fn needs_room(&self, before: &Booking) -> bool {
        let takes = |of: &Booking| (of.attendees, of.stock.clone());
        self.action != Action::Shorten
            && (place_of(before) != place_of(&self.wanted) || takes(before) != takes(&self.wanted))
    }

    /// Whether the booking takes the place where it is wanted from now on, or is kept it for a move.
    #[must_use]
    pub fn claims(&self) -> bool {
        match self.after.proposed_move() {
            Some(asks) if self.action == Action::ProposeMove => asks.holds,
            _ => self.after.claims(),
        }
    }
}
