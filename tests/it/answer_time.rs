//! Of what nobody answers the venue is reminded, and the administrators are told.

use std::collections::BTreeMap;

use entity::Booking;
use entity::{
    BookingId, Instant,
    audit::{Action, Role},
    booking::Status,
    escalation::Became,
    outbox,
};
use jastar::{
    account::Actor,
    inbox::jobs::do_what_is_due,
    mail::{DigestEntry, Mail},
};
use rand::{RngExt, SeedableRng, rngs::StdRng};

use super::support::{CATALOGUE, NOW, TestApp, asking, facts::at};

const ADMINISTRATOR: &str = "admin@jastar.example";
const STUDIO: &str = "youth-house/dance-studio";

/// Mails of that kind, oldest first: to whom, and of what.
async fn lists(test: &TestApp, kind: &str) -> Vec<(outbox::Model, Vec<DigestEntry>)> {
    let all = test.outbox().await.into_iter();
    all.filter(|mail| mail.kind == kind)
        .map(|mail| {
            let list = match serde_json::from_value(mail.payload.clone()).unwrap() {
                Mail::Reminder { requests } | Mail::Escalation { requests } => requests,
                other => panic!("{other:?}"),
            };
            (mail, list)
        })
        .collect()
}

async fn due(test: &TestApp, now: Instant) {
    test.app.clock.set(now);
    do_what_is_due(&test.app).await.unwrap();
}

async fn ask(test: &TestApp, who: &Actor, space: &str, day: u8) -> Booking {
    let (starts, ends) = (
        format!("2026-12-{day:02}T16:00"),
        format!("2026-12-{day:02}T18:00"),
    );
    test.request(who, asking(space, &starts, &ends))
        .await
        .unwrap()
}

async fn escalations(test: &TestApp, id: BookingId) -> Vec<(Role, Status)> {
    let lines = test.history(id).await.into_iter();
    lines
        .filter(|line| line.action == Action::Escalate)
        .map(|line| (line.role, line.status))
        .collect()
}

#[tokio::test]
async fn a_venue_is_reminded_once_and_of_everything_in_one_mail() {
    let test = TestApp::new().await;
    let (one, other) = (
        test.person("a@test.example").await,
        test.person("b@test.example").await,
    );
    let manager = test.manager_of("youth-house").await;
    let first = ask(&test, &one, STUDIO, 1).await;
    ask(&test, &other, STUDIO, 2).await;
    // Its office closes an hour earlier.
    let elsewhere = ask(&test, &other, "sarzhailau/sound-studio", 2).await;
    let answered = ask(&test, &other, STUDIO, 3).await;
    test.approve(&manager, answered.id).await.unwrap();
    let half = |of: &Booking| Instant(NOW.0 + (of.answer_by.unwrap().0 - NOW.0) / 2);
    assert!(half(&elsewhere) < half(&first));
    due(&test, half(&elsewhere).plus_minutes(-1)).await;
    assert_eq!(lists(&test, "reminder").await.len(), 0);
    let half = half(&first);
    due(&test, half.plus_minutes(-1)).await;
    assert_eq!(lists(&test, "reminder").await.len(), 1);
    due(&test, half).await;
    due(&test, half).await;
    due(&test, half.plus_hours(5)).await;
    let told = lists(&test, "reminder").await;
    let mut sizes: Vec<_> = told
        .iter()
        .map(|(mail, list)| (mail.recipient.as_str(), list.len()))
        .collect();
    sizes.sort_unstable();
    let [(_, 2), (_, 1)] = sizes[..] else {
        panic!("{sizes:?}")
    };
    assert!(told.iter().all(|(mail, _)| mail.booking_id.is_none()));
    let (_, list) = told.iter().find(|(_, list)| list.len() == 2).unwrap();
    assert!(list[0].url.ends_with(&first.code) && list[0].became.is_none());
    assert_eq!(test.stored(first.id).await.version, 1);
    test.assert_sound().await;
}

#[tokio::test]
async fn whoever_lost_the_time_is_reminded_of_when_it_is_free_again() {
    let test = TestApp::new().await;
    let (one, other) = (
        test.person("a@test.example").await,
        test.person("b@test.example").await,
    );
    let manager = test.manager_of("youth-house").await;
    let hall = "youth-house/grand-hall";
    let loser = ask(&test, &one, hall, 12).await;
    let winner = ask(&test, &other, hall, 12).await;
    test.approve(&manager, winner.id).await.unwrap();
    let by = loser.answer_by.unwrap();
    due(&test, by.plus_minutes(-1)).await;
    assert_eq!(lists(&test, "reminder").await.len(), 0);
    due(&test, NOW.plus_days(6)).await;
    assert_eq!(test.stored(loser.id).await.status, Status::Pending);
    test.cancel(&manager, winner.id).await.unwrap();
    let back = test.stored(loser.id).await;
    assert!(back.answer_by > Some(by), "{back:?}");
    due(&test, back.answer_by.unwrap().plus_minutes(-1)).await;
    assert_eq!(lists(&test, "reminder").await.len(), 1);
    assert_eq!(escalations(&test, loser.id).await, []);
    due(&test, back.answer_by.unwrap()).await;
    assert_eq!(escalations(&test, loser.id).await.len(), 1);
    test.assert_sound().await;
}

#[tokio::test]
async fn the_administrators_are_told_what_became_of_what_nobody_answered() {
    for (unanswered, status, became) in [
        ("expire", Status::Expired, Became::Expired),
        ("approve", Status::Approved, Became::Approved),
        ("stay", Status::Pending, Became::Stays),
    ] {
        let line = "  slug = \"dance-studio\"\n";
        let toml = CATALOGUE.replace(line, &format!("{line}  unanswered = \"{unanswered}\"\n"));
        let test = TestApp::with_catalogue(&toml).await;
        test.administrator().await;
        let group = test.person("a@test.example").await;
        let first = ask(&test, &group, STUDIO, 1).await;
        let second = ask(&test, &group, STUDIO, 2).await;
        let by = first.answer_by.unwrap();
        due(&test, by.plus_minutes(-1)).await;
        assert_eq!(lists(&test, "escalation").await.len(), 0);
        due(&test, by).await;
        due(&test, by).await;
        due(&test, by.plus_hours(1)).await;
        let told = lists(&test, "escalation").await;
        let [(mail, list)] = &told[..] else {
            panic!("{unanswered}: {told:?}")
        };
        assert_eq!(mail.recipient, ADMINISTRATOR);
        let said: Vec<_> = list.iter().map(|one| one.became).collect();
        assert_eq!(said, [Some(became), Some(became)]);
        for booking in [&first, &second] {
            let stored = test.stored(booking.id).await;
            assert_eq!(stored.status, status, "{unanswered}");
            assert_eq!(
                escalations(&test, booking.id).await,
                [(Role::System, Status::Pending)]
            );
        }
        // What stayed expires at its start, and nobody is told again.
        due(&test, second.starts_at).await;
        assert_eq!(lists(&test, "escalation").await.len(), 1, "{unanswered}");
        test.assert_sound().await;
    }
}

#[tokio::test]
async fn without_an_administrator_the_venue_is_told() {
    let test = TestApp::new().await;
    let group = test.person("a@test.example").await;
    let asked = ask(&test, &group, STUDIO, 1).await;
    due(&test, asked.answer_by.unwrap()).await;
    let told = lists(&test, "escalation").await;
    let new = test.mail(asked.id, "new_request").await;
    let house = &new.facts().unwrap().venue.email;
    assert!(told.len() == 1 && told[0].0.recipient == *house, "{told:?}");
    test.assert_sound().await;
}

#[tokio::test]
async fn what_gives_way_to_another_request_is_written_down_too() {
    let test = TestApp::new().await;
    test.administrator().await;
    let (one, other) = (
        test.person("a@test.example").await,
        test.person("b@test.example").await,
    );
    let asked = ask(&test, &one, STUDIO, 1).await;
    test.app.clock.set(asked.answer_by.unwrap());
    ask(&test, &other, STUDIO, 1).await;
    let lines: Vec<_> = test
        .history(asked.id)
        .await
        .iter()
        .map(|line| line.action)
        .collect();
    assert_eq!(lines, [Action::Request, Action::Escalate, Action::Expire]);
    assert_eq!(lists(&test, "escalation").await.len(), 0);
    due(&test, asked.answer_by.unwrap()).await;
    assert_eq!(lists(&test, "escalation").await.len(), 1);
    test.assert_sound().await;
}

#[tokio::test]
async fn a_move_that_nobody_answers_is_told_of() {
    let test = TestApp::new().await;
    test.administrator().await;
    let manager = test.manager_of("youth-house").await;
    let group = test.person("a@test.example").await;
    let booking = ask(&test, &group, STUDIO, 10).await;
    test.approve(&manager, booking.id).await.unwrap();
    let place = at("2026-12-11T16:00", "2026-12-11T18:00");
    let asks = test.move_to(&group, booking.id, place).await.unwrap();
    due(&test, asks.move_answer_by.unwrap()).await;
    let told = lists(&test, "escalation").await;
    assert_eq!(told[0].1[0].became, Some(Became::MoveLapsed));
    assert_eq!(
        escalations(&test, booking.id).await,
        [(Role::System, Status::Approved)]
    );
    test.assert_sound().await;
}

/// Whatever groups and managers do, and however seldom the service looks.
#[tokio::test]
async fn no_request_passes_its_answer_time_without_a_record() {
    for seed in 0..2 {
        let mut chance = StdRng::seed_from_u64(seed);
        let mut toml = CATALOGUE.to_owned();
        for (space, unanswered) in [("dance-studio", "stay"), ("meeting-room", "approve")] {
            let line = format!("  slug = \"{space}\"\n");
            toml = toml.replace(&line, &format!("{line}  unanswered = \"{unanswered}\"\n"));
        }
        let test = TestApp::with_catalogue(&toml).await;
        test.administrator().await;
        let manager = test.manager_of("youth-house").await;
        let mut known: BTreeMap<BookingId, Actor> = BTreeMap::new();
        let mut now = NOW;
        for round in 0..30 {
            let space = ["dance-studio", "meeting-room", "small-hall", "grand-hall"]
                [chance.random_range(0..4)];
            let day = chance.random_range(1..20);
            let who = test.person(&format!("p{round}@test.example")).await;
            let (starts, ends) = (
                format!("2026-12-{day:02}T16:00"),
                format!("2026-12-{day:02}T18:00"),
            );
            let wanted = asking(&format!("youth-house/{space}"), &starts, &ends);
            if let Ok(booking) = test.request(&who, wanted).await {
                known.insert(booking.id, who);
            }
            for (id, who) in &known {
                match chance.random_range(0..30) {
                    0 => drop(test.approve(&manager, *id).await),
                    1 => drop(test.reject(&manager, *id).await),
                    2 | 3 => drop(test.write(&manager, *id, "Қалай?", false).await),
                    4 | 5 => drop(test.write(who, *id, "Былай.", false).await),
                    _ => {}
                }
            }
            now = now.plus_minutes(chance.random_range(1..2400));
            due(&test, now).await;
            for id in known.keys() {
                recorded(&test, *id, now).await;
            }
        }
        test.assert_sound().await;
    }
}

async fn recorded(test: &TestApp, id: BookingId, now: Instant) {
    let (booking, history) = (test.stored(id).await, test.history(id).await);
    let by_itself = history.iter().any(|line| {
        line.role == Role::System && matches!(line.action, Action::Expire | Action::Approve)
    });
    let waits_on = booking.status == Status::Pending && booking.answer_by <= Some(now);
    // Who was told that the time went to another group has been answered.
    let told = test.mails(id).await;
    let given = told.iter().any(|(kind, _)| kind == "time_given");
    if (by_itself || waits_on) && !given {
        let lines = escalations(test, id).await.len();
        assert_eq!(lines, 1, "{booking:?} {history:?}");
    }
}
