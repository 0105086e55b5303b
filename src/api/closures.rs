//! Taking spaces or a whole venue out of use. The house's own events are bookings of the house, not closures.

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use entity::{ClosureId, Instant};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    call::{Asked, Caller, Posted},
    closure_in::{ChangeClosureIn, ClosureIn},
    closure_out::{ClosureOut, PreviewOut},
    refusal::Refusal,
    reply::{replayed, respond},
};
use crate::{
    account::{Actor, Origin, security},
    app::App,
    closure::{self, Answered, Closure},
    error::Error,
    idempotency::{Kept, Outcome},
    refusal::rule::Flaw,
    urls,
    venue::Catalogue,
};

/// Closures of a venue.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClosureList {
    items: Vec<ClosureOut>,
    /// Always null: they come all at once.
    next: Option<String>,
}

/// Closes spaces or a whole venue, once or again and again. Managers of the venue only. Where bookings are hit it needs
/// `seen` and a `resolve` for every one, as a dry run told them; otherwise it is refused with the hits and nothing is done.
#[utoipa::path(post, path = "/", tag = "closures", operation_id = "close",
    request_body = ClosureIn,
    responses(
        (status = 200, description = "A dry run: what it would hit", body = PreviewOut),
        (status = 201, description = "Closed", body = ClosureOut, headers(("Location" = String), ("ETag" = String)))))]
pub async fn close(
    State(app): State<App>,
    Caller(actor): Caller,
    origin: Origin,
    posted: Posted<ClosureIn>,
) -> Result<Response, Refusal> {
    let now = app.clock.now();
    let once = posted
        .once
        .answered(move |closure, catalogue| answer(closure, catalogue, now, StatusCode::CREATED));
    let (new, say) = posted.value.said(&app).await?;
    let answered = closure::close(&app, &actor, new, say, once).await?;
    told(&app, &actor, &origin, answered, StatusCode::CREATED).await
}

/// Closures of a venue, those of the past too, at most the newest two hundred; by start. Managers of the venue only.
#[utoipa::path(get, path = "/", tag = "closures", operation_id = "closures",
    params(("venue" = Option<String>, Query, description = "Slug; needed")),
    responses((status = 200, description = "All of them", body = ClosureList)))]
pub async fn list(
    State(app): State<App>,
    Caller(actor): Caller,
    asked: Asked,
) -> Result<Json<ClosureList>, Refusal> {
    asked.only(&["venue"])?;
    let slug = asked.one("venue")?;
    let slug = slug.ok_or_else(|| Refusal::field("venue", Flaw::Missing))?;
    let catalogue = app.catalogue().await?;
    let venue = catalogue.venue(slug);
    let venue = venue.ok_or_else(|| Refusal::field("venue", Flaw::Unknown))?;
    let all = closure::list(&app, &actor, venue.row.id).await?;
    let standing = all.iter().filter(|closure| !closure.times.is_empty());
    let items = standing.map(|closure| ClosureOut::of(closure, &catalogue, app.clock.now()));
    Ok(Json(ClosureList {
        items: items.collect(),
        next: None,
    }))
}

/// One closure. Managers of its venue only.
#[utoipa::path(get, path = "/", tag = "closures", operation_id = "closure",
    responses((status = 200, description = "The closure", body = ClosureOut, headers(("ETag" = String)))))]
pub async fn one(
    State(app): State<App>,
    Caller(actor): Caller,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let closure = closure::one(&app, &actor, id_of(&id)?).await?;
    let catalogue = app.catalogue().await?;
    let kept = answer(&closure, &catalogue, app.clock.now(), StatusCode::OK);
    Ok(respond(&kept))
}

/// Begins or ends it at another time: the one that runs or comes next, and those after it by as much. What has passed stays
/// as it was. Bookings that are hit are resolved as with a new one.
#[utoipa::path(patch, path = "/", tag = "closures", operation_id = "change_closure",
    request_body(content = Option<ChangeClosureIn>),
    responses((status = 200, description = "As it is now; of a dry run what it would hit", body = ClosureOrPreview, headers(("ETag" = String)))))]
pub async fn change(
    State(app): State<App>,
    Caller(actor): Caller,
    Path(id): Path<String>,
    origin: Origin,
    posted: Posted<ChangeClosureIn>,
) -> Result<Response, Refusal> {
    let (change, say) = posted.value.said()?;
    let answered = closure::change(&app, &actor, id_of(&id)?, change, say).await?;
    told(&app, &actor, &origin, answered, StatusCode::OK).await
}

/// Gives back all of it that is to come.
#[utoipa::path(delete, path = "/", tag = "closures", operation_id = "take_back_closure",
    responses((status = 204, description = "Open again")))]
pub async fn take_back(
    State(app): State<App>,
    Caller(actor): Caller,
    Path(id): Path<String>,
) -> Result<StatusCode, Refusal> {
    closure::take_back(&app, &actor, id_of(&id)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A dry run answers with what it would hit.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "only the document names it")]
pub enum ClosureOrPreview {
    Closure(ClosureOut),
    Preview(PreviewOut),
}

fn id_of(id: &str) -> Result<ClosureId, Refusal> {
    id.parse().map_err(|_| Refusal::Error(Error::NotFound))
}

fn answer(closure: &Closure, catalogue: &Catalogue, now: Instant, status: StatusCode) -> Kept {
    let body = serde_json::to_string(&ClosureOut::of(closure, catalogue, now));
    Kept {
        status: status.as_u16(),
        location: (status == StatusCode::CREATED).then(|| urls::api_closure(closure.row.id)),
        body: body.expect("strings and numbers can be written as JSON"),
    }
}

async fn told(
    app: &App,
    actor: &Actor,
    origin: &Origin,
    answered: Answered,
    status: StatusCode,
) -> Result<Response, Refusal> {
    let (catalogue, now) = (app.known_catalogue().await?, app.clock.now());
    Ok(match answered {
        Answered::Preview(preview) => {
            if !preview.hits.is_empty() {
                security::contacts_listed(app, actor, origin);
            }
            Json(PreviewOut::of(&preview, &catalogue)).into_response()
        }
        Answered::Done(Outcome::Done(closure)) => {
            respond(&answer(&closure, &catalogue, now, status))
        }
        Answered::Done(Outcome::Replayed(kept)) => replayed(&kept),
    })
}
