//! Where a series goes, and who has to make room for it: not its own dates, and not twice.

use jastar::{booking::Details, refusal::dates::DateOutcome};

use super::*;
use crate::it::{
    catalogue::{changes, turned},
    support::{CATALOGUE, facts::at, queries::queries},
};

const HALL: &str = "youth-house/grand-hall";
const ROOM: &str = "youth-house/meeting-room";

fn times(starts: &str, ends: &str) -> NewTimes {
    NewTimes {
        starts: starts.to_owned(),
        ends: ends.to_owned(),
        ..NewTimes::default()
    }
}

#[tokio::test]
async fn dates_that_would_meet_each_other_are_told_with_what_is_free_instead() {
    let test = TestApp::new().await;
    let person = test.person("aliya@test.example").await;
    let series = test.series(&person, tuesdays(STUDIO, 3)).await.unwrap();
    let second = series.bookings().nth(1).unwrap().id;
    test.move_to(&person, second, at("2026-12-15T11:00", "2026-12-15T12:00"))
        .await
        .unwrap();
    let refused = test
        .move_series(&person, &series, times("12:00", "14:00"))
        .await;
    let Err(Error::NotAllDates(dates)) = refused else {
        panic!("{refused:?}");
    };
    let told: Vec<_> = dates.iter().map(|one| one.outcome.verdict()).collect();
    assert_eq!(
        told,
        [DateVerdict::Free, DateVerdict::Free, DateVerdict::Taken]
    );
    let DateOutcome::Taken { alternatives, .. } = &dates[2].outcome else {
        panic!("{dates:?}");
    };
    assert!(!alternatives.is_empty());
    test.assert_sound().await;
}

#[tokio::test]
async fn each_of_two_dates_that_want_one_time_is_told_what_is_free_instead() {
    let test = TestApp::new().await;
    let person = test.person("aliya@test.example").await;
    let manager = test.manager_of("youth-house").await;
    let series = test.series(&person, tuesdays(STUDIO, 3)).await.unwrap();
    let second = series.bookings().nth(1).unwrap().id;
    test.move_to(&person, second, at("2026-12-15T11:00", "2026-12-15T12:00"))
        .await
        .unwrap();
    let taken = asking(STUDIO, "2026-12-15T13:00", "2026-12-15T14:00");
    test.request(&manager, taken).await.unwrap();
    let refused = test
        .move_series(&person, &series, times("12:00", "14:00"))
        .await;
    let Err(Error::NotAllDates(dates)) = refused else {
        panic!("{refused:?}");
    };
    let offered = |one: &Dated| match &one.outcome {
        DateOutcome::Taken { alternatives, .. } => alternatives.len(),
        _ => 0,
    };
    let many: Vec<usize> = dates.iter().map(offered).collect();
    assert!(many[0] == 0 && many[1] > 0 && many[2] > 0, "{dates:?}");
}

/// What nobody holds yet may wait side by side; one yes to both is none.
#[tokio::test]
async fn dates_that_meet_each_other_are_not_approved_together() {
    let test = TestApp::new().await;
    let person = test.person("aliya@test.example").await;
    let manager = test.manager_of("youth-house").await;
    let series = test.series(&person, tuesdays(HALL, 2)).await.unwrap();
    let second = series.bookings().nth(1).unwrap().id;
    test.move_to(&person, second, at("2026-12-01T17:00", "2026-12-01T19:00"))
        .await
        .unwrap();
    let refused = test.approve_series(&manager, &series, &[]).await;
    assert!(matches!(refused, Err(Error::NotAllDates(_))), "{refused:?}");
    test.assert_sound().await;
}

#[tokio::test]
async fn dates_of_several_days_stay_as_many_days_long() {
    let day = |day: &str| format!("{day} = \"00:00-24:00\"");
    let week = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].map(day);
    let hours = "hours = { mon = \"09:00-21:00\", tue = \"09:00-21:00\", wed = \"09:00-21:00\", thu = \"09:00-21:00\", fri = \"09:00-22:00\", sat = \"10:00-22:00\", sun = \"10:00-20:00\" }";
    assert!(CATALOGUE.contains(hours));
    let toml = CATALOGUE
        .replace(hours, &format!("hours = {{ {} }}", week.join(", ")))
        .replace("max_minutes = 180", "max_minutes = 10080");
    let test = TestApp::with_catalogue(&toml).await;
    let long = |starts: &str, ends: &str| weekly(STUDIO, starts, ends, 2);
    let cases = [
        (
            long("2026-12-04T16:00", "2026-12-06T12:00"),
            times("17:00", "13:00"),
            ("2026-12-04T17:00", "2026-12-06T13:00"),
        ),
        (
            long("2026-12-07T10:00", "2026-12-08T10:00"),
            times("11:00", "11:00"),
            ("2026-12-07T11:00", "2026-12-08T11:00"),
        ),
        (
            long("2026-12-02T22:00", "2026-12-03T02:00"),
            times("21:00", "23:00"),
            ("2026-12-02T21:00", "2026-12-02T23:00"),
        ),
    ];
    for (at, (new, to, expected)) in cases.into_iter().enumerate() {
        let person = test.person(&format!("p{at}@test.example")).await;
        let series = test.series(&person, new).await.unwrap();
        let moved = test.move_series(&person, &series, to).await.unwrap();
        let first = moved.bookings().next().unwrap();
        assert_eq!((&*first.starts, &*first.ends), expected);
        assert_eq!((&*moved.row.starts, &*moved.row.ends), expected);
    }
    test.assert_sound().await;
}

/// As of a single booking, what is left of each date stands as it stood, whatever gap is asked for by now.
#[tokio::test]
async fn a_series_ends_earlier_without_asking_for_its_floor_anew() {
    let test = TestApp::with_catalogue(CATALOGUE).await;
    let person = test.person("aliya@test.example").await;
    let rooms = |from: &str, to: &str| weekly(ROOM, from, to, 2);
    let mut new = rooms("2026-12-01T14:00", "2026-12-01T15:00");
    new.booking.stock = entity::Borrowed(vec![entity::Item {
        item: "radio-microphone".to_owned(),
        quantity: 2,
    }]);
    let series = test.series(&person, new).await.unwrap();
    let next = rooms("2026-12-01T15:00", "2026-12-01T16:00");
    test.series(&person, next).await.unwrap();
    let wider = turned("turnaround_minutes = 0", "turnaround_minutes = 60");
    changes(&test, &wider, false).await;
    let shorter = test
        .move_series(&person, &series, times("14:00", "14:30"))
        .await
        .unwrap();
    for booking in shorter.bookings() {
        assert!(booking.ends.ends_with("T14:30"), "{}", booking.ends);
        assert_eq!(&test.stored(booking.id).await, booking);
        let claims = test.claims(booking.id).await;
        assert!(claims.iter().all(|one| one.ends_at == booking.ends_at));
        assert_eq!(claims.len(), 1);
        assert_eq!(test.pool_claims(booking.id).await, [2]);
    }
    test.assert_sound().await;
}

#[tokio::test]
async fn who_lost_the_time_to_a_series_before_is_not_told_again_when_it_moves() {
    let test = TestApp::new().await;
    let person = test.person("aliya@test.example").await;
    let rival = test.person("rival@test.example").await;
    let manager = test.manager_of("youth-house").await;
    let series = test.series(&person, tuesdays(HALL, 3)).await.unwrap();
    let theirs = asking(HALL, "2026-12-08T17:00", "2026-12-08T19:00");
    let theirs = test.request(&rival, theirs).await.unwrap();
    test.approve_series(&manager, &series, &[]).await.unwrap();
    for to in [times("17:00", "19:00"), times("17:00", "18:00")] {
        test.move_series(&manager, &series, to).await.unwrap();
    }
    let told = test.mails(theirs.id).await;
    let given = told.iter().filter(|(kind, _)| kind == "time_given");
    assert_eq!(given.count(), 1, "{told:?}");
    test.assert_sound().await;
}

#[tokio::test]
async fn a_long_series_moves_and_changes_in_as_many_queries_as_a_short_one() {
    let mut costs = Vec::new();
    for many in [2, 40] {
        let test = TestApp::new().await;
        let person = test.person("aliya@test.example").await;
        let manager = test.manager_of("youth-house").await;
        let small = "youth-house/small-hall-1";
        let mut new = skipping(tuesdays(small, many));
        new.booking.layout = Some("circle".to_owned());
        let series = test.series(&person, new).await.unwrap();
        let (waiting, moved) =
            queries(test.move_series(&person, &series, times("17:00", "19:00"))).await;
        moved.unwrap();
        test.approve_series(&manager, &series, &[]).await.unwrap();
        let elsewhere = NewTimes {
            space: Some("youth-house/small-hall".to_owned()),
            ..times("18:00", "19:30")
        };
        let (approved, moved) = queries(test.move_series(&manager, &series, elsewhere)).await;
        moved.unwrap();
        let (shorter, ended) =
            queries(test.move_series(&manager, &series, times("18:00", "19:00"))).await;
        ended.unwrap();
        let crowd = Details {
            attendees: Some(44),
            layout: Some("empty".to_owned()),
            ..Details::default()
        };
        let (said, changed) = queries(test.amend_series(&manager, &series, None, crowd)).await;
        let changed = changed.unwrap();
        for booking in changed.bookings() {
            assert_eq!(&test.stored(booking.id).await, booking);
        }
        costs.push([waiting, approved, shorter, said]);
        test.assert_sound().await;
    }
    // The long one also looks up what stands in the way of the dates that it missed.
    for (short, long) in costs[0].iter().zip(costs[1]) {
        assert!((*short..=short + 6).contains(&long), "{costs:?}");
    }
}

/// One of its times was given to another group, which is no reason to keep the rest of the evening.
#[tokio::test]
async fn a_series_that_waits_for_a_time_that_is_gone_may_end_earlier() {
    let test = TestApp::new().await;
    let person = test.person("aliya@test.example").await;
    let manager = test.manager_of("youth-house").await;
    let hall = weekly(
        "youth-house/grand-hall",
        "2026-12-08T16:00",
        "2026-12-08T18:00",
        3,
    );
    let series = test.series(&person, hall).await.unwrap();
    let theirs = asking(
        "youth-house/grand-hall",
        "2026-12-15T16:00",
        "2026-12-15T18:00",
    );
    test.request(&manager, theirs).await.unwrap();
    let shorter = test
        .move_series(&person, &series, times("16:00", "17:00"))
        .await
        .unwrap();
    assert!(shorter.bookings().all(|one| one.ends.ends_with("17:00")));
    test.assert_sound().await;
}
