//! The form as it is shown, with what is wrong beside each field.

use askama::Template;
use entity::{Language, space::Approval, term::TermKind};

use super::{
    answer::Answer,
    borrowing::Lendable,
    exception::Exception,
    faults::{ORDER, Said, not_a_line, place_of, told},
    form::{self, Form},
    instead::OfferButton,
    replacing::InPlace,
};
use crate::{
    i18n::Translator,
    refusal::rule::Broken,
    rules::deadline,
    web::{
        rules::{self, clock},
        venues::SpaceLink,
        visitor::Frame,
    },
};

#[derive(Template)]
#[template(path = "request.html", config = "config/askama.toml")]
pub struct RequestPage {
    frame: Frame,
    venue_name: String,
    venue_path: String,
    space: SpaceLink,

    rules: Vec<String>,
    /// When an answer comes, said before anybody sends.
    answer: String,
    key: String,
    when: Vec<Field>,
    repeat: Vec<Field>,
    /// More than one date is asked for, or something is wrong with that.
    repeats: bool,
    exception: Option<Exception>,
    in_place: Option<InPlace>,
    what: Vec<Field>,
    lendable: Vec<Lendable>,
    /// What is wrong with what is borrowed.
    stock: Vec<String>,
    /// None where nobody is shown a title: a seat is no event.
    public: Option<bool>,
    who: Vec<Field>,
    /// For managers: on behalf of somebody.
    other: Option<Vec<Field>>,
    for_another: bool,
    summary: Vec<Fault>,
    conflicts: Vec<String>,
    offers: Vec<OfferButton>,
    /// Why nothing was sent, where no field is at fault.
    notice: Option<String>,
    signed_in: bool,
}

/// In the summary above the form.
pub struct Fault {
    pub field: String,
    pub label: String,
    pub text: String,
}

pub struct Field {
    pub name: &'static str,
    pub label: String,
    pub hint: String,
    pub value: String,
    pub errors: Vec<String>,
    pub input: Input,
    pub short: bool,
}

pub enum Input {
    /// The type, its autocomplete, and whether it must be filled in.
    Line(&'static str, &'static str, bool),
    Lines,
    Choice(Vec<(String, String)>),
}

impl Field {
    /// Whether something was typed or is wrong.
    fn is_touched(&self) -> bool {
        !self.value.is_empty() || !self.errors.is_empty()
    }

    /// The ids of what describes it.
    pub fn described_by(&self) -> String {
        let mut ids = Vec::new();
        if !self.hint.is_empty() {
            ids.push(format!("{}-hint", self.name));
        }
        if !self.errors.is_empty() {
            ids.push(format!("{}-error", self.name));
        }
        ids.join(" ")
    }
}

/// A fault with its field, if that is one of those that are `shown`.
fn summed_up((name, text): &(&'static str, String), shown: &[&Field]) -> Fault {
    let field = shown.iter().find(|field| field.name == *name);
    let id = field.map_or(not_a_line(name), |field| field.name);
    Fault {
        field: id.to_owned(),
        label: field.map_or(String::new(), |field| format!("{}: ", field.label)),
        text: text.clone(),
    }
}

impl Form<'_> {
    pub fn page(&self, answer: Answer) -> RequestPage {
        let visitor = self.visitor;
        let t = visitor.t();
        let link = SpaceLink::new(self.catalogue, t, self.space);
        let notice = answer.notice(t);
        let (mut broken, mut conflicts, mut offers) = (Vec::new(), Vec::new(), Vec::new());
        match answer {
            Answer::Broken(faults) => broken = faults,
            Answer::Conflict {
                conflicts: clashes,
                alternatives,
            } => {
                conflicts = clashes.iter().map(|one| self.in_the_way(one)).collect();
                offers = alternatives.iter().map(|one| self.offer(one)).collect();
            }
            Answer::None
            | Answer::SentBefore
            | Answer::TooMuchToKeep
            | Answer::TooManyKept { .. }
            | Answer::TooManySent { .. } => {}
        }
        let mut said: Vec<(&'static str, String)> = broken
            .iter()
            .map(|one| (place_of(one), self.say(one)))
            .collect();
        said.sort_by_key(|(name, _)| ORDER.iter().position(|known| known == name));
        let field = |name, input| self.field(t, name, input, &said);
        let when = vec![
            field("date", Input::Line("date", "off", true)),
            field("from", Input::Choice(self.grid("from"))),
            field("to", Input::Choice(self.grid("to"))),
        ];
        let repeat = self.repetition(t, &said);
        let exception = self.exception(&broken, &said);
        let in_place = self.in_place(&said);
        let mut what = vec![
            field("title", Input::Line("text", "off", true)),
            field("attendees", Input::Line("number", "off", true)),
        ];
        if self.space.row.layouts.0.len() > 1 {
            what.push(field("layout", Input::Choice(self.layouts(t))));
        }
        what.push(field("group", Input::Line("text", "organization", false)));
        what.push(field("programme", Input::Choice(self.programmes(t))));
        what.push(field("note", Input::Lines));
        let who = vec![
            field("name", Input::Line("text", "name", true)),
            field("phone", Input::Line("tel", "tel", true)),
        ];
        let other = self.is_managers().then(|| self.others(t, &said));
        let shown: Vec<&Field> = when
            .iter()
            .chain(&repeat)
            .chain(&what)
            .chain(&who)
            .chain(other.iter().flatten())
            .chain(exception.iter().map(|exception| &exception.reason))
            .chain(in_place.iter().map(|in_place| &in_place.reason))
            .collect();
        let summary = said.iter().map(|fault| summed_up(fault, &shown)).collect();
        RequestPage {
            frame: Frame {
                form: Some("form".to_owned()),
                ..visitor.frame(t.with("form-title", &[("space", link.name.clone().into())]))
            },
            venue_name: self.venue.row.name.get(t.language).to_owned(),
            venue_path: format!("/venues/{}", self.venue.row.slug),

            rules: rules::in_words(t, self.catalogue, self.venue, self.space),
            answer: self.answer_time(t),
            key: self.typed.get("key").to_owned(),
            when,
            repeats: repeat.iter().any(Field::is_touched),
            repeat,
            exception,
            in_place,
            what,
            lendable: self.lendable(),
            stock: told("stock", &said),
            public: self
                .space
                .seats()
                .is_none()
                .then(|| !self.typed.get("public").is_empty()),
            who,
            other,
            for_another: self.is_for_another(),
            summary,
            conflicts,
            offers,
            notice,
            signed_in: visitor.actor.who().is_some(),
            space: link,
        }
    }

    /// Of who is booked for.
    fn others(&self, t: Translator, said: &Said) -> Vec<Field> {
        let languages = Language::ALL
            .map(|language| {
                let name = t.text(&format!("language-{}", language.tag()));
                (language.tag().to_owned(), name)
            })
            .to_vec();
        let field = |name, input| self.field(t, name, input, said);
        vec![
            field("for_name", Input::Line("text", "off", false)),
            field("for_phone", Input::Line("tel", "off", false)),
            field("for_email", Input::Line("email", "off", false)),
            field("for_language", Input::Choice(languages)),
        ]
    }

    pub fn field(&self, t: Translator, name: &'static str, input: Input, said: &Said) -> Field {
        // `form-title` is the title of the form.
        let key = if name == "title" { "event" } else { name };
        let hint = match name {
            "date" | "title" | "attendees" | "group" | "programme" | "note" | "name" | "phone"
            | "for_email" | "waive_reason" | "replace_reason" | "until" => {
                t.text(&format!("form-{key}-hint"))
            }
            _ => String::new(),
        };
        Field {
            name,
            label: t.text(&format!("form-{key}")),
            hint,
            value: self.typed.get(name).to_owned(),
            errors: said
                .iter()
                .filter(|(field, _)| *field == name)
                .map(|(_, text)| text.clone())
                .collect(),
            short: matches!(
                name,
                "date" | "from" | "to" | "attendees" | "until" | "count"
            ),
            input,
        }
    }

    pub fn say(&self, broken: &Broken) -> String {
        let language = self.visitor.language;
        self.visitor.t().broken(broken, |slug| {
            self.catalogue
                .name(TermKind::Layout, slug, language)
                .to_owned()
        })
    }

    /// The times of the space's grid at which the venue is ever open, all of them for a manager, and what was typed.
    fn grid(&self, name: &str) -> Vec<(String, String)> {
        let hours = &self.venue.row.hours;
        let openings = || {
            hours
                .week
                .iter()
                .chain(hours.periods.iter().flat_map(|period| &period.week))
                .chain(hours.days.iter().map(|day| &day.openings))
                .flatten()
        };
        let step = u16::try_from(self.space.row.step_minutes)
            .unwrap_or(30)
            .max(1);
        let from = openings()
            .map(|one| one.from)
            .min()
            .unwrap_or(0)
            .div_ceil(step)
            * step;
        let to = openings().map(|one| one.to).max().unwrap_or(0);
        let (from, to) = if self.is_managers() {
            (0, to.max(24 * 60))
        } else {
            (from, to)
        };
        let mut times: Vec<String> = (from..=to).step_by(usize::from(step)).map(clock).collect();
        match name {
            "from" => drop(times.pop()),
            _ => drop(times.drain(..1.min(times.len()))),
        }
        let typed = self.typed.get(name).trim().to_owned();
        if !typed.is_empty() && !times.contains(&typed) {
            times.push(typed);
        }
        let empty = (String::new(), self.visitor.t().text("form-choose"));
        std::iter::once(empty)
            .chain(times.into_iter().map(|time| (time.clone(), time)))
            .collect()
    }

    fn layouts(&self, t: Translator) -> Vec<(String, String)> {
        let layouts = self.space.row.layouts.0.iter();
        layouts
            .map(|slug| {
                let name = self.catalogue.name(TermKind::Layout, slug, t.language);
                (slug.clone(), name.to_owned())
            })
            .collect()
    }

    fn programmes(&self, t: Translator) -> Vec<(String, String)> {
        let none = (String::new(), t.text("form-no-programme"));
        let terms = self.catalogue.terms(TermKind::Programme);
        std::iter::once(none)
            .chain(terms.map(|term| (term.slug.clone(), term.name.get(t.language).to_owned())))
            .collect()
    }

    fn answer_time(&self, t: Translator) -> String {
        let row = &self.space.row;
        if row.approval == Approval::Automatic || self.is_managers() {
            return t.text("form-answer-at-once");
        }
        let zone = &self.venue.zone;
        let starts_at = self
            .starts_and_ends()
            .and_then(|(starts, _)| zone.instant(starts));
        let days = self.venue.row.answer_within_working_days;
        let Some(starts_at) = starts_at else {
            return t.with("rules-answer", &[("days", days.into())]);
        };
        let by = deadline::answer_by(
            self.visitor.app.clock.now(),
            starts_at,
            row.notice_hours,
            days,
            self.catalogue.hours(self.venue),
            zone,
        );
        let moment = t.deadline(zone.local(by));
        t.with("form-answer-by", &[("moment", moment.into())])
    }
}
