//! The style sheet, under an address that changes with it, so that browsers may keep it for ever.

use std::{fmt::Write, sync::LazyLock};

use axum::{
    extract::Path,
    http::header,
    response::{IntoResponse, Response},
};
use sha2::{Digest, Sha256};

use super::error::PageError;
use crate::error::Error;

const STYLE: &str = include_str!("assets/style.css");

static STYLE_PATH: LazyLock<String> = LazyLock::new(|| {
    let hash = Sha256::digest(STYLE);
    let short = hash[..6].iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    });
    format!("/assets/style-{short}.css")
});

pub fn style_path() -> &'static str {
    &STYLE_PATH
}

/// `GET /assets/{file}`
pub async fn get(Path(file): Path<String>) -> Result<Response, PageError> {
    if STYLE_PATH.strip_prefix("/assets/") != Some(&*file) {
        return Err(Error::NotFound.into());
    }
    let headers = [
        (header::CONTENT_TYPE, "text/css; charset=utf-8"),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    Ok((headers, STYLE).into_response())
}
