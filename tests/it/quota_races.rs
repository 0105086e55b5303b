//! What one booker may have is not had twice by asking twice at once, and a limit that is set meanwhile holds or does not.

use std::sync::Arc;

use entity::Booking;
use entity::{BookingId, booking};
use jastar::{account::Actor, error::Error, refusal::rule::Code};
use sea_orm::EntityTrait;

use super::{
    quotas::{ROOM, hours_a_week, set, unset},
    races::at_once,
    support::{
        TestApp, asking,
        facts::{at, on_behalf},
    },
};

const ROUNDS: u8 = 100;

/// Two spaces without turnaround in which nobody has to approve, so that only the quota is in the way.
const SPACES: [&str; 2] = [ROOM, "youth-house/coworking"];

fn passed(done: &Result<Booking, Error>) -> bool {
    match done {
        Ok(_) => true,
        Err(Error::Rules(broken)) => {
            assert!(broken.iter().all(|one| one.code() == Code::Quota));
            false
        }
        Err(other) => panic!("neither passed nor exceeded: {other:?}"),
    }
}

/// Somebody whose telephone is known: who tells it for the first time is locked for that alone.
async fn known(test: &TestApp, email: &str) -> Actor {
    let person = test.person(email).await;
    let earlier = asking(ROOM, "2026-11-24T10:00", "2026-11-24T10:30");
    let earlier = test.request(&person, earlier).await.unwrap();
    test.cancel(&person, earlier.id).await.unwrap();
    let person = test.person(email).await;
    assert!(person.who().is_some_and(|who| who.phone.is_some()));
    person
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_requests_for_the_last_two_hours_one_passes() {
    let test = Arc::new(TestApp::new().await);
    let manager = test.manager_of("youth-house").await;
    set(&test, &manager, hours_a_week(&test, 3).await).await;
    for round in 0..ROUNDS {
        let person = known(&test, &format!("p{round}@test.example")).await;
        let tasks = SPACES.map(|space| {
            let (test, person) = (test.clone(), person.clone());
            async move {
                let wanted = asking(space, "2026-12-01T10:00", "2026-12-01T12:00");
                test.request(&person, wanted).await
            }
        });
        let done = Box::pin(at_once(tasks)).await;
        assert_eq!(done.iter().filter(|one| passed(one)).count(), 1, "{done:?}");
        for booking in done.into_iter().flatten() {
            test.cancel(&person, booking.id).await.unwrap();
        }
    }
    test.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_a_request_and_a_move_into_one_week_one_passes() {
    let test = Arc::new(TestApp::new().await);
    let manager = test.manager_of("youth-house").await;
    set(&test, &manager, hours_a_week(&test, 3).await).await;
    for round in 0..ROUNDS / 2 {
        let person = known(&test, &format!("p{round}@test.example")).await;
        let wanted = |space, day: u8| {
            asking(
                space,
                &format!("2026-12-{day:02}T10:00"),
                &format!("2026-12-{day:02}T12:00"),
            )
        };
        let moved = test.request(&person, wanted(ROOM, 1)).await.unwrap();
        let tasks = [true, false].map(|moves| {
            let (test, person) = (test.clone(), person.clone());
            let (id, other) = (moved.id, wanted(SPACES[1], 9));
            async move {
                let place = at("2026-12-08T10:00", "2026-12-08T12:00");
                if moves {
                    test.move_to(&person, id, place).await
                } else {
                    test.request(&person, other).await
                }
            }
        });
        let done = Box::pin(at_once(tasks)).await;
        assert_eq!(done.iter().filter(|one| passed(one)).count(), 1, "{done:?}");
        let mut given_back = vec![moved.id];
        given_back.extend(done.into_iter().flatten().map(|booking| booking.id));
        given_back.dedup();
        give_back(&test, &person, &given_back).await;
    }
    test.assert_sound().await;
}

async fn give_back(test: &TestApp, person: &Actor, bookings: &[BookingId]) {
    for id in bookings {
        test.cancel(person, *id).await.unwrap();
    }
}

/// Nobody has an account of that mailbox: there is no row of theirs to be locked.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_bookings_for_one_mailbox_one_passes() {
    let test = Arc::new(TestApp::new().await);
    let manager = test.manager_of("youth-house").await;
    set(&test, &manager, hours_a_week(&test, 3).await).await;
    let managers = [manager.clone(), test.administrator().await];
    for round in 0..ROUNDS {
        let mailbox = format!("group{round}@test.example");
        let tasks = [0, 1].map(|nth| {
            let (test, manager) = (test.clone(), managers[nth].clone());
            let wanted = asking(SPACES[nth], "2026-12-01T10:00", "2026-12-01T12:00");
            let wanted = on_behalf(wanted, &mailbox);
            async move { test.request(&manager, wanted).await }
        });
        let done = Box::pin(at_once(tasks)).await;
        assert_eq!(done.iter().filter(|one| passed(one)).count(), 1, "{done:?}");
        for booking in done.into_iter().flatten() {
            test.cancel(&manager, booking.id).await.unwrap();
        }
    }
    test.assert_sound().await;
}

/// Two hours stand. Three more pass before the limit of four is set, and not after it.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_request_is_decided_by_what_was_set_before_it_or_after() {
    let test = Arc::new(TestApp::new().await);
    let manager = test.manager_of("youth-house").await;
    let (none, four) = (unset(&test).await, hours_a_week(&test, 4).await);
    let (mut before, mut after) = (0, 0);
    for round in 0..ROUNDS {
        set(&test, &manager, none.clone()).await;
        let person = test.person(&format!("p{round}@test.example")).await;
        let wanted = |space, to| asking(space, "2026-12-01T10:00", &format!("2026-12-01T{to}:00"));
        let had = test.request(&person, wanted(ROOM, 12)).await.unwrap();
        let tasks = [true, false].map(|asks| {
            let (test, person, manager) = (test.clone(), person.clone(), manager.clone());
            let (more, four) = (wanted(SPACES[1], 13), four.clone());
            async move {
                if asks {
                    return Some(test.request(&person, more).await);
                }
                set(&test, &manager, four).await;
                None
            }
        });
        let done = Box::pin(at_once(tasks)).await.remove(0).unwrap();
        if passed(&done) {
            before += 1;
        } else {
            after += 1;
        }
        // From here on the limit holds.
        let third = wanted("youth-house/small-hall-1", 13);
        assert!(!passed(&test.request(&person, third).await));
        let mut bookings = vec![had.id];
        bookings.extend(done.into_iter().map(|booking| booking.id));
        give_back(&test, &person, &bookings).await;
    }
    assert_eq!(before + after, usize::from(ROUNDS));
    let all = booking::Entity::find()
        .all(test.app.db.read())
        .await
        .unwrap();
    assert_eq!(
        all.len(),
        usize::from(ROUNDS) + before,
        "what was refused is not there"
    );
    test.assert_sound().await;
}
