//! One use of one space from one time to another.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{BookingId, Borrowed, Instant, Language, PersonId, SeriesId, Slugs, SpaceId, VenueId};

/// Where a booking is in its life.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Pending,
    Approved,
    Rejected,
    Withdrawn,
    Cancelled,
    Expired,
    CheckedIn,
    NoShow,
    Completed,
}

/// Whose word a booking waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WaitsFor {
    Venue,
    Group,
}

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "booking")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: BookingId,
    /// What people say at the door.
    #[sea_orm(unique)]
    pub code: String,
    /// iCalendar UID, for ever.
    pub uid: String,
    pub venue_id: VenueId,
    pub space_id: SpaceId,
    /// The promise: local wall time, as `2026-12-05T16:00`, in `timezone`. The instants are derived from it.
    pub starts: String,
    pub ends: String,
    pub timezone: String,
    pub starts_at: Instant,
    pub ends_at: Instant,
    pub status: Status,
    /// Whether it claims its units while it is pending.
    pub holds: bool,
    pub answer_by: Option<Instant>,
    pub title: String,
    pub attendees: i32,
    /// How many came, if somebody has counted.
    pub attended: Option<i32>,
    pub layout: String,
    pub stock: Borrowed,
    pub group_name: Option<String>,
    pub programme: Option<String>,
    pub note: Option<String>,
    pub public: bool,
    /// Whose it is; none when a manager booked for somebody without an account.
    pub booker_id: Option<PersonId>,
    pub contact_name: String,
    pub contact_email: Option<String>,
    /// For the day.
    pub contact_phone: Option<String>,
    pub language: Language,
    /// Who sent it: the booker, or a manager for them.
    pub requested_by: PersonId,
    /// Codes of the rules that it breaks by leave of a manager, and why they gave it.
    pub waived: Slugs,
    pub waive_reason: Option<String>,
    /// Why it was rejected or cancelled: slug of a term of kind reason.
    pub reason_code: Option<String>,
    pub reason_text: Option<String>,
    /// When its status last changed.
    pub decided_at: Instant,
    /// iCalendar SEQUENCE.
    pub sequence: i32,
    /// Grows with every change.
    pub version: i32,
    pub created_at: Instant,
    /// Where its group asks it to be moved; these stand together or not at all: see [`Model::proposed_move`].
    pub move_space_id: Option<SpaceId>,
    pub move_starts_at: Option<Instant>,
    pub move_ends_at: Option<Instant>,
    pub move_layout: Option<String>,
    pub move_holds: Option<bool>,
    pub move_answer_by: Option<Instant>,
    /// Whether that is asked for and answered with the other dates of its series.
    pub move_of_series: bool,
    /// When its venue is reminded of it; none once it has been, or where it need not be.
    pub remind_at: Option<Instant>,
    /// Since when a question of the venue waits for the group's answer, and the answer time as it was before.
    pub asked_at: Option<Instant>,
    pub asked_answer_by: Option<Instant>,
    /// The latest answer time that questions can bring about; none before the first.
    pub latest_answer_by: Option<Instant>,
    /// The booking that had to make room, where this one was held for its group.
    pub offer_of: Option<BookingId>,
    /// The series that it is a date of.
    pub series_id: Option<SeriesId>,
}

/// Where and when a group asks its approved booking to be moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProposedMove {
    pub space_id: SpaceId,
    pub starts_at: Instant,
    pub ends_at: Instant,
    pub layout: String,
    /// Whether it claims what the booking itself does not.
    pub holds: bool,
    pub answer_by: Instant,
    /// Whether it is asked for and answered with the other dates of its series.
    pub of_series: bool,
}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    #[must_use]
    pub fn proposed_move(&self) -> Option<ProposedMove> {
        Some(ProposedMove {
            space_id: self.move_space_id?,
            starts_at: self.move_starts_at?,
            ends_at: self.move_ends_at?,
            layout: self.move_layout.clone()?,
            holds: self.move_holds?,
            answer_by: self.move_answer_by?,
            of_series: self.move_of_series,
        })
    }

    /// The same booking, asking for that.
    #[must_use]
    pub fn proposing(self, asks: Option<ProposedMove>) -> Self {
        Self {
            move_space_id: asks.as_ref().map(|asks| asks.space_id),
            move_starts_at: asks.as_ref().map(|asks| asks.starts_at),
            move_ends_at: asks.as_ref().map(|asks| asks.ends_at),
            move_holds: asks.as_ref().map(|asks| asks.holds),
            move_answer_by: asks.as_ref().map(|asks| asks.answer_by),
            move_of_series: asks.as_ref().is_some_and(|asks| asks.of_series),
            move_layout: asks.map(|asks| asks.layout),
            ..self
        }
    }

    /// The same booking with a new answer time, which no question has stopped yet.
    #[must_use]
    pub fn to_be_answered(self, by: Instant, remind_at: Option<Instant>) -> Self {
        Self {
            answer_by: Some(by),
            remind_at,
            asked_at: None,
            asked_answer_by: None,
            latest_answer_by: None,
            ..self
        }
    }

    /// The next version of `booking`, with the answer time of this one.
    #[must_use]
    pub fn share_answer_time(&self, booking: Self) -> Self {
        Self {
            answer_by: self.answer_by,
            remind_at: self.remind_at,
            asked_at: self.asked_at,
            asked_answer_by: self.asked_answer_by,
            latest_answer_by: self.latest_answer_by,
            version: booking.version + 1,
            ..booking
        }
    }

    /// Whether its venue waits for the group's answer to a question.
    #[must_use]
    pub fn waits_for_group(&self) -> bool {
        self.status == Status::Pending && self.asked_at.is_some()
    }

    /// Whose word it waits for: that of its group, which was asked or for which it is held, or that of the venue, also about a
    /// move. None when it waits for nobody: also while its time is `given` to another group, for then no word would help.
    #[must_use]
    pub fn waits_for(&self, given: bool) -> Option<WaitsFor> {
        let to_the_group = self.asked_at.is_some() || self.offer_of.is_some();
        match self.status {
            Status::Pending if given => None,
            Status::Pending if to_the_group => Some(WaitsFor::Group),
            Status::Pending => Some(WaitsFor::Venue),
            _ => self.move_answer_by.map(|_| WaitsFor::Venue),
        }
    }

    /// Whether it is held for a group that had to make room, and waits for that group's answer, not for the venue's.
    #[must_use]
    pub fn is_held_offer(&self) -> bool {
        self.status == Status::Pending && self.offer_of.is_some()
    }

    /// Whose first choice it is that its group has when it has to make room: of something held for it, that of the booking
    /// for which it was held.
    #[must_use]
    pub fn choice_of(&self) -> BookingId {
        match self.offer_of {
            Some(displaced) if self.is_held_offer() => displaced,
            _ => self.id,
        }
    }

    /// Whether it should hold its units while it stands as it does. What has passed keeps its claims as a record.
    #[must_use]
    pub fn claims(&self) -> bool {
        match self.status {
            Status::Approved | Status::CheckedIn | Status::Completed => true,
            Status::Pending => self.holds,
            Status::Rejected
            | Status::Withdrawn
            | Status::Cancelled
            | Status::Expired
            | Status::NoShow => false,
        }
    }
}
