//! A request for a booking, as programs send it.

use entity::Language;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    item_shape::{ItemShape, borrowed},
    reason_in::ReasonIn,
    schema,
};
use crate::booking::{NewBooking, OnBehalf, Replacing};

/// A request for a space. The rules of the space, its opening hours and limits are checked all at once.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BookingIn {
    #[schema(schema_with = schema::space_path)]
    space: String,
    #[schema(schema_with = schema::wall_time)]
    starts: String,
    #[schema(schema_with = schema::wall_time)]
    ends: String,
    /// In one line.
    #[schema(min_length = 1, max_length = 120, example = "Домбыра үйірмесі")]
    title: String,
    #[schema(minimum = 1, maximum = 2_147_483_647, example = 12)]
    attendees: i32,
    /// For the day; the account's when missing.
    #[schema(example = "+7 701 123 45 67")]
    phone: Option<String>,
    #[schema(max_length = 120)]
    group: Option<String>,
    /// Slug of a programme.
    programme: Option<String>,
    /// Slug of one of the space's layouts; its first when missing.
    layout: Option<String>,
    /// What is borrowed for the same time, each item once.
    #[serde(default)]
    stock: Vec<ItemShape>,
    /// To the venue; may have several lines.
    #[schema(max_length = 2000)]
    note: Option<String>,
    /// Whether the title may be shown to everyone.
    #[serde(default)]
    public: bool,
    /// Managers only: for somebody who need not have an account.
    #[serde(rename = "for")]
    on_behalf: Option<OnBehalfIn>,
    /// Managers only: the rules to waive for this booking, as a refusal named them. Needs `waive_reason`.
    #[serde(default)]
    #[schema(schema_with = schema::waivable_codes)]
    waive: Vec<String>,
    /// Why; stays with the booking.
    #[schema(max_length = 1000)]
    waive_reason: Option<String>,
    /// Managers only: the ids of bookings of the venue that are in the way and make room. They end, and their groups are
    /// told, with up to three places that are held for them alone for 24 hours.
    #[serde(default)]
    pub replacing: Vec<String>,
    /// To those groups, beside that another booking takes their place.
    pub replace_reason: Option<ReasonIn>,
}

/// Whom a manager books for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OnBehalfIn {
    #[schema(min_length = 1, max_length = 100)]
    name: String,
    phone: Option<String>,
    #[schema(max_length = 254)]
    email: Option<String>,
    #[schema(max_length = 120)]
    group: Option<String>,
    /// Of the mails to them.
    #[schema(schema_with = schema::language_or_null)]
    language: Option<Language>,
}

impl From<OnBehalfIn> for OnBehalf {
    fn from(other: OnBehalfIn) -> Self {
        Self {
            name: other.name,
            phone: other.phone,
            email: other.email,
            group: other.group,
            language: other.language,
        }
    }
}

impl BookingIn {
    /// `language` is that of the call.
    #[must_use]
    pub fn new_booking(self, language: Language, replacing: Replacing) -> NewBooking {
        NewBooking {
            space: self.space,
            starts: self.starts,
            ends: self.ends,
            title: self.title,
            attendees: self.attendees,
            phone: self.phone,
            name: None,
            group: self.group,
            programme: self.programme,
            layout: self.layout,
            stock: borrowed(self.stock),
            note: self.note,
            public: self.public,
            on_behalf: self.on_behalf.map(Into::into),
            waive: self.waive,
            waive_reason: self.waive_reason,
            replacing,
            language,
            series: None,
        }
    }
}
