//! One booking in place of another, and what its group does with what is held for it.

use axum::{body::Body, http::Request};
use serde_json::{Value, json};

use super::{BOOKINGS, House, asking, assert_rule, with};
use crate::it::support::client::Answer;

async fn keyed(house: &House, body: &Value) -> Answer {
    let request = Request::post(BOOKINGS)
        .header("authorization", format!("Bearer {}", house.manager))
        .header("content-type", "application/json")
        .header("idempotency-key", "once")
        .body(Body::from(body.to_string()))
        .unwrap();
    house.test.send(request).await
}

#[tokio::test]
async fn it_is_done_once_and_the_group_answers_what_is_held_for_it() {
    let house = House::new().await;
    let old = house.booked().await["id"].as_str().unwrap().to_owned();
    let approve = |id: &str| format!("{BOOKINGS}/{id}/approve");
    let approved = house
        .post(&house.manager, &approve(&old), &Value::Null)
        .await;
    assert_eq!(approved.status, 200, "{}", approved.text);
    assert_eq!(approved.json()["offer_of"], Value::Null);
    let body = with(asking("2026-12-01"), "replacing", json!([old]));
    let body = with(body, "replace_reason", json!("Байқау."));
    let first = keyed(&house, &body).await;
    assert_eq!(first.status, 201, "{}", first.text);
    let twin = keyed(&house, &body).await;
    assert_eq!(twin.headers["idempotency-replayed"], "true");
    assert_eq!(twin.text, first.text);

    let list = house.get(&house.booker, BOOKINGS).await.json();
    let items = list["items"].as_array().unwrap();
    let offers: Vec<&Value> = items.iter().filter(|one| one["offer_of"] == old).collect();
    assert_eq!(offers.len(), 3, "{list}");
    assert!(offers.iter().all(|one| one["status"] == "pending"));
    let id = |at: usize| offers[at]["id"].as_str().unwrap();
    let cancel = format!("{BOOKINGS}/{}/cancel", id(0));
    let left = house.post(&house.booker, &cancel, &Value::Null).await;
    assert_eq!(left.json()["status"], "withdrawn", "{}", left.text);
    let stranger = house
        .post(&house.other, &approve(id(1)), &Value::Null)
        .await;
    assert_eq!(stranger.status, 404);
    let taken = house
        .post(&house.booker, &approve(id(1)), &Value::Null)
        .await;
    assert_eq!(taken.json()["status"], "approved", "{}", taken.text);
    let late = house
        .post(&house.booker, &approve(id(2)), &Value::Null)
        .await;
    assert_eq!(late.status, 409, "{}", late.text);
    house.test.assert_sound().await;
}

#[tokio::test]
async fn what_cannot_make_room_is_told_by_its_field() {
    let house = House::new().await;
    let old = house.booked().await["id"].as_str().unwrap().to_owned();
    let wanted = |day, ids: Value| with(asking(day), "replacing", ids);
    for ids in [json!(["x"]), json!([old, old])] {
        let body = wanted("2026-12-01", ids);
        let answer = house.post(&house.manager, BOOKINGS, &body).await;
        assert_rule(&answer, "invalid", "replacing");
    }
    let elsewhere = wanted("2026-12-02", json!([old]));
    let answer = house.post(&house.manager, BOOKINGS, &elsewhere).await;
    assert_rule(&answer, "invalid", "replacing");
    let there = wanted("2026-12-01", json!([old]));
    let answer = house.post(&house.other, BOOKINGS, &there).await;
    assert_rule(&answer, "not_entitled", "replacing");
    let path = format!("{BOOKINGS}/{old}/approve");
    let itself = json!({"replacing": [old]});
    let answer = house.post(&house.manager, &path, &itself).await;
    assert_rule(&answer, "invalid", "replacing");
    house.test.assert_sound().await;
}
