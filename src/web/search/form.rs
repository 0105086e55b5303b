//! The form that looks for a space: what is typed into it, and what of it cannot be read.

use crate::{
    calendar::search::Search,
    i18n::Translator,
    refusal::rule::{InvalidInput, Violation},
    web::{
        field::{Field, Input},
        times::{self, from_to},
        typed::Typed,
        visitor::Visitor,
    },
    zone::format_wall,
};

/// The search form as somebody has filled it in.
pub struct SearchForm<'a> {
    pub visitor: &'a Visitor,
    pub typed: Typed,
    /// Slugs of what is ticked.
    pub equipment: Vec<String>,
}

impl SearchForm<'_> {
    /// The search, and what of the form cannot be read or is missing beside what is there.
    pub fn read(&self) -> (Search, Vec<Violation>) {
        let typed = &self.typed;
        let mut broken = Vec::new();
        let attendees = typed.some("attendees").map(str::parse);
        if matches!(attendees, Some(Err(_))) {
            broken.push(Violation::invalid("attendees", InvalidInput::Malformed));
        }
        let some_time = ["date", "from", "to"]
            .iter()
            .any(|name| typed.some(name).is_some());
        if some_time {
            for (field, is_read) in [
                ("date", times::date(typed, "date").is_some()),
                ("from", times::time(typed, "from").is_some()),
                ("to", times::time(typed, "to").is_some()),
            ] {
                let flaw = match typed.some(field) {
                    None => InvalidInput::Missing,
                    Some(_) => InvalidInput::Malformed,
                };
                broken.extend((!is_read).then(|| Violation::invalid(field, flaw)));
            }
        }
        let owned = |name| typed.some(name).map(str::to_owned);
        let time = from_to(typed);
        let search = Search {
            starts: time.map(|(starts, _)| format_wall(starts)),
            ends: time.map(|(_, ends)| format_wall(ends)),
            attendees: attendees.and_then(Result::ok),
            equipment: self.equipment.clone(),
            district: owned("district"),
            text: owned("text"),
            language: self.visitor.language,
            ..Search::default()
        };
        (search, broken)
    }

    pub fn field(
        &self,
        t: Translator,
        name: &'static str,
        input: Input,
        said: &[(&str, String)],
    ) -> Field {
        let (label, hint) = match name {
            "text" => (t.text("search-text"), t.text("search-text-hint")),
            "district" => (t.text("search-district"), String::new()),
            other => (t.text(&format!("form-{other}")), String::new()),
        };
        Field {
            name,
            label,
            hint,
            value: self.typed.get(name).to_owned(),
            errors: said
                .iter()
                .filter(|(field, _)| *field == name)
                .map(|(_, text)| text.clone())
                .collect(),
            short: matches!(name, "date" | "from" | "to" | "attendees"),
            input,
        }
    }
}
