//! What has been done to bookings, series and closures, for everybody who follows it: feeds, webhooks, live pages, figures.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{BookingId, ClosureId, EventId, Instant, SeriesId, audit::Role};

/// What was done. Where it is an act of a booking, its word is that of [`crate::audit::Action`].
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Request,
    Approve,
    Reject,
    /// It was approved, and ends.
    Cancel,
    /// It waited for an answer, and ends without one: its history calls that a cancellation too.
    Withdraw,
    Expire,
    Complete,
    CheckIn,
    NoShow,
    Classify,
    Reopen,
    Change,
    Shorten,
    Move,
    ProposeMove,
    AcceptMove,
    DeclineMove,
    TakeBackMove,
    LapseMove,
    Ask,
    Answer,
    Replace,
    Offer,
    /// Nobody did anything: it has another answer time, because the time that it asks for has come free, or because it is
    /// answered together with another date of its series.
    WaitAnew,
    /// Somebody wrote a message that the group and the venue may read.
    Message,
    /// Somebody of the venue wrote a message that only the venue may read.
    InternalMessage,
    /// Spaces are out of use from now on, for some times.
    Close,
    /// A closure has other times.
    ChangeClosure,
    /// What was to come of a closure is not to come.
    LiftClosure,
}

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "event")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EventId,
    /// Where it stands among all events, from 1. None until somebody reads it: whoever writes it cannot know who commits
    /// before.
    pub position: Option<i64>,
    pub kind: Kind,
    /// None where it is about a closure.
    pub booking_id: Option<BookingId>,
    /// That of the booking.
    pub series_id: Option<SeriesId>,
    pub closure_id: Option<ClosureId>,
    /// Of what it is about, once it was done.
    pub version: i32,
    pub at: Instant,
    pub role: Role,
}

impl ActiveModelBehavior for ActiveModel {}
