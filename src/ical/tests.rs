//! Whatever people type, the file keeps its lines.

use proptest::prelude::*;

use super::*;

fn event<'a>(words: &'a str, email: &'a str) -> CalendarEvent<'a> {
    CalendarEvent {
        uid: "01990000-0000-7000-8000-000000000001@youth-house.example",
        sequence: 2,
        stamp: Instant(1_795_000_000),
        starts_at: Instant(1_796_468_400),
        ends_at: Instant(1_796_479_200),
        organizer: Party {
            name: words,
            email: "booking@youth-house.example",
        },
        attendee: Party { name: words, email },
        summary: words,
        location: words,
        description: words,
    }
}

fn unfolded(file: &str) -> Vec<String> {
    file.replace("\r\n ", "")
        .split_terminator("\r\n")
        .map(ToOwned::to_owned)
        .collect()
}

fn unescaped(value: &str) -> String {
    let mut text = String::new();
    let mut characters = value.chars();
    while let Some(c) = characters.next() {
        match (c, if c == '\\' { characters.next() } else { None }) {
            ('\\', Some('n')) => text.push('\n'),
            ('\\', Some(escaped)) => text.push(escaped),
            _ => text.push(c),
        }
    }
    text
}

#[test]
fn an_invitation_stands_line_by_line() {
    let event = event("Домбыра кеші; \"бірге\", 2026", "aigerim@example.kz");
    let file = invitation(Method::Request, &event);
    let lines = unfolded(&file);
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    assert_eq!(
        lines,
        [
            "BEGIN:VCALENDAR",
            "METHOD:REQUEST",
            "VERSION:2.0",
            "PRODID:-//jastar//booking//EN",
            "BEGIN:VEVENT",
            "UID:01990000-0000-7000-8000-000000000001@youth-house.example",
            "SEQUENCE:2",
            "DTSTAMP:20261118T110640Z",
            "DTSTART:20261205T110000Z",
            "DTEND:20261205T140000Z",
            "STATUS:CONFIRMED",
            "ORGANIZER;CN=\"Домбыра кеші; бірге, 2026\":mailto:booking@youth-house.example",
            "ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=FALSE;CN=\"Домбыра кеші; бірге, 2026\":mailto:aigerim@example.kz",
            "SUMMARY:Домбыра кеші\\; \"бірге\"\\, 2026",
            "LOCATION:Домбыра кеші\\; \"бірге\"\\, 2026",
            "DESCRIPTION:Домбыра кеші\\; \"бірге\"\\, 2026",
            "END:VEVENT",
            "END:VCALENDAR",
        ]
    );
}

#[test]
fn a_cancellation_says_so_twice() {
    let lines = unfolded(&invitation(Method::Cancel, &event("Кеш", "a@example.kz")));
    assert!(lines.contains(&"METHOD:CANCEL".to_owned()));
    assert!(lines.contains(&"STATUS:CANCELLED".to_owned()));
}

proptest! {
    #[test]
    fn no_text_adds_or_breaks_a_line(
        words in "(\\PC|[\\r\\n\\t\\\\;,:\"ңғүұқөһіә\u{7}\u{85}\u{2028}]){0,200}",
        email in "[a-z\\r\\n\"<>;:,% ]{0,40}@[a-z]{1,9}",
    ) {
        let file = invitation(Method::Request, &event(&words, &email));
        for line in file.split_terminator("\r\n") {
            prop_assert!(line.len() <= 75);
            prop_assert_eq!(line.lines().count(), 1);
            let breaks = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
            prop_assert!(!line.contains(breaks));
        }
        let lines = unfolded(&file);
        prop_assert_eq!(lines.len(), 18);
        prop_assert!(lines[12].ends_with(|c: char| c.is_ascii_lowercase()));
        prop_assert_eq!(lines[12].matches('"').count(), 2);
        let expected: String = words
            .replace("\r\n", "\n")
            .replace(['\r', '\u{2028}', '\u{2029}'], "\n")
            .chars()
            .filter(|c| *c == '\n' || !c.is_control())
            .collect();
        let description = lines[15].strip_prefix("DESCRIPTION:").unwrap();
        prop_assert_eq!(unescaped(description), expected);
    }
}

#[test]
fn what_is_published_holds_many_events_and_invites_nobody() {
    let one = event("Әлия", "aliya@example.kz");
    let other = CalendarEvent {
        uid: "01990000-0000-7000-8000-000000000002@youth-house.example",
        ..one
    };
    for (entry, status) in [
        (EntryStatus::Confirmed, "STATUS:CONFIRMED"),
        (EntryStatus::Cancelled, "STATUS:CANCELLED"),
    ] {
        let lines = unfolded(&published(entry, &[one, other]));
        assert_eq!(lines[..2], ["BEGIN:VCALENDAR", "METHOD:PUBLISH"]);
        let many = |wanted: &str| lines.iter().filter(|line| line.starts_with(wanted)).count();
        assert_eq!(many("BEGIN:VEVENT"), 2);
        assert_eq!(many("END:VEVENT"), 2);
        assert_eq!(many(status), 2);
        assert_eq!(many("END:VCALENDAR"), 1);
        assert_eq!(many("ATTENDEE"), 0);
        assert!(lines.iter().any(|line| line.ends_with(one.uid)));
        assert!(lines.iter().any(|line| line.ends_with(other.uid)));
    }
}
