//! The pages. This is their table of contents: every address that a browser can ask for.

mod assets;
mod booking;
mod bookings;
mod borrowing;
mod decide;
mod dev_mail;
mod done;
pub mod error;
mod field;
mod in_place;
pub mod language;
mod language_choice;
mod losing;
mod manage;
mod not_done;
mod once;
pub mod page_error;
mod problems;
mod reasons;
mod request;
mod rules;
mod search;
mod series;
mod sign_in;
mod space;
mod standing;
mod state;
mod times;
mod tried;
mod typed;
mod venues;
mod visitor;
mod waiving;
mod week;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    routing::{get, post},
};

use crate::{app::App, error::Error};
use page_error::PageError;

const BODY_BYTES: usize = 64 * 1024;

pub fn router() -> Router<App> {
    Router::new()
        .route("/", get(venues::all))
        .route("/search", get(search::show))
        .route("/venues/{venue}", get(venues::one))
        .route("/venues/{venue}/{space}", get(space::one))
        .route(
            "/venues/{venue}/{space}/request",
            get(request::show).post(request::send),
        )
        .route("/sign-in", get(sign_in::show).post(sign_in::ask))
        .route(
            "/sign-in/code",
            get(sign_in::show_code).post(sign_in::enter),
        )
        .route("/sign-out", get(sign_in::ways_out).post(sign_in::out))
        .route("/sign-out/everywhere", post(sign_in::out_everywhere))
        .route("/bookings", get(bookings::mine))
        .route("/bookings/{code}", get(booking::show))
        .route(
            "/bookings/{code}/{action}",
            get(booking::before).post(booking::act),
        )
        .route("/series/{code}", get(series::show))
        .route(
            "/series/{code}/{action}",
            get(series::before).post(series::act),
        )
        .route("/manage", get(manage::venues))
        .route("/manage/{venue}", get(manage::queue::queue))
        .route("/manage/{venue}/day", get(manage::day::board))
        .route("/manage/{venue}/calls", get(manage::calls::show))
        .route("/manage/{venue}/calls/{code}", post(manage::calls::tell))
        .route(
            "/manage/{venue}/calls/{code}/take-back",
            post(manage::calls::take_back),
        )
        .route(
            "/manage/{venue}/arrivals",
            get(manage::arrivals::show).post(manage::arrivals::note),
        )
        .route(
            "/manage/{venue}/closures",
            get(manage::closures::list).post(manage::closures::send),
        )
        .route("/manage/{venue}/closures/new", get(manage::closures::new))
        .route(
            "/manage/{venue}/closures/{id}",
            get(manage::closures::one::show).post(manage::closures::one::change),
        )
        .route(
            "/manage/{venue}/closures/{id}/take-back",
            post(manage::closures::one::take_back),
        )
        .route(
            "/manage/{venue}/closures/{id}/told/{hit}",
            post(manage::closures::one::tell),
        )
        .route(
            "/manage/{venue}/quotas",
            get(manage::quotas::show).post(manage::quotas::set),
        )
        .route("/problems/{code}", get(problems::one))
        .route("/dev/mail", get(dev_mail::all))
        .route("/dev/mail/{file}", get(dev_mail::one))
        .route("/language", post(language_choice::choose))
        .route("/assets/{file}", get(assets::get))
        .layer(DefaultBodyLimit::max(BODY_BYTES))
        .fallback(async || PageError::from(Error::NotFound))
}
