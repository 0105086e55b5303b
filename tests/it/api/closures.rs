//! Closing by call: look, decide, apply; in the words of the contract.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::{House, asking, assert_problem, assert_rule, idempotency::post, with};

const CLOSURES: &str = "/api/v1/closures";

/// The dance studio, from two to eight on that day.
pub fn closing(day: &str) -> Value {
    json!({
        "venue": "youth-house",
        "spaces": ["dance-studio"],
        "starts": format!("{day}T14:00"),
        "ends": format!("{day}T20:00"),
        "reason": "Құбыр жарылды",
    })
}

#[tokio::test]
async fn look_decide_apply() {
    let house = House::new().await;
    let booking = house.booked().await;
    let approve = format!(
        "/api/v1/bookings/{}/approve",
        booking["id"].as_str().unwrap()
    );
    let approved = house.post(&house.manager, &approve, &json!({})).await;
    assert_eq!(approved.status, StatusCode::OK, "{}", approved.text);
    let new = closing("2026-12-01");
    let look = with(new.clone(), "dry_run", json!(true));
    let look = house.post(&house.manager, CLOSURES, &look).await;
    assert_eq!(look.status, StatusCode::OK, "{}", look.text);
    let preview = look.json();
    assert_eq!(preview["hits"][0]["booking"]["id"], booking["id"]);
    let place = preview["hits"][0]["alternatives"][0].clone();
    assert!(place["space"].is_string(), "{preview}");

    let unseen = house.post(&house.manager, CLOSURES, &new).await;
    let changed = assert_problem(&unseen, 409, "changed");
    assert_eq!(changed["hits"], preview["hits"]);
    assert_eq!(changed["seen"], preview["seen"]);
    let seen = with(new, "seen", preview["seen"].clone());
    let undecided = house.post(&house.manager, CLOSURES, &seen).await;
    assert_rule(&undecided, "invalid", "resolve");
    let resolve = json!([{"booking": booking["id"], "action": "move", "to": place}]);
    let decided = with(seen, "resolve", resolve);
    let done = post(&house, &house.manager, CLOSURES, "one", &decided).await;
    assert_eq!(done.status, StatusCode::CREATED, "{}", done.text);
    let closure = done.json();
    assert_eq!(closure["starts"], "2026-12-01T14:00");
    assert_eq!(closure["spaces"], json!(["dance-studio"]));
    assert_eq!(closure["reason"], "Құбыр жарылды");
    let again = post(&house, &house.manager, CLOSURES, "one", &decided).await;
    assert_eq!(
        (again.status, &again.json()),
        (StatusCode::CREATED, &closure)
    );
    assert_eq!(again.headers["idempotency-replayed"], "true");

    let path = done.headers["location"].to_str().unwrap();
    let found = house.get(&house.manager, path).await;
    assert_eq!(found.json(), closure);
    let moved = format!("/api/v1/bookings/{}", booking["id"].as_str().unwrap());
    let moved = house.get(&house.booker, &moved).await.json();
    assert_eq!(moved["starts"], place["starts"]);
    let list = house
        .get(&house.manager, "/api/v1/closures?venue=youth-house")
        .await;
    assert_eq!(list.json()["items"], json!([closure]));

    let change = json!({"ends": "2026-12-01T16:00"});
    let shorter = house
        .test
        .call(Some(&house.manager), "PATCH", path, &change)
        .await;
    assert_eq!(
        shorter.json()["ends"],
        "2026-12-01T16:00",
        "{}",
        shorter.text
    );
    let gone = house
        .test
        .call(Some(&house.manager), "DELETE", path, &Value::Null)
        .await;
    assert_eq!(gone.status, StatusCode::NO_CONTENT, "{}", gone.text);
    let list = house
        .get(&house.manager, "/api/v1/closures?venue=youth-house")
        .await;
    assert_eq!(list.json()["items"], json!([]));
    // Open again, and held for the group that had it.
    let held = house
        .post(&house.other, super::BOOKINGS, &asking("2026-12-01"))
        .await;
    assert_eq!(held.status, StatusCode::CONFLICT, "{}", held.text);
    assert_eq!(held.json()["conflicts"][0]["kind"], "booking");
    house.test.assert_sound().await;
}

#[tokio::test]
async fn weekly_and_what_cannot_be_read() {
    let house = House::new().await;
    let weekly = json!({"every": "week", "until": "2026-12-15"});
    let weekly = with(closing("2026-12-01"), "rule", weekly);
    let closed = house.post(&house.manager, CLOSURES, &weekly).await;
    assert_eq!(closed.status, StatusCode::CREATED, "{}", closed.text);
    assert_eq!(closed.json()["times"].as_array().unwrap().len(), 3);
    for (field, value, at) in [
        ("spaces", json!(["attic"]), "spaces"),
        ("starts", json!("tomorrow"), "starts"),
        ("rule", json!({"every": "week"}), "rule.until"),
        ("rule", json!({"every": "day", "count": 2}), "rule.every"),
        (
            "resolve",
            json!([{"booking": "00000000-0000-0000-0000-000000000000", "action": "move"}]),
            "resolve.to",
        ),
        ("surprise", json!(1), "surprise"),
    ] {
        let refused = with(closing("2026-12-02"), field, value);
        let refused = house.post(&house.manager, CLOSURES, &refused).await;
        assert_rule(&refused, "invalid", at);
    }
    let nowhere = house.get(&house.manager, CLOSURES).await;
    assert_rule(&nowhere, "invalid", "venue");
}
