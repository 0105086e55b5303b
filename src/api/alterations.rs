//! Changing and moving a booking while it stands.

use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::Response,
};
use serde::{Deserialize, Deserializer};
use utoipa::ToSchema;

use super::{
    booking_shape::{BookingOut, ItemShape, borrowed},
    bookings::{answer_for, done, id_of},
    call::{Caller, Posted},
    refusal::Refusal,
    schema,
};
use crate::{
    app::App,
    booking::{self, Details, Place},
    error::Error,
    idempotency::Once,
};

/// What is to be different. A field that is left out stays; null takes away what need not be said.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeIn {
    /// In one line.
    #[schema(min_length = 1, max_length = 120, nullable = false)]
    #[serde(default, deserialize_with = "said")]
    title: Option<String>,
    #[schema(minimum = 1, maximum = 2_147_483_647, nullable = false)]
    #[serde(default, deserialize_with = "said")]
    attendees: Option<i32>,
    /// Slug of one of the space's layouts.
    #[schema(nullable = false)]
    #[serde(default, deserialize_with = "said")]
    layout: Option<String>,
    /// All that it borrows from now on.
    #[schema(nullable = false)]
    #[serde(default, deserialize_with = "said")]
    stock: Option<Vec<ItemShape>>,
    /// Slug of a programme.
    #[serde(default, deserialize_with = "or_taken_away")]
    programme: Option<String>,
    /// To the venue; may have several lines.
    #[schema(max_length = 2000)]
    #[serde(default, deserialize_with = "or_taken_away")]
    note: Option<String>,
    /// Whether the title may be shown to everyone.
    #[schema(nullable = false)]
    #[serde(default, deserialize_with = "said")]
    public: Option<bool>,
    /// For the day.
    #[serde(default, deserialize_with = "or_taken_away")]
    phone: Option<String>,
}

impl ChangeIn {
    #[must_use]
    pub fn said(self) -> Details {
        Details {
            title: self.title,
            attendees: self.attendees,
            layout: self.layout,
            stock: self.stock.map(borrowed),
            programme: self.programme,
            note: self.note,
            public: self.public,
            phone: self.phone,
        }
    }
}

fn said<'de, T: Deserialize<'de>, D: Deserializer<'de>>(from: D) -> Result<Option<T>, D::Error> {
    T::deserialize(from).map(Some)
}

/// Null is blank.
fn or_taken_away<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    Option::deserialize(from).map(|said: Option<String>| Some(said.unwrap_or_default()))
}

/// Another time or space of the same venue. Only an earlier end frees the rest at once, whoever says so and also while the
/// booking runs.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MoveIn {
    /// Where it is when missing.
    #[schema(schema_with = schema::space_path_or_null)]
    space: Option<String>,
    #[schema(schema_with = schema::wall_time)]
    starts: String,
    #[schema(schema_with = schema::wall_time)]
    ends: String,
    /// Managers only: the rules to waive, as a refusal named them. Needs `waive_reason`.
    #[serde(default)]
    #[schema(schema_with = schema::waivable_codes)]
    waive: Vec<String>,
    /// Why; stays with the booking.
    #[schema(max_length = 1000)]
    waive_reason: Option<String>,
}

/// Changes what was said about a booking, until it begins: by its group or a manager of its venue. Afterwards managers change its
/// programme, and nothing else along with it, until its month is closed. `If-Match` names the version that it is changed from.
#[utoipa::path(patch, path = "/", tag = "bookings", operation_id = "change_booking",
    request_body(content = Option<ChangeIn>),
    responses((status = 200, description = "As it is now", body = BookingOut, headers(("ETag" = String)))))]
pub async fn change(
    State(app): State<App>,
    Caller(actor): Caller,
    headers: HeaderMap,
    Path(id): Path<String>,
    posted: Posted<ChangeIn>,
) -> Result<Response, Refusal> {
    let id = id_of(&id)?;
    let seen = booking::by_id(&app, &actor, id).await?;
    let version = match versions(&headers)? {
        None => None,
        Some(known) if known.contains(&seen.version) => Some(seen.version),
        Some(_) => return Err(Error::Stale.into()),
    };
    let details = posted.value.said();
    let outcome = booking::amend(&app, &actor, id, version, details).await?;
    done(&app, &actor, outcome, StatusCode::OK).await
}

/// Moves a booking to another time or space of its venue: at once by a manager, or by the group where nobody has to
/// approve; elsewhere the group's move is a proposal on the booking, which stands as it is until `approve` or `reject`.
#[utoipa::path(post, path = "/", tag = "bookings", operation_id = "move_booking",
    request_body = MoveIn,
    responses((status = 200, description = "Moved, or asked for", body = BookingOut, headers(("ETag" = String)))))]
pub async fn relocate(
    State(app): State<App>,
    Caller(actor): Caller,
    Path(id): Path<String>,
    posted: Posted<MoveIn>,
) -> Result<Response, Refusal> {
    let once = posted.once.answered(answer_for(&actor, StatusCode::OK));
    let said = posted.value;
    let place = Place {
        space: said.space,
        starts: said.starts,
        ends: said.ends,
        waive: said.waive,
        waive_reason: said.waive_reason,
    };
    let outcome = booking::move_to(&app, &actor, id_of(&id)?, place, once).await?;
    done(&app, &actor, outcome, StatusCode::OK).await
}

/// The group no longer asks for its booking to be moved.
#[utoipa::path(delete, path = "/", tag = "bookings", operation_id = "take_back_move",
    responses((status = 200, description = "As it stands", body = BookingOut, headers(("ETag" = String)))))]
pub async fn take_back(
    State(app): State<App>,
    Caller(actor): Caller,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let outcome = booking::take_back(&app, &actor, id_of(&id)?, Once::unkeyed()).await?;
    done(&app, &actor, outcome, StatusCode::OK).await
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
