//! What pages and API share: who asks, once-only requests, limits and security headers, and the whole router.

pub mod actor;
pub mod idempotency;
mod layers;
pub mod rate;

use axum::Router;

use crate::app::App;

/// Everything that the service answers, with all its layers.
#[must_use]
pub fn router(app: App) -> Router {
    let routes = Router::new()
        .merge(crate::api::router())
        .merge(crate::web::router());
    layers::wrap(routes, &app).with_state(app)
}
