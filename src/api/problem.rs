//! Every refusal as `application/problem+json` (RFC 9457).

use serde::Serialize;
use serde_json::Number;
use utoipa::ToSchema;

use super::{closure_shape::HitOut, refusal::Refusal, schema, series_shape::DatedOut};
use crate::{
    app::App,
    error::Error,
    i18n::Translator,
    refusal::{
        conflict::{ClashKind, InTheWay, Offer},
        dates::Fate,
        rule::{Broken, Code, Facts, Limit},
    },
    urls,
    zone::format_wall,
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
    conflicts: Option<Vec<Conflict>>,
    /// With `/problems/conflict`: requests that would pass, up to five for one booking or one date of a series.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    alternatives: Option<Vec<Alternative>>,
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

#[derive(Debug, Serialize, ToSchema)]
pub struct FieldError {
    #[schema(schema_with = schema::rule_code)]
    code: Code,
    /// The field that has to change.
    #[schema(example = "starts")]
    field: String,
    detail: String,
    /// Told to managers of the venue: this one can be named in `waive`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    waivable: Option<bool>,
    /// With the code `quota`: which one, and how far it is used up, in hours where it counts hours.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = schema::quota, required = false)]
    quota: Option<Limit>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = schema::amount, required = false)]
    limit: Option<Number>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = schema::amount, required = false)]
    used: Option<Number>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = schema::amount, required = false)]
    left: Option<Number>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Conflict {
    #[schema(schema_with = schema::space_path)]
    space: String,
    #[schema(schema_with = schema::wall_time)]
    starts: String,
    #[schema(schema_with = schema::wall_time)]
    ends: String,
    #[schema(schema_with = schema::clash_kind)]
    kind: ClashKind,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Alternative {
    #[schema(schema_with = schema::space_path)]
    space: String,
    #[schema(schema_with = schema::wall_time)]
    starts: String,
    #[schema(schema_with = schema::wall_time)]
    ends: String,
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
                problem.conflicts = Some(conflicts.iter().map(Conflict::from).collect());
                problem.alternatives = Some(alternatives.iter().map(Alternative::from).collect());
            }
            Refusal::Error(Error::NotAllDates(dates)) => {
                let (mut conflicts, mut alternatives) = (Vec::new(), Vec::new());
                for date in dates {
                    if let Fate::Taken {
                        conflicts: in_the_way,
                        alternatives: instead,
                    } = &date.fate
                    {
                        conflicts.extend(in_the_way.iter().map(Conflict::from));
                        alternatives.extend(instead.iter().map(Alternative::from));
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

impl FieldError {
    pub fn of(app: &App, broken: &Broken, t: Translator) -> Self {
        let catalogue = app.latest_catalogue();
        let layout = |slug: &str| match &catalogue {
            Some(catalogue) => catalogue
                .name(entity::term::TermKind::Layout, slug, t.language)
                .to_owned(),
            None => slug.to_owned(),
        };
        let mut error = Self::new(
            broken.code(),
            broken.field.to_owned(),
            t.broken(broken, layout),
        );
        error.waivable = broken.waivable.then_some(true);
        if let Facts::Quota(quota) = broken.facts {
            error.quota = Some(quota.quota);
            error.limit = amount(quota.quota, quota.limit);
            error.used = amount(quota.quota, quota.used);
            error.left = amount(quota.quota, quota.left);
        }
        error
    }

    fn new(code: Code, field: String, detail: String) -> Self {
        Self {
            code,
            field,
            detail,
            waivable: None,
            quota: None,
            limit: None,
            used: None,
            left: None,
        }
    }
}

/// Hours where the limit counts them, with a fraction only where they have one.
fn amount(limit: Limit, amount: u32) -> Option<Number> {
    if limit.counts_hours() && !amount.is_multiple_of(60) {
        Number::from_f64(f64::from(amount) / 60.0)
    } else if limit.counts_hours() {
        Some((amount / 60).into())
    } else {
        Some(amount.into())
    }
}

impl From<&InTheWay> for Conflict {
    fn from(conflict: &InTheWay) -> Self {
        Self {
            space: conflict.space.clone(),
            starts: format_wall(conflict.starts),
            ends: format_wall(conflict.ends),
            kind: conflict.kind,
        }
    }
}

impl From<&Offer> for Alternative {
    fn from(offer: &Offer) -> Self {
        Self {
            space: offer.space.clone(),
            starts: format_wall(offer.starts),
            ends: format_wall(offer.ends),
        }
    }
}
