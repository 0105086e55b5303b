//! A yes to a series, or to the move of one booking or of all dates, from somebody who was shown who loses by it: nothing is
//! done when there is anybody else.

use entity::Booking;
use jastar::{
    booking,
    rules::losing::{self, KnownLosers},
};

use super::{proposing::Scene, *};
use crate::it::support::{facts::at, queries::queries};

const HALL: &str = "youth-house/grand-hall";

async fn ask(test: &TestApp, who: &str, starts: &str, ends: &str) -> Booking {
    let group = test.person(&format!("{who}@test.example")).await;
    test.request(&group, asking(HALL, starts, ends))
        .await
        .unwrap()
}

/// The codes of those of whom it was not known.
fn asks_again<T: std::fmt::Debug>(refused: Result<T, Error>) -> Vec<String> {
    let Err(Error::Losing(losers)) = refused else {
        panic!("{refused:?}")
    };
    losers.into_iter().map(|one| one.booking.code).collect()
}

async fn told(test: &TestApp, booking: &Booking) -> bool {
    let mails = test.mails(booking.id).await;
    mails.iter().any(|(kind, _)| kind == "time_given")
}

#[tokio::test]
async fn a_yes_to_a_series_names_who_loses_one_of_its_dates() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let group = test.person("a@test.example").await;
    let series = test.series(&group, tuesdays(HALL, 3)).await.unwrap();
    let lost = ask(&test, "b", "2026-12-08T18:30", "2026-12-08T20:00").await;
    let apart = ask(&test, "c", "2026-12-09T16:00", "2026-12-09T18:00").await;
    let yes = async |except: &[&str], known: &str| {
        let except = except.iter().map(|date| day(date)).collect();
        let (known, id) = (Some(KnownLosers::of(known)), series.row.id);
        done(
            series::approve(
                &test.app,
                &manager,
                id,
                None,
                except,
                known,
                Idempotent::unkeyed(),
            )
            .await,
        )
    };
    for known in ["", &apart.code] {
        assert_eq!(
            asks_again(yes(&[], known).await),
            std::slice::from_ref(&lost.code)
        );
        assert_eq!(
            statuses(&test.card(&manager, &series).await),
            [Status::Pending; 3]
        );
    }
    // Without that date nobody loses anything.
    let approved = yes(&["2026-12-08"], "").await.unwrap();
    assert_eq!(
        statuses(&approved),
        [Status::Approved, Status::Rejected, Status::Approved]
    );
    assert!(!told(&test, &lost).await);
    test.assert_sound().await;
}

#[tokio::test]
async fn a_yes_to_a_move_names_who_loses_the_new_time() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let group = test.person("a@test.example").await;
    let stands = ask(&test, "a", "2026-12-07T16:00", "2026-12-07T18:00").await;
    test.approve(&manager, stands.id).await.unwrap();
    let place = at("2026-12-08T16:00", "2026-12-08T18:00");
    let asks = test.move_to(&group, stands.id, place).await.unwrap();
    assert!(asks.proposed_move().is_some_and(|asks| !asks.holds));
    let lost = ask(&test, "b", "2026-12-08T17:00", "2026-12-08T19:00").await;
    let yes = async |known: &str| {
        let (known, once) = (KnownLosers::of(known), Idempotent::unkeyed());
        booking::approve_knowing(&test.app, &manager, stands.id, None, known, once).await
    };
    assert_eq!(asks_again(yes("").await), std::slice::from_ref(&lost.code));
    assert_eq!(test.stored(stands.id).await, asks);
    yes(&lost.code).await.unwrap();
    assert_eq!(test.stored(stands.id).await.starts, "2026-12-08T16:00");
    assert!(told(&test, &lost).await);
    test.assert_sound().await;
}

#[tokio::test]
async fn a_yes_to_the_move_of_a_series_names_who_loses_one_of_the_new_times() {
    let scene = Scene::new(HALL).await;
    let (test, manager, id) = (&scene.test, &scene.manager, scene.series.row.id);
    let times = NewTimes {
        from: None,
        space: None,
        starts: "10:00".to_owned(),
        ends: "12:00".to_owned(),
    };
    scene.ask(times).await.unwrap();
    let lost = ask(test, "b", "2026-12-15T09:00", "2026-12-15T11:00").await;
    let yes = async |known: &str| {
        let known = Some(KnownLosers::of(known));
        done(series::accept_move(&test.app, manager, id, None, known, Idempotent::unkeyed()).await)
    };
    assert_eq!(asks_again(yes("").await), std::slice::from_ref(&lost.code));
    assert!(!told(test, &lost).await);
    let moved = yes(&lost.code).await.unwrap();
    assert!(moved.bookings().all(|one| one.starts.ends_with("T10:00")));
    assert!(told(test, &lost).await);
    test.assert_sound().await;
}

/// What all cards of a queue name is read at once.
#[tokio::test]
async fn all_cards_take_as_many_queries_as_one() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let catalogue = test.app.catalogue().await.unwrap();
    let venue = catalogue.venue("youth-house").unwrap();
    let mut counted = Vec::new();
    let mut asked = Vec::new();
    for at in 0..12 {
        let day = format!("2026-12-{:02}", 7 + at % 4);
        let (starts, ends) = (format!("{day}T16:00"), format!("{day}T18:00"));
        asked.push(ask(&test, &format!("g{at}"), &starts, &ends).await);
        let all: Vec<_> = asked.iter().map(std::slice::from_ref).collect();
        let all: Vec<_> = all
            .into_iter()
            .map(|dates| losing::Awaited {
                dates,
                moves: false,
                ..losing::Awaited::default()
            })
            .collect();
        let looked = booking::outlooks(&test.app, &manager, &catalogue, venue, &all);
        let (calls, outlooks) = queries(looked).await;
        assert_eq!(outlooks.unwrap().len(), at + 1);
        counted.push(calls);
    }
    assert_eq!(counted[0], counted[11], "{counted:?}");
    let rivals = losing::Awaited {
        dates: &asked[..1],
        moves: false,
        ..losing::Awaited::default()
    };
    let outlook = booking::outlooks(&test.app, &manager, &catalogue, venue, &[rivals]).await;
    assert_eq!(outlook.unwrap()[0].losers.len(), 2);
}
