//! Answers as they go out: JSON with its headers.

use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use serde::{Deserialize, Serialize};

use crate::idempotency::StoredResponse;

/// The answer that was given before, saying so.
#[must_use]
pub fn replayed(kept: &StoredResponse) -> Response {
    let mut response = respond(kept);
    response
        .headers_mut()
        .insert("idempotency-replayed", HeaderValue::from_static("true"));
    response
}

/// An answer with its status and the tag of its version, and with an address where something new was made.
#[must_use]
pub fn respond(kept: &StoredResponse) -> Response {
    let status = StatusCode::from_u16(kept.status).unwrap_or(StatusCode::OK);
    let mut response = tagged(status, kept.body.clone());
    let location = kept.location.as_deref().map(HeaderValue::try_from);
    if let Some(Ok(location)) = location {
        response.headers_mut().insert(header::LOCATION, location);
    }
    response
}

/// With the tag of the version that the body names, if it names one.
#[must_use]
pub fn tagged(status: StatusCode, body: String) -> Response {
    #[derive(Deserialize)]
    struct Versioned {
        version: i32,
    }
    let version = serde_json::from_str(&body).map(|Versioned { version }| etag(version));
    let mut response = json(status, body);
    if let Some(etag) = version
        .ok()
        .and_then(|etag| HeaderValue::try_from(etag).ok())
    {
        response.headers_mut().insert(header::ETAG, etag);
    }
    response
}

/// The tag of a version.
#[must_use]
pub fn etag(version: i32) -> String {
    format!("\"{version}\"")
}

/// JSON that no cache keeps for anybody else.
#[must_use]
pub fn json(status: StatusCode, body: String) -> Response {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/json"),
    );
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("private, no-cache"),
    );
    response
}

/// What goes out as text.
///
/// # Panics
/// Never: nothing that goes out is of a kind that JSON has no form for.
#[must_use]
pub fn written(out: &impl Serialize) -> String {
    serde_json::to_string(out).expect("strings and numbers can be written as JSON")
}
