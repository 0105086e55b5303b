//! Cancelling and moving a series: this one, this and following, or all.

use super::*;
use crate::it::{
    catalogue::{changes, turned},
    support::{
        CATALOGUE,
        facts::{at, because},
    },
};

fn times(from: Option<&str>, starts: &str, ends: &str) -> NewTimes {
    NewTimes {
        from: from.map(day),
        space: None,
        starts: starts.to_owned(),
        ends: ends.to_owned(),
    }
}

fn starts(series: &Series) -> Vec<String> {
    let all = series.bookings().map(|booking| booking.starts.clone());
    all.collect()
}

#[tokio::test]
async fn a_group_cancels_one_date_those_that_follow_or_all() {
    let test = TestApp::new().await;
    let person = test.person("aliya@test.example").await;
    let manager = test.manager_of("youth-house").await;
    let series = test.series(&person, tuesdays(STUDIO, 4)).await.unwrap();
    test.approve_series(&manager, &series, &[]).await.unwrap();
    let first = series.bookings().next().unwrap().id;
    test.cancel(&person, first).await.unwrap();
    let left = test
        .cancel_series(&person, &series, Some("2026-12-15"), Reason::default())
        .await
        .unwrap();
    let expected = [
        Status::Cancelled,
        Status::Approved,
        Status::Cancelled,
        Status::Cancelled,
    ];
    assert_eq!(statuses(&left), expected);
    assert_eq!(statuses(&test.card(&person, &series).await), expected);
    let silent = test
        .cancel_series(&manager, &series, None, Reason::default())
        .await;
    assert!(matches!(silent, Err(Error::Rules(_))), "{silent:?}");
    let none = test
        .cancel_series(&manager, &series, None, because("Жөндеу."))
        .await
        .unwrap();
    assert_eq!(statuses(&none), [Status::Cancelled; 4]);
    let again = test
        .cancel_series(&person, &series, None, Reason::default())
        .await;
    assert!(matches!(again, Err(Error::State(_))), "{again:?}");
    test.assert_sound().await;
}

#[tokio::test]
async fn what_waits_is_withdrawn_by_the_group_and_rejected_by_the_venue() {
    let test = TestApp::new().await;
    let person = test.person("aliya@test.example").await;
    let manager = test.manager_of("youth-house").await;
    let one = test.series(&person, tuesdays(STUDIO, 2)).await.unwrap();
    let gone = test
        .cancel_series(&person, &one, None, Reason::default())
        .await;
    assert_eq!(statuses(&gone.unwrap()), [Status::Withdrawn; 2]);
    let other = test.series(&person, tuesdays(STUDIO, 2)).await.unwrap();
    let gone = test
        .cancel_series(&manager, &other, None, because("Жөндеу."))
        .await;
    assert_eq!(statuses(&gone.unwrap()), [Status::Rejected; 2]);
    // A manager's own series is theirs to cancel.
    let own = test.series(&manager, tuesdays(STUDIO, 2)).await.unwrap();
    let gone = test
        .cancel_series(&manager, &own, Some("2026-12-08"), Reason::default())
        .await;
    assert_eq!(
        statuses(&gone.unwrap()),
        [Status::Approved, Status::Cancelled]
    );
    test.assert_sound().await;
}

#[tokio::test]
async fn what_has_begun_stays() {
    let test = TestApp::new().await;
    let person = test.person("aliya@test.example").await;
    let manager = test.manager_of("youth-house").await;
    let series = test.series(&person, tuesdays(STUDIO, 3)).await.unwrap();
    test.approve_series(&manager, &series, &[]).await.unwrap();
    let second = series.bookings().nth(1).unwrap().clone();
    test.app.clock.set(second.starts_at);
    let moved = test
        .move_series(&manager, &series, times(None, "18:30", "20:00"))
        .await
        .unwrap();
    assert_eq!(
        starts(&moved),
        ["2026-12-01T16:00", "2026-12-08T16:00", "2026-12-15T18:30"]
    );
    let gone = test
        .cancel_series(&person, &series, None, Reason::default())
        .await
        .unwrap();
    assert_eq!(
        statuses(&gone),
        [Status::Approved, Status::Approved, Status::Cancelled]
    );
    test.assert_sound().await;
}

#[tokio::test]
async fn a_manager_moves_what_follows_all_of_it_or_nothing() {
    let test = TestApp::new().await;
    let person = test.person("aliya@test.example").await;
    let manager = test.manager_of("youth-house").await;
    let series = test.series(&person, tuesdays(STUDIO, 4)).await.unwrap();
    test.approve_series(&manager, &series, &[]).await.unwrap();
    let later = times(Some("2026-12-15"), "18:30", "20:30");
    let taken = asking(STUDIO, "2026-12-22T19:00", "2026-12-22T20:00");
    let taken = test.request(&manager, taken).await.unwrap();
    let refused = test.move_series(&manager, &series, later.clone()).await;
    let Err(Error::NotAllDates(dates)) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(dates[1].outcome.verdict(), DateVerdict::Taken);
    test.cancel_series(&manager, &series, Some("2026-12-22"), because("Жөндеу."))
        .await
        .unwrap();
    let moved = test.move_series(&manager, &series, later).await.unwrap();
    assert_eq!(
        starts(&moved)[1..3],
        ["2026-12-08T16:00", "2026-12-15T18:30"]
    );
    test.cancel(&manager, taken.id).await.unwrap();
    let odd = test
        .move_series(&manager, &series, times(None, "18:10", "20:00"))
        .await;
    assert!(
        matches!(&odd, Err(Error::Rules(broken)) if broken[0].field == "starts"),
        "{odd:?}"
    );
    let mut elsewhere = times(None, "18:30", "20:30");
    elsewhere.space = Some("youth-house/small-hall".to_owned());
    let moved = test
        .move_series(&manager, &series, elsewhere)
        .await
        .unwrap();
    for booking in moved.bookings().take(3) {
        assert_eq!(&test.stored(booking.id).await, booking);
        assert_eq!(test.claims(booking.id).await.len(), 2, "both halves");
    }
    test.assert_sound().await;
}

#[tokio::test]
async fn a_waiting_series_moves_at_once_and_into_its_own_time() {
    let test = TestApp::new().await;
    let person = test.person("aliya@test.example").await;
    let series = test.series(&person, tuesdays(STUDIO, 3)).await.unwrap();
    let moved = test
        .move_series(&person, &series, times(None, "17:00", "19:00"))
        .await
        .unwrap();
    assert_eq!(starts(&moved)[2], "2026-12-15T17:00");
    assert_eq!(statuses(&moved), [Status::Pending; 3]);
    assert_eq!(moved.row.starts, "2026-12-01T17:00");
    test.assert_sound().await;
}

#[tokio::test]
async fn a_date_that_was_missed_is_added_at_the_time_to_which_the_others_moved() {
    let test = TestApp::new().await;
    let person = test.person("aliya@test.example").await;
    let manager = test.manager_of("youth-house").await;
    let taken = asking(STUDIO, "2026-12-08T16:00", "2026-12-08T17:00");
    test.request(&manager, taken).await.unwrap();
    let series = test
        .series(&person, skipping(tuesdays(STUDIO, 3)))
        .await
        .unwrap();
    test.move_series(&manager, &series, times(None, "18:30", "20:00"))
        .await
        .unwrap();
    let whole = test
        .add_date(&manager, &series, "2026-12-08")
        .await
        .unwrap();
    assert_eq!(
        starts(&whole),
        ["2026-12-01T18:30", "2026-12-08T18:30", "2026-12-15T18:30"]
    );
    let added = whole.bookings().nth(1).unwrap();
    assert_eq!(added.status, Status::Approved, "by a manager");
    assert_eq!(added.booker_id, series.bookings().next().unwrap().booker_id);
    test.assert_sound().await;
}

#[tokio::test]
async fn of_two_dates_on_one_day_only_one_can_have_the_new_time() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let series = test.series(&manager, tuesdays(STUDIO, 2)).await.unwrap();
    let second = series.bookings().nth(1).unwrap().id;
    let same_day = at("2026-12-01T19:00", "2026-12-01T20:00");
    test.move_to(&manager, second, same_day).await.unwrap();
    let refused = test
        .move_series(&manager, &series, times(None, "11:00", "12:00"))
        .await;
    let Err(Error::NotAllDates(dates)) = refused else {
        panic!("{refused:?}");
    };
    let told: Vec<_> = dates.iter().map(|one| one.outcome.verdict()).collect();
    assert_eq!(told, [DateVerdict::Free, DateVerdict::Taken]);
    let as_before = ["2026-12-01T16:00", "2026-12-01T19:00"];
    assert_eq!(starts(&test.card(&manager, &series).await), as_before);
    test.assert_sound().await;
}

#[tokio::test]
async fn a_series_ends_earlier_whatever_gap_its_space_asks_for_by_now() {
    let test = TestApp::with_catalogue(CATALOGUE).await;
    let manager = test.manager_of("youth-house").await;
    let room = "youth-house/meeting-room";
    let series = test.series(&manager, tuesdays(room, 3)).await.unwrap();
    let next = asking(room, "2026-12-08T18:00", "2026-12-08T19:00");
    test.request(&manager, next).await.unwrap();
    let wider = turned("turnaround_minutes = 0", "turnaround_minutes = 60");
    changes(&test, &wider, false).await;
    let shorter = test
        .move_series(&manager, &series, times(None, "16:00", "17:30"))
        .await
        .unwrap();
    for booking in shorter.bookings() {
        assert!(booking.ends.ends_with("17:30"));
        let claims = test.claims(booking.id).await;
        assert!(claims.iter().all(|claim| claim.ends_at == booking.ends_at));
    }
    test.assert_sound().await;
}
