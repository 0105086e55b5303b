//! `/bookings`: what somebody has booked.

use askama::Template;
use axum::{extract::RawQuery, http::StatusCode, response::Response};
use entity::{Booking, BookingId, Instant};

use super::{
    booking::words::{space_name, when},
    page_error::PageError,
    state::{Side, StateLabel},
    typed::Typed,
    visitor::{Frame, Visitor, personal},
};
use crate::{
    booking::{self, Filter, Order},
    urls,
    venue::Catalogue,
};

const PER_PAGE: u64 = 20;

#[derive(Template)]
#[template(path = "bookings.html", config = "config/askama.toml")]
struct BookingsPage {
    frame: Frame,
    past: bool,
    items: Vec<Item>,
    next: Option<String>,
}

struct Item {
    code: String,
    title: String,
    place: String,
    when: String,
    state: StateLabel,
    /// Where the series is that it is a date of.
    series: Option<String>,
}

/// `GET /bookings?past=&after=`
pub async fn mine(visitor: Visitor, RawQuery(query): RawQuery) -> Result<Response, PageError> {
    visitor.actor.signed_in()?;
    let query = Typed::read(query.unwrap_or_default().as_bytes());
    let past = !query.get("past").is_empty();
    let now = visitor.app.clock.now();
    let filter = Filter {
        own: true,
        from: (!past).then_some(now),
        to: past.then_some(now),
        order: if past {
            Order::LatestFirst
        } else {
            Order::SoonestFirst
        },
        after: read_position(query.get("after")),
        limit: PER_PAGE,
        ..Filter::default()
    };
    let page = booking::list(&visitor.app, &visitor.actor, filter).await?;
    let catalogue = visitor.app.catalogue().await?;
    let items = page
        .items
        .iter()
        // What has begun and is not over stands among what is to come.
        .filter(|booking| !past || booking.ends_at <= now)
        .map(|booking| Item {
            series: page
                .series
                .iter()
                .find(|one| Some(one.id) == booking.series_id)
                .map(|series| urls::series("", series)),
            ..item(
                &visitor,
                &catalogue,
                booking,
                page.given.contains(&booking.id),
            )
        })
        .collect();
    let next = page.next.map(|(starts_at, id)| {
        let past = if past { "past=1&" } else { "" };
        format!("/bookings?{past}after={}.{id}", starts_at.0)
    });
    let page = BookingsPage {
        frame: visitor.frame(visitor.t().text("page-bookings")),
        past,
        items,
        next,
    };
    personal(StatusCode::OK, &page)
}

fn read_position(text: &str) -> Option<(Instant, BookingId)> {
    let (at, id) = text.split_once('.')?;
    Some((Instant(at.parse().ok()?), id.parse().ok()?))
}

/// `given`: its time was given to another group.
fn item(visitor: &Visitor, catalogue: &Catalogue, booking: &Booking, given: bool) -> Item {
    let t = visitor.t();
    let venue = catalogue.venue_of(booking.venue_id);
    let name = venue.map_or("", |venue| venue.row.name.get(t.language));
    Item {
        code: booking.code.clone(),
        title: booking.title.clone(),
        place: format!("{name}, {}", space_name(t, catalogue, booking)),
        when: venue.map_or(String::new(), |venue| when(t, booking, venue)),
        state: StateLabel::of(t, booking, given, Side::Group),
        series: None,
    }
}
