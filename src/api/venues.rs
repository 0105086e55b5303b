//! Venues and their spaces.

use axum::{
    extract::{Path, State},
    http::HeaderMap,
    response::Response,
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    refusal::Refusal,
    venue_out::{SpaceOut, VenueOut},
};
use crate::{
    app::App,
    error::Error,
    memory::{answers::CachedAnswer, stamps::Stamp},
    venue::Catalogue,
};

#[derive(Debug, Serialize, ToSchema)]
pub struct VenueList {
    items: Vec<VenueOut>,
    /// Always null: they come all at once.
    next: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct SpaceList {
    items: Vec<SpaceOut>,
    /// Always null: they come all at once.
    next: Option<String>,
}

/// All venues.
#[utoipa::path(get, path = "/", tag = "venues", operation_id = "venues",
    responses((status = 200, description = "The venues", body = VenueList, headers(("ETag" = String))), (status = 304, description = "Unchanged")))]
pub async fn list(State(app): State<App>, headers: HeaderMap) -> Result<Response, Refusal> {
    let catalogue = app.catalogue().await?;
    let answer = cached(&app, &catalogue, "api venues", || VenueList {
        items: catalogue
            .venues()
            .map(|venue| VenueOut::of(venue, &catalogue))
            .collect(),
        next: None,
    })
    .await?;
    Ok(answer.respond(&headers))
}

/// One venue.
#[utoipa::path(get, path = "/", tag = "venues", operation_id = "venue",
    responses((status = 200, description = "The venue", body = VenueOut, headers(("ETag" = String))), (status = 304, description = "Unchanged")))]
pub async fn one(
    State(app): State<App>,
    Path(slug): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let catalogue = app.catalogue().await?;
    let venue = catalogue.venue(&slug).ok_or(Error::NotFound)?;
    let answer = cached(&app, &catalogue, &format!("api venue {slug}"), || {
        VenueOut::of(venue, &catalogue)
    })
    .await?;
    Ok(answer.respond(&headers))
}

/// The spaces of a venue, with their rules.
#[utoipa::path(get, path = "/", tag = "venues", operation_id = "spaces",
    responses((status = 200, description = "The spaces", body = SpaceList, headers(("ETag" = String))), (status = 304, description = "Unchanged")))]
pub async fn spaces(
    State(app): State<App>,
    Path(slug): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let catalogue = app.catalogue().await?;
    let venue = catalogue.venue(&slug).ok_or(Error::NotFound)?;
    let answer = cached(&app, &catalogue, &format!("api spaces {slug}"), || {
        SpaceList {
            items: venue
                .open_spaces()
                .map(|space| SpaceOut::of(space, &catalogue))
                .collect(),
            next: None,
        }
    })
    .await?;
    Ok(answer.respond(&headers))
}

async fn cached<T: Serialize>(
    app: &App,
    catalogue: &Catalogue,
    name: &str,
    make: impl FnOnce() -> T,
) -> Result<CachedAnswer, Error> {
    let stamp = Stamp {
        revision: catalogue.revision,
        changes: 0,
    };
    let make = async {
        let body = serde_json::to_vec(&make()).map_err(Error::internal)?;
        Ok(CachedAnswer::new(body, "application/json"))
    };
    app.answers.get_or_make(name.to_owned(), stamp, make).await
}
