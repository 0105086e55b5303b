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

use super::{
    page_error::retry_after,
    visitor::{Frame, Visitor, personal},
};
use crate::{account::Actor, app::App, error::Error, http::actor};

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
