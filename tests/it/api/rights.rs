//! Who may do what: one line a route, and no route without a line.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{House, asking, document::operations, series::weekly};

/// anonymous, other person, booker, other venue's manager, manager, administrator
type Line = (&'static str, &'static str, [u16; 6]);

const TABLE: &[Line] = &[
    ("GET", "/api/v1/venues", [200; 6]),
    ("GET", "/api/v1/venues/{venue}", [200; 6]),
    ("GET", "/api/v1/venues/{venue}/spaces", [200; 6]),
    ("GET", "/api/v1/venues/{venue}/calendar", [200; 6]),
    (
        "GET",
        "/api/v1/venues/{venue}/quotas",
        [401, 403, 403, 403, 200, 200],
    ),
    (
        "PUT",
        "/api/v1/venues/{venue}/quotas",
        [401, 403, 403, 403, 200, 200],
    ),
    ("GET", "/api/v1/search", [200; 6]),
    ("GET", "/api/v1/bookings", [401, 200, 200, 200, 200, 200]),
    ("POST", "/api/v1/bookings", [401, 201, 201, 201, 201, 201]),
    (
        "GET",
        "/api/v1/bookings/{id}",
        [401, 404, 200, 404, 200, 200],
    ),
    // Allowed, but it has to say which version it changes.
    (
        "PATCH",
        "/api/v1/bookings/{id}",
        [401, 404, 428, 404, 428, 428],
    ),
    (
        "POST",
        "/api/v1/bookings/{id}/move",
        [401, 404, 200, 404, 200, 200],
    ),
    // Nothing is asked for: the life cycle says so to those who might take it back or answer it.
    (
        "DELETE",
        "/api/v1/bookings/{id}/move",
        [401, 404, 409, 404, 409, 409],
    ),
    (
        "GET",
        "/api/v1/bookings/{id}/messages",
        [401, 404, 200, 404, 200, 200],
    ),
    (
        "POST",
        "/api/v1/bookings/{id}/messages",
        [401, 404, 201, 404, 201, 201],
    ),
    (
        "POST",
        "/api/v1/bookings/{id}/approve",
        [401, 404, 403, 404, 200, 200],
    ),
    (
        "POST",
        "/api/v1/bookings/{id}/reject",
        [401, 404, 403, 404, 200, 200],
    ),
    (
        "POST",
        "/api/v1/bookings/{id}/cancel",
        [401, 404, 200, 404, 200, 200],
    ),
    (
        "POST",
        "/api/v1/bookings/{id}/reopen",
        [401, 404, 403, 404, 200, 200],
    ),
    ("POST", "/api/v1/series", [401, 201, 201, 201, 201, 201]),
    ("GET", "/api/v1/series/{id}", [401, 404, 200, 404, 200, 200]),
    (
        "PATCH",
        "/api/v1/series/{id}",
        [401, 404, 200, 404, 200, 200],
    ),
    (
        "POST",
        "/api/v1/series/{id}/approve",
        [401, 404, 403, 404, 200, 200],
    ),
    (
        "POST",
        "/api/v1/series/{id}/reject",
        [401, 404, 403, 404, 200, 200],
    ),
    (
        "POST",
        "/api/v1/series/{id}/cancel",
        [401, 404, 200, 404, 200, 200],
    ),
    (
        "POST",
        "/api/v1/series/{id}/move",
        [401, 404, 200, 404, 200, 200],
    ),
    (
        "DELETE",
        "/api/v1/series/{id}/move",
        [401, 404, 409, 404, 409, 409],
    ),
    // The date is there already.
    (
        "POST",
        "/api/v1/series/{id}/occurrences",
        [401, 404, 409, 404, 409, 409],
    ),
    ("GET", "/api/v1/closures", [401, 403, 403, 403, 200, 200]),
    ("POST", "/api/v1/closures", [401, 403, 403, 403, 201, 201]),
    (
        "GET",
        "/api/v1/closures/{id}",
        [401, 404, 404, 404, 200, 200],
    ),
    (
        "PATCH",
        "/api/v1/closures/{id}",
        [401, 404, 404, 404, 200, 200],
    ),
    (
        "DELETE",
        "/api/v1/closures/{id}",
        [401, 404, 404, 404, 204, 204],
    ),
    // Theirs to say, but not yet.
    (
        "POST",
        "/api/v1/bookings/{id}/check_in",
        [401, 404, 403, 404, 409, 409],
    ),
    (
        "POST",
        "/api/v1/bookings/{id}/no_show",
        [401, 404, 403, 404, 409, 409],
    ),
];

#[tokio::test]
async fn every_route_answers_everyone_as_the_table_says() {
    for (method, path, expected) in TABLE {
        let house = House::new().await;
        let tokens = [
            "",
            &house.other,
            &house.booker,
            &house.other_manager,
            &house.manager,
            &house.administrator,
        ];
        for (at, (token, status)) in tokens.into_iter().zip(expected).enumerate() {
            let id = ready(&house, path, token).await;
            let mut address = path.replace("{venue}", "youth-house").replace("{id}", &id);
            if path.ends_with("calendar") {
                address.push_str("?from=2026-12-01&to=2026-12-02");
            }
            if (*method, *path) == ("GET", "/api/v1/closures") {
                address.push_str("?venue=youth-house");
            }
            let body = match (*method, *path) {
                ("GET" | "DELETE", _) => Value::Null,
                (_, "/api/v1/bookings") => asking(&format!("2026-12-{:02}", at + 1)),
                (_, "/api/v1/series") => weekly(&format!("2026-12-{:02}", at + 1), 2),
                ("PATCH", "/api/v1/series/{id}") => json!({"change": {"attendees": 11}}),
                (_, "/api/v1/series/{id}/move") => json!({"starts": "17:00", "ends": "19:00"}),
                (_, path) if path.ends_with("occurrences") => json!({"date": "2026-12-01"}),
                (_, "/api/v1/closures") => {
                    super::closures::closing(&format!("2026-12-{:02}", at + 1))
                }
                (_, path) if path.ends_with("approve") => json!({}),
                (_, path) if path.ends_with("check_in") => json!({"attended": 3}),
                (_, path) if path.ends_with("no_show") => json!({}),
                (_, path) if path.ends_with("messages") => json!({"text": "Сәлем"}),
                (_, path) if path.ends_with("move") => {
                    json!({"starts": "2026-12-01T17:00", "ends": "2026-12-01T19:00"})
                }
                ("PATCH" | "PUT", _) => json!({}),
                _ => json!({"reason": "Себебі бар"}),
            };
            let token = Some(token).filter(|token| !token.is_empty());
            let answer = house.test.call(token, method, &address, &body).await;
            assert_eq!(
                answer.status.as_u16(),
                *status,
                "{method} {path} as number {at}: {}",
                answer.text
            );
        }
    }
}

/// A booking of the booker's in the state from which the action leads on; no booking where none is needed.
async fn ready(house: &House, path: &str, token: &str) -> String {
    if !path.contains("{id}") {
        return String::new();
    }
    if path.contains("closures") {
        let body = super::closures::closing("2026-12-20");
        let closed = house.post(&house.manager, "/api/v1/closures", &body).await;
        return closed.json()["id"].as_str().unwrap().to_owned();
    }
    let list = house
        .get(
            &house.administrator,
            "/api/v1/bookings?status=pending&status=approved",
        )
        .await;
    for item in list.json()["items"].as_array().unwrap() {
        let id = item["id"].as_str().unwrap();
        let reason = json!({"reason": "x"});
        for action in ["reject", "cancel"] {
            house
                .post(
                    &house.manager,
                    &format!("/api/v1/bookings/{id}/{action}"),
                    &reason,
                )
                .await;
        }
    }
    if path.contains("/series/") {
        let series = weekly("2026-12-01", 2);
        let answer = house.post(&house.booker, "/api/v1/series", &series).await;
        assert_eq!(answer.status, 201, "{}", answer.text);
        return answer.json()["id"].as_str().unwrap().to_owned();
    }
    let id = house.booked().await["id"].as_str().unwrap().to_owned();
    let before = match path.rsplit('/').next() {
        Some("reopen") => "reject",
        Some("cancel") if token != house.booker => "approve",
        _ => return id,
    };
    let body = if before == "reject" {
        json!({"reason": "x"})
    } else {
        json!({})
    };
    let answer = house
        .post(
            &house.manager,
            &format!("/api/v1/bookings/{id}/{before}"),
            &body,
        )
        .await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    id
}

#[tokio::test]
async fn no_route_is_missing_from_the_table() {
    let house = House::new().await;
    let known: BTreeSet<_> = TABLE
        .iter()
        .map(|(method, path, _)| ((*method).to_owned(), (*path).to_owned()))
        .collect();
    assert_eq!(operations(&house).await, known);
}
