use crate::{
    refusal::rule::InvalidInput,
    text::{Email, Name, Note, Phone, Title},
};

#[test]
fn a_line_is_trimmed_and_measured_in_letters() {
    assert_eq!(Title::parse("  Дебат \u{a0}").unwrap().as_str(), "Дебат");
    assert_eq!(Title::parse("Жастар\tүйі").unwrap().as_str(), "Жастар үйі");
    assert!(Title::parse(&"ә".repeat(120)).is_ok());
    assert_eq!(
        Title::parse(&"ә".repeat(121)),
        Err(InvalidInput::TooLong { max: 120 })
    );
    assert_eq!(
        Name::parse(&"я".repeat(101)),
        Err(InvalidInput::TooLong { max: 100 })
    );
    for empty in ["", " \t ", "\u{200b}\u{feff}"] {
        assert_eq!(Title::parse(empty), Err(InvalidInput::Missing));
    }
}

#[test]
fn a_line_carries_nothing_that_a_mail_or_calendar_would_obey() {
    for bad in [
        "a\r\nBcc: all@example.org",
        "a\nb",
        "a\rb",
        "a\0b",
        "a\u{85}b",
        "a\u{2028}b",
        "a\u{202e}b",
        "a\u{2066}b",
        "a\u{200f}b",
    ] {
        assert_eq!(Name::parse(bad), Err(InvalidInput::Characters), "{bad:?}");
    }
    assert!(Title::parse("👩‍👩‍👧 отбасы күні").is_ok());
}

#[test]
fn a_note_has_lines() {
    assert_eq!(
        Note::parse("бір\r\nекі\nүш\r\n").unwrap().as_str(),
        "бір\nекі\nүш"
    );
    assert_eq!(Note::parse("a\rb"), Err(InvalidInput::Characters));
    assert_eq!(Note::parse("a\u{202e}b"), Err(InvalidInput::Characters));
    assert!(Note::parse(&"\n".repeat(3000)).is_err());
}

#[test]
fn a_phone_is_kept_as_it_is_dialled_from_anywhere() {
    for (typed, kept) in [
        ("8 (701) 123-45-67", "+77011234567"),
        ("+7 701 123 45 67", "+77011234567"),
        ("7 701 123 45 67", "+77011234567"),
        ("701 123 45 67", "+77011234567"),
        ("8–7212–56–12–34", "+77212561234"),
        ("+49 30 1234567", "+49301234567"),
        ("7212 12-34", "72121234"),
    ] {
        assert_eq!(Phone::parse(typed).unwrap().as_str(), kept);
    }
    for bad in [
        "123456",
        "+1234567890123456",
        "call me",
        "8 701 123 45 67 ext 5",
        "87011234567+1",
    ] {
        assert_eq!(Phone::parse(bad), Err(InvalidInput::Phone), "{bad}");
    }
    assert_eq!(Phone::parse(" "), Err(InvalidInput::Missing));
    assert_eq!(Phone::readable("+77011234567"), "+7 701 123 45 67");
    assert_eq!(Phone::readable("+77212000077"), "+7 7212 00 00 77");
    assert_eq!(Phone::readable("+77272501234"), "+7 727 250 12 34");
    assert_eq!(Phone::readable("+49301234567"), "+49301234567");
}

#[test]
fn an_address_is_kept_in_lower_case() {
    assert_eq!(
        Email::parse(" Aigerim@Example.KZ ").unwrap().as_str(),
        "aigerim@example.kz"
    );
    for bad in [
        "aigerim",
        "a@b",
        "a@[10.0.0.1]",
        "a b@example.org",
        "a@example.org, b@example.org",
        "a@example.org\r\nBcc: b@example.org",
        "Aigerim <a@example.org>",
        "\"a b\"@example.org",
    ] {
        assert_eq!(Email::parse(bad), Err(InvalidInput::Email), "{bad:?}");
    }
}

#[test]
fn a_title_and_a_name_can_be_read_out() {
    for nothing in ["\u{2800}", "—", "!!!", "👍", "\u{301}"] {
        assert_eq!(
            Title::parse(nothing),
            Err(InvalidInput::Missing),
            "{nothing:?}"
        );
    }
    for unseen in [
        "\u{3164}",
        "a\u{3164}b",
        "a\u{34f}b",
        "a\u{180e}b",
        "🏴\u{e0067}\u{e007f} a",
        "a\u{ffff}",
        "a\u{fdd0}",
    ] {
        assert_eq!(
            Name::parse(unseen),
            Err(InvalidInput::Characters),
            "{unseen:?}"
        );
    }
    for fine in ["7", "Ән", "й — и\u{306}", "1️⃣ тур", "❤️ күні", "Ẩn"] {
        assert!(Title::parse(fine).is_ok(), "{fine:?}");
    }
    assert!(Note::parse("👍").is_ok(), "an answer need not be words");
}

#[test]
fn a_letter_does_not_carry_a_tower_of_marks() {
    let tower = |marks| format!("a{}b", "\u{301}".repeat(marks));
    assert!(Title::parse(&tower(4)).is_ok());
    for marks in [5, 119] {
        assert_eq!(Title::parse(&tower(marks)), Err(InvalidInput::Characters));
        assert_eq!(Note::parse(&tower(marks)), Err(InvalidInput::Characters));
    }
}
