//! The language of pages: chosen, else what the browser says at the first visit, else Kazakh.

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, header},
    middleware::Next,
    response::Response,
};
use entity::Language;

use crate::{
    app::App,
    http::{
        actor::{cookie, cookie_value},
        language::accepted,
    },
};

const COOKIE: &str = "language";
const DAYS: i64 = 365;

/// What a visitor with these headers reads.
#[must_use]
pub fn of(app: &App, headers: &HeaderMap) -> Language {
    cookie_value(app, headers, COOKIE)
        .and_then(|tag| Language::from_tag(&tag))
        .or_else(|| accepted(headers))
        .unwrap_or_default()
}

/// Keeps what the first visit found, so that the browser's wish counts only once.
pub async fn keep(State(app): State<App>, request: Request, next: Next) -> Response {
    let chosen = cookie_value(&app, request.headers(), COOKIE).is_some();
    let language = of(&app, request.headers());
    let mut answer = next.run(request).await;
    let sets_one = answer
        .headers()
        .get_all(header::SET_COOKIE)
        .iter()
        .any(|value| {
            value
                .to_str()
                .is_ok_and(|value| value.contains(&format!("{COOKIE}=")))
        });
    let is_page = answer
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if !chosen && !sets_one && is_page {
        let value = cookie_of(&app, language);
        if let Ok(value) = HeaderValue::from_str(&value) {
            answer.headers_mut().append(header::SET_COOKIE, value);
        }
    }
    answer
}

/// The cookie that says this language from now on.
pub(super) fn cookie_of(app: &App, language: Language) -> String {
    cookie(app, COOKIE, language.tag().to_owned(), Some(DAYS)).to_string()
}
