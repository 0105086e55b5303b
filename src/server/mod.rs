//! The whole router: everything that the service answers, with all its layers.

mod layers;

use axum::Router;

use crate::{api, app::App, http::health, web};

/// Everything that the service answers, with all its layers.
pub fn router(app: App) -> Router {
    router_with(Router::new(), app)
}

/// As [`router`], with more routes inside the same layers: what a benchmark compares with.
pub fn router_with(extra: Router<App>, app: App) -> Router {
    let routes = extra
        .merge(health::router())
        .merge(api::router())
        .merge(web::router());
    layers::wrap(routes, &app).with_state(app)
}
