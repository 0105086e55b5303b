//! The form with what was found below it, or with what is wrong beside each field.

use std::fmt::Write;

use askama::Template;
use entity::term::TermKind;

use crate::{
    calendar::search::{Found, Hit, Otherwise},
    i18n::Translator,
    refusal::rule::Broken,
    urls,
    venue::Catalogue,
    web::{
        request::view::{Fault, Field, Input},
        typed::Typed,
        venues::SpaceLink,
        visitor::{Frame, Visitor},
    },
};

/// Of each list; who gets more says more.
const MOST: usize = 40;

pub struct Form<'a> {
    pub visitor: &'a Visitor,
    pub typed: Typed,
    /// Slugs of what is ticked.
    pub equipment: Vec<String>,
}

#[derive(Template)]
#[template(path = "search.html", config = "config/askama.toml")]
pub struct SearchPage {
    frame: Frame,
    summary: Vec<Fault>,
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

pub struct Results {
    /// How many, in words.
    heading: String,
    free: Vec<Card>,
    otherwise: Vec<Card>,
    /// Whether there are more than are shown.
    more: bool,
}

struct Card {
    space: SpaceLink,
    venue: String,
    /// Why it cannot be had then.
    why: String,
    /// The form, filled in with the time, and what the link says.
    request: Option<(String, String)>,
}

impl Form<'_> {
    pub fn page(
        &self,
        catalogue: &Catalogue,
        broken: &[Broken],
        results: Option<Results>,
    ) -> SearchPage {
        let t = self.visitor.t();
        let said: Vec<(&str, String)> = broken
            .iter()
            .map(|one| (place(one.field), say(t, catalogue, one)))
            .collect();
        let field = |name, input| self.field(t, name, input, &said);
        let districts = catalogue.terms(TermKind::District);
        let anywhere = (String::new(), t.text("search-anywhere"));
        let districts =
            districts.map(|term| (term.slug.clone(), term.name.get(t.language).to_owned()));
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
                Fault {
                    field: field.map_or("form", |field| field.name).to_owned(),
                    label: field.map_or(String::new(), |field| format!("{}: ", field.label)),
                    text: text.clone(),
                }
            })
            .collect();
        SearchPage {
            frame: self.visitor.frame(t.text("search-title")),
            summary,
            equipment: equipment
                .map(|term| Choice {
                    slug: term.slug.clone(),
                    name: term.name.get(t.language).to_owned(),
                    ticked: self.equipment.contains(&term.slug),
                })
                .collect(),
            text,
            when,
            attendees,
            district,
            results,
        }
    }

    fn field(
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

/// Which field of the form a field of the search is.
fn place(field: &str) -> &str {
    match field {
        "starts" => "date",
        "ends" => "to",
        other => other,
    }
}

fn say(t: Translator, catalogue: &Catalogue, broken: &Broken) -> String {
    t.broken(broken, |slug| {
        let name = catalogue.name(TermKind::Layout, slug, t.language);
        name.to_owned()
    })
}

impl Results {
    pub fn new(form: &Form<'_>, found: &Found) -> Self {
        let t = form.visitor.t();
        let time = form.time();
        let count = [("count", found.free.len().into())];
        let heading = match (found.free.is_empty(), time) {
            (true, Some(_)) if !found.otherwise.is_empty() => t.text("search-none-then"),
            (true, _) => t.text("search-none"),
            (false, Some(_)) => t.with("search-free", &count),
            (false, None) => t.with("search-found", &count),
        };
        let free = found.free.iter().take(MOST);
        let otherwise = found.otherwise.iter().take(MOST);
        Self {
            heading,
            free: free
                .map(|hit| {
                    let request = time.map(|(starts, ends)| {
                        let url = urls::request("", &hit.space.path(), starts, ends);
                        (form.with_people(url), t.text("search-request"))
                    });
                    form.card(found, hit, String::new(), request)
                })
                .collect(),
            otherwise: otherwise.map(|other| form.other(found, other)).collect(),
            more: found.free.len().max(found.otherwise.len()) > MOST,
        }
    }
}

impl Form<'_> {
    fn other(&self, found: &Found, other: &Otherwise) -> Card {
        let t = self.visitor.t();
        let why = match other.broken.first() {
            Some(broken) => say(t, &found.catalogue, broken),
            None => t.text("search-taken"),
        };
        let request = other.nearest.as_ref().map(|offer| {
            let url = urls::request("", &offer.space, offer.starts, offer.ends);
            let when = t.when(offer.starts, offer.ends);
            let text = t.with("search-nearest", &[("when", when.into())]);
            (self.with_people(url), text)
        });
        let why = if request.is_none() && other.broken.is_empty() {
            format!("{why} {}", t.text("search-no-nearest"))
        } else {
            why
        };
        self.card(found, &other.hit, why, request)
    }

    fn card(
        &self,
        found: &Found,
        hit: &Hit,
        why: String,
        request: Option<(String, String)>,
    ) -> Card {
        let t = self.visitor.t();
        Card {
            space: SpaceLink::new(&found.catalogue, t, &hit.space),
            venue: hit.venue.row.name.get(t.language).to_owned(),
            why,
            request,
        }
    }

    /// The form of the request begins with as many people as were looked for.
    fn with_people(&self, mut url: String) -> String {
        if let Some(Ok(people)) = self.typed.some("attendees").map(str::parse::<i32>) {
            let _ = write!(url, "&attendees={people}");
        }
        url
    }
}
