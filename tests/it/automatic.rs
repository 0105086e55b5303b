//! What is approved by itself is not free for hoarding: so much of it one person may have to come, where the managers of the
//! venue have set nothing else.

use std::sync::Arc;

use entity::Booking;
use entity::booking::Status;
use jastar::{
    account::Actor,
    config::Config,
    error::Error,
    refusal::rule::{Detail, Limit, Quota},
};

use super::{
    quotas::{ROOM, hours_a_week, set},
    races::at_once,
    support::{
        NOW, TestApp, asking,
        facts::{at, on_behalf},
    },
};

const SEATS: &str = "youth-house/coworking";

async fn shipped() -> TestApp {
    TestApp::with(Config::defaults()).await
}

/// On a day of December, of so many hours from ten on.
async fn ask(
    test: &TestApp,
    who: &Actor,
    space: &str,
    day: u8,
    hours: u8,
) -> Result<Booking, Error> {
    let at = |hour: u8| format!("2026-12-{day:02}T{hour}:00");
    test.request(who, asking(space, &at(10), &at(10 + hours)))
        .await
}

fn quota(asked: Result<Booking, Error>) -> Quota {
    let Err(Error::Rules(broken)) = asked else {
        panic!("{asked:?}");
    };
    match broken[..] {
        [ref one] => match one.facts {
            Detail::Quota(quota) => quota,
            ref other => panic!("{other:?}"),
        },
        _ => panic!("{broken:?}"),
    }
}

#[tokio::test]
async fn three_bookings_may_be_to_come_in_one_space() {
    let test = shipped().await;
    let person = test.person("a@test.example").await;
    let mut had = Vec::new();
    for day in [1, 2, 10] {
        had.push(ask(&test, &person, ROOM, day, 1).await.unwrap());
    }
    let full = Quota {
        quota: Limit::AutomaticPerSpace,
        limit: 3,
        used: 3,
        left: 0,
    };
    assert_eq!(quota(ask(&test, &person, ROOM, 14, 1).await), full);
    ask(&test, &person, SEATS, 14, 1).await.unwrap();
    // Moved, it is the same booking.
    let place = at("2026-12-03T10:00", "2026-12-03T11:00");
    test.move_to(&person, had[0].id, place).await.unwrap();
    test.cancel(&person, had[1].id).await.unwrap();
    ask(&test, &person, ROOM, 14, 1).await.unwrap();
    assert_eq!(quota(ask(&test, &person, ROOM, 15, 1).await), full);
    // One has taken place.
    test.app.clock.set(NOW.plus_days(10).plus_hours(4));
    ask(&test, &person, ROOM, 15, 1).await.unwrap();
    test.assert_sound().await;
}

#[tokio::test]
async fn eight_hours_a_week_in_all_such_spaces_of_a_venue() {
    let test = shipped().await;
    let person = test.person("a@test.example").await;
    ask(&test, &person, ROOM, 1, 3).await.unwrap();
    ask(&test, &person, ROOM, 2, 3).await.unwrap();
    let more = quota(ask(&test, &person, SEATS, 3, 3).await);
    let minutes = Quota {
        quota: Limit::AutomaticHoursPerWeek,
        limit: 480,
        used: 360,
        left: 120,
    };
    assert_eq!(more, minutes);
    ask(&test, &person, SEATS, 3, 2).await.unwrap();
    let next_week = ask(&test, &person, SEATS, 8, 3).await.unwrap();
    let place = at("2026-12-04T10:00", "2026-12-04T13:00");
    let moved = test.move_to(&person, next_week.id, place).await;
    assert_eq!(quota(moved).quota, Limit::AutomaticHoursPerWeek);
    // What a manager has to approve is another matter, and so is another venue.
    let studio = ask(&test, &person, "youth-house/dance-studio", 4, 2).await;
    assert_eq!(studio.unwrap().status, Status::Pending);
    test.assert_sound().await;
}

#[tokio::test]
async fn managers_give_as_much_as_they_like() {
    let test = shipped().await;
    let manager = test.manager_of("youth-house").await;
    let person = test.person("a@test.example").await;
    for day in [1, 2, 3, 4] {
        ask(&test, &manager, ROOM, day, 1).await.unwrap();
        let (starts, ends) = (
            format!("2026-12-{day:02}T12:00"),
            format!("2026-12-{day:02}T13:00"),
        );
        let given = on_behalf(asking(ROOM, &starts, &ends), "a@test.example");
        test.request(&manager, given).await.unwrap();
    }
    // What was given them does not count.
    for day in [8, 9, 10] {
        ask(&test, &person, ROOM, day, 1).await.unwrap();
    }
    quota(ask(&test, &person, ROOM, 11, 1).await);
    // What a venue sets counts instead.
    set(&test, &manager, hours_a_week(&test, 30).await).await;
    for day in [11, 12] {
        ask(&test, &person, ROOM, day, 1).await.unwrap();
    }
    test.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_requests_at_once_three_pass() {
    let test = Arc::new(shipped().await);
    for round in 0..20 {
        let person = test.person(&format!("p{round}@test.example")).await;
        let tasks = (0..6).map(|nth: u8| {
            let (test, person) = (test.clone(), person.clone());
            async move { ask(&test, &person, ROOM, 1 + nth, 1).await }
        });
        let done = Box::pin(at_once(tasks)).await;
        assert_eq!(done.iter().filter(|one| one.is_ok()).count(), 3, "{done:?}");
        for booking in done {
            match booking {
                Ok(booking) => {
                    test.cancel(&person, booking.id).await.unwrap();
                }
                refused => assert_eq!(quota(refused).quota, Limit::AutomaticPerSpace),
            }
        }
    }
    test.assert_sound().await;
}
