//! Where a request leads that was sent, or why the form is shown again instead.

use axum::response::{IntoResponse, Redirect, Response};

use super::{answer::FormAnswer, draft, form::RequestForm, view::refused};
use crate::{
    error::Error,
    idempotency::Outcome,
    web::{once::renew, page_error::PageError},
};

/// To the page of what was asked for; refused, to the form as it was typed.
pub async fn answered<T>(
    form: &mut RequestForm<'_>,
    done: Result<Outcome<T>, Error>,
    page_of: impl Fn(&T) -> String,
) -> Result<Response, PageError> {
    let error = match done {
        Ok(Outcome::Done(done)) => {
            draft::forget(form.visitor).await;
            return Ok(Redirect::to(&page_of(&done)).into_response());
        }
        Ok(Outcome::Replayed(kept)) => {
            let page = kept.location.as_deref().unwrap_or("/bookings");
            return Ok(Redirect::to(page).into_response());
        }
        Err(error) => error,
    };
    if matches!(error, Error::KeyReused) {
        renew(form.visitor, &mut form.typed);
    }
    refused(form, FormAnswer::of(error)?)
}
