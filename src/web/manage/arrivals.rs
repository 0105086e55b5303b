//! `/manage/{venue}/arrivals`: what is over and was not counted, with one field each.

use std::collections::HashMap;

use askama::Template;
use axum::{
    extract::{Path, RawQuery},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use entity::{Booking, BookingId};

use super::managed::managed;
use crate::{
    booking,
    error::Error,
    i18n::Translator,
    idempotency::Idempotent,
    refusal::rule::InvalidInput,
    venue::{Catalogue, Venue},
    web::{
        booking::{refused::why_not, words::place_in_words},
        done::{self, DoneNotice},
        language_choice,
        page_error::{self, PageError},
        typed::Typed,
        visitor::{Frame, Visitor, personal},
    },
};

/// Before the id of a booking in the name of the field that says how many came.
const PEOPLE: &str = "people-";
/// Before the id in the name of the box that says that nobody did.
const NOBODY: &str = "nobody-";

#[derive(Template)]
#[template(path = "arrivals.html", config = "config/askama.toml")]
struct ArrivalsPage {
    frame: Frame,
    venue_name: String,
    queue: String,
    day: String,
    path: String,
    /// How long this can be corrected.
    lead: String,
    refused: bool,
    events: Vec<Event>,
}

struct Event {
    code: String,
    title: String,
    place: String,
    /// How many were to come.
    expected: String,
    people: String,
    typed: String,
    nobody: String,
    ticked: bool,
    refusal: String,
}

/// Why what was said of a booking was not written.
type Refused = HashMap<BookingId, String>;

/// `GET /manage/{venue}/arrivals?done=`
pub async fn show(
    mut visitor: Visitor,
    Path(slug): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let catalogue = visitor.app.catalogue().await?;
    let venue = managed(&visitor, &catalogue, &slug)?;
    let events = booking::uncounted(&visitor.app, &visitor.actor, venue).await?;
    let query = Typed::read(query.unwrap_or_default().as_bytes());
    if query.get(done::DONE) == done::ACT {
        let left = [("count", events.len().into())];
        let text = visitor.t().with("arrivals-left", &left);
        visitor.done = Some(DoneNotice::saying(text));
    }
    let page = page(
        &visitor,
        &catalogue,
        venue,
        &events,
        &Typed::default(),
        &Refused::new(),
    );
    personal(StatusCode::OK, &page)
}

/// `POST`: writes what is filled in, each event on its own, and leaves what cannot be.
pub async fn note(
    mut visitor: Visitor,
    Path(slug): Path<String>,
    mut typed: Typed,
) -> Result<Response, PageError> {
    let switched = language_choice::switch(&mut visitor, &mut typed).await;
    let catalogue = visitor.app.catalogue().await?;
    let venue = managed(&visitor, &catalogue, &slug)?;
    let (app, actor) = (&visitor.app, &visitor.actor);
    let mut refused = Refused::new();
    let mut written = false;
    let mut status = StatusCode::OK;
    if switched.is_none() {
        for event in booking::uncounted(app, actor, venue).await? {
            match write_arrival(&visitor, &event, &typed).await {
                Ok(is_said) => written |= is_said,
                Err(error @ (Error::Rules(_) | Error::State(_) | Error::Conflict { .. })) => {
                    status = page_error::status(&error);
                    let said = why_not(visitor.t(), &catalogue, &error).0;
                    refused.insert(event.id, said.join(" "));
                }
                Err(error) => return Err(error.into()),
            }
        }
        if refused.is_empty() {
            let page = path(venue);
            let next = if written {
                done::on(&page, done::ACT)
            } else {
                page
            };
            return Ok(Redirect::to(&next).into_response());
        }
    }
    let events = booking::uncounted(app, actor, venue).await?;
    let page = page(&visitor, &catalogue, venue, &events, &typed, &refused);
    Ok((switched, personal(status, &page)?).into_response())
}

/// Writes what is said of one event; whether anything is. Both a number and that nobody came is neither.
async fn write_arrival(visitor: &Visitor, event: &Booking, typed: &Typed) -> Result<bool, Error> {
    let (app, actor, once) = (&visitor.app, &visitor.actor, Idempotent::unkeyed());
    let people = typed.some(&format!("{PEOPLE}{}", event.id));
    let nobody = typed.some(&format!("{NOBODY}{}", event.id));
    match (people, nobody) {
        (None, None) => return Ok(false),
        (Some(people), None) => {
            let people = people.parse();
            let people = people.map_err(|_| Error::invalid("attended", InvalidInput::Malformed))?;
            booking::check_in(app, actor, event.id, Some(people), once).await?;
        }
        (None, Some(_)) => {
            booking::no_show(app, actor, event.id, once).await?;
        }
        (Some(_), Some(_)) => return Err(Error::invalid("attended", InvalidInput::Malformed)),
    }
    Ok(true)
}

fn path(venue: &Venue) -> String {
    format!("/manage/{}/arrivals", venue.row.slug)
}

fn page(
    visitor: &Visitor,
    catalogue: &Catalogue,
    venue: &Venue,
    events: &[Booking],
    typed: &Typed,
    refused: &Refused,
) -> ArrivalsPage {
    let t = visitor.t();
    let closes_on = visitor.app.config.attendance.month_closes_on_day;
    let event = |booking: &Booking| event(t, catalogue, venue, booking, typed, refused);
    let queue = format!("/manage/{}", venue.row.slug);
    ArrivalsPage {
        frame: Frame {
            form: Some("arrivals".to_owned()),
            ..visitor.frame(t.text("arrivals-heading"))
        },
        venue_name: venue.row.name.get(t.language).to_owned(),
        day: format!("{queue}/day"),
        queue,
        path: path(venue),
        lead: t.with("arrivals-lead", &[("day", i64::from(closes_on).into())]),
        refused: !refused.is_empty(),
        events: events.iter().map(event).collect(),
    }
}

fn event(
    t: Translator,
    catalogue: &Catalogue,
    venue: &Venue,
    booking: &Booking,
    typed: &Typed,
    refused: &Refused,
) -> Event {
    let (people, nobody) = (
        format!("{PEOPLE}{}", booking.id),
        format!("{NOBODY}{}", booking.id),
    );
    Event {
        code: booking.code.clone(),
        title: booking.title.clone(),
        place: place_in_words(t, catalogue, venue, booking),
        expected: t.with("arrivals-expected", &[("count", booking.attendees.into())]),
        typed: typed.get(&people).to_owned(),
        ticked: typed.some(&nobody).is_some(),
        refusal: refused.get(&booking.id).cloned().unwrap_or_default(),
        people,
        nobody,
    }
}
