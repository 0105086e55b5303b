//! `/bookings/{code}`: a booking with everything that its group and its venue need to know, and what they can do.

mod act;
pub mod changes;
mod details;
pub mod forms;
pub mod give_up;
mod history;
mod mails;
mod meaning;
mod messages;
pub mod on_top;
pub mod refused;
mod view;
pub mod words;

use axum::{
    extract::{Path, RawQuery},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use entity::{Booking, audit::Role};

use super::{
    done, in_place, language_choice,
    page_error::PageError,
    standing,
    tried::Tried,
    typed::Typed,
    visitor::{Visitor, personal},
};
use crate::{
    booking::{self, SeenBooking},
    error::Error,
    rules::losing::Awaited,
    urls,
    venue::{Catalogue, Venue},
};
use on_top::OnTop;
use refused::InPlaceForm;
use view::BookingDetailPage;

/// `GET /bookings/{code}?done=`
pub async fn show(
    mut visitor: Visitor,
    Path(code): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let seen = booking::by_code(&visitor.app, &visitor.actor, &code).await?;
    let catalogue = visitor.app.catalogue().await?;
    let query = Typed::read(query.unwrap_or_default().as_bytes());
    visitor.done = done::acts::of_booking(&visitor, &catalogue, &seen, &query);
    let page = page(&visitor, &catalogue, &seen, None).await?;
    personal(StatusCode::OK, &page)
}

/// `GET /bookings/{code}/{action}`: what is given up, before it is. Nothing else is asked twice.
pub async fn before(
    visitor: Visitor,
    Path((code, action)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let seen = booking::by_code(&visitor.app, &visitor.actor, &code).await?;
    if action != give_up::SLUG {
        return Err(Error::NotFound.into());
    }
    let catalogue = visitor.app.catalogue().await?;
    match give_up::page(&visitor, &catalogue, &seen, None)? {
        Some(page) => personal(StatusCode::OK, &page),
        None => Ok(Redirect::to(&urls::booking("", &seen.booking)).into_response()),
    }
}

/// `POST /bookings/{code}/{action}`: does it, or only shows the form again in another language.
pub async fn act(
    mut visitor: Visitor,
    Path((code, action)): Path<(String, String)>,
    mut form: Typed,
) -> Result<Response, PageError> {
    let switched = language_choice::switch(&mut visitor, &mut form).await;
    let (app, actor) = (&visitor.app, &visitor.actor);
    let seen = booking::by_code(app, actor, &code).await?;
    if let Some(cookie) = switched {
        let page = again(&visitor, &seen, &Tried::to_read(&action, form)).await?;
        return Ok((cookie, page).into_response());
    }
    match act::act(&visitor, &seen, &action, &form).await {
        Ok(asks) => {
            let own = urls::booking("", &seen.booking);
            Ok(Redirect::to(&done::next(&form, &own, asks)).into_response())
        }
        Err(error) => {
            let tried = Tried::refused(&action, form, error)?;
            // It may have changed since: that may be why.
            let seen = booking::by_code(app, actor, &seen.booking.code).await?;
            again(&visitor, &seen, &tried).await
        }
    }
}

/// The page on which something was tried.
async fn again(
    visitor: &Visitor,
    seen: &SeenBooking,
    tried: &Tried<'_>,
) -> Result<Response, PageError> {
    let catalogue = visitor.app.catalogue().await?;
    if tried.action == give_up::SLUG
        && let Some(page) = give_up::page(visitor, &catalogue, seen, Some(tried))?
    {
        return tried.again(&page);
    }
    tried.again(&page(visitor, &catalogue, seen, Some(tried)).await?)
}

/// Its venue also sees how the booker stands with it, and what a yes would cost whom.
async fn page(
    visitor: &Visitor,
    catalogue: &Catalogue,
    seen: &SeenBooking,
    tried: Option<&Tried<'_>>,
) -> Result<BookingDetailPage, Error> {
    let mut page = view::page(visitor, catalogue, seen, tried)?;
    let venue = catalogue.venue_of(seen.booking.venue_id);
    let venue = venue.ok_or(Error::NotFound)?;
    page.on_top = OnTop::of(visitor, catalogue, venue, seen).await?;
    if seen.role == Role::Venue {
        let (app, actor) = (&visitor.app, &visitor.actor);
        let this = std::slice::from_ref(&seen.booking);
        let standings = booking::standings(app, actor, catalogue, venue, this).await?;
        let standing = standings.get(&seen.booking.id);
        let lines = standing.map(|standing| standing::lines(visitor.t(), standing));
        page.details.extend(lines.unwrap_or_default());
        let asked = Awaited {
            dates: this,
            moves: seen.booking.proposed_move().is_some(),
            ..Awaited::default()
        };
        let outlooks = booking::outlooks(app, actor, catalogue, venue, &[asked]).await?;
        let refused = page.foresee(visitor.t(), catalogue, &outlooks[0]);
        if refused && !asked.moves {
            page.in_place = in_place(visitor, catalogue, venue, &seen.booking, tried).await?;
        }
    }
    if let Some(tried) = tried {
        page.lead_to_fields(tried);
    }
    if let Some(done) = &visitor.done {
        page.say_once(done);
    }
    Ok(page)
}

/// None where nothing that could make room is in the way of a request that cannot be approved as things are.
async fn in_place(
    visitor: &Visitor,
    catalogue: &Catalogue,
    venue: &Venue,
    wanted: &Booking,
    tried: Option<&Tried<'_>>,
) -> Result<Option<InPlaceForm>, Error> {
    let (app, actor) = (&visitor.app, &visitor.actor);
    let found = booking::could_make_room(app, actor, wanted).await?;
    if found.is_empty() {
        return Ok(None);
    }
    let ticked = tried.map_or_else(Vec::new, |tried| in_place::ticked(&tried.form));
    let mut instead_of = found.clone();
    if found.iter().any(|one| ticked.contains(&one.id)) {
        instead_of.retain(|one| ticked.contains(&one.id));
    }
    let asked = Awaited {
        dates: std::slice::from_ref(wanted),
        moves: false,
        instead_of: &instead_of,
    };
    let outlooks = booking::outlooks(app, actor, catalogue, venue, &[asked]).await?;
    let losers = &outlooks[0].losers;
    let t = visitor.t();
    Ok(Some(InPlaceForm::new(
        t, catalogue, wanted, &found, losers, tried,
    )))
}
