//! Calls to the router in process.

use axum::{
    body::Body,
    http::{HeaderMap, Request, StatusCode, header},
};
use http_body_util::BodyExt;
use jastar::app::App;
use serde_json::Value;
use tower::ServiceExt;

use super::TestApp;

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    /// The body as JSON; null when it is none.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_default()
    }
}

pub async fn send(app: &App, request: Request<Body>) -> Answer {
    let answer = jastar::server::router(app.clone())
        .oneshot(request)
        .await
        .expect("an answer");
    let (parts, body) = answer.into_parts();
    let bytes = body.collect().await.expect("a body").to_bytes();
    Answer {
        status: parts.status,
        headers: parts.headers,
        text: String::from_utf8_lossy(&bytes).into_owned(),
    }
}

/// What `/readyz` answers.
pub async fn readiness(app: &App) -> u16 {
    let request = Request::get("/readyz").body(Body::empty());
    let answer = send(app, request.expect("a request")).await;
    answer.status.as_u16()
}

/// A POST that may be sent again.
pub async fn send_once(app: &App, token: &str, path: &str, key: &str, body: &Value) -> Answer {
    let request = Request::post(path)
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .header(header::CONTENT_TYPE, "application/json")
        .header("idempotency-key", key)
        .body(Body::from(body.to_string()));
    send(app, request.expect("a request")).await
}

impl TestApp {
    pub async fn send(&self, request: Request<Body>) -> Answer {
        send(&self.app, request).await
    }

    /// How many bytes an answer has on the wire, without its headers.
    pub async fn bytes(&self, request: Request<Body>) -> usize {
        let answer = jastar::server::router(self.app.clone())
            .oneshot(request)
            .await
            .expect("an answer");
        assert_eq!(answer.status(), StatusCode::OK);
        answer
            .into_body()
            .collect()
            .await
            .expect("a body")
            .to_bytes()
            .len()
    }

    /// A POST that may be sent again.
    pub async fn post_once(&self, token: &str, path: &str, key: &str, body: &Value) -> Answer {
        send_once(&self.app, token, path, key, body).await
    }

    /// A call of the API; JSON null sends no body.
    pub async fn call(
        &self,
        token: Option<&str>,
        method: &str,
        path: &str,
        body: &Value,
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        if let Some(token) = token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        let body = if body.is_null() {
            Body::empty()
        } else {
            request = request.header(header::CONTENT_TYPE, "application/json");
            Body::from(body.to_string())
        };
        self.send(request.body(body).expect("a request")).await
    }
}
