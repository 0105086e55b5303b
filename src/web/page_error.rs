//! What goes wrong with a page: with which status it is answered, and when to come again.

use std::sync::Arc;

use axum::{
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};

use crate::error::Error;

/// What went wrong with a page. The layer around all pages makes a page of it.
pub struct PageError(Error);

impl From<Error> for PageError {
    fn from(error: Error) -> Self {
        Self(error)
    }
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        let mut answer = status(&self.0).into_response();
        answer.extensions_mut().insert(Arc::new(self.0));
        answer
    }
}

#[must_use]
pub fn status(error: &Error) -> StatusCode {
    match error {
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
    }
}

/// The answer, saying after how many seconds to come again.
#[must_use]
pub fn later(mut answer: Response, seconds: Option<i64>) -> Response {
    if let Some(seconds) = seconds {
        let headers = answer.headers_mut();
        headers.insert(header::RETRY_AFTER, seconds.into());
    }
    answer
}

/// Seconds, for the header of the same name.
#[must_use]
pub fn retry_after(error: Option<&Error>, status: StatusCode) -> Option<i64> {
    match error {
        Some(Error::TooMany {
            retry_after_seconds,
        }) => Some(*retry_after_seconds),
        _ => (status == StatusCode::SERVICE_UNAVAILABLE).then_some(5),
    }
}
