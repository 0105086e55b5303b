//! One error for everything that a use case can refuse, told without a word of HTTP. `api::problem` and `web` render it.

use std::{fmt, panic::Location};

use crate::refusal::{
    closure::Preview,
    conflict::{Alternative, Conflict},
    dates::Dated,
    losing::Loser,
    rule::{InvalidInput, Violation},
    state::StateRefusal,
};

#[derive(Debug)]
pub enum Error {
    /// Nobody is signed in. HTTP 401.
    Unauthenticated,
    /// Known and seen, but not theirs to do. HTTP 403.
    Forbidden,
    /// Not there, or not theirs to know of. HTTP 404.
    NotFound,
    /// Every rule that the request breaks. HTTP 422.
    Rules(Vec<Violation>),
    /// The time is taken. HTTP 409.
    Conflict {
        conflicts: Vec<Conflict>,
        alternatives: Vec<Alternative>,
    },
    /// Dates of a series that cannot be had, among all of them. HTTP 409.
    NotAllDates(Vec<Dated>),
    /// A closure hits other bookings than those that were decided on: these. HTTP 409.
    Changed(Box<Preview>),
    /// More lose by a yes than those of whom the page told that it came from: these. HTTP 409.
    Losing(Vec<Loser>),
    /// The life cycle has no such way from here. HTTP 409.
    State(StateRefusal),
    /// It has changed since who asks last looked. HTTP 412.
    Stale,
    /// The same idempotency key came with another body. HTTP 422.
    KeyReused,
    /// Too often. HTTP 429.
    TooMany { retry_after_seconds: i64 },
    /// A lock could not be had in time; nothing was changed. HTTP 503.
    Busy,
    /// The database does not answer, or cannot write: read-only, full, a disk that fails. Nothing was changed. HTTP 503; the
    /// text is for the log.
    Unavailable(String),
    /// It may have been done, or not: the answer to its commit did not come. HTTP 503; the text is for the log.
    Unknown(String),
    /// Lost to another transaction more often than is tried. HTTP 503; [`crate::db::Db::write`] counts it.
    Deadlock,
    /// A bug. HTTP 500; nothing of it is shown.
    Internal(Internal),
}

/// For the log only.
#[derive(Debug)]
pub struct Internal {
    pub source: Box<dyn std::error::Error + Send + Sync>,
    pub location: &'static Location<'static>,
}

impl Error {
    #[track_caller]
    pub fn internal(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Internal(Internal {
            source: source.into(),
            location: Location::caller(),
        })
    }

    /// One field that cannot be understood.
    #[must_use]
    pub fn invalid(field: &'static str, flaw: InvalidInput) -> Self {
        Self::Rules(vec![Violation::invalid(field, flaw)])
    }

    /// [`Error::Conflict`] when anything is in the way. Other times and places come along where the gate looks for them.
    pub fn unless_free(conflicts: Vec<Conflict>) -> Result<(), Self> {
        if conflicts.is_empty() {
            return Ok(());
        }
        Err(Self::Conflict {
            conflicts,
            alternatives: Vec::new(),
        })
    }

    /// A text with a character that the database does not store. In which field, it does not say.
    #[must_use]
    pub fn unstorable() -> Self {
        Self::invalid("text", InvalidInput::Characters)
    }

    /// Too often, for so many seconds yet.
    #[must_use]
    pub fn too_many(retry_after_seconds: i64) -> Self {
        Self::TooMany {
            retry_after_seconds,
        }
    }

    /// Stable name, as in the problem's type.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unauthenticated => "unauthenticated",
            Self::Forbidden => "forbidden",
            Self::NotFound => "not-found",
            Self::Rules(_) => "rule",
            Self::Conflict { .. } | Self::NotAllDates(_) => "conflict",
            Self::Changed(_) | Self::Losing(_) => "changed",
            Self::State(_) => "state",
            Self::Stale => "stale",
            Self::KeyReused => "key-reused",
            Self::TooMany { .. } => "too-many",
            Self::Busy | Self::Deadlock => "busy",
            Self::Unavailable(_) => "unavailable",
            Self::Unknown(_) => "unknown",
            Self::Internal(_) => "internal",
        }
    }
}

/// For logs and the command line; people are shown a sentence in their language instead.
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unavailable(detail) => write!(f, "the database is not available: {detail}"),
            Self::Unknown(detail) => write!(f, "it is not known whether it was done: {detail}"),
            Self::Internal(internal) => write!(f, "{} (at {})", internal.source, internal.location),
            other => f.write_str(other.code()),
        }
    }
}
