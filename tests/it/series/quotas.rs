//! The quotas of a venue hold for every date.

use jastar::refusal::rule::{Detail, Limit, Quota};

use super::*;
use crate::it::{
    quotas::{hours_a_week, set, unset},
    support::{
        facts::{at, on_behalf},
        usual,
    },
};

/// Four hours a week, two of them had: each Tuesday of the series takes two.
#[tokio::test]
async fn a_date_that_exceeds_a_quota_cannot_be_had() {
    let test = TestApp::new().await;
    let person = test.person("aliya@test.example").await;
    let manager = test.manager_of("youth-house").await;
    let four = entity::venue_quota::Model {
        hours_per_week: Some(4),
        ..unset(&test).await
    };
    set(&test, &manager, four).await;
    let hall = "youth-house/small-hall";
    for (starts, ends) in [
        ("2026-12-10T10:00", "2026-12-10T12:00"),
        ("2026-12-11T10:00", "2026-12-11T11:00"),
    ] {
        test.request(&person, asking(hall, starts, ends))
            .await
            .unwrap();
    }
    let expected = [DateVerdict::Free, DateVerdict::Rule, DateVerdict::Free];
    let weighed = series::dry_run(&test.app, &person, &tuesdays(STUDIO, 3))
        .await
        .unwrap();
    let told: Vec<_> = weighed.iter().map(|date| date.outcome.verdict()).collect();
    assert_eq!(told, expected);
    let refused = test.series(&person, tuesdays(STUDIO, 3)).await;
    assert!(matches!(refused, Err(Error::NotAllDates(_))), "{refused:?}");
    let series = test
        .series(&person, skipping(tuesdays(STUDIO, 3)))
        .await
        .unwrap();
    assert_eq!(statuses(&series), [Status::Pending; 2]);
    let refused = test.add_date(&person, &series, "2026-12-08").await;
    assert!(
        matches!(&refused, Err(Error::Rules(broken)) if broken[0].code() == Code::Quota),
        "{refused:?}"
    );
    // A rule wins over what is taken, as of a single request.
    let taken = asking(STUDIO, "2026-12-08T16:00", "2026-12-08T18:00");
    let taken = test.request(&manager, taken).await.unwrap();
    let refused = test.add_date(&person, &series, "2026-12-08").await;
    assert!(matches!(refused, Err(Error::Rules(_))), "{refused:?}");
    test.cancel(&manager, taken.id).await.unwrap();
    // Longer on every date: five hours in the first week.
    let times = NewTimes {
        starts: "15:00".to_owned(),
        ends: "20:00".to_owned(),
        ..NewTimes::default()
    };
    let refused = test.move_series(&person, &series, times).await;
    assert!(matches!(refused, Err(Error::Rules(_))), "{refused:?}");
    test.assert_sound().await;
}

/// Whoever adds a date, it is the group that has more for it, with an account or without.
#[tokio::test]
async fn a_date_that_a_manager_adds_counts_for_the_mailbox_of_the_group() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let taken = asking(STUDIO, "2026-12-08T16:00", "2026-12-08T18:00");
    let taken = test.request(&manager, taken).await.unwrap();
    let mut new = skipping(tuesdays(STUDIO, 3));
    new.booking = on_behalf(new.booking, "aidana@mail.example");
    let series = test.series(&manager, new).await.unwrap();
    test.cancel(&manager, taken.id).await.unwrap();
    set(&test, &manager, hours_a_week(&test, 1).await).await;
    let card = test.card(&manager, &series).await;
    assert_eq!(card.dates[1].outcome.verdict(), DateVerdict::Rule);
    let refused = test.add_date(&manager, &series, "2026-12-08").await;
    assert!(
        matches!(&refused, Err(Error::Rules(broken)) if broken[0].code() == Code::Quota),
        "{refused:?}"
    );
    set(&test, &manager, hours_a_week(&test, 2).await).await;
    let whole = test
        .add_date(&manager, &series, "2026-12-08")
        .await
        .unwrap();
    let added = whole.bookings().nth(1).unwrap();
    assert_eq!(added.contact_email.as_deref(), Some("aidana@mail.example"));
    assert_eq!((added.booker_id, added.status), (None, Status::Approved));
    test.assert_sound().await;
}

/// A series that waits counts by its dates and for no more than a venue's limit: a whole season may wait, and nothing
/// beside it there; elsewhere it takes no more than that of what may wait in all.
#[tokio::test]
async fn a_season_may_wait_alone_however_long_it_is() {
    let test = TestApp::new().await;
    let person = test.person("aliya@test.example").await;
    let season = test.series(&person, skipping(tuesdays(STUDIO, 12))).await;
    assert!(season.unwrap().bookings().count() > 8);
    let full = Detail::Quota(Quota {
        quota: Limit::OpenRequestsPerVenue,
        limit: 3,
        used: 3,
        left: 0,
    });
    let hall = "youth-house/grand-hall";
    let single = asking(hall, "2026-12-10T10:00", "2026-12-10T12:00");
    let refused = test.request(&person, single).await.map(|_| ());
    let second = weekly(hall, "2026-12-10T10:00", "2026-12-10T12:00", 2);
    let also = test.series(&person, second).await.map(|_| ());
    for refused in [refused, also] {
        let Err(Error::Rules(broken)) = refused else {
            panic!("{refused:?}");
        };
        assert_eq!(broken[0].facts, full);
    }
    let room = "sarzhailau/lecture-room";
    for (starts, ends) in [
        ("2026-12-10T10:00", "2026-12-10T12:00"),
        ("2026-12-11T10:00", "2026-12-11T12:00"),
        ("2026-12-12T10:00", "2026-12-12T12:00"),
    ] {
        let there = asking(room, starts, ends);
        test.request(&person, there).await.unwrap();
    }
    test.assert_sound().await;
}

/// Where nobody has to approve, the dates of a series count as the bookings that they are.
#[tokio::test]
async fn of_a_series_that_nobody_approves_as_many_dates_are_had_as_are_allowed() {
    let mut settings = usual();
    settings.limits.automatic_per_space = 3;
    let test = TestApp::with(settings).await;
    let person = test.person("aliya@test.example").await;
    let room = |count| {
        weekly(
            "youth-house/meeting-room",
            "2026-11-24T12:00",
            "2026-11-24T13:00",
            count,
        )
    };
    let refused = test.series(&person, room(4)).await;
    assert!(matches!(refused, Err(Error::NotAllDates(_))), "{refused:?}");
    let series = test.series(&person, skipping(room(4))).await.unwrap();
    assert_eq!(statuses(&series), [Status::Approved; 3]);
    let one_more = asking(
        "youth-house/meeting-room",
        "2026-12-10T12:00",
        "2026-12-10T13:00",
    );
    let refused = test.request(&person, one_more).await;
    assert!(matches!(refused, Err(Error::Rules(_))), "{refused:?}");
    test.assert_sound().await;
}

/// Three requests may wait. A date of a series that waits is no request of its own.
#[tokio::test]
async fn a_date_is_added_to_a_waiting_series_whatever_else_waits() {
    let test = TestApp::new().await;
    let person = test.person("aliya@test.example").await;
    let manager = test.manager_of("youth-house").await;
    let taken = asking(STUDIO, "2026-12-08T16:00", "2026-12-08T18:00");
    let taken = test.request(&manager, taken).await.unwrap();
    let series = test
        .series(&person, skipping(tuesdays(STUDIO, 3)))
        .await
        .unwrap();
    let other = asking(STUDIO, "2026-12-09T10:00", "2026-12-09T11:00");
    test.request(&person, other).await.unwrap();
    test.cancel(&manager, taken.id).await.unwrap();
    let whole = test.add_date(&person, &series, "2026-12-08").await;
    assert_eq!(statuses(&whole.unwrap()), [Status::Pending; 3]);
    test.assert_sound().await;
}

/// Seven hours a month; moved, the dates are to have seven and a half, of which one only ends earlier than it did.
#[tokio::test]
async fn a_date_that_only_ends_earlier_counts_with_those_that_are_moved() {
    let test = TestApp::new().await;
    let group = test.person("aliya@test.example").await;
    let manager = test.manager_of("youth-house").await;
    let series = test.series(&group, tuesdays(STUDIO, 3)).await.unwrap();
    test.approve_series(&manager, &series, &[]).await.unwrap();
    let second = series.bookings().nth(1).unwrap().id;
    test.move_to(&manager, second, at("2026-12-08T17:30", "2026-12-08T20:30"))
        .await
        .unwrap();
    let seven = entity::venue_quota::Model {
        hours_per_month: Some(7),
        ..unset(&test).await
    };
    set(&test, &manager, seven).await;
    let until = |ends: &str| NewTimes {
        starts: "17:30".to_owned(),
        ends: ends.to_owned(),
        ..NewTimes::default()
    };
    let refused = test.move_series(&group, &series, until("20:00")).await;
    assert!(matches!(refused, Err(Error::Rules(_))), "{refused:?}");
    test.move_series(&group, &series, until("19:30"))
        .await
        .unwrap();
    test.assert_sound().await;
}
