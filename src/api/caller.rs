//! Who sends a call.

use std::sync::{Arc, OnceLock};

use axum::{
    extract::FromRequestParts,
    http::{StatusCode, request::Parts},
};
use entity::Language;

use super::refusal::Refusal;
use crate::{
    account::Actor,
    app::App,
    http::{actor, language, origin::RequestFacts},
};

/// Somebody who is signed in, and how they are answered. Stands before the body among a handler's arguments, so that nobody
/// else learns what is wrong with theirs.
#[derive(Clone)]
pub struct Caller {
    pub app: App,
    pub actor: Actor,
    /// The language that the call asks for; Kazakh where it asks for none.
    pub language: Language,
    /// The status of the answer once the work of the call is done.
    pub done: StatusCode,
}

impl FromRequestParts<App> for Caller {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refusal> {
        let actor = actor::of_call(app, &parts.headers).await?;
        let person = actor.signed_in()?;
        RequestFacts::of(&parts.extensions).person(person.id);
        if let Some(reader) = parts.extensions.get::<Reader>() {
            reader.speaks(person.language);
        }
        Ok(Self {
            app: app.clone(),
            actor,
            language: language::accepted(&parts.headers).unwrap_or_default(),
            done: StatusCode::OK,
        })
    }
}

/// Whoever sends a call, signed in or not. Wrong credentials are refused all the same.
pub struct Anybody(pub Actor);

impl FromRequestParts<App> for Anybody {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refusal> {
        Ok(Self(actor::of_call(app, &parts.headers).await?))
    }
}

/// Where the call leaves the language of who sent it, once that is known.
#[derive(Clone, Default)]
pub struct Reader(Arc<OnceLock<Language>>);

impl Reader {
    pub fn speaks(&self, language: Option<Language>) {
        if let Some(language) = language {
            // Whoever sent the call is found once; a second finding is the same.
            let _ = self.0.set(language);
        }
    }

    /// None where nobody was signed in, or has chosen no language yet.
    #[must_use]
    pub fn language(&self) -> Option<Language> {
        self.0.get().copied()
    }
}
