//! A booking in words: where and when it is, and what its fields are called.

use entity::{Booking, Instant};

use crate::{
    i18n::Translator,
    venue::{Catalogue, Venue},
    zone::parse_wall,
};

/// The name of its space.
pub fn space_name(t: Translator, catalogue: &Catalogue, booking: &Booking) -> String {
    let space = catalogue.space_of(booking.space_id);
    space.map_or(String::new(), |space| {
        space.row.name.get(t.language).to_owned()
    })
}

/// From when to when, by the clock of its venue.
pub fn when(t: Translator, booking: &Booking, venue: &Venue) -> String {
    let local = |text, at| parse_wall(text).unwrap_or_else(|| venue.zone.local(at));
    t.when(
        local(&booking.starts, booking.starts_at),
        local(&booking.ends, booking.ends_at),
    )
}

/// Where and when its group asks it to be moved.
pub fn asked_move(t: Translator, catalogue: &Catalogue, booking: &Booking) -> Option<String> {
    let asks = booking.proposed_move()?;
    let zone = &catalogue.venue_of(booking.venue_id)?.zone;
    let space = catalogue.space_of(asks.space_id)?;
    let when = t.when(zone.local(asks.starts_at), zone.local(asks.ends_at));
    Some(format!("{}, {when}", space.row.name.get(t.language)))
}

/// A moment by the clock of a venue.
pub fn moment(t: Translator, venue: &Venue, at: Instant) -> String {
    t.moment(venue.zone.local(at))
}

/// Where a booking is, and when.
pub fn place_in_words(t: Translator, catalogue: &Catalogue, venue: &Venue, of: &Booking) -> String {
    format!("{}, {}", space_name(t, catalogue, of), when(t, of, venue))
}

/// What a field of a booking is called in a form.
pub fn label(t: Translator, field: &str) -> String {
    t.text(match field {
        "title" => "form-event",
        "attendees" => "form-attendees",
        "attended" => "decide-attended",
        "layout" => "form-layout",
        "programme" => "form-programme",
        "note" => "form-note",
        "phone" => "form-phone",
        "starts" => "form-date",
        "ends" => "form-to",
        "space" => "alter-space",
        "waive_reason" => "form-waive_reason",
        "text" => "mail-message",
        "stock" => "mail-stock",
        "replacing" => "form-in-place",
        "replace_reason" => "form-replace_reason",
        _ => "booking-reason",
    })
}
