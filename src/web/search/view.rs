//! The form as it is shown, with what is wrong beside each field, or with what was found below it.

use askama::Template;
use entity::term::TermKind;

use super::{form::SearchForm, results::Results};
use crate::{
    refusal::rule::Violation,
    venue::Catalogue,
    web::{
        field::{Field, FieldFault, Input, sentence},
        visitor::Frame,
    },
};

#[derive(Template)]
#[template(path = "search.html", config = "config/askama.toml")]
pub struct SearchPage {
    frame: Frame,
    summary: Vec<FieldFault>,
    text: Field,
    when: Vec<Field>,
    attendees: Field,
    district: Field,
    equipment: Vec<Choice>,
    results: Option<Results>,
}

struct Choice {
    slug: String,
    name: String,
    ticked: bool,
}

impl SearchPage {
    fn something_is_ticked(&self) -> bool {
        self.equipment.iter().any(|one| one.ticked)
    }
}

/// `results`: what was found; none where nothing was looked for.
pub fn page(
    form: &SearchForm<'_>,
    catalogue: &Catalogue,
    broken: &[Violation],
    results: Option<Results>,
) -> SearchPage {
    let t = form.visitor.t();
    let said: Vec<(&str, String)> = broken
        .iter()
        .map(|one| (form_field(one.field), sentence(t, catalogue, one)))
        .collect();
    let field = |name, input| form.field(t, name, input, &said);
    let districts = catalogue.terms(TermKind::District);
    let anywhere = (String::new(), t.text("search-anywhere"));
    let districts = districts.map(|term| (term.slug.clone(), term.name.get(t.language).to_owned()));
    let when = vec![
        field("date", Input::Line("date", "off", false)),
        field("from", Input::Line("time", "off", false)),
        field("to", Input::Line("time", "off", false)),
    ];
    let text = field("text", Input::Line("search", "off", false));
    let attendees = field("attendees", Input::Line("number", "off", false));
    let district = field(
        "district",
        Input::Choice(std::iter::once(anywhere).chain(districts).collect()),
    );
    let equipment = catalogue.terms(TermKind::Equipment);
    let shown: Vec<&Field> = [&text]
        .into_iter()
        .chain(&when)
        .chain([&attendees, &district])
        .collect();
    let summary = said
        .iter()
        .map(|(name, text)| {
            let field = shown.iter().find(|field| field.name == *name);
            FieldFault {
                field: field.map_or("form", |field| field.name).to_owned(),
                label: field.map_or(String::new(), |field| format!("{}: ", field.label)),
                text: text.clone(),
            }
        })
        .collect();
    SearchPage {
        frame: form.visitor.frame(t.text("search-title")),
        summary,
        equipment: equipment
            .map(|term| Choice {
                slug: term.slug.clone(),
                name: term.name.get(t.language).to_owned(),
                ticked: form.equipment.contains(&term.slug),
            })
            .collect(),
        text,
        when,
        attendees,
        district,
        results,
    }
}

/// Which field of the form a field of the search is.
fn form_field(field: &str) -> &str {
    match field {
        "starts" => "date",
        "ends" => "to",
        other => other,
    }
}
