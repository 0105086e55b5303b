//! How far ahead a series may reach, and a single booking may not.

use super::*;
use crate::it::support::facts::{at, in_place};
use jastar::{mail::Mail, refusal::dates::DateOutcome};

/// Ninety days from now on in the studio.
const FURTHEST: &str = "2027-02-21";

#[tokio::test]
async fn one_date_is_no_series_that_may_reach_further() {
    let test = TestApp::new().await;
    let person = test.person("aliya@test.example").await;
    let far = |count| weekly(STUDIO, "2027-03-02T16:00", "2027-03-02T18:00", count);
    let weighed = series::dry_run(&test.app, &person, &far(1)).await.unwrap();
    let DateOutcome::Broken(broken) = &weighed[0].outcome else {
        panic!("{weighed:?}");
    };
    assert_eq!(broken[0].code(), Code::TooFar);
    let refused = test.series(&person, far(1)).await;
    assert!(matches!(refused, Err(Error::NotAllDates(_))), "{refused:?}");
    let refused = test.series(&person, skipping(far(1))).await;
    assert!(matches!(refused, Err(Error::NotAllDates(_))), "{refused:?}");
    let two = test.series(&person, far(2)).await.unwrap();
    assert_eq!(statuses(&two), [Status::Pending; 2]);
    test.assert_sound().await;
}

/// The last of so many Tuesdays within the horizon of a booking alone is moved to that day.
async fn moved_to(test: &TestApp, count: i32, actor: &Actor, day: &str) -> Result<(), Error> {
    let person = test.person("aliya@test.example").await;
    let near = weekly(STUDIO, "2026-12-01T10:00", "2026-12-01T12:00", count);
    let series = test.series(&person, near).await.unwrap();
    let last = series.bookings().last().unwrap().id;
    let (starts, ends) = (format!("{day}T10:00"), format!("{day}T12:00"));
    let moved = test.move_to(actor, last, at(&starts, &ends)).await;
    test.cancel_series(&person, &series, None, Reason::default())
        .await
        .unwrap();
    moved.map(drop)
}

#[tokio::test]
async fn a_date_alone_is_moved_no_further_than_a_booking() {
    let test = TestApp::new().await;
    let person = test.person("aliya@test.example").await;
    for count in [1, 2] {
        let refused = moved_to(&test, count, &person, "2027-02-23").await;
        let Err(Error::Rules(broken)) = refused else {
            panic!("{refused:?}");
        };
        assert_eq!(broken[0].code(), Code::TooFar);
        moved_to(&test, count, &person, FURTHEST).await.unwrap();
    }
    test.assert_sound().await;
}

/// It is as far ahead already.
#[tokio::test]
async fn a_date_far_ahead_is_moved_on_its_day_and_to_an_earlier_one() {
    let test = TestApp::new().await;
    let person = test.person("aliya@test.example").await;
    let manager = test.manager_of("youth-house").await;
    let far = weekly(STUDIO, "2027-03-02T16:00", "2027-03-02T18:00", 2);
    let series = test.series(&person, far).await.unwrap();
    let last = series.bookings().last().unwrap().id;
    let day = async |actor: &Actor, day: &str| {
        let (starts, ends) = (format!("{day}T12:00"), format!("{day}T14:00"));
        test.move_to(actor, last, at(&starts, &ends)).await
    };
    day(&person, "2027-03-09").await.unwrap();
    let refused = day(&person, "2027-03-10").await;
    assert!(matches!(refused, Err(Error::Rules(_))), "{refused:?}");
    day(&person, "2027-03-05").await.unwrap();
    // Where a closure drives it away, the venue has to find it a place.
    day(&manager, "2027-03-10").await.unwrap();
    let times = NewTimes {
        starts: "10:00".to_owned(),
        ends: "11:00".to_owned(),
        ..NewTimes::default()
    };
    test.move_series(&person, &series, times).await.unwrap();
    test.assert_sound().await;
}

/// They are asked for one by one.
#[tokio::test]
async fn what_is_offered_instead_of_a_date_can_be_asked_for_as_it_stands() {
    let test = TestApp::new().await;
    let person = test.person("aliya@test.example").await;
    let manager = test.manager_of("youth-house").await;
    let theirs = weekly(STUDIO, "2026-12-01T17:00", "2026-12-01T19:00", 20);
    test.series(&manager, skipping(theirs)).await.unwrap();
    let new = tuesdays(STUDIO, 20);
    let weighed = series::dry_run(&test.app, &person, &new).await.unwrap();
    let offered: Vec<_> = weighed
        .iter()
        .filter_map(|date| match &date.outcome {
            DateOutcome::Taken { alternatives, .. } => Some(alternatives),
            _ => None,
        })
        .flatten()
        .collect();
    assert!(!offered.is_empty());
    let studio = offered.iter().filter(|offer| offer.space == STUDIO);
    let furthest = studio.map(|offer| offer.starts.date()).max().unwrap();
    assert!(furthest <= day(FURTHEST), "{furthest}");
    test.assert_sound().await;
}

/// A date of a series makes room, as far ahead as a series may reach.
async fn displaced(test: &TestApp, approved: bool) -> entity::BookingId {
    let person = test.person("aliya@test.example").await;
    let manager = test.manager_of("youth-house").await;
    let far = weekly(STUDIO, "2027-05-25T16:00", "2027-05-25T18:00", 2);
    let series = test.series(&person, far).await.unwrap();
    if approved {
        test.approve_series(&manager, &series, &[]).await.unwrap();
    }
    let last = series.bookings().last().unwrap().id;
    let instead = NewBooking {
        waive: vec!["too_far".to_owned()],
        waive_reason: Some("Республикалық байқау.".to_owned()),
        ..asking(STUDIO, "2027-06-01T16:00", "2027-06-01T18:00")
    };
    test.request(&manager, in_place(instead, &[last]))
        .await
        .unwrap();
    last
}

#[tokio::test]
async fn a_group_is_told_only_of_places_that_it_may_ask_for() {
    let test = TestApp::new().await;
    let last = displaced(&test, false).await;
    let Mail::Replaced(facts) = test.mail(last, "replaced").await else {
        panic!("another mail");
    };
    assert_eq!(facts.alternatives, []);
    test.assert_sound().await;
}

#[tokio::test]
async fn who_makes_room_far_ahead_is_held_places_there() {
    let test = TestApp::new().await;
    let last = displaced(&test, true).await;
    assert_eq!(test.offers(last).await.len(), 3);
    test.assert_sound().await;
}
