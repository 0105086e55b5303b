//! So much one person may do in an hour, whatever it is and however they come in.

use std::sync::Arc;

use entity::Booking;
use entity::{
    BookingId,
    audit::{Action, Role},
};
use jastar::{account::Actor, booking::Details, error::Error};

use super::{
    quotas::ROOM,
    races::at_once,
    support::{
        NOW, TestApp, asking,
        facts::{at, in_place},
        usual,
    },
};

const STUDIO: &str = "youth-house/dance-studio";

/// By the day of December.
async fn ask(test: &TestApp, who: &Actor, day: u8) -> Result<Booking, Error> {
    let at = |hour| format!("2026-12-{day:02}T{hour}:00");
    test.request(who, asking(STUDIO, &at(16), &at(17))).await
}

/// Seconds until the next may be done.
fn wait<T: std::fmt::Debug>(done: Result<T, Error>) -> i64 {
    match done {
        Err(Error::TooMany {
            retry_after_seconds,
        }) => retry_after_seconds,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn who_asks_and_takes_back_without_end_is_stopped_and_may_always_take_back() {
    let test = TestApp::new().await;
    let program = test.person("a@test.example").await;
    let page = test.by_page(&program).await;
    for turn in 0..4 {
        test.app.clock.set(NOW.plus_minutes(turn));
        let asked = ask(&test, &page, 1).await.unwrap();
        test.cancel(&page, asked.id).await.unwrap();
    }
    let ninth = ask(&test, &page, 1).await.unwrap();
    let tenth = ask(&test, &page, 2).await.unwrap();
    assert_eq!(
        wait(ask(&test, &page, 3).await),
        57 * 60,
        "until the first is an hour old"
    );
    for given_back in [ninth, tenth] {
        test.cancel(&page, given_back.id).await.unwrap();
    }
    ask(&test, &program, 3).await.unwrap();
    test.app.clock.set(NOW.plus_minutes(120));
    ask(&test, &page, 4).await.unwrap();
}

#[tokio::test]
async fn changes_and_moves_count_too_and_messages_apart() {
    let test = TestApp::new().await;
    let person = test.person("a@test.example").await;
    let page = test.by_page(&person).await;
    let manager = test.manager_of("youth-house").await;
    let mut booking = ask(&test, &page, 1).await.unwrap();
    for people in [6, 7, 8] {
        booking = test
            .amend(&page, &booking, people_of(people))
            .await
            .unwrap();
    }
    for hour in [10, 11, 12] {
        let place = at(
            &format!("2026-12-02T{hour}:00"),
            &format!("2026-12-02T{}:00", hour + 1),
        );
        booking = test.move_to(&page, booking.id, place).await.unwrap();
    }
    for people in [9, 10, 11] {
        let details = people_of(people);
        booking = test.amend(&page, &booking, details).await.unwrap();
    }
    test.write(&page, booking.id, "Колонка бар ма?", false)
        .await
        .unwrap();
    wait(test.amend(&page, &booking, people_of(12)).await);
    let place = at("2026-12-03T10:00", "2026-12-03T11:00");
    wait(test.move_to(&page, booking.id, place).await);
    wait(ask(&test, &page, 9).await);
    // Who acts for the venue is not counted.
    for people in 12..25 {
        let by_page = test.by_page(&manager).await;
        booking = test
            .amend(&by_page, &booking, people_of(people))
            .await
            .unwrap();
    }
}

/// What is given up with it is none: nobody did that.
#[tokio::test]
async fn who_takes_one_of_three_places_has_done_one_thing() {
    let mut settings = usual();
    settings.limits.requests_per_hour = 2;
    let test = TestApp::with(settings).await;
    let group = test.person("a@test.example").await;
    let manager = test.manager_of("youth-house").await;
    let asked = ask(&test, &group, 1).await.unwrap();
    test.approve(&manager, asked.id).await.unwrap();
    let wanted = asking(STUDIO, &asked.starts, &asked.ends);
    let instead = in_place(wanted, &[asked.id]);
    test.request(&manager, instead).await.unwrap();
    let offers = test.offers(asked.id).await;
    assert_eq!(offers.len(), 3);
    test.app.clock.set(NOW.plus_hours(2));
    let page = test.by_page(&group).await;
    test.approve(&page, offers[0].id).await.unwrap();
    let given_up = test.history(offers[1].id).await.pop().unwrap();
    let person = group.signed_in().unwrap().id;
    assert_eq!(given_up.action, Action::Cancel);
    assert_eq!(
        (given_up.role, given_up.person_id),
        (Role::System, Some(person))
    );
    ask(&test, &page, 9).await.unwrap();
    wait(ask(&test, &page, 10).await);
    test.assert_sound().await;
}

fn people_of(attendees: i32) -> Details {
    Details {
        attendees: Some(attendees),
        ..Details::default()
    }
}

#[tokio::test]
async fn programs_have_a_limit_of_their_own_by_setting() {
    let mut settings = usual();
    settings.limits.token_requests_per_hour = 2;
    let test = TestApp::with(settings).await;
    let program = test.person("a@test.example").await;
    for day in [1, 2] {
        ask(&test, &program, day).await.unwrap();
    }
    wait(ask(&test, &program, 3).await);
    let manager = test.manager_of("youth-house").await;
    for day in 3..8 {
        ask(&test, &manager, day).await.unwrap();
    }
}

/// In a room where nobody has to approve: nothing but the hour is in the way.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_requests_at_once_ten_pass() {
    let test = Arc::new(TestApp::new().await);
    let person = test.person("a@test.example").await;
    let page = test.by_page(&person).await;
    let tasks = (0..16).map(|nth: u8| {
        let (test, page) = (test.clone(), page.clone());
        async move {
            let at = |minutes: u8| format!("2026-12-{:02}T1{}:{minutes:02}", 1 + nth / 4, nth % 4);
            test.request(&page, asking(ROOM, &at(0), &at(30))).await
        }
    });
    let done = Box::pin(at_once(tasks)).await;
    let passed: Vec<BookingId> = done.iter().flatten().map(|one| one.id).collect();
    assert_eq!(passed.len(), 10, "{done:?}");
    for refused in done.into_iter().filter(Result::is_err) {
        wait(refused);
    }
    test.assert_sound().await;
}
