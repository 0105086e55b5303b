//! A TOML document whose readers note every fault and go on, and its values, each read as what it should be.

use std::{cell::RefCell, collections::BTreeSet, ops::RangeInclusive};

use entity::{Openings, Texts, Words};
use serde::{Deserialize, de::value::StrDeserializer};
use time::{Date, macros::format_description};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::fault::FileFault;
use crate::{
    venue::{hours::openings, spelling},
    zone::Zone,
};

pub fn parse(text: &str) -> Result<Spanned<DeTable<'_>>, Vec<FileFault>> {
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
    faults: RefCell<Vec<FileFault>>,
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
        self.faults.borrow_mut().push(FileFault {
            line: 1 + before.filter(|byte| **byte == b'\n').count(),
            field: field.to_owned(),
            message: message.to_owned(),
        });
    }

    /// In the order of their lines.
    pub fn into_faults(self) -> Vec<FileFault> {
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

/// A value, read as what it should be. Who gets nothing may go on: the fault is noted.
pub struct Value<'d> {
    document: &'d Document<'d>,
    path: String,
    at: usize,
    found: &'d DeValue<'d>,
}

impl<'d> Value<'d> {
    pub fn new(document: &'d Document<'d>, path: String, value: &'d Spanned<DeValue<'d>>) -> Self {
        Self {
            document,
            path,
            at: value.span().start,
            found: value.get_ref(),
        }
    }

    pub fn fault(&self, message: impl AsRef<str>) {
        self.document.fault(self.at, &self.path, message.as_ref());
    }

    fn wrong_type<T>(&self, expected: &str) -> Option<T> {
        self.fault(format!("must be {expected}, not {}", self.found.type_str()));
        None
    }

    /// Notes what went wrong.
    fn ok<T>(&self, result: Result<T, impl ToString>) -> Option<T> {
        result.map_err(|why| self.fault(why.to_string())).ok()
    }

    pub fn table(&self) -> Option<Table<'d>> {
        match self.found.as_table() {
            Some(entries) => Some(Table::new(
                self.document,
                self.path.clone(),
                self.at,
                entries,
            )),
            None => self.wrong_type("a table"),
        }
    }

    pub fn tables(&self) -> Vec<Table<'d>> {
        if self.found.is_table() {
            self.fault(format!("must be a list: its head is [[{}]]", self.path));
            return Vec::new();
        }
        let items = self.items().unwrap_or_default();
        items.iter().filter_map(Value::table).collect()
    }

    fn items(&self) -> Option<Vec<Value<'d>>> {
        let Some(items) = self.found.as_array() else {
            return self.wrong_type("a list");
        };
        let item = |item| Value::new(self.document, self.path.clone(), item);
        Some(items.iter().map(item).collect())
    }

    fn string(&self) -> Option<&'d str> {
        let text = self.found.as_str();
        text.or_else(|| self.wrong_type("a string"))
    }

    /// For people: not empty and without control characters, which would break out of a mail's header.
    pub fn text(&self) -> Option<String> {
        let text = self.string()?;
        if text.trim().is_empty() {
            self.fault("must not be empty");
            return None;
        }
        if text.contains(char::is_control) {
            self.fault("must be one line without control characters");
            return None;
        }
        Some(text.to_owned())
    }

    /// Words that people look for, none of them twice however it is spelt.
    pub fn texts(&self) -> Option<Texts> {
        let mut seen = BTreeSet::new();
        let mut one = |item: &Value<'d>| {
            let text = item.text()?;
            let sound = spelling::fold(&text);
            if sound.is_empty() {
                item.fault(format!("`{text}` has no letter to look for"));
            } else if text.chars().count() > 60 {
                item.fault("must be at most 60 characters long");
            } else if !seen.insert(sound) {
                item.fault(format!("`{text}` stands twice"));
            }
            Some(text)
        };
        let read: Vec<_> = self.items()?.iter().map(&mut one).collect();
        read.into_iter().collect::<Option<_>>().map(Texts)
    }

    pub fn words(&self) -> Option<Words> {
        let table = self.table()?;
        let [kk, ru, en] = ["kk", "ru", "en"].map(|key| table.need(key)?.text());
        table.no_more();
        Some(Words {
            kk: kk?,
            ru: ru?,
            en: en?,
        })
    }

    pub fn slug(&self) -> Option<String> {
        let slug = self.string()?;
        let part = |part: &str| {
            let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
            !part.is_empty() && part.bytes().all(plain)
        };
        if slug.len() > 64 || !slug.split('-').all(part) {
            self.fault("must be at most 64 lower-case letters a-z and digits, in words joined by single hyphens");
            return None;
        }
        Some(slug.to_owned())
    }

    pub fn email(&self) -> Option<String> {
        let text = self.text()?;
        if text.parse::<lettre::Address>().is_err() {
            self.fault(format!("`{text}` is not an e-mail address"));
            return None;
        }
        Some(text)
    }

    pub fn number(&self, range: RangeInclusive<i32>) -> Option<i32> {
        let Some(integer) = self.found.as_integer() else {
            return self.wrong_type("a whole number");
        };
        let number = i64::from_str_radix(integer.as_str(), integer.radix()).unwrap_or(i64::MAX);
        let (least, most) = (*range.start(), *range.end());
        if number < i64::from(least) {
            self.fault(format!("must be at least {least}"));
            return None;
        }
        let within = i32::try_from(number).ok().filter(|number| *number <= most);
        self.ok(within.ok_or_else(|| format!("must be at most {most}")))
    }

    pub fn flag(&self) -> Option<bool> {
        let flag = self.found.as_bool();
        flag.or_else(|| self.wrong_type("true or false"))
    }

    /// One of the variants of an enum, as it is stored.
    pub fn choice<T: Deserialize<'d>>(&self) -> Option<T> {
        let text = self.string()?;
        let variant: StrDeserializer<'_, serde::de::value::Error> = StrDeserializer::new(text);
        self.ok(T::deserialize(variant))
    }

    /// As `"2026-12-16"`, or as TOML's own date.
    pub fn date(&self) -> Option<Date> {
        let text = match self.found {
            DeValue::Datetime(date) => date.to_string(),
            _ => self.string()?.to_owned(),
        };
        let format = format_description!("[year]-[month]-[day]");
        let date = Date::parse(&text, format).ok();
        self.ok(date
            .filter(|_| text.len() == 10)
            .ok_or_else(|| format!("`{text}` is not a date like `2026-12-16`")))
    }

    pub fn openings(&self) -> Option<Openings> {
        self.ok(openings::parse(self.string()?))
    }

    /// The IANA name of a zone.
    pub fn timezone(&self) -> Option<String> {
        self.known(|name| match Zone::named(name) {
            Some(_) => Ok(()),
            None => Err(format!("`{name}` is not a time zone of the IANA database")),
        })
    }

    /// A string of which `check` may say what is wrong.
    pub fn known(&self, check: impl Fn(&str) -> Result<(), String>) -> Option<String> {
        let text = self.string()?;
        self.ok(check(text)).map(|()| text.to_owned())
    }

    /// A list of strings, none of them twice, of which `check` may say what is wrong.
    pub fn list(&self, check: impl Fn(&str) -> Result<(), String>) -> Option<Vec<String>> {
        let mut seen = BTreeSet::new();
        let mut one = |item: &Value<'d>| {
            let text = item.string()?;
            item.ok(check(text))?;
            if !seen.insert(text) {
                item.fault(format!("`{text}` stands twice"));
            }
            Some(text.to_owned())
        };
        // Every item is looked at, also after a faulty one.
        let read: Vec<_> = self.items()?.iter().map(&mut one).collect();
        read.into_iter().collect()
    }
}
