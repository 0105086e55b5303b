//! Invitations for the calendars of others (RFC 5545, RFC 5546).
//!
//! Written by hand: what people type goes into every line, and the crates for it let line breaks and quotes through.
//! Times are UTC, so that no old zone table on the other side can move a booking by an hour.

use entity::Instant;

#[cfg(test)]
mod tests;

/// What the recipient's calendar shall do (RFC 5546).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Enter the event, or replace what it has under this UID with a lower SEQUENCE.
    Request,
    /// Take it out.
    Cancel,
}

impl Method {
    /// As in METHOD, and in the `method` parameter of the MIME part, which must be equal.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Request => "REQUEST",
            Self::Cancel => "CANCEL",
        }
    }
}

/// A mailbox.
#[derive(Clone, Copy, Debug)]
pub struct Party<'a> {
    pub name: &'a str,
    pub email: &'a str,
}

/// The event of an invitation.
#[derive(Clone, Copy, Debug)]
pub struct CalendarEvent<'a> {
    pub uid: &'a str,
    pub sequence: i32,
    /// When this message was written.
    pub stamp: Instant,
    pub starts_at: Instant,
    pub ends_at: Instant,
    /// Not the attendee: Outlook takes no invitation from oneself.
    pub organizer: Party<'a>,
    /// The one recipient.
    pub attendee: Party<'a>,
    pub summary: &'a str,
    pub location: &'a str,
    pub description: &'a str,
}

/// What becomes of entries that are published rather than sent as invitations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryStatus {
    Confirmed,
    Cancelled,
}

/// The whole file, with CRLF. METHOD stands first: some readers stop looking for it at the event.
#[must_use]
pub fn invitation(method: Method, event: &CalendarEvent) -> String {
    let entry = match method {
        Method::Request => EntryStatus::Confirmed,
        Method::Cancel => EntryStatus::Cancelled,
    };
    let attendee = format!(
        "ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=FALSE;CN={}:{}",
        parameter(event.attendee.name),
        mailto(event.attendee.email)
    );
    file(method.name(), lines(entry, event, Some(attendee)))
}

/// Several entries, each with its own UID. A REQUEST or a CANCEL may hold only one UID (RFC 5546, 3.2.2 and 3.2.5); what is
/// published may hold many, and names nobody as invited (3.2.1).
#[must_use]
pub fn published(entry: EntryStatus, events: &[CalendarEvent]) -> String {
    let lines = events.iter().flat_map(|event| lines(entry, event, None));
    file("PUBLISH", lines.collect())
}

fn file(method: &str, events: Vec<String>) -> String {
    let head = [
        "BEGIN:VCALENDAR".to_owned(),
        format!("METHOD:{method}"),
        "VERSION:2.0".to_owned(),
        "PRODID:-//jastar//booking//EN".to_owned(),
    ];
    let all = head.into_iter().chain(events);
    all.chain(["END:VCALENDAR".to_owned()])
        .map(|line| folded(&line))
        .collect()
}

fn lines(entry: EntryStatus, event: &CalendarEvent, attendee: Option<String>) -> Vec<String> {
    let status = match entry {
        EntryStatus::Confirmed => "CONFIRMED",
        EntryStatus::Cancelled => "CANCELLED",
    };
    let before = [
        "BEGIN:VEVENT".to_owned(),
        format!("UID:{}", text(event.uid)),
        format!("SEQUENCE:{}", event.sequence),
        format!("DTSTAMP:{}", utc(event.stamp)),
        format!("DTSTART:{}", utc(event.starts_at)),
        format!("DTEND:{}", utc(event.ends_at)),
        format!("STATUS:{status}"),
        format!(
            "ORGANIZER;CN={}:{}",
            parameter(event.organizer.name),
            mailto(event.organizer.email)
        ),
    ];
    let after = [
        format!("SUMMARY:{}", text(event.summary)),
        format!("LOCATION:{}", text(event.location)),
        format!("DESCRIPTION:{}", text(event.description)),
        "END:VEVENT".to_owned(),
    ];
    before.into_iter().chain(attendee).chain(after).collect()
}

/// `20261205T110000Z`.
#[must_use]
pub fn utc(instant: Instant) -> String {
    let moment = instant.to_utc();
    format!(
        "{:04}{:02}{:02}T{:02}{:02}{:02}Z",
        moment.year(),
        u8::from(moment.month()),
        moment.day(),
        moment.hour(),
        moment.minute(),
        moment.second()
    )
}

/// A TEXT value (3.3.11). Of control characters only line breaks can be written; the others are left out.
fn text(value: &str) -> String {
    let mut escaped = String::with_capacity(value.len());
    for c in value.replace("\r\n", "\n").chars() {
        match c {
            '\\' | ';' | ',' => escaped.extend(['\\', c]),
            '\n' | '\r' | '\u{2028}' | '\u{2029}' => escaped.push_str("\\n"),
            c if c.is_control() => {}
            c => escaped.push(c),
        }
    }
    escaped
}

/// A quoted parameter value (3.2), which can hold neither double quotes nor control characters.
fn parameter(value: &str) -> String {
    let kept = |c: &char| !c.is_control() && !['"', '\u{2028}', '\u{2029}'].contains(c);
    format!("\"{}\"", value.chars().filter(kept).collect::<String>())
}

/// The address as a URI, with what would end or change one percent-encoded.
fn mailto(email: &str) -> String {
    let mut uri = "mailto:".to_owned();
    for c in email.chars().filter(|c| !c.is_control()) {
        if c.is_whitespace() || "%?&#\"<>".contains(c) {
            uri.extend(c.to_string().bytes().map(|byte| format!("%{byte:02X}")));
        } else {
            uri.push(c);
        }
    }
    uri
}

/// Broken into lines of at most 75 octets, between characters, with the CRLF of the last (3.1).
fn folded(line: &str) -> String {
    let mut folded = String::with_capacity(line.len() + line.len() / 70 * 3 + 2);
    let mut octets = 0;
    for c in line.chars() {
        if octets + c.len_utf8() > 75 {
            folded.push_str("\r\n ");
            octets = 1;
        }
        folded.push(c);
        octets += c.len_utf8();
    }
    folded.push_str("\r\n");
    folded
}
