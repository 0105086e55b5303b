//! Changing and moving a booking.

use axum::{
    body::Body,
    http::{Request, header},
};
use serde_json::{Value, json};

use super::{Answer, BOOKINGS, House, assert_problem, assert_rule};

async fn patch(house: &House, booking: &Value, version: Option<&str>, body: Value) -> Answer {
    let id = booking["id"].as_str().unwrap();
    let mut request = Request::builder()
        .method("PATCH")
        .uri(format!("{BOOKINGS}/{id}"))
        .header(header::AUTHORIZATION, format!("Bearer {}", house.booker))
        .header(header::CONTENT_TYPE, "application/json");
    if let Some(version) = version {
        request = request.header(header::IF_MATCH, version);
    }
    let request = request.body(Body::from(body.to_string())).unwrap();
    house.test.send(request).await
}

async fn relocate(house: &House, token: &str, booking: &Value, body: Value) -> Answer {
    let id = booking["id"].as_str().unwrap();
    let path = format!("{BOOKINGS}/{id}/move");
    house.post(token, &path, &body).await
}

#[tokio::test]
async fn a_change_says_which_version_it_is_made_from() {
    let house = House::new().await;
    let booking = house.booked().await;
    let title = || json!({"title": "Басқа атау", "attendees": 9, "note": "Ерте келеміз"});
    let bare = patch(&house, &booking, None, title()).await;
    assert_problem(&bare, 428, "no-version");
    for old in ["\"7\"", "W/\"1\"", "1", "\"moon\"", ""] {
        let answer = patch(&house, &booking, Some(old), title()).await;
        assert_problem(&answer, 412, "stale");
    }
    let changed = patch(&house, &booking, Some("\"7\", \"1\""), title()).await;
    assert_eq!(changed.status, 200, "{}", changed.text);
    assert_eq!(changed.headers["etag"], "\"2\"");
    let changed = changed.json();
    assert_eq!(
        (&changed["title"], &changed["attendees"]),
        (&json!("Басқа атау"), &json!(9))
    );
    let again = patch(&house, &booking, Some("\"1\""), json!({"title": "Ескі"})).await;
    assert_problem(&again, 412, "stale");

    let without = json!({"note": null, "phone": null, "public": true});
    let any = patch(&house, &booking, Some("*"), without).await.json();
    assert_eq!((&any["note"], &any["phone"]), (&Value::Null, &Value::Null));
    assert_eq!(
        (&any["public"], &any["title"]),
        (&json!(true), &changed["title"])
    );
    let microphones = json!([{"item": "radio-microphone", "quantity": 2}]);
    let lent = json!({"stock": microphones});
    let lent = patch(&house, &booking, Some("*"), lent).await.json();
    assert_eq!(lent["stock"], microphones);
    house.test.assert_sound().await;
}

#[tokio::test]
async fn what_cannot_be_changed_like_this_is_named() {
    let house = House::new().await;
    let booking = house.booked().await;
    for (body, code, field) in [
        (json!({"attendees": 31}), "too_many_people", "attendees"),
        (json!({"attendees": 0}), "invalid", "attendees"),
        (json!({"layout": "moon"}), "unknown_layout", "layout"),
        (json!({"title": null}), "invalid", "title"),
        (json!({"title": " "}), "invalid", "title"),
        (json!({"programme": "moon"}), "invalid", "programme"),
        (json!({"starts": "2026-12-01T17:00"}), "invalid", "starts"),
        (json!({"stock": null}), "invalid", "stock"),
        (
            json!({"stock": [{"item": "radio-microphone", "quantity": 7}]}),
            "invalid",
            "stock",
        ),
        (json!({"public": 5}), "invalid", "public"),
    ] {
        let answer = patch(&house, &booking, Some("\"1\""), body).await;
        assert_rule(&answer, code, field);
    }
    let nothing = patch(&house, &booking, Some("\"1\""), json!({})).await;
    assert_eq!(nothing.json()["version"], 1);
}

#[tokio::test]
async fn a_booking_is_moved_and_shortened() {
    let house = House::new().await;
    let booking = house.booked().await;
    let later = json!({"starts": "2026-12-01T17:00", "ends": "2026-12-01T19:00"});
    let own = relocate(&house, &house.booker, &booking, later.clone()).await;
    assert_eq!(own.status, 200, "{}", own.text);
    assert_eq!(own.json()["starts"], "2026-12-01T17:00");
    let there = json!({"space": "youth-house/small-hall", "starts": "2026-12-02T17:00", "ends": "2026-12-02T19:00"});
    let moved = relocate(&house, &house.manager, &booking, there)
        .await
        .json();
    assert_eq!(
        (&moved["space"], &moved["version"]),
        (&json!("small-hall"), &json!(3))
    );
    let shorter = json!({"starts": "2026-12-02T17:00", "ends": "2026-12-02T18:00"});
    let shorter = relocate(&house, &house.booker, &booking, shorter).await;
    assert_eq!(shorter.json()["ends"], "2026-12-02T18:00");

    let holiday = json!({"starts": "2026-12-16T16:00", "ends": "2026-12-16T18:00"});
    let refused = relocate(&house, &house.manager, &booking, holiday.clone()).await;
    let refused = assert_problem(&refused, 422, "rule");
    assert_eq!(refused["errors"][0]["waivable"], true);
    let mut allowed = holiday;
    allowed["waive"] = json!(["holiday"]);
    allowed["waive_reason"] = json!("Концерт");
    let own = relocate(&house, &house.booker, &booking, allowed.clone()).await;
    assert_rule(&own, "not_entitled", "waive");
    let moved = relocate(&house, &house.manager, &booking, allowed)
        .await
        .json();
    assert_eq!(moved["waived"], json!(["holiday"]));
    house.test.assert_sound().await;
}

#[tokio::test]
async fn a_move_onto_another_is_a_conflict_and_strangers_see_nothing() {
    let house = House::new().await;
    let booking = house.booked().await;
    let mut wanted = super::asking("2026-12-02");
    wanted["title"] = json!("Басқа");
    house.post(&house.other, BOOKINGS, &wanted).await;
    let onto = json!({"starts": "2026-12-02T17:00", "ends": "2026-12-02T19:00"});
    let answer = relocate(&house, &house.booker, &booking, onto.clone()).await;
    let problem = assert_problem(&answer, 409, "conflict");
    assert_eq!(problem["conflicts"][0]["kind"], "booking");
    assert!(!problem["alternatives"].as_array().unwrap().is_empty());
    for stranger in [&house.other, &house.other_manager] {
        let answer = relocate(&house, stranger, &booking, onto.clone()).await;
        assert_problem(&answer, 404, "not-found");
    }
    house.test.assert_sound().await;
}
