//! Answers: what was done as JSON with its headers, and the same again to who asks for it once more.

use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use serde::Deserialize;

use crate::idempotency::Kept;

/// The answer that was given before.
#[must_use]
pub fn replayed(kept: &Kept) -> Response {
    let mut response = respond(kept);
    response
        .headers_mut()
        .insert("idempotency-replayed", HeaderValue::from_static("true"));
    response
}

/// With the tag of its version.
#[must_use]
pub fn respond(kept: &Kept) -> Response {
    #[derive(Deserialize)]
    struct Versioned {
        version: i32,
    }
    let status = StatusCode::from_u16(kept.status).unwrap_or(StatusCode::OK);
    let mut response = json(status, kept.body.clone());
    let headers = response.headers_mut();
    let version = serde_json::from_str(&kept.body).map(|Versioned { version }| etag(version));
    if let Some(etag) = version
        .ok()
        .and_then(|etag| HeaderValue::try_from(etag).ok())
    {
        headers.insert(header::ETAG, etag);
    }
    let location = kept.location.as_deref().map(HeaderValue::try_from);
    if let Some(Ok(location)) = location {
        headers.insert(header::LOCATION, location);
    }
    response
}

#[must_use]
pub fn etag(version: i32) -> String {
    format!("\"{version}\"")
}

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
