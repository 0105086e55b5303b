//! `/series/{code}`: a series with all its dates, and what can be done to several of them at once.

mod act;
mod forms;
mod give_up;
pub mod lines;
mod refused;
mod view;

use axum::{
    extract::{Path, RawQuery},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use entity::{Booking, audit::Role, booking::Status};

use super::{
    done, language_choice,
    page_error::PageError,
    standing,
    tried::Tried,
    typed::Typed,
    visitor::{Visitor, personal},
};
use crate::{
    booking,
    error::Error,
    rules::losing::Awaited,
    series::{self, SeriesCard},
    urls,
    venue::Catalogue,
};
use forms::CANCEL;
use view::SeriesPage;

/// `GET /series/{code}?from=`: `from` is the date that what is done begins with.
pub async fn show(
    mut visitor: Visitor,
    Path(code): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let card = series::by_code(&visitor.app, &visitor.actor, &code).await?;
    let catalogue = visitor.app.catalogue().await?;
    let query = Typed::read(query.unwrap_or_default().as_bytes());
    visitor.done = done::acts::of_series(&visitor, &card, &query).await?;
    let page = page(&visitor, &catalogue, &card, query.get("from"), None).await?;
    personal(StatusCode::OK, &page)
}

/// `GET /series/{code}/{action}?from=`: which dates are given up, before they are. Nothing else is asked twice.
pub async fn before(
    visitor: Visitor,
    Path((code, action)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let card = series::by_code(&visitor.app, &visitor.actor, &code).await?;
    if action != CANCEL {
        return Err(Error::NotFound.into());
    }
    let catalogue = visitor.app.catalogue().await?;
    let query = Typed::read(query.unwrap_or_default().as_bytes());
    match give_up::page(&visitor, &catalogue, &card, query.get("from"), None)? {
        Some(page) => personal(StatusCode::OK, &page),
        None => Ok(Redirect::to(&urls::series("", &card.series.row)).into_response()),
    }
}

/// `POST /series/{code}/{action}`: does it, or only shows the form again in another language.
pub async fn act(
    mut visitor: Visitor,
    Path((code, action)): Path<(String, String)>,
    mut form: Typed,
) -> Result<Response, PageError> {
    let switched = language_choice::switch(&mut visitor, &mut form).await;
    let (app, actor) = (&visitor.app, &visitor.actor);
    let card = series::by_code(app, actor, &code).await?;
    if let Some(cookie) = switched {
        let page = again(&visitor, &card, &Tried::to_read(&action, form)).await?;
        return Ok((cookie, page).into_response());
    }
    match act::act(&visitor, &card, &action, &form).await {
        Ok(asks) => {
            let own = urls::series("", &card.series.row);
            Ok(Redirect::to(&done::next(&form, &own, asks)).into_response())
        }
        Err(error) => {
            let tried = Tried::refused(&action, form, error)?;
            // It may have changed since: that may be why.
            let card = series::by_code(app, actor, &code).await?;
            again(&visitor, &card, &tried).await
        }
    }
}

/// The page on which something was tried.
async fn again(
    visitor: &Visitor,
    card: &SeriesCard,
    tried: &Tried<'_>,
) -> Result<Response, PageError> {
    let catalogue = visitor.app.catalogue().await?;
    if tried.action == CANCEL
        && let Some(page) = give_up::page(visitor, &catalogue, card, "", Some(tried))?
    {
        return tried.again(&page);
    }
    tried.again(&page(visitor, &catalogue, card, "", Some(tried)).await?)
}

/// What one yes would answer: the dates that wait and can still be had, or else those that ask for a move together.
fn waiting(card: &SeriesCard) -> (Vec<Booking>, bool) {
    let dates = |of_it: &dyn Fn(&Booking) -> bool| -> Vec<Booking> {
        let dates = card.series.bookings().filter(|one| of_it(one));
        dates.cloned().collect()
    };
    let pending = dates(&|one| one.status == Status::Pending);
    if pending.is_empty() {
        let asks = |one: &Booking| one.proposed_move().is_some_and(|asks| asks.of_series);
        return (dates(&asks), true);
    }
    let lost = |one: &Booking| card.given.contains(&one.id);
    (
        pending.into_iter().filter(|one| !lost(one)).collect(),
        false,
    )
}

/// Its venue also sees how the booker stands with it, and what a yes would cost whom.
async fn page(
    visitor: &Visitor,
    catalogue: &Catalogue,
    card: &SeriesCard,
    from: &str,
    tried: Option<&Tried<'_>>,
) -> Result<SeriesPage, Error> {
    let mut page = view::page(visitor, catalogue, card, from, tried)?;
    if card.role == Role::Venue
        && let (Some(venue), Some(first)) = (
            catalogue.venue_of(card.series.row.venue_id),
            card.series.bookings().next(),
        )
    {
        let (app, actor) = (&visitor.app, &visitor.actor);
        let this = std::slice::from_ref(first);
        let standings = booking::standings(app, actor, catalogue, venue, this).await?;
        let standing = standings.get(&first.id);
        let said = standing.map(|standing| standing::lines(visitor.t(), standing));
        page.details.extend(said.unwrap_or_default());
        let (dates, moves) = &waiting(card);
        let asked = Awaited {
            dates,
            moves: *moves,
            ..Awaited::default()
        };
        let outlooks = booking::outlooks(app, actor, catalogue, venue, &[asked]).await?;
        page.foresee(visitor.t(), catalogue, &outlooks[0], dates.is_empty());
    }
    Ok(page)
}
