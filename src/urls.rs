//! Every address that a mail or an answer names, made in one place.

use entity::{ClosureId, booking, series};
use time::PrimitiveDateTime;

use crate::zone::format_wall;

/// The page of a booking.
#[must_use]
pub fn booking(base: &str, booking: &booking::Model) -> String {
    format!("{base}/bookings/{}", booking.code)
}

/// The page of a series.
#[must_use]
pub fn series(base: &str, series: &series::Model) -> String {
    format!("{base}/series/{}", series.code)
}

/// The form, filled in with a time. `space` is `venue/space`.
#[must_use]
pub fn request(
    base: &str,
    space: &str,
    starts: PrimitiveDateTime,
    ends: PrimitiveDateTime,
) -> String {
    let (venue, space) = space.split_once('/').unwrap_or((space, ""));
    format!(
        "{base}/venues/{venue}/{space}/request?starts={}&ends={}",
        format_wall(starts),
        format_wall(ends)
    )
}

/// The form on this site, filled in like `booking`, with another time or with the one that it has. `space` is `venue/space`.
#[must_use]
pub fn request_like(
    space: &str,
    times: Option<(PrimitiveDateTime, PrimitiveDateTime)>,
    booking: &booking::Model,
) -> String {
    let code = &booking.code;
    match times {
        Some((starts, ends)) => format!("{}&like={code}", request("", space, starts, ends)),
        None => format!("/venues/{space}/request?like={code}"),
    }
}

/// Where a booking is given up, after a question.
#[must_use]
pub fn cancel(booking: &booking::Model) -> String {
    format!("{}/cancel", self::booking("", booking))
}

/// The type of a problem (RFC 9457), which is a page.
#[must_use]
pub fn problem(base: &str, code: &str) -> String {
    format!("{base}/problems/{code}")
}

/// Where a program finds a booking.
#[must_use]
pub fn api_booking(booking: &booking::Model) -> String {
    format!("/api/v1/bookings/{}", booking.id)
}

/// Where a program finds a series.
#[must_use]
pub fn api_series(series: &series::Model) -> String {
    format!("/api/v1/series/{}", series.id)
}

/// Where a program finds a closure.
#[must_use]
pub fn api_closure(id: ClosureId) -> String {
    format!("/api/v1/closures/{id}")
}
