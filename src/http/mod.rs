//! What pages and API share: who asks, once-only requests, limits and security headers, and the whole router.

pub mod actor;
pub mod idempotency;
pub mod kept;
pub mod language;

use axum::Router;

use crate::app::App;

/// Everything that the service answers, with all its layers.
#[must_use]
pub fn router(app: App) -> Router {
    Router::new()
        .merge(crate::api::router(&app))
        .merge(crate::web::router())
        .with_state(app)
}
