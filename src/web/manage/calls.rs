//! Whom somebody of the venue has to call, and what to say.

use askama::Template;
use axum::{
    extract::{Path, RawQuery},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use entity::{OutboxId, outbox};

use super::managed::managed;
use crate::{
    clock::read_booking_code,
    error::Error,
    i18n::Translator,
    inbox::calls::{self, Call, CallReason},
    mail::{Mail, Written},
    text::Phone,
    venue::{Catalogue, Venue},
    web::{
        booking::words,
        done::{self, DoneNotice},
        page_error::PageError,
        typed::Typed,
        visitor::{Frame, Visitor, personal},
    },
};

#[derive(Template)]
#[template(path = "calls.html", config = "config/askama.toml")]
struct CallsPage {
    frame: Frame,
    venue_name: String,
    queue: String,
    path: String,
    calls: Vec<Line>,
}

/// Somebody to be called.
struct Line {
    code: String,
    title: String,
    /// As the booking is now.
    place: String,
    status: String,
    name: String,
    /// For the link, and as it is read.
    phone: Option<(String, String)>,
    news: Vec<News>,
    /// What is told with it: all up to this.
    last: Option<OutboxId>,
}

struct News {
    heading: String,
    facts: Vec<String>,
}

/// `GET /manage/{venue}/calls`
pub async fn show(
    mut visitor: Visitor,
    Path(slug): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let catalogue = visitor.app.catalogue().await?;
    let venue = managed(&visitor, &catalogue, &slug)?;
    let t = visitor.t();
    let calls = calls::list(&visitor.app, &visitor.actor, venue.row.id).await?;
    visitor.lists_contacts();
    let query = Typed::read(query.unwrap_or_default().as_bytes());
    visitor.done = marked(&visitor, &slug, &calls, &query).await?;
    let page = CallsPage {
        frame: visitor.frame(t.text("calls-heading")),
        venue_name: venue.row.name.get(t.language).to_owned(),
        queue: format!("/manage/{slug}"),
        path: format!("/manage/{slug}/calls"),
        calls: calls
            .iter()
            .map(|call| line(t, &catalogue, venue, call))
            .collect(),
    };
    personal(StatusCode::OK, &page)
}

/// `POST /manage/{venue}/calls/{code}`: they have been told.
pub async fn tell(
    visitor: Visitor,
    Path((slug, code)): Path<(String, String)>,
    typed: Typed,
) -> Result<Response, PageError> {
    let catalogue = visitor.app.catalogue().await?;
    managed(&visitor, &catalogue, &slug)?;
    let last = match typed.some("last") {
        Some(last) => Some(last.parse().map_err(|_| Error::NotFound)?),
        None => None,
    };
    calls::tell(&visitor.app, &visitor.actor, &code, last).await?;
    let page = format!("/manage/{slug}/calls");
    Ok(Redirect::to(&done::beside(&page, done::TOLD, &code)).into_response())
}

/// `POST /manage/{venue}/calls/{code}/take-back`: they have not.
pub async fn take_back(
    visitor: Visitor,
    Path((slug, code)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let catalogue = visitor.app.catalogue().await?;
    managed(&visitor, &catalogue, &slug)?;
    calls::take_back(&visitor.app, &visitor.actor, &code).await?;
    let page = format!("/manage/{slug}/calls");
    Ok(Redirect::to(&done::beside(&page, done::NOT_TOLD, &code)).into_response())
}

/// What the visitor noted last of a booking, with a button that takes it back; or that they did take it back.
async fn marked(
    visitor: &Visitor,
    slug: &str,
    calls: &[Call],
    query: &Typed,
) -> Result<Option<DoneNotice>, Error> {
    let (app, actor, t) = (&visitor.app, &visitor.actor, visitor.t());
    let Some(code) = read_booking_code(query.get(done::OF)) else {
        return Ok(None);
    };
    match query.get(done::DONE) {
        done::TOLD => {
            let told = match calls::last_told(app, actor, &code).await {
                Err(Error::NotFound) => None,
                told => told?,
            };
            Ok(told.map(|_| DoneNotice {
                links: vec![(format!("/bookings/{code}"), code.clone())],
                back: Some((
                    format!("/manage/{slug}/calls/{code}/take-back"),
                    t.text("closures-untell"),
                )),
                ..DoneNotice::saying(t.text("done-told"))
            }))
        }
        done::NOT_TOLD => {
            let again = calls.iter().any(|call| call.booking.code == code);
            Ok(again.then(|| DoneNotice::saying(t.text("done-not-told"))))
        }
        _ => Ok(None),
    }
}

fn line(t: Translator, catalogue: &Catalogue, venue: &Venue, call: &Call) -> Line {
    let booking = &call.booking;
    let news = match &call.why {
        CallReason::News(news) => news.iter().filter_map(|row| news_of(t, row)).collect(),
        CallReason::Closure(hit) => {
            let space = catalogue.space_of(hit.space_id);
            let space = space.map_or("", |space| space.row.name.get(t.language));
            let local = |at| venue.zone.local(at);
            let when = t.when(local(hit.starts_at), local(hit.ends_at));
            vec![News {
                heading: t.text("calls-closure"),
                facts: vec![format!("{}: {space}, {when}", t.text("mail-before"))],
            }]
        }
    };
    let phone = booking.contact_phone.as_ref();
    Line {
        code: booking.code.clone(),
        title: booking.title.clone(),
        place: words::place_in_words(t, catalogue, venue, booking),
        status: t.status(booking.status),
        name: booking.contact_name.clone(),
        phone: phone.map(|number| (number.clone(), Phone::readable(number))),
        news,
        last: match &call.why {
            CallReason::News(news) => news.last().map(|news| news.id),
            CallReason::Closure(_) => None,
        },
    }
}

/// What a mail would have said. None where the row can no longer be read.
fn news_of(t: Translator, row: &outbox::Model) -> Option<News> {
    let mail: Mail = serde_json::from_value(row.payload.clone()).ok()?;
    let written = Written::new(&mail, t);
    let facts = written.facts.into_iter();
    let mut facts: Vec<String> = facts
        .map(|fact| format!("{}: {}", fact.label, fact.value))
        .collect();
    facts.extend(written.dates);
    for (heading, places) in [
        ("mail-kept", written.kept),
        ("mail-alternatives", written.alternatives),
    ] {
        let places: Vec<String> = places.into_iter().map(|place| place.label).collect();
        if !places.is_empty() {
            facts.push(format!("{}: {}", t.text(heading), places.join("; ")));
        }
    }
    Some(News {
        heading: written.heading,
        facts,
    })
}
