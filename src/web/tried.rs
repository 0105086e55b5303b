//! What was tried on a page, and the page once more when it was not done.

use askama::Template;
use axum::{http::StatusCode, response::Response};

use super::{
    page_error::{PageError, later, retry_after, status},
    typed::Typed,
    visitor::personal,
};
use crate::{error::Error, refusal::rule::Violation};

/// What somebody tried, and why it was not done, if it was not only to be read in another language.
pub struct Tried<'a> {
    /// As the address of its form calls it.
    pub action: &'a str,
    pub form: Typed,
    pub error: Option<Error>,
}

impl<'a> Tried<'a> {
    /// What was typed is only to be read in another language.
    pub fn to_read(action: &'a str, form: Typed) -> Self {
        Self {
            action,
            form,
            error: None,
        }
    }

    /// What was refused, where the page it was tried on can say why; the error itself where it cannot.
    pub fn refused(action: &'a str, form: Typed, error: Error) -> Result<Self, Error> {
        match error {
            Error::Rules(_)
            | Error::State(_)
            | Error::Conflict { .. }
            | Error::NotAllDates(_)
            | Error::Losing(_)
            | Error::Forbidden
            | Error::Stale
            | Error::TooMany { .. } => Ok(Self {
                action,
                form,
                error: Some(error),
            }),
            error => Err(error),
        }
    }

    /// The rules that it breaks; none where something else was in its way.
    pub fn broken(&self) -> &[Violation] {
        match &self.error {
            Some(Error::Rules(broken)) => broken,
            _ => &[],
        }
    }

    /// The page once more, which says what was tried.
    pub fn again(&self, page: &impl Template) -> Result<Response, PageError> {
        let error = self.error.as_ref();
        let status = error.map_or(StatusCode::OK, status);
        let wait = retry_after(error, status);
        Ok(later(personal(status, page)?, wait))
    }
}
