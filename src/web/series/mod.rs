//! `/series/{code}`: a series with all its dates, and what can be done to all of them.

mod view;

pub use view::{DateLine, lines};

use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use time::Date;

use super::{
    error::{self, PageError},
    language,
    typed::Typed,
    visitor::{Visitor, personal},
};
use crate::{
    booking::{
        Reason,
        broken::{Broken, Flaw},
        series::{self, NewTimes},
    },
    error::Error,
    http::idempotency::Once,
    urls, venue,
    zone::parse_date,
};
use view::{EXCEPT, Tried};

/// `GET /series/{code}`
pub async fn show(visitor: Visitor, Path(code): Path<String>) -> Result<Response, PageError> {
    let (series, role) = series::by_code(&visitor.app, &visitor.actor, &code).await?;
    let catalogue = venue::current(&visitor.app).await?;
    let page = view::page(&visitor, &catalogue, &series, role, None)?;
    personal(StatusCode::OK, &page)
}

/// `POST /series/{code}/{action}`: does it, or only shows the form again in another language.
pub async fn act(
    mut visitor: Visitor,
    Path((code, action)): Path<(String, String)>,
    mut form: Typed,
) -> Result<Response, PageError> {
    let switched = language::switch(&mut visitor, &mut form).await?;
    let (app, actor) = (&visitor.app, &visitor.actor);
    let (series, role) = series::by_code(app, actor, &code).await?;
    let catalogue = venue::current(app).await?;
    if let Some(cookie) = switched {
        let tried = Tried {
            action: &action,
            form,
            error: None,
        };
        let page = view::page(&visitor, &catalogue, &series, role, Some(tried))?;
        return Ok((cookie, personal(StatusCode::OK, &page)?).into_response());
    }
    let (id, once) = (series.row.id, Once::unkeyed());
    let done = match &*action {
        "approve" => {
            let note = form.some("note").map(str::to_owned);
            series::approve(app, actor, id, note, excepted(&form), once).await
        }
        "reject" => {
            let reason = reason(&form, "reject_reason", "reject_text");
            series::reject(app, actor, id, reason, once).await
        }
        "cancel" => {
            let reason = reason(&form, "cancel_reason", "cancel_text");
            let from = parse_date(form.get("cancel_from"));
            series::cancel(app, actor, id, from, reason, once).await
        }
        "move" => {
            let times = NewTimes {
                from: parse_date(form.get("move_from")),
                space: None,
                starts: form.get("starts").trim().to_owned(),
                ends: form.get("ends").trim().to_owned(),
            };
            series::move_to(app, actor, id, times, once).await
        }
        "add" => match parse_date(form.get("date")) {
            Some(date) => series::add(app, actor, id, date, once).await,
            None => Err(Error::Rules(vec![Broken::invalid("date", Flaw::Malformed)])),
        },
        _ => return Err(Error::NotFound.into()),
    };
    match done {
        Ok(_) => Ok(Redirect::to(&urls::series("", &series.row)).into_response()),
        Err(
            error @ (Error::Rules(_)
            | Error::State(_)
            | Error::Conflict { .. }
            | Error::NotAllDates(_)
            | Error::Forbidden),
        ) => {
            let status = error::status(&error);
            // It may have changed since: that may be why.
            let (series, role) = series::by_code(app, actor, &code).await?;
            let tried = Tried {
                action: &action,
                form,
                error: Some(error),
            };
            let page = view::page(&visitor, &catalogue, &series, role, Some(tried))?;
            personal(status, &page)
        }
        Err(error) => Err(error.into()),
    }
}

fn excepted(form: &Typed) -> Vec<Date> {
    form.pairs()
        .filter_map(|(name, _)| parse_date(name.strip_prefix(EXCEPT)?))
        .collect()
}

fn reason(form: &Typed, code: &str, text: &str) -> Reason {
    Reason {
        code: form.some(code).map(str::to_owned),
        text: form.some(text).map(str::to_owned),
    }
}
