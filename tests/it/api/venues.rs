//! Venues and spaces, open to anyone.

use axum::{body::Body, http::Request};

use super::House;

#[tokio::test]
async fn anyone_reads_the_venues_and_their_spaces() {
    let house = House::new().await;
    let list = house.get("", "/api/v1/venues").await.json();
    let venues = list["items"].as_array().unwrap();
    assert_eq!(venues[0]["slug"], "youth-house");
    assert!(list["next"].is_null());
    for venue in venues {
        for language in ["kk", "ru", "en"] {
            assert!(!venue["name"][language].as_str().unwrap().is_empty());
        }
        assert_eq!(venue["hours"].as_array().unwrap().len(), 7);
        let path = format!("/api/v1/venues/{}", venue["slug"].as_str().unwrap());
        assert_eq!(&house.get("", &path).await.json(), venue);
        let spaces = house.get("", &format!("{path}/spaces")).await.json();
        for space in spaces["items"].as_array().unwrap() {
            assert_eq!(space["venue"], venue["slug"]);
            assert!(space["capacity"].as_i64().unwrap() > 0);
        }
    }
    let spaces = house
        .get("", "/api/v1/venues/youth-house/spaces")
        .await
        .json();
    let mut all = spaces["items"].as_array().unwrap().iter();
    let small = all.find(|space| space["slug"] == "small-hall").unwrap();
    assert_eq!(
        small["parts"],
        serde_json::json!(["small-hall-1", "small-hall-2"])
    );
}

#[tokio::test]
async fn who_has_it_already_is_told_so() {
    let house = House::new().await;
    for path in [
        "/api/v1/venues",
        "/api/v1/venues/youth-house",
        "/api/v1/venues/youth-house/spaces",
        "/api/v1/venues/youth-house/calendar?from=2026-12-01&to=2026-12-02",
    ] {
        let first = house.get("", path).await;
        let tag = first.headers["etag"].clone();
        let request = Request::get(path)
            .header("if-none-match", &tag)
            .body(Body::empty())
            .unwrap();
        let again = house.test.send(request).await;
        assert_eq!((again.status.as_u16(), again.text.as_str()), (304, ""));
        assert_eq!(again.headers["etag"], tag);
    }
}
