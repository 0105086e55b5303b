//! Where in the form it stands what is wrong with a request.

use crate::refusal::rule::{Code, Violation};

/// What is wrong with a form: names of fields, each with the text that stands beside the field.
pub type FieldTexts = [(&'static str, String)];

/// In the order of the form; what is not there comes first.
pub const ORDER: [&str; 21] = [
    "date",
    "from",
    "to",
    "every",
    "until",
    "count",
    "waive_reason",
    "replace_reason",
    "title",
    "attendees",
    "layout",
    "stock",
    "group",
    "programme",
    "note",
    "for_name",
    "for_phone",
    "for_email",
    "for_language",
    "name",
    "phone",
];

/// Where a fault stands that is about no single line.
pub fn not_a_line(field: &'static str) -> &'static str {
    if field == "stock" { field } else { "form" }
}

/// The texts on what is wrong with `field`.
pub fn texts_of(field: &str, said: &FieldTexts) -> Vec<String> {
    let own = said.iter().filter(|(name, _)| *name == field);
    own.map(|(_, text)| text.clone()).collect()
}

/// The field of the form at which a violation stands. What is wrong with the minutes of a start stands at the time, not at
/// the date.
pub fn form_field_of(one: &Violation) -> &'static str {
    match (form_field(one.field), one.code()) {
        ("date", Code::OffGrid) => "from",
        (place, _) => place,
    }
}

/// The field of the form that stands for a field of the request.
pub fn form_field(field: &'static str) -> &'static str {
    match field {
        "starts" | "rule.first.starts" => "date",
        "ends" | "rule.first.ends" => "to",
        "rule.nth" => "every",
        "rule.until" => "until",
        "rule.count" => "count",
        "for.name" | "for" => "for_name",
        "for.phone" => "for_phone",
        "for.email" => "for_email",
        other => other,
    }
}
