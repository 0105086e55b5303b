//! To whom `/dev/mail` is open: whoever came with the key that the service printed.

use axum::http::HeaderMap;
use subtle::ConstantTimeEq;

use crate::{app::App, http::actor};

/// The cookie of who came with the key.
const COOKIE: &str = "mail";

/// Whether this browser came with the key once. Who asks and which way says nothing: a proxy in front looks like this
/// machine, and so does a name that leads here.
pub fn is_open(app: &App, headers: &HeaderMap) -> bool {
    actor::cookie_value(app, headers, COOKIE).is_some_and(|value| fits(app, &value))
}

/// The cookie that opens it from now on; none for who comes with another key.
pub fn cookie_for(app: &App, key: &str) -> Option<String> {
    let cookie = || actor::cookie(app, COOKIE, key.to_owned(), None).to_string();
    fits(app, key).then(cookie)
}

fn fits(app: &App, key: &str) -> bool {
    app.mailbox_key()
        .is_some_and(|right| right.as_bytes().ct_eq(key.as_bytes()).into())
}
