//! What pages and API share: who asks, once-only requests, limits and security headers, and the whole router.

pub mod actor;
pub mod address;
pub mod connections;
mod crowd;
pub(crate) mod health;
pub mod idempotency;
pub mod kept;
pub mod language;
mod layers;
pub mod origin;

use axum::Router;

use crate::app::App;

/// Everything that the service answers, with all its layers.
pub fn router(app: App) -> Router {
    router_with(Router::new(), app)
}

/// As [`router`], with more routes inside the same layers: what a benchmark compares with.
pub fn router_with(extra: Router<App>, app: App) -> Router {
    let routes = extra
        .merge(health::router())
        .merge(crate::api::router())
        .merge(crate::web::router());
    layers::wrap(routes, &app).with_state(app)
}
