//! Rules that a manager waives for one booking.

use entity::booking::Status;
use jastar::{
    booking::NewBooking,
    error::Error,
    refusal::rule::{Code, InvalidInput},
};
use sea_orm::ConnectionTrait;

use super::support::{TestApp, asking};

const WHY: &str = "Облыстық фестиваль";

fn studio(starts: &str, ends: &str) -> NewBooking {
    asking("youth-house/dance-studio", starts, ends)
}

/// Two hours on a Tuesday afternoon, with nothing wrong.
fn good() -> NewBooking {
    studio("2026-12-01T16:00", "2026-12-01T18:00")
}

fn waiving(new: NewBooking, codes: &[&str], reason: &str) -> NewBooking {
    NewBooking {
        waive: codes.iter().map(|&code| code.to_owned()).collect(),
        waive_reason: Some(reason.to_owned()),
        ..new
    }
}

/// The codes, each with whether it may be waived.
fn told<T: std::fmt::Debug>(asked: Result<T, Error>) -> Vec<(Code, bool)> {
    let Err(Error::Rules(broken)) = asked else {
        panic!("{asked:?}")
    };
    broken
        .iter()
        .map(|one| (one.code(), one.waivable))
        .collect()
}

#[tokio::test]
async fn a_manager_is_bound_by_every_rule_until_they_waive_it() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let asel = test.person("asel@qanat.example").await;
    for (starts, ends, codes) in [
        (
            "2026-12-01T05:00",
            "2026-12-01T07:00",
            &["outside_hours"][..],
        ),
        ("2026-12-16T16:00", "2026-12-16T18:00", &["holiday"]),
        ("2026-11-23T16:00", "2026-11-23T18:00", &["too_soon"]),
        ("2027-06-01T16:00", "2027-06-01T18:00", &["too_far"]),
        ("2026-12-02T16:00", "2026-12-02T16:30", &["too_short"]),
        ("2026-12-03T10:00", "2026-12-03T20:00", &["too_long"]),
        ("2026-12-04T16:07", "2026-12-04T18:11", &["off_grid"]),
        (
            "2027-06-02T20:50",
            "2027-06-03T02:00",
            &["too_far", "outside_hours", "off_grid", "too_long"],
        ),
    ] {
        let bare = || studio(starts, ends);
        let refused = told(test.request(&manager, bare()).await);
        for (code, waivable) in &refused {
            assert!(*waivable && codes.contains(&&*code.to_string()), "{code}");
        }
        let guest = told(test.request(&asel, bare()).await);
        assert!(guest.iter().all(|(_, waivable)| !waivable), "{guest:?}");

        let last = codes.split_last().unwrap();
        let others = waiving(bare(), last.1, WHY);
        let left = told(test.request(&manager, others).await);
        assert!(left.iter().all(|(code, _)| code.to_string() == *last.0));

        let booked = test.request(&manager, waiving(bare(), codes, WHY)).await;
        let stored = test.stored(booked.unwrap().id).await;
        assert_eq!(stored.status, Status::Approved);
        assert_eq!(stored.waived.0, codes);
        assert_eq!(stored.waive_reason.as_deref(), Some(WHY));
        assert_eq!(test.claims(stored.id).await.len(), 1);
    }
    test.assert_sound().await;
}

#[tokio::test]
async fn capacity_the_past_and_a_claim_are_never_waived() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let asel = test.person("asel@qanat.example").await;
    let every = [
        "outside_hours",
        "holiday",
        "too_soon",
        "too_far",
        "too_short",
        "too_long",
        "off_grid",
        "quota",
    ];
    let crowd = NewBooking {
        attendees: 31,
        ..studio("2026-12-16T05:07", "2026-12-16T05:20")
    };
    let refused = test.request(&manager, waiving(crowd, &every, WHY)).await;
    assert_eq!(told(refused), [(Code::TooManyPeople, false)]);
    let over = studio("2026-11-22T16:00", "2026-11-22T18:00");
    let refused = test.request(&manager, waiving(over, &every, WHY)).await;
    assert_eq!(told(refused), [(Code::InThePast, false)]);

    test.request(&asel, good()).await.unwrap();
    let into_it = waiving(studio("2026-12-01T17:07", "2026-12-01T23:00"), &every, WHY);
    let refused = test.request(&manager, into_it).await;
    assert!(
        matches!(refused, Err(Error::Conflict { .. })),
        "{refused:?}"
    );
    test.assert_sound().await;
}

#[tokio::test]
async fn only_a_manager_of_the_venue_waives_and_only_with_a_reason() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let on_a_holiday = || studio("2026-12-16T16:00", "2026-12-16T18:00");
    for guest in [
        test.person("asel@qanat.example").await,
        test.manager_of("sarzhailau").await,
    ] {
        let refused = test.request(&guest, waiving(on_a_holiday(), &["holiday"], WHY));
        assert_eq!(
            told(refused.await),
            [(Code::NotEntitled, false), (Code::Holiday, false)]
        );
    }
    let silent = waiving(on_a_holiday(), &["holiday"], " ");
    let Err(Error::Rules(broken)) = test.request(&manager, silent).await else {
        panic!("waived without a reason")
    };
    let fields: Vec<&str> = broken.iter().map(|one| one.field).collect();
    assert_eq!(fields, ["waive_reason", "starts"], "nothing is waived yet");
    assert_eq!(
        broken[0].facts,
        jastar::refusal::rule::Detail::Invalid(InvalidInput::Missing)
    );
}

#[tokio::test]
async fn what_was_named_but_not_broken_is_not_kept() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let booked = test.request(&manager, waiving(good(), &["holiday"], WHY));
    let stored = test.stored(booked.await.unwrap().id).await;
    assert_eq!((stored.waived.0, stored.waive_reason), (vec![], None));
}

#[tokio::test]
async fn the_database_keeps_no_waiver_without_its_reason() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    test.request(&manager, good()).await.unwrap();
    let raw = test.raw().await;
    for (set, kept) in [
        ("waived = '[\"holiday\"]'", false),
        ("waive_reason = 'why'", false),
        ("waived = '[\"holiday\"]', waive_reason = 'why'", true),
    ] {
        let done = raw
            .execute_unprepared(&format!("UPDATE booking SET {set}"))
            .await;
        assert_eq!(done.is_ok(), kept, "{set}: {done:?}");
    }
}

#[tokio::test]
async fn what_was_waived_stays_waived_when_the_booking_is_reopened() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let night = studio("2026-12-01T22:00", "2026-12-02T04:00");
    let codes = ["outside_hours", "too_long"];
    let booked = test.request(&manager, waiving(night, &codes, WHY)).await;
    let id = booked.unwrap().id;
    test.cancel(&manager, id).await.unwrap();
    test.reopen(&manager, id).await.unwrap();
    let stored = test.stored(id).await;
    assert_eq!((stored.status, stored.version), (Status::Approved, 3));
    assert_eq!(stored.waived.0, codes);
    assert_eq!(stored.waive_reason.as_deref(), Some(WHY));
    test.assert_sound().await;
}
