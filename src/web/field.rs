//! A field of a form, with what is wrong with it.

use entity::term::TermKind;

use crate::{i18n::Translator, refusal::rule::Violation, venue::Catalogue};

/// What is wrong with one field, as the summary above the form says it.
pub struct FieldFault {
    pub field: String,
    pub label: String,
    pub text: String,
}

/// One field, with its label above it and what is wrong beside it.
pub struct Field {
    pub name: &'static str,
    pub label: String,
    pub hint: String,
    pub value: String,
    pub errors: Vec<String>,
    pub input: Input,
    pub short: bool,
}

/// How a field is filled in.
pub enum Input {
    /// The type, its autocomplete, and whether it must be filled in.
    Line(&'static str, &'static str, bool),
    Lines,
    Choice(Vec<(String, String)>),
}

impl Field {
    /// Whether something was typed or is wrong.
    pub fn is_touched(&self) -> bool {
        !self.value.is_empty() || !self.errors.is_empty()
    }

    /// The ids of what describes it.
    pub fn described_by(&self) -> String {
        let mut ids = Vec::new();
        if !self.hint.is_empty() {
            ids.push(format!("{}-hint", self.name));
        }
        if !self.errors.is_empty() {
            ids.push(format!("{}-error", self.name));
        }
        ids.join(" ")
    }
}

/// What is wrong, as a sentence beside its field.
pub fn sentence(t: Translator, catalogue: &Catalogue, broken: &Violation) -> String {
    t.broken(broken, |slug| {
        let name = catalogue.name(TermKind::Layout, slug, t.language);
        name.to_owned()
    })
}
