//! How many requests one person may have waiting, and send in an hour.

use entity::Booking;
use jastar::{
    account::Actor,
    booking::NewBooking,
    error::Error,
    refusal::rule::{Detail, Limit, Quota},
};

use super::support::{TestApp, asking, facts::on_behalf};

async fn ask(test: &TestApp, who: &Actor, space: &str, day: u8) -> Result<Booking, Error> {
    test.request(who, wanted(space, day)).await
}

fn wanted(space: &str, day: u8) -> NewBooking {
    asking(
        space,
        &format!("2026-12-{day:02}T16:00"),
        &format!("2026-12-{day:02}T17:00"),
    )
}

fn exceeded(asked: Result<Booking, Error>) -> Vec<Quota> {
    let Err(Error::Rules(broken)) = asked else {
        panic!("{asked:?}")
    };
    let quota = |facts| match facts {
        Detail::Quota(quota) => quota,
        other => panic!("{other:?}"),
    };
    broken
        .into_iter()
        .map(|broken| quota(broken.facts))
        .collect()
}

#[tokio::test]
async fn three_requests_may_wait_at_one_venue() {
    let test = TestApp::new().await;
    let (person, manager) = (
        test.person("a@test.example").await,
        test.manager_of("youth-house").await,
    );
    let mut waiting = Vec::new();
    for day in 1..=3 {
        waiting.push(
            ask(&test, &person, "youth-house/dance-studio", day)
                .await
                .unwrap(),
        );
    }
    for space in ["dance-studio", "grand-hall"] {
        let fourth = ask(&test, &person, &format!("youth-house/{space}"), 4).await;
        let full = Quota {
            quota: Limit::OpenRequestsPerVenue,
            limit: 3,
            used: 3,
            left: 0,
        };
        assert_eq!(exceeded(fourth), [full]);
    }
    // What needs no answer does not wait, and other venues count for themselves.
    ask(&test, &person, "youth-house/meeting-room", 4)
        .await
        .unwrap();
    ask(&test, &person, "sarzhailau/lecture-room", 4)
        .await
        .unwrap();
    test.approve(&manager, waiting[0].id).await.unwrap();
    ask(&test, &person, "youth-house/dance-studio", 4)
        .await
        .unwrap();
    test.cancel(&person, waiting[1].id).await.unwrap();
    ask(&test, &person, "youth-house/dance-studio", 5)
        .await
        .unwrap();
    test.assert_sound().await;
}

#[tokio::test]
async fn ten_requests_may_wait_in_all() {
    let test = TestApp::new().await;
    let person = test.person("a@test.example").await;
    let spaces = [
        "youth-house/dance-studio",
        "sarzhailau/lecture-room",
        "temirtau-youth-house/dance-hall",
        "egindibulak/forum-room",
    ];
    for at in 0..10 {
        ask(
            &test,
            &person,
            spaces[at % 4],
            1 + u8::try_from(at / 4).unwrap(),
        )
        .await
        .unwrap();
    }
    let eleventh = ask(&test, &person, spaces[2], 4).await;
    assert_eq!(
        exceeded(eleventh),
        [Quota {
            quota: Limit::OpenRequests,
            limit: 10,
            used: 10,
            left: 0
        }]
    );
    let both = exceeded(ask(&test, &person, spaces[0], 4).await);
    assert_eq!(both.len(), 2, "every limit is told");
}

#[tokio::test]
async fn managers_booking_for_others_are_not_counted() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    for day in 1..=5 {
        let other = on_behalf(wanted("youth-house/dance-studio", day), "x@test.example");
        test.request(&manager, other).await.unwrap();
        ask(&test, &manager, "youth-house/small-hall-1", day)
            .await
            .unwrap();
    }
    for day in 1..=3 {
        ask(&test, &manager, "sarzhailau/lecture-room", day)
            .await
            .unwrap();
    }
    assert_eq!(
        exceeded(ask(&test, &manager, "sarzhailau/lecture-room", 4).await).len(),
        1,
        "elsewhere they are guests"
    );
}

#[tokio::test]
async fn what_has_passed_unanswered_does_not_count() {
    let test = TestApp::new().await;
    let person = test.person("a@test.example").await;
    for day in 1..=3 {
        ask(&test, &person, "youth-house/dance-studio", day)
            .await
            .unwrap();
    }
    let first = test.app.clock.now();
    test.app.clock.set(first.plus_days(9));
    ask(&test, &person, "youth-house/dance-studio", 9)
        .await
        .unwrap();
}
