//! `/problems/{code}`: what the types of the API's problems mean.

use askama::Template;
use axum::{extract::Path, response::Response};

use super::{
    page_error::PageError,
    visitor::{Frame, Visitor},
};
use crate::error::Error;

/// As in the table of `api`.
const CODES: [&str; 19] = [
    "unauthenticated",
    "forbidden",
    "not-found",
    "rule",
    "conflict",
    "changed",
    "state",
    "stale",
    "no-version",
    "key-reused",
    "too-many",
    "busy",
    "unavailable",
    "unknown",
    "internal",
    "not-json",
    "media-type",
    "too-large",
    "method",
];

#[derive(Template)]
#[template(path = "problem.html", config = "config/askama.toml")]
struct ProblemPage {
    frame: Frame,
    text: String,
}

/// `GET /problems/{code}`
pub async fn one(visitor: Visitor, Path(code): Path<String>) -> Result<Response, PageError> {
    if !CODES.contains(&&*code) {
        return Err(Error::NotFound.into());
    }
    let t = visitor.t();
    visitor.page(&ProblemPage {
        frame: visitor.frame(t.text(&format!("problem-{code}"))),
        text: match &*code {
            "state" => t.text("page-problem-state"),
            _ => t.text(&format!("problem-{code}-detail")),
        },
    })
}
