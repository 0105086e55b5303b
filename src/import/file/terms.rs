//! The words for what venues use.

use std::collections::BTreeSet;

use entity::{Slugs, Texts, term::TermKind};

use super::{
    document::{Table, Value},
    model::FileTerm,
};

const TABLES: [(TermKind, &str); 6] = [
    (TermKind::District, "district"),
    (TermKind::Kind, "kind"),
    (TermKind::Layout, "layout"),
    (TermKind::Equipment, "equipment"),
    (TermKind::Programme, "programme"),
    (TermKind::Reason, "reason"),
];

pub struct Terms {
    /// Those without faults.
    pub words: Vec<FileTerm>,
    /// All that have a slug, so that one fault doesn't make another.
    slugs: BTreeSet<(TermKind, String)>,
}

pub fn read(file: &Table) -> Terms {
    let mut terms = Terms {
        words: Vec::new(),
        slugs: BTreeSet::new(),
    };
    for (kind, key) in TABLES {
        for (table, slug) in file.slugged(key) {
            let term = term(&table, kind, slug.clone());
            terms.words.extend(term);
            terms.slugs.extend(slug.map(|slug| (kind, slug)));
        }
    }
    terms
}

impl Terms {
    /// Whether there is such a word.
    pub fn check(&self, kind: TermKind, slug: &str) -> Result<(), String> {
        if self.slugs.contains(&(kind, slug.to_owned())) {
            return Ok(());
        }
        let table = TABLES.iter().find(|(of, _)| *of == kind);
        let table = table.map_or("", |(_, key)| key);
        Err(format!("`{slug}` is unknown: there is no such [[{table}]]"))
    }
}

fn term(table: &Table, kind: TermKind, slug: Option<String>) -> Option<FileTerm> {
    let (name, uses) = match kind {
        TermKind::Reason => (
            table.need("text"),
            table.need("for").and_then(|value| uses(&value)),
        ),
        _ => (table.need("name"), Some(Slugs::default())),
    };
    let name = name.and_then(|value| value.words());
    let words = match kind {
        TermKind::Kind | TermKind::Equipment => table
            .get("words")
            .map_or(Some(Texts::default()), |value| value.texts()),
        _ => Some(Texts::default()),
    };
    table.no_more();
    Some(FileTerm {
        kind,
        slug: slug?,
        name: name?,
        uses: uses?,
        words: words?,
    })
}

fn uses(value: &Value) -> Option<Slugs> {
    let uses = value.list(|text| match text {
        "reject" | "cancel" | "closure" => Ok(()),
        _ => Err(format!("`{text}` is none of reject, cancel, closure")),
    })?;
    if uses.is_empty() {
        value.fault("must not be empty");
    }
    Some(Slugs(uses))
}
