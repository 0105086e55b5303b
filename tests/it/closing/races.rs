//! A closure against every other writer: either it saw the booking, or the booking saw it.

use std::sync::Arc;

use entity::Booking;
use entity::booking::Status;
use jastar::{
    account::Actor,
    closure::{self, Say},
    error::Error,
};

use super::{cancelling, closing, given_back::driven_away_twice, in_studio};
use crate::it::{
    races::at_once,
    support::{TestApp, facts::at},
};

const ROUNDS: usize = 6;

/// Whether the closure was applied; a changed picture is the only other end.
fn applied(done: Result<(), Error>) -> bool {
    match done {
        Ok(()) => true,
        Err(Error::Changed(preview)) => {
            assert!(!preview.hits.is_empty());
            false
        }
        Err(other) => panic!("{other:?}"),
    }
}

/// Lets `rival` run against a closure that says `say`, and tells what became of both.
async fn raced<F>(
    test: &Arc<TestApp>,
    manager: &Actor,
    say: Say,
    rival: F,
) -> (bool, Result<Booking, Error>)
where
    F: Future<Output = Result<Booking, Error>> + Send + 'static,
{
    type Task = std::pin::Pin<Box<dyn Future<Output = Result<Option<Booking>, Error>> + Send>>;
    let (other, manager) = (test.clone(), manager.clone());
    let close: Task = Box::pin(async move {
        let new = closing(&["dance-studio"], "14:00", "20:00");
        other.close(&manager, &new, say).await.map(|_| None)
    });
    let rival: Task = Box::pin(async move { rival.await.map(Some) });
    let mut done = at_once([close, rival]).await;
    let booked = done.pop().unwrap().map(Option::unwrap);
    let closed = done.pop().unwrap().map(|_| ());
    (applied(closed), booked)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_request_and_a_closure_never_both_get_the_time() {
    for _ in 0..ROUNDS {
        let test = Arc::new(TestApp::new().await);
        let manager = test.manager_of("youth-house").await;
        let (asks, who) = (test.clone(), test.person("asel@qanat.example").await);
        let rival = async move { asks.request(&who, in_studio("16:00", "18:00")).await };
        let (closed, booked) = raced(&test, &manager, Say::default(), rival).await;
        assert_ne!(closed, booked.is_ok(), "{booked:?}");
        assert!(
            matches!(booked, Ok(_) | Err(Error::Conflict { .. })),
            "{booked:?}"
        );
        test.assert_sound().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_approval_and_a_closure_of_its_floor_are_one_after_the_other() {
    for _ in 0..ROUNDS {
        let test = Arc::new(TestApp::new().await);
        let manager = test.manager_of("youth-house").await;
        let asel = test.person("asel@qanat.example").await;
        let waiting = test
            .request(&asel, in_studio("16:00", "18:00"))
            .await
            .unwrap();
        let new = closing(&["dance-studio"], "14:00", "20:00");
        let say = cancelling(&test.preview(&manager, &new).await);
        let (says_yes, who, id) = (test.clone(), manager.clone(), waiting.id);
        let rival = async move { says_yes.approve(&who, id).await };
        let (closed, approved) = raced(&test, &manager, say, rival).await;
        assert_ne!(closed, approved.is_ok(), "{approved:?}");
        let status = test.stored(id).await.status;
        let expected = if closed {
            Status::Rejected
        } else {
            Status::Approved
        };
        assert_eq!(status, expected);
        test.assert_sound().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn rivals_for_one_evening_are_approved_or_all_make_way() {
    for _ in 0..ROUNDS {
        let test = Arc::new(TestApp::new().await);
        let manager = test.manager_of("youth-house").await;
        let mut waiting = Vec::new();
        for at in 0..3 {
            let who = test.person(&format!("p{at}@test.example")).await;
            let mut hall = in_studio("16:00", "18:00");
            hall.space = "youth-house/grand-hall".to_owned();
            waiting.push(test.request(&who, hall).await.unwrap().id);
        }
        let new = closing(&["grand-hall"], "14:00", "20:00");
        let say = cancelling(&test.preview(&manager, &new).await);
        let tasks = (0..4).map(|number| {
            let (test, manager) = (test.clone(), manager.clone());
            let (new, say, waiting) = (new.clone(), say.clone(), waiting.clone());
            async move {
                if number == 3 {
                    return test.close(&manager, &new, say).await.map(|_| ());
                }
                test.approve(&manager, waiting[number]).await.map(|_| ())
            }
        });
        let mut done = at_once(tasks).await;
        let closed = applied(done.pop().unwrap());
        let approved = done.iter().filter(|one| one.is_ok()).count();
        assert_eq!(approved, usize::from(!closed), "{done:?}");
        test.assert_sound().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_move_into_a_closure_finds_it_or_is_found() {
    for _ in 0..ROUNDS {
        let test = Arc::new(TestApp::new().await);
        let manager = test.manager_of("youth-house").await;
        let booking = test
            .request(&manager, in_studio("10:00", "12:00"))
            .await
            .unwrap();
        let (other, who, id) = (test.clone(), manager.clone(), booking.id);
        let rival = async move {
            let place = at("2026-12-01T16:00", "2026-12-01T18:00");
            other.move_to(&who, id, place).await
        };
        let (closed, moved) = raced(&test, &manager, Say::default(), rival).await;
        assert_ne!(closed, moved.is_ok(), "{moved:?}");
        test.assert_sound().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn closures_and_their_ends_beside_one_another_lose_no_floor() {
    let test = Arc::new(TestApp::new().await);
    let manager = test.manager_of("youth-house").await;
    let tasks = (0..6).map(|number| {
        let (test, manager) = (test.clone(), manager.clone());
        async move {
            let spaces: &[&str] = match number % 3 {
                0 => &[],
                1 => &["small-hall", "coworking"],
                _ => &["small-hall-1", "dance-studio"],
            };
            for hour in 10..14 {
                let (from, to) = (format!("{hour}:00"), format!("{}:30", hour + number));
                let new = closing(spaces, &from, &to);
                let closed = test.close(&manager, &new, Say::default()).await.unwrap();
                let longer = format!("{}:45", hour + number);
                let changed = test.change_closure(&manager, closed.row.id, &longer, Say::default());
                changed.await.unwrap();
                if hour % 2 == 0 {
                    let app = &test.app;
                    closure::take_back(app, &manager, closed.row.id)
                        .await
                        .unwrap();
                }
            }
        }
    });
    at_once(tasks).await;
    test.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_takes_one_place_while_another_comes_free_has_one() {
    for _ in 0..ROUNDS {
        let test = Arc::new(TestApp::new().await);
        let manager = test.manager_of("youth-house").await;
        let asel = test.person("asel@qanat.example").await;
        let (booking, held, closed) = driven_away_twice(&test, &manager, &asel).await;
        let (held, closed) = (held.id, closed.row.id);
        let tasks = [true, false].map(|takes| {
            let (test, asel, manager) = (test.clone(), asel.clone(), manager.clone());
            async move {
                if takes {
                    return test.approve(&asel, held).await.map(|_| ());
                }
                closure::take_back(&test.app, &manager, closed).await
            }
        });
        for done in at_once(tasks.map(Box::pin)).await {
            done.unwrap();
        }
        let offers = test.offers(booking.id).await;
        let had = offers.iter().filter(|one| one.claims()).count();
        assert_eq!(had, 1, "{offers:?}");
        test.assert_sound().await;
    }
}
