//! Closures at the edges of what else is going on.

use entity::booking::Status;
use jastar::{
    booking::NewPlace,
    closure::{Again, Answered, NewClosure, ResolveWay, Say},
    error::Error,
    import::{Imported, import},
    refusal::rule::Code,
    rules::reason::Reason,
};

use super::{STUDIO, cancelling, closing, in_studio};
use crate::it::{
    catalogue::turned,
    support::{CATALOGUE, NOW, TestApp, asking, facts::at},
};

/// What it asked for is in nobody's way any more, and where it stands nothing is closed.
#[tokio::test]
async fn an_asked_move_whose_time_is_over_does_not_cost_the_booking() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let asel = test.person("asel@qanat.example").await;
    let booking = test.request(&asel, in_studio("10:00", "12:00")).await;
    let booking = test.approve(&manager, booking.unwrap().id).await.unwrap();
    let place = at("2026-12-01T16:00", "2026-12-01T18:00");
    let asks = test.move_to(&asel, booking.id, place).await.unwrap();
    // Nobody has looked since.
    test.app.clock.set(asks.move_answer_by.unwrap());
    let new = closing(&["dance-studio"], "14:00", "20:00");
    let preview = test.preview(&manager, &new).await;
    assert!(preview.hits.is_empty(), "{preview:?}");
    test.close(&manager, &new, cancelling(&preview))
        .await
        .unwrap();
    let stands = test.stored(booking.id).await;
    assert_eq!(stands.status, Status::Approved);
    assert_eq!(stands.proposed_move(), None);
    test.assert_sound().await;
}

#[tokio::test]
async fn who_is_cut_short_too_late_is_still_in_the_way() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let booking = test.request(&manager, in_studio("14:00", "17:00")).await;
    let booking = booking.unwrap();
    let new = closing(&["dance-studio"], "15:00", "20:00");
    let preview = test.preview(&manager, &new).await;
    for (ends, passes) in [("15:30", false), ("15:00", true)] {
        let mut say = cancelling(&preview);
        say.resolve[0].way = ResolveWay::Move(NewPlace {
            space: Some(STUDIO.to_owned()),
            ..at("2026-12-01T14:00", &format!("2026-12-01T{ends}"))
        });
        match test.close(&manager, &new, say).await {
            Ok(_) => assert!(passes),
            Err(Error::Rules(broken)) => {
                assert!(!passes);
                assert_eq!(
                    (broken[0].field, broken[0].code()),
                    ("resolve", Code::Invalid)
                );
            }
            Err(other) => panic!("{other:?}"),
        }
    }
    let stands = test.stored(booking.id).await;
    assert_eq!(stands.ends, "2026-12-01T15:00");
    test.assert_sound().await;
}

#[tokio::test]
async fn a_reason_of_the_catalogue_has_to_be_one_for_closures() {
    let of = "slug = \"safety\"\nfor = [\"cancel\", \"closure\"]";
    assert!(CATALOGUE.contains(of));
    let only = CATALOGUE.replace(of, "slug = \"safety\"\nfor = [\"closure\"]");
    let test = TestApp::with_catalogue(&only).await;
    let manager = test.manager_of("youth-house").await;
    for (code, passes) in [("safety", true), ("staff", false), ("other-group", false)] {
        let mut new = closing(&["dance-studio"], "14:00", "20:00");
        new.reason = Reason {
            code: Some(code.to_owned()),
            text: None,
        };
        let done = test.close(&manager, &new, Say::default()).await;
        match done {
            Err(Error::Rules(broken)) => assert_eq!((broken[0].field, passes), ("reason", false)),
            other => assert!(other.is_ok() && passes, "{code}"),
        }
    }
    test.assert_sound().await;
}

#[tokio::test]
async fn what_is_closed_from_now_on_begins_when_the_manager_has_looked() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let booking = test.request(&manager, in_studio("14:00", "17:00")).await;
    let booking = booking.unwrap();
    let begins = booking.starts_at.plus_hours(1);
    test.app.clock.set(begins);
    let new = closing(&["dance-studio"], "15:00", "20:00");
    let preview = test.preview(&manager, &new).await;
    test.app.clock.set(begins.plus_minutes(60));
    let say = cancelling(&preview);
    let closed = test.close(&manager, &new, say.clone()).await.unwrap();
    assert_eq!(closed.times[0].starts_at, begins.plus_minutes(60));
    assert_eq!(test.stored(booking.id).await.status, Status::Cancelled);

    // Longer ago it was another time that was meant, and what is over closes nothing.
    test.app.clock.set(begins.plus_minutes(61));
    for (from, to) in [("15:00", "20:00"), ("15:30", "16:00")] {
        let over = closing(&["meeting-room"], from, to);
        let refused = test.close(&manager, &over, Say::default()).await;
        match refused {
            Err(Error::Rules(broken)) => assert_eq!(broken[0].code(), Code::InThePast),
            other => panic!("{other:?}"),
        }
    }
    test.assert_sound().await;
}

/// A hall that was closed once has other floor since, on which somebody was that day: that is nobody's business now.
#[tokio::test]
async fn what_was_closed_before_a_hall_was_rebuilt_keeps_no_other_closure_from_changing() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let once = closing(&["small-hall"], "10:00", "12:00");
    let weekly = NewClosure {
        again: Some(Again {
            every: entity::Every::Week,
            nth: None,
            until: None,
            count: Some(2),
        }),
        ..closing(&["meeting-room"], "10:00", "12:00")
    };
    test.close(&manager, &once, Say::default()).await.unwrap();
    let weekly = test.close(&manager, &weekly, Say::default()).await.unwrap();
    let dance = in_studio("10:00", "12:00");
    test.request(&manager, dance).await.unwrap();

    test.app.clock.set(NOW.plus_days(9));
    let with_studio = turned(
        "parts = [\"small-hall-1\", \"small-hall-2\"]",
        "parts = [\"small-hall-1\", \"small-hall-2\", \"dance-studio\"]",
    );
    let rebuilt = import(&test.app, &with_studio, false).await.unwrap();
    assert!(matches!(rebuilt, Imported::Changes(_)), "{rebuilt:?}");

    let change = jastar::closure::ClosureTimes {
        starts: None,
        ends: Some("2026-12-08T13:00".to_owned()),
    };
    let (app, id) = (&test.app, weekly.row.id);
    let longer = jastar::closure::change(app, &manager, id, change, Say::default());
    assert!(matches!(longer.await, Ok(Answered::Done(_))));
    let room = asking(
        "youth-house/meeting-room",
        "2026-12-08T12:00",
        "2026-12-08T13:00",
    );
    let refused = test.request(&manager, room).await;
    assert!(
        matches!(refused, Err(Error::Conflict { .. })),
        "{refused:?}"
    );
    jastar::closure::take_back(app, &manager, id).await.unwrap();
    test.assert_sound().await;
}

/// That nobody answered it where it asked to be matters no more.
#[tokio::test]
async fn who_is_cancelled_by_a_closure_is_told_that_alone() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let asel = test.person("asel@qanat.example").await;
    let booking = test.request(&asel, in_studio("16:00", "18:00")).await;
    let booking = test.approve(&manager, booking.unwrap().id).await.unwrap();
    let place = at("2026-12-02T16:00", "2026-12-02T18:00");
    let asks = test.move_to(&asel, booking.id, place).await.unwrap();
    let before = test.mails(booking.id).await.len();
    test.app.clock.set(asks.move_answer_by.unwrap());
    let new = closing(&["dance-studio"], "14:00", "20:00");
    let preview = test.preview(&manager, &new).await;
    test.close(&manager, &new, cancelling(&preview))
        .await
        .unwrap();
    let told: Vec<_> = test.mails(booking.id).await.split_off(before);
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told[0].0, "cancelled_by_venue");
    assert_eq!(test.stored(booking.id).await.proposed_move(), None);
    test.assert_sound().await;
}
