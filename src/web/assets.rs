//! The style sheet and the icon, under addresses that change with them, so that browsers may keep them for ever.

use std::{fmt::Write, sync::LazyLock};

use axum::{
    extract::Path,
    http::header,
    response::{IntoResponse, Response},
};
use sha2::{Digest, Sha256};

use super::page_error::PageError;
use crate::error::Error;

pub struct Asset {
    path: String,
    content_type: &'static str,
    content: &'static str,
}

pub static STYLE: LazyLock<Asset> = LazyLock::new(|| {
    let content = include_str!("assets/style.css");
    Asset::new("style", "css", "text/css; charset=utf-8", content)
});
pub static ICON: LazyLock<Asset> = LazyLock::new(|| {
    let content = include_str!("assets/ticket.svg");
    Asset::new("ticket", "svg", "image/svg+xml", content)
});

impl Asset {
    fn new(name: &str, extension: &str, content_type: &'static str, content: &'static str) -> Self {
        let hash = Sha256::digest(content);
        let short = hash[..6].iter().fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        });
        Self {
            path: format!("/assets/{name}-{short}.{extension}"),
            content_type,
            content,
        }
    }

    pub fn path(&self) -> &str {
        &self.path
    }
}

/// `GET /assets/{file}`
pub async fn get(Path(file): Path<String>) -> Result<Response, PageError> {
    let asset = [&STYLE, &ICON]
        .into_iter()
        .find(|asset| asset.path.strip_prefix("/assets/") == Some(&*file))
        .ok_or(Error::NotFound)?;
    let headers = [
        (header::CONTENT_TYPE, asset.content_type),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    Ok((headers, asset.content).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of two rules as specific as each other the later one counts.
    #[test]
    fn every_colour_of_a_state_comes_after_what_all_states_share() {
        let style = STYLE.content;
        let at = |rule: &str| {
            let at = style.find(&format!("\n{rule} {{"));
            at.unwrap_or_else(|| panic!("no {rule}"))
        };
        for state in [".free", ".taken", ".held", ".answer", ".kept", ".given"] {
            assert!(at(".status") < at(state), "{state}");
        }
    }
}
