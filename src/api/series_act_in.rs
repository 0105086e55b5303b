//! What is to become of the dates of a series, as programs say it.

use serde::Deserialize;
use time::Date;
use utoipa::ToSchema;

use super::{change_in::ChangeIn, reason_in::ReasonIn, refusal::Refusal, schema};
use crate::{refusal::rule::InvalidInput, series::NewTimes, zone::parse_date};

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ApproveSeriesIn {
    /// To the group.
    #[schema(max_length = 1000)]
    pub note: Option<String>,
    /// Dates that are rejected with it.
    #[serde(default)]
    #[schema(schema_with = schema::dates)]
    pub except: Vec<String>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RejectSeriesIn {
    pub reason: ReasonIn,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CancelSeriesIn {
    /// The first date that is cancelled; every date that has not begun when missing.
    #[schema(schema_with = schema::date_or_null)]
    pub from: Option<String>,
    /// Managers have to say why, groups need not.
    pub reason: Option<ReasonIn>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MoveSeriesIn {
    /// The first date that is moved; every date that has not begun when missing.
    #[schema(schema_with = schema::date_or_null)]
    pub from: Option<String>,
    /// Time of day; each stays on its date.
    #[schema(schema_with = schema::time_of_day)]
    pub starts: String,
    /// On the next day when it is not after the start.
    #[schema(schema_with = schema::time_of_day)]
    pub ends: String,
    /// Where each is when missing.
    #[schema(schema_with = schema::space_path_or_null)]
    pub space: Option<String>,
}

impl MoveSeriesIn {
    pub fn new_times(self) -> Result<NewTimes, Refusal> {
        Ok(NewTimes {
            from: read_from(self.from.as_deref())?,
            space: self.space,
            starts: self.starts,
            ends: self.ends,
        })
    }
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeSeriesIn {
    /// The first date that is changed; every date that has not begun when missing.
    #[schema(schema_with = schema::date_or_null)]
    pub from: Option<String>,
    pub change: ChangeIn,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OccurrenceIn {
    #[schema(schema_with = schema::date)]
    pub date: String,
}

/// The date in this field of the body.
pub fn read_date(field: &'static str, text: &str) -> Result<Date, Refusal> {
    parse_date(text).ok_or_else(|| Refusal::field(field, InvalidInput::Malformed))
}

/// The date with which something begins; none for all dates that have not begun.
pub fn read_from(text: Option<&str>) -> Result<Option<Date>, Refusal> {
    text.map(|date| read_date("from", date)).transpose()
}
