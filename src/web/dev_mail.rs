//! `/dev/mail`: what went out, for whoever runs the service on their own machine.

use axum::http::HeaderMap;

use crate::app::App;

/// Headers by which a proxy says that it stands between: then whoever asks need not be on this machine.
const FORWARDING: [&str; 6] = [
    "forwarded",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-forwarded-proto",
    "x-real-ip",
    "via",
];

pub fn is_open(app: &App, headers: &HeaderMap) -> bool {
    app.config.mails_to_files()
        && app.config.is_local()
        && !FORWARDING.iter().any(|name| headers.contains_key(*name))
}
