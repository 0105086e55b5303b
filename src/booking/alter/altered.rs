//! What a booking is to become. Every rule was looked at, nobody's calendar yet.

use entity::{
    Booking,
    audit::{Action, Role},
};

use crate::{
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
