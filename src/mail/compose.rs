//! From a mail as data to the bytes on the wire. Pure: the same mail and envelope give the same message.

use std::time::{Duration, SystemTime};

use askama::Template;
use entity::{Instant, Language, Words};
use lettre::Message;
use lettre::message::header::{
    ContentDisposition, ContentType, HeaderName, HeaderValue, MessageId,
};
use lettre::message::{Mailbox, MultiPart, MultiPartKind, SinglePart};

use super::{facts::BookingFacts, line::one_line, mails::Mail, written::Written};
use crate::{
    i18n::{Translator, unbroken},
    ical::{self, Method},
};

const NAME_CHARS: usize = 60;

/// To whom a mail goes, and from whom.
#[derive(Clone, Debug)]
pub struct Envelope {
    pub from: Mailbox,
    /// May be empty; cleaned and cut before it is used.
    pub recipient_name: String,
    pub recipient: String,
    pub language: Language,
    /// Of every try the same. Angle brackets are added where they are missing.
    pub message_id: String,
    /// When the mail was written, not when it is sent: its Date and the DTSTAMP of its invitation.
    pub date: Instant,
}

/// None of these gets better by trying again.
#[derive(Debug)]
pub enum ComposeError {
    /// An address that can't stand in a header.
    Address(lettre::address::AddressError),
    Message(lettre::error::Error),
    Template(askama::Error),
}

impl std::fmt::Display for ComposeError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Address(error) => write!(f, "unusable address: {error}"),
            Self::Message(error) => write!(f, "the message can't be built: {error}"),
            Self::Template(error) => write!(f, "the template fails: {error}"),
        }
    }
}

impl std::error::Error for ComposeError {}

#[derive(Template)]
#[template(path = "mail.txt", config = "config/askama.toml")]
struct Text<'a> {
    t: Translator,
    mail: &'a Written,
    signature: &'a str,
}

#[derive(Template)]
#[template(path = "mail.html", config = "config/askama.toml")]
struct Html<'a> {
    t: Translator,
    mail: &'a Written,
    signature: &'a str,
}

/// The message that tells of `mail`, and of what happened to the same shortly before, oldest first.
pub fn compose(
    mail: &Mail,
    earlier: &[Mail],
    envelope: &Envelope,
) -> Result<Message, ComposeError> {
    let t = Translator::new(envelope.language).on(envelope.date.to_utc().date());
    let written = Written::new(mail, t).after(earlier, t);
    let signature = match mail.facts() {
        Some(booking) => one_line(booking.venue.name.get(envelope.language), 200),
        None => t.text("mail-service"),
    };
    let (mail_in_words, signature) = (&written, signature.as_str());
    let text = Text {
        t,
        mail: mail_in_words,
        signature,
    }
    .render()
    .map_err(ComposeError::Template)?;
    let html = Html {
        t,
        mail: mail_in_words,
        signature,
    }
    .render()
    .map_err(ComposeError::Template)?;
    let html = unbroken(&html, "style=\"white-space:nowrap\"");

    let id = envelope.message_id.trim_matches(['<', '>']);
    let boundary = |part: &str| {
        let id = id.chars().filter(char::is_ascii_alphanumeric).take(50);
        format!("=_{part}_{}", id.collect::<String>())
    };
    let mut alternative = MultiPart::builder()
        .kind(MultiPartKind::Alternative)
        .boundary(boundary("words"))
        .singlepart(SinglePart::plain(text))
        .singlepart(SinglePart::html(html));
    let attached = match invitation(mail, envelope, t) {
        None => entries(mail, envelope, t).map(published),
        Some((method, file)) => {
            alternative = alternative.singlepart(calendar(method, &file));
            Some(attachment(file))
        }
    };
    let body = match attached {
        None => alternative,
        Some(file) => MultiPart::builder()
            .kind(MultiPartKind::Mixed)
            .boundary(boundary("parts"))
            .multipart(alternative)
            .singlepart(file),
    };

    let mut message = Message::builder()
        .header(MessageId::from(format!("<{}>", one_line(id, 200))))
        .date(system_time(envelope.date))
        .from(mailbox(
            envelope.from.name.as_deref().unwrap_or_default(),
            envelope.from.email.as_ref(),
        )?)
        .to(mailbox(&envelope.recipient_name, &envelope.recipient)?)
        .subject(written.subject.as_str())
        .raw_header(header("Content-Language", envelope.language.tag()))
        .raw_header(header("Auto-Submitted", "auto-generated"));
    if let Some((name, email)) = mail
        .facts()
        .and_then(|booking| answers_to(mail, booking, t))
    {
        message = message.reply_to(mailbox(name, email)?);
    }
    message.multipart(body).map_err(ComposeError::Message)
}

/// Groups answer to the venue, the venue answers to the group.
fn answers_to<'a>(
    mail: &Mail,
    booking: &'a BookingFacts,
    t: Translator,
) -> Option<(&'a str, &'a str)> {
    if mail.is_to_venue() {
        Some((
            booking.contact.name.as_str(),
            booking.contact.email.as_deref()?,
        ))
    } else {
        Some((
            booking.venue.name.get(t.language),
            booking.venue.email.as_str(),
        ))
    }
}

fn invitation(mail: &Mail, envelope: &Envelope, t: Translator) -> Option<(Method, String)> {
    let (method, booking) = (mail.calendar()?, mail.facts()?);
    // Outlook refuses an invitation from the mailbox it arrives in.
    if booking
        .venue
        .email
        .eq_ignore_ascii_case(&envelope.recipient)
    {
        return None;
    }
    let code = format!("{}: {}", t.text("mail-code"), booking.code);
    let file = with_event(booking, &code, envelope, |event| {
        ical::invitation(method, &event)
    });
    Some((method, file))
}

/// The dates of a series for the group's calendar, under the UIDs of their bookings.
fn entries(mail: &Mail, envelope: &Envelope, t: Translator) -> Option<String> {
    let Mail::Series(series) = mail else {
        return None;
    };
    let entry = series.news.entries()?;
    let code = format!("{}: {}", t.text("mail-series-code"), series.about.code);
    let dates = series.dates.iter();
    let dates: Vec<_> = dates
        .filter_map(|date| Some((&date.space, date.entry.as_ref()?)))
        .collect();
    with_event(&series.about, &code, envelope, |event| {
        let places: Vec<String> = dates
            .iter()
            .map(|(space, _)| place(space, &series.about, envelope.language))
            .collect();
        let events: Vec<ical::CalendarEvent> = dates
            .iter()
            .zip(&places)
            .map(|((_, date), location)| ical::CalendarEvent {
                uid: &date.uid,
                sequence: date.sequence,
                starts_at: date.starts_at,
                ends_at: date.ends_at,
                location,
                ..event
            })
            .collect();
        (!events.is_empty()).then(|| ical::published(entry, &events))
    })
}

fn place(space: &Words, booking: &BookingFacts, language: Language) -> String {
    let venue = &booking.venue;
    let parts = [space, &venue.name, &venue.address].map(|words| words.get(language));
    parts.join(", ")
}

/// `code` is a line of the event's description.
fn with_event<T>(
    booking: &BookingFacts,
    code: &str,
    envelope: &Envelope,
    write: impl FnOnce(ical::CalendarEvent) -> T,
) -> T {
    let (venue, language) = (&booking.venue, envelope.language);
    let about = [
        venue.how_to_come_in.get(language),
        code,
        &booking.url,
        &venue.phone,
    ];
    write(ical::CalendarEvent {
        uid: &booking.uid,
        sequence: booking.sequence,
        stamp: envelope.date,
        starts_at: booking.starts_at,
        ends_at: booking.ends_at,
        organizer: ical::Party {
            name: venue.name.get(language),
            email: &venue.email,
        },
        attendee: ical::Party {
            name: &one_line(&envelope.recipient_name, NAME_CHARS),
            email: &envelope.recipient,
        },
        summary: &one_line(&booking.title, 200),
        location: &place(&booking.space, booking, language),
        description: &about.join("\n"),
    })
}

/// The last alternative, which is where Exchange looks for it.
fn calendar(method: Method, file: &str) -> SinglePart {
    let kind = format!("text/calendar; charset=utf-8; method={}", method.name());
    SinglePart::builder()
        .header(content_type(&kind))
        .body(file.to_owned())
}

/// The same once more, for programs that look only at attachments.
fn attachment(file: String) -> SinglePart {
    SinglePart::builder()
        .header(content_type("application/ics; name=\"invite.ics\""))
        .header(ContentDisposition::attachment("invite.ics"))
        .body(file)
}

/// Entries to take over; not an invitation, so it is no alternative to the words.
fn published(file: String) -> SinglePart {
    let kind = "text/calendar; charset=utf-8; method=PUBLISH; name=\"dates.ics\"";
    SinglePart::builder()
        .header(content_type(kind))
        .header(ContentDisposition::attachment("dates.ics"))
        .body(file)
}

fn content_type(kind: &str) -> ContentType {
    ContentType::parse(kind).expect("a content type of ours, without anything typed by people")
}

/// lettre panics on line breaks in a name, so names go through `one_line`.
fn mailbox(name: &str, address: &str) -> Result<Mailbox, ComposeError> {
    let name = Some(one_line(name, NAME_CHARS)).filter(|name| !name.is_empty());
    Ok(Mailbox::new(
        name,
        address.parse().map_err(ComposeError::Address)?,
    ))
}

fn header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

/// lettre panics beyond the years that a Date header can hold.
fn system_time(instant: Instant) -> SystemTime {
    const END_OF_9999: i64 = 253_402_300_799;
    SystemTime::UNIX_EPOCH + Duration::from_secs(instant.0.clamp(0, END_OF_9999).unsigned_abs())
}
