//! One mail to the group and one to the house, however many dates.

use entity::Language;
use jastar::{
    i18n::Translator,
    inbox::jobs::do_what_is_due,
    mail::{self, Mail},
};

use super::*;
use crate::it::support::facts::{because, on_behalf};

const GROUP: &str = "aliya@test.example";

#[tokio::test]
async fn every_step_of_a_series_is_one_mail() {
    let test = TestApp::new().await;
    let person = test.person(GROUP).await;
    let manager = test.manager_of("youth-house").await;
    let series = test.series(&person, tuesdays(STUDIO, 5)).await.unwrap();
    let house = "booking@youth-house.example";
    let mut told = test.told().await;
    let kinds: Vec<_> = told.drain(..).map(|(kind, _)| kind).collect();
    assert_eq!(kinds, ["series_received", "series_new"]);

    test.approve_series(&manager, &series, &["2026-12-08"])
        .await
        .unwrap();
    let times = NewTimes {
        starts: "18:30".to_owned(),
        ends: "20:00".to_owned(),
        ..NewTimes::default()
    };
    test.move_series(&manager, &series, times).await.unwrap();
    test.cancel_series(&person, &series, Some("2026-12-22"), Reason::default())
        .await
        .unwrap();
    test.cancel_series(&manager, &series, None, because("Жөндеу."))
        .await
        .unwrap();
    let told = test.told().await;
    let kinds: Vec<&str> = told.iter().map(|(kind, _)| kind.as_str()).collect();
    assert_eq!(
        kinds[2..],
        [
            "series_approved",
            "series_moved",
            "series_cancelled_by_you",
            "series_cancelled_by_group",
            "series_cancelled_by_venue"
        ],
        "{house}"
    );
    let outbox = test.outbox().await;
    let approved = outbox
        .iter()
        .find(|mail| mail.kind == "series_approved")
        .unwrap();
    let Mail::Series(facts) = serde_json::from_value(approved.payload.clone()).unwrap() else {
        panic!("{approved:?}");
    };
    assert_eq!((facts.dates.len(), facts.others.len()), (4, 1));
    assert_eq!(facts.about.code, series.row.code);
    let told = mail::Written::new(&Mail::Series(facts.clone()), Translator::new(Language::Ru));
    let repeats = told.facts.iter().find(|fact| fact.label == "Повторяется");
    assert_eq!(repeats.unwrap().value, "по вторникам");
    assert!(facts.dates.iter().all(|date| date.entry.is_some()));
    test.assert_sound().await;
}

impl TestApp {
    /// The heading of the last mail of that kind, in Russian.
    async fn heading(&self, kind: &str) -> String {
        let outbox = self.outbox().await;
        let last = outbox.into_iter().rfind(|mail| mail.kind == kind);
        let mail: Mail = serde_json::from_value(last.unwrap().payload).unwrap();
        mail::Written::new(&mail, Translator::new(Language::Ru)).heading
    }
}

#[tokio::test]
async fn a_group_that_withdraws_a_waiting_series_has_not_promised_to_come() {
    let test = TestApp::new().await;
    let person = test.person(GROUP).await;
    let manager = test.manager_of("youth-house").await;
    for (approved, to_group, to_house) in [
        (
            false,
            "Ваша заявка отозвана",
            "Заявка на расписание отозвана",
        ),
        (
            true,
            "Брони из вашего расписания отменены",
            "Брони из расписания отменены",
        ),
    ] {
        let series = test.series(&person, tuesdays(STUDIO, 3)).await.unwrap();
        if approved {
            test.approve_series(&manager, &series, &[]).await.unwrap();
        }
        test.cancel_series(&person, &series, None, Reason::default())
            .await
            .unwrap();
        assert_eq!(test.heading("series_cancelled_by_you").await, to_group);
        assert_eq!(test.heading("series_cancelled_by_group").await, to_house);
    }
    test.assert_sound().await;
}

#[tokio::test]
async fn a_series_expires_by_whose_answer_was_missing() {
    let test = TestApp::new().await;
    let person = test.person(GROUP).await;
    let manager = test.manager_of("youth-house").await;
    for (asks, said) in [
        (false, "Простите, мы не ответили вам вовремя"),
        (true, "Мы не дождались вашего ответа"),
    ] {
        let first = if asks { "2027-01-05" } else { "2026-12-08" };
        let (starts, ends) = (format!("{first}T16:00"), format!("{first}T18:00"));
        let series = test.series(&person, weekly(STUDIO, &starts, &ends, 2));
        let first = series.await.unwrap().bookings().next().unwrap().id;
        if asks {
            let asked = test.write(&manager, first, "Неше адам?", false);
            asked.await.unwrap();
        }
        let by = test.stored(first).await.answer_by.unwrap();
        test.app.clock.set(by);
        do_what_is_due(&test.app).await.unwrap();
        assert_eq!(test.heading("series_expired").await, said);
    }
    test.assert_sound().await;
}

#[tokio::test]
async fn a_series_made_for_somebody_tells_them() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let mut new = tuesdays(STUDIO, 2);
    new.booking = on_behalf(new.booking, "aidana@test.example");
    let series = test.series(&manager, new).await.unwrap();
    assert_eq!(
        test.told().await,
        [(
            "series_approved".to_owned(),
            "aidana@test.example".to_owned()
        )]
    );
    // Who shows that the mailbox is theirs sees it.
    let person = test.person("aidana@test.example").await;
    assert_eq!(test.card(&person, &series).await.dates.len(), 2);
    let stranger = test.person("stranger@test.example").await;
    let hidden = series::by_id(&test.app, &stranger, series.row.id).await;
    assert!(matches!(hidden, Err(Error::NotFound)));
    test.assert_sound().await;
}

/// Whoever loses several dates of a series to one answer gets one mail with all of them; who loses one, what else is free.
#[tokio::test]
async fn a_series_that_loses_several_dates_at_once_is_told_so_in_one_mail() {
    let hall = "youth-house/grand-hall";
    let test = TestApp::new().await;
    let person = test.person(GROUP).await;
    let rival = test.person("rival@test.example").await;
    let manager = test.manager_of("youth-house").await;
    let series = test.series(&person, tuesdays(hall, 4)).await.unwrap();
    let one = asking(hall, "2026-12-01T17:00", "2026-12-01T19:00");
    let one = test.request(&rival, one).await.unwrap();
    let three = weekly(hall, "2026-12-08T17:00", "2026-12-08T19:00", 3);
    let loses = test.series(&rival, three).await.unwrap();
    test.approve_series(&manager, &series, &[]).await.unwrap();
    let outbox = test.outbox().await;
    let kinds: Vec<&str> = outbox
        .iter()
        .filter(|mail| mail.recipient == "rival@test.example" && mail.kind.contains("given"))
        .map(|mail| mail.kind.as_str())
        .collect();
    assert_eq!(kinds.len(), 2, "{kinds:?}");
    assert_eq!(test.mails(one.id).await.last().unwrap().0, "time_given");
    let mail = outbox.iter().find(|mail| mail.kind == "series_time_given");
    let Mail::Series(facts) = serde_json::from_value(mail.unwrap().payload.clone()).unwrap() else {
        panic!("{mail:?}");
    };
    assert_eq!((facts.dates.len(), facts.others.len()), (3, 0));
    assert_eq!(facts.about.code, loses.row.code);
    assert!(facts.dates.iter().all(|date| date.entry.is_none()));
    test.assert_sound().await;
}
