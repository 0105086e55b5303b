//! What the service said to the form, and with what the form is answered.

use axum::http::StatusCode;

use crate::{
    error::Error,
    i18n::Translator,
    refusal::{
        conflict::{Alternative, Conflict},
        rule::Violation,
    },
};

/// What the service said to the form.
pub enum FormAnswer {
    None,
    Broken(Vec<Violation>),
    Conflict {
        conflicts: Vec<Conflict>,
        alternatives: Vec<Alternative>,
    },
    /// The same form was sent before, with something else in it.
    SentBefore,
    /// It is longer than what is kept for who signs in first.
    TooMuchToKeep,
    /// Too many forms are kept for one network.
    TooManyKept {
        retry_after_seconds: i64,
    },
    /// Whoever sends it has asked as often in an hour as one may.
    TooManySent {
        retry_after_seconds: i64,
    },
}

impl FormAnswer {
    /// What a request was refused for; the error itself where no form can be answered with it.
    pub fn of(error: Error) -> Result<Self, Error> {
        Ok(match error {
            Error::Rules(broken) => Self::Broken(broken),
            Error::Conflict {
                conflicts,
                alternatives,
            } => Self::Conflict {
                conflicts,
                alternatives,
            },
            Error::KeyReused => Self::SentBefore,
            Error::TooMany {
                retry_after_seconds,
            } => Self::TooManySent {
                retry_after_seconds,
            },
            error => return Err(error),
        })
    }

    /// What is said above the form where no field is at fault.
    pub fn notice(&self, t: Translator) -> Option<String> {
        match self {
            Self::None | Self::Broken(_) | Self::Conflict { .. } => None,
            Self::SentBefore => Some(t.text("form-sent-before")),
            Self::TooMuchToKeep => Some(t.text("form-too-much")),
            Self::TooManyKept {
                retry_after_seconds,
            } => {
                let when = t.in_so_long(*retry_after_seconds);
                Some(t.with("form-too-many", &[("when", when.into())]))
            }
            Self::TooManySent {
                retry_after_seconds,
            } => {
                let when = t.in_so_long(*retry_after_seconds);
                Some(t.with("form-too-many-sent", &[("when", when.into())]))
            }
        }
    }

    /// With what the form is shown again, and after how many seconds it may be sent again.
    pub fn status(&self) -> (StatusCode, Option<i64>) {
        match self {
            Self::None => (StatusCode::OK, None),
            Self::Conflict { .. } => (StatusCode::CONFLICT, None),
            Self::Broken(_) | Self::SentBefore | Self::TooMuchToKeep => {
                (StatusCode::UNPROCESSABLE_ENTITY, None)
            }
            Self::TooManyKept {
                retry_after_seconds,
            }
            | Self::TooManySent {
                retry_after_seconds,
            } => (StatusCode::TOO_MANY_REQUESTS, Some(*retry_after_seconds)),
        }
    }
}
