//! What happened to a booking, line by line.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{AuditId, BookingId, Instant, PersonId, booking::Status};

/// In which role somebody acted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The group whose booking it is.
    Booker,
    /// A manager of the venue, or an administrator.
    Venue,
    /// The service itself, when a time has come.
    System,
}

/// What is done to a booking.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Action {
    Request,
    Approve,
    Reject,
    Cancel,
    Expire,
    Complete,
    /// The group has come.
    CheckIn,
    NoShow,
    /// The venue says afterwards which programme it was part of.
    Classify,
    Reopen,
    /// Of what was said about it: title, people, layout, note.
    Change,
    /// It ends earlier.
    Shorten,
    /// To another time or space.
    Move,
    /// A group asks for a move that its venue has to approve of.
    ProposeMove,
    AcceptMove,
    DeclineMove,
    TakeBackMove,
    /// Nobody answered in time.
    LapseMove,
    /// The venue asks the group, which stops the answer time.
    Ask,
    /// The group answers, and the answer time runs on.
    Answer,
    /// The administrators are told that the venue did not answer in time.
    Escalate,
    /// It ends because the venue puts another booking in its place.
    Replace,
    /// It is held for a group that had to make room.
    Offer,
}

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AuditId,
    pub booking_id: BookingId,
    pub at: Instant,
    pub role: Role,
    pub person_id: Option<PersonId>,
    pub action: Action,
    pub status: Status,
    pub reason_code: Option<String>,
    pub reason_text: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
