//! What the service does itself with the dates of a series: once for all of them, in one mail.

use entity::Booking;
use entity::Instant;
use jastar::inbox::jobs::do_what_is_due;

use super::*;
use crate::it::support::queries::queries;

const HALL: &str = "youth-house/grand-hall";

fn count(told: &[(String, String)], kind: &str) -> usize {
    told.iter().filter(|(one, _)| one == kind).count()
}

/// Dates whose time another group was given wait for a week in case it comes free again.
#[tokio::test]
async fn a_look_at_a_series_that_waits_on_costs_the_same_however_many_dates_it_has() {
    let mut costs = Vec::new();
    for many in [2, 24] {
        let test = TestApp::new().await;
        let person = test.person("aliya@test.example").await;
        let manager = test.manager_of("youth-house").await;
        let hall = skipping(tuesdays(HALL, many));
        let series = test.series(&person, hall.clone()).await.unwrap();
        test.series(&manager, hall).await.unwrap();
        let by = series.bookings().next().unwrap().answer_by.unwrap();
        test.app.clock.set(by);
        // What is kept of the catalogue is there before anything is counted.
        do_what_is_due(&test.app).await.unwrap();
        let (cost, done) = queries(do_what_is_due(&test.app)).await;
        assert_eq!(done.unwrap(), 0);
        let card = test.card(&person, &series).await;
        assert!(statuses(&card).iter().all(|one| *one == Status::Pending));
        costs.push(cost);
        test.assert_sound().await;
    }
    assert_eq!(costs[0], costs[1], "{costs:?}");
}

#[tokio::test]
async fn dates_that_are_in_somebodys_way_unanswered_end_with_one_mail() {
    let test = TestApp::new().await;
    test.administrator().await;
    let person = test.person("aliya@test.example").await;
    let rival = test.person("rival@test.example").await;
    let single = asking(STUDIO, "2026-12-03T16:00", "2026-12-03T18:00");
    let single = test.request(&person, single).await.unwrap();
    let series = test.series(&person, tuesdays(STUDIO, 4)).await.unwrap();
    let late = series.bookings().chain([&single]);
    let late = late.filter_map(|one| one.answer_by).max().unwrap();
    test.app.clock.set(late);
    let one = asking(STUDIO, "2026-12-03T16:00", "2026-12-03T18:00");
    test.request(&rival, one).await.unwrap();
    let (cost, theirs) = queries(Box::pin(test.series(&rival, tuesdays(STUDIO, 4)))).await;
    theirs.unwrap();
    assert!(cost < 60, "{cost}");
    let card = test.card(&person, &series).await;
    assert_eq!(statuses(&card), [Status::Expired; 4]);
    for booking in card.bookings() {
        assert_eq!(&test.stored(booking.id).await, booking);
        assert!(test.claims(booking.id).await.is_empty());
        let history = test.history(booking.id).await;
        let expired = history
            .iter()
            .filter(|line| line.status == Status::Expired)
            .count();
        assert_eq!(expired, 1);
    }
    let told = test.told().await;
    assert_eq!(count(&told, "series_expired"), 1, "{told:?}");
    assert_eq!(count(&told, "expired"), 1, "the single one: {told:?}");
    do_what_is_due(&test.app).await.unwrap();
    let told = test.told().await;
    assert_eq!(count(&told, "series_expired"), 1, "{told:?}");
    assert_eq!(count(&told, "escalation"), 1, "{told:?}");
    test.assert_sound().await;
}

fn clocks(series: &Series) -> Vec<(Option<Instant>, Option<Instant>)> {
    let of = |one: &Booking| (one.answer_by, one.remind_at);
    let waits = |one: &&Booking| one.status == Status::Pending;
    let mut all: Vec<_> = series.bookings().filter(waits).map(of).collect();
    all.dedup();
    all
}

/// The first date is so soon that it has to be answered earlier than any other.
#[tokio::test]
async fn a_series_keeps_one_answer_time_when_it_is_moved_or_added_to() {
    let test = TestApp::new().await;
    let person = test.person("aliya@test.example").await;
    let manager = test.manager_of("youth-house").await;
    let later = asking(STUDIO, "2026-12-01T10:00", "2026-12-01T12:00");
    let later = test.request(&manager, later).await.unwrap();
    let alone = asking(STUDIO, "2026-12-09T10:00", "2026-12-09T12:00");
    let alone = test.request(&person, alone).await.unwrap().answer_by;
    let soon = weekly(STUDIO, "2026-11-24T11:00", "2026-11-24T12:00", 3);
    let series = test.series(&person, skipping(soon)).await.unwrap();
    let clock = clocks(&series);
    assert_eq!(clock.len(), 1, "{clock:?}");
    assert!(clock[0].0 < alone, "{clock:?} {alone:?}");

    test.cancel(&manager, later.id).await.unwrap();
    test.add_date(&person, &series, "2026-12-01").await.unwrap();
    let card = test.card(&person, &series).await;
    assert_eq!(statuses(&card), [Status::Pending; 3]);
    assert_eq!(clocks(&card), clock);

    let times = |from: Option<&str>, starts: &str, ends: &str| NewTimes {
        from: from.map(day),
        space: None,
        starts: starts.to_owned(),
        ends: ends.to_owned(),
    };
    // What is moved alone would have longer than what stays.
    let part = times(Some("2026-12-01"), "12:00", "13:00");
    let part = test.move_series(&person, &series, part).await.unwrap();
    assert_eq!(clocks(&part), clock);
    let whole = times(None, "13:00", "14:00");
    let whole = test.move_series(&person, &series, whole).await.unwrap();
    assert_eq!(clocks(&whole).len(), 1, "{whole:?}");
    let card = test.card(&person, &series).await;
    assert_eq!(clocks(&card), clocks(&whole));
    assert!(clocks(&card)[0].0 < alone);
    test.assert_sound().await;
}
