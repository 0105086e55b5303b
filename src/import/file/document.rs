//! A TOML document whose readers note every fault and go on.

use std::{cell::RefCell, collections::BTreeSet};

use toml::{Spanned, de::DeTable};

use super::{fault::Fault, values::Value};

pub fn parse(text: &str) -> Result<Spanned<DeTable<'_>>, Vec<Fault>> {
    let (table, errors) = DeTable::parse_recoverable(text);
    if errors.is_empty() {
        return Ok(table);
    }
    let document = Document::new(text);
    for error in errors {
        document.fault(error.span().unwrap_or_default().start, "", error.message());
    }
    Err(document.into_faults())
}

pub struct Document<'d> {
    text: &'d str,
    faults: RefCell<Vec<Fault>>,
}

impl<'d> Document<'d> {
    pub fn new(text: &'d str) -> Self {
        Self {
            text,
            faults: RefCell::default(),
        }
    }

    pub fn table(&'d self, parsed: &'d Spanned<DeTable<'d>>) -> Table<'d> {
        Table::new(self, String::new(), 0, parsed.get_ref())
    }

    /// `at` is an offset in bytes.
    pub fn fault(&self, at: usize, field: &str, message: &str) {
        let before = self.text.as_bytes().iter().take(at);
        self.faults.borrow_mut().push(Fault {
            line: 1 + before.filter(|byte| **byte == b'\n').count(),
            field: field.to_owned(),
            message: message.to_owned(),
        });
    }

    /// In the order of their lines.
    pub fn into_faults(self) -> Vec<Fault> {
        let mut faults = self.faults.into_inner();
        faults.sort();
        faults.dedup();
        faults
    }
}

/// A table, which remembers what it was asked for: all else in it is unknown.
pub struct Table<'d> {
    document: &'d Document<'d>,
    path: String,
    at: usize,
    entries: &'d DeTable<'d>,
    asked: RefCell<BTreeSet<&'static str>>,
}

impl<'d> Table<'d> {
    pub fn new(
        document: &'d Document<'d>,
        path: String,
        at: usize,
        entries: &'d DeTable<'d>,
    ) -> Self {
        Self {
            document,
            path,
            at,
            entries,
            asked: RefCell::default(),
        }
    }

    pub fn get(&self, key: &'static str) -> Option<Value<'d>> {
        self.asked.borrow_mut().insert(key);
        let value = self.entries.get(key)?;
        Some(Value::new(self.document, self.path_of(key), value))
    }

    pub fn need(&self, key: &'static str) -> Option<Value<'d>> {
        let value = self.get(key);
        if value.is_none() {
            self.fault_at(key, "is missing");
        }
        value
    }

    /// The tables under `[[key]]`, none when there are none.
    pub fn tables(&self, key: &'static str) -> Vec<Table<'d>> {
        self.get(key)
            .map(|value| value.tables())
            .unwrap_or_default()
    }

    /// As `tables`, each with its slug; a slug that stands a second time is a fault.
    pub fn slugged(&self, key: &'static str) -> Vec<(Table<'d>, Option<String>)> {
        let mut seen = BTreeSet::new();
        let with_slug = |table: Table<'d>| {
            let value = table.need("slug");
            let slug = value.as_ref().and_then(Value::slug);
            if let (Some(value), Some(slug)) = (&value, &slug)
                && !seen.insert(slug.clone())
            {
                value.fault(format!("`{slug}` stands twice"));
            }
            (table, slug)
        };
        self.tables(key).into_iter().map(with_slug).collect()
    }

    pub fn has(&self, key: &str) -> bool {
        self.entries.contains_key(key)
    }

    /// On the line of the field, or of the head of the table when the field is not there.
    pub fn fault_at(&self, key: &str, message: impl AsRef<str>) {
        let at = self
            .entries
            .get(key)
            .map_or(self.at, |value| value.span().start);
        self.document
            .fault(at, &self.path_of(key), message.as_ref());
    }

    pub fn no_more(&self) {
        let asked = self.asked.borrow();
        for key in self.entries.keys() {
            if !asked.contains(&**key.get_ref()) {
                let at = key.span().start;
                self.document
                    .fault(at, &self.path_of(key.get_ref()), "is unknown");
            }
        }
    }

    fn path_of(&self, key: &str) -> String {
        match &self.path[..] {
            "" => key.to_owned(),
            path => format!("{path}.{key}"),
        }
    }
}
