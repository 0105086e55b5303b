//! What stands in the form before anybody types: like a booking that was, at the time of a cell or of an offer.

use entity::Booking;
use time::Duration;

use super::form::INSTEAD;
use crate::{
    refusal::conflict::Alternative,
    text::Phone,
    venue::{Space, Venue},
    web::{borrowing, times::set_from_to, typed::Typed, visitor::Visitor, week},
    zone::{format_wall, parse_wall},
};

/// What stands in a form that nobody has touched: what was said about the booking that it is to be `like`, with its time if
/// that is to come.
pub fn first(
    visitor: &Visitor,
    venue: &Venue,
    space: &Space,
    query: &Typed,
    like: Option<&Booking>,
) -> Typed {
    let mut typed = Typed::default();
    if let Some(booking) = like {
        said_before(&mut typed, venue, booking);
        let times = parse_wall(&booking.starts).zip(parse_wall(&booking.ends));
        if let Some((starts, ends)) = times {
            set_from_to(&mut typed, starts, ends);
            if booking.starts_at <= visitor.app.clock.now() {
                typed.set("date", "");
            }
        }
    }
    if let Some(starts) = parse_wall(query.get("starts")) {
        let shortest = Duration::minutes(week::shortest(&space.row));
        let ends = parse_wall(query.get("ends")).unwrap_or_else(|| starts.saturating_add(shortest));
        set_from_to(&mut typed, starts, ends);
    }
    if let Some(people) = query.some("attendees") {
        typed.set("attendees", people);
    }
    if let Some(person) = visitor.actor.who() {
        typed.set("name", &*person.name);
        let phone = person.phone.as_deref().map(Phone::readable);
        typed.set("phone", phone.unwrap_or_default());
    }
    typed
}

fn said_before(typed: &mut Typed, venue: &Venue, booking: &Booking) {
    typed.set("title", &*booking.title);
    typed.set("attendees", booking.attendees.to_string());
    typed.set("layout", &*booking.layout);
    typed.set("group", booking.group_name.clone().unwrap_or_default());
    typed.set("programme", booking.programme.clone().unwrap_or_default());
    typed.set("note", booking.note.clone().unwrap_or_default());
    typed.set("public", if booking.public { "1" } else { "" });
    for (item, quantity) in venue.borrowed(&booking.stock) {
        typed.set(&borrowing::field(&item.row.slug), quantity.to_string());
    }
}

/// The form as it was filled in, at the time that was offered instead. A layout that the other space does not have falls
/// away by itself: the form shows only the layouts of its space.
pub fn moved(mut typed: Typed) -> Typed {
    if let Some((starts, ends)) = typed.get(INSTEAD).split_once('/')
        && let (Some(starts), Some(ends)) = (parse_wall(starts), parse_wall(ends))
    {
        set_from_to(&mut typed, starts, ends);
    }
    typed.without(INSTEAD)
}

/// What the button of an offer says to `moved`.
pub fn instead(offer: &Alternative) -> String {
    format!("{}/{}", format_wall(offer.starts), format_wall(offer.ends))
}
