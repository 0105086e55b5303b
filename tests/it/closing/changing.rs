//! Longer, shorter, over sooner, not at all: with the same look before it. Closures beside one another.

use entity::booking::Status;
use jastar::{
    closure::{self, Answered, Say},
    error::Error,
};

use super::{applied, cancelling, closing, in_studio};
use crate::it::support::TestApp;

fn looking() -> Say {
    Say {
        dry_run: true,
        ..Say::default()
    }
}

#[tokio::test]
async fn a_longer_closure_hits_what_it_reaches_and_a_shorter_one_frees_it() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let asel = test.person("asel@qanat.example").await;
    let new = closing(&["dance-studio"], "12:00", "15:00");
    let closed = test.close(&manager, &new, Say::default()).await.unwrap();
    let booking = test
        .request(&asel, in_studio("16:00", "18:00"))
        .await
        .unwrap();
    let id = closed.row.id;
    let Ok(Answered::Preview(preview)) =
        test.change_closure(&manager, id, "17:00", looking()).await
    else {
        panic!("no preview");
    };
    assert_eq!(preview.hits[0].booking.id, booking.id);
    let unseen = test
        .change_closure(&manager, id, "17:00", Say::default())
        .await;
    assert!(matches!(unseen, Err(Error::Changed(_))), "{unseen:?}");
    let longer = test
        .change_closure(&manager, id, "17:00", cancelling(&preview))
        .await;
    assert_eq!(applied(longer.unwrap()).row.version, 2);
    assert_eq!(test.stored(booking.id).await.status, Status::Rejected);
    let taken = test.request(&asel, in_studio("16:00", "18:00")).await;
    assert!(matches!(taken, Err(Error::Conflict { .. })), "{taken:?}");
    test.change_closure(&manager, id, "13:00", Say::default())
        .await
        .unwrap();
    test.request(&asel, in_studio("13:00", "15:00"))
        .await
        .unwrap();
    test.assert_sound().await;
}

#[tokio::test]
async fn a_closure_that_runs_ends_now_and_stays_as_a_record() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let new = closing(&["meeting-room"], "10:00", "20:00");
    let closed = test.close(&manager, &new, Say::default()).await.unwrap();
    let id = closed.row.id;
    test.app
        .clock
        .set(entity::Instant(closed.row.starts_at.0 + 2 * 3600 + 30));
    // The page said twelve o'clock, and somebody looked at it for a while.
    let over = test
        .change_closure(&manager, id, "11:45", Say::default())
        .await;
    let over = applied(over.unwrap());
    let noon = closed.row.starts_at.plus_hours(2);
    assert_eq!((over.times.len(), over.times[0].ends_at), (1, noon));
    let before = test
        .change_closure(&manager, id, "10:00", Say::default())
        .await;
    assert!(matches!(before, Err(Error::State(_))), "{before:?}");
    assert_eq!(test.closed().await, (1, 0));
    let mut freed = in_studio("14:00", "15:00");
    freed.space = "youth-house/meeting-room".to_owned();
    test.request(&manager, freed).await.unwrap();
    let again = closure::take_back(&test.app, &manager, id).await;
    assert!(matches!(again, Err(Error::State(_))), "{again:?}");
    test.assert_sound().await;
}

#[tokio::test]
async fn what_is_closed_twice_stays_closed_until_both_are_taken_back() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let room = closing(&["dance-studio"], "12:00", "16:00");
    let room = test.close(&manager, &room, Say::default()).await.unwrap();
    let house = closing(&[], "14:00", "20:00");
    let house = test.close(&manager, &house, Say::default()).await.unwrap();
    assert_eq!(test.closed().await, (6, 1));
    let wanted = || in_studio("14:00", "15:30");
    closure::take_back(&test.app, &manager, room.row.id)
        .await
        .unwrap();
    let refused = test.request(&manager, wanted()).await;
    assert!(
        matches!(refused, Err(Error::Conflict { .. })),
        "{refused:?}"
    );
    test.request(&manager, in_studio("12:00", "14:00"))
        .await
        .unwrap();
    test.assert_sound().await;
    closure::take_back(&test.app, &manager, house.row.id)
        .await
        .unwrap();
    assert_eq!(test.closed().await, (0, 0));
    test.request(&manager, in_studio("15:00", "16:30"))
        .await
        .unwrap();
    test.assert_sound().await;
}

#[tokio::test]
async fn who_starts_within_two_days_is_called() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let soon = test
        .request(&manager, in_studio("10:00", "12:00"))
        .await
        .unwrap();
    let new = closing(&["dance-studio"], "10:00", "20:00");
    let preview = test.preview(&manager, &new).await;
    let closed = test
        .close(&manager, &new, cancelling(&preview))
        .await
        .unwrap();
    let hits = closure::hits_of(&test.app, &manager, &closed)
        .await
        .unwrap();
    assert!(hits.is_empty(), "it is a week away");
    test.app.clock.set(soon.starts_at.plus_hours(-48));
    let hits = closure::hits_of(&test.app, &manager, &closed)
        .await
        .unwrap();
    assert_eq!(hits[0].booking.id, soon.id);
    let (id, hit) = (closed.row.id, hits[0].hit.id);
    let other = test.manager_of("sarzhailau").await;
    let hidden = closure::tell(&test.app, &other, id, hit, true, None).await;
    assert!(matches!(hidden, Err(Error::NotFound)), "{hidden:?}");
    closure::tell(&test.app, &manager, id, hit, true, None)
        .await
        .unwrap();
    let hits = closure::hits_of(&test.app, &manager, &closed)
        .await
        .unwrap();
    assert!(hits[0].hit.told_at.is_some() && hits[0].by.is_some());
    closure::tell(&test.app, &manager, id, hit, false, None)
        .await
        .unwrap();
    let hits = closure::hits_of(&test.app, &manager, &closed)
        .await
        .unwrap();
    assert!(hits[0].hit.told_at.is_none() && hits[0].by.is_none());
    test.assert_sound().await;
}
