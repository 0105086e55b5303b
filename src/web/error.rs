//! Refusals as pages, in words.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use tower_http::request_id::RequestId;
use url::form_urlencoded;

use super::visitor::{Frame, Visitor, personal};
use crate::{account::Actor, app::App, error::Error, http::actor};

/// What went wrong with a page. [`show`] makes a page of it.
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

#[derive(Template)]
#[template(path = "error.html", config = "config/askama.toml")]
struct ErrorPage {
    frame: Frame,
    text: String,
    /// On another tab: this one has what was typed.
    sign_in: bool,
    /// To be told to whoever looks into it.
    request_id: Option<String>,
}

/// Gives every refusal of a page, the framework's own too, a page of its own.
pub async fn show(State(app): State<App>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let seen = parts.clone();
    let answer = next.run(Request::from_parts(parts, body)).await;
    let refused = answer.status().is_client_error() || answer.status().is_server_error();
    if !refused || is_page(&answer) {
        return answer;
    }
    let error = answer.extensions().get::<Arc<Error>>().cloned();
    let id = request_id(&seen);
    if let Some(error) = &error
        && answer.status().is_server_error()
    {
        tracing::error!(%error, request_id = id.as_deref().unwrap_or_default(), "a page failed");
    }
    let signed_out = matches!(error.as_deref(), Some(Error::Unauthenticated));
    if signed_out && seen.method.is_safe() {
        return sign_in(&seen);
    }
    let anonymous = || Actor::anonymous();
    let actor = if answer.status().is_server_error() {
        anonymous()
    } else {
        actor::of_page(&app, &seen.headers)
            .await
            .unwrap_or_else(|_| anonymous())
    };
    let visitor = Visitor::new(&app, actor, &seen);
    let mut page = page(&visitor, answer.status(), error.as_deref(), id);
    if let Some(after) = retry_after(error.as_deref(), answer.status()) {
        page.headers_mut().insert(header::RETRY_AFTER, after.into());
    }
    if let Some(allow) = answer.headers().get(header::ALLOW) {
        page.headers_mut().insert(header::ALLOW, allow.clone());
    }
    page
}

fn page(
    visitor: &Visitor,
    status: StatusCode,
    error: Option<&Error>,
    id: Option<String>,
) -> Response {
    let t = visitor.t();
    let (title, text) = match status.as_u16() {
        401 => (t.text("page-signed-out"), t.text("page-signed-out-text")),
        403 => (t.text("page-forbidden"), t.text("page-forbidden-text")),
        404 | 405 => (t.text("page-not-found"), t.text("page-not-found-text")),
        409 => {
            let text = match error {
                Some(Error::State(refusal)) => t.refusal(*refusal),
                _ => t.text("page-conflict-text"),
            };
            (t.text("page-conflict"), text)
        }
        429 => {
            let text = match error {
                Some(Error::TooMany {
                    retry_after_seconds,
                }) => {
                    let when = t.in_so_long(*retry_after_seconds);
                    t.with("page-too-many-when", &[("when", when.into())])
                }
                _ => t.text("page-too-many-text"),
            };
            (t.text("page-too-many"), text)
        }
        500 => (t.text("page-broken"), t.text("page-broken-text")),
        503 if matches!(error, Some(Error::Unknown(_))) => {
            (t.text("page-unknown"), t.text("page-unknown-text"))
        }
        503 => (t.text("page-busy"), t.text("page-busy-text")),
        _ => (t.text("page-unreadable"), t.text("page-unreadable-text")),
    };
    let page = ErrorPage {
        frame: visitor.frame(title),
        text,
        sign_in: status == StatusCode::UNAUTHORIZED,
        request_id: id.filter(|_| status == StatusCode::INTERNAL_SERVER_ERROR),
    };
    personal(status, &page).unwrap_or_else(|_| status.into_response())
}

/// And then on to what was looked at. Who sent something is told instead: their browser can send it once more.
fn sign_in(seen: &axum::http::request::Parts) -> Response {
    let back = seen.uri.path_and_query().map_or("/", |path| path.as_str());
    let next: String = form_urlencoded::byte_serialize(back.as_bytes()).collect();
    Redirect::to(&format!("/sign-in?next={next}")).into_response()
}

fn is_page(answer: &Response) -> bool {
    answer
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind: &HeaderValue| kind.as_bytes().starts_with(b"text/html"))
}

fn request_id(parts: &axum::http::request::Parts) -> Option<String> {
    let id = parts.extensions.get::<RequestId>()?;
    id.header_value().to_str().ok().map(str::to_owned)
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
