//! The API, `/api/v1`: its table of contents.
//!
//! `Authorization: Bearer …`; a Bearer request ignores cookies. Venues, spaces, calendars and search are open to anyone. Lists are
//! `{"items": […], "next": cursor or null}`. Wall times are `2026-12-05T16:00` in the venue's zone, instants RFC 3339.
//! `space` is `venue/space`; inside an object that has a `venue`, space slugs are bare.
//!
//! | status | when | problem |
//! |---|---|---|
//! | 400 | the body is not JSON | not-json |
//! | 401 | no credentials, or wrong ones; before anything else is looked at | unauthenticated |
//! | 403 | may see the booking, may not do this | forbidden |
//! | 404 | not there, or not theirs to know of | not-found |
//! | 405, 413, 415 | wrong method, over 64 KiB, not JSON by its type | method, too-large, media-type |
//! | 409 | the time is taken; the life cycle forbids it; a closure hits other bookings than were seen | conflict, state, changed |
//! | 412, 428 | a change of a version that is no longer the newest; of none at all | stale, no-version |
//! | 422 | broken rules, also a field that cannot be read; a key with another body | rule, key-reused |
//! | 429, 503 | too often; busy; the database cannot do it; whether it was done is not known; all with Retry-After | too-many, busy, unavailable, unknown |
//! | 500 | our fault, in the log with its place | internal |

mod act;
mod alterations;
mod answer;
mod booking_call;
mod booking_in;
mod booking_out;
mod bookings;
mod calendar;
mod caller;
mod change_in;
mod closure_in;
mod closure_out;
mod closures;
mod conflict_out;
mod decisions;
mod document;
mod field_error;
mod item_shape;
mod messages;
mod nth_in;
mod posted;
mod problem;
mod query;
mod quotas;
mod reason_in;
pub mod refusal;
pub mod render;
mod reply;
mod schema;
mod search;
mod series;
mod series_act_in;
mod series_in;
mod series_out;
mod venue_out;
mod venues;

use axum::{Router, extract::DefaultBodyLimit, http::header, response::IntoResponse, routing};
use tower_http::catch_panic::CatchPanicLayer;
use utoipa_axum::{
    router::{OpenApiRouter, UtoipaMethodRouter},
    routes,
};

use crate::{app::App, error::Error};
use problem::Problem;
use refusal::Refusal;

const BODY_BYTES: usize = 64 * 1024;

/// Every address with its methods.
fn contents() -> OpenApiRouter<App> {
    [
        at("/api/v1/venues", routes!(venues::list)),
        at("/api/v1/venues/{venue}", routes!(venues::one)),
        at("/api/v1/venues/{venue}/spaces", routes!(venues::spaces)),
        at(
            "/api/v1/venues/{venue}/calendar",
            routes!(calendar::calendar),
        ),
        at(
            "/api/v1/venues/{venue}/quotas",
            routes!(quotas::show, quotas::set),
        ),
        at("/api/v1/search", routes!(search::search)),
        at(
            "/api/v1/bookings",
            routes!(bookings::list, bookings::request),
        ),
        at(
            "/api/v1/bookings/{id}",
            routes!(bookings::one, alterations::change),
        ),
        at("/api/v1/bookings/{id}/approve", routes!(decisions::approve)),
        at("/api/v1/bookings/{id}/reject", routes!(decisions::reject)),
        at("/api/v1/bookings/{id}/cancel", routes!(decisions::cancel)),
        at("/api/v1/bookings/{id}/reopen", routes!(decisions::reopen)),
        at(
            "/api/v1/bookings/{id}/check_in",
            routes!(decisions::check_in),
        ),
        at("/api/v1/bookings/{id}/no_show", routes!(decisions::no_show)),
        at(
            "/api/v1/bookings/{id}/move",
            routes!(alterations::relocate, alterations::take_back),
        ),
        at("/api/v1/series", routes!(series::request)),
        at("/api/v1/series/{id}", routes!(series::one, series::change)),
        at("/api/v1/series/{id}/approve", routes!(series::approve)),
        at("/api/v1/series/{id}/reject", routes!(series::reject)),
        at("/api/v1/series/{id}/cancel", routes!(series::cancel)),
        at(
            "/api/v1/series/{id}/move",
            routes!(series::relocate, series::take_back),
        ),
        at("/api/v1/series/{id}/occurrences", routes!(series::add)),
        at("/api/v1/closures", routes!(closures::list, closures::close)),
        at(
            "/api/v1/closures/{id}",
            routes!(closures::one, closures::change, closures::take_back),
        ),
        at(
            "/api/v1/bookings/{id}/messages",
            routes!(messages::list, messages::write),
        ),
    ]
    .into_iter()
    .fold(
        OpenApiRouter::with_openapi(document::empty::<Problem>()),
        OpenApiRouter::routes,
    )
}

/// The handlers do not name their addresses; they all stand above.
fn at(
    path: &str,
    (schemas, mut paths, methods): UtoipaMethodRouter<App>,
) -> UtoipaMethodRouter<App> {
    let items = std::mem::take(&mut paths.paths);
    paths
        .paths
        .extend(items.into_values().map(|item| (path.to_owned(), item)));
    (schemas, paths, methods)
}

/// With everything that is answered under `/api`. [`render::refusals`] is one of the layers around the whole service.
pub(crate) fn router() -> Router<App> {
    let (router, document) = contents().split_for_parts();
    let document = serde_json::to_string(&document::complete(document))
        .expect("the document is made of what can be written as JSON");
    let document = move || {
        let document = document.clone();
        async move { ([(header::CONTENT_TYPE, "application/json")], document) }
    };
    router
        .route("/api/openapi.json", routing::get(document))
        .route("/api", routing::any(nothing_here))
        .route("/api/", routing::any(nothing_here))
        .route("/api/{*rest}", routing::any(nothing_here))
        .layer(DefaultBodyLimit::max(BODY_BYTES))
        .layer(CatchPanicLayer::custom(panicked))
}

async fn nothing_here() -> Refusal {
    Refusal::Error(Error::NotFound)
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "the layer hands the panic over like this"
)]
fn panicked(panic: Box<dyn std::any::Any + Send>) -> axum::response::Response {
    let said = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("a panic");
    Refusal::Error(Error::internal(said.to_owned())).into_response()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn a_panic_is_a_refusal_like_any_other() {
        let mut answer = panicked(Box::new("with a secret"));
        assert_eq!(answer.status(), 500);
        let refusal = answer.extensions_mut().remove::<Arc<Refusal>>().unwrap();
        assert!(matches!(*refusal, Refusal::Error(Error::Internal(_))));
    }
}
