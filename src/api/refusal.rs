//! Why a call is not answered as its sender hoped: the use cases' refusals, our own and the framework's.

use std::sync::Arc;

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};

use crate::{error::Error, refusal::rule::InvalidInput};

/// Why a call is not answered as its sender hoped.
#[derive(Debug)]
pub enum Refusal {
    /// A use case's.
    Error(Error),
    /// One field that cannot be read.
    Field {
        field: String,
        flaw: InvalidInput,
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
    pub fn field(field: impl Into<String>, flaw: InvalidInput) -> Self {
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
    #[must_use]
    pub fn of_status(status: StatusCode) -> Self {
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
