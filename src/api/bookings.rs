//! Asking for a space, and looking at bookings.

use std::mem::take;

use axum::{
    body::Body,
    http::{HeaderMap, StatusCode, header},
    response::Response,
};
use entity::{Booking, BookingId, Instant, booking::Status};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    act::{New, WithId},
    booking_in::BookingIn,
    booking_out::BookingOut,
    caller::Caller,
    query::Query,
    reason_in::replacing,
    refusal::Refusal,
    reply::{etag, json, tagged, written},
};
use crate::{
    account::{Origin, security},
    booking::{self, Filter, Order},
    memory::answers,
    refusal::rule::InvalidInput,
    venue::Catalogue,
    zone::{Zone, parse_date, parse_wall},
};

/// Asks for a space. Approved at once where the space or the sender's standing says so, pending otherwise. Managers of the
/// venue may waive rules, with a reason; a conflict stays one, unless they put it in place of what is in the way.
#[utoipa::path(post, path = "/", tag = "bookings", operation_id = "request_booking",
    request_body = BookingIn,
    responses((status = 201, description = "Asked for", body = BookingOut, headers(("Location" = String), ("ETag" = String)))))]
pub async fn request(new: New<BookingIn, Booking>) -> Result<Response, Refusal> {
    let Caller {
        app,
        actor,
        language,
        ..
    } = &new.caller;
    let mut said = new.said;
    let (ids, why) = (take(&mut said.replacing), said.replace_reason.take());
    let said = said.new_booking(*language, replacing(app, &ids, why).await?);
    let done = booking::request(app, actor, said, new.once).await?;
    new.caller.answer(done).await
}

/// One booking.
#[utoipa::path(get, path = "/", tag = "bookings", operation_id = "booking",
    responses((status = 200, description = "The booking", body = BookingOut, headers(("ETag" = String))), (status = 304, description = "Unchanged")))]
pub async fn one(headers: HeaderMap, on: WithId<BookingId>) -> Result<Response, Refusal> {
    let Caller { app, actor, .. } = &on.caller;
    let booking = booking::by_id(app, actor, on.id).await?;
    let catalogue = app.catalogue().await?;
    let given = booking::is_given(app, &booking).await?;
    let out = BookingOut::of(&booking, given, &catalogue, actor);
    let mut response = tagged(StatusCode::OK, written(&out));
    // Whether its time is given to another group is no part of its version.
    let told = booking.status == Status::Pending && !booking.holds;
    if !told && answers::is_known(&headers, etag(booking.version).as_bytes()) {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        response.headers_mut().remove(header::CONTENT_TYPE);
        *response.body_mut() = Body::empty();
    }
    Ok(response)
}

/// One's own bookings and those of the venues that one manages, by start.
#[utoipa::path(get, path = "/", tag = "bookings", operation_id = "bookings",
    params(
        ("status" = Option<Vec<String>>, Query, description = "In one of these states; several are given one by one", style = Form, explode, example = json!(["pending"])),
        ("venue" = Option<String>, Query, description = "Slug"),
        ("from" = Option<String>, Query, description = "Ending after: a date or a wall time, of the venue where one is given"),
        ("to" = Option<String>, Query, description = "Starting before"),
        ("cursor" = Option<String>, Query, description = "The `next` of the page before"),
        ("limit" = Option<u8>, Query, minimum = 1, maximum = 100, description = "50 when missing"),
    ),
    responses((status = 200, description = "A page of them", body = BookingPage)))]
pub async fn list(
    Caller { app, actor, .. }: Caller,
    origin: Origin,
    asked: Query,
) -> Result<Response, Refusal> {
    asked.only(&["status", "venue", "from", "to", "cursor", "limit"])?;
    let catalogue = app.catalogue().await?;
    let filter = filter(&asked, &catalogue)?;
    let page = booking::list(&app, &actor, filter).await?;
    let me = actor.signed_in()?.id;
    if page
        .items
        .iter()
        .any(|booking| booking.booker_id != Some(me))
    {
        security::contacts_listed(&app, &actor, &origin);
    }
    let page = BookingPage {
        items: page
            .items
            .iter()
            .map(|one| BookingOut::of(one, page.given.contains(&one.id), &catalogue, &actor))
            .collect(),
        next: page.next.map(cursor_of),
    };
    Ok(json(StatusCode::OK, written(&page)))
}

#[derive(Debug, Serialize, ToSchema)]
pub struct BookingPage {
    items: Vec<BookingOut>,
    /// The cursor of the next page, if there is one.
    next: Option<String>,
}

fn filter(asked: &Query, catalogue: &Catalogue) -> Result<Filter, Refusal> {
    let mut statuses = Vec::new();
    for name in asked.all("status").flat_map(|names| names.split(',')) {
        let name = serde::de::value::StrDeserializer::<serde::de::value::Error>::new(name);
        let status = Status::deserialize(name);
        statuses.push(status.map_err(|_| Refusal::field("status", InvalidInput::Unknown))?);
    }
    let venue = asked.one("venue")?;
    let zone = match venue {
        Some(slug) => catalogue.venue(slug).map(|venue| &venue.zone),
        None => catalogue.venues().next().map(|venue| &venue.zone),
    };
    let zone = zone.ok_or_else(|| Refusal::field("venue", InvalidInput::Unknown))?;
    let limit = match asked.one("limit")? {
        Some(limit) => limit
            .parse()
            .ok()
            .filter(|limit| (1..=100).contains(limit))
            .ok_or_else(|| Refusal::field("limit", InvalidInput::Malformed))?,
        None => 50,
    };
    let after = asked.one("cursor")?.map(|cursor| {
        position_of(cursor).ok_or_else(|| Refusal::field("cursor", InvalidInput::Malformed))
    });
    Ok(Filter {
        statuses,
        venue: venue.map(str::to_owned),
        own: false,
        from: moment(asked, "from", zone)?,
        to: moment(asked, "to", zone)?,
        order: Order::SoonestFirst,
        after: after.transpose()?,
        limit,
    })
}

/// Of a date, its beginning.
fn moment(asked: &Query, name: &'static str, zone: &Zone) -> Result<Option<Instant>, Refusal> {
    let Some(text) = asked.one(name)? else {
        return Ok(None);
    };
    let at = match parse_date(text) {
        Some(date) => Some(zone.midnight(date)),
        None => parse_wall(text).map(|wall| zone.instant_or_next(wall)),
    };
    at.map(Some)
        .ok_or_else(|| Refusal::field(name, InvalidInput::Malformed))
}

fn cursor_of((starts_at, id): (Instant, BookingId)) -> String {
    format!("{:016x}{}", starts_at.0, id.0.simple())
}

fn position_of(cursor: &str) -> Option<(Instant, BookingId)> {
    let (starts_at, id) = cursor.split_at_checked(16)?;
    if id.len() != 32 || !cursor.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let starts_at = u64::from_str_radix(starts_at, 16).ok()?.cast_signed();
    Some((Instant(starts_at), id.parse().ok()?))
}
