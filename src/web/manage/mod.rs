//! `/manage`: for those who answer. To everybody else these pages are not there.

pub mod arrivals;
pub mod calls;
pub mod closures;
pub mod day;
mod managed;
pub mod queue;
pub mod quotas;

use askama::Template;
use axum::{http::StatusCode, response::Response};

use super::{
    page_error::PageError,
    visitor::{Frame, Visitor, personal},
};
use crate::error::Error;

#[derive(Template)]
#[template(path = "manage.html", config = "config/askama.toml")]
struct ManagePage {
    frame: Frame,
    venues: Vec<(String, String)>,
}

/// `GET /manage`
pub async fn venues(visitor: Visitor) -> Result<Response, PageError> {
    visitor.actor.signed_in()?;
    let catalogue = visitor.app.catalogue().await?;
    let venues: Vec<_> = catalogue
        .venues()
        .filter(|venue| visitor.actor.manages(venue.row.id))
        .map(|venue| {
            let name = venue.row.name.get(visitor.language).to_owned();
            (venue.row.slug.clone(), name)
        })
        .collect();
    if venues.is_empty() {
        return Err(Error::NotFound.into());
    }
    let page = ManagePage {
        frame: visitor.frame(visitor.t().text("page-manage")),
        venues,
    };
    personal(StatusCode::OK, &page)
}
