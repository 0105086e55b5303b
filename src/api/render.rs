//! Refusals written out: a handler answers with a [`Refusal`], and the layer around all handlers makes a problem of it in the
//! reader's language. Nothing internal is shown.

use std::sync::Arc;

use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderValue, header},
    middleware::Next,
    response::Response,
};
use entity::Language;

use super::{caller::Reader, problem::Problem, refusal::Refusal};
use crate::{app::App, error::Error, http::language, i18n::Translator};

const RETRY_BUSY_SECONDS: i64 = 2;
const RETRY_FAULT_SECONDS: i64 = 10;

/// Writes every refusal out, whoever refused.
pub async fn refusals(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let accepted = language::accepted(request.headers());
    let reader = Reader::default();
    request.extensions_mut().insert(reader.clone());
    let mut response = next.run(request).await;
    let refusal = match response.extensions_mut().remove::<Arc<Refusal>>() {
        Some(refusal) => refusal,
        None if is_bare(&response) => Arc::new(Refusal::of_status(response.status())),
        None => return response,
    };
    log(&refusal);
    let spoken = accepted.or(reader.language()).unwrap_or_default();
    let problem = Problem::of(&app, &refusal, Translator::new(spoken));
    // The headers of who refused stay: a 405 tells what is allowed.
    let (mut parts, _) = response.into_parts();
    parts.status = refusal.status();
    parts.headers.remove(header::CONTENT_LENGTH);
    for (name, value) in headers(&refusal, spoken) {
        parts.headers.insert(name, value);
    }
    let body = serde_json::to_vec(&problem).unwrap_or_default();
    Response::from_parts(parts, Body::from(body))
}

/// A refusal in which nothing is told yet.
fn is_bare(response: &Response) -> bool {
    let status = response.status();
    let told = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind == "application/problem+json");
    (status.is_client_error() || status.is_server_error()) && !told
}

fn log(refusal: &Refusal) {
    match refusal {
        Refusal::Error(Error::Internal(internal)) => {
            tracing::error!(location = %internal.location, "{}", internal.source);
        }
        Refusal::Error(error @ (Error::Unavailable(_) | Error::Unknown(_))) => {
            tracing::error!("{error}");
        }
        _ => {}
    }
}

fn headers(refusal: &Refusal, spoken: Language) -> Vec<(header::HeaderName, HeaderValue)> {
    let mut headers = vec![
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        ),
        (
            header::CONTENT_LANGUAGE,
            HeaderValue::from_static(spoken.tag()),
        ),
        (header::VARY, HeaderValue::from_static("accept-language")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    let retry = match refusal {
        Refusal::Error(Error::TooMany {
            retry_after_seconds,
        }) => Some(*retry_after_seconds),
        Refusal::Error(Error::Busy | Error::Deadlock) => Some(RETRY_BUSY_SECONDS),
        Refusal::Error(Error::Unavailable(_) | Error::Unknown(_)) => Some(RETRY_FAULT_SECONDS),
        Refusal::Error(Error::Unauthenticated) => {
            headers.push((header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer")));
            None
        }
        _ => None,
    };
    headers.extend(retry.map(|seconds| (header::RETRY_AFTER, HeaderValue::from(seconds))));
    headers
}
