//! One effect and one answer, however often a request is sent.

use entity::Instant;
use futures_util::future::join_all;
use jastar::account::{self, Rights};
use serde_json::{Value, json};

use super::{BOOKINGS, House, asking, assert_problem, assert_rule, with};
use crate::it::support::{NOW, client::Answer};

pub async fn post(house: &House, token: &str, path: &str, key: &str, body: &Value) -> Answer {
    house.test.post_once(token, path, key, body).await
}

fn same(one: &Answer, other: &Answer) -> bool {
    one.status == other.status
        && one.text == other.text
        && ["location", "etag", "content-type"]
            .iter()
            .all(|name| one.headers.get(*name) == other.headers.get(*name))
}

#[tokio::test]
async fn twenty_twins_make_one_booking_and_get_one_answer() {
    let house = House::new().await;
    let body = asking("2026-12-01");
    let twins = (0..20).map(|_| post(&house, &house.booker, BOOKINGS, "k-1", &body));
    let answers = join_all(twins).await;
    let replayed = answers
        .iter()
        .filter(|answer| answer.headers.contains_key("idempotency-replayed"));
    assert_eq!(replayed.count(), 19);
    for answer in &answers {
        assert_eq!(answer.status, 201, "{}", answer.text);
        assert!(same(answer, &answers[0]));
    }
    let list = house.get(&house.booker, BOOKINGS).await.json();
    assert_eq!(list["items"].as_array().unwrap().len(), 1);
    house.test.assert_sound().await;
}

#[tokio::test]
async fn a_key_belongs_to_one_body_one_address_and_one_person() {
    let house = House::new().await;
    let first = post(&house, &house.booker, BOOKINGS, "k", &asking("2026-12-01")).await;
    let other = post(&house, &house.booker, BOOKINGS, "k", &asking("2026-12-02")).await;
    assert_problem(&other, 422, "key-reused");
    let theirs = post(&house, &house.other, BOOKINGS, "k", &asking("2026-12-03")).await;
    assert_eq!(theirs.status, 201, "{}", theirs.text);
    let cancel = format!("{}/cancel", first.headers["location"].to_str().unwrap());
    let gone = post(&house, &house.booker, &cancel, "k", &json!({})).await;
    assert_eq!(gone.json()["status"], "withdrawn", "{}", gone.text);
}

#[tokio::test]
async fn a_decision_repeated_is_answered_as_the_first_time() {
    let house = House::new().await;
    let id = house.booked().await["id"].as_str().unwrap().to_owned();
    for (action, body) in [
        ("approve", json!({})),
        ("cancel", json!({"reason": "x"})),
        ("reopen", json!({"reason": "x"})),
    ] {
        let path = format!("{BOOKINGS}/{id}/{action}");
        let twins = (0..5).map(|_| post(&house, &house.manager, &path, action, &body));
        let answers = join_all(twins).await;
        assert_eq!(answers[0].status, 200, "{}", answers[0].text);
        assert!(
            answers.iter().all(|answer| same(answer, &answers[0])),
            "{action}"
        );
        let again = post(&house, &house.manager, &path, action, &body).await;
        assert!(same(&again, &answers[0]));
        assert_eq!(again.headers["idempotency-replayed"], "true");
    }
    let reused = post(
        &house,
        &house.manager,
        &format!("{BOOKINGS}/{id}/approve"),
        "approve",
        &json!({"note": "x"}),
    )
    .await;
    assert_problem(&reused, 422, "key-reused");
    house.test.assert_sound().await;
}

#[tokio::test]
async fn that_a_group_came_is_answered_alike_though_it_was_known() {
    let house = House::new().await;
    let id = house.booked().await["id"].as_str().unwrap().to_owned();
    let approve = format!("{BOOKINGS}/{id}/approve");
    let approved = house.post(&house.manager, &approve, &json!({})).await;
    assert_eq!(approved.status, 200, "{}", approved.text);
    house.test.app.clock.set(NOW.plus_days(8).plus_hours(7));
    let (path, came) = (format!("{BOOKINGS}/{id}/check_in"), json!({"attended": 4}));
    let first = house.post(&house.manager, &path, &came).await;
    assert_eq!(first.json()["status"], "checked_in", "{}", first.text);
    for _ in 0..3 {
        let again = post(&house, &house.manager, &path, "k", &came).await;
        assert!(same(&again, &first), "{}", again.text);
    }
}

#[tokio::test]
async fn a_refusal_is_not_kept_and_an_answer_is_for_a_day() {
    let house = House::new().await;
    let wrong = with(asking("2026-12-01"), "attendees", json!(0));
    assert_eq!(
        post(&house, &house.booker, BOOKINGS, "k", &wrong)
            .await
            .status,
        422
    );
    let first = post(&house, &house.booker, BOOKINGS, "k", &asking("2026-12-01")).await;
    assert_eq!(first.status, 201, "{}", first.text);
    house.test.app.clock.set(Instant(NOW.0 + 24 * 3600 - 1));
    let again = post(&house, &house.booker, BOOKINGS, "k", &asking("2026-12-01")).await;
    assert!(same(&first, &again));
    house.test.app.clock.set(Instant(NOW.0 + 24 * 3600));
    let anew = post(&house, &house.booker, BOOKINGS, "k", &asking("2026-12-01")).await;
    assert_eq!(anew.status, 409, "{}", anew.text);
}

#[tokio::test]
async fn without_a_key_equal_requests_are_two() {
    let house = House::new().await;
    house.booked().await;
    let second = house
        .post(&house.booker, BOOKINGS, &asking("2026-12-01"))
        .await;
    assert_problem(&second, 409, "conflict");
}

#[tokio::test]
async fn a_key_is_visible_and_not_too_long() {
    let house = House::new().await;
    for key in ["", "with space", &"k".repeat(256)] {
        let answer = post(&house, &house.booker, BOOKINGS, key, &asking("2026-12-01")).await;
        assert_rule(&answer, "invalid", "Idempotency-Key");
    }
    let answer = post(
        &house,
        &house.booker,
        BOOKINGS,
        &"k".repeat(255),
        &asking("2026-12-01"),
    )
    .await;
    assert_eq!(answer.status, 201, "{}", answer.text);
}

#[tokio::test]
async fn who_may_no_longer_know_of_it_is_not_told_what_was_answered() {
    let house = House::new().await;
    let id = house.booked().await["id"].as_str().unwrap().to_owned();
    let path = format!("{BOOKINGS}/{id}/approve");
    let done = post(&house, &house.manager, &path, "k", &json!({})).await;
    assert_eq!(done.status, 200, "{}", done.text);
    let (closures, closing) = (
        "/api/v1/closures",
        json!({
            "venue": "youth-house",
            "spaces": ["meeting-room"],
            "starts": "2026-12-20T10:00",
            "ends": "2026-12-20T12:00",
            "reason": "Жөндеу",
        }),
    );
    let done = post(&house, &house.manager, closures, "c", &closing).await;
    assert_eq!(done.status, 201, "{}", done.text);
    let catalogue = house.test.app.catalogue().await.unwrap();
    let rights = Rights {
        administrator: false,
        manager_of: vec!["youth-house".to_owned()],
    };
    let email = "manager@youth-house.example";
    account::revoke(&house.test.app, &catalogue, email, &rights)
        .await
        .unwrap();
    let again = post(&house, &house.manager, &path, "k", &json!({})).await;
    assert_eq!(again.status, 404, "{}", again.text);
    let again = post(&house, &house.manager, closures, "c", &closing).await;
    assert_eq!(again.status, 403, "{}", again.text);
}
