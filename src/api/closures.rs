//! Taking spaces or a whole venue out of use. The house's own events are bookings of the house, not closures.

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use entity::ClosureId;
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    act::{ActOn, New, WithId},
    answer::Answerable,
    caller::Caller,
    closure_in::{ChangeClosureIn, ClosureIn},
    closure_out::{ClosureOut, PreviewOut},
    query::Query,
    refusal::Refusal,
    reply::written,
};
use crate::{
    account::{Origin, security},
    closure::{self, Answered, Closure},
    refusal::rule::InvalidInput,
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
pub async fn close(origin: Origin, new: New<ClosureIn, Closure>) -> Result<Response, Refusal> {
    let Caller { app, actor, .. } = &new.caller;
    let (closure, say) = new.said.new_closure(app).await?;
    let answered = closure::close(app, actor, closure, say, new.once).await?;
    respond(&new.caller, &origin, answered).await
}

/// Closures of a venue, those of the past too, at most the newest two hundred; by start. Managers of the venue only.
#[utoipa::path(get, path = "/", tag = "closures", operation_id = "closures",
    params(("venue" = Option<String>, Query, description = "Slug; needed")),
    responses((status = 200, description = "All of them", body = ClosureList)))]
pub async fn list(
    Caller { app, actor, .. }: Caller,
    asked: Query,
) -> Result<Json<ClosureList>, Refusal> {
    asked.only(&["venue"])?;
    let slug = asked.one("venue")?;
    let slug = slug.ok_or_else(|| Refusal::field("venue", InvalidInput::Missing))?;
    let catalogue = app.catalogue().await?;
    let venue = catalogue.venue(slug);
    let venue = venue.ok_or_else(|| Refusal::field("venue", InvalidInput::Unknown))?;
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
pub async fn one(on: WithId<ClosureId>) -> Result<Response, Refusal> {
    let Caller { app, actor, .. } = &on.caller;
    let closure = closure::one(app, actor, on.id).await?;
    Ok(on.caller.show(&closure, &*app.catalogue().await?))
}

/// Begins or ends it at another time: the one that runs or comes next, and those after it by as much. What has passed stays
/// as it was. Bookings that are hit are resolved as with a new one.
#[utoipa::path(patch, path = "/", tag = "closures", operation_id = "change_closure",
    request_body(content = Option<ChangeClosureIn>),
    responses((status = 200, description = "As it is now; of a dry run what it would hit", body = ClosureOrPreview, headers(("ETag" = String)))))]
pub async fn change(
    origin: Origin,
    call: ActOn<ClosureId, ChangeClosureIn, Closure>,
) -> Result<Response, Refusal> {
    let Caller { app, actor, .. } = &call.caller;
    let (change, say) = call.said.closure_times()?;
    let answered = closure::change(app, actor, call.id, change, say).await?;
    respond(&call.caller, &origin, answered).await
}

/// Gives back all of it that is to come.
#[utoipa::path(delete, path = "/", tag = "closures", operation_id = "take_back_closure",
    responses((status = 204, description = "Open again")))]
pub async fn take_back(on: WithId<ClosureId>) -> Result<StatusCode, Refusal> {
    closure::take_back(&on.caller.app, &on.caller.actor, on.id).await?;
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

impl Answerable for Closure {
    fn json(&self, to: &Caller, catalogue: &Catalogue) -> String {
        written(&ClosureOut::of(self, catalogue, to.app.clock.now()))
    }

    fn location(&self) -> String {
        urls::api_closure(self.row.id)
    }
}

/// What was done, or what it would hit.
async fn respond(to: &Caller, origin: &Origin, answered: Answered) -> Result<Response, Refusal> {
    match answered {
        Answered::Preview(preview) => {
            if !preview.hits.is_empty() {
                security::contacts_listed(&to.app, &to.actor, origin);
            }
            let catalogue = to.app.known_catalogue().await?;
            Ok(Json(PreviewOut::of(&preview, &catalogue)).into_response())
        }
        Answered::Done(outcome) => to.answer(outcome).await,
    }
}
