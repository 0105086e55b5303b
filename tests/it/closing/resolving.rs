//! What becomes of bookings that are in the way.

use entity::{audit::Action, booking::Status};
use jastar::{
    booking::{self, NewBooking},
    closure::{ResolveWay, Say},
    error::Error,
    idempotency::Idempotent,
    refusal::closure::HitPart,
};

use super::{STUDIO, cancelling, closing, in_studio, moving};
use crate::it::support::{
    TestApp, asking,
    facts::{at, in_space},
};

const ROOM: &str = "youth-house/small-hall-1";

#[tokio::test]
async fn a_booking_goes_where_the_manager_says_and_its_group_is_told_why() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let asel = test.person("asel@qanat.example").await;
    let booking = test
        .request(&asel, in_studio("16:00", "18:00"))
        .await
        .unwrap();
    let booking = test.approve(&manager, booking.id).await.unwrap();
    let new = closing(&["dance-studio"], "14:00", "20:00");
    let preview = test.preview(&manager, &new).await;
    let offer = &preview.hits[0].alternatives[0];
    let wall = jastar::zone::format_wall;
    let place = in_space(&offer.space, &wall(offer.starts), &wall(offer.ends));
    let say = moving(&preview, &booking, place);
    test.close(&manager, &new, say).await.unwrap();
    let stored = test.stored(booking.id).await;
    assert_eq!(
        (stored.status, &*stored.starts),
        (Status::Approved, &*wall(offer.starts))
    );
    assert_eq!(stored.version, booking.version + 1);
    let mail = test.mail(booking.id, "moved").await;
    let facts = mail.facts().unwrap();
    assert_eq!(facts.reason_text.as_deref(), Some("Құбыр жарылды."));
    assert!(facts.before.is_some());
    let last = test.history(booking.id).await.pop().unwrap();
    assert_eq!(last.action, Action::Move);
    test.assert_sound().await;
}

#[tokio::test]
async fn a_place_that_was_taken_meanwhile_undoes_all() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let asel = test.person("asel@qanat.example").await;
    let one = test
        .request(&asel, in_studio("14:00", "16:00"))
        .await
        .unwrap();
    let other = test
        .request(&asel, in_studio("17:00", "19:00"))
        .await
        .unwrap();
    let new = closing(&["dance-studio"], "14:00", "20:00");
    let preview = test.preview(&manager, &new).await;
    let (from, to) = ("2026-12-01T17:00", "2026-12-01T19:00");
    let mut say = moving(&preview, &other, in_space(ROOM, from, to));
    test.request(&manager, asking(ROOM, from, to))
        .await
        .unwrap();
    match test.close(&manager, &new, say.clone()).await {
        Err(Error::Conflict {
            conflicts,
            alternatives,
        }) => assert!(!conflicts.is_empty() && !alternatives.is_empty()),
        refused => panic!("{refused:?}"),
    }
    assert_eq!(test.closed().await, (0, 0));
    assert_eq!(test.stored(one.id).await, one);
    assert_eq!(test.stored(other.id).await, other);
    // Neither may it stay in the closed time, nor may both go to one place.
    for place in [at("2026-12-01T17:30", "2026-12-01T19:00"), at(from, to)] {
        let stays = moving(&preview, &other, place);
        assert!(test.close(&manager, &new, stays).await.is_err());
    }
    let there = in_space(ROOM, "2026-12-02T17:00", "2026-12-02T19:00");
    for one in &mut say.resolve {
        one.way = ResolveWay::Move(there.clone());
    }
    let refused = test.close(&manager, &new, say).await;
    assert!(
        matches!(refused, Err(Error::Conflict { .. })),
        "{refused:?}"
    );
    assert_eq!(test.closed().await, (0, 0));
    test.assert_sound().await;
}

#[tokio::test]
async fn two_take_one_anothers_floor() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let early = test
        .request(&manager, in_studio("10:00", "12:00"))
        .await
        .unwrap();
    let late = test
        .request(&manager, in_studio("13:00", "16:00"))
        .await
        .unwrap();
    // Closed at eleven and from two to four: the late one, cut short, leaves nothing to the early one.
    let new = closing(&["dance-studio"], "11:00", "12:00");
    let mut preview = test.preview(&manager, &new).await;
    assert_eq!(preview.hits.len(), 1);
    let refused = moving(&preview, &early, at("2026-12-01T13:00", "2026-12-01T15:00"));
    let refused = test.close(&manager, &new, refused).await;
    assert!(
        matches!(refused, Err(Error::Conflict { .. })),
        "{refused:?}"
    );
    let both = closing(&["dance-studio"], "11:30", "13:30");
    preview = test.preview(&manager, &both).await;
    assert_eq!(preview.hits.len(), 2);
    let mut say = moving(&preview, &early, at("2026-12-01T14:00", "2026-12-01T16:00"));
    let late_one = say
        .resolve
        .iter_mut()
        .find(|one| one.booking == late.id)
        .unwrap();
    late_one.way = ResolveWay::Move(at("2026-12-01T09:00", "2026-12-01T11:30"));
    test.close(&manager, &both, say).await.unwrap();
    assert_eq!(test.stored(early.id).await.starts, "2026-12-01T14:00");
    assert_eq!(test.stored(late.id).await.ends, "2026-12-01T11:30");
    test.assert_sound().await;
}

#[tokio::test]
async fn a_booking_that_runs_is_cut_short_where_it_closes() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let booking = test
        .request(&manager, in_studio("10:00", "13:00"))
        .await
        .unwrap();
    test.app
        .clock
        .set(entity::Instant(booking.starts_at.0 + 3600));
    let new = closing(&["dance-studio"], "12:15", "20:00");
    let preview = test.preview(&manager, &new).await;
    let only = &preview.hits[0].alternatives[..];
    let wall = jastar::zone::format_wall;
    assert_eq!(
        only.len(),
        1,
        "it has begun, and cannot go elsewhere: {only:?}"
    );
    assert_eq!(
        (&*only[0].space, &*wall(only[0].ends)),
        (STUDIO, "2026-12-01T12:15"),
        "to the minute"
    );
    let place = at(&booking.starts, "2026-12-01T12:15");
    test.close(&manager, &new, moving(&preview, &booking, place))
        .await
        .unwrap();
    let stored = test.stored(booking.id).await;
    assert_eq!(
        (stored.status, &*stored.ends),
        (Status::Approved, "2026-12-01T12:15")
    );
    assert_eq!(
        test.history(booking.id).await.pop().unwrap().action,
        Action::Shorten
    );
    test.assert_sound().await;
}

#[tokio::test]
async fn a_move_that_is_only_asked_for_is_declined_and_the_booking_stands() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let asel = test.person("asel@qanat.example").await;
    let booking = test
        .request(&asel, in_studio("10:00", "12:00"))
        .await
        .unwrap();
    test.approve(&manager, booking.id).await.unwrap();
    let place = at("2026-12-01T16:00", "2026-12-01T18:00");
    test.move_to(&asel, booking.id, place).await.unwrap();
    let new = closing(&["dance-studio"], "14:00", "20:00");
    let preview = test.preview(&manager, &new).await;
    assert_eq!(preview.hits[0].on, HitPart::AskedMove);
    test.close(&manager, &new, cancelling(&preview))
        .await
        .unwrap();
    let stored = test.stored(booking.id).await;
    assert_eq!(
        (stored.status, stored.proposed_move()),
        (Status::Approved, None)
    );
    assert_eq!(test.claims(booking.id).await.len(), 1);
    test.mail(booking.id, "move_declined").await;
    test.assert_sound().await;
}

#[tokio::test]
async fn a_hold_whose_time_is_over_is_no_hit() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let asel = test.person("asel@qanat.example").await;
    let booking = test
        .request(&asel, in_studio("16:00", "18:00"))
        .await
        .unwrap();
    test.app.clock.set(booking.answer_by.unwrap());
    let new = closing(&["dance-studio"], "14:00", "20:00");
    assert!(test.preview(&manager, &new).await.hits.is_empty());
    assert_eq!(test.stored(booking.id).await.status, Status::Pending);
    test.close(&manager, &new, Say::default()).await.unwrap();
    assert_eq!(test.stored(booking.id).await.status, Status::Expired);
    test.assert_sound().await;
}

#[tokio::test]
async fn a_group_that_is_there_stays_until_the_minute_in_which_it_closes() {
    for moved in [false, true] {
        let test = TestApp::new().await;
        let manager = test.manager_of("youth-house").await;
        let booking = test.request(&manager, in_studio("10:00", "13:00")).await;
        let booking = booking.unwrap();
        test.app.clock.set(booking.starts_at.plus_minutes(67));
        let came = booking::check_in(&test.app, &manager, booking.id, None, Idempotent::unkeyed());
        came.await.unwrap();
        let new = closing(&["dance-studio"], "11:07", "20:00");
        let preview = test.preview(&manager, &new).await;
        let offered = &preview.hits[0].alternatives[..];
        assert_eq!(offered.len(), 1, "{offered:?}");
        let ends = jastar::zone::format_wall(offered[0].ends);
        assert_eq!(ends, "2026-12-01T11:07");
        // Somebody looks at it for a while.
        test.app.clock.set(booking.starts_at.plus_minutes(70));
        let mut say = cancelling(&preview);
        if moved {
            say = moving(&preview, &booking, in_space(STUDIO, &booking.starts, &ends));
        }
        test.close(&manager, &new, say).await.unwrap();
        let stored = test.stored(booking.id).await;
        assert_eq!(
            (stored.status, &*stored.ends),
            (Status::CheckedIn, "2026-12-01T11:10")
        );
        test.mail(booking.id, "changed").await;
        test.assert_sound().await;
    }
}

#[tokio::test]
async fn a_group_that_came_early_and_has_nothing_left_is_cancelled() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let booking = test.request(&manager, in_studio("10:00", "13:00")).await;
    let booking = booking.unwrap();
    test.app.clock.set(booking.starts_at.plus_minutes(-30));
    let came = booking::check_in(&test.app, &manager, booking.id, None, Idempotent::unkeyed());
    came.await.unwrap();
    let new = closing(&["dance-studio"], "09:30", "20:00");
    let preview = test.preview(&manager, &new).await;
    let offered = &preview.hits[0].alternatives[..];
    assert!(offered.is_empty(), "who is there goes nowhere: {offered:?}");
    test.close(&manager, &new, cancelling(&preview))
        .await
        .unwrap();
    assert_eq!(test.stored(booking.id).await.status, Status::Cancelled);
    test.mail(booking.id, "cancelled_by_venue").await;
    test.assert_sound().await;
}

#[tokio::test]
async fn a_hold_whose_time_is_over_keeps_nobody_from_going_there() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let asel = test.person("asel@qanat.example").await;
    let there = asking(STUDIO, "2026-12-02T16:00", "2026-12-02T18:00");
    let hold = test.request(&asel, there).await.unwrap();
    let booking = test.request(&manager, in_studio("16:00", "18:00")).await;
    let booking = booking.unwrap();
    // Nobody has looked since.
    test.app.clock.set(hold.answer_by.unwrap());
    let new = closing(&["dance-studio"], "14:00", "20:00");
    let preview = test.preview(&manager, &new).await;
    let place = in_space(STUDIO, "2026-12-02T16:00", "2026-12-02T18:00");
    let say = moving(&preview, &booking, place);
    test.close(&manager, &new, say).await.unwrap();
    assert_eq!(test.stored(hold.id).await.status, Status::Expired);
    assert_eq!(test.stored(booking.id).await.starts, "2026-12-02T16:00");
    test.assert_sound().await;
}

/// Who was told no, or nothing, is not told no again.
#[tokio::test]
async fn requests_that_have_lost_their_time_or_their_chance_are_no_hits() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let hall = |from: &str, to: &str| NewBooking {
        space: "youth-house/grand-hall".to_owned(),
        ..in_studio(from, to)
    };
    let mut asked = Vec::new();
    for (who, from, to) in [
        ("a@test.example", "10:00", "12:00"),
        ("b@test.example", "10:00", "12:00"),
        ("c@test.example", "16:00", "18:00"),
    ] {
        let who = test.person(who).await;
        let one = test.request(&who, hall(from, to)).await.unwrap();
        assert!(!one.claims());
        asked.push(one);
    }
    test.approve(&manager, asked[0].id).await.unwrap();
    let new = closing(&["grand-hall"], "09:00", "20:00");
    let hit = async || {
        let preview = test.preview(&manager, &new).await;
        let mut ids: Vec<_> = preview.hits.iter().map(|hit| hit.booking.id).collect();
        ids.sort_unstable();
        ids
    };
    assert_eq!(hit().await, [asked[0].id, asked[2].id]);
    test.app.clock.set(asked[2].answer_by.unwrap());
    assert_eq!(hit().await, [asked[0].id]);
    test.assert_sound().await;
}
