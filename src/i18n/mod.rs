//! What the house says, in Kazakh, Russian and English.
//!
//! The sentences stand in `kk.ftl`, `ru.ftl` and `en.ftl`, which have the same keys with the same variables; a test
//! compares them with each other and with the keys that the code and the templates ask for.

use std::collections::HashMap;

use entity::{Language, Words};
use fluent_templates::{LanguageIdentifier, langid};

pub use fluent_templates::fluent_bundle::FluentValue as Value;

mod dates;
mod refusal;
#[cfg(test)]
mod tests;

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
        Self { language }
    }

    /// The sentence of a key, which is a literal or begins with a prefix that the tests know.
    #[must_use]
    pub fn text(self, key: &str) -> String {
        self.with(key, &[])
    }

    /// A sentence with its variables: `t.with("seats-left", &[("count", 3.into())])`.
    #[must_use]
    pub fn with(self, key: &str, variables: &[(&str, Value)]) -> String {
        let variables: HashMap<&str, Value> = variables.iter().cloned().collect();
        SENTENCES
            .lookup_single_language(&identifier(self.language), key, Some(&variables))
            .unwrap_or_else(|error| {
                debug_assert!(false, "{} has no {key}: {error}", self.language.tag());
                key.to_owned()
            })
    }
}

fn identifier(language: Language) -> LanguageIdentifier {
    match language {
        Language::Kk => langid!("kk"),
        Language::Ru => langid!("ru"),
        Language::En => langid!("en"),
    }
}
