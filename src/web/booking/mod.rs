//! `/bookings/{code}`: a booking with everything that its group and its venue need to know, and what they can do.

pub mod changes;
mod details;
pub mod forms;
pub mod give_up;
mod history;
mod meaning;
mod messages;
pub mod on_top;
pub mod refused;
mod told;
mod view;
pub mod words;

use axum::{
    extract::{Path, RawQuery},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use entity::audit::Role;

use super::{
    done, in_place, language_choice,
    page_error::{self, PageError},
    standing,
    tried::Tried,
    typed::{Typed, local_path},
    visitor::{Visitor, personal},
};
use crate::{
    app::App,
    booking::{self, Details, Replacing, Seen},
    error::Error,
    idempotency::{Once, Outcome},
    refusal::rule::Flaw,
    rules::{
        losing::{Asked, Known},
        reason::Reason,
    },
    urls,
    venue::{Catalogue, Venue},
};
use entity::Booking;
use on_top::OnTop;
use refused::{InPlace, REPLACE};
use view::BookingPage;

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

async fn changed(app: &App, form: &Typed, booking: &Booking) -> Result<(i32, Details), Error> {
    let catalogue = app.catalogue().await?;
    let venue = catalogue.venue_of(booking.venue_id);
    changes::details(form, booking, venue.ok_or(Error::NotFound)?)
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
        let catalogue = app.catalogue().await?;
        let tried = Tried {
            action: &action,
            form,
            error: None,
        };
        let page = again(&visitor, &catalogue, &seen, StatusCode::OK, &tried).await?;
        return Ok((cookie, page).into_response());
    }
    let id = seen.booking.id;
    if action == messages::SLUG {
        let done = booking::write(app, actor, id, messages::typed(&form), Once::unkeyed()).await;
        return answered(
            &visitor,
            &seen,
            &action,
            form,
            done.map(|_| Some(done::MESSAGE)),
        )
        .await;
    }
    let text = form.some("text").map(str::to_owned);
    let reason = Reason {
        code: form.some("reason").map(str::to_owned),
        text: text.clone(),
    };
    let once = Once::unkeyed();
    let done = match &*action {
        // Whoever is not of the venue was shown nothing of others.
        "approve" if actor.manages(seen.booking.venue_id) => {
            let known = Known::of(form.get("loses"));
            booking::approve_knowing(app, actor, id, text, known, once).await
        }
        "approve" => booking::approve(app, actor, id, text, once).await,
        REPLACE => {
            let bookings = in_place::ticked(&form);
            let replacing = Replacing { bookings, reason };
            let known = Some(Known::of(form.get("loses")));
            booking::approve_in_place(app, actor, id, None, replacing, known, once).await
        }
        "reject" => booking::reject(app, actor, id, reason, once).await,
        "cancel" => booking::cancel(app, actor, id, reason, once).await,
        "reopen" => booking::reopen(app, actor, id, reason, once).await,
        "check-in" => match counted(&form) {
            Ok(attended) => booking::check_in(app, actor, id, attended, once).await,
            Err(error) => Err(error),
        },
        "no-show" => booking::no_show(app, actor, id, once).await,
        "change" => match changed(app, &form, &seen.booking).await {
            Ok((version, said)) => booking::amend(app, actor, id, Some(version), said).await,
            Err(error) => Err(error),
        },
        "classify" => {
            let said = Details {
                programme: Some(form.get("programme").to_owned()),
                ..Details::default()
            };
            let version = form.get("version").parse().unwrap_or_default();
            booking::amend(app, actor, id, Some(version), said).await
        }
        "finish" => {
            let place = changes::finish(&form, &seen.booking);
            booking::move_to(app, actor, id, place, once).await
        }
        "take-back" => booking::take_back(app, actor, id, once).await,
        "move" => booking::move_to(app, actor, id, changes::relocate(&form), once).await,
        _ => return Err(Error::NotFound.into()),
    };
    let before = seen.booking.version;
    let told = done.map(|outcome| match outcome {
        // What was as it was said to be is not told as done.
        Outcome::Done(booking) if booking.version == before => None,
        _ => Some(done::ACT),
    });
    answered(&visitor, &seen, &action, form, told).await
}

/// To the booking as it is now, or wherever the form leads, with the line that is asked for; refused, with the form as it was
/// typed.
async fn answered(
    visitor: &Visitor,
    seen: &Seen,
    action: &str,
    form: Typed,
    done: Result<Option<&'static str>, Error>,
) -> Result<Response, PageError> {
    let code = &seen.booking.code;
    match done {
        Ok(asks) => {
            let own = urls::booking("", &seen.booking);
            let next = match (form.some("next").map(local_path), asks) {
                (Some(next), Some(asks)) => done::beside(next, asks, &format!("bookings/{code}")),
                (Some(next), None) => next.to_owned(),
                (None, Some(asks)) => done::on(&own, asks),
                (None, None) => own,
            };
            Ok(Redirect::to(&next).into_response())
        }
        Err(
            error @ (Error::Rules(_)
            | Error::State(_)
            | Error::Conflict { .. }
            | Error::Losing(_)
            | Error::Forbidden
            | Error::Stale
            | Error::TooMany { .. }),
        ) => {
            let status = page_error::status(&error);
            let wait = page_error::retry_after(Some(&error), status);
            let (app, actor) = (&visitor.app, &visitor.actor);
            let catalogue = app.catalogue().await?;
            // It may have changed since: that may be why.
            let seen = booking::by_code(app, actor, code).await?;
            let tried = Tried {
                action,
                form,
                error: Some(error),
            };
            let answer = again(visitor, &catalogue, &seen, status, &tried).await?;
            Ok(page_error::later(answer, wait))
        }
        Err(error) => Err(error.into()),
    }
}

/// The page on which something was tried.
async fn again(
    visitor: &Visitor,
    catalogue: &Catalogue,
    seen: &Seen,
    status: StatusCode,
    tried: &Tried<'_>,
) -> Result<Response, PageError> {
    if tried.action == give_up::SLUG
        && let Some(page) = give_up::page(visitor, catalogue, seen, Some(tried))?
    {
        return personal(status, &page);
    }
    let page = page(visitor, catalogue, seen, Some(tried)).await?;
    personal(status, &page)
}

/// How many came; nobody need count.
fn counted(form: &Typed) -> Result<Option<i32>, Error> {
    let people = form.some("attended").map(str::parse).transpose();
    people.map_err(|_| Error::invalid("attended", Flaw::Malformed))
}

/// Its venue also sees how the booker stands with it, and what a yes would cost whom.
async fn page(
    visitor: &Visitor,
    catalogue: &Catalogue,
    seen: &Seen,
    tried: Option<&Tried<'_>>,
) -> Result<BookingPage, Error> {
    let mut page = view::page(visitor, catalogue, seen, tried)?;
    let venue = catalogue.venue_of(seen.booking.venue_id);
    let venue = venue.ok_or(Error::NotFound)?;
    page.on_top = OnTop::of(visitor, catalogue, venue, seen).await?;
    if seen.role == Role::Venue {
        let (app, actor) = (&visitor.app, &visitor.actor);
        let this = std::slice::from_ref(&seen.booking);
        let standings = booking::standings(app, actor, catalogue, venue, this).await?;
        let standing = standings.get(&seen.booking.id);
        let said = standing.map(|standing| standing::said(visitor.t(), standing));
        page.details.extend(said.unwrap_or_default());
        let asked = Asked {
            dates: this,
            moves: seen.booking.proposed_move().is_some(),
            ..Asked::default()
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
) -> Result<Option<InPlace>, Error> {
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
    let asked = Asked {
        dates: std::slice::from_ref(wanted),
        moves: false,
        instead_of: &instead_of,
    };
    let outlooks = booking::outlooks(app, actor, catalogue, venue, &[asked]).await?;
    let losers = &outlooks[0].losers;
    let t = visitor.t();
    Ok(Some(InPlace::new(
        t, catalogue, wanted, &found, losers, tried,
    )))
}
