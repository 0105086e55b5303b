//! Waiving rules by a call.

use serde_json::{Value, json};

use super::{BOOKINGS, House, asking, assert_problem, assert_rule, with};

/// From five to six in the morning, for too many.
fn early() -> Value {
    let body = with(asking("2026-12-01"), "starts", json!("2026-12-01T05:00"));
    let body = with(body, "ends", json!("2026-12-01T06:00"));
    with(body, "attendees", json!(31))
}

fn waiving(body: Value, codes: &Value) -> Value {
    let body = with(body, "waive", codes.clone());
    with(body, "waive_reason", json!("Облыстық фестиваль"))
}

#[tokio::test]
async fn a_manager_is_told_what_can_be_waived_and_nobody_else_is() {
    let house = House::new().await;
    let errors = async |token: &str| {
        let answer = house.post(token, BOOKINGS, &early()).await;
        assert_problem(&answer, 422, "rule")["errors"].clone()
    };
    for token in [&house.manager, &house.administrator] {
        let told = errors(token).await;
        assert_eq!(
            [&told[0]["code"], &told[1]["code"]],
            ["outside_hours", "too_many_people"]
        );
        assert_eq!(told[0]["waivable"], true);
        assert!(told[1].get("waivable").is_none(), "{told}");
    }
    for token in [&house.booker, &house.other_manager] {
        let told = errors(token).await;
        assert!(told[0].get("waivable").is_none(), "{told}");
    }
}

#[tokio::test]
async fn what_was_waived_and_why_stands_in_the_booking() {
    let house = House::new().await;
    let body = with(early(), "attendees", json!(5));
    let body = waiving(body, &json!(["outside_hours", "quota"]));
    let answer = house.post(&house.manager, BOOKINGS, &body).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    let path = answer.headers["location"].to_str().unwrap();
    for booking in [answer.json(), house.get(&house.manager, path).await.json()] {
        assert_eq!(booking["status"], "approved");
        assert_eq!(booking["waived"], json!(["outside_hours"]));
        assert_eq!(booking["waive_reason"], "Облыстық фестиваль");
    }
    let twice = house.post(&house.manager, BOOKINGS, &body).await;
    assert_problem(&twice, 409, "conflict");
    house.test.assert_sound().await;
}

#[tokio::test]
async fn why_the_venue_waived_a_rule_stays_with_the_venue() {
    let house = House::new().await;
    let body = waiving(
        with(early(), "attendees", json!(5)),
        &json!(["outside_hours"]),
    );
    let them = json!({"name": "Ерасыл", "email": "asel@qanat.example", "language": "kk"});
    let body = with(body, "for", them);
    let answer = house.post(&house.manager, BOOKINGS, &body).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    assert_eq!(answer.json()["waive_reason"], "Облыстық фестиваль");
    let path = answer.headers["location"].to_str().unwrap();
    let one = house.get(&house.booker, path).await;
    let many = house.get(&house.booker, BOOKINGS).await;
    let cancelled = house
        .post(&house.booker, &format!("{path}/cancel"), &json!({}))
        .await;
    for told in [&one, &many, &cancelled] {
        assert_eq!(told.status, 200, "{}", told.text);
        assert!(!told.text.contains("фестиваль") && !told.text.contains("outside_hours"));
    }
    let seen = house.get(&house.manager, path).await.json();
    assert_eq!(
        seen["waive_reason"], "Облыстық фестиваль",
        "a manager still sees it"
    );
}

#[tokio::test]
async fn a_waiver_that_is_not_whole_names_its_field() {
    let house = House::new().await;
    let free = || asking("2026-12-01");
    let table = [
        (waiving(free(), &json!(["too_many_people"])), "waive"),
        (waiving(free(), &json!(["in_the_past"])), "waive"),
        (waiving(free(), &json!(["holiday", "moon"])), "waive"),
        (waiving(free(), &json!("holiday")), "waive"),
        (with(free(), "waive", json!(["holiday"])), "waive_reason"),
        (
            with(
                waiving(free(), &json!(["holiday"])),
                "waive_reason",
                json!("а".repeat(1001)),
            ),
            "waive_reason",
        ),
    ];
    for (body, field) in table {
        let answer = house.post(&house.manager, BOOKINGS, &body).await;
        assert_rule(&answer, "invalid", field);
    }
    let body = waiving(free(), &json!(["holiday"]));
    for token in [&house.booker, &house.other_manager] {
        let answer = house.post(token, BOOKINGS, &body).await;
        assert_rule(&answer, "not_entitled", "waive");
    }
    let nothing = with(free(), "waive", json!([]));
    let answer = house.post(&house.booker, BOOKINGS, &nothing).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
}
