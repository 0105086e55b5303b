//! What the forms say that change a booking.

use entity::{Booking, Item};

use crate::{
    booking::{Details, NewPlace},
    error::Error,
    refusal::rule::InvalidInput,
    venue::Venue,
    web::{borrowing, times::from_to, typed::Typed, waiving},
    zone::format_wall,
};

/// The version that the form was made from, and what it says.
pub fn version_and_details(
    form: &Typed,
    booking: &Booking,
    venue: &Venue,
) -> Result<(i32, Details), Error> {
    let version = form.get("version").parse().map_err(|_| Error::Stale)?;
    Ok((version, details(form, booking, venue)?))
}

/// The details that a form asks for which was made from `booking`. [`Error::Rules`] for what cannot be read.
pub fn details(form: &Typed, booking: &Booking, venue: &Venue) -> Result<Details, Error> {
    let said = |name: &str| Some(form.get(name).to_owned());
    let attendees = form.get("attendees").trim().parse();
    let attendees = attendees.map_err(|_| Error::invalid("attendees", InvalidInput::Malformed))?;
    let mut broken = Vec::new();
    let stock = borrowing::borrowed(venue, form, &mut broken);
    if !broken.is_empty() {
        return Err(Error::Rules(broken));
    }
    // What the venue lends no more is not in the form, and stays with the booking.
    let lent = |item: &&Item| venue.items().any(|known| known.row.slug == item.item);
    let mut shown: Vec<&Item> = booking.stock.0.iter().filter(lent).collect();
    let place = |item: &Item| venue.items().position(|known| known.row.slug == item.item);
    shown.sort_by_key(|item| place(item));
    let same = shown.into_iter().eq(&stock.0);
    Ok(Details {
        title: said("title"),
        attendees: Some(attendees),
        layout: said("layout"),
        stock: (!same).then_some(stock),
        programme: said("programme"),
        note: said("note"),
        public: Some(form.some("public").is_some()),
        phone: said("phone"),
    })
}

/// To end earlier.
pub fn finish(form: &Typed, booking: &Booking) -> NewPlace {
    NewPlace {
        starts: booking.starts.clone(),
        ends: form.get("until").to_owned(),
        ..NewPlace::default()
    }
}

/// To be at another time or in another space.
pub fn relocate(form: &Typed) -> NewPlace {
    let times = from_to(form).map(|(starts, ends)| (format_wall(starts), format_wall(ends)));
    let (starts, ends) = times.unwrap_or_default();
    NewPlace {
        space: form.some("space").map(str::to_owned),
        starts,
        ends,
        waive: waiving::ticked(form),
        waive_reason: form.some("waive_reason").map(str::to_owned),
    }
}
