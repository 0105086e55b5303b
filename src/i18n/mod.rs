//! What the house says, in Kazakh, Russian and English.
//!
//! The sentences stand in `kk.ftl`, `ru.ftl` and `en.ftl`, which have the same keys with the same variables; a test
//! compares them with each other and with the keys that the code and the templates ask for.

use std::collections::HashMap;

use entity::{Language, Words};
use fluent_templates::{LanguageIdentifier, langid};
use time::Date;

pub use fluent_templates::fluent_bundle::FluentValue as Value;
pub use unbroken::unbroken;

mod dates;
mod refusal;
#[cfg(test)]
mod tests;
mod unbroken;

fluent_templates::static_loader! {
    static SENTENCES = {
        locales: "src/i18n",
        fallback_language: "kk",
        // The marks would show up as stray characters in subjects, calendars and plain text; our scripts all run one way.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

/// Speaks one language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Translator {
    pub language: Language,
    /// The day on which it is said, in any zone; with none, every date is said with its year.
    pub today: Option<Date>,
}

impl Translator {
    /// Things and how many of each, in one line.
    #[must_use]
    pub fn borrowed<'a>(self, items: impl Iterator<Item = (&'a Words, i32)>) -> String {
        let said =
            items.map(|(name, quantity)| format!("{} × {quantity}", name.get(self.language)));
        said.collect::<Vec<_>>().join(", ")
    }

    #[must_use]
    pub fn new(language: Language) -> Self {
        Self {
            language,
            today: None,
        }
    }

    /// As it is said on that day.
    #[must_use]
    pub fn on(self, today: Date) -> Self {
        Self {
            today: Some(today),
            ..self
        }
    }

    /// The sentence of a key, which is a literal or begins with a prefix that the tests know.
    #[must_use]
    pub fn text(self, key: &str) -> String {
        self.with(key, &[])
    }

    /// A sentence with its variables: `t.with("seats-left", &[("count", 3.into())])`. A value that ends with a full stop
    /// of its own, as `Айгүл М.` does, gets no second one.
    #[must_use]
    pub fn with(self, key: &str, variables: &[(&str, Value)]) -> String {
        let values: HashMap<&str, Value> = variables.iter().cloned().collect();
        let said = SENTENCES
            .lookup_single_language(&identifier(self.language), key, Some(&values))
            .unwrap_or_else(|error| {
                debug_assert!(false, "{} has no {key}: {error}", self.language.tag());
                key.to_owned()
            });
        let stops = variables.iter().filter_map(|(_, value)| match value {
            Value::String(text) if text.ends_with('.') => Some(text),
            _ => None,
        });
        stops.fold(said, |said, text| said.replace(&format!("{text}."), text))
    }
}

/// Names inside a line; only those written with a capital of their own keep it: `сахна, экран, Wi-Fi`.
#[must_use]
pub fn listed<T: AsRef<str>>(names: impl Iterator<Item = T>) -> String {
    names
        .map(|name| within(name.as_ref()))
        .collect::<Vec<_>>()
        .join(", ")
}

/// A name inside a line: a first letter that is the only capital is one because the name stands alone.
#[must_use]
pub fn within(name: &str) -> String {
    let mut letters = name.chars();
    match letters.next() {
        Some(first) if !letters.clone().any(char::is_uppercase) => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => name.to_owned(),
    }
}

fn identifier(language: Language) -> LanguageIdentifier {
    match language {
        Language::Kk => langid!("kk"),
        Language::Ru => langid!("ru"),
        Language::En => langid!("en"),
    }
}
