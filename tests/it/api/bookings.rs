//! Asking for a space.

use serde_json::{Value, json};

use super::{BOOKINGS, House, asking, assert_problem, assert_rule, with};

#[tokio::test]
async fn a_request_is_answered_with_the_whole_booking_and_where_it_is() {
    let house = House::new().await;
    let body = with(asking("2026-12-01"), "note", json!("Бір\nекі"));
    let answer = house.post(&house.booker, BOOKINGS, &body).await;
    let booking = answer.json();
    assert_eq!(answer.status, 201, "{}", answer.text);
    let id = booking["id"].as_str().unwrap();
    assert_eq!(answer.headers["location"], format!("{BOOKINGS}/{id}"));
    assert_eq!(answer.headers["etag"], "\"1\"");
    let mut expected = json!({
        "id": id, "code": booking["code"], "venue": "youth-house", "space": "dance-studio",
        "starts": "2026-12-01T16:00", "ends": "2026-12-01T18:00",
        "starts_at": "2026-12-01T16:00:00+05:00", "ends_at": "2026-12-01T18:00:00+05:00",
        "status": "pending", "waits_for": "venue", "given_to_another": false,
        "answer_by": booking["answer_by"], "title": "Қыз-жігіттер биі", "attendees": 5,
        "attended": null, "layout": booking["layout"], "stock": [], "public": false, "group": null,
        "programme": null, "proposed_move": null, "offer_of": null,
            "series": null, "version": 1, "contact": "asel сынақ", "phone": "+77011234567",
        "note": "Бір\nекі", "waived": [], "waive_reason": null,
    });
    assert_eq!(booking, expected);
    assert!(booking["answer_by"].as_str().unwrap().ends_with("+05:00"));
    let read = house.get(&house.booker, &format!("{BOOKINGS}/{id}")).await;
    assert_eq!((read.status.as_u16(), read.json()), (200, booking.clone()));
    assert_eq!(read.headers["etag"], "\"1\"");
    let approved = format!("{BOOKINGS}/{id}/approve");
    house.post(&house.manager, &approved, &Value::Null).await;
    expected["status"] = json!("approved");
    expected["waits_for"] = Value::Null;
    expected["answer_by"] = Value::Null;
    expected["version"] = json!(2);
    let read = house.get(&house.booker, &format!("{BOOKINGS}/{id}")).await;
    assert_eq!(read.json(), expected);
    house.test.assert_sound().await;
}

#[tokio::test]
async fn a_taken_time_names_what_is_in_the_way_and_what_would_pass() {
    let house = House::new().await;
    let booking = house.booked().await;
    let answer = house
        .post(&house.other, BOOKINGS, &asking("2026-12-01"))
        .await;
    let problem = assert_problem(&answer, 409, "conflict");
    assert_eq!(
        problem["conflicts"],
        json!([{
            "space": "youth-house/dance-studio", "starts": "2026-12-01T16:00", "ends": "2026-12-01T18:00",
            "kind": "booking",
        }])
    );
    assert!(!answer.text.contains("asel") && !answer.text.contains("биі"));
    let offers = problem["alternatives"].as_array().unwrap();
    assert!(!offers.is_empty());
    let mut again = asking("2026-12-01");
    for field in ["space", "starts", "ends"] {
        again[field] = offers[0][field].clone();
    }
    let answer = house.post(&house.other, BOOKINGS, &again).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    assert_ne!(answer.json()["id"], booking["id"]);
    house.test.assert_sound().await;
}

#[tokio::test]
async fn every_rule_has_its_code_and_field() {
    let house = House::new().await;
    let at = |starts: &str, ends: &str| {
        let body = with(asking("2026-12-01"), "starts", json!(starts));
        with(body, "ends", json!(ends))
    };
    let good = || asking("2026-12-01");
    let table = [
        (
            at("2026-12-01T03:00", "2026-12-01T04:00"),
            "outside_hours",
            "starts",
        ),
        (
            at("2026-12-16T16:00", "2026-12-16T18:00"),
            "holiday",
            "starts",
        ),
        (
            at("2026-12-01T16:00", "2026-12-01T16:30"),
            "too_short",
            "ends",
        ),
        (
            at("2026-12-01T10:00", "2026-12-01T20:00"),
            "too_long",
            "ends",
        ),
        (
            at("2026-11-23T10:00", "2026-11-23T11:00"),
            "too_soon",
            "starts",
        ),
        (
            at("2028-11-27T16:00", "2028-11-27T18:00"),
            "too_far",
            "starts",
        ),
        (
            at("2026-11-20T16:00", "2026-11-20T18:00"),
            "in_the_past",
            "starts",
        ),
        (
            at("2026-12-01T16:07", "2026-12-01T18:00"),
            "off_grid",
            "starts",
        ),
        (
            with(good(), "attendees", json!(5000)),
            "too_many_people",
            "attendees",
        ),
        (
            with(good(), "layout", json!("moon")),
            "unknown_layout",
            "layout",
        ),
        (
            with(good(), "for", json!({"name": "Дана"})),
            "not_entitled",
            "for",
        ),
        (
            with(good(), "space", json!("youth-house/moon")),
            "invalid",
            "space",
        ),
        (
            with(good(), "programme", json!("moon")),
            "invalid",
            "programme",
        ),
        (with(good(), "attendees", json!(0)), "invalid", "attendees"),
        (
            with(good(), "title", json!("а".repeat(121))),
            "invalid",
            "title",
        ),
        (with(good(), "title", json!("a\u{0}b")), "invalid", "title"),
        (
            with(good(), "starts", json!("Tuesday")),
            "invalid",
            "starts",
        ),
        (
            at("2026-12-01T18:00", "2026-12-01T16:00"),
            "invalid",
            "ends",
        ),
        (with(good(), "phone", json!("12")), "invalid", "phone"),
    ];
    for (body, code, field) in table {
        let answer = house.post(&house.booker, BOOKINGS, &body).await;
        assert_rule(&answer, code, field);
    }
}

#[tokio::test]
async fn a_used_up_quota_says_how_far() {
    let house = House::new().await;
    for day in ["2026-12-01", "2026-12-02", "2026-12-03"] {
        let answer = house.post(&house.booker, BOOKINGS, &asking(day)).await;
        assert_eq!(answer.status, 201, "{}", answer.text);
    }
    let answer = house
        .post(&house.booker, BOOKINGS, &asking("2026-12-04"))
        .await;
    let problem = assert_problem(&answer, 422, "rule");
    let error = &problem["errors"][0];
    assert_eq!(error["code"], "quota");
    assert_eq!(error["quota"], "open_requests_per_venue");
    assert_eq!([&error["limit"], &error["used"], &error["left"]], [3, 3, 0]);
}

#[tokio::test]
async fn a_manager_books_for_somebody_without_an_account() {
    let house = House::new().await;
    let them = json!({"name": "Дана", "phone": "87011234567", "group": "Арман", "language": "ru"});
    let body = with(asking("2026-12-01"), "for", them);
    let answer = house.post(&house.manager, BOOKINGS, &body).await;
    let booking = answer.json();
    assert_eq!(
        [&booking["status"], &booking["contact"], &booking["group"]],
        ["approved", "Дана", "Арман"]
    );
}

#[tokio::test]
async fn what_cannot_be_read_names_its_field() {
    let house = House::new().await;
    let good = || asking("2026-12-01");
    let mut without = good();
    without.as_object_mut().unwrap().remove("title");
    let table = [
        (with(good(), "attendees", json!("five")), "attendees"),
        (with(good(), "attendees", json!(2.5)), "attendees"),
        (
            with(good(), "attendees", json!(3_000_000_000_u64)),
            "attendees",
        ),
        (with(good(), "public", json!("yes")), "public"),
        (with(good(), "replacing", json!("x")), "replacing"),
        (
            with(good(), "stock", json!([{"item": "throne", "quantity": 1}])),
            "stock",
        ),
        (with(good(), "waive", json!("holiday")), "waive"),
        (
            with(good(), "for", json!({"name": "Дана", "age": 3})),
            "for.age",
        ),
        (with(good(), "for", json!({"phone": "1"})), "for.name"),
        (
            with(good(), "for", json!({"name": "Дана", "language": "de"})),
            "for.language",
        ),
        (without, "title"),
        (json!([1, 2]), "body"),
    ];
    for (body, field) in table {
        let answer = house.post(&house.booker, BOOKINGS, &body).await;
        assert_rule(&answer, "invalid", field);
    }
}
