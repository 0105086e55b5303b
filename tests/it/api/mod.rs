//! The API, called through the router as programs call it.

#![expect(
    clippy::unwrap_used,
    reason = "the functions between the tests are tests too"
)]

mod alterations;
mod bookings;
mod calendar;
mod closures;
mod decisions;
mod document;
mod framework;
mod idempotency;
mod listing;
mod messages;
mod plans;
mod quotas;
mod replacing;
mod rights;
mod search;
mod series;
mod venues;
mod waiving;

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::support::{TestApp, client::Answer};

/// A service with everyone that a call can come from.
struct House {
    test: TestApp,
    booker: String,
    other: String,
    manager: String,
    other_manager: String,
    administrator: String,
}

const BOOKINGS: &str = "/api/v1/bookings";

impl House {
    async fn new() -> Self {
        let test = TestApp::new().await;
        test.person("asel@qanat.example").await;
        test.person("erasyl@dombyra.example").await;
        test.manager_of("youth-house").await;
        test.manager_of("sarzhailau").await;
        test.administrator().await;
        Self {
            booker: test.token_of("asel@qanat.example").await,
            other: test.token_of("erasyl@dombyra.example").await,
            manager: test.token_of("manager@youth-house.example").await,
            other_manager: test.token_of("manager@sarzhailau.example").await,
            administrator: test.token_of("admin@jastar.example").await,
            test,
        }
    }

    async fn get(&self, token: &str, path: &str) -> Answer {
        let token = Some(token).filter(|token| !token.is_empty());
        self.test.call(token, "GET", path, &Value::Null).await
    }

    async fn post(&self, token: &str, path: &str, body: &Value) -> Answer {
        let token = Some(token).filter(|token| !token.is_empty());
        self.test.call(token, "POST", path, body).await
    }

    /// A waiting booking of the booker's.
    async fn booked(&self) -> Value {
        let answer = self
            .post(&self.booker, BOOKINGS, &asking("2026-12-01"))
            .await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text);
        answer.json()
    }
}

/// The dance studio, from four to six on that day.
fn asking(day: &str) -> Value {
    json!({
        "space": "youth-house/dance-studio",
        "starts": format!("{day}T16:00"),
        "ends": format!("{day}T18:00"),
        "title": "Қыз-жігіттер биі",
        "attendees": 5,
        "phone": "+7 701 123 45 67",
    })
}

/// `value` with one field more, or another one.
fn with(mut value: Value, field: &str, is: Value) -> Value {
    value[field] = is;
    value
}

#[track_caller]
fn assert_problem(answer: &Answer, status: u16, code: &str) -> Value {
    assert_eq!(answer.status.as_u16(), status, "{}", answer.text);
    assert_eq!(answer.headers["content-type"], "application/problem+json");
    let problem = answer.json();
    assert_eq!(
        problem["type"],
        format!("http://127.0.0.1:8080/problems/{code}")
    );
    assert_eq!(problem["status"], status);
    for text in ["title", "detail"] {
        assert!(!problem[text].as_str().unwrap().is_empty(), "{problem}");
    }
    problem
}

/// One broken rule, `code` at `field`.
#[track_caller]
fn assert_rule(answer: &Answer, code: &str, field: &str) {
    let problem = assert_problem(answer, 422, "rule");
    let errors = problem["errors"].as_array().unwrap();
    assert!(
        errors.iter().any(|error| error["code"] == code
            && error["field"] == field
            && !error["detail"].as_str().unwrap().is_empty()),
        "no {code} at {field}: {problem}"
    );
}
