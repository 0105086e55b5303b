//! `/venues/{venue}/{space}/request`: asking for a space. It can be filled in before signing in.

mod answer;
mod draft;
mod exception;
mod faults;
mod filled;
mod form;
mod instead;
mod read;
mod repeat;
mod replacing;
mod reply;
mod report;
mod rule;
mod view;

use axum::{
    extract::{Path, RawQuery},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use entity::Booking;

use super::{
    done, language_choice,
    once::{once, with_key},
    page_error::PageError,
    space,
    typed::Typed,
    visitor::{Visitor, personal},
};
use crate::{
    booking::{self, NewBooking},
    error::Error,
    refusal::rule::Violation,
    urls,
};
use answer::FormAnswer;
use form::RequestForm;
use read::{FormRequest, but_waived, join, read};
use view::{page, refused};

/// `GET`: empty, with the time of a cell, like a booking that was, or as this browser left it before it signed in.
pub async fn show(
    visitor: Visitor,
    Path((venue_slug, space_slug)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let catalogue = visitor.app.catalogue().await?;
    let (venue, space) = space::found(&catalogue, &venue_slug, &space_slug)?;
    let query = Typed::read(query.unwrap_or_default().as_bytes());
    let path = form::path(&space.path());
    let left = if query.get("draft").is_empty() {
        None
    } else {
        draft::left(&visitor, &path).await?
    };
    let typed = if let Some(left) = left {
        left
    } else {
        let like = like(&visitor, query.get("like")).await?;
        filled::first(&visitor, venue, space, &query, like.as_ref())
    };
    let form = RequestForm {
        visitor: &visitor,
        catalogue: &catalogue,
        venue,
        space,
        typed: with_key(&visitor, typed),
        could_make_room: Vec::new(),
    };
    personal(StatusCode::OK, &page(&form, FormAnswer::None))
}

/// A booking that the visitor may look at, to fill the form in like it.
async fn like(visitor: &Visitor, code: &str) -> Result<Option<Booking>, Error> {
    if code.is_empty() {
        return Ok(None);
    }
    match booking::by_code(&visitor.app, &visitor.actor, code).await {
        Ok(seen) => Ok(Some(seen.booking)),
        Err(Error::NotFound | Error::Unauthenticated) => Ok(None),
        Err(error) => Err(error),
    }
}

/// `POST`: sends the request, or only shows the form again: at a time that was offered instead, or in another language.
pub async fn send(
    mut visitor: Visitor,
    Path((venue_slug, space_slug)): Path<(String, String)>,
    mut typed: Typed,
) -> Result<Response, PageError> {
    let switched = language_choice::switch(&mut visitor, &mut typed).await;
    let catalogue = visitor.app.catalogue().await?;
    let (venue, space) = space::found(&catalogue, &venue_slug, &space_slug)?;
    let was_refused = typed.some(form::REFUSED).is_some();
    let typed = typed.without(form::REFUSED);
    let again = typed.some(form::AGAIN).is_some();
    let typed = typed.without(form::AGAIN);
    let moves = typed.some(form::INSTEAD).is_some();
    let typed = if moves { filled::moved(typed) } else { typed };
    let chosen = moves || again;
    let reported = typed.some(report::REPORT).is_some();
    let typed = typed.without(report::REPORT);
    let mut form = RequestForm {
        visitor: &visitor,
        catalogue: &catalogue,
        venue,
        space,
        typed: with_key(&visitor, typed),
        could_make_room: Vec::new(),
    };
    if chosen {
        return personal(StatusCode::OK, &page(&form, FormAnswer::None));
    }
    let FormRequest { new, mut broken } = read(&form);
    let rule = rule::rule(&form, &new);
    if let Some(cookie) = switched {
        let answer = match rule {
            Some(rule) if reported => {
                let report = repeat::send(&mut form, new, rule, broken).await?;
                return Ok((cookie, report).into_response());
            }
            _ if !was_refused => FormAnswer::None,
            Some(rule) => repeat::what_stands_against(&form, new, rule, broken).await?,
            None => {
                form.could_make_room = could_make_room(&form, &new).await?;
                what_stands_against(&form).await?
            }
        };
        return Ok((cookie, personal(StatusCode::OK, &page(&form, answer))?).into_response());
    }
    if let Some(rule) = rule {
        return repeat::send(&mut form, new, rule, broken).await;
    }
    let signed_in = visitor.actor.who().is_some();
    if !broken.is_empty() || !signed_in {
        join(&mut broken, rules_broken(&form, &new).await?);
    }
    if !broken.is_empty() {
        return refused(&form, FormAnswer::Broken(broken));
    }
    if !signed_in {
        return draft::sign_in_first(&form).await;
    }
    let once = once(&form.path(), &form.typed, page_of);
    let done = booking::request(&visitor.app, &visitor.actor, new.clone(), once).await;
    if let Err(Error::Rules(_) | Error::Conflict { .. }) = done {
        form.could_make_room = could_make_room(&form, &new).await?;
    }
    reply::answered(&mut form, done, page_of).await
}

/// For a manager; nothing where the request itself is not in order.
async fn could_make_room(form: &RequestForm<'_>, new: &NewBooking) -> Result<Vec<Booking>, Error> {
    let (app, actor) = (&form.visitor.app, &form.visitor.actor);
    match booking::could_make_room_for(app, actor, new).await {
        Err(Error::Rules(_) | Error::Unauthenticated) => Ok(Vec::new()),
        found => found,
    }
}

/// Nothing is written.
async fn rules_broken(form: &RequestForm<'_>, new: &NewBooking) -> Result<Vec<Violation>, Error> {
    match booking::check(&form.visitor.app, &form.visitor.actor, new).await {
        Ok(()) => Ok(Vec::new()),
        Err(Error::Rules(broken)) => Ok(but_waived(form, broken)),
        Err(error) => Err(error),
    }
}

/// What would be said if the form were sent now, but for limits. Nothing is written.
async fn what_stands_against(form: &RequestForm<'_>) -> Result<FormAnswer, Error> {
    let FormRequest { new, mut broken } = read(form);
    join(&mut broken, rules_broken(form, &new).await?);
    if !broken.is_empty() {
        return Ok(FormAnswer::Broken(broken));
    }
    match booking::look_for_room(&form.visitor.app, &form.visitor.actor, &new).await {
        Ok(()) => Ok(FormAnswer::None),
        Err(error) => FormAnswer::of(error),
    }
}

fn page_of(booking: &Booking) -> String {
    done::on(&urls::booking("", booking), done::ACT)
}
