//! Why somebody decides as they do, a reason of the catalogue and an own sentence: as a form asks for it, and in words.

use entity::term::TermKind;

use super::typed::Typed;
use crate::{i18n::Translator, venue::Catalogue};

/// The fields in which somebody says why they decide as they do.
pub struct ReasonFields {
    /// Before the ids of its fields.
    pub id: String,
    /// With whether it is chosen; empty where there is nothing to choose from.
    pub reasons: Vec<(String, String, bool)>,
    /// Of the sentence.
    pub label: String,
    pub text: String,
    /// Nobody need write the sentence: it opens when it is wanted.
    pub folded: bool,
    /// What is wrong with it.
    pub errors: Vec<String>,
}

impl ReasonFields {
    pub fn new(id: &str, reasons: Vec<(String, String)>, label: String) -> Self {
        let reasons = reasons.into_iter();
        Self {
            id: id.to_owned(),
            reasons: { reasons }
                .map(|(slug, text)| (slug, text, false))
                .collect(),
            label,
            text: String::new(),
            folded: false,
            errors: Vec::new(),
        }
    }

    /// As it was typed, with what is wrong with it.
    pub fn fill(&mut self, typed: &Typed, errors: Vec<String>) {
        let chosen = typed.get("reason");
        for (slug, _, is_chosen) in &mut self.reasons {
            *is_chosen = slug == chosen;
        }
        typed.get("text").clone_into(&mut self.text);
        self.errors = errors;
    }

    pub fn is_open(&self) -> bool {
        !self.text.is_empty() || !self.errors.is_empty()
    }

    /// Whether neither was said, so that both fields are wrong.
    pub fn is_missing(&self) -> bool {
        let chosen = |(_, _, chosen): &(String, String, bool)| *chosen;
        !self.errors.is_empty() && self.text.trim().is_empty() && !self.reasons.iter().any(chosen)
    }
}

/// Empty when nobody said.
pub fn in_words(
    t: Translator,
    catalogue: &Catalogue,
    code: Option<&str>,
    text: Option<&str>,
) -> String {
    let name = code.map(|slug| catalogue.name(TermKind::Reason, slug, t.language));
    let said = [name, text].into_iter().flatten();
    said.collect::<Vec<_>>().join(" ")
}
