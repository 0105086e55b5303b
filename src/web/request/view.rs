//! The form as it is shown, with what is wrong beside each field.

use askama::Template;
use axum::response::Response;
use entity::{Language, space::Approval, term::TermKind};

use super::{
    answer::FormAnswer,
    exception::{Exception, exception},
    faults::{FieldTexts, ORDER, form_field_of, not_a_line, texts_of},
    form::{self, RequestForm},
    instead::{OfferButton, button, in_the_way},
    replacing::{InPlaceFields, in_place},
    rule::repetition,
};
use crate::{
    i18n::Translator,
    rules::deadline,
    web::{
        borrowing::{Lendable, lendable},
        field::{Field, FieldFault, Input},
        page_error::{PageError, later},
        rules::{self, clock},
        times::from_to,
        venues::SpaceLink,
        visitor::{Frame, personal},
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
    in_place: Option<InPlaceFields>,
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
    summary: Vec<FieldFault>,
    conflicts: Vec<String>,
    offers: Vec<OfferButton>,
    /// Why nothing was sent, where no field is at fault.
    notice: Option<String>,
    signed_in: bool,
}

/// A fault with its field, if that is one of those that are `shown`.
fn summed_up((name, text): &(&'static str, String), shown: &[&Field]) -> FieldFault {
    let field = shown.iter().find(|field| field.name == *name);
    let id = field.map_or(not_a_line(name), |field| field.name);
    FieldFault {
        field: id.to_owned(),
        label: field.map_or(String::new(), |field| format!("{}: ", field.label)),
        text: text.clone(),
    }
}

/// The form, with what the service said to it.
pub fn page(form: &RequestForm<'_>, answer: FormAnswer) -> RequestPage {
    let visitor = form.visitor;
    let t = visitor.t();
    let link = SpaceLink::new(form.catalogue, t, form.space);
    let notice = answer.notice(t);
    let (mut broken, mut conflicts, mut offers) = (Vec::new(), Vec::new(), Vec::new());
    match answer {
        FormAnswer::Broken(faults) => broken = faults,
        FormAnswer::Conflict {
            conflicts: clashes,
            alternatives,
        } => {
            conflicts = clashes.iter().map(|one| in_the_way(form, one)).collect();
            offers = alternatives.iter().map(|one| button(form, one)).collect();
        }
        FormAnswer::None
        | FormAnswer::SentBefore
        | FormAnswer::TooMuchToKeep
        | FormAnswer::TooManyKept { .. }
        | FormAnswer::TooManySent { .. } => {}
    }
    let mut said: Vec<(&'static str, String)> = broken
        .iter()
        .map(|one| (form_field_of(one), form.say(one)))
        .collect();
    said.sort_by_key(|(name, _)| ORDER.iter().position(|known| known == name));
    let field = |name, input| form.field(t, name, input, &said);
    let when = vec![
        field("date", Input::Line("date", "off", true)),
        field("from", Input::Choice(grid(form, "from"))),
        field("to", Input::Choice(grid(form, "to"))),
    ];
    let repeat = repetition(form, t, &said);
    let exception = exception(form, &broken, &said);
    let in_place = in_place(form, &said);
    let mut what = vec![
        field("title", Input::Line("text", "off", true)),
        field("attendees", Input::Line("number", "off", true)),
    ];
    if form.space.row.layouts.0.len() > 1 {
        what.push(field("layout", Input::Choice(layouts(form, t))));
    }
    what.push(field("group", Input::Line("text", "organization", false)));
    what.push(field("programme", Input::Choice(programmes(form, t))));
    what.push(field("note", Input::Lines));
    let who = vec![
        field("name", Input::Line("text", "name", true)),
        field("phone", Input::Line("tel", "tel", true)),
    ];
    let other = form.is_managers().then(|| others(form, t, &said));
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
        venue_name: form.venue.row.name.get(t.language).to_owned(),
        venue_path: format!("/venues/{}", form.venue.row.slug),

        rules: rules::in_words(t, form.catalogue, form.venue, form.space),
        answer: answer_time(form, t),
        key: form.typed.get("key").to_owned(),
        when,
        repeats: repeat.iter().any(Field::is_touched),
        repeat,
        exception,
        in_place,
        what,
        lendable: lendable(t, form.venue, &form.typed),
        stock: texts_of("stock", &said),
        public: form
            .space
            .seats()
            .is_none()
            .then(|| !form.typed.get("public").is_empty()),
        who,
        other,
        for_another: form.is_for_another(),
        summary,
        conflicts,
        offers,
        notice,
        signed_in: visitor.actor.who().is_some(),
        space: link,
    }
}

/// Of who is booked for.
fn others(form: &RequestForm<'_>, t: Translator, said: &FieldTexts) -> Vec<Field> {
    let languages = Language::ALL
        .map(|language| {
            let name = t.text(&format!("language-{}", language.tag()));
            (language.tag().to_owned(), name)
        })
        .to_vec();
    let field = |name, input| form.field(t, name, input, said);
    vec![
        field("for_name", Input::Line("text", "off", false)),
        field("for_phone", Input::Line("tel", "off", false)),
        field("for_email", Input::Line("email", "off", false)),
        field("for_language", Input::Choice(languages)),
    ]
}

/// The times of the space's grid at which the venue is ever open, all of them for a manager, and what was typed.
fn grid(form: &RequestForm<'_>, name: &str) -> Vec<(String, String)> {
    let hours = &form.venue.row.hours;
    let openings = || {
        hours
            .week
            .iter()
            .chain(hours.periods.iter().flat_map(|period| &period.week))
            .chain(hours.days.iter().map(|day| &day.openings))
            .flatten()
    };
    let step = u16::try_from(form.space.row.step_minutes)
        .unwrap_or(30)
        .max(1);
    let from = openings()
        .map(|one| one.from)
        .min()
        .unwrap_or(0)
        .div_ceil(step)
        * step;
    let to = openings().map(|one| one.to).max().unwrap_or(0);
    let (from, to) = if form.is_managers() {
        (0, to.max(24 * 60))
    } else {
        (from, to)
    };
    let mut times: Vec<String> = (from..=to).step_by(usize::from(step)).map(clock).collect();
    match name {
        "from" => drop(times.pop()),
        _ => drop(times.drain(..1.min(times.len()))),
    }
    let typed = form.typed.get(name).trim().to_owned();
    if !typed.is_empty() && !times.contains(&typed) {
        times.push(typed);
    }
    let empty = (String::new(), form.visitor.t().text("form-choose"));
    std::iter::once(empty)
        .chain(times.into_iter().map(|time| (time.clone(), time)))
        .collect()
}

fn layouts(form: &RequestForm<'_>, t: Translator) -> Vec<(String, String)> {
    let layouts = form.space.row.layouts.0.iter();
    layouts
        .map(|slug| {
            let name = form.catalogue.name(TermKind::Layout, slug, t.language);
            (slug.clone(), name.to_owned())
        })
        .collect()
}

fn programmes(form: &RequestForm<'_>, t: Translator) -> Vec<(String, String)> {
    let none = (String::new(), t.text("form-no-programme"));
    let terms = form.catalogue.terms(TermKind::Programme);
    std::iter::once(none)
        .chain(terms.map(|term| (term.slug.clone(), term.name.get(t.language).to_owned())))
        .collect()
}

fn answer_time(form: &RequestForm<'_>, t: Translator) -> String {
    let row = &form.space.row;
    if row.approval == Approval::Automatic || form.is_managers() {
        return t.text("form-answer-at-once");
    }
    let zone = &form.venue.zone;
    let starts_at = from_to(&form.typed).and_then(|(starts, _)| zone.instant(starts));
    let days = form.venue.row.answer_within_working_days;
    let Some(starts_at) = starts_at else {
        return t.with("rules-answer", &[("days", days.into())]);
    };
    let by = deadline::answer_by(
        form.visitor.app.clock.now(),
        starts_at,
        row.notice_hours,
        days,
        form.catalogue.hours(form.venue),
        zone,
    );
    let moment = t.deadline(zone.local(by));
    t.with("form-answer-by", &[("moment", moment.into())])
}

/// The form once more, with why nothing was sent.
pub fn refused(form: &RequestForm<'_>, answer: FormAnswer) -> Result<Response, PageError> {
    let (status, wait) = answer.status();
    let page = personal(status, &page(form, answer))?;
    Ok(later(page, wait))
}
