//! Many at once for one time: one gets it, the others are told, and nothing is tried twice.

use std::{future::Future, sync::Arc};

use entity::Booking;
use entity::{booking, booking::Status};
use jastar::{account::Actor, error::Error, refusal::rule::Code};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use sea_orm::EntityTrait;
use tokio::{sync::Barrier, task::JoinSet};

use super::support::{TestApp, asking};

/// Lets all run at once and returns what became of each, in their order.
pub async fn at_once<T: Send + 'static, F>(tasks: impl IntoIterator<Item = F>) -> Vec<T>
where
    F: Future<Output = T> + Send + 'static,
{
    let tasks: Vec<F> = tasks.into_iter().collect();
    let barrier = Arc::new(Barrier::new(tasks.len()));
    let mut running = JoinSet::new();
    for (at, task) in tasks.into_iter().enumerate() {
        let barrier = barrier.clone();
        running.spawn(async move {
            barrier.wait().await;
            (at, task.await)
        });
    }
    let mut done = running.join_all().await;
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, done)| done).collect()
}

/// How many got it; the others were told of a conflict and of nothing else.
fn winners(done: &[Result<Booking, Error>]) -> usize {
    let mut won = 0;
    for one in done {
        match one {
            Ok(_) => won += 1,
            Err(Error::Conflict { conflicts, .. }) => assert!(!conflicts.is_empty()),
            Err(other) => panic!("neither won nor lost: {other:?}"),
        }
    }
    won
}

async fn people(test: &TestApp, many: usize) -> Vec<Actor> {
    let mut people = Vec::new();
    for at in 0..many {
        people.push(test.person(&format!("p{at}@test.example")).await);
    }
    people
}

/// Whether two bookings that hold one floor come closer than their spaces allow, told by hand.
async fn assert_apart(test: &TestApp) {
    let catalogue = test.app.catalogue().await.unwrap();
    let all = booking::Entity::find()
        .all(test.app.db.read())
        .await
        .unwrap();
    let holding: Vec<_> = all
        .iter()
        .filter(|booking| booking.claims())
        .map(|booking| (booking, catalogue.space_of(booking.space_id).unwrap()))
        .collect();
    for (at, (one, space)) in holding.iter().enumerate() {
        for (other, theirs) in &holding[at + 1..] {
            let turnaround = space
                .row
                .turnaround_minutes
                .max(theirs.row.turnaround_minutes);
            let apart = one.ends_at.plus_minutes(turnaround.into()) <= other.starts_at
                || other.ends_at.plus_minutes(turnaround.into()) <= one.starts_at;
            let same_floor = space.units.iter().any(|unit| theirs.units.contains(unit));
            assert!(apart || !same_floor, "{one:?} meets {other:?}");
        }
    }
    test.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_64_people_who_ask_for_one_time_one_gets_it() {
    let test = Arc::new(TestApp::new().await);
    let people = people(&test, 64).await;
    let tasks = people.into_iter().map(|person| {
        let test = test.clone();
        async move {
            let wanted = asking(
                "youth-house/dance-studio",
                "2026-12-01T16:00",
                "2026-12-01T18:00",
            );
            test.request(&person, wanted).await
        }
    });
    let done = at_once(tasks).await;
    assert_eq!(winners(&done), 1);
    assert_apart(&test).await;
    // Two mails of the one request, none of the others.
    assert_eq!(test.outbox().await.len(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_64_requests_that_compete_one_is_approved() {
    let test = Arc::new(TestApp::new().await);
    let manager = test.manager_of("youth-house").await;
    let mut waiting = Vec::new();
    for person in people(&test, 64).await {
        let wanted = asking(
            "youth-house/grand-hall",
            "2026-12-01T16:00",
            "2026-12-01T18:00",
        );
        waiting.push(test.request(&person, wanted).await.unwrap());
    }
    assert!(
        waiting
            .iter()
            .all(|booking| booking.status == Status::Pending)
    );
    let tasks = waiting.into_iter().map(|booking| {
        let (test, manager) = (test.clone(), manager.clone());
        async move { test.approve(&manager, booking.id).await }
    });
    let done = at_once(tasks).await;
    assert_eq!(winners(&done), 1);
    assert_apart(&test).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_whole_and_its_parts_never_stand_side_by_side() {
    let test = Arc::new(TestApp::new().await);
    let manager = test.manager_of("youth-house").await;
    for round in 0..20 {
        let spaces = ["small-hall", "small-hall-1", "small-hall-2", "small-hall"];
        let tasks = spaces.into_iter().map(|space| {
            let (test, manager) = (test.clone(), manager.clone());
            let (starts, ends) = (
                format!("2026-12-{:02}T{}:00", 1 + round % 10, 10 + 5 * (round / 10)),
                format!("2026-12-{:02}T{}:00", 1 + round % 10, 12 + 5 * (round / 10)),
            );
            async move {
                test.request(
                    &manager,
                    asking(&format!("youth-house/{space}"), &starts, &ends),
                )
                .await
            }
        });
        let done = at_once(tasks).await;
        let won = winners(&done);
        let whole = [&done[0], &done[3]]
            .iter()
            .filter(|done| done.is_ok())
            .count();
        assert!(whole == 1 && won == 1 || whole == 0 && won == 2, "{done:?}");
    }
    assert_apart(&test).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whatever_is_asked_for_and_given_back_the_floor_is_taken_once() {
    let test = Arc::new(TestApp::new().await);
    let manager = test.manager_of("youth-house").await;
    let tasks = (0..16).map(|seed| {
        let (test, manager) = (test.clone(), manager.clone());
        async move {
            let mut random = StdRng::seed_from_u64(seed);
            let mut own = Vec::new();
            for _ in 0..15 {
                if !own.is_empty() && random.random_bool(0.3) {
                    let id = own.swap_remove(random.random_range(0..own.len()));
                    test.cancel(&manager, id).await.unwrap();
                    continue;
                }
                let space =
                    ["small-hall", "small-hall-1", "small-hall-2"][random.random_range(0..3)];
                let (day, from) = (random.random_range(1..4), random.random_range(10..18));
                let to = from + random.random_range(1..=2);
                let (starts, ends) = (
                    format!(
                        "2026-12-{day:02}T{from}:{}",
                        ["00", "30"][random.random_range(0..2)]
                    ),
                    format!("2026-12-{day:02}T{to}:30"),
                );
                let wanted = asking(&format!("youth-house/{space}"), &starts, &ends);
                match test.request(&manager, wanted).await {
                    Ok(booking) => own.push(booking.id),
                    Err(Error::Conflict { .. }) => {}
                    Err(other) => panic!("{other:?}"),
                }
            }
            own.len()
        }
    });
    let kept: usize = at_once(tasks).await.into_iter().sum();
    assert!(kept > 5, "something was booked");
    assert_apart(&test).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nobody_exceeds_a_limit_by_asking_twice_at_once() {
    let test = Arc::new(TestApp::new().await);
    let person = test.person("a@test.example").await;
    let spaces = ["dance-studio", "small-hall-1", "small-hall-2", "grand-hall"];
    let tasks = (0..16).map(|at| {
        let (test, person) = (test.clone(), person.clone());
        let space = format!("youth-house/{}", spaces[at % 4]);
        let day = 1 + at / 4;
        async move {
            let (starts, ends) = (
                format!("2026-12-{day:02}T16:00"),
                format!("2026-12-{day:02}T17:00"),
            );
            test.request(&person, asking(&space, &starts, &ends)).await
        }
    });
    let done = at_once(tasks).await;
    let mut passed = 0;
    for one in done {
        match one {
            Ok(_) => passed += 1,
            Err(Error::Rules(broken)) => {
                assert!(broken.iter().all(|broken| broken.code() == Code::Quota));
            }
            Err(other) => panic!("{other:?}"),
        }
    }
    assert_eq!(passed, 3);
    assert_apart(&test).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_hold_whose_time_is_over_is_cleared_once_however_many_want_it() {
    let test = Arc::new(TestApp::new().await);
    let wanted = || {
        asking(
            "youth-house/dance-studio",
            "2026-12-01T16:00",
            "2026-12-01T18:00",
        )
    };
    let sleeper = test.person("sleeper@test.example").await;
    let hold = test.request(&sleeper, wanted()).await.unwrap();
    test.app.clock.set(hold.answer_by.unwrap());
    let tasks = people(&test, 16).await.into_iter().map(|person| {
        let test = test.clone();
        async move { test.request(&person, wanted()).await }
    });
    let done = at_once(tasks).await;
    assert_eq!(winners(&done), 1);
    assert_eq!(test.stored(hold.id).await.status, Status::Expired);
    let told = test.mails(hold.id).await;
    assert_eq!(told.iter().filter(|(kind, _)| kind == "expired").count(), 1);
    assert_apart(&test).await;
}
