//! Who sends a request: from the session cookie of a page, or the Bearer token of a program.

use axum::http::{HeaderMap, header};
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};

use crate::{
    account::{self, Actor},
    app::App,
    error::Error,
};

/// The actor of a page: whoever the session cookie says. Anonymous without one.
pub async fn of_page(app: &App, headers: &HeaderMap) -> Result<Actor, Error> {
    match session_token(app, headers) {
        Some(token) => account::by_session(app, &token).await,
        None => Ok(Actor::anonymous()),
    }
}

/// The actor of an API call: the Bearer token's, and then no cookie counts; otherwise the session's.
/// [`Error::Unauthenticated`] for a token that nobody has.
pub async fn of_call(app: &App, headers: &HeaderMap) -> Result<Actor, Error> {
    let Some(value) = headers.get(header::AUTHORIZATION) else {
        return of_page(app, headers).await;
    };
    let token = value.to_str().ok().and_then(|value| value.split_once(' '));
    match token {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => {
            account::by_api_token(app, token.trim()).await
        }
        _ => Err(Error::Unauthenticated),
    }
}

/// `__Host-` binds a cookie to this host and to TLS, so it is only possible there.
fn cookie_name(app: &App, name: &str) -> String {
    if app.config.is_secure() {
        format!("__Host-{name}")
    } else {
        name.to_owned()
    }
}

/// The cookie of a session.
pub const SESSION: &str = "sid";
/// The cookie by which a browser that has not signed in finds its code and its draft again.
pub const BROWSER: &str = "browser";
/// The cookie by which a browser is known in which somebody has signed in before.
pub const DEVICE: &str = "device";

#[must_use]
pub fn session_token(app: &App, headers: &HeaderMap) -> Option<String> {
    cookie_value(app, headers, SESSION)
}

#[must_use]
pub fn cookie_value(app: &App, headers: &HeaderMap, name: &str) -> Option<String> {
    let jar = CookieJar::from_headers(headers);
    jar.get(&cookie_name(app, name))
        .map(|cookie| cookie.value().to_owned())
}

/// A cookie that scripts cannot read and other sites cannot send along with a form. It lasts for the browser's session
/// unless days are given.
#[must_use]
pub fn cookie(app: &App, name: &str, value: String, days: Option<i64>) -> Cookie<'static> {
    let mut cookie = Cookie::build((cookie_name(app, name), value))
        .path("/")
        .http_only(true)
        .secure(app.config.is_secure())
        .same_site(SameSite::Lax)
        .build();
    if let Some(days) = days {
        cookie.set_max_age(time::Duration::days(days));
    }
    cookie
}
