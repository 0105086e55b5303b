//! Deciding on a booking.

use axum::response::Response;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    booking_call::BookingCall,
    booking_out::BookingOut,
    caller::Caller,
    reason_in::{ReasonIn, reason, replacing},
    refusal::Refusal,
};
use crate::booking;

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
pub async fn approve(call: BookingCall<ApproveIn>) -> Result<Response, Refusal> {
    let Caller { app, actor, .. } = &call.caller;
    let said = call.said;
    let replacing = replacing(app, &said.replacing, said.replace_reason).await?;
    let (id, note) = (call.id, said.note);
    let done = booking::approve_in_place(app, actor, id, note, replacing, None, call.once).await?;
    call.caller.answer(done).await
}

/// Says no to a waiting request, or to the move that an approved booking asks for. Managers of its venue only.
#[utoipa::path(post, path = "/", tag = "bookings", operation_id = "reject_booking",
    request_body = WithReason,
    responses((status = 200, description = "Rejected", body = BookingOut, headers(("ETag" = String)))))]
pub async fn reject(call: BookingCall<WithReason>) -> Result<Response, Refusal> {
    let Caller { app, actor, .. } = &call.caller;
    let reason = reason(app, Some(call.said.reason)).await?;
    let done = booking::reject(app, actor, call.id, reason, call.once).await?;
    call.caller.answer(done).await
}

/// By the group, which withdraws what still waits, also what is held for it; or by a manager of the venue, who takes back
/// what is held for a group.
#[utoipa::path(post, path = "/", tag = "bookings", operation_id = "cancel_booking",
    request_body(content = Option<CancelIn>),
    responses((status = 200, description = "Cancelled or withdrawn", body = BookingOut, headers(("ETag" = String)))))]
pub async fn cancel(call: BookingCall<CancelIn>) -> Result<Response, Refusal> {
    let Caller { app, actor, .. } = &call.caller;
    let reason = reason(app, call.said.reason).await?;
    let done = booking::cancel(app, actor, call.id, reason, call.once).await?;
    call.caller.answer(done).await
}

/// Back to the state before, if the time is still free. Managers of its venue only.
#[utoipa::path(post, path = "/", tag = "bookings", operation_id = "reopen_booking",
    request_body = WithReason,
    responses((status = 200, description = "As it was before", body = BookingOut, headers(("ETag" = String)))))]
pub async fn reopen(call: BookingCall<WithReason>) -> Result<Response, Refusal> {
    let Caller { app, actor, .. } = &call.caller;
    let reason = reason(app, Some(call.said.reason)).await?;
    let done = booking::reopen(app, actor, call.id, reason, call.once).await?;
    call.caller.answer(done).await
}

/// The group has come: from an hour before the start until its month is closed, also to correct what was said before. Without a
/// number, the number stays. Managers of its venue only.
#[utoipa::path(post, path = "/", tag = "bookings", operation_id = "check_in_booking",
    request_body(content = Option<CheckInIn>),
    responses((status = 200, description = "Checked in", body = BookingOut, headers(("ETag" = String)))))]
pub async fn check_in(call: BookingCall<CheckInIn>) -> Result<Response, Refusal> {
    let Caller { app, actor, .. } = &call.caller;
    let done = booking::check_in(app, actor, call.id, call.said.attended, call.once).await?;
    call.caller.answer(done).await
}

/// Nobody came: from the start until its month is closed, also to correct what was said before. What is left of the time is
/// free again, and nobody is counted. Managers of its venue only.
#[utoipa::path(post, path = "/", tag = "bookings", operation_id = "no_show_booking",
    request_body(content = Option<NoShowIn>),
    responses((status = 200, description = "Noted", body = BookingOut, headers(("ETag" = String)))))]
pub async fn no_show(call: BookingCall<NoShowIn>) -> Result<Response, Refusal> {
    let Caller { app, actor, .. } = &call.caller;
    let done = booking::no_show(app, actor, call.id, call.once).await?;
    call.caller.answer(done).await
}
