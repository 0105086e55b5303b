//! What the forms on the page of a booking do.

use entity::Booking;

use super::{changes, messages, refused::REPLACE};
use crate::{
    app::App,
    booking::{self, Details, Replacing, SeenBooking},
    error::Error,
    idempotency::{Idempotent, Outcome},
    refusal::rule::InvalidInput,
    rules::{losing::KnownLosers, reason::Reason},
    web::{done, in_place, typed::Typed, visitor::Visitor},
};

/// Does what the form `action` of a booking asks for, and says for which line of [`done`] to ask: None where everything was so
/// already.
pub async fn act(
    visitor: &Visitor,
    seen: &SeenBooking,
    action: &str,
    form: &Typed,
) -> Result<Option<&'static str>, Error> {
    let (app, actor, id) = (&visitor.app, &visitor.actor, seen.booking.id);
    if action == messages::SLUG {
        booking::write(app, actor, id, messages::typed(form), Idempotent::unkeyed()).await?;
        return Ok(Some(done::MESSAGE));
    }
    let text = form.some("text").map(str::to_owned);
    let reason = Reason {
        code: form.some("reason").map(str::to_owned),
        text: text.clone(),
    };
    let once = Idempotent::unkeyed();
    let outcome = match action {
        // Whoever is not of the venue was shown nothing of others.
        "approve" if actor.manages(seen.booking.venue_id) => {
            let known = KnownLosers::of(form.get("loses"));
            booking::approve_knowing(app, actor, id, text, known, once).await
        }
        "approve" => booking::approve(app, actor, id, text, once).await,
        REPLACE => {
            let bookings = in_place::ticked(form);
            let replacing = Replacing { bookings, reason };
            let known = Some(KnownLosers::of(form.get("loses")));
            booking::approve_in_place(app, actor, id, None, replacing, known, once).await
        }
        "reject" => booking::reject(app, actor, id, reason, once).await,
        "cancel" => booking::cancel(app, actor, id, reason, once).await,
        "reopen" => booking::reopen(app, actor, id, reason, once).await,
        "check-in" => booking::check_in(app, actor, id, counted(form)?, once).await,
        "no-show" => booking::no_show(app, actor, id, once).await,
        "change" => {
            let (version, said) = changed(app, form, &seen.booking).await?;
            booking::amend(app, actor, id, Some(version), said).await
        }
        "classify" => {
            let said = Details {
                programme: Some(form.get("programme").to_owned()),
                ..Details::default()
            };
            let version = form.get("version").parse().unwrap_or_default();
            booking::amend(app, actor, id, Some(version), said).await
        }
        "finish" => {
            let place = changes::finish(form, &seen.booking);
            booking::move_to(app, actor, id, place, once).await
        }
        "take-back" => booking::take_back(app, actor, id, once).await,
        "move" => booking::move_to(app, actor, id, changes::relocate(form), once).await,
        _ => return Err(Error::NotFound),
    }?;
    Ok(match outcome {
        Outcome::Done(booking) if booking.version == seen.booking.version => None,
        _ => Some(done::ACT),
    })
}

/// The version that the form was made from, and what it says.
async fn changed(app: &App, form: &Typed, booking: &Booking) -> Result<(i32, Details), Error> {
    let catalogue = app.catalogue().await?;
    let venue = catalogue.venue_of(booking.venue_id);
    changes::version_and_details(form, booking, venue.ok_or(Error::NotFound)?)
}

/// How many came; nobody need count.
fn counted(form: &Typed) -> Result<Option<i32>, Error> {
    let people = form.some("attended").map(str::parse).transpose();
    people.map_err(|_| Error::invalid("attended", InvalidInput::Malformed))
}
