//! Choosing the language: with the buttons in the head of every page, which send along the form that stands there.

use axum::{
    http::{HeaderName, header},
    response::{AppendHeaders, IntoResponse, Redirect, Response},
};
use entity::Language;

use super::{
    language,
    page_error::PageError,
    typed::{Typed, local_path},
    visitor::Visitor,
};
use crate::account;

/// What the buttons of the head say.
const FIELD: &str = "language";

/// The cookie of a language that was chosen.
pub type Chosen = AppendHeaders<[(HeaderName, String); 1]>;

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
    AppendHeaders([(header::SET_COOKIE, language::cookie_of(app, language))])
}
