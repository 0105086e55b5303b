//! Messages that must go out, written in the transaction of the change they tell about.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{BookingId, Instant, Language, OutboxId, PersonId};

#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Delivery {
    /// Waits for its turn or for its next try.
    Queued,
    /// A server took it.
    Sent,
    /// A server refused it for good, or it was tried for too long.
    Failed,
}

/// What waits behind what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Lane {
    /// Sign-in codes, which somebody sits waiting for.
    Code,
    /// To the group, or to a person.
    Group,
    /// To the mailbox of a venue.
    House,
}

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "outbox")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OutboxId,
    /// None for sign-in codes, and for what is about several bookings.
    pub booking_id: Option<BookingId>,
    /// How it goes out: `mail`, or `call` for what somebody of the venue tells by telephone.
    pub channel: String,
    pub lane: Lane,
    /// The series or the booking in whose order it goes out to its recipient; none where there is no order.
    pub thread: Option<Uuid>,
    pub recipient_name: String,
    pub recipient: String,
    pub language: Language,
    /// Which mail: the tag of the payload.
    pub kind: String,
    /// The mail as data. Erased from sign-in codes once they are sent or too old.
    pub payload: Json,
    /// Of every try the same, so that a doubled mail can be recognized.
    pub message_id: String,
    pub state: Delivery,
    pub attempts: i32,
    /// Not before.
    pub due_at: Instant,
    /// Of the worker that has it in hand: drawn anew by each, so that it is known by its standing still when that died.
    pub lease: Option<Uuid>,
    /// The mail that tells of this one too, and whose fate is its own.
    pub told_in: Option<OutboxId>,
    /// Who of the venue told it by telephone.
    pub told_by: Option<PersonId>,
    /// Not tried beyond.
    pub expires_at: Option<Instant>,
    pub last_error: Option<String>,
    pub created_at: Instant,
    pub sent_at: Option<Instant>,
}

impl ActiveModelBehavior for ActiveModel {}
