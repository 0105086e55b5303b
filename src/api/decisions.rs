//! Deciding on a booking.

use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    booking_out::BookingOut,
    bookings::{answer_for, done, id_of},
    call::{Caller, Posted, Sending},
    reason_in::{ReasonIn, reason, replacing},
    refusal::Refusal,
};
use crate::{account::Actor, app::App, booking, idempotency::Once};

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ApproveIn {
    /// To the group.
    #[schema(max_length = 1000)]
    note: Option<String>,
    /// Managers only: the ids of bookings of the venue that are in the way and make room. They end, and their groups are
    /// told, with up to three places that are held for them alone for 24 hours.
    #[serde(default)]
    replacing: Vec<String>,
    /// To those groups, beside that another booking takes their place.
    replace_reason: Option<ReasonIn>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WithReason {
    reason: ReasonIn,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CancelIn {
    /// Managers have to say why, groups need not.
    reason: Option<ReasonIn>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckInIn {
    /// How many came.
    #[schema(minimum = 1, maximum = 2_147_483_647)]
    attended: Option<i32>,
}

/// Nothing is to be said.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NoShowIn {}

/// Says yes to a waiting request, or to the move that an approved booking asks for: managers of its venue only. Or takes
/// what is held for one's group that had to make room.
#[utoipa::path(post, path = "/", tag = "bookings", operation_id = "approve_booking",
    request_body(content = Option<ApproveIn>),
    responses((status = 200, description = "Approved", body = BookingOut, headers(("ETag" = String)))))]
pub async fn approve(
    State(app): State<App>,
    Caller(actor): Caller,
    Path(id): Path<String>,
    posted: Posted<ApproveIn>,
) -> Result<Response, Refusal> {
    let (said, once) = (posted.value, ok(&actor, posted.once));
    let (id, replacing) = (
        id_of(&id)?,
        replacing(&app, &said.replacing, said.replace_reason).await?,
    );
    let note = said.note;
    let approved = booking::approve_in_place(&app, &actor, id, note, replacing, None, once);
    let outcome = approved.await?;
    done(&app, &actor, outcome, StatusCode::OK).await
}

/// Says no to a waiting request, or to the move that an approved booking asks for. Managers of its venue only.
#[utoipa::path(post, path = "/", tag = "bookings", operation_id = "reject_booking",
    request_body = WithReason,
    responses((status = 200, description = "Rejected", body = BookingOut, headers(("ETag" = String)))))]
pub async fn reject(
    State(app): State<App>,
    Caller(actor): Caller,
    Path(id): Path<String>,
    posted: Posted<WithReason>,
) -> Result<Response, Refusal> {
    let reason = reason(&app, Some(posted.value.reason)).await?;
    let outcome =
        booking::reject(&app, &actor, id_of(&id)?, reason, ok(&actor, posted.once)).await?;
    done(&app, &actor, outcome, StatusCode::OK).await
}

/// By the group, which withdraws what still waits, also what is held for it; or by a manager of the venue, who takes back
/// what is held for a group.
#[utoipa::path(post, path = "/", tag = "bookings", operation_id = "cancel_booking",
    request_body(content = Option<CancelIn>),
    responses((status = 200, description = "Cancelled or withdrawn", body = BookingOut, headers(("ETag" = String)))))]
pub async fn cancel(
    State(app): State<App>,
    Caller(actor): Caller,
    Path(id): Path<String>,
    posted: Posted<CancelIn>,
) -> Result<Response, Refusal> {
    let reason = reason(&app, posted.value.reason).await?;
    let outcome =
        booking::cancel(&app, &actor, id_of(&id)?, reason, ok(&actor, posted.once)).await?;
    done(&app, &actor, outcome, StatusCode::OK).await
}

/// Back to the state before, if the time is still free. Managers of its venue only.
#[utoipa::path(post, path = "/", tag = "bookings", operation_id = "reopen_booking",
    request_body = WithReason,
    responses((status = 200, description = "As it was before", body = BookingOut, headers(("ETag" = String)))))]
pub async fn reopen(
    State(app): State<App>,
    Caller(actor): Caller,
    Path(id): Path<String>,
    posted: Posted<WithReason>,
) -> Result<Response, Refusal> {
    let reason = reason(&app, Some(posted.value.reason)).await?;
    let outcome =
        booking::reopen(&app, &actor, id_of(&id)?, reason, ok(&actor, posted.once)).await?;
    done(&app, &actor, outcome, StatusCode::OK).await
}

/// The group has come: from an hour before the start until its month is closed, also to correct what was said before. Without a
/// number, the number stays. Managers of its venue only.
#[utoipa::path(post, path = "/", tag = "bookings", operation_id = "check_in_booking",
    request_body(content = Option<CheckInIn>),
    responses((status = 200, description = "Checked in", body = BookingOut, headers(("ETag" = String)))))]
pub async fn check_in(
    State(app): State<App>,
    Caller(actor): Caller,
    Path(id): Path<String>,
    posted: Posted<CheckInIn>,
) -> Result<Response, Refusal> {
    let (attended, once) = (posted.value.attended, ok(&actor, posted.once));
    let outcome = booking::check_in(&app, &actor, id_of(&id)?, attended, once).await?;
    done(&app, &actor, outcome, StatusCode::OK).await
}

/// Nobody came: from the start until its month is closed, also to correct what was said before. What is left of the time is
/// free again, and nobody is counted. Managers of its venue only.
#[utoipa::path(post, path = "/", tag = "bookings", operation_id = "no_show_booking",
    request_body(content = Option<NoShowIn>),
    responses((status = 200, description = "Noted", body = BookingOut, headers(("ETag" = String)))))]
pub async fn no_show(
    State(app): State<App>,
    Caller(actor): Caller,
    Path(id): Path<String>,
    posted: Posted<NoShowIn>,
) -> Result<Response, Refusal> {
    let outcome = booking::no_show(&app, &actor, id_of(&id)?, ok(&actor, posted.once)).await?;
    done(&app, &actor, outcome, StatusCode::OK).await
}

fn ok(actor: &Actor, once: Sending) -> Once {
    once.answered(answer_for(actor, StatusCode::OK))
}
