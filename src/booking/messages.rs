//! What a group and its venue write to each other about a booking.

use entity::{Booking, BookingId, MessageId, audit::Role};

use super::message::{Message, NewMessage, Writing, seen};
use crate::{
    account::Actor,
    app::App,
    error::Error,
    idempotency::{Idempotent, Outcome},
    ledger::{
        gate,
        store::{
            self,
            messages::{self, MessageRange},
        },
    },
    rules::permit::role,
};

const MOST: u64 = 200;

/// A page of the messages about a booking.
#[derive(Clone, Debug)]
pub struct Messages {
    /// Oldest first.
    pub items: Vec<Message>,
    /// The last of them, after which the next page begins. None if there are no more.
    pub next: Option<MessageId>,
}

/// The messages about a booking that the actor may see, from the one after `after` on. [`Error::NotFound`] for who has no
/// part in it. `limit`: at most 200.
pub async fn messages(
    app: &App,
    actor: &Actor,
    id: BookingId,
    after: Option<MessageId>,
    limit: u64,
) -> Result<Messages, Error> {
    actor.signed_in()?;
    let booking = store::find(app.db.read(), id)
        .await?
        .ok_or(Error::NotFound)?;
    let role = role(actor, &booking)?;
    let limit = limit.clamp(1, MOST);
    let mut items = page(app, &booking, role, after, limit + 1).await?;
    let more = items.len() as u64 > limit;
    items.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let next = items.last().filter(|_| more).map(|last| last.id);
    Ok(Messages { items, next })
}

/// The first 200 messages about a booking that somebody in this role may see.
pub async fn of(app: &App, booking: &Booking, role: Role) -> Result<Vec<Message>, Error> {
    page(app, booking, role, None, MOST).await
}

async fn page(
    app: &App,
    booking: &Booking,
    role: Role,
    after: Option<MessageId>,
    limit: u64,
) -> Result<Vec<Message>, Error> {
    let wanted = MessageRange {
        booking: booking.id,
        internal: role == Role::Venue,
        after,
        limit,
    };
    let found = messages::page(app.db.read(), wanted).await?;
    let found = found.into_iter();
    Ok(found
        .map(|(message, author)| seen(booking, message, author, role))
        .collect())
}

/// Writes to the other side: 2000 letters at most. The group may write 20 an hour, then [`Error::TooMany`];
/// [`Error::Forbidden`] when the group says `internal`.
pub async fn write(
    app: &App,
    actor: &Actor,
    id: BookingId,
    new: NewMessage,
    once: Idempotent<Message>,
) -> Result<Outcome<Message>, Error> {
    gate::commit(app, actor, once, Writing { id, new }).await
}
