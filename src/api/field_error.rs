//! A rule that a request breaks, at the field that has to change, as programs see it.

use entity::term::TermKind;
use serde::Serialize;
use serde_json::Number;
use utoipa::ToSchema;

use super::schema;
use crate::{
    app::App,
    i18n::Translator,
    refusal::rule::{Code, Detail, Limit, Violation},
};

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

impl FieldError {
    pub fn of(app: &App, broken: &Violation, t: Translator) -> Self {
        let catalogue = app.latest_catalogue();
        let layout = |slug: &str| match &catalogue {
            Some(catalogue) => catalogue
                .name(TermKind::Layout, slug, t.language)
                .to_owned(),
            None => slug.to_owned(),
        };
        let mut error = Self::new(
            broken.code(),
            broken.field.to_owned(),
            t.broken(broken, layout),
        );
        error.waivable = broken.waivable.then_some(true);
        if let Detail::Quota(quota) = broken.facts {
            error.quota = Some(quota.quota);
            error.limit = amount(quota.quota, quota.limit);
            error.used = amount(quota.quota, quota.used);
            error.left = amount(quota.quota, quota.left);
        }
        error
    }

    #[must_use]
    pub fn new(code: Code, field: String, detail: String) -> Self {
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
