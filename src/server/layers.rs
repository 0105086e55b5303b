//! What every request passes through before anybody looks at it, and every answer on its way out.

use std::time::Duration;

use axum::{
    Router,
    extract::{MatchedPath, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
};
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::CompressionLayer,
    csrf::CsrfLayer,
    request_id::{MakeRequestId, PropagateRequestIdLayer, RequestId, SetRequestIdLayer},
    trace::TraceLayer,
};

use crate::{
    api,
    app::App,
    error::Error,
    http::{
        crowd::{self, Crowd},
        origin::{self, OtherSite},
    },
    web,
};

const ANSWER_WITHIN: Duration = Duration::from_secs(30);

const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
const STRICT_TRANSPORT: HeaderValue = HeaderValue::from_static("max-age=31536000");
const STRICT_TRANSPORT_BELOW: HeaderValue =
    HeaderValue::from_static("max-age=31536000; includeSubDomains");
const SEC_FETCH_SITE: &str = "sec-fetch-site";

/// The outermost comes last.
pub fn wrap(routes: Router<App>, app: &App) -> Router<App> {
    let with_app = || app.clone();
    routes
        .layer(middleware::from_fn_with_state(
            Crowd::new(with_app()),
            crowd::limit,
        ))
        .layer(csrf(app))
        .layer(middleware::from_fn_with_state(with_app(), same_site))
        .layer(middleware::from_fn_with_state(with_app(), origin::watch))
        .layer(middleware::from_fn(in_time))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(middleware::from_fn_with_state(with_app(), show_refusals))
        .layer(middleware::from_fn_with_state(
            with_app(),
            web::language::keep,
        ))
        .layer(CompressionLayer::new())
        .layer(middleware::from_fn_with_state(with_app(), secure))
        .layer(TraceLayer::new_for_http().make_span_with(span))
        .layer(PropagateRequestIdLayer::x_request_id())
        .layer(SetRequestIdLayer::x_request_id(NewId(app.clone())))
        // Whoever asks does not choose the id.
        .layer(middleware::from_fn(
            async |mut request: Request, next: Next| {
                request.headers_mut().remove("x-request-id");
                next.run(request).await
            },
        ))
}

/// Whatever refuses a request, a program is told as a program and a person as a person.
async fn show_refusals(State(app): State<App>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if is_call(path) {
        api::render::refusals(State(app), request, next).await
    } else if path == "/livez" || path == "/readyz" {
        next.run(request).await
    } else {
        web::error::show(State(app), request, next).await
    }
}

fn is_call(path: &str) -> bool {
    path == "/api" || path.starts_with("/api/")
}

/// Whoever asks is not kept waiting for ever. What was asked for may go on, so only who asked for no change can be told
/// that nothing was changed.
async fn in_time(request: Request, next: Next) -> Response {
    let (call, safe) = (is_call(request.uri().path()), request.method().is_safe());
    if let Ok(answer) = tokio::time::timeout(ANSWER_WITHIN, next.run(request)).await {
        return answer;
    }
    let error = if safe {
        Error::Busy
    } else {
        Error::Unknown(format!("no answer within {ANSWER_WITHIN:?}"))
    };
    if call {
        api::refusal::Refusal::from(error).into_response()
    } else {
        web::page_error::PageError::from(error).into_response()
    }
}

/// No addresses and no queries: they may carry mailboxes and tokens.
fn span(request: &axum::http::Request<axum::body::Body>) -> tracing::Span {
    let path = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("unknown", MatchedPath::as_str);
    let id = request
        .extensions()
        .get::<RequestId>()
        .and_then(|id| id.header_value().to_str().ok())
        .unwrap_or_default();
    tracing::info_span!("request", method = %request.method(), path, id)
}

#[derive(Clone)]
struct NewId(App);

impl MakeRequestId for NewId {
    fn make_request_id<B>(&mut self, _: &axum::http::Request<B>) -> Option<RequestId> {
        let id = self.0.ids.uuid(self.0.clock.now());
        HeaderValue::from_str(&id.to_string())
            .ok()
            .map(RequestId::new)
    }
}

fn csrf(app: &App) -> CsrfLayer {
    let base = &app.config.http.base_url;
    CsrfLayer::new()
        .add_trusted_origin(base)
        .unwrap_or_else(|_| CsrfLayer::new())
}

/// A browser says where a form comes from. Who sends our cookies and does not say so is refused, and so is who names an
/// origin that is not ours, unless the browser itself says that it is the page's own; a program with a token sends no
/// cookies that count, so where it stands plays no part.
async fn same_site(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let safe = request.method().is_safe();
    let headers = request.headers_mut();
    if has_token(headers) {
        headers.remove(header::COOKIE);
        headers.remove(header::ORIGIN);
        headers.remove(SEC_FETCH_SITE);
        return next.run(request).await;
    }
    // Said with nothing is not said.
    if headers
        .get(SEC_FETCH_SITE)
        .is_some_and(HeaderValue::is_empty)
    {
        headers.remove(SEC_FETCH_SITE);
    }
    let site = headers.get(SEC_FETCH_SITE);
    let silent = site.is_none() && !headers.contains_key(header::ORIGIN);
    let foreign = site.is_none_or(|site| site != "same-origin") && !origins_are_ours(&app, headers);
    let refused = foreign || silent && headers.contains_key(header::COOKIE);
    if refused && !safe {
        let mut refused = StatusCode::FORBIDDEN.into_response();
        refused.extensions_mut().insert(OtherSite);
        return refused;
    }
    next.run(request).await
}

/// The base URL, or the name by which the service was asked: over TLS, if that is how people reach it. Also where none
/// is named.
fn origins_are_ours(app: &App, headers: &HeaderMap) -> bool {
    let host = headers.get(header::HOST);
    headers.get_all(header::ORIGIN).iter().all(|origin| {
        let Ok(origin) = origin.to_str() else {
            return false;
        };
        let Some((scheme, name)) = origin.split_once("://") else {
            return false;
        };
        let asked = host.is_some_and(|host| host.as_bytes() == name.as_bytes());
        origin == app.config.http.base_url
            || asked && (scheme == "https" || !app.config.is_secure())
    })
}

fn has_token(headers: &HeaderMap) -> bool {
    headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split_once(' '))
        .is_some_and(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
}

async fn secure(State(app): State<App>, request: Request, next: Next) -> Response {
    let mut answer = next.run(request).await;
    let headers = answer.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
    ] {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
    // What says nothing of caches may belong to one person.
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    if app.config.is_secure() {
        let strict = if app.config.http.hsts_subdomains {
            STRICT_TRANSPORT_BELOW
        } else {
            STRICT_TRANSPORT
        };
        headers.insert(header::STRICT_TRANSPORT_SECURITY, strict);
    }
    answer
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "this is how the layer hands a panic over"
)]
fn panicked(panic: Box<dyn std::any::Any + Send>) -> Response {
    let text = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("no text");
    tracing::error!(panic = text, "a request panicked");
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}
