//! The language of pages: chosen, else what the browser says at the first visit, else Kazakh.

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, header},
    middleware::Next,
    response::{AppendHeaders, IntoResponse, Redirect, Response},
};
use entity::Language;

use super::{
    error::PageError,
    typed::{Typed, local_path},
    visitor::Visitor,
};
use crate::{
    account,
    app::App,
    http::{
        actor::{cookie, cookie_value},
        language::accepted,
    },
};

const COOKIE: &str = "language";
/// What the buttons of the head say.
const FIELD: &str = "language";
const DAYS: i64 = 365;

/// The cookie of a language that was chosen.
pub type Chosen = AppendHeaders<[(HeaderName, String); 1]>;

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
    let language = Language::from_tag(form.get(FIELD)).unwrap_or_default();
    let chosen = remember(&visitor, language).await;
    Ok((chosen, Redirect::to(local_path(form.get("next")))).into_response())
}

/// When a form was posted only to be read in another language: takes that out of it, and from here on the visitor reads
/// the other one. The cookie goes with the form that is shown again.
pub async fn switch(visitor: &mut Visitor, form: &mut Typed) -> Option<Chosen> {
    let language = Language::from_tag(form.get(FIELD))?;
    *form = std::mem::take(form).without(FIELD);
    visitor.language = language;
    Some(remember(visitor, language).await)
}

/// For this browser in any case; for the mails too, where that can be written now.
async fn remember(visitor: &Visitor, language: Language) -> Chosen {
    let (app, actor) = (&visitor.app, &visitor.actor);
    if actor.who().is_some()
        && let Err(error) = account::speak(app, actor, language).await
    {
        tracing::warn!(%error, "mails go on in the language of before");
    }
    AppendHeaders([(header::SET_COOKIE, set(app, language))])
}
