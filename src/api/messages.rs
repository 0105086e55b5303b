//! What a group and its venue write to each other about a booking.

use axum::{http::StatusCode, response::Response};
use entity::{BookingId, MessageId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    act::{ActOn, WithId},
    answer::Answerable,
    caller::Caller,
    query::Query,
    refusal::Refusal,
    reply::{json, written},
    schema,
};
use crate::{
    booking::{self, Message, NewMessage},
    refusal::rule::InvalidInput,
    venue::Catalogue,
    zone::Zone,
};

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MessageIn {
    /// May have several lines.
    #[schema(min_length = 1, max_length = 2000)]
    text: String,
    /// Managers only: seen by those who manage the venue, and told to nobody.
    #[serde(default)]
    internal: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct MessageOut {
    #[schema(format = "uuid")]
    id: String,
    #[schema(schema_with = schema::instant)]
    at: String,
    /// Who wrote it: the group or the venue.
    #[schema(schema_with = schema::side)]
    role: entity::audit::Role,
    text: String,
    internal: bool,
    /// The name of who wrote it; only for those who manage the venue.
    author: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct MessagePage {
    /// Oldest first.
    items: Vec<MessageOut>,
    /// The cursor of the next page, if there is one.
    next: Option<String>,
}

impl MessageOut {
    fn of(message: &Message, zone: Option<&Zone>) -> Self {
        Self {
            id: message.id.to_string(),
            at: zone.map_or(String::new(), |zone| zone.rfc3339(message.at)),
            role: message.role,
            text: message.text.clone(),
            internal: message.internal,
            author: message.author.clone(),
        }
    }
}

impl Answerable for Message {
    fn json(&self, _: &Caller, catalogue: &Catalogue) -> String {
        written(&MessageOut::of(self, zone_of(self, catalogue)))
    }

    fn location(&self) -> String {
        format!("/api/v1/bookings/{}/messages", self.booking)
    }
}

fn zone_of<'a>(message: &Message, catalogue: &'a Catalogue) -> Option<&'a Zone> {
    catalogue.venue_of(message.venue).map(|venue| &venue.zone)
}

/// Writes to the other side, which gets it by mail. What a manager writes about a request that waits is a question: until
/// the group answers, for two working days at most, the clock of the answer time stands still, and `answer_by` says so. A
/// group may write 20 an hour.
#[utoipa::path(post, path = "/", tag = "bookings", operation_id = "write_message",
    request_body = MessageIn,
    responses((status = 201, description = "Written", body = MessageOut, headers(("Location" = String)))))]
pub async fn write(call: ActOn<BookingId, MessageIn, Message>) -> Result<Response, Refusal> {
    let call = call.creating();
    let Caller { app, actor, .. } = &call.caller;
    let new = NewMessage {
        text: call.said.text,
        internal: call.said.internal,
    };
    let done = booking::write(app, actor, call.id, new, call.once).await?;
    call.caller.answer(done).await
}

/// What was written about a booking, for its group and its venue. What is internal only its venue sees.
#[utoipa::path(get, path = "/", tag = "bookings", operation_id = "messages",
    params(
        ("cursor" = Option<String>, Query, description = "The `next` of the page before"),
        ("limit" = Option<u8>, Query, minimum = 1, maximum = 200, description = "50 when missing"),
    ),
    responses((status = 200, description = "A page of them", body = MessagePage)))]
pub async fn list(on: WithId<BookingId>, asked: Query) -> Result<Response, Refusal> {
    let Caller { app, actor, .. } = &on.caller;
    asked.only(&["cursor", "limit"])?;
    let after = asked.one("cursor")?.map(str::parse::<MessageId>);
    let after = after
        .transpose()
        .map_err(|_| Refusal::field("cursor", InvalidInput::Malformed))?;
    let limit = match asked.one("limit")? {
        Some(limit) => limit
            .parse()
            .ok()
            .filter(|limit| (1..=200).contains(limit))
            .ok_or_else(|| Refusal::field("limit", InvalidInput::Malformed))?,
        None => 50,
    };
    let found = booking::messages(app, actor, on.id, after, limit).await?;
    let catalogue = app.catalogue().await?;
    let out = |message| MessageOut::of(message, zone_of(message, &catalogue));
    let page = MessagePage {
        items: found.items.iter().map(out).collect(),
        next: found.next.map(|last| last.to_string()),
    };
    Ok(json(StatusCode::OK, written(&page)))
}
