//! The page of a series.

use askama::Template;
use entity::{Every, Nth, audit::Role, booking::Status, term::TermKind};
use time::PrimitiveDateTime;

use super::super::{
    booking::why_not,
    decide::reasons,
    request::{Field, Input},
    typed::Typed,
    visitor::{Frame, Visitor},
};
use crate::{
    booking::{
        conflict::ClashKind,
        series::{Dated, Fate, Series, Verdict},
        text::Phone,
    },
    error::Error,
    i18n::Translator,
    urls,
    venue::Catalogue,
    zone::parse_wall,
};

/// Before the date in the name of a box.
pub const EXCEPT: &str = "except-";

/// What somebody tried, and why it was not done, if it was not only to be read in another language.
pub struct Tried<'a> {
    pub action: &'a str,
    pub form: Typed,
    pub error: Option<Error>,
}

#[derive(Template)]
#[template(path = "series.html", config = "config/askama.toml")]
pub struct SeriesPage {
    frame: Frame,
    code: String,
    title: String,
    space: String,
    rule: String,
    counts: Vec<(String, String)>,
    details: Vec<(String, String)>,
    dates: Vec<DateLine>,
    forms: Vec<SeriesForm>,
    refusal: Vec<String>,
}

/// One date in words.
pub struct DateLine {
    /// `2026-12-05`
    pub date: String,
    pub when: String,
    /// Of its booking.
    pub link: Option<String>,
    pub state: String,
    pub why: Vec<String>,
    pub offers: Vec<String>,
    pub can_be_added: bool,
}

struct SeriesForm {
    slug: &'static str,
    button: String,
    boxes: Vec<(String, String, bool)>,
    fields: Vec<Field>,
    main: bool,
    open: bool,
}

pub fn page(
    visitor: &Visitor,
    catalogue: &Catalogue,
    series: &Series,
    role: Role,
    tried: Option<Tried<'_>>,
) -> Result<SeriesPage, Error> {
    let t = visitor.t();
    let first = series.bookings().next().ok_or(Error::NotFound)?;
    let error = tried.as_ref().and_then(|tried| tried.error.as_ref());
    let refusal = error.map_or_else(Vec::new, |error| refusal(t, catalogue, error));
    let space = catalogue.space_of(series.row.space_id);
    let forms = Forms {
        t,
        catalogue,
        series,
        role,
        typed: tried.as_ref().map(|tried| (tried.action, &tried.form)),
    };
    let forms = forms.possible();
    let sent_along = tried.as_ref().map(|tried| tried.action);
    let phone = first.contact_phone.as_deref().map(Phone::readable);
    let details = [
        (t.text("booking-contact"), Some(first.contact_name.clone())),
        (t.text("form-phone"), phone),
        (t.text("form-group"), first.group_name.clone()),
        (t.text("form-attendees"), Some(first.attendees.to_string())),
        (t.text("form-note"), first.note.clone()),
    ];
    Ok(SeriesPage {
        frame: Frame {
            path: urls::series("", &series.row),
            form: forms
                .iter()
                .find(|form| Some(form.slug) == sent_along)
                .map(|form| form.slug.to_owned()),
            ..visitor.frame(format!("{} · {}", series.row.code, first.title))
        },
        code: series.row.code.clone(),
        title: first.title.clone(),
        space: space.map_or(String::new(), |space| {
            space.row.name.get(t.language).to_owned()
        }),
        rule: rule(t, series),
        counts: counts(t, series),
        details: details
            .into_iter()
            .filter_map(|(label, value)| Some((label, value?)))
            .collect(),
        dates: lines(t, catalogue, &series.dates),
        forms,
        refusal,
    })
}

/// `Every week, 16:00–18:00`
fn rule(t: Translator, series: &Series) -> String {
    let every = match (series.row.every, series.row.nth) {
        (Every::Week, _) => t.text("series-week"),
        (Every::TwoWeeks, _) => t.text("series-two-weeks"),
        (Every::MonthWeekday, Some(Nth::Last)) => t.text("series-month-last"),
        (Every::MonthWeekday, _) => t.text("series-month"),
    };
    let time = |text: &str| parse_wall(text).map_or(String::new(), |at| t.time(at));
    format!(
        "{every}, {}–{}",
        time(&series.row.starts),
        time(&series.row.ends)
    )
}

fn counts(t: Translator, series: &Series) -> Vec<(String, String)> {
    let all = series.dates.len();
    let many = |status: &[Status]| {
        let bookings = series.bookings();
        bookings.filter(|one| status.contains(&one.status)).count()
    };
    let stands = [Status::Approved, Status::CheckedIn, Status::Completed];
    let missed = all - series.bookings().count();
    [
        (t.text("series-approved"), many(&stands)),
        (t.text("series-waiting"), many(&[Status::Pending])),
        (t.text("series-missed"), missed),
    ]
    .into_iter()
    .map(|(label, count)| (label, format!("{count} / {all}")))
    .collect()
}

/// Every date with what has become of it, or would.
pub fn lines(t: Translator, catalogue: &Catalogue, dates: &[Dated]) -> Vec<DateLine> {
    dates.iter().map(|date| line(t, catalogue, date)).collect()
}

fn line(t: Translator, catalogue: &Catalogue, date: &Dated) -> DateLine {
    let mut line = DateLine {
        date: date.starts.date().to_string(),
        when: t.when(date.starts, date.ends),
        link: None,
        state: t.text(match date.fate.verdict() {
            Verdict::Booked | Verdict::Free => "series-free",
            Verdict::Taken => "series-taken",
            Verdict::Closed => "series-closed",
            Verdict::Holiday => "series-holiday",
            Verdict::Rule => "series-rule",
        }),
        why: Vec::new(),
        offers: Vec::new(),
        can_be_added: matches!(date.fate, Fate::Free),
    };
    match &date.fate {
        Fate::Free => {}
        Fate::Booked(booking) => {
            line.link = Some(urls::booking("", booking));
            line.state = t.status(booking.status);
            line.can_be_added = matches!(
                booking.status,
                Status::Rejected | Status::Withdrawn | Status::Cancelled | Status::Expired
            );
        }
        Fate::Taken {
            conflicts,
            alternatives,
        } => {
            let name = |path: &str| {
                let space = catalogue.space(path);
                space.map_or(String::new(), |(_, space)| {
                    space.row.name.get(t.language).to_owned()
                })
            };
            for one in conflicts {
                let what = in_the_way(t, one.kind);
                let when = t.when(one.starts, one.ends);
                line.why
                    .push(format!("{}, {when}: {what}", name(&one.space)));
            }
            let offer = |starts: PrimitiveDateTime, ends, space: &str| {
                format!("{}, {}", name(space), t.when(starts, ends))
            };
            let offers = alternatives.iter();
            line.offers = offers
                .map(|one| offer(one.starts, one.ends, &one.space))
                .collect();
        }
        Fate::Broken(broken) => {
            let said = broken.iter().map(|one| {
                t.broken(one, |slug| {
                    catalogue
                        .name(TermKind::Layout, slug, t.language)
                        .to_owned()
                })
            });
            line.why = said.collect();
        }
    }
    line
}

fn in_the_way(t: Translator, kind: ClashKind) -> String {
    t.text(match kind {
        ClashKind::Booking => "form-in-the-way-booking",
        ClashKind::Closure => "form-in-the-way-closure",
        ClashKind::Turnaround => "form-in-the-way-turnaround",
        ClashKind::Seats => "form-in-the-way-seats",
        ClashKind::Stock => "form-in-the-way-stock",
    })
}

fn refusal(t: Translator, catalogue: &Catalogue, error: &Error) -> Vec<String> {
    let Error::NotAllDates(dates) = error else {
        return why_not(t, catalogue, error).0;
    };
    let mut said = vec![t.text("series-not-all")];
    let lacking = dates.iter().filter(|date| !matches!(date.fate, Fate::Free));
    said.extend(lacking.map(|date| {
        let line = line(t, catalogue, date);
        format!("{}: {}", line.when, line.state)
    }));
    said
}

struct Forms<'a> {
    t: Translator,
    catalogue: &'a Catalogue,
    series: &'a Series,
    role: Role,
    typed: Option<(&'a str, &'a Typed)>,
}

impl Forms<'_> {
    fn possible(&self) -> Vec<SeriesForm> {
        let t = self.t;
        let waits = self.dates(&[Status::Pending]);
        let stands = self.dates(&[Status::Pending, Status::Approved]);
        let venue = self.role == Role::Venue;
        let mut forms = Vec::new();
        if venue && !waits.is_empty() {
            let note = self.field("approve", "note", "decide-note", Input::Lines);
            let mut form = self.form("approve", t.text("series-approve"), vec![note]);
            form.boxes = waits
                .iter()
                .map(|(date, when)| {
                    let name = format!("{EXCEPT}{date}");
                    let ticked = !self.said("approve", &name).is_empty();
                    (name, when.clone(), ticked)
                })
                .collect();
            form.main = true;
            forms.push(form);
            let why = self.why("reject", "reject_reason", "reject_text");
            forms.push(self.form("reject", t.text("series-reject"), why));
        }
        if !stands.is_empty() {
            let mut fields = vec![self.from("cancel", "cancel_from", &stands)];
            if venue {
                fields.extend(self.why("cancel", "cancel_reason", "cancel_text"));
            }
            forms.push(self.form("cancel", t.text("series-cancel"), fields));
            let time = |name, key| self.field("move", name, key, Input::Line("time", "off", true));
            let fields = vec![
                self.from("move", "move_from", &stands),
                time("starts", "form-from"),
                time("ends", "form-to"),
            ];
            forms.push(self.form("move", t.text("series-move"), fields));
        }
        forms
    }

    fn form(&self, slug: &'static str, button: String, fields: Vec<Field>) -> SeriesForm {
        SeriesForm {
            slug,
            button,
            boxes: Vec::new(),
            fields,
            main: false,
            open: slug == "approve" || self.typed.is_some_and(|(tried, _)| tried == slug),
        }
    }

    /// Dates of bookings in these states, with their times in words.
    fn dates(&self, states: &[Status]) -> Vec<(String, String)> {
        let bookings = self.series.dates.iter().filter(|date| {
            let booking = date.fate.booking();
            booking.is_some_and(|booking| states.contains(&booking.status))
        });
        bookings
            .map(|date| {
                let day = date.starts.date().to_string();
                (day, self.t.when(date.starts, date.ends))
            })
            .collect()
    }

    fn from(&self, slug: &str, name: &'static str, dates: &[(String, String)]) -> Field {
        let all = (String::new(), self.t.text("series-all"));
        let choices = std::iter::once(all).chain(dates.iter().cloned());
        self.field(slug, name, "series-from", Input::Choice(choices.collect()))
    }

    /// A reason of the catalogue, or an own sentence.
    fn why(&self, slug: &'static str, code: &'static str, text: &'static str) -> Vec<Field> {
        let none = (String::new(), "–".to_owned());
        let known = reasons(self.t, self.catalogue, slug);
        let choices = std::iter::once(none).chain(known).collect();
        vec![
            self.field(slug, code, "decide-reason", Input::Choice(choices)),
            self.field(slug, text, "decide-own-words", Input::Lines),
        ]
    }

    fn field(&self, slug: &str, name: &'static str, key: &str, input: Input) -> Field {
        Field {
            name,
            label: self.t.text(key),
            hint: String::new(),
            value: self.said(slug, name).to_owned(),
            errors: Vec::new(),
            input,
            short: matches!(name, "starts" | "ends"),
        }
    }

    fn said(&self, slug: &str, name: &str) -> &str {
        match self.typed {
            Some((tried, typed)) if tried == slug => typed.get(name),
            _ => "",
        }
    }
}
