//! What the state of a booking means now for who looks at it.

use entity::{
    Booking,
    audit::Role,
    booking::{Status, WaitsFor},
};

use super::words::place_in_words;
use crate::{
    booking::SeenBooking,
    i18n::Translator,
    urls,
    venue::{Catalogue, Venue},
};

/// Empty where the state says it all.
pub fn meaning(t: Translator, catalogue: &Catalogue, seen: &SeenBooking, venue: &Venue) -> String {
    match seen.role {
        Role::Venue => for_the_venue(t, &seen.booking, seen.given, venue),
        _ => for_the_group(t, catalogue, seen, venue),
    }
}

/// What is said to a group is nothing to a manager, who has the state and what can be done.
fn for_the_venue(t: Translator, booking: &Booking, given: bool, venue: &Venue) -> String {
    let by = booking
        .answer_by
        .filter(|_| booking.is_held_offer() || booking.waits_for(given) == Some(WaitsFor::Venue));
    // The answer to a move has a line of its own.
    let Some(by) = by.filter(|_| booking.status == Status::Pending) else {
        return String::new();
    };
    let moment = t.deadline(venue.zone.local(by));
    if booking.is_held_offer() {
        t.with("booking-kept-for-them", &[("moment", moment.into())])
    } else {
        format!("{}: {moment}", t.text("queue-answer-by"))
    }
}

fn for_the_group(
    t: Translator,
    catalogue: &Catalogue,
    seen: &SeenBooking,
    venue: &Venue,
) -> String {
    let booking = &seen.booking;
    let instead = seen.instead_of.as_ref();
    let instead = instead.map(|of| place_in_words(t, catalogue, venue, of));
    match booking.status {
        Status::Pending if seen.given => t.text("booking-displaced"),
        // Its clock stands still until they answer.
        Status::Pending if booking.waits_for_group() => String::new(),
        Status::Pending => booking.answer_by.map_or(String::new(), |by| {
            let moment = t.deadline(venue.zone.local(by)).into();
            match (booking.is_held_offer(), instead) {
                (true, Some(place)) => {
                    let said = [("moment", moment), ("place", place.into())];
                    t.with("booking-kept-instead", &said)
                }
                (true, None) => t.with("booking-kept-for-you", &[("moment", moment)]),
                (false, _) => t.with("booking-answer-by", &[("moment", moment)]),
            }
        }),
        Status::Approved => t.text("booking-show-code"),
        Status::Expired if booking.asked_at.is_some() => t.text("booking-expired-asked"),
        Status::Expired => t.text("booking-expired"),
        _ => String::new(),
    }
}

/// The offers that are held for a group: where each stands, and until when it is held.
pub fn held_offers(
    t: Translator,
    catalogue: &Catalogue,
    venue: &Venue,
    offers: &[Booking],
) -> Vec<(String, String)> {
    let line = |offer: &Booking| {
        let place = place_in_words(t, catalogue, venue, offer);
        let until = t.deadline(venue.zone.local(offer.answer_by?));
        let said = [("place", place.into()), ("until", until.into())];
        Some((urls::booking("", offer), t.with("mail-kept-until", &said)))
    };
    offers.iter().filter_map(line).collect()
}
