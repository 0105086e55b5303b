//! A group and its venue write to each other; a question about a waiting request stops the clock.

use std::sync::Arc;

use entity::Booking;
use entity::{
    Instant,
    audit::{Action, Role},
    booking::Status,
};
use jastar::{
    account::Actor, booking, error::Error, inbox::jobs::do_what_is_due, refusal::rule::Code,
};

use super::{
    races::at_once,
    support::{
        NOW, TestApp, asking,
        facts::{because, on_behalf},
    },
};

const STUDIO: &str = "youth-house/dance-studio";
const DAY_SECONDS: i64 = 24 * 60 * 60;

struct House {
    test: TestApp,
    manager: Actor,
    group: Actor,
}

impl House {
    async fn new() -> Self {
        let test = TestApp::new().await;
        Self {
            manager: test.manager_of("youth-house").await,
            group: test.person("a@test.example").await,
            test,
        }
    }

    /// For a Tuesday in two weeks: no cut-off is near.
    async fn ask(&self) -> Booking {
        let wanted = asking(STUDIO, "2026-12-08T16:00", "2026-12-08T18:00");
        self.test.request(&self.group, wanted).await.unwrap()
    }

    async fn question(&self, booking: &Booking) -> Booking {
        let said = self
            .test
            .write(&self.manager, booking.id, "Неше адам?", false);
        said.await.unwrap();
        self.test.stored(booking.id).await
    }

    async fn answer(&self, booking: &Booking) -> Booking {
        let said = self.test.write(&self.group, booking.id, "Бесеу.", false);
        said.await.unwrap();
        self.test.stored(booking.id).await
    }

    async fn due(&self, now: Instant) {
        self.test.app.clock.set(now);
        do_what_is_due(&self.test.app).await.unwrap();
    }
}

fn days(from: Option<Instant>, days: i64) -> Option<Instant> {
    from.map(|from| Instant(from.0 + days * DAY_SECONDS))
}

#[tokio::test]
async fn a_question_stops_the_clock_until_the_group_answers() {
    let house = House::new().await;
    let asked = house.ask().await;
    house.test.app.clock.set(NOW.plus_hours(2));
    let waits = house.question(&asked).await;
    // From Wednesday, when the office closes, to the same hour of Friday.
    assert_eq!(waits.answer_by, days(asked.answer_by, 2));
    assert_eq!((waits.version, waits.sequence), (2, 0));
    assert!(waits.waits_for_group());
    let mail = house.test.mail(asked.id, "question").await;
    let facts = mail.facts().unwrap();
    assert_eq!(facts.message.as_deref(), Some("Неше адам?"));
    assert!(facts.answer_by.is_some());

    house.test.app.clock.set(NOW.plus_hours(7));
    let runs = house.answer(&waits).await;
    // The five hours are those from nine to two on Thursday.
    assert_eq!(runs.answer_by, asked.answer_by.map(|by| by.plus_hours(17)));
    assert_eq!(runs.version, 3);
    assert!(!runs.waits_for_group());
    let mails = house.test.mails(asked.id).await;
    let kinds: Vec<_> = mails.iter().map(|(kind, _)| kind.as_str()).collect();
    assert_eq!(
        kinds,
        ["request_received", "new_request", "question", "group_wrote"]
    );
    let history = house.test.history(asked.id).await;
    let lines: Vec<_> = history
        .iter()
        .map(|line| (line.action, line.role))
        .collect();
    assert_eq!(
        lines[1..],
        [(Action::Ask, Role::Venue), (Action::Answer, Role::Booker)]
    );
    // More words are only words.
    assert_eq!(house.answer(&runs).await, runs);

    house.due(asked.answer_by.unwrap()).await;
    assert_eq!(house.test.stored(asked.id).await.status, Status::Pending);
    house.due(runs.answer_by.unwrap()).await;
    assert_eq!(house.test.stored(asked.id).await.status, Status::Expired);
    assert_eq!(house.test.mail(asked.id, "expired").await.news(), "expired");
    house.test.assert_sound().await;
}

#[tokio::test]
async fn what_waits_for_the_group_holds_its_time_and_expires_at_the_later_hour() {
    let house = House::new().await;
    let other = house.test.person("b@test.example").await;
    let asked = house.ask().await;
    let waits = house.question(&asked).await;
    let by = waits.answer_by.unwrap();
    for at in [asked.answer_by.unwrap(), by.plus_minutes(-1)] {
        house.due(at).await;
        let wanted = asking(STUDIO, "2026-12-08T16:00", "2026-12-08T18:00");
        let refused = house.test.request(&other, wanted).await;
        assert!(
            matches!(refused, Err(Error::Conflict { .. })),
            "{refused:?}"
        );
    }
    house.due(by).await;
    assert_eq!(house.test.stored(asked.id).await.status, Status::Expired);
    // It is not the venue that has not answered.
    let mail = house.test.mail(asked.id, "expired").await;
    assert_eq!(mail.news(), "expired-asked");
    house.test.assert_sound().await;
}

#[tokio::test]
async fn all_questions_together_stop_it_for_two_working_days() {
    let house = House::new().await;
    let asked = house.ask().await;
    let mut now = NOW;
    let mut booking = asked.clone();
    for _ in 0..8 {
        booking = house.question(&booking).await;
        // A second one, while the first waits, is one more line.
        assert_eq!(house.question(&booking).await, booking);
        assert_eq!(booking.answer_by, days(asked.answer_by, 2));
        now = now.plus_hours(10);
        house.test.app.clock.set(now);
        booking = house.answer(&booking).await;
        now = now.plus_minutes(1);
        house.test.app.clock.set(now);
    }
    assert_eq!(booking.answer_by, days(asked.answer_by, 2));
    house.test.assert_sound().await;
}

#[tokio::test]
async fn it_counts_working_days_and_reminds_when_the_clock_runs_again() {
    let house = House::new().await;
    // Friday 27 November, 18:00; the answer time ends with Tuesday.
    house.test.app.clock.set(NOW.plus_days(4).plus_hours(9));
    let asked = house.ask().await;
    let waits = house.question(&asked).await;
    assert_eq!(waits.answer_by, days(asked.answer_by, 2));
    // Sunday evening: four hours of Friday, Monday and Tuesday are left, the four on Wednesday.
    let sunday = NOW.plus_days(6).plus_hours(12);
    house.due(sunday).await;
    let runs = house.answer(&waits).await;
    assert_eq!(runs.answer_by, asked.answer_by.map(|by| by.plus_hours(16)));
    let half = Instant(sunday.0.midpoint(runs.answer_by.unwrap().0));
    assert_eq!(runs.remind_at, Some(half));
    let reminders = async || {
        let all = house.test.outbox().await;
        all.iter().filter(|mail| mail.kind == "reminder").count()
    };
    house.due(half.plus_minutes(-1)).await;
    assert_eq!(reminders().await, 0);
    house.due(half).await;
    assert_eq!(reminders().await, 1);
    // Who has been reminded is not reminded again.
    let again = house.question(&runs).await;
    assert_eq!(again.remind_at, None);
    assert_eq!(house.answer(&again).await.remind_at, None);
    house.test.assert_sound().await;
}

#[tokio::test]
async fn a_new_answer_time_forgets_questions_and_a_decided_booking_has_no_clock() {
    let house = House::new().await;
    let asked = house.ask().await;
    house.question(&asked).await;
    let rejected = house.test.reject(&house.manager, asked.id).await.unwrap();
    assert_eq!(house.answer(&rejected).await, rejected);
    let again = house.test.reopen(&house.manager, asked.id).await.unwrap();
    assert!(!again.waits_for_group() && again.latest_answer_by.is_none());
    let approved = house.test.approve(&house.manager, asked.id).await.unwrap();
    assert_eq!(house.question(&approved).await, approved);
    let mails = house.test.mails(asked.id).await;
    assert_eq!(mails.last().unwrap().0, "venue_wrote");
    house.test.assert_sound().await;
}

#[tokio::test]
async fn what_is_internal_stays_in_the_house() {
    let house = House::new().await;
    let asked = house.ask().await;
    let secret = "Бұл топ өткенде кеш келді";
    let said = house.test.write(&house.manager, asked.id, secret, true);
    assert!(said.await.unwrap().internal);
    house.answer(&asked).await;
    assert_eq!(house.test.stored(asked.id).await, asked);
    let app = &house.test.app;
    for (actor, lines) in [(&house.manager, 2), (&house.group, 1)] {
        let seen = booking::by_code(app, actor, &asked.code).await.unwrap();
        assert_eq!(seen.messages.len(), lines);
        assert_eq!(format!("{seen:?}").contains(secret), lines == 2);
        let list = booking::messages(app, actor, asked.id, None, 50)
            .await
            .unwrap();
        assert_eq!(list.items, seen.messages);
        let named = list.items.iter().all(|one| one.author.is_some());
        assert_eq!(named, lines == 2);
    }
    for mail in house.test.outbox().await {
        assert!(!mail.payload.to_string().contains(secret));
    }
    let refused = house.test.write(&house.group, asked.id, "x", true).await;
    assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
    house.test.assert_sound().await;
}

#[tokio::test]
async fn only_who_has_a_part_in_it_writes_and_nobody_floods() {
    let house = House::new().await;
    let asked = house.ask().await;
    let stranger = house.test.person("b@test.example").await;
    let other = house.test.manager_of("sarzhailau").await;
    for who in [&stranger, &other] {
        let refused = house.test.write(who, asked.id, "x", false).await;
        assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
        let list = booking::messages(&house.test.app, who, asked.id, None, 50).await;
        assert!(matches!(list, Err(Error::NotFound)));
    }
    let nobody = Actor::anonymous();
    let refused = house.test.write(&nobody, asked.id, "x", false).await;
    assert!(matches!(refused, Err(Error::Unauthenticated)));
    for text in ["", " \n ", "a\u{0}b", &"ұ".repeat(2001)] {
        let refused = house.test.write(&house.group, asked.id, text, false).await;
        let Err(Error::Rules(broken)) = refused else {
            panic!("{refused:?}")
        };
        assert_eq!((broken[0].field, broken[0].code()), ("text", Code::Invalid));
    }
    for nth in 0..20 {
        house.test.app.clock.set(NOW.plus_minutes(nth));
        house.answer(&asked).await;
    }
    let refused = house.test.write(&house.group, asked.id, "x", false).await;
    let Err(Error::TooMany {
        retry_after_seconds,
    }) = refused
    else {
        panic!("{refused:?}")
    };
    assert_eq!(retry_after_seconds, 41 * 60);
    house.question(&asked).await;
    house.test.app.clock.set(NOW.plus_hours(1));
    house.answer(&asked).await;
    house.test.assert_sound().await;
}

#[tokio::test]
async fn who_has_no_account_gets_mails_and_may_sign_in_to_answer() {
    let house = House::new().await;
    let wanted = asking(STUDIO, "2026-12-08T16:00", "2026-12-08T18:00");
    let wanted = on_behalf(wanted, "group@qanat.example");
    let booked = house.test.request(&house.manager, wanted).await.unwrap();
    house.question(&booked).await;
    let mails = house.test.mails(booked.id).await;
    let expected = ("venue_wrote".to_owned(), "group@qanat.example".to_owned());
    assert_eq!(mails.last(), Some(&expected));
    let group = house.test.person("group@qanat.example").await;
    let said = house.test.write(&group, booked.id, "Рақмет!", false).await;
    assert_eq!(said.unwrap().role, Role::Booker);
}

/// The question comes before the end of the request, or it is only words.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_question_races_what_ends_the_request() {
    for rival in ["approve", "withdraw", "due", "answer"] {
        let house = Arc::new(House::new().await);
        for _ in 0..18 {
            house.test.app.clock.set(NOW);
            let asked = house.ask().await;
            let id = asked.id;
            if rival == "due" {
                let last = asked.answer_by.unwrap().plus_minutes(-1);
                house.test.app.clock.set(last);
            }
            let tasks = [true, false].map(|asks| {
                let house = house.clone();
                async move {
                    let app = &house.test.app;
                    match (asks, rival) {
                        (true, _) => {
                            let said = house.test.write(&house.manager, id, "Неше?", false);
                            said.await.map(drop)
                        }
                        (_, "approve") => house.test.approve(&house.manager, id).await.map(drop),
                        (_, "withdraw") => house.test.cancel(&house.group, id).await.map(drop),
                        (_, "answer") => {
                            let said = house.test.write(&house.group, id, "Бес.", false);
                            said.await.map(drop)
                        }
                        _ => {
                            app.clock.set(app.clock.now().plus_minutes(1));
                            do_what_is_due(app).await.map(drop)
                        }
                    }
                }
            });
            for done in Box::pin(at_once(tasks)).await {
                done.unwrap();
            }
            let (after, history) = (house.test.stored(id).await, house.test.history(id).await);
            let stopped = history.iter().any(|line| line.action == Action::Ask);
            let ends = history.iter().filter(|line| {
                matches!(
                    line.action,
                    Action::Approve | Action::Cancel | Action::Expire | Action::Answer
                )
            });
            let changes = 1 + usize::from(stopped) + ends.count();
            assert_eq!(after.version, i32::try_from(changes).unwrap(), "{rival}");
            if rival == "due" {
                assert_eq!(after.status == Status::Pending, stopped, "{history:?}");
            }
            let reason = because("Келесі айналым.");
            if after.status == Status::Pending {
                house.test.reject(&house.manager, id).await.unwrap();
            } else if after.status == Status::Approved {
                let once = jastar::idempotency::Idempotent::unkeyed();
                booking::cancel(&house.test.app, &house.manager, id, reason, once)
                    .await
                    .unwrap();
            }
        }
        house.test.assert_sound().await;
    }
}
