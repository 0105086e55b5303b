//! Bookings made together by one rule.

use axum::{body::Body, http::Request};

use super::*;

const SERIES: &str = "/api/v1/series";

/// The dance studio, from four to six, weekly from that day on.
pub fn weekly(day: &str, count: i32) -> Value {
    let mut body = asking(day);
    let one = body.as_object_mut().unwrap();
    one.remove("starts");
    one.remove("ends");
    body["rule"] = json!({
        "every": "week",
        "first": {"starts": format!("{day}T16:00"), "ends": format!("{day}T18:00")},
        "count": count,
    });
    body["on_conflict"] = json!("refuse");
    body
}

fn outcomes(answer: &Value) -> Vec<&str> {
    let all = answer["occurrences"].as_array().unwrap().iter();
    all.map(|one| one["outcome"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_series_is_weighed_asked_for_seen_and_approved() {
    let house = House::new().await;
    let dry = with(weekly("2026-12-02", 3), "dry_run", json!(true));
    let answer = house.post(&house.booker, SERIES, &dry).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let weighed = answer.json();
    assert_eq!(outcomes(&weighed), ["free", "free", "holiday"]);
    assert_eq!(weighed["occurrences"][2]["errors"][0]["code"], "holiday");
    assert_eq!(weighed["occurrences"][0]["starts"], "2026-12-02T16:00");
    assert_eq!(weighed["id"], Value::Null);

    let refused = house
        .post(&house.booker, SERIES, &weekly("2026-12-02", 3))
        .await;
    let problem = assert_problem(&refused, 409, "conflict");
    assert_eq!(outcomes(&problem), ["free", "free", "holiday"]);

    let skip = with(weekly("2026-12-02", 3), "on_conflict", json!("skip"));
    let answer = house.post(&house.booker, SERIES, &skip).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    let series = answer.json();
    assert_eq!(outcomes(&series), ["booked", "booked", "holiday"]);
    let id = series["id"].as_str().unwrap();
    assert_eq!(answer.headers["location"], format!("{SERIES}/{id}"));
    let seen = house.get(&house.booker, &format!("{SERIES}/{id}")).await;
    assert_eq!(outcomes(&seen.json()), ["booked", "booked", "holiday"]);

    let booking = series["occurrences"][0]["booking"].as_str().unwrap();
    let booking = house
        .get(&house.booker, &format!("{BOOKINGS}/{booking}"))
        .await
        .json();
    assert_eq!(booking["series"], id);
    assert_eq!(booking["status"], "pending");

    let body = json!({"note": "Келіңіздер!", "except": ["2026-12-09"]});
    let path = format!("{SERIES}/{id}/approve");
    let answer = house.post(&house.manager, &path, &body).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(answer.json()["occurrences"][0]["status"], "approved");
    assert_eq!(answer.json()["occurrences"][1]["status"], "rejected");
    house.test.assert_sound().await;
}

#[tokio::test]
async fn a_taken_date_comes_with_what_is_in_the_way_and_what_could_be_had() {
    let house = House::new().await;
    house.booked().await;
    let path = SERIES;
    let refused = house
        .post(&house.other, path, &weekly("2026-12-01", 2))
        .await;
    let problem = assert_problem(&refused, 409, "conflict");
    assert_eq!(outcomes(&problem), ["taken", "free"]);
    let taken = &problem["occurrences"][0];
    assert_eq!(taken["conflicts"][0]["kind"], "booking");
    assert!(!taken["alternatives"].as_array().unwrap().is_empty());
    house.test.assert_sound().await;
}

#[tokio::test]
async fn what_cannot_be_read_is_told_by_its_field() {
    let house = House::new().await;
    let with_rule = |field: &str, is: Value| {
        let mut body = weekly("2026-12-01", 3);
        body["rule"][field] = is;
        body
    };
    for (body, field) in [
        (with_rule("every", json!("day")), "rule.every"),
        (with_rule("nth", json!(5)), "rule.nth"),
        (with_rule("nth", json!("last")), "rule.nth"),
        (with_rule("count", json!(105)), "rule.count"),
        (with_rule("until", json!("2027-01-01")), "rule.count"),
        (with_rule("often", json!(1)), "rule.often"),
        (
            with(weekly("2026-12-01", 3), "starts", json!("2026-12-01T10:00")),
            "starts",
        ),
        (with(weekly("2026-12-01", 3), "title", json!("")), "title"),
    ] {
        let answer = house.post(&house.booker, SERIES, &body).await;
        assert_rule(&answer, "invalid", field);
    }
    let many = with(weekly("2026-12-01", 3), "attendees", json!(4000));
    let answer = house.post(&house.booker, SERIES, &many).await;
    assert_rule(&answer, "too_many_people", "attendees");
}

#[tokio::test]
async fn the_last_weekday_of_the_month_until_a_date() {
    let house = House::new().await;
    let mut body = weekly("2026-11-24", 1);
    body["rule"] = json!({
        "every": "month_weekday", "nth": "last", "until": "2027-02-28",
        "first": {"starts": "2026-11-27T18:00", "ends": "2026-11-27T20:00"},
    });
    let answer = house.post(&house.booker, SERIES, &body).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    let days: Vec<String> = answer.json()["occurrences"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["starts"].as_str().unwrap()[..10].to_owned())
        .collect();
    assert_eq!(
        days,
        ["2026-11-27", "2026-12-25", "2027-01-29", "2027-02-26"]
    );
    house.test.assert_sound().await;
}

#[tokio::test]
async fn a_series_that_is_sent_twice_is_there_once() {
    let house = House::new().await;
    let body = weekly("2026-12-01", 3);
    let mut answers = Vec::new();
    for _ in 0..2 {
        let request = Request::post(SERIES)
            .header("authorization", format!("Bearer {}", house.booker))
            .header("content-type", "application/json")
            .header("idempotency-key", "series-1")
            .body(Body::from(body.to_string()))
            .unwrap();
        let answer = house.test.send(request).await;
        assert_eq!(answer.status, 201, "{}", answer.text);
        answers.push(answer);
    }
    assert_eq!(answers[0].text, answers[1].text);
    assert_eq!(answers[1].headers["idempotency-replayed"], "true");
    let list = house.get(&house.booker, BOOKINGS).await.json();
    assert_eq!(list["items"].as_array().unwrap().len(), 3);
    house.test.assert_sound().await;
}
