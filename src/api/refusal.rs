//! Why a call is not answered as its sender hoped: the use cases' refusals, our own and the framework's.
//!
//! A handler answers with a [`Refusal`]; [`told`], around all of them, writes it out in the reader's language. Nothing
//! internal is shown.

use std::sync::{Arc, OnceLock};

use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use entity::Language;

use super::problem::Problem;
use crate::{app::App, error::Error, http::language, i18n::Translator, refusal::rule::Flaw};

const RETRY_BUSY_SECONDS: i64 = 2;
const RETRY_FAULT_SECONDS: i64 = 10;

/// Why a call is not answered as its sender hoped.
#[derive(Debug)]
pub enum Refusal {
    /// A use case's.
    Error(Error),
    /// One field that cannot be read.
    Field {
        field: String,
        flaw: Flaw,
    },
    /// Not JSON at all.
    NotJson,
    NotJsonType,
    TooLarge,
    /// A change that does not say which version it is made from.
    NoVersion,
    /// The address is there, the method is not.
    Method,
}

impl Refusal {
    pub fn field(field: impl Into<String>, flaw: Flaw) -> Self {
        Self::Field {
            field: field.into(),
            flaw,
        }
    }

    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Field { .. } => StatusCode::UNPROCESSABLE_ENTITY,
            Self::NotJson => StatusCode::BAD_REQUEST,
            Self::NotJsonType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::NoVersion => StatusCode::PRECONDITION_REQUIRED,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::Error(error) => match error {
                Error::Unauthenticated => StatusCode::UNAUTHORIZED,
                Error::Forbidden => StatusCode::FORBIDDEN,
                Error::NotFound => StatusCode::NOT_FOUND,
                Error::Rules(_) | Error::KeyReused => StatusCode::UNPROCESSABLE_ENTITY,
                Error::Conflict { .. }
                | Error::NotAllDates(_)
                | Error::Changed(_)
                | Error::Losing(_)
                | Error::State(_) => StatusCode::CONFLICT,
                Error::Stale => StatusCode::PRECONDITION_FAILED,
                Error::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
                Error::Busy | Error::Unavailable(_) | Error::Unknown(_) | Error::Deadlock => {
                    StatusCode::SERVICE_UNAVAILABLE
                }
                Error::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
            },
        }
    }

    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Error(error) => error.code(),
            Self::Field { .. } => "rule",
            Self::NotJson => "not-json",
            Self::NotJsonType => "media-type",
            Self::TooLarge => "too-large",
            Self::NoVersion => "no-version",
            Self::Method => "method",
        }
    }

    /// What the framework meant by a bare status.
    fn of_status(status: StatusCode) -> Self {
        match status {
            StatusCode::UNAUTHORIZED => Self::Error(Error::Unauthenticated),
            StatusCode::FORBIDDEN => Self::Error(Error::Forbidden),
            StatusCode::METHOD_NOT_ALLOWED => Self::Method,
            StatusCode::PAYLOAD_TOO_LARGE => Self::TooLarge,
            StatusCode::UNSUPPORTED_MEDIA_TYPE => Self::NotJsonType,
            StatusCode::TOO_MANY_REQUESTS => Self::Error(Error::TooMany {
                retry_after_seconds: 1,
            }),
            StatusCode::SERVICE_UNAVAILABLE | StatusCode::REQUEST_TIMEOUT => {
                Self::Error(Error::Busy)
            }
            // An address that cannot even be decoded names nothing that is there.
            status if status.is_client_error() => Self::Error(Error::NotFound),
            status => Self::Error(Error::internal(format!("a bare {status}"))),
        }
    }
}

impl<E: Into<Error>> From<E> for Refusal {
    fn from(error: E) -> Self {
        Self::Error(error.into())
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(Arc::new(self));
        response
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
}

/// Writes every refusal out, whoever refused.
pub async fn told(State(app): State<App>, mut request: Request, next: Next) -> Response {
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
    let spoken = accepted.or(reader.0.get().copied()).unwrap_or_default();
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
