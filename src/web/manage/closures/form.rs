//! The form that closes, and the one that changes when it is closed.

use askama::Template;
use axum::response::Response;
use entity::Every;
use time::PrimitiveDateTime;

use super::words::path;
use crate::{
    closure::{Again, ClosureTimes, NewClosure},
    error::Error,
    i18n::Translator,
    refusal::rule::{Detail, InvalidInput, Violation},
    rules::reason::Reason,
    venue::{Catalogue, Venue},
    web::{
        decide,
        field::{Field, Input},
        page_error::{self, PageError},
        times::clock,
        typed::Typed,
        visitor::{Frame, Visitor, personal},
    },
};

#[derive(Template)]
#[template(path = "closure_form.html", config = "config/askama.toml")]
struct FormPage {
    frame: Frame,
    venue_name: String,
    path: String,
    faults: Vec<String>,
    whole: bool,
    boxes: Vec<(String, String, bool)>,
    times: Vec<Field>,
    until: Field,
    /// One of the catalogue, and own words.
    reason: Vec<Field>,
}

/// What of a refused form belongs to which field.
const FIELDS: [(&str, &str); 6] = [
    ("starts", "from-date"),
    ("ends", "to-date"),
    ("rule.until", "until"),
    ("rule.count", "until"),
    ("reason", "reason"),
    ("spaces", "spaces"),
];

pub fn page(
    visitor: &Visitor,
    catalogue: &Catalogue,
    venue: &Venue,
    typed: &Typed,
    refused: Option<Error>,
) -> Result<Response, PageError> {
    let broken = match refused {
        None => Vec::new(),
        Some(Error::Rules(broken)) => broken,
        Some(error) => return Err(error.into()),
    };
    let t = visitor.t();
    let boxes = venue.open_spaces().map(|space| {
        let name = format!("space-{}", space.row.slug);
        let ticked = typed.some(&name).is_some();
        (name, space.row.name.get(t.language).to_owned(), ticked)
    });
    let mut frame = visitor.frame(t.text("closures-new"));
    frame.form = Some("form".to_owned());
    let fields = Fields {
        t,
        typed,
        broken: &broken,
    };
    let mut until = fields.line("until", "date", "closures-until");
    until.hint = t.text("closures-until-hint");
    let none = (String::new(), t.text("form-choose"));
    let known = decide::reasons(t, catalogue, "closure");
    let reasons = [none].into_iter().chain(known).collect();
    let page = FormPage {
        frame,
        venue_name: venue.row.name.get(t.language).to_owned(),
        path: path(venue),
        faults: broken.iter().map(|one| fields.fault(one)).collect(),
        whole: typed.some("whole").is_some(),
        boxes: boxes.collect(),
        times: fields.times(),
        until,
        reason: vec![
            fields.field("reason-code", "decide-reason", Input::Choice(reasons)),
            fields.field("reason", "decide-own-words", Input::Lines),
        ],
    };
    let status = match &broken[..] {
        [] => axum::http::StatusCode::OK,
        _ => page_error::status(&Error::Rules(Vec::new())),
    };
    personal(status, &page)
}

/// Makes fields of what was typed and of what is wrong with it.
pub struct Fields<'a> {
    pub t: Translator,
    pub typed: &'a Typed,
    pub broken: &'a [Violation],
}

impl Fields<'_> {
    /// From when to when.
    pub fn times(&self) -> Vec<Field> {
        vec![
            self.line("from-date", "date", "closures-from"),
            self.line("from-time", "time", "closures-from-time"),
            self.line("to-date", "date", "closures-to"),
            self.line("to-time", "time", "closures-to-time"),
        ]
    }

    pub fn line(&self, name: &'static str, kind: &'static str, label: &str) -> Field {
        let needed = name != "until";
        self.field(name, label, Input::Line(kind, "off", needed))
    }

    pub fn field(&self, name: &'static str, label: &str, input: Input) -> Field {
        let own = self.broken.iter().filter(|one| field_of(one) == name);
        Field {
            name,
            label: self.t.text(label),
            hint: String::new(),
            value: self.typed.get(name).to_owned(),
            errors: own.map(|one| self.sentence(one)).collect(),
            input,
            short: name == "until",
        }
    }

    /// With the name of its field.
    pub fn fault(&self, broken: &Violation) -> String {
        let label = match field_of(broken) {
            "from-date" => "closures-from",
            "to-date" => "closures-to",
            "until" => "closures-until",
            "spaces" => "closures-what",
            "reason" | "reason-code" => "closures-reason",
            _ => return self.sentence(broken),
        };
        format!("{}: {}", self.t.text(label), self.sentence(broken))
    }

    fn sentence(&self, broken: &Violation) -> String {
        match broken.facts {
            Detail::Invalid(InvalidInput::Missing) if broken.field == "resolve" => {
                self.t.text("closures-undecided")
            }
            // Nothing was typed that could not be read.
            Detail::Invalid(InvalidInput::Malformed)
                if self.typed.get(field_of(broken)).is_empty() =>
            {
                let missing = Violation {
                    facts: Detail::Invalid(InvalidInput::Missing),
                    ..broken.clone()
                };
                self.t.broken(&missing, str::to_owned)
            }
            _ => self.t.broken(broken, str::to_owned),
        }
    }
}

fn field_of(broken: &Violation) -> &'static str {
    // One of the list is enough, and own words are: the list comes first.
    if broken.field == "reason" && matches!(broken.facts, Detail::Invalid(InvalidInput::Missing)) {
        return "reason-code";
    }
    let found = FIELDS.iter().find(|(field, _)| *field == broken.field);
    found.map_or("", |(_, name)| name)
}

/// As typed: what cannot be read is told by the use case.
pub fn read(typed: &Typed, venue: &Venue) -> NewClosure {
    let whole = typed.some("whole").is_some();
    let ticked = venue
        .open_spaces()
        .map(|space| space.row.slug.clone())
        .filter(|slug| typed.some(&format!("space-{slug}")).is_some());
    NewClosure {
        venue: venue.row.slug.clone(),
        spaces: (!whole).then(|| ticked.collect()),
        starts: wall(typed, "from").unwrap_or_default(),
        ends: wall(typed, "to").unwrap_or_default(),
        reason: Reason {
            code: typed.some("reason-code").map(str::to_owned),
            text: typed.some("reason").map(str::to_owned),
        },
        again: typed.some("until").map(|until| Again {
            every: Every::Week,
            nth: None,
            until: Some(until.to_owned()),
            count: None,
        }),
    }
}

pub fn read_change(typed: &Typed) -> ClosureTimes {
    ClosureTimes {
        starts: Some(wall(typed, "from").unwrap_or_default()),
        ends: Some(wall(typed, "to").unwrap_or_default()),
    }
}

fn wall(typed: &Typed, end: &str) -> Option<String> {
    let date = crate::zone::parse_date(typed.get(&format!("{end}-date")).trim())?;
    Some(format!("{date}T{}", typed.some(&format!("{end}-time"))?))
}

/// As [`read_change`] reads it.
pub fn filled(starts: PrimitiveDateTime, ends: PrimitiveDateTime) -> Typed {
    let mut typed = Typed::default();
    for (end, moment) in [("from", starts), ("to", ends)] {
        typed.set(&format!("{end}-date"), moment.date().to_string());
        typed.set(&format!("{end}-time"), clock(moment));
    }
    typed
}
