//! How many strangers may look for floor at a time: looking takes the most work of all that is open to anyone, and who
//! has come to book or to decide shall not wait behind it.

use std::sync::Arc;

use axum::{
    extract::{MatchedPath, Request, State},
    http::{HeaderMap, StatusCode},
    middleware::Next,
    response::{IntoResponse, Response},
};
use tokio::sync::Semaphore;

use super::actor;
use crate::app::App;

/// One waits for the database while another is computed.
const AT_A_TIME_A_CORE: usize = 16;
const LOOKING: [&str; 5] = [
    "/search",
    "/venues/{venue}/{space}",
    "/venues/{venue}/{space}/request",
    "/api/v1/search",
    "/api/v1/venues/{venue}/calendar",
];

/// Cheap to clone.
#[derive(Clone)]
pub struct Crowd {
    app: App,
    places: Arc<Semaphore>,
}

impl Crowd {
    pub fn new(app: App) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self {
            app,
            places: Arc::new(Semaphore::new(AT_A_TIME_A_CORE * cores)),
        }
    }
}

/// 503 for a stranger who comes to look while as many are looking as may. Who is known is let in all the same.
pub async fn limit(State(crowd): State<Crowd>, request: Request, next: Next) -> Response {
    let looks = request
        .extensions()
        .get::<MatchedPath>()
        .is_some_and(|path| LOOKING.contains(&path.as_str()));
    if !looks {
        return next.run(request).await;
    }
    let place = crowd.places.try_acquire();
    if place.is_err() && !is_known(&crowd.app, request.headers()).await {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    next.run(request).await
}

/// Not merely by showing a cookie, which anybody can make up.
async fn is_known(app: &App, headers: &HeaderMap) -> bool {
    let actor = actor::of_call(app, headers).await;
    actor.is_ok_and(|actor| actor.who().is_some())
}
