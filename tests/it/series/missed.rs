//! Dates that a series has not got, and has lost again.

use super::*;
use crate::it::{
    quotas::{hours_a_week, set},
    support::facts::{at, in_space},
};

const HALL: &str = "youth-house/small-hall";

/// Whatever became of one of its dates alone, a missed date is asked for as the series is.
#[tokio::test]
async fn a_missed_date_is_like_the_others_not_like_one_that_was_altered_alone() {
    let test = TestApp::new().await;
    let person = test.person("aliya@test.example").await;
    let manager = test.manager_of("youth-house").await;
    let taken = asking(STUDIO, "2026-12-08T16:00", "2026-12-08T17:00");
    let taken = test.request(&manager, taken).await.unwrap();
    let new = skipping(tuesdays(STUDIO, 4));
    let series = test.series(&person, new).await.unwrap();
    let last = series.bookings().last().unwrap();
    let there = in_space(HALL, "2026-12-22T16:00", "2026-12-22T18:00");
    let last = test.move_to(&person, last.id, there).await.unwrap();
    let crowd = jastar::booking::Details {
        attendees: Some(100),
        layout: Some("circle".to_owned()),
        ..Default::default()
    };
    test.amend(&person, &last, crowd).await.unwrap();
    let card = test.card(&person, &series).await;
    assert_eq!(card.dates[1].outcome.verdict(), DateVerdict::Taken);
    test.cancel(&manager, taken.id).await.unwrap();
    let added = test.add_date(&person, &series, "2026-12-08").await.unwrap();
    let added = added.bookings().nth(1).unwrap();
    assert_eq!((added.attendees, &*added.layout), (5, "empty"));
    test.assert_sound().await;
}

/// Where the whole series went, its space need not know the layout that its dates had.
#[tokio::test]
async fn a_missed_date_has_a_layout_that_its_space_has() {
    let test = TestApp::new().await;
    let person = test.person("aliya@test.example").await;
    let manager = test.manager_of("youth-house").await;
    let taken = asking(HALL, "2026-12-08T16:00", "2026-12-08T17:00");
    test.request(&manager, taken).await.unwrap();
    let mut new = skipping(tuesdays(HALL, 3));
    new.booking.layout = Some("circle".to_owned());
    let series = test.series(&person, new).await.unwrap();
    let elsewhere = NewTimes {
        space: Some(STUDIO.to_owned()),
        starts: "16:00".to_owned(),
        ends: "18:00".to_owned(),
        ..NewTimes::default()
    };
    test.move_series(&person, &series, elsewhere).await.unwrap();
    // Each date goes its own way, out of the space of the series.
    for booking in series.bookings() {
        let (starts, ends) = (booking.starts.as_str(), booking.ends.as_str());
        let back = in_space(HALL, starts, ends);
        let back = test.move_to(&person, booking.id, back).await.unwrap();
        let circle = jastar::booking::Details {
            layout: Some("circle".to_owned()),
            ..Default::default()
        };
        test.amend(&person, &back, circle).await.unwrap();
    }
    let card = test.card(&person, &series).await;
    assert_eq!(card.dates[1].outcome.verdict(), DateVerdict::Free);
    test.assert_sound().await;
}

#[tokio::test]
async fn a_manager_who_adds_a_date_adds_it_to_what_the_group_may_use() {
    let test = TestApp::new().await;
    let person = test.person("aliya@test.example").await;
    let manager = test.manager_of("youth-house").await;
    set(&test, &manager, hours_a_week(&test, 4).await).await;
    let taken = asking(STUDIO, "2026-12-08T16:00", "2026-12-08T18:00");
    let taken = test.request(&manager, taken).await.unwrap();
    let new = skipping(tuesdays(STUDIO, 3));
    let series = test.series(&person, new).await.unwrap();
    for date in ["2026-12-10", "2026-12-11"] {
        let (starts, ends) = (format!("{date}T10:00"), format!("{date}T11:30"));
        let asked = asking(HALL, &starts, &ends);
        let asked = test.request(&person, asked).await.unwrap();
        test.approve(&manager, asked.id).await.unwrap();
    }
    test.cancel(&manager, taken.id).await.unwrap();
    let card = test.card(&manager, &series).await;
    assert_eq!(card.dates[1].outcome.verdict(), DateVerdict::Rule);
    let refused = test.add_date(&manager, &series, "2026-12-08").await;
    let Err(Error::Rules(broken)) = refused else {
        panic!("{refused:?}");
    };
    // Nothing is waived on this way, so nobody is told that it can be.
    assert_eq!((broken[0].code(), broken[0].waivable), (Code::Quota, false));
    test.assert_sound().await;
}

#[tokio::test]
async fn a_date_that_was_lost_and_had_again_is_not_had_twice() {
    let test = TestApp::new().await;
    let person = test.person("aliya@test.example").await;
    let manager = test.manager_of("youth-house").await;
    let series = test.series(&person, tuesdays(STUDIO, 3)).await.unwrap();
    test.approve_series(&manager, &series, &[]).await.unwrap();
    let lost = series.bookings().nth(1).unwrap().id;
    test.cancel(&manager, lost).await.unwrap();
    let whole = test.add_date(&person, &series, "2026-12-08").await.unwrap();
    let again = whole.bookings().nth(1).unwrap().id;
    test.move_to(&person, again, at("2026-12-08T10:00", "2026-12-08T12:00"))
        .await
        .unwrap();
    let refused = test.reopen(&manager, lost).await;
    assert!(matches!(refused, Err(Error::State(_))), "{refused:?}");
    // The other one can be.
    test.reject(&manager, again).await.unwrap();
    test.reopen(&manager, again).await.unwrap();
    test.assert_sound().await;
}

/// Moved from a date on, a series leaves the dates before it where they were, also those that it has not got.
#[tokio::test]
async fn missed_dates_follow_from_the_date_on() {
    for by_group in [false, true] {
        let test = TestApp::new().await;
        let group = test.person("aliya@test.example").await;
        let manager = test.manager_of("youth-house").await;
        for date in ["2026-12-08", "2026-12-22"] {
            let (from, to) = (format!("{date}T16:00"), format!("{date}T18:00"));
            let taken = asking(STUDIO, &from, &to);
            test.request(&manager, taken).await.unwrap();
        }
        let new = skipping(tuesdays(STUDIO, 5));
        let series = test.series(&group, new).await.unwrap();
        test.approve_series(&manager, &series, &[]).await.unwrap();
        let times = NewTimes {
            from: Some(day("2026-12-15")),
            space: None,
            starts: "18:30".to_owned(),
            ends: "20:30".to_owned(),
        };
        if by_group {
            test.move_series(&group, &series, times).await.unwrap();
            test.approve_series(&manager, &series, &[]).await.unwrap();
        } else {
            test.move_series(&manager, &series, times).await.unwrap();
        }
        let card = test.card(&group, &series).await;
        let at: Vec<_> = card.dates.iter().map(|date| date.starts.hour()).collect();
        assert_eq!(at, [16, 16, 18, 18, 18]);
        let fates: Vec<_> = card
            .dates
            .iter()
            .map(|date| date.outcome.verdict())
            .collect();
        assert_eq!(
            (fates[1], fates[3]),
            (DateVerdict::Taken, DateVerdict::Free)
        );
        let added = test.add_date(&group, &series, "2026-12-22").await.unwrap();
        assert_eq!(added.dates[3].starts.hour(), 18);
        let early = test.add_date(&group, &series, "2026-12-08").await;
        assert!(matches!(early, Err(Error::Conflict { .. })), "{early:?}");

        // All of it once more, and the date before follows too.
        let times = NewTimes {
            starts: "11:00".to_owned(),
            ends: "13:00".to_owned(),
            ..NewTimes::default()
        };
        test.move_series(&manager, &series, times).await.unwrap();
        let card = test.card(&group, &series).await;
        assert!(card.dates.iter().all(|date| date.starts.hour() == 11));
        test.assert_sound().await;
    }
}

/// The hours of all dates, one of which is missed, once the venue has moved them and said yes to what the group asked before.
async fn asked_and_moved(by_venue: NewTimes) -> Vec<u8> {
    let test = TestApp::new().await;
    let group = test.person("aliya@test.example").await;
    let manager = test.manager_of("youth-house").await;
    let taken = asking(STUDIO, "2026-12-22T16:00", "2026-12-22T18:00");
    test.request(&manager, taken).await.unwrap();
    let new = skipping(tuesdays(STUDIO, 5));
    let series = test.series(&group, new).await.unwrap();
    test.approve_series(&manager, &series, &[]).await.unwrap();
    let asked = NewTimes {
        starts: "18:30".to_owned(),
        ends: "20:30".to_owned(),
        ..NewTimes::default()
    };
    test.move_series(&group, &series, asked).await.unwrap();
    test.move_series(&manager, &series, by_venue).await.unwrap();
    test.approve_series(&manager, &series, &[]).await.unwrap();
    let card = test.card(&group, &series).await;
    test.assert_sound().await;
    card.dates.iter().map(|date| date.starts.hour()).collect()
}

#[tokio::test]
async fn a_yes_to_dates_that_still_ask_leaves_the_series_where_it_was_moved_since() {
    let elsewhere = NewTimes {
        from: Some(day("2026-12-15")),
        space: None,
        starts: "11:00".to_owned(),
        ends: "13:00".to_owned(),
    };
    assert_eq!(asked_and_moved(elsewhere).await, [18, 18, 11, 11, 11]);
    // Moved to where they stand, all of them still ask.
    let here = NewTimes {
        starts: "16:00".to_owned(),
        ends: "18:00".to_owned(),
        ..NewTimes::default()
    };
    assert_eq!(asked_and_moved(here).await, [18; 5]);
}
