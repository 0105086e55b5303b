//! Every mail in every language: complete, safe, and the same each time.

use std::collections::BTreeSet;
use std::path::Path;

use entity::Language;
use time::macros::{date, datetime};

use super::samples::{booking, envelope, every_mail};
use super::*;
use crate::i18n::Translator;

fn raw(mail: &Mail, envelope: &Envelope) -> String {
    String::from_utf8(compose(mail, &[], envelope).unwrap().formatted()).unwrap()
}

/// The header lines, unfolded.
fn headers(raw: &str) -> Vec<String> {
    let head = raw.split("\r\n\r\n").next().unwrap();
    head.replace("\r\n ", " ")
        .split("\r\n")
        .map(ToOwned::to_owned)
        .collect()
}

/// Also leaves them where the checks in `tests/peers` look for them.
#[test]
fn write_samples() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/mail-samples");
    // Samples of kinds that are gone must not be checked any more.
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    for language in Language::ALL {
        for (nth, mail) in every_mail().iter().enumerate() {
            let raw = raw(mail, &envelope(mail, language));
            let name = format!("{}-{nth:02}-{}.eml", language.tag(), mail.kind());
            std::fs::write(folder.join(name), raw).unwrap();
        }
    }
}

#[test]
fn every_kind_has_its_own_words() {
    let mut subjects = BTreeSet::new();
    for language in Language::ALL {
        for mail in every_mail() {
            let written = Written::new(&mail, Translator::new(language));
            for text in [&written.subject, &written.heading, &written.closing] {
                assert!(!text.contains("mail-") && !text.is_empty(), "{text}");
            }
            subjects.insert(written.subject);
        }
    }
    // Both ways of `Changed` and `Moved` read alike.
    assert_eq!(subjects.len(), 3 * (every_mail().len() - 2));
}

#[test]
fn a_mail_survives_the_outbox() {
    for mail in every_mail() {
        let json = serde_json::to_value(&mail).unwrap();
        let tag = match &mail {
            Mail::Series(_) => "series",
            other => other.kind(),
        };
        assert_eq!(json["kind"], tag);
        assert_eq!(serde_json::from_value::<Mail>(json).unwrap(), mail);
    }
    let json = serde_json::to_value(&every_mail()[1]).unwrap();
    assert_eq!(json["starts"], "2026-12-05T16:00");
    assert_eq!(json["answer_by"], "2026-12-01T18:00");
}

#[test]
fn the_same_mail_is_the_same_message() {
    for mail in every_mail() {
        let envelope = envelope(&mail, Language::Kk);
        assert_eq!(raw(&mail, &envelope), raw(&mail, &envelope));
    }
}

#[test]
fn what_the_group_must_know_comes_first() {
    let approved = Mail::Approved(Box::new(booking()));
    let t = Translator::new(Language::Ru).on(date!(2026 - 11 - 23));
    let written = Written::new(&approved, t);
    let facts: Vec<_> = written
        .facts
        .iter()
        .map(|fact| (&*fact.label, &*fact.value))
        .collect();
    assert_eq!(
        written.subject,
        "Бронь подтверждена: Большой зал, 5 декабря, 16:00"
    );
    assert_eq!(
        facts,
        [
            ("Где", "Большой зал, Дом молодёжи"),
            ("Когда", "суббота, 5 декабря, 16:00–19:00"),
            (
                "Вход в здание",
                "Через главный вход; назовите дежурному код брони."
            ),
        ]
    );
    assert_eq!(written.code.unwrap().value, "KX7-2PM");
}

#[test]
fn the_zone_is_named_where_it_is_not_that_of_the_country() {
    let said = |offset_minutes| {
        let facts = BookingFacts {
            offset_minutes,
            ..booking()
        };
        let written = Written::new(
            &Mail::Approved(Box::new(facts)),
            Translator::new(Language::En),
        );
        written.facts[1].value.clone()
    };
    assert_eq!(said(300), "Saturday, 5 December 2026, 16:00–19:00");
    assert_eq!(
        said(180),
        "Saturday, 5 December 2026, 16:00–19:00 (local time, UTC+3)"
    );
}

#[test]
fn a_request_is_not_called_a_booking() {
    let label = |invited| {
        let facts = Box::new(BookingFacts {
            invited,
            ..booking()
        });
        let written = Written::new(&Mail::Expired(facts), Translator::new(Language::Ru));
        written.code.unwrap().label
    };
    assert_eq!([label(false), label(true)], ["Код заявки", "Код брони"]);
}

#[test]
fn calendars_hear_only_of_what_they_know() {
    let asked: Vec<_> = every_mail()
        .iter()
        .filter_map(|mail| {
            let raw = raw(mail, &envelope(mail, Language::En));
            let method = mail.calendar();
            let entries = matches!(mail, Mail::Series(series) if series.news.entries().is_some()
                && series.about.invited);
            assert_eq!(
                raw.contains("text/calendar"),
                method.is_some() || entries,
                "{}",
                mail.kind()
            );
            method.map(|method| (mail.kind(), method.name()))
        })
        .collect();
    assert_eq!(
        asked,
        [
            ("approved", "REQUEST"),
            ("cancelled_by_venue", "CANCEL"),
            ("cancelled_by_you", "CANCEL"),
            ("reopened", "REQUEST"),
            ("changed", "REQUEST"),
            ("moved", "REQUEST"),
            ("replaced", "CANCEL"),
        ]
    );
}

#[test]
fn the_dates_of_a_series_come_in_one_file_beside_the_words() {
    let with_file = |mail: &Mail| {
        let raw = raw(mail, &envelope(mail, Language::Kk));
        (raw.matches("method=PUBLISH").count() == 1).then(|| mail.kind())
    };
    let told: Vec<_> = every_mail().iter().filter_map(with_file).collect();
    assert_eq!(
        told,
        [
            "series_approved",
            "series_cancelled_by_venue",
            "series_cancelled_by_you",
            "series_moved",
            "series_changed",
        ]
    );
}

#[test]
fn nobody_is_invited_by_themselves() {
    let mail = Mail::Approved(Box::new(booking()));
    let mut envelope = envelope(&mail, Language::Kk);
    envelope.recipient = booking().venue.email.to_uppercase();
    assert!(!raw(&mail, &envelope).contains("text/calendar"));
}

#[test]
fn answers_go_to_the_other_side() {
    let reply_to = |mail: &Mail| {
        let lines = headers(&raw(mail, &envelope(mail, Language::Kk)));
        lines.into_iter().find(|line| line.starts_with("Reply-To:"))
    };
    let facts = Box::new(booking());
    assert!(
        reply_to(&Mail::Approved(facts.clone()))
            .unwrap()
            .contains("<booking@youth-house.example>")
    );
    assert!(
        reply_to(&Mail::NewRequest(facts))
            .unwrap()
            .contains("<aigerim@example.kz>")
    );
    assert_eq!(reply_to(&every_mail()[0]), None);
}

#[test]
fn no_name_adds_a_header_or_panics() {
    let names = [
        "Айгерім\r\nBcc: all@example.kz\r\n\r\nBody",
        "\n",
        "\u{202e}moc.live\u{202c}\u{200f}\u{2066}",
        "\"<a@b.c>\" \\ , ; : @",
        "\0\u{7f}\u{85}\u{2028}",
        &"ұ".repeat(10_000),
        &"a".repeat(10_000),
        &"қазақ ".repeat(2_000),
        &"😀".repeat(300),
    ];
    let plain = Mail::Approved(Box::new(booking()));
    let expected = headers(&raw(&plain, &envelope(&plain, Language::Kk))).len();
    for name in names {
        let mut facts = booking();
        for text in [
            &mut facts.title,
            &mut facts.contact.name,
            &mut facts.venue.name.kk,
            &mut facts.space.kk,
        ] {
            *text = name.to_owned();
        }
        let mail = Mail::Approved(Box::new(facts));
        let mut envelope = envelope(&mail, Language::Kk);
        envelope.recipient_name = name.to_owned();
        envelope.from.name = Some(name.to_owned());
        envelope.message_id = format!("{name}@example");
        let raw = raw(&mail, &envelope);
        assert_eq!(headers(&raw).len(), expected, "{}", &raw[..600]);
        assert!(!raw.contains("\r\nBcc:"), "{raw}");
        assert!(raw.split("\r\n").all(|line| line.len() <= 998));
    }
}

#[test]
fn an_address_that_could_add_a_header_is_refused() {
    let mail = Mail::Approved(Box::new(booking()));
    for address in [
        "a@b.kz\r\nBcc: c@d.kz",
        "",
        "a",
        "a@b.kz, c@d.kz",
        "Ә <a@b.kz>",
    ] {
        let envelope = Envelope {
            recipient: address.to_owned(),
            ..envelope(&mail, Language::Kk)
        };
        assert!(
            matches!(
                compose(&mail, &[], &envelope),
                Err(ComposeError::Address(_))
            ),
            "{address}"
        );
    }
}

#[test]
fn what_people_type_is_text_in_html() {
    let facts = BookingFacts {
        title: "<script>alert(1)</script>".to_owned(),
        ..booking()
    };
    let mail = Mail::NewRequest(Box::new(facts));
    let message = compose(&mail, &[], &envelope(&mail, Language::En)).unwrap();
    let raw = String::from_utf8(message.formatted())
        .unwrap()
        .replace("=\r\n", "");
    let html = raw.split("text/html").nth(1).unwrap();
    assert!(
        html.contains("alert(1)") && !html.contains("<script"),
        "{html}"
    );
}

#[test]
fn what_is_told_together_says_all_of_it_and_nothing_twice() {
    let asked = booking();
    let wrote = BookingFacts {
        message: Some("Колонка бар ма?".to_owned()),
        title: "Би кеші".to_owned(),
        ..booking()
    };
    let earlier = [
        Mail::NewRequest(Box::new(asked.clone())),
        Mail::GroupWrote(Box::new(wrote)),
    ];
    let newest = Mail::Withdrawn(Box::new(asked));
    for language in Language::ALL {
        let t = Translator::new(language);
        let written = Written::new(&newest, t).after(&earlier, t);
        assert_eq!(written.heading, t.text("mail-heading-withdrawn"));
        let headings: Vec<_> = written.earlier.iter().map(|one| &*one.heading).collect();
        let expected = ["mail-heading-new-request", "mail-heading-group-wrote"];
        assert_eq!(headings, expected.map(|key| t.text(key)));
        assert_eq!(written.earlier[0].facts, [], "what the newest says too");
        let values: Vec<_> = written.earlier[1]
            .facts
            .iter()
            .map(|fact| &*fact.value)
            .collect();
        assert_eq!(values, ["Колонка бар ма?", "Би кеші"]);
        let envelope = envelope(&newest, language);
        let alone = compose(&newest, &[], &envelope).unwrap().formatted();
        let together = compose(&newest, &earlier, &envelope).unwrap().formatted();
        assert!(together.len() > alone.len(), "it stands in the mail");
    }
}

#[test]
fn a_mail_with_a_question_leads_to_the_page_and_not_to_an_answer_by_mail() {
    let waits = || BookingFacts {
        answer_by: Some(datetime!(2026-12-01 18:00)),
        ..booking()
    };
    for language in Language::ALL {
        let t = Translator::new(language);
        for mail in [
            Mail::Question(Box::new(waits())),
            Mail::VenueWrote(Box::new(waits())),
        ] {
            let written = Written::new(&mail, t);
            let phone = [("phone", booking().venue.phone.into())];
            assert_eq!(written.link.unwrap().label, t.text("mail-open-answer"));
            assert_eq!(written.closing, t.with("mail-closing-answer", &phone));
            let waits = written.facts.iter().map(|fact| &fact.label);
            let ours = waits.filter(|label| **label == t.text("mail-our-answer-by"));
            assert_eq!(
                ours.count(),
                usize::from(!matches!(mail, Mail::Question(_)))
            );
        }
    }
}
