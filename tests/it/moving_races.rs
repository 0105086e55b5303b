//! Changes and moves against every other writer: the floor is taken once, and nothing is tried twice.

use std::sync::Arc;

use entity::Booking;
use entity::booking::Status;
use jastar::{
    account::Actor,
    booking::{Details, NewBooking},
    error::Error,
};

use super::{
    races::at_once,
    support::{
        TestApp, asking,
        facts::{at, in_space},
    },
};

const SPACE: &str = "youth-house/dance-studio";
const FROM: &str = "2026-12-01T16:00";
const TO: &str = "2026-12-01T18:00";

fn free_time(day: u8) -> NewBooking {
    let (starts, ends) = (
        format!("2026-12-{day:02}T10:00"),
        format!("2026-12-{day:02}T12:00"),
    );
    asking(SPACE, &starts, &ends)
}

/// What the time in the middle can be raced for with.
#[derive(Clone, Copy, Debug)]
enum Rival {
    Request,
    Approve,
    Reopen,
    Move,
}

/// Of all that want one time, one gets it; the others are told of a conflict.
fn assert_one_got_it(rival: Rival, done: &[Result<Booking, Error>]) {
    let won = done.iter().filter(|one| one.is_ok()).count();
    let told = |one: &Result<Booking, Error>| matches!(one, Ok(_) | Err(Error::Conflict { .. }));
    assert!(won == 1 && done.iter().all(told), "{rival:?}: {done:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_move_races_every_way_to_the_same_time() {
    for rival in [Rival::Request, Rival::Approve, Rival::Reopen, Rival::Move] {
        let test = Arc::new(TestApp::new().await);
        let manager = test.manager_of("youth-house").await;
        let hall = "youth-house/grand-hall";
        let mut movers = Vec::new();
        for day in 2..6 {
            let mut elsewhere = free_time(day);
            elsewhere.space = hall.to_owned();
            movers.push(test.request(&manager, elsewhere).await.unwrap().id);
        }
        let mut rivals = Vec::new();
        if !matches!(rival, Rival::Move) {
            for at in 0..4 {
                let asker = test.person(&format!("p{at}@test.example")).await;
                if matches!(rival, Rival::Request) {
                    rivals.push((asker, None));
                    continue;
                }
                let waiting = test.request(&asker, asking(hall, FROM, TO)).await.unwrap();
                if matches!(rival, Rival::Reopen) {
                    test.approve(&manager, waiting.id).await.unwrap();
                    test.cancel(&manager, waiting.id).await.unwrap();
                }
                rivals.push((manager.clone(), Some(waiting.id)));
            }
        }
        let ours = movers
            .into_iter()
            .map(|id| (manager.clone(), Some(id), true));
        let theirs = rivals.into_iter().map(|(who, id)| (who, id, false));
        let tasks = ours.chain(theirs).map(|(who, id, moves)| {
            let test = test.clone();
            async move {
                match (moves, id, rival) {
                    (true, Some(id), _) => test.move_to(&who, id, at(FROM, TO)).await,
                    (_, Some(id), Rival::Approve) => test.approve(&who, id).await,
                    (_, Some(id), _) => test.reopen(&who, id).await,
                    (_, None, _) => test.request(&who, asking(hall, FROM, TO)).await,
                }
            }
        });
        let done = at_once(tasks).await;
        if matches!(rival, Rival::Request) {
            // Requests for the hall hold nothing: only the moves are rivals of one another.
            assert_one_got_it(rival, &done[..4]);
        } else {
            assert_one_got_it(rival, &done);
        }
        test.assert_sound().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_move_races_requests_that_hold() {
    let test = Arc::new(TestApp::new().await);
    let manager = test.manager_of("youth-house").await;
    let booking = test.request(&manager, free_time(2)).await.unwrap();
    let mut people: Vec<Actor> = vec![manager];
    for at in 0..7 {
        people.push(test.person(&format!("p{at}@test.example")).await);
    }
    let tasks = people.into_iter().enumerate().map(|(number, who)| {
        let (test, id) = (test.clone(), booking.id);
        async move {
            if number == 0 {
                test.move_to(&who, id, at(FROM, TO)).await
            } else {
                test.request(&who, asking(SPACE, FROM, TO)).await
            }
        }
    });
    assert_one_got_it(Rival::Request, &at_once(tasks).await);
    test.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_that_would_swap_are_refused_and_swap_by_way_of_a_third_place() {
    let test = Arc::new(TestApp::new().await);
    let manager = test.manager_of("youth-house").await;
    let one = test.request(&manager, free_time(2)).await.unwrap();
    let other = test.request(&manager, free_time(3)).await.unwrap();
    for _ in 0..10 {
        let tasks =
            [(one.clone(), other.clone()), (other.clone(), one.clone())].map(|(who, where_to)| {
                let (test, manager) = (test.clone(), manager.clone());
                async move {
                    let place = at(&where_to.starts, &where_to.ends);
                    test.move_to(&manager, who.id, place).await
                }
            });
        for done in at_once(tasks).await {
            assert!(matches!(done, Err(Error::Conflict { .. })), "{done:?}");
        }
    }
    for (id, to) in [
        (one.id, &free_time(4)),
        (other.id, &free_time(2)),
        (one.id, &free_time(3)),
    ] {
        let place = at(&to.starts, &to.ends);
        test.move_to(&manager, id, place).await.unwrap();
    }
    assert_eq!(test.stored(one.id).await.starts, other.starts);
    assert_eq!(test.stored(other.id).await.starts, one.starts);
    test.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn moves_back_and_forth_and_cancellations_never_meet() {
    let test = Arc::new(TestApp::new().await);
    let manager = test.manager_of("youth-house").await;
    let mut all = Vec::new();
    for day in 2..8 {
        all.push(test.request(&manager, free_time(day)).await.unwrap().id);
    }
    let spaces = ["small-hall", "small-hall-1", "small-hall-2", "dance-studio"];
    let tasks = all.iter().enumerate().map(|(number, id)| {
        let (test, manager, id) = (test.clone(), manager.clone(), *id);
        async move {
            let mut moved = 0;
            for round in 0..8 {
                let space = format!("youth-house/{}", spaces[(number + round) % 4]);
                let day = 2 + (number + 3 * round) % 3;
                let (starts, ends) = (
                    format!("2026-12-{day:02}T{}:00", 14 + round % 2),
                    format!("2026-12-{day:02}T{}:30", 15 + round % 2),
                );
                match test
                    .move_to(&manager, id, in_space(&space, &starts, &ends))
                    .await
                {
                    Ok(_) => moved += 1,
                    Err(Error::Conflict { .. }) => {}
                    Err(other) => panic!("{other:?}"),
                }
                if round % 4 == 3 {
                    test.cancel(&manager, id).await.unwrap();
                    match test.reopen(&manager, id).await {
                        Ok(_) => {}
                        Err(Error::Conflict { .. }) => return moved,
                        Err(other) => panic!("{other:?}"),
                    }
                }
            }
            moved
        }
    });
    let moved: usize = at_once(tasks).await.into_iter().sum();
    assert!(moved > 6, "something was moved");
    test.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_changes_of_one_version_one_is_kept() {
    let test = Arc::new(TestApp::new().await);
    let manager = test.manager_of("youth-house").await;
    let booking = test.request(&manager, free_time(2)).await.unwrap();
    let tasks = (0..8).map(|number| {
        let (test, manager, booking) = (test.clone(), manager.clone(), booking.clone());
        let details = Details {
            title: Some(format!("Атау {number}")),
            ..Details::default()
        };
        async move { test.amend(&manager, &booking, details).await }
    });
    let done = at_once(tasks).await;
    let stale = done.iter().filter(|one| matches!(one, Err(Error::Stale)));
    assert_eq!((stale.count(), done.iter().flatten().count()), (7, 1));
    test.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_move_and_a_cancellation_of_one_booking_leave_no_claim_behind() {
    let test = Arc::new(TestApp::new().await);
    let manager = test.manager_of("youth-house").await;
    for day in 2..8 {
        let booking = test.request(&manager, free_time(day)).await.unwrap();
        let id = booking.id;
        let tasks = (0..4).map(|number| {
            let (test, manager) = (test.clone(), manager.clone());
            async move {
                let place = in_space("youth-house/small-hall", FROM, TO);
                match number % 2 {
                    0 => test.cancel(&manager, id).await,
                    _ => test.move_to(&manager, id, place).await,
                }
            }
        });
        for one in at_once(tasks).await {
            assert!(matches!(one, Ok(_) | Err(Error::State(_))), "{one:?}");
        }
        let stored = test.stored(id).await;
        assert_eq!(stored.status, Status::Cancelled);
        assert!(test.claims(id).await.is_empty());
    }
    test.assert_sound().await;
}
