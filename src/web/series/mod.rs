//! `/series/{code}`: a series with all its dates, and what can be done to several of them at once.

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
use entity::{audit::Role, booking::Status};

use super::{
    booking::changes,
    done, language_choice,
    page_error::{self, PageError},
    standing,
    tried::Tried,
    typed::{Typed, local_path},
    visitor::{Visitor, personal},
};
use crate::{
    booking::{self, Details},
    error::Error,
    idempotency::{Once, Outcome},
    refusal::{rule::Flaw, state::Refusal},
    rules::{
        losing::{Asked, Known},
        reason::Reason,
    },
    series::{self, Card, NewTimes, Series},
    text::Phone,
    urls,
    venue::Catalogue,
    zone::parse_date,
};
use entity::Booking;
use forms::{CANCEL, CHANGE, EXCEPT, changeable};
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
        let catalogue = app.catalogue().await?;
        let tried = Tried {
            action: &action,
            form,
            error: None,
        };
        let page = again(&visitor, &catalogue, &card, StatusCode::OK, &tried).await?;
        return Ok((cookie, page).into_response());
    }
    match act_on(&visitor, &card, &action, &form).await {
        Ok(outcome) => {
            let (own, code) = (urls::series("", &card.series.row), &card.series.row.code);
            let next = match (form.some("next").map(local_path), changes(&card, &outcome)) {
                (Some(next), true) => done::beside(next, done::ACT, &format!("series/{code}")),
                (Some(next), false) => next.to_owned(),
                (None, true) => done::on(&own, done::ACT),
                (None, false) => own,
            };
            Ok(Redirect::to(&next).into_response())
        }
        Err(
            error @ (Error::Rules(_)
            | Error::State(_)
            | Error::Conflict { .. }
            | Error::NotAllDates(_)
            | Error::Losing(_)
            | Error::Forbidden
            | Error::Stale
            | Error::TooMany { .. }),
        ) => {
            let status = page_error::status(&error);
            let wait = page_error::retry_after(Some(&error), status);
            let catalogue = app.catalogue().await?;
            // It may have changed since: that may be why.
            let card = series::by_code(app, actor, &code).await?;
            let tried = Tried {
                action: &action,
                form,
                error: Some(error),
            };
            let answer = again(&visitor, &catalogue, &card, status, &tried).await?;
            Ok(page_error::later(answer, wait))
        }
        Err(error) => Err(error.into()),
    }
}

/// Whether anything is another than it was: what was so already is not told as done.
fn changes(card: &Card, outcome: &Outcome<Series>) -> bool {
    let versions = |series: &Series| -> Vec<_> {
        let dates = series.bookings().map(|one| (one.id, one.version));
        dates.collect()
    };
    match outcome {
        Outcome::Done(series) => versions(series) != versions(&card.series),
        Outcome::Replayed(_) => true,
    }
}

/// The page on which something was tried.
async fn again(
    visitor: &Visitor,
    catalogue: &Catalogue,
    card: &Card,
    status: StatusCode,
    tried: &Tried<'_>,
) -> Result<Response, PageError> {
    if tried.action == CANCEL
        && let Some(page) = give_up::page(visitor, catalogue, card, "", Some(tried))?
    {
        return personal(status, &page);
    }
    let page = page(visitor, catalogue, card, "", Some(tried)).await?;
    personal(status, &page)
}

async fn act_on(
    visitor: &Visitor,
    card: &Card,
    action: &str,
    form: &Typed,
) -> Result<Outcome<Series>, Error> {
    let (app, actor) = (&visitor.app, &visitor.actor);
    let (id, once) = (card.series.row.id, Once::unkeyed());
    // The queue has a form for each decision, the page of a series one of each.
    let said = |name: &str| {
        let own = form.some(&format!("{action}_{name}"));
        own.or_else(|| form.some(name)).map(str::to_owned)
    };
    let from = parse_date(said("from").as_deref().unwrap_or_default());
    let reason = || Reason {
        code: said("reason"),
        text: said("text"),
    };
    let known = Some(Known::of(form.get("loses")));
    let waits = card.series.bookings();
    let waits = { waits }.any(|one| one.status == Status::Pending);
    match action {
        // A page that was opened before says yes to the request, not to the move that is asked for since.
        "approve" | "reject" if !waits => {
            let last = card.series.bookings().last().map(|one| one.status);
            let last = last.unwrap_or(Status::Expired);
            Err(Error::State(Refusal::NotPending(last)))
        }
        "approve" => {
            let except = form.ticked(EXCEPT).filter_map(parse_date).collect();
            series::approve(app, actor, id, said("text"), except, known, once).await
        }
        "reject" => series::reject(app, actor, id, reason(), once).await,
        "accept-move" => series::accept_move(app, actor, id, said("text"), known, once).await,
        "decline-move" => series::decline_move(app, actor, id, reason(), once).await,
        "take-back" => series::take_back_move(app, actor, id, once).await,
        CANCEL => series::cancel(app, actor, id, from, reason(), once).await,
        "move" => {
            let times = NewTimes {
                from,
                space: said("space"),
                starts: said("starts").unwrap_or_default(),
                ends: said("ends").unwrap_or_default(),
            };
            series::move_to(app, actor, id, times, once).await
        }
        CHANGE => {
            let catalogue = app.catalogue().await?;
            let venue = catalogue
                .venue_of(card.series.row.venue_id)
                .ok_or(Error::NotFound)?;
            let details = match changeable(visitor, &catalogue, card) {
                Some(first) => other_than(changes::said(form, first, venue)?, first),
                // Nothing is left to change: the life cycle says so.
                None => Details::default(),
            };
            series::amend(app, actor, id, from, details, once).await
        }
        "add" => match parse_date(form.get("date")) {
            Some(date) => series::add(app, actor, id, date, once).await,
            None => Err(Error::invalid("date", Flaw::Malformed)),
        },
        _ => Err(Error::NotFound),
    }
}

/// What one yes would answer: the dates that wait and can still be had, or else those that ask for a move together.
fn waiting(card: &Card) -> (Vec<Booking>, bool) {
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

/// The form shows one date: what was left as it is there stays on every date as it is.
fn other_than(said: Details, first: &Booking) -> Details {
    let differs = |said: Option<String>, was: &str| {
        said.filter(|said| said.replace("\r\n", "\n").trim() != was.trim())
    };
    let phone = first.contact_phone.as_deref().map(Phone::readable);
    Details {
        title: differs(said.title, &first.title),
        attendees: said.attendees.filter(|said| *said != first.attendees),
        layout: differs(said.layout, &first.layout),
        stock: said.stock,
        programme: differs(
            said.programme,
            first.programme.as_deref().unwrap_or_default(),
        ),
        note: differs(said.note, first.note.as_deref().unwrap_or_default()),
        public: said.public.filter(|said| *said != first.public),
        phone: differs(said.phone, phone.as_deref().unwrap_or_default()),
    }
}

/// Its venue also sees how the booker stands with it, and what a yes would cost whom.
async fn page(
    visitor: &Visitor,
    catalogue: &Catalogue,
    card: &Card,
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
        let said = standing.map(|standing| standing::said(visitor.t(), standing));
        page.details.extend(said.unwrap_or_default());
        let (dates, moves) = &waiting(card);
        let asked = Asked {
            dates,
            moves: *moves,
            ..Asked::default()
        };
        let outlooks = booking::outlooks(app, actor, catalogue, venue, &[asked]).await?;
        page.foresee(visitor.t(), catalogue, &outlooks[0], dates.is_empty());
    }
    Ok(page)
}
