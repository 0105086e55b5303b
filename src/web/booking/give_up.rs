//! `/bookings/{code}/cancel`: what is given up, before it is.

use askama::Template;
use entity::{
    Booking,
    audit::{Action, Role},
};

use super::{
    refused::{why_not, wrong},
    words::{space_name, when},
};
use crate::{
    booking::SeenBooking,
    error::Error,
    i18n::Translator,
    text::Phone,
    urls,
    venue::Catalogue,
    web::{
        decide::{self, GivingUp},
        not_done::NotDone,
        reasons::ReasonFields,
        tried::Tried,
        visitor::{Frame, Visitor},
    },
};

/// What it is called in the address of its page and of its form.
pub const SLUG: &str = "cancel";

#[derive(Template)]
#[template(path = "give_up.html", config = "config/askama.toml")]
pub struct BookingGiveUpPage {
    frame: Frame,
    not_done: NotDone,
    code: String,
    title: String,
    place: String,
    when: String,
    /// What becomes of it.
    meaning: Vec<String>,
    heading: String,
    label: String,
    page: String,
    action: String,
    /// For the venue.
    why: Option<ReasonFields>,
}

/// None where there is nothing that the visitor could give up.
pub fn page(
    visitor: &Visitor,
    catalogue: &Catalogue,
    seen: &SeenBooking,
    tried: Option<&Tried<'_>>,
) -> Result<Option<BookingGiveUpPage>, Error> {
    let (t, booking) = (visitor.t(), &seen.booking);
    let can = visitor.can(catalogue, booking);
    let Some(GivingUp { label, role }) = decide::giving_up(t, booking, &can) else {
        return Ok(None);
    };
    let venue = catalogue
        .venue_of(booking.venue_id)
        .ok_or(Error::NotFound)?;
    let error = tried.and_then(|tried| tried.error.as_ref());
    let why = can.needs_reason(Action::Cancel).then(|| {
        let reasons = decide::reasons(t, catalogue, SLUG);
        let mut why = ReasonFields::new(SLUG, reasons, t.text("decide-own-words"));
        if let Some(tried) = tried {
            why.fill(&tried.form, wrong(t, catalogue, error, "reason"));
        }
        why
    });
    let mut meaning = Vec::new();
    if !booking.is_held_offer() {
        meaning.push(what_it_means(t, role, booking, booking.claims()));
    }
    let space = catalogue.space_of(booking.space_id);
    if space.is_some_and(|space| can.gives_up_late(space.row.cancel_hours)) {
        meaning.push(t.text("give-up-late"));
    }
    Ok(Some(BookingGiveUpPage {
        frame: Frame {
            path: urls::cancel(booking),
            form: Some(SLUG.to_owned()),
            ..visitor.frame(format!("{} · {}", label, booking.code))
        },
        not_done: error.map_or_else(NotDone::default, |error| {
            why_not(t, catalogue, error).into()
        }),
        code: booking.code.clone(),
        title: booking.title.clone(),
        place: format!(
            "{}, {}",
            space_name(t, catalogue, booking),
            venue.row.name.get(t.language)
        ),
        when: when(t, booking, venue),
        meaning,
        heading: match (role, booking.is_held_offer()) {
            (Role::Booker, true) => t.text("give-up-offer"),
            _ => format!("{label}?"),
        },
        label,
        page: urls::booking("", booking),
        action: urls::cancel(booking),
        why,
    }))
}

/// What becomes of the time, and who hears of it. `claims`: whether anything is held now.
pub fn what_it_means(t: Translator, role: Role, booking: &Booking, claims: bool) -> String {
    let phone = booking.contact_phone.as_deref();
    match (role, &booking.contact_email, phone) {
        (Role::Venue, Some(_), _) => t.text("give-up-of-group"),
        (Role::Venue, None, Some(phone)) => t.with(
            "give-up-by-phone",
            &[("phone", Phone::readable(phone).into())],
        ),
        (Role::Venue, None, None) => t.text("give-up-nobody"),
        _ if claims => t.text("give-up-free-at-once"),
        _ => t.text("give-up-request"),
    }
}
