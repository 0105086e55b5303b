//! Reading a call: who sends it, what it asks for, and whether it is sent once more.

use std::sync::{Arc, OnceLock};

use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Request},
    http::{HeaderMap, Method, StatusCode, Uri, header, request::Parts},
    response::IntoResponse,
};
use entity::Language;
use serde::de::{DeserializeOwned, IgnoredAny};
use sha2::{Digest, Sha256};

use super::refusal::Refusal;
use crate::{
    account::Actor,
    app::App,
    http::{actor, origin::Found},
    idempotency::{Kept, Key, Once},
    refusal::rule::Flaw,
    venue::Catalogue,
};

/// Somebody who is signed in. Stands before the body among a handler's arguments, so that nobody else learns what is wrong
/// with theirs.
pub struct Caller(pub Actor);

impl FromRequestParts<App> for Caller {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refusal> {
        let actor = actor::of_call(app, &parts.headers).await?;
        let person = actor.signed_in()?;
        Found::of(&parts.extensions).person(person.id);
        if let Some(reader) = parts.extensions.get::<Reader>() {
            reader.speaks(person.language);
        }
        Ok(Self(actor))
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

/// Whoever sends it, signed in or not. Wrong credentials are refused all the same.
pub struct Anybody(pub Actor);

impl FromRequestParts<App> for Anybody {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refusal> {
        Ok(Self(actor::of_call(app, &parts.headers).await?))
    }
}

/// A JSON object; no body at all counts as an empty one.
pub struct Posted<T> {
    pub value: T,
    pub once: Sending,
}

/// What makes a call the same as another.
pub struct Sending {
    key: Option<Key>,
}

impl<T: DeserializeOwned> FromRequest<App> for Posted<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, app: &App) -> Result<Self, Refusal> {
        let (headers, method, uri) = (
            request.headers().clone(),
            request.method().clone(),
            request.uri().clone(),
        );
        let bytes = Bytes::from_request(request, app).await.map_err(|refused| {
            match refused.into_response().status() {
                StatusCode::PAYLOAD_TOO_LARGE => Refusal::TooLarge,
                _ => Refusal::NotJson,
            }
        })?;
        let key = key(&headers)?.map(|key| Key {
            route: route(&method, &uri),
            key,
            body_hash: Sha256::digest(&bytes).to_vec(),
        });
        let says_nothing = bytes.is_empty() && !headers.contains_key(header::CONTENT_TYPE);
        if !says_nothing && !is_json(&headers) {
            return Err(Refusal::NotJsonType);
        }
        let value = read(if bytes.is_empty() { b"{}" } else { &bytes })?;
        Ok(Self {
            value,
            once: Sending { key },
        })
    }
}

impl Sending {
    #[must_use]
    pub fn answered<T>(
        self,
        answer: impl Fn(&T, &Catalogue) -> Kept + Send + Sync + 'static,
    ) -> Once<T> {
        Once {
            key: self.key,
            answer: Arc::new(answer),
        }
    }
}

fn route(method: &Method, uri: &Uri) -> String {
    format!("{method} {}", uri.path())
}

fn is_json(headers: &HeaderMap) -> bool {
    let Some(kind) = headers.get(header::CONTENT_TYPE) else {
        return false;
    };
    let kind = kind.to_str().unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    let kind = kind.to_ascii_lowercase();
    kind == "application/json" || (kind.starts_with("application/") && kind.ends_with("+json"))
}

fn key(headers: &HeaderMap) -> Result<Option<String>, Refusal> {
    const NAME: &str = "Idempotency-Key";
    let mut values = headers.get_all(NAME).iter();
    let Some(value) = values.next() else {
        return Ok(None);
    };
    let flaw = match value.to_str() {
        Ok("") => Flaw::Missing,
        Ok(key) if key.len() > 255 => Flaw::TooLong { max: 255 },
        Ok(key) if values.next().is_none() && key.bytes().all(|byte| byte.is_ascii_graphic()) => {
            return Ok(Some(key.to_owned()));
        }
        _ => Flaw::Malformed,
    };
    Err(Refusal::field(NAME, flaw))
}

fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Refusal> {
    serde_json::from_slice::<IgnoredAny>(bytes).map_err(|_| Refusal::NotJson)?;
    // Serde would read an array as the fields of a struct in their order.
    if bytes.trim_ascii_start().first() != Some(&b'{') {
        return Err(Refusal::field("body", Flaw::Malformed));
    }
    let json = &mut serde_json::Deserializer::from_slice(bytes);
    serde_path_to_error::deserialize(json).map_err(|error| at_fault(&error))
}

/// Serde says only in its message which field is missing or unknown.
fn at_fault(error: &serde_path_to_error::Error<serde_json::Error>) -> Refusal {
    if !error.inner().is_data() {
        return Refusal::NotJson;
    }
    let message = error.inner().to_string();
    let named = message.split('`').nth(1).unwrap_or_default();
    let mut path: Vec<String> = error.path().iter().map(ToString::to_string).collect();
    let flaw = if message.starts_with("missing field") {
        Flaw::Missing
    } else if message.starts_with("unknown field") {
        Flaw::Unknown
    } else {
        return Refusal::field(path.join("."), Flaw::Malformed);
    };
    if path.last().map(String::as_str) != Some(named) {
        path.push(named.to_owned());
    }
    Refusal::field(path.join("."), flaw)
}

/// The query of an address.
pub struct Asked(Vec<(String, String)>);

impl<S: Sync> FromRequestParts<S> for Asked {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let query = parts.uri.query().unwrap_or_default();
        let pairs = url::form_urlencoded::parse(query.as_bytes());
        Ok(Self(pairs.into_owned().collect()))
    }
}

impl Asked {
    /// Refuses what the address has no meaning for.
    pub fn only(&self, names: &[&str]) -> Result<(), Refusal> {
        match self
            .0
            .iter()
            .find(|(name, _)| !names.contains(&name.as_str()))
        {
            Some((name, _)) => Err(Refusal::field(name, Flaw::Unknown)),
            None => Ok(()),
        }
    }

    pub fn all<'a>(&'a self, name: &'static str) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .filter(move |(named, _)| named == name)
            .map(|(_, value)| value.as_str())
    }

    /// Given at most once.
    pub fn one(&self, name: &'static str) -> Result<Option<&str>, Refusal> {
        let mut values = self.all(name);
        match (values.next(), values.next()) {
            (_, Some(_)) => Err(Refusal::field(name, Flaw::Malformed)),
            (value, None) => Ok(value),
        }
    }
}
