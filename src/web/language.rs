//! The language of pages: chosen, else what the browser says at the first visit, else Kazakh.

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, header},
    middleware::Next,
    response::{AppendHeaders, IntoResponse, Redirect, Response},
};
use entity::Language;

use super::{error::PageError, typed::Typed, visitor::Visitor};
use crate::{
    account,
    app::App,
    http::actor::{cookie, cookie_value},
};

const COOKIE: &str = "language";
const DAYS: i64 = 365;

/// What a visitor with these headers reads.
pub fn of(app: &App, headers: &HeaderMap) -> Language {
    cookie_value(app, headers, COOKIE)
        .and_then(|tag| Language::from_tag(&tag))
        .unwrap_or_else(|| preferred(headers))
}

fn preferred(headers: &HeaderMap) -> Language {
    headers
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok())
        .and_then(best)
        .unwrap_or_default()
}

/// The language of ours that stands first in an Accept-Language header (RFC 9110, 12.5.4).
fn best(accepted: &str) -> Option<Language> {
    let mut wanted: Vec<(f32, Language)> = accepted
        .split(',')
        .filter_map(|range| {
            let (tag, weight) = range.split_once(";q=").unwrap_or((range, "1"));
            let weight = weight.trim().parse().ok().filter(|weight| *weight > 0.0)?;
            Some((weight, Language::from_tag(tag.trim())?))
        })
        .collect();
    wanted.sort_by(|one, other| other.0.total_cmp(&one.0));
    wanted.first().map(|(_, language)| *language)
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
        let value = set(&app, language);
        if let Ok(value) = HeaderValue::from_str(&value) {
            answer.headers_mut().append(header::SET_COOKIE, value);
        }
    }
    answer
}

fn set(app: &App, language: Language) -> String {
    cookie(app, COOKIE, language.tag().to_owned(), Some(DAYS)).to_string()
}

/// `POST /language`
pub async fn choose(visitor: Visitor, form: Typed) -> Result<Response, PageError> {
    let language = Language::from_tag(form.get("language")).unwrap_or_default();
    if visitor.actor.who().is_some() {
        account::speak(&visitor.app, &visitor.actor, language).await?;
    }
    let back = Redirect::to(super::typed::local_path(form.get("next")));
    let headers = AppendHeaders([(header::SET_COOKIE, set(&visitor.app, language))]);
    Ok((headers, back).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_wish_of_the_browser_that_we_speak_counts() {
        assert_eq!(best("ru-RU,ru;q=0.9,en;q=0.8"), Some(Language::Ru));
        assert_eq!(best("de, en;q=0.5, kk;q=0.7"), Some(Language::Kk));
        assert_eq!(best("en-GB;q=0.1"), Some(Language::En));
        assert_eq!(best("de-DE,fr;q=0.9"), None);
        assert_eq!(best("ru;q=0"), None);
        assert_eq!(best("ru;q=abc,,;"), None);
    }
}
