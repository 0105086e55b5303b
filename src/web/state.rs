//! How a booking stands, in words and with a colour: who is waited for is another thing than whose time is gone.

use crate::i18n::Translator;
use entity::{Booking, booking::Status, booking::WaitsFor};

/// From where somebody looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Group,
    Venue,
}

/// The state of a booking in words, with the class by which the page colours the words.
pub struct StateLabel {
    pub class: &'static str,
    pub text: String,
}

impl StateLabel {
    /// `given`: its time was given to another group.
    pub fn of(t: Translator, booking: &Booking, given: bool, side: Side) -> Self {
        let (class, key) = match (booking.status, booking.waits_for(given), side) {
            (Status::Pending, None, _) => ("given", "state-given"),
            (Status::Pending, Some(WaitsFor::Group), Side::Group) if booking.is_held_offer() => {
                ("kept", "state-kept-for-you")
            }
            (Status::Pending, Some(WaitsFor::Group), Side::Venue) if booking.is_held_offer() => {
                ("kept", "state-kept-for-them")
            }
            (Status::Pending, Some(WaitsFor::Group), Side::Group) => ("answer", "state-asked-you"),
            (Status::Pending, Some(WaitsFor::Group), Side::Venue) => ("answer", "state-asked-them"),
            (Status::Pending, Some(WaitsFor::Venue), Side::Group) => ("held", "status-pending"),
            (Status::Pending, Some(WaitsFor::Venue), Side::Venue) => ("held", "state-waits-for-us"),
            (_, Some(_), Side::Venue) => ("held", "state-move-waits-for-us"),
            (status, ..) => {
                let class = match status {
                    Status::Rejected | Status::Withdrawn | Status::Cancelled | Status::Expired => {
                        "past"
                    }
                    _ => "taken",
                };
                return Self {
                    class,
                    text: t.status(status),
                };
            }
        };
        Self {
            class,
            text: t.text(key),
        }
    }
}
