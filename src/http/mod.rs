//! What pages and API share: who asks, once-only requests, limits and security headers, and the whole router.

pub mod actor;
mod health;
pub mod idempotency;

use axum::Router;

use crate::app::App;

/// Everything that the service answers, with all its layers.
pub fn router(app: App) -> Router {
    Router::new()
        .merge(health::router())
        .merge(crate::api::router())
        .merge(crate::web::router())
        .with_state(app)
}
