//! What a mail says in the recipient's language: first what happened, then where, when, how to come in, the code and
//! the link; the rest stands below.

pub use super::written::{Earlier, Fact, MailLink, Written};
use entity::Words;
use time::PrimitiveDateTime;

use super::{
    digest,
    facts::{AlternativeFacts, BookingFacts, ContactFacts, HeldOfferFacts, PlaceFacts},
    line::one_line,
    mails::Mail,
};
use crate::{
    i18n::{Translator, Value},
    ical::{EntryStatus, Method},
    text::Phone,
};

/// Minutes from UTC that every clock of the country shows since 2024.
const COUNTRY: i32 = 5 * 60;

impl Written {
    #[must_use]
    pub fn new(mail: &Mail, t: Translator) -> Self {
        match (mail, mail.facts()) {
            (Mail::Series(series), Some(facts)) => {
                series.finished(about_booking(mail, facts, t), t)
            }
            (_, Some(facts)) => about_booking(mail, facts, t),
            (Mail::SignInCode { code, minutes }, _) => sign_in(code, *minutes, t),
            (Mail::Reminder { requests } | Mail::Escalation { requests }, _) => {
                digest::written(&mail.news(), requests, t)
            }
            (_, None) => unreachable!("every other mail is about a booking"),
        }
    }

    /// With what happened before it.
    #[must_use]
    pub fn after(mut self, earlier: &[Mail], t: Translator) -> Self {
        let told: Vec<Earlier> = earlier
            .iter()
            .map(|mail| self.earlier(Self::new(mail, t), t))
            .collect();
        self.earlier = told;
        self
    }

    fn earlier(&self, before: Self, t: Translator) -> Earlier {
        let listed = (!before.dates.is_empty() && before.dates != self.dates).then(|| Fact {
            label: t.text("mail-dates"),
            value: before.dates.join("\n"),
        });
        let known = |fact: &Fact| self.facts.contains(fact) || self.details.contains(fact);
        let said = before.facts.into_iter().chain(before.details);
        Earlier {
            heading: before.heading,
            facts: said.filter(|fact| !known(fact)).chain(listed).collect(),
        }
    }
}

fn sign_in(code: &str, minutes: i64, t: Translator) -> Written {
    let how = t.with("mail-sign-in-how", &[("minutes", minutes.into())]);
    Written {
        subject: t.with("mail-sign-in-subject", &[("code", code.into())]),
        preheader: how.clone(),
        heading: t.text("mail-sign-in-heading"),
        paragraphs: vec![how],
        facts: Vec::new(),
        code: Some(Fact {
            label: t.text("mail-sign-in-code"),
            value: code.to_owned(),
        }),
        link: None,
        list: Vec::new(),
        kept: Vec::new(),
        dates: Vec::new(),
        others: Vec::new(),
        alternatives: Vec::new(),
        details: Vec::new(),
        earlier: Vec::new(),
        closing: t.text("mail-sign-in-not-you"),
    }
}

fn about_booking(mail: &Mail, booking: &BookingFacts, t: Translator) -> Written {
    let language = t.language;
    let news = mail.news();
    let space = booking.space.get(language);
    let venue = booking.venue.name.get(language);
    let variables: [(&str, Value); 7] = [
        ("count", mail.dates().into()),
        ("name", one_line(&booking.contact.name, 60).into()),
        ("title", one_line(&booking.title, 60).into()),
        ("space", space.into()),
        ("day", t.day_month(booking.starts.date()).into()),
        ("time", t.time(booking.starts).into()),
        ("phone", booking.venue.phone.as_str().into()),
    ];
    let say = |key: &str| t.with(key, &variables);

    let place = one_line(&format!("{space}, {venue}"), 200);
    let when = t.when(booking.starts, booking.ends);
    let contact = reached(&booking.contact);

    let fact = |key: &str, value: Option<String>| {
        let value = value.filter(|value| !value.trim().is_empty())?;
        Some(Fact {
            label: t.text(key),
            value,
        })
    };
    let people = Some(booking.attendees.to_string());
    let borrowed = t.borrowed(booking.borrowed.iter().map(|(name, many)| (name, *many)));
    let reason = [
        booking.reason.as_ref().map(|words| words.get(language)),
        booking.reason_text.as_deref(),
    ];
    let series = match mail {
        Mail::Series(series) => Some(series),
        _ => None,
    };
    let stands = series.is_some_and(|series| series.news.entries() == Some(EntryStatus::Confirmed));
    let coming = stands || mail.calendar() == Some(Method::Request);
    let said_yes = stands || matches!(mail, Mail::Approved(_) | Mail::Moved(_));
    let why = if said_yes { "mail-word" } else { "mail-reason" };
    let place_of = |of: &PlaceFacts| self::place(&of.space, of.starts, of.ends, t);
    let before = booking.before.as_ref().map(place_of);
    let wanted = booking.wanted.as_ref().map(place_of);
    // Of a question and of a time that is given away, the group would take it for its own deadline.
    let says_when = !matches!(mail, Mail::Question(_) | Mail::TimeGiven(_));
    let answer_by = booking.answer_by.filter(|_| says_when);
    let answer_by = answer_by.map(|moment| t.deadline(moment));
    let answers = if mail.is_to_venue() {
        "mail-answer-by"
    } else {
        "mail-our-answer-by"
    };
    let how_to_come_in = coming.then(|| booking.venue.how_to_come_in.get(language).to_owned());
    let address = booking.venue.address.get(language).to_owned();
    let (link, closing) = leads_on(mail);

    let first_choice = (!booking.kept.is_empty()).then(|| t.text("mail-text-kept"));
    let happened = say(&format!("mail-text-{news}"));

    Written {
        subject: one_line(&say(&format!("mail-subject-{news}")), 120),
        preheader: format!("{place}. {when}"),
        heading: say(&format!("mail-heading-{news}")),
        paragraphs: [happened].into_iter().chain(first_choice).collect(),
        facts: [
            fact(why, Some(joined(&reason, " "))),
            fact("mail-message", booking.message.clone()),
            fact("mail-where", Some(place)),
            fact(
                "mail-when",
                Some(format!("{when}{}", zone_note(booking, t))),
            ),
            fact("mail-before", before),
            fact("mail-wanted", wanted),
            fact("mail-how-to-come-in", how_to_come_in),
            fact(answers, answer_by),
        ]
        .into_iter()
        .flatten()
        .collect(),
        code: Some(code(booking, t)),
        link: Some(MailLink {
            label: t.text(link),
            url: booking.url.clone(),
        }),
        list: Vec::new(),
        kept: held(booking, t),
        dates: Vec::new(),
        others: Vec::new(),
        alternatives: alternatives(booking, t),
        details: [
            fact("mail-event", Some(one_line(&booking.title, 200))),
            fact("mail-attendees", people),
            fact("mail-stock", Some(borrowed)),
            fact("mail-contact", Some(one_line(&contact, 200))),
            fact("mail-note", booking.note.clone()),
            fact("mail-address", Some(address)),
        ]
        .into_iter()
        .flatten()
        .collect(),
        earlier: Vec::new(),
        closing: say(closing),
    }
}

/// What the button says and what stands at the end.
fn leads_on(mail: &Mail) -> (&'static str, &'static str) {
    match mail {
        mail if mail.is_to_venue() => ("mail-open-venue", "mail-closing-venue"),
        // An answer by mail would not be found at the request, whose clock stands still.
        Mail::Question(_) | Mail::VenueWrote(_) => ("mail-open-answer", "mail-closing-answer"),
        _ => ("mail-open", "mail-closing"),
    }
}

/// What is not approved yet is no booking.
fn code(booking: &BookingFacts, t: Translator) -> Fact {
    let label = if booking.invited {
        "mail-code"
    } else {
        "request-code"
    };
    Fact {
        label: t.text(label),
        value: booking.code.clone(),
    }
}

fn reached(contact: &ContactFacts) -> String {
    let parts = [
        Some(contact.name.clone()),
        contact.phone.as_deref().map(Phone::readable),
        contact.email.clone(),
    ];
    joined(&parts, ", ")
}

/// Which time it is, where it is not that of the whole country.
fn zone_note(booking: &BookingFacts, t: Translator) -> String {
    if booking.offset_minutes == COUNTRY {
        return String::new();
    }
    let offset = offset(booking.offset_minutes);
    format!(
        " ({})",
        t.with("mail-zone-note", &[("offset", offset.into())])
    )
}

fn held(booking: &BookingFacts, t: Translator) -> Vec<MailLink> {
    let link = |kept: &HeldOfferFacts| {
        let place = place(&kept.space, kept.starts, kept.ends, t);
        let until = t.deadline(kept.until);
        let said = [("place", place.into()), ("until", until.into())];
        MailLink {
            label: t.with("mail-kept-until", &said),
            url: kept.url.clone(),
        }
    };
    booking.kept.iter().map(link).collect()
}

fn alternatives(booking: &BookingFacts, t: Translator) -> Vec<MailLink> {
    let link = |free: &AlternativeFacts| MailLink {
        label: place(&free.space, free.starts, free.ends, t),
        url: free.url.clone(),
    };
    booking.alternatives.iter().map(link).collect()
}

fn place(
    space: &Words,
    starts: PrimitiveDateTime,
    ends: PrimitiveDateTime,
    t: Translator,
) -> String {
    format!("{}, {}", space.get(t.language), t.when(starts, ends))
}

fn joined(parts: &[Option<impl AsRef<str>>], separator: &str) -> String {
    let parts: Vec<&str> = parts
        .iter()
        .flatten()
        .map(|part| part.as_ref().trim())
        .filter(|part| !part.is_empty())
        .collect();
    parts.join(separator)
}

/// `+5`, `+5:30`, `−3`.
fn offset(minutes: i32) -> String {
    let sign = if minutes < 0 { '−' } else { '+' };
    match (minutes.abs() / 60, minutes.abs() % 60) {
        (hours, 0) => format!("{sign}{hours}"),
        (hours, rest) => format!("{sign}{hours}:{rest:02}"),
    }
}
