//! A series has one answer time, one reminder and one report, however many dates it has.

use entity::{Instant, audit::Action, escalation::Became};
use jastar::{
    inbox::jobs::do_what_is_due,
    mail::{DigestEntry, Mail},
};

use super::*;
use crate::it::support::{CATALOGUE, NOW};

async fn due(test: &TestApp, now: Instant) {
    test.app.clock.set(now);
    do_what_is_due(&test.app).await.unwrap();
}

/// Mails of that kind, oldest first.
async fn lists(test: &TestApp, kind: &str) -> Vec<Vec<DigestEntry>> {
    let all = test.outbox().await.into_iter();
    all.filter(|mail| mail.kind == kind)
        .map(|mail| match serde_json::from_value(mail.payload).unwrap() {
            Mail::Reminder { requests } | Mail::Escalation { requests } => requests,
            other => panic!("{other:?}"),
        })
        .collect()
}

/// What nobody answers in the studio goes that way.
async fn going(unanswered: &str) -> TestApp {
    let line = "  slug = \"dance-studio\"\n";
    let toml = CATALOGUE.replace(line, &format!("{line}  unanswered = \"{unanswered}\"\n"));
    TestApp::with_catalogue(&toml).await
}

#[tokio::test]
async fn the_venue_is_reminded_of_a_series_once() {
    let test = TestApp::new().await;
    let person = test.person("aliya@test.example").await;
    let single = asking(STUDIO, "2026-12-03T16:00", "2026-12-03T18:00");
    test.request(&person, single).await.unwrap();
    let series = test.series(&person, tuesdays(STUDIO, 4)).await.unwrap();
    let by = series.bookings().next().unwrap().answer_by.unwrap();
    let half = Instant(NOW.0 + (by.0 - NOW.0) / 2);
    due(&test, half.plus_minutes(-1)).await;
    assert_eq!(lists(&test, "reminder").await.len(), 0);
    for later in [0, 1, 300] {
        due(&test, half.plus_minutes(later)).await;
    }
    let told: Vec<_> = lists(&test, "reminder").await.concat();
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(
        told[0]
            .url
            .ends_with(&format!("/series/{}", series.row.code))
    );
    assert_eq!([told[0].others, told[1].others], [3, 0]);
    test.assert_sound().await;
}

#[tokio::test]
async fn the_administrators_are_told_once_what_became_of_a_series() {
    for (unanswered, status, became) in [
        ("expire", Status::Expired, Became::Expired),
        ("approve", Status::Approved, Became::Approved),
        ("stay", Status::Pending, Became::Stays),
    ] {
        let test = going(unanswered).await;
        test.administrator().await;
        let person = test.person("aliya@test.example").await;
        let series = test.series(&person, tuesdays(STUDIO, 60)).await;
        assert!(matches!(series, Err(Error::NotAllDates(_))), "{series:?}");
        let new = skipping(tuesdays(STUDIO, 60));
        let series = test.series(&person, new).await.unwrap();
        let booked = series.bookings().count();
        assert!(booked > 45, "more than one look's worth: {booked}");
        let by = series.bookings().next().unwrap().answer_by.unwrap();
        due(&test, by.plus_minutes(-1)).await;
        assert_eq!(lists(&test, "escalation").await.len(), 0);
        for later in [0, 1, 60] {
            due(&test, by.plus_minutes(later)).await;
        }
        let card = test.card(&person, &series).await;
        assert!(statuses(&card).iter().all(|one| *one == status));
        let told = lists(&test, "escalation").await;
        let [list] = &told[..] else {
            panic!("{unanswered}: {told:?}")
        };
        let [one] = &list[..] else {
            panic!("{unanswered}: {list:?}")
        };
        assert_eq!((one.became, one.others), (Some(became), booked - 1));
        for booking in series.bookings() {
            let history = test.history(booking.id).await;
            let lines = history
                .iter()
                .filter(|line| line.action == Action::Escalate);
            assert_eq!(lines.count(), 1, "{unanswered}");
        }
        // What stayed expires at its start, and nobody is told again.
        let second = series.bookings().nth(1).unwrap();
        due(&test, second.starts_at).await;
        assert_eq!(lists(&test, "escalation").await.len(), 1, "{unanswered}");
        test.assert_sound().await;
    }
}

#[tokio::test]
async fn a_question_about_one_date_stops_the_clock_of_the_whole_series() {
    let test = TestApp::new().await;
    let person = test.person("aliya@test.example").await;
    let manager = test.manager_of("youth-house").await;
    let series = test.series(&person, tuesdays(STUDIO, 3)).await.unwrap();
    let asked = series.bookings().nth(1).unwrap();
    let by = asked.answer_by.unwrap();
    test.write(&manager, asked.id, "Аппаратура керек пе?", false)
        .await
        .unwrap();
    let clock = |series: &Series| {
        let of = |one: &entity::Booking| (one.answer_by, one.asked_at, one.version);
        let mut all: Vec<_> = series.bookings().map(of).collect();
        all.dedup();
        all
    };
    let card = test.card(&person, &series).await;
    let stopped = clock(&card);
    assert_eq!(stopped.len(), 1, "{stopped:?}");
    assert!(stopped[0].0 > Some(by), "{stopped:?}");
    due(&test, by).await;
    let card = test.card(&person, &series).await;
    assert_eq!(statuses(&card), [Status::Pending; 3]);
    // Whichever date they answer about.
    let other = series.bookings().next().unwrap().id;
    test.write(&person, other, "Керек емес.", false)
        .await
        .unwrap();
    let card = test.card(&person, &series).await;
    let runs = clock(&card);
    assert_eq!((runs.len(), runs[0].1), (1, None), "{runs:?}");
    due(&test, runs[0].0.unwrap()).await;
    let card = test.card(&person, &series).await;
    assert_eq!(statuses(&card), [Status::Expired; 3]);
    test.assert_sound().await;
}
