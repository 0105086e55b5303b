//! One of every mail, for tests.

use entity::{Every, Instant, Language, Words, escalation::Became};
use time::macros::datetime;

use super::{
    compose::Envelope,
    digest::DigestEntry,
    facts::{AlternativeFacts, BookingFacts, ContactFacts, HeldOfferFacts, PlaceFacts, VenueFacts},
    mails::Mail,
    series::{SeriesDate, SeriesEntry, SeriesFacts, SeriesNews},
};
use crate::recurrence::Pattern;

/// Every kind, and both ways of those that go two.
pub fn every_mail() -> Vec<Mail> {
    let facts = |invited| {
        Box::new(BookingFacts {
            invited,
            ..booking()
        })
    };
    let moved = |invited| {
        let before = Some(PlaceFacts {
            space: words("Кіші зал", "Малый зал", "Small hall"),
            starts: datetime!(2026-12-04 10:00),
            ends: datetime!(2026-12-04 12:00),
        });
        Box::new(BookingFacts {
            before,
            invited,
            ..booking()
        })
    };
    let asked = || {
        let moved = moved(true);
        Box::new(BookingFacts {
            wanted: moved.before.clone(),
            before: None,
            answer_by: Some(datetime!(2026-12-01 18:00)),
            ..*moved
        })
    };
    let written = || {
        Box::new(BookingFacts {
            message: Some("Микрофон керек пе?\nҚанша адам келеді?".to_owned()),
            answer_by: Some(datetime!(2026-12-03 18:00)),
            ..booking()
        })
    };
    let mut given = booking();
    given.alternatives = vec![AlternativeFacts {
        space: words("Кіші зал", "Малый зал", "Small hall"),
        starts: datetime!(2026-12-05 16:00),
        ends: datetime!(2026-12-05 19:00),
        url: "https://jastar.example/book/youth-house/small-hall?starts=2026-12-05T16:00"
            .to_owned(),
    }];
    let mut requested = booking();
    requested.answer_by = Some(datetime!(2026-12-01 18:00));
    requested.note = Some("Бізге екі микрофон керек.\nРахмет!".to_owned());
    let mails = vec![
        Mail::SignInCode {
            code: "042317".to_owned(),
            minutes: 10,
        },
        Mail::RequestReceived(Box::new(requested.clone())),
        Mail::Approved(facts(true)),
        Mail::Rejected(refused()),
        Mail::CancelledByVenue(refused()),
        Mail::CancelledByYou(facts(true)),
        Mail::CancelledByYou(facts(false)),
        Mail::Expired(facts(false)),
        Mail::Expired(Box::new(BookingFacts {
            asked: true,
            ..booking()
        })),
        Mail::TimeGiven(Box::new(given)),
        Mail::DidNotCome(facts(true)),
        Mail::Reopened(facts(false)),
        Mail::Reopened(facts(true)),
        Mail::NewRequest(Box::new(requested)),
        Mail::Withdrawn(facts(false)),
        Mail::CancelledByGroup(facts(true)),
        Mail::Changed(facts(true)),
        Mail::Changed(facts(false)),
        Mail::Moved(moved(true)),
        Mail::Moved(moved(false)),
        Mail::ChangedByGroup(facts(true)),
        Mail::MovedByGroup(moved(true)),
        Mail::MoveReceived(asked()),
        Mail::MoveDeclined(asked()),
        Mail::MoveLapsed(asked()),
        Mail::MoveProposed(asked()),
        Mail::MoveTakenBack(asked()),
        Mail::Question(written()),
        Mail::VenueWrote(written()),
        Mail::GroupWrote(written()),
        reminder(),
        escalation(),
        Mail::Replaced(made_room(refused())),
        Mail::OfferTakenBack(refused()),
        Mail::FreeAgain(made_room(refused())),
        Mail::OfferTaken(facts(true)),
    ];
    mails.into_iter().chain(of_series()).collect()
}

fn refused() -> Box<BookingFacts> {
    let reason = Some(words(
        "Залда жөндеу жүріп жатыр.",
        "В зале идёт ремонт.",
        "The space is under repair at that time.",
    ));
    let reason_text = Some("Кешіріңіз, шатыр ағып тұр.".to_owned());
    Box::new(BookingFacts {
        reason,
        reason_text,
        invited: true,
        ..booking()
    })
}

fn of_series() -> impl Iterator<Item = Mail> {
    let all = [
        SeriesNews::Received,
        SeriesNews::Approved,
        SeriesNews::Rejected,
        SeriesNews::CancelledByVenue,
        SeriesNews::CancelledByYou,
        SeriesNews::Expired,
        SeriesNews::Moved,
        SeriesNews::New,
        SeriesNews::CancelledByGroup,
        SeriesNews::MovedByGroup,
        SeriesNews::Changed,
        SeriesNews::ChangedByGroup,
        SeriesNews::TimeGiven,
        SeriesNews::MoveReceived,
        SeriesNews::MoveDeclined,
        SeriesNews::MoveLapsed,
        SeriesNews::MoveProposed,
        SeriesNews::MoveTakenBack,
    ];
    let waiting = [SeriesNews::CancelledByYou, SeriesNews::CancelledByGroup];
    let withdrawn = waiting.map(|news| {
        let mut facts = series(news);
        facts.about.invited = false;
        facts.dates.iter_mut().for_each(|date| date.entry = None);
        facts
    });
    let mut asked = series(SeriesNews::Expired);
    asked.about.asked = true;
    let all = all.into_iter().map(series).chain(withdrawn).chain([asked]);
    all.map(|facts| Mail::Series(Box::new(facts)))
}

fn series(news: SeriesNews) -> SeriesFacts {
    let about = BookingFacts {
        invited: news.entries().is_some() || news == SeriesNews::CancelledByGroup,
        ..booking()
    };
    let date = |weeks: i64, entry: bool| SeriesDate {
        space: about.space.clone(),
        starts: about.starts + time::Duration::weeks(weeks),
        ends: about.ends + time::Duration::weeks(weeks),
        entry: entry.then(|| SeriesEntry {
            starts_at: about.starts_at.plus_days(7 * weeks),
            ends_at: about.ends_at.plus_days(7 * weeks),
            uid: format!("01990000-0000-7000-8000-00000000001{weeks}@jastar.example"),
            sequence: 1,
        }),
    };
    SeriesFacts {
        news,
        dates: vec![date(0, true), date(1, true), date(3, true)],
        others: vec![date(2, false)],
        pattern: Some(Pattern {
            every: Every::Week,
            nth: None,
            weekday: 6,
        }),
        about,
    }
}

fn made_room(refused: Box<BookingFacts>) -> Box<BookingFacts> {
    let kept = HeldOfferFacts {
        space: words("Кіші зал", "Малый зал", "Small hall"),
        starts: datetime!(2026-12-05 16:00),
        ends: datetime!(2026-12-05 19:00),
        until: datetime!(2026-12-01 18:00),
        url: "https://jastar.example/bookings/M4R-8TC".to_owned(),
    };
    Box::new(BookingFacts {
        kept: vec![kept],
        ..*refused
    })
}

fn reminder() -> Mail {
    Mail::Reminder {
        requests: vec![overlooked(None); 2],
    }
}

fn escalation() -> Mail {
    let all = [
        Became::Expired,
        Became::Stays,
        Became::Approved,
        Became::MoveLapsed,
    ];
    Mail::Escalation {
        requests: all.map(|became| overlooked(Some(became))).into(),
    }
}

fn overlooked(became: Option<Became>) -> DigestEntry {
    let of = booking();
    DigestEntry {
        url: of.url,
        title: of.title,
        venue: of.venue.name,
        space: of.space,
        starts: of.starts,
        ends: of.ends,
        answer_by: Some(datetime!(2026-12-01 18:00)),
        became,
        others: usize::from(became == Some(Became::Expired)) * 11,
    }
}

pub fn booking() -> BookingFacts {
    BookingFacts {
        code: "KX7-2PM".to_owned(),
        url: "https://jastar.example/bookings/KX7-2PM".to_owned(),
        title: "Домбыра кеші, «Қыран» тобы; бірінші бөлім".to_owned(),
        attendees: 120,
        borrowed: Vec::new(),
        venue: VenueFacts {
            name: words("Жастар үйі", "Дом молодёжи", "Youth House"),
            address: words("Қарағанды қаласы", "г. Караганда", "Karaganda"),
            how_to_come_in: words(
                "Басты кіреберістен кіріп, кезекшіге бронь кодын айтыңыз.",
                "Через главный вход; назовите дежурному код брони.",
                "By the main entrance; tell the person on duty your booking code.",
            ),
            phone: "+7 7212 00 00 01".to_owned(),
            email: "booking@youth-house.example".to_owned(),
        },
        space: words("Үлкен зал", "Большой зал", "Grand hall"),
        starts: datetime!(2026-12-05 16:00),
        ends: datetime!(2026-12-05 19:00),
        starts_at: Instant(1_796_468_400),
        ends_at: Instant(1_796_479_200),
        offset_minutes: 300,
        answer_by: None,
        contact: ContactFacts {
            name: "Әйгерім Қуанышқызы".to_owned(),
            phone: Some("+7 701 000 00 00".to_owned()),
            email: Some("aigerim@example.kz".to_owned()),
        },
        note: None,
        message: None,
        reason: None,
        reason_text: None,
        before: None,
        wanted: None,
        kept: Vec::new(),
        alternatives: Vec::new(),
        invited: false,
        asked: false,
        uid: "01990000-0000-7000-8000-000000000001@jastar.example".to_owned(),
        sequence: 1,
    }
}

pub fn envelope(mail: &Mail, language: Language) -> Envelope {
    let (recipient_name, recipient) = if mail.is_to_venue() {
        ("Жастар үйі", "booking@youth-house.example")
    } else {
        ("Әйгерім Қуанышқызы", "aigerim@example.kz")
    };
    Envelope {
        from: "Жастар үйі <no-reply@jastar.example>".parse().unwrap(),
        recipient_name: recipient_name.to_owned(),
        recipient: recipient.to_owned(),
        language,
        message_id: "01990000-0000-7000-8000-000000000002@jastar.example".to_owned(),
        date: Instant(1_795_000_000),
    }
}

fn words(kk: &str, ru: &str, en: &str) -> Words {
    Words {
        kk: kk.to_owned(),
        ru: ru.to_owned(),
        en: en.to_owned(),
    }
}
