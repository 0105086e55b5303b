//! A series and its dates, as programs see them.

use entity::booking::Status;
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    conflict_out::{AlternativeOut, ConflictOut},
    field_error::FieldError,
    schema,
};
use crate::{
    app::App,
    i18n::Translator,
    refusal::dates::{DateOutcome, DateVerdict, Dated},
    series::Series,
    zone::format_wall,
};

/// Bookings made together by one rule.
#[derive(Debug, Serialize, ToSchema)]
pub struct SeriesOut {
    /// None where nothing was written.
    #[schema(format = "uuid")]
    id: Option<String>,
    #[schema(example = "K7M2QXA")]
    code: Option<String>,
    /// Every date that it wants, by date.
    occurrences: Vec<DatedOut>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct DatedOut {
    #[schema(schema_with = schema::wall_time)]
    starts: String,
    #[schema(schema_with = schema::wall_time)]
    ends: String,
    #[schema(schema_with = schema::outcome)]
    outcome: DateVerdict,
    /// The id of the booking, with `booked`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = "uuid", nullable = false)]
    booking: Option<String>,
    /// What has become of the booking.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = schema::status, required = false)]
    status: Option<Status>,
    /// With `taken`: what is in the way.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    conflicts: Option<Vec<ConflictOut>>,
    /// With `taken`: up to five requests that would pass.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    alternatives: Option<Vec<AlternativeOut>>,
    /// With `closed`, `holiday` and `rule`: every rule that this date breaks.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    errors: Option<Vec<FieldError>>,
}

impl SeriesOut {
    #[must_use]
    pub fn of(app: &App, series: &Series, t: Translator) -> Self {
        Self {
            id: Some(series.row.id.to_string()),
            code: Some(series.row.code.clone()),
            ..Self::weighed(app, &series.dates, t)
        }
    }

    /// With nothing written.
    #[must_use]
    pub fn weighed(app: &App, dates: &[Dated], t: Translator) -> Self {
        Self {
            id: None,
            code: None,
            occurrences: dates
                .iter()
                .map(|date| DatedOut::of(app, date, t))
                .collect(),
        }
    }
}

impl DatedOut {
    #[must_use]
    pub fn of(app: &App, date: &Dated, t: Translator) -> Self {
        let mut out = Self {
            starts: format_wall(date.starts),
            ends: format_wall(date.ends),
            outcome: date.outcome.verdict(),
            booking: date.outcome.booking().map(|booking| booking.id.to_string()),
            status: date.outcome.booking().map(|booking| booking.status),
            conflicts: None,
            alternatives: None,
            errors: None,
        };
        match &date.outcome {
            DateOutcome::Taken {
                conflicts,
                alternatives,
            } => {
                out.conflicts = Some(conflicts.iter().map(Into::into).collect());
                out.alternatives = Some(alternatives.iter().map(Into::into).collect());
            }
            DateOutcome::Broken(broken) => {
                let errors = broken.iter().map(|one| FieldError::of(app, one, t));
                out.errors = Some(errors.collect());
            }
            DateOutcome::Booked(_) | DateOutcome::Free => {}
        }
        out
    }
}
