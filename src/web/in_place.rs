//! What a manager may put a booking in place of, as boxes to tick.

use entity::{Booking, BookingId};

use super::{
    booking::words::{space_name, when},
    state::{Side, StateLabel},
    typed::Typed,
};
use crate::{i18n::Translator, venue::Catalogue};

const PREFIX: &str = "replace-";

/// A booking that could make room.
pub struct BookingBox {
    pub name: String,
    pub label: String,
    pub ticked: bool,
}

/// Ids of what is ticked.
pub fn ticked(typed: &Typed) -> Vec<BookingId> {
    typed
        .ticked(PREFIX)
        .filter_map(|id| id.parse().ok())
        .collect()
}

/// Whether a field of this name is a box of ours.
pub fn is_box(name: &str) -> bool {
    let id = name.strip_prefix(PREFIX);
    id.is_some_and(|id| id.parse::<BookingId>().is_ok())
}

pub fn boxes(
    t: Translator,
    catalogue: &Catalogue,
    found: &[Booking],
    typed: &Typed,
) -> Vec<BookingBox> {
    let ticked = ticked(typed);
    let one = |booking: &Booking| {
        let venue = catalogue.venue_of(booking.venue_id)?;
        let said = [
            booking.code.clone(),
            booking.title.clone(),
            booking.contact_name.clone(),
            space_name(t, catalogue, booking),
            when(t, booking, venue),
            // What claims has its time.
            StateLabel::of(t, booking, false, Side::Venue).text,
        ];
        Some(BookingBox {
            name: format!("{PREFIX}{}", booking.id),
            label: said.join(" · "),
            ticked: ticked.contains(&booking.id),
        })
    };
    found.iter().filter_map(one).collect()
}
