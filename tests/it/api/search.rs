//! `GET /api/v1/search`.

use serde_json::Value;

use super::{BOOKINGS, House, asking, assert_problem, assert_rule};

const SEARCH: &str = "/api/v1/search";

async fn search(house: &House, token: &str, query: &str) -> Value {
    let answer = house.get(token, &format!("{SEARCH}?{query}")).await;
    assert_eq!(answer.status, 200, "{query}: {}", answer.text);
    let found = answer.json();
    assert!(found["next"].is_null());
    found
}

fn spaces(found: &Value, list: &str) -> Vec<String> {
    let items = found[list].as_array().unwrap().iter();
    items
        .map(|item| item["space"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn twenty_people_and_mirrors_on_friday() {
    let house = House::new().await;
    let query = "starts=2026-12-04T16:00&ends=2026-12-04T18:00&attendees=20&equipment=mirrors";
    let found = search(&house, "", query).await;
    let (studio, temirtau) = (
        "youth-house/dance-studio",
        "temirtau-youth-house/dance-hall",
    );
    assert_eq!(spaces(&found, "items"), [studio, temirtau]);
    assert_eq!(spaces(&found, "otherwise"), [""; 0]);
    let item = &found["items"][0];
    assert_eq!(item["capacity"], 30);
    assert_eq!(item["name"]["kk"], "Би залы");
    assert_eq!(item["venue_name"]["ru"], "Дом молодёжи");
    assert_eq!(item["district"]["slug"], "karagandy");
    assert_eq!(item["equipment"][0]["slug"], "mirrors");

    let booked = house
        .post(&house.booker, BOOKINGS, &asking("2026-12-04"))
        .await;
    assert_eq!(booked.status, 201);
    let found = search(&house, "", query).await;
    assert_eq!(spaces(&found, "items"), [temirtau]);
    let other = &found["otherwise"][0];
    assert_eq!(other["space"], studio);
    assert_eq!(other["nearest"]["starts"], "2026-12-04T13:30");
    assert_eq!(other["nearest"]["ends"], "2026-12-04T15:30");
    assert_eq!(other["errors"], serde_json::json!([]));

    let both = search(
        &house,
        "",
        &format!("{query}&equipment=sound-system&venue=youth-house"),
    )
    .await;
    assert_eq!(spaces(&both, "otherwise"), [studio]);
    let more = search(&house, "", &format!("{query}&equipment=stage")).await;
    assert_eq!(spaces(&more, "items"), [""; 0]);
    assert_eq!(spaces(&more, "otherwise"), [""; 0]);
}

#[tokio::test]
async fn a_time_that_the_rules_forbid_is_not_free() {
    let house = House::new().await;
    let found = search(
        &house,
        "",
        "starts=2026-12-16T16:00&ends=2026-12-16T18:00&q=dance+studio",
    )
    .await;
    assert_eq!(spaces(&found, "items"), [""; 0]);
    let other = &found["otherwise"][0];
    assert_eq!(other["errors"][0]["code"], "holiday");
    assert_eq!(other["errors"][0]["field"], "starts");
    assert!(other["nearest"]["starts"].is_string());
    let length = search(
        &house,
        "",
        "starts=2026-12-17T10:00&ends=2026-12-17T18:00&text=dance+studio",
    )
    .await;
    assert_eq!(length["otherwise"][0]["errors"][0]["code"], "too_long");
    assert!(length["otherwise"][0]["nearest"].is_null());
}

#[tokio::test]
async fn by_text_in_any_spelling() {
    let house = House::new().await;
    let small = |found: &Value| {
        let mut found = spaces(found, "items");
        found.retain(|path| path.starts_with("youth-house/small-hall"));
        found.len()
    };
    for text in ["кіші", "киши", "kishi", "КІШІ ЗАЛ", "small hall", "малый"] {
        let query: String = url::form_urlencoded::byte_serialize(text.as_bytes()).collect();
        let found = search(&house, "", &format!("text={query}")).await;
        assert_eq!(small(&found), 3, "{text}");
        assert_eq!(
            spaces(&found, "items")[0],
            "youth-house/small-hall",
            "{text}"
        );
    }
    for text in [
        "zhastar",
        "jastar",
        "жастар",
        "zhasstar",
        "жастра",
        "молодежи",
    ] {
        let query: String = url::form_urlencoded::byte_serialize(text.as_bytes()).collect();
        let found = search(&house, "", &format!("text={query}&kind=studio")).await;
        let found = spaces(&found, "items");
        assert!(
            found.contains(&"youth-house/dance-studio".to_owned()),
            "{text}"
        );
    }
    let nothing = search(&house, "", "text=bassein").await;
    assert_eq!(spaces(&nothing, "items"), [""; 0]);
    let district = search(
        &house,
        "",
        "district=karkaraly&text=&venue=&starts=&ends=&equipment=",
    )
    .await;
    assert_eq!(spaces(&district, "items"), ["egindibulak/forum-room"]);
}

#[tokio::test]
async fn what_cannot_be_understood_is_refused_with_its_field() {
    let house = House::new().await;
    let long = "a".repeat(101);
    for (query, field) in [
        ("venue=nowhere", "venue"),
        ("equipment=mirrors&equipment=gold", "equipment"),
        ("district=moon", "district"),
        ("kind=cave", "kind"),
        ("attendees=0", "attendees"),
        ("attendees=many", "attendees"),
        ("attendees=", "attendees"),
        ("attendees=1&attendees=2", "attendees"),
        ("starts=2026-12-04T16:00", "ends"),
        ("ends=2026-12-04T16:00", "starts"),
        ("starts=tomorrow&ends=2026-12-04T16:00", "starts"),
        ("starts=2026-12-04T16:00&ends=2026-12-04T16:00", "ends"),
        ("starts=2026-12-04T16:00&ends=2026-12-04T15:00", "ends"),
        ("people=20", "people"),
        ("text=a&q=b", "q"),
        (&format!("text={long}"), "text"),
    ] {
        let answer = house.get("", &format!("{SEARCH}?{query}")).await;
        assert_rule(&answer, "invalid", field);
    }
    let both = house
        .get("", &format!("{SEARCH}?venue=x&attendees=0"))
        .await;
    assert_eq!(both.json()["errors"].as_array().unwrap().len(), 2);
    let wrong = house.get("nobody's", SEARCH).await;
    assert_problem(&wrong, 401, "unauthenticated");
    assert!(spaces(&search(&house, &house.booker, "").await, "items").len() > 12);
}
