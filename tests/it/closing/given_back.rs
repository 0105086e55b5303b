//! What is given back soon goes first to those from whom it was taken.

use entity::{Borrowed, Item, booking::Status};
use jastar::{
    booking::{Details, NewBooking, closures},
    error::Error,
};

use super::{cancelling, closing, in_studio, moving};
use crate::it::support::{TestApp, facts::at};

#[tokio::test]
async fn a_booking_that_was_cancelled_for_it_is_held_for_its_group() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let asel = test.person("asel@qanat.example").await;
    let booking = test
        .request(&asel, in_studio("16:00", "18:00"))
        .await
        .unwrap();
    test.approve(&manager, booking.id).await.unwrap();
    let new = closing(&["dance-studio"], "14:00", "20:00");
    let preview = test.preview(&manager, &new).await;
    let closed = test
        .close(&manager, &new, cancelling(&preview))
        .await
        .unwrap();
    let cancelled = test.mail(booking.id, "cancelled_by_venue").await;
    assert!(!cancelled.facts().unwrap().alternatives.is_empty());
    closures::take_back(&test.app, &manager, closed.row.id)
        .await
        .unwrap();
    let held = test.offers(booking.id).await;
    assert_eq!(held.len(), 1);
    assert_eq!(
        (held[0].offer_of, held[0].starts_at),
        (Some(booking.id), booking.starts_at)
    );
    test.mail(held[0].id, "free_again").await;
    let other = test.person("erasyl@dombyra.example").await;
    let refused = test.request(&other, in_studio("16:00", "18:00")).await;
    assert!(
        matches!(refused, Err(Error::Conflict { .. })),
        "{refused:?}"
    );
    let taken = test.approve(&asel, held[0].id).await.unwrap();
    assert_eq!(taken.status, Status::Approved);
    test.assert_sound().await;
}

#[tokio::test]
async fn a_request_waits_again_and_after_two_days_nobody_is_asked() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let asel = test.person("asel@qanat.example").await;
    for late in [false, true] {
        let booking = test
            .request(&asel, in_studio("16:00", "18:00"))
            .await
            .unwrap();
        let new = closing(&["dance-studio"], "14:00", "20:00");
        let preview = test.preview(&manager, &new).await;
        let closed = test
            .close(&manager, &new, cancelling(&preview))
            .await
            .unwrap();
        if late {
            let now = test.app.clock.now();
            test.app.clock.set(now.plus_hours(48));
        }
        closures::take_back(&test.app, &manager, closed.row.id)
            .await
            .unwrap();
        let expected = if late {
            Status::Rejected
        } else {
            Status::Pending
        };
        assert_eq!(test.stored(booking.id).await.status, expected);
        assert!(test.offers(booking.id).await.is_empty());
        if !late {
            test.cancel(&asel, booking.id).await.unwrap();
        }
    }
    test.assert_sound().await;
}

#[tokio::test]
async fn what_is_over_but_not_cleared_away_is_in_nobodys_way() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let asel = test.person("asel@qanat.example").await;
    let microphones = |quantity| {
        let item = "radio-microphone".to_owned();
        Borrowed(vec![Item { item, quantity }])
    };
    let in_studio = NewBooking {
        stock: microphones(1),
        ..in_studio("16:00", "18:00")
    };
    let elsewhere = NewBooking {
        space: "youth-house/small-hall".to_owned(),
        stock: microphones(5),
        ..in_studio.clone()
    };
    let booking = test.request(&manager, in_studio).await.unwrap();
    let other = test.request(&asel, elsewhere).await.unwrap();
    let over = other.answer_by.unwrap();
    test.app.clock.set(over.plus_hours(-1));
    let new = closing(&["dance-studio"], "14:00", "20:00");
    let preview = test.preview(&manager, &new).await;
    let closed = test
        .close(&manager, &new, cancelling(&preview))
        .await
        .unwrap();
    let all = Details {
        stock: Some(microphones(6)),
        ..Details::default()
    };
    test.amend(&asel, &other, all).await.unwrap();
    test.app.clock.set(over);
    closures::take_back(&test.app, &manager, closed.row.id)
        .await
        .unwrap();
    assert_eq!(test.offers(booking.id).await.len(), 1);
    assert_eq!(test.stored(other.id).await.status, Status::Expired);
    test.assert_sound().await;
}

#[tokio::test]
async fn a_request_that_was_moved_and_rejected_there_stays_rejected() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let asel = test.person("asel@qanat.example").await;
    let booking = test.request(&asel, in_studio("16:00", "18:00"));
    let booking = booking.await.unwrap();
    let new = closing(&["dance-studio"], "14:00", "20:00");
    let preview = test.preview(&manager, &new).await;
    let next_day = at("2026-12-02T16:00", "2026-12-02T18:00");
    let say = moving(&preview, &booking, next_day);
    let closed = test.close(&manager, &new, say).await.unwrap();
    test.reject(&manager, booking.id).await.unwrap();
    closures::take_back(&test.app, &manager, closed.row.id)
        .await
        .unwrap();
    assert_eq!(test.stored(booking.id).await.status, Status::Rejected);
    test.assert_sound().await;
}
