//! What is given back soon goes first to those from whom it was taken.

use entity::Booking;
use entity::{Borrowed, Item, booking::Status};
use jastar::{
    account::Actor,
    booking::{Details, NewBooking, NewPlace},
    closure::{self, Closure, Say},
    error::Error,
    idempotency::Idempotent,
    refusal::state::StateRefusal,
};

use super::{cancelling, closing, in_studio, moving};
use crate::it::support::{
    TestApp, done,
    facts::{at, in_space},
};

/// Next day, at the same place.
fn next_day() -> NewPlace {
    at("2026-12-02T16:00", "2026-12-02T18:00")
}

/// Before the closure begins, which is too soon for a group.
fn earlier_that_day() -> NewPlace {
    NewPlace {
        waive: vec!["too_soon".to_owned()],
        waive_reason: Some("Топпен келісілген".to_owned()),
        ..at("2026-12-01T11:00", "2026-12-01T13:00")
    }
}

/// Closes the studio around `booking`, which the manager moves there.
async fn driven_away(
    test: &TestApp,
    manager: &Actor,
    booking: &Booking,
    place: NewPlace,
) -> Closure {
    let new = closing(&["dance-studio"], "14:00", "20:00");
    let preview = test.preview(manager, &new).await;
    let say = moving(&preview, booking, place);
    test.close(manager, &new, say).await.unwrap()
}

async fn take_back(test: &TestApp, manager: &Actor, closed: &Closure) {
    let done = closure::take_back(&test.app, manager, closed.row.id);
    done.await.unwrap();
}

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
    closure::take_back(&test.app, &manager, closed.row.id)
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
        closure::take_back(&test.app, &manager, closed.row.id)
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
    take_back(&test, &manager, &closed).await;
    assert_eq!(test.offers(booking.id).await.len(), 1);
    assert_eq!(test.stored(other.id).await.status, Status::Expired);
    test.assert_sound().await;
}

#[tokio::test]
async fn a_request_that_nobody_approved_of_is_not_its_groups_to_take() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let asel = test.person("asel@qanat.example").await;
    let asked = test.request(&asel, in_studio("16:00", "18:00")).await;
    let asked = asked.unwrap();
    assert!(asked.holds && asked.status == Status::Pending);
    let closed = driven_away(&test, &manager, &asked, next_day()).await;
    take_back(&test, &manager, &closed).await;
    assert!(test.offers(asked.id).await.is_empty());
    let stands = test.stored(asked.id).await;
    assert_eq!(
        (stands.status, &*stands.starts),
        (Status::Pending, "2026-12-02T16:00")
    );
    test.assert_sound().await;
}

#[tokio::test]
async fn a_request_that_was_moved_and_rejected_there_stays_rejected() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let asel = test.person("asel@qanat.example").await;
    let booking = test.request(&asel, in_studio("16:00", "18:00")).await;
    let booking = booking.unwrap();
    let closed = driven_away(&test, &manager, &booking, next_day()).await;
    test.reject(&manager, booking.id).await.unwrap();
    take_back(&test, &manager, &closed).await;
    assert_eq!(test.stored(booking.id).await.status, Status::Rejected);
    test.assert_sound().await;
}

#[tokio::test]
async fn who_takes_the_old_place_gives_up_the_one_it_was_moved_to() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let asel = test.person("asel@qanat.example").await;
    let booking = test.request(&asel, in_studio("16:00", "18:00")).await;
    let booking = test.approve(&manager, booking.unwrap().id).await.unwrap();
    let closed = driven_away(&test, &manager, &booking, next_day()).await;
    take_back(&test, &manager, &closed).await;
    let held = test.offers(booking.id).await;
    let taken = test.approve(&asel, held[0].id).await.unwrap();
    assert_eq!(
        (taken.status, taken.starts_at),
        (Status::Approved, booking.starts_at)
    );
    let left = test.stored(booking.id).await;
    assert_eq!(left.status, Status::Cancelled);
    assert!(test.claims(booking.id).await.is_empty());
    let mail = test.mail(booking.id, "cancelled_by_you").await;
    assert!(
        mail.facts().unwrap().invited,
        "its entry in the calendar goes"
    );
    test.assert_sound().await;
}

/// Who is back to "approved" because somebody pressed the wrong button has not got the old place back.
#[tokio::test]
async fn a_check_in_that_is_taken_back_costs_nobody_what_is_held_for_them() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let asel = test.person("asel@qanat.example").await;
    let wanted = in_studio("16:00", "18:00");
    let booking = test.request(&asel, wanted).await.unwrap();
    test.approve(&manager, booking.id).await.unwrap();
    test.app.clock.set(booking.starts_at.plus_hours(-6));
    let closed = driven_away(&test, &manager, &booking, earlier_that_day()).await;
    take_back(&test, &manager, &closed).await;
    assert_eq!(test.offers(booking.id).await.len(), 1);
    // Within the hour before it begins.
    test.app.clock.set(booking.starts_at.plus_minutes(-350));
    let once = Idempotent::unkeyed();
    let came = jastar::booking::check_in(&test.app, &manager, booking.id, None, once).await;
    done(came).unwrap();
    let not_yet = test.reopen(&manager, booking.id).await.unwrap();
    assert_eq!(not_yet.status, Status::Approved);
    let held = test.offers(booking.id).await;
    assert_eq!(held[0].status, Status::Pending, "it is theirs to take");
    test.assert_sound().await;
}

#[tokio::test]
async fn who_has_begun_where_it_was_moved_to_stays_there() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let asel = test.person("asel@qanat.example").await;
    let booking = test.request(&asel, in_studio("16:00", "18:00")).await;
    let booking = test.approve(&manager, booking.unwrap().id).await.unwrap();
    test.app.clock.set(booking.starts_at.plus_hours(-6));
    let closed = driven_away(&test, &manager, &booking, earlier_that_day()).await;
    take_back(&test, &manager, &closed).await;
    let held = test.offers(booking.id).await;
    let begins = test.stored(booking.id).await.starts_at;
    assert_eq!(held[0].answer_by, Some(begins));
    test.app.clock.set(begins);
    let late = test.approve(&asel, held[0].id).await;
    assert!(
        matches!(late, Err(Error::State(StateRefusal::OfferOver))),
        "{late:?}"
    );
    assert_eq!(test.stored(booking.id).await.status, Status::Approved);
    test.assert_sound().await;
}

/// Refused, lapsed or taken: each change of the closure would ask again.
#[tokio::test]
async fn nobody_is_asked_twice() {
    for taken in [false, true] {
        let test = TestApp::new().await;
        let manager = test.manager_of("youth-house").await;
        let asel = test.person("asel@qanat.example").await;
        let booking = test.request(&asel, in_studio("16:00", "18:00")).await;
        let booking = test.approve(&manager, booking.unwrap().id).await.unwrap();
        let new = closing(&["dance-studio"], "12:00", "20:00");
        let preview = test.preview(&manager, &new).await;
        let say = cancelling(&preview);
        let closed = test.close(&manager, &new, say).await.unwrap();
        let ends = |ends| {
            let say = Say::default();
            test.change_closure(&manager, closed.row.id, ends, say)
        };
        ends("15:00").await.unwrap();
        let held = test.offers(booking.id).await;
        if taken {
            test.approve(&asel, held[0].id).await.unwrap();
        }
        test.cancel(&asel, held[0].id).await.unwrap();
        ends("14:00").await.unwrap();
        take_back(&test, &manager, &closed).await;
        assert_eq!(test.offers(booking.id).await.len(), held.len());
        test.assert_sound().await;
    }
}

/// Whoever reopened it decided anew.
#[tokio::test]
async fn what_was_reopened_and_lost_for_something_else_is_not_given_back() {
    for approved in [false, true] {
        let test = TestApp::new().await;
        let manager = test.manager_of("youth-house").await;
        let asel = test.person("asel@qanat.example").await;
        let booking = test.request(&asel, in_studio("16:00", "18:00")).await;
        let booking = booking.unwrap();
        if approved {
            test.approve(&manager, booking.id).await.unwrap();
        }
        let new = closing(&["dance-studio"], "14:00", "20:00");
        let preview = test.preview(&manager, &new).await;
        let say = cancelling(&preview);
        let closed = test.close(&manager, &new, say).await.unwrap();
        let say = Say::default();
        let shorter = test.change_closure(&manager, closed.row.id, "15:00", say);
        shorter.await.unwrap();
        let lost = if approved {
            test.reopen(&manager, booking.id).await.unwrap();
            test.cancel(&asel, booking.id).await.unwrap()
        } else {
            assert_eq!(test.stored(booking.id).await.status, Status::Pending);
            test.reject(&manager, booking.id).await.unwrap()
        };
        take_back(&test, &manager, &closed).await;
        assert_eq!(test.stored(booking.id).await, lost);
        assert!(
            test.offers(booking.id)
                .await
                .iter()
                .all(|one| !one.claims())
        );
        test.assert_sound().await;
    }
}

/// A booking whose old place is held for its group, and that had to make way where it was moved to as well: with what closes
/// that, which can be given back, too.
pub async fn driven_away_twice(
    test: &TestApp,
    manager: &Actor,
    group: &Actor,
) -> (Booking, Booking, Closure) {
    let booking = test.request(group, in_studio("16:00", "18:00")).await;
    let booking = test.approve(manager, booking.unwrap().id).await.unwrap();
    let hall = "youth-house/small-hall";
    let elsewhere = in_space(hall, "2026-12-01T16:00", "2026-12-01T18:00");
    let first = driven_away(test, manager, &booking, elsewhere).await;
    take_back(test, manager, &first).await;
    let held = test.offers(booking.id).await.remove(0);
    let new = closing(&["small-hall"], "14:00", "20:00");
    let preview = test.preview(manager, &new).await;
    let say = cancelling(&preview);
    let second = test.close(manager, &new, say).await.unwrap();
    (booking, held, second)
}

#[tokio::test]
async fn who_has_taken_one_place_is_not_asked_for_another() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let asel = test.person("asel@qanat.example").await;
    let (booking, held, closed) = driven_away_twice(&test, &manager, &asel).await;
    test.approve(&asel, held.id).await.unwrap();
    take_back(&test, &manager, &closed).await;
    let offers = test.offers(booking.id).await;
    assert!(offers.iter().all(|one| !one.is_held_offer()), "{offers:?}");
    test.assert_sound().await;
}

/// The closure comes after the booking that it drove away, and its manager gives that up.
#[tokio::test]
async fn who_is_driven_away_a_second_time_and_given_up_is_held_nothing() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let asel = test.person("asel@qanat.example").await;
    let booking = test.request(&asel, in_studio("10:00", "12:00")).await;
    let booking = test.approve(&manager, booking.unwrap().id).await.unwrap();
    let new = closing(&["dance-studio"], "10:00", "12:00");
    let preview = test.preview(&manager, &new).await;
    let place = at("2026-12-01T14:00", "2026-12-01T16:00");
    let say = moving(&preview, &booking, place);
    let closed = test.close(&manager, &new, say).await.unwrap();
    let later = closure::ClosureTimes {
        starts: Some("2026-12-01T14:00".to_owned()),
        ends: Some("2026-12-01T16:00".to_owned()),
    };
    let looking = Say {
        dry_run: true,
        ..Say::default()
    };
    let (app, id) = (&test.app, closed.row.id);
    let look = closure::change(app, &manager, id, later.clone(), looking).await;
    let Ok(closure::Answered::Preview(preview)) = look else {
        panic!("{look:?}");
    };
    let done = closure::change(app, &manager, id, later, cancelling(&preview)).await;
    done.unwrap();
    assert_eq!(test.stored(booking.id).await.status, Status::Cancelled);
    assert_eq!(test.offers(booking.id).await.len(), 0);
    test.assert_sound().await;
}

/// Saved again, the first asks again whether there is room.
#[tokio::test]
async fn what_another_closure_still_took_is_given_back_when_that_is_over_too() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let asel = test.person("asel@qanat.example").await;
    let booking = test.request(&asel, in_studio("16:00", "18:00")).await;
    let booking = test.approve(&manager, booking.unwrap().id).await.unwrap();
    let new = closing(&["dance-studio"], "14:00", "20:00");
    let preview = test.preview(&manager, &new).await;
    let first = test.close(&manager, &new, cancelling(&preview)).await;
    let other = closing(&["dance-studio"], "15:00", "19:00");
    let other = test.close(&manager, &other, Say::default()).await.unwrap();
    let id = first.unwrap().row.id;
    let shorter = async || {
        let done = test.change_closure(&manager, id, "15:00", Say::default());
        done.await.unwrap();
        test.offers(booking.id).await.len()
    };
    assert_eq!(shorter().await, 0);
    take_back(&test, &manager, &other).await;
    assert_eq!(shorter().await, 1);
    assert_eq!(shorter().await, 1, "nothing is new");
    test.assert_sound().await;
}
