//! What mails say of bookings and places, as it was when the mail was written.

use entity::{Instant, Words};
use serde::{Deserialize, Serialize};
use time::PrimitiveDateTime;

/// What a mail can say about a booking, as it was when the mail was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BookingFacts {
    pub code: String,
    /// The booking's page, as this recipient sees it.
    pub url: String,
    pub title: String,
    pub attendees: i32,
    /// What is lent, and how many of each.
    #[serde(default)]
    pub borrowed: Vec<(Words, i32)>,
    pub venue: VenueFacts,
    pub space: Words,
    #[serde(with = "wall")]
    pub starts: PrimitiveDateTime,
    #[serde(with = "wall")]
    pub ends: PrimitiveDateTime,
    pub starts_at: Instant,
    pub ends_at: Instant,
    /// Of the wall times from UTC.
    pub offset_minutes: i32,
    // Left out when there is none: `time` can't read null inside a tagged enum.
    #[serde(
        with = "wall::option",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub answer_by: Option<PrimitiveDateTime>,
    pub contact: ContactFacts,
    /// What the sender of this news adds: the group to a request, the manager to an answer.
    pub note: Option<String>,
    /// What the other side writes.
    #[serde(default)]
    pub message: Option<String>,
    /// Why it was rejected or cancelled: the reason chosen, and a sentence of one's own.
    pub reason: Option<Words>,
    pub reason_text: Option<String>,
    /// Where and when it was until this news.
    #[serde(default)]
    pub before: Option<PlaceFacts>,
    /// Where and when its group asks it to be moved.
    #[serde(default)]
    pub wanted: Option<PlaceFacts>,
    /// What is held for its group alone.
    #[serde(default)]
    pub kept: Vec<HeldOfferFacts>,
    /// Times that are free instead.
    #[serde(default)]
    pub alternatives: Vec<AlternativeFacts>,
    /// Whether it is approved, or was until this news: then the group's calendar has an entry to make or take out.
    pub invited: bool,
    /// Whether its venue had asked and waited for the group.
    #[serde(default)]
    pub asked: bool,
    pub uid: String,
    pub sequence: i32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VenueFacts {
    pub name: Words,
    pub address: Words,
    pub how_to_come_in: Words,
    pub phone: String,
    pub email: String,
}

/// A space, and when it is booked there: wall times of the venue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceFacts {
    pub space: Words,
    #[serde(with = "wall")]
    pub starts: PrimitiveDateTime,
    #[serde(with = "wall")]
    pub ends: PrimitiveDateTime,
}

/// The person of the group whom the venue can ask.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactFacts {
    pub name: String,
    pub phone: Option<String>,
    pub email: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlternativeFacts {
    pub space: Words,
    #[serde(with = "wall")]
    pub starts: PrimitiveDateTime,
    #[serde(with = "wall")]
    pub ends: PrimitiveDateTime,
    /// The form, filled in.
    pub url: String,
}

/// A place that is held for a group and waits for its answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldOfferFacts {
    pub space: Words,
    #[serde(with = "wall")]
    pub starts: PrimitiveDateTime,
    #[serde(with = "wall")]
    pub ends: PrimitiveDateTime,
    #[serde(with = "wall")]
    pub until: PrimitiveDateTime,
    /// The page on which the group takes it or not.
    pub url: String,
}

time::serde::format_description!(
    pub wall,
    PrimitiveDateTime,
    "[year]-[month]-[day]T[hour]:[minute]"
);
