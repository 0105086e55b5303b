//! What a call says in its body, and whether it is sent once more.

use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
    http::{HeaderMap, Method, StatusCode, Uri, header},
    response::IntoResponse,
};
use serde::de::{DeserializeOwned, IgnoredAny};
use sha2::{Digest, Sha256};

use super::refusal::Refusal;
use crate::{app::App, idempotency::Key, refusal::rule::InvalidInput};

/// A JSON object; no body at all counts as an empty one.
pub struct Posted<T> {
    pub said: T,
    /// What makes the call the same as another; none where it is to be one of its own.
    pub key: Option<Key>,
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
        let said = read(if bytes.is_empty() { b"{}" } else { &bytes })?;
        Ok(Self { said, key })
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
        Ok("") => InvalidInput::Missing,
        Ok(key) if key.len() > 255 => InvalidInput::TooLong { max: 255 },
        Ok(key) if values.next().is_none() && key.bytes().all(|byte| byte.is_ascii_graphic()) => {
            return Ok(Some(key.to_owned()));
        }
        _ => InvalidInput::Malformed,
    };
    Err(Refusal::field(NAME, flaw))
}

fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Refusal> {
    serde_json::from_slice::<IgnoredAny>(bytes).map_err(|_| Refusal::NotJson)?;
    // Serde would read an array as the fields of a struct in their order.
    if bytes.trim_ascii_start().first() != Some(&b'{') {
        return Err(Refusal::field("body", InvalidInput::Malformed));
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
        InvalidInput::Missing
    } else if message.starts_with("unknown field") {
        InvalidInput::Unknown
    } else {
        return Refusal::field(path.join("."), InvalidInput::Malformed);
    };
    if path.last().map(String::as_str) != Some(named) {
        path.push(named.to_owned());
    }
    Refusal::field(path.join("."), flaw)
}
