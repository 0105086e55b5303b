//! The form that asks for a space: what is typed into it, by whom, for which space.

use entity::Booking;

use super::faults::FieldTexts;
use crate::{
    i18n::Translator,
    refusal::rule::{Code, Violation},
    venue::{Catalogue, Space, Venue},
    web::{
        field::{Field, Input, sentence},
        typed::Typed,
        visitor::Visitor,
        waiving,
    },
};

/// The wall times of an offer that was chosen, `STARTS/ENDS`.
pub const INSTEAD: &str = "instead";

/// The report on a series was read, and the form is wanted again.
pub const AGAIN: &str = "again";

/// Stands in a form that is shown with what is wrong with it.
pub const REFUSED: &str = "refused";

/// The form for a space as somebody has filled it in.
pub struct RequestForm<'a> {
    pub visitor: &'a Visitor,
    pub catalogue: &'a Catalogue,
    pub venue: &'a Venue,
    pub space: &'a Space,
    pub typed: Typed,
    /// What a manager may put the request in place of.
    pub could_make_room: Vec<Booking>,
}

/// Where the form of a space is, `venue/space`.
pub fn path(space: &str) -> String {
    format!("/venues/{space}/request")
}

impl RequestForm<'_> {
    /// Where the form is, and where it is sent.
    pub fn path(&self) -> String {
        path(&self.space.path())
    }

    /// Whether a manager of the venue fills it in.
    pub fn is_managers(&self) -> bool {
        self.visitor.actor.manages(self.venue.row.id)
    }

    /// Whether a manager fills it in for somebody else.
    pub fn is_for_another(&self) -> bool {
        self.is_managers() && !self.typed.get("for").is_empty()
    }

    /// Whether the box of this rule is ticked.
    pub fn waives(&self, code: Code) -> bool {
        waiving::is_ticked(&self.typed, code)
    }

    /// What is wrong, as a sentence.
    pub fn say(&self, broken: &Violation) -> String {
        sentence(self.visitor.t(), self.catalogue, broken)
    }

    /// One field as it was filled in, with what is said of it.
    pub fn field(
        &self,
        t: Translator,
        name: &'static str,
        input: Input,
        said: &FieldTexts,
    ) -> Field {
        // `form-title` is the title of the form.
        let key = if name == "title" { "event" } else { name };
        let hint = match name {
            "date" | "title" | "attendees" | "group" | "programme" | "note" | "name" | "phone"
            | "for_email" | "waive_reason" | "replace_reason" | "until" => {
                t.text(&format!("form-{key}-hint"))
            }
            _ => String::new(),
        };
        Field {
            name,
            label: t.text(&format!("form-{key}")),
            hint,
            value: self.typed.get(name).to_owned(),
            errors: said
                .iter()
                .filter(|(field, _)| *field == name)
                .map(|(_, text)| text.clone())
                .collect(),
            short: matches!(
                name,
                "date" | "from" | "to" | "attendees" | "until" | "count"
            ),
            input,
        }
    }
}
