//! From the fields of the form to a request, and what of them cannot be read.

use entity::Language;

use super::{exception::waived, form::RequestForm, replacing::replacing};
use crate::{
    booking::{NewBooking, OnBehalf},
    refusal::rule::{Detail, InvalidInput, Violation},
    web::{borrowing::borrowed, times::from_to},
    zone::format_wall,
};

/// The request that was read from a form.
pub struct FormRequest {
    pub new: NewBooking,
    /// What the form asks for and did not get.
    pub broken: Vec<Violation>,
}

/// The request that the form asks for.
pub fn read(form: &RequestForm<'_>) -> FormRequest {
    let typed = &form.typed;
    let mut broken = Vec::new();
    let mut missing = |field, name: &str| {
        if typed.some(name).is_none() {
            broken.push(Violation::invalid(field, InvalidInput::Missing));
        }
    };
    missing("starts", "date");
    missing("from", "from");
    missing("ends", "to");
    missing("attendees", "attendees");
    let behalf = form.is_for_another();
    if !behalf {
        missing("name", "name");
        missing("phone", "phone");
    }
    let attendees = typed.get("attendees").trim().parse();
    if attendees.is_err() && typed.some("attendees").is_some() {
        broken.push(Violation::invalid("attendees", InvalidInput::Malformed));
    }
    let stock = borrowed(form.venue, typed, &mut broken);
    let owned = |name| typed.some(name).map(str::to_owned);
    let (starts, ends) = from_to(typed)
        .map(|(starts, ends)| (format_wall(starts), format_wall(ends)))
        .unwrap_or_default();
    let on_behalf = behalf.then(|| OnBehalf {
        name: typed.get("for_name").to_owned(),
        phone: owned("for_phone"),
        email: owned("for_email"),
        group: owned("group"),
        language: Language::from_tag(typed.get("for_language")),
    });
    let new = NewBooking {
        replacing: replacing(form),
        space: form.space.path(),
        starts,
        ends,
        title: typed.get("title").to_owned(),
        attendees: attendees.unwrap_or_default(),
        phone: owned("phone").filter(|_| !behalf),
        name: owned("name").filter(|_| !behalf),
        group: owned("group"),
        programme: owned("programme"),
        layout: owned("layout"),
        stock,
        note: owned("note"),
        public: !typed.get("public").is_empty(),
        on_behalf,
        waive: waived(form),
        waive_reason: owned("waive_reason"),
        language: form.visitor.language,
        series: None,
    };
    FormRequest { new, broken }
}

/// Adds what the rules say, but for what is wrong only because a field was left out or could not be read.
pub fn join(broken: &mut Vec<Violation>, more: Vec<Violation>) {
    let unread = |field: &str| match field {
        "starts" | "ends" => broken
            .iter()
            .any(|one| matches!(one.field, "starts" | "from" | "ends")),
        other => broken.iter().any(|one| one.field == other),
    };
    let told: Vec<Violation> = more
        .into_iter()
        .filter(|one| {
            let unread = unread(one.field);
            let echo = matches!(
                one.facts,
                Detail::Invalid(
                    InvalidInput::Missing | InvalidInput::Malformed | InvalidInput::LessThanOne
                )
            );
            !(unread && echo)
        })
        .collect();
    broken.extend(told);
}

/// Without what a manager waives who was signed out meanwhile: they sign in first, then what they waive counts.
pub fn but_waived(form: &RequestForm<'_>, mut broken: Vec<Violation>) -> Vec<Violation> {
    let signed_in = form.visitor.actor.who().is_some();
    broken.retain(|one| signed_in || !form.waives(one.code()));
    broken
}
