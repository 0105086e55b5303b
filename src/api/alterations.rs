//! Changing and moving a booking while it stands.

use axum::{
    http::{HeaderMap, header},
    response::Response,
};
use entity::BookingId;

use super::{
    act::WithId,
    booking_call::BookingCall,
    booking_out::BookingOut,
    caller::Caller,
    change_in::{ChangeIn, MoveIn},
    refusal::Refusal,
};
use crate::{booking, error::Error, idempotency::Idempotent};

/// Changes what was said about a booking, until it begins: by its group or a manager of its venue. Afterwards managers change its
/// programme, and nothing else along with it, until its month is closed. `If-Match` names the version that it is changed from.
#[utoipa::path(patch, path = "/", tag = "bookings", operation_id = "change_booking",
    request_body(content = Option<ChangeIn>),
    responses((status = 200, description = "As it is now", body = BookingOut, headers(("ETag" = String)))))]
pub async fn change(headers: HeaderMap, call: BookingCall<ChangeIn>) -> Result<Response, Refusal> {
    let Caller { app, actor, .. } = &call.caller;
    let seen = booking::by_id(app, actor, call.id).await?;
    let version = match versions(&headers)? {
        None => None,
        Some(known) if known.contains(&seen.version) => Some(seen.version),
        Some(_) => return Err(Error::Stale.into()),
    };
    let done = booking::amend(app, actor, call.id, version, call.said.details()).await?;
    call.caller.answer(done).await
}

/// Moves a booking to another time or space of its venue: at once by a manager, or by the group where nobody has to
/// approve; elsewhere the group's move is a proposal on the booking, which stands as it is until `approve` or `reject`.
#[utoipa::path(post, path = "/", tag = "bookings", operation_id = "move_booking",
    request_body = MoveIn,
    responses((status = 200, description = "Moved, or asked for", body = BookingOut, headers(("ETag" = String)))))]
pub async fn relocate(call: BookingCall<MoveIn>) -> Result<Response, Refusal> {
    let Caller { app, actor, .. } = &call.caller;
    let done = booking::move_to(app, actor, call.id, call.said.new_place(), call.once).await?;
    call.caller.answer(done).await
}

/// The group no longer asks for its booking to be moved.
#[utoipa::path(delete, path = "/", tag = "bookings", operation_id = "take_back_move",
    responses((status = 200, description = "As it stands", body = BookingOut, headers(("ETag" = String)))))]
pub async fn take_back(on: WithId<BookingId>) -> Result<Response, Refusal> {
    let Caller { app, actor, .. } = &on.caller;
    let done = booking::take_back(app, actor, on.id, Idempotent::unkeyed()).await?;
    on.caller.answer(done).await
}

/// None for any version. A weak tag names none (RFC 9110, 13.1.1).
fn versions(headers: &HeaderMap) -> Result<Option<Vec<i32>>, Refusal> {
    let mut known = Vec::new();
    let mut values = headers.get_all(header::IF_MATCH).iter().peekable();
    if values.peek().is_none() {
        return Err(Refusal::NoVersion);
    }
    for value in values {
        for tag in value.to_str().unwrap_or_default().split(',').map(str::trim) {
            if tag == "*" {
                return Ok(None);
            }
            let tag = tag.strip_prefix('"').and_then(|tag| tag.strip_suffix('"'));
            known.extend(tag.and_then(|tag| tag.parse::<i32>().ok()));
        }
    }
    Ok(Some(known))
}
