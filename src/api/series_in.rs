//! A request for a series, as programs send it.

use entity::{Every, Language, Nth};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    booking_in::OnBehalfIn,
    item_shape::{ItemShape, borrowed},
    nth_in::nth,
    schema,
};
use crate::{
    booking::NewBooking,
    recurrence::RuleInput,
    series::{NewSeries, OnConflict},
};

/// A request for every date of a rule: as for a booking, but for its times.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SeriesIn {
    #[schema(schema_with = schema::space_path)]
    space: String,
    rule: RuleIn,
    /// What becomes of it when some of the dates cannot be had: nothing, or a series of the others.
    #[serde(default)]
    #[schema(schema_with = schema::on_conflict)]
    on_conflict: OnConflictIn,
    /// Only say what would become of each date.
    #[serde(default)]
    pub dry_run: bool,
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
    /// What is borrowed on every date, each item once.
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
    /// Managers only: the rules to waive, as a refusal named them. Needs `waive_reason`.
    #[serde(default)]
    #[schema(schema_with = schema::waivable_codes)]
    waive: Vec<String>,
    /// Why; stays with the bookings.
    #[schema(max_length = 1000)]
    waive_reason: Option<String>,
}

/// Which dates; at most 104. One of `until` and `count`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RuleIn {
    #[schema(schema_with = schema::every)]
    every: Every,
    /// With `month_weekday` only, and then it has to be there: which of the month's days that fall on the weekday of the
    /// first date.
    #[serde(default, deserialize_with = "nth")]
    #[schema(schema_with = schema::nth)]
    nth: Option<Nth>,
    first: TimesIn,
    /// The last date that may be.
    #[schema(schema_with = schema::date_or_null)]
    until: Option<String>,
    #[schema(minimum = 1, maximum = 104)]
    count: Option<i32>,
}

/// Of the first date; the others have the same times of day.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TimesIn {
    #[schema(schema_with = schema::wall_time)]
    starts: String,
    #[schema(schema_with = schema::wall_time)]
    ends: String,
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
enum OnConflictIn {
    #[default]
    Refuse,
    Skip,
}

impl RuleIn {
    #[must_use]
    pub fn rule_input(self) -> RuleInput {
        RuleInput {
            every: self.every,
            nth: self.nth,
            starts: self.first.starts,
            ends: self.first.ends,
            until: self.until,
            count: self.count,
        }
    }
}

impl SeriesIn {
    /// `language` is that of the call.
    #[must_use]
    pub fn new_series(self, language: Language) -> NewSeries {
        NewSeries {
            booking: NewBooking {
                space: self.space,
                title: self.title,
                attendees: self.attendees,
                phone: self.phone,
                group: self.group,
                programme: self.programme,
                layout: self.layout,
                stock: borrowed(self.stock),
                note: self.note,
                public: self.public,
                on_behalf: self.on_behalf.map(Into::into),
                waive: self.waive,
                waive_reason: self.waive_reason,
                language,
                ..NewBooking::default()
            },
            rule: self.rule.rule_input(),
            on_conflict: match self.on_conflict {
                OnConflictIn::Refuse => OnConflict::Refuse,
                OnConflictIn::Skip => OnConflict::Skip,
            },
        }
    }
}
