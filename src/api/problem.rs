//! Every refusal as `application/problem+json` (RFC 9457).

use serde::Serialize;
use utoipa::ToSchema;

use super::{
    closure_out::HitOut,
    conflict_out::{AlternativeOut, ConflictOut},
    field_error::FieldError,
    refusal::Refusal,
    series_out::DatedOut,
};
use crate::{
    app::App,
    error::Error,
    i18n::Translator,
    refusal::{dates::DateOutcome, rule::Code},
    urls,
};

/// A refusal (RFC 9457).
#[derive(Debug, Serialize, ToSchema)]
pub struct Problem {
    /// A page that explains this kind of problem.
    #[serde(rename = "type")]
    #[schema(format = "uri", example = "https://booking.example/problems/conflict")]
    kind: String,
    title: String,
    #[schema(minimum = 400, maximum = 599)]
    status: u16,
    detail: String,
    /// With `/problems/rule`: every rule that the request breaks.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    errors: Option<Vec<FieldError>>,
    /// With `/problems/conflict`: what is in the way.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    conflicts: Option<Vec<ConflictOut>>,
    /// With `/problems/conflict`: requests that would pass, up to five for one booking or one date of a series.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    alternatives: Option<Vec<AlternativeOut>>,
    /// With `/problems/conflict` of a series: what would become of each date.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    occurrences: Option<Vec<DatedOut>>,
    /// With `/problems/changed`: what a closure hits as things are now.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    hits: Option<Vec<HitOut>>,
    /// With `/problems/changed`: to be sent along with what is decided for each.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    seen: Option<String>,
}

impl Problem {
    pub fn of(app: &App, refusal: &Refusal, t: Translator) -> Self {
        let code = refusal.code();
        let mut problem = Self {
            kind: urls::problem(&app.config.http.base_url, code),
            title: t.text(&format!("problem-{code}")),
            status: refusal.status().as_u16(),
            detail: match refusal {
                Refusal::Error(Error::State(why)) => t.refusal(*why),
                _ => t.text(&format!("problem-{code}-detail")),
            },
            errors: None,
            conflicts: None,
            alternatives: None,
            occurrences: None,
            hits: None,
            seen: None,
        };
        match refusal {
            Refusal::Field { field, flaw } => {
                let error = FieldError::new(Code::Invalid, field.clone(), t.flaw(*flaw));
                problem.errors = Some(vec![error]);
            }
            Refusal::Error(Error::Rules(broken)) => {
                let errors = broken.iter().map(|broken| FieldError::of(app, broken, t));
                problem.errors = Some(errors.collect());
            }
            Refusal::Error(Error::Conflict {
                conflicts,
                alternatives,
            }) => {
                problem.conflicts = Some(conflicts.iter().map(ConflictOut::from).collect());
                problem.alternatives =
                    Some(alternatives.iter().map(AlternativeOut::from).collect());
            }
            Refusal::Error(Error::NotAllDates(dates)) => {
                let (mut conflicts, mut alternatives) = (Vec::new(), Vec::new());
                for date in dates {
                    if let DateOutcome::Taken {
                        conflicts: in_the_way,
                        alternatives: instead,
                    } = &date.outcome
                    {
                        conflicts.extend(in_the_way.iter().map(ConflictOut::from));
                        alternatives.extend(instead.iter().map(AlternativeOut::from));
                    }
                }
                problem.conflicts = Some(conflicts);
                problem.alternatives = Some(alternatives);
                let dates = dates.iter().map(|date| DatedOut::of(app, date, t));
                problem.occurrences = Some(dates.collect());
            }
            Refusal::Error(Error::Changed(preview)) => {
                let hits = app.latest_catalogue().map(|catalogue| {
                    let hits = preview.hits.iter();
                    hits.map(|hit| HitOut::of(hit, &catalogue)).collect()
                });
                problem.hits = Some(hits.unwrap_or_default());
                problem.seen = Some(preview.seen.clone());
            }
            _ => {}
        }
        problem
    }
}
