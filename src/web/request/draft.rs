//! A form filled in before signing in: kept meanwhile, and shown again to who has signed in.

use axum::{
    http::header,
    response::{AppendHeaders, IntoResponse, Redirect, Response},
};

use super::{answer::FormAnswer, faults::ORDER, form::RequestForm, view::refused};
use crate::{
    account::{self, Keeping},
    error::Error,
    rules::waiver::WAIVABLE,
    web::{
        borrowing, in_place, page_error::PageError, sign_in, typed::Typed, visitor::Visitor,
        waiving,
    },
};

/// What this browser left at this path, for who has signed in since: until then nobody sees it, whoever sits before the
/// screen.
pub async fn left(visitor: &Visitor, path: &str) -> Result<Option<Typed>, Error> {
    visitor.actor.signed_in()?;
    let Some(browser) = sign_in::browser_token(visitor) else {
        return Ok(None);
    };
    let draft = account::draft(&visitor.app, &browser).await?;
    let draft = draft.filter(|draft| draft.path == path);
    Ok(draft.map(|draft| Typed::read(draft.form.as_bytes())))
}

/// Once it has been sent. What it asked for is done by then, whatever becomes of it: it ends by itself in a day.
pub async fn forget(visitor: &Visitor) {
    let Some(browser) = sign_in::browser_token(visitor) else {
        return;
    };
    if let Err(error) = account::forget_draft(&visitor.app, &browser).await {
        tracing::warn!(%error, "a form that was sent stays for a day");
    }
}

/// Keeps what was typed and leads to the sign-in. Where it cannot be kept the form is shown again with all that is in it.
pub async fn sign_in_first(form: &RequestForm<'_>) -> Result<Response, PageError> {
    let visitor = form.visitor;
    let path = form.path();
    let (browser, cookie) = sign_in::browser(visitor);
    let (app, origin) = (&visitor.app, &visitor.origin());
    let kept = account::keep_draft(app, origin, &browser, &path, fields(form).briefly());
    match kept.await {
        Ok(Keeping::Done) => {
            let next = sign_in::of_a_draft(&path);
            let next: String = url::form_urlencoded::byte_serialize(next.as_bytes()).collect();
            let cookies = AppendHeaders(cookie.map(|cookie| (header::SET_COOKIE, cookie)));
            Ok((cookies, Redirect::to(&format!("/sign-in?next={next}"))).into_response())
        }
        Ok(Keeping::TooLong) => refused(form, FormAnswer::TooMuchToKeep),
        Err(Error::TooMany {
            retry_after_seconds,
        }) => refused(
            form,
            FormAnswer::TooManyKept {
                retry_after_seconds,
            },
        ),
        Err(error) => Err(error.into()),
    }
}

/// What was typed into the fields that the form has, whatever else was sent along.
fn fields(form: &RequestForm<'_>) -> Typed {
    let items = form.venue.items();
    let items: Vec<String> = { items }
        .map(|item| borrowing::field(&item.row.slug))
        .collect();
    form.typed.clone().only(|name| {
        ORDER.contains(&name)
            || matches!(name, "key" | "public" | "for")
            || in_place::is_box(name)
            || WAIVABLE.iter().any(|code| waiving::field(*code) == name)
            || items.iter().any(|item| item == name)
    })
}
