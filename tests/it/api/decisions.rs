//! Deciding on a booking.

use serde_json::{Value, json};

use super::{BOOKINGS, House, assert_problem, assert_rule};

async fn act(
    house: &House,
    token: &str,
    booking: &Value,
    action: &str,
    body: Value,
) -> super::Answer {
    let id = booking["id"].as_str().unwrap();
    house
        .post(token, &format!("{BOOKINGS}/{id}/{action}"), &body)
        .await
}

#[tokio::test]
async fn a_booking_goes_through_its_life() {
    let house = House::new().await;
    let booking = house.booked().await;
    let manager = house.manager.clone();
    let status = async |action: &str, body: Value| {
        let answer = act(&house, &manager, &booking, action, body).await;
        assert_eq!(answer.status, 200, "{action}: {}", answer.text);
        let version = answer.json()["version"].clone();
        assert_eq!(answer.headers["etag"], format!("\"{version}\""));
        answer.json()["status"].as_str().unwrap().to_owned()
    };
    assert_eq!(
        status("reject", json!({"reason": "Басқа топ"})).await,
        "rejected"
    );
    assert_eq!(
        status("reopen", json!({"reason": {"text": "Қате"}})).await,
        "pending"
    );
    assert_eq!(
        status("approve", json!({"note": "Келіңіз"})).await,
        "approved"
    );
    assert_eq!(
        status("cancel", json!({"reason": "Жөндеу"})).await,
        "cancelled"
    );
    assert_eq!(
        status("reopen", json!({"reason": "Бітті"})).await,
        "approved"
    );
    house.test.assert_sound().await;
}

#[tokio::test]
async fn a_bare_reason_is_a_code_where_the_catalogue_knows_it() {
    let house = House::new().await;
    let catalogue = house.test.app.catalogue().await.unwrap();
    let code = catalogue
        .terms(entity::term::TermKind::Reason)
        .find(|term| term.uses.0.iter().any(|of| of == "reject"))
        .unwrap()
        .slug
        .clone();
    for said in [
        json!(code),
        json!({"code": code}),
        json!({"code": code, "text": "Кешіріңіз"}),
    ] {
        let actor = house.test.person("asel@qanat.example").await;
        let booking = house.booked().await;
        act(
            &house,
            &house.manager,
            &booking,
            "reject",
            json!({ "reason": said }),
        )
        .await;
        let seen =
            jastar::booking::by_code(&house.test.app, &actor, booking["code"].as_str().unwrap())
                .await
                .unwrap();
        assert_eq!(seen.booking.reason_code.as_deref(), Some(code.as_str()));
        let text = said["text"].as_str();
        assert_eq!(seen.booking.reason_text.as_deref(), text);
    }
}

#[tokio::test]
async fn what_the_life_cycle_forbids_is_told() {
    let house = House::new().await;
    let booking = house.booked().await;
    let answer = act(
        &house,
        &house.manager,
        &booking,
        "cancel",
        json!({"reason": "x"}),
    )
    .await;
    assert_problem(&answer, 409, "state");
    let answer = act(&house, &house.booker, &booking, "cancel", Value::Null).await;
    assert_eq!(answer.json()["status"], "withdrawn", "{}", answer.text);
    let answer = act(&house, &house.manager, &booking, "approve", json!({})).await;
    assert_problem(&answer, 409, "state");
}

#[tokio::test]
async fn reasons_are_wanted_and_read_with_care() {
    let house = House::new().await;
    let booking = house.booked().await;
    for body in [
        Value::Null,
        json!({}),
        json!({"reason": null}),
        json!({"reason": ""}),
        json!({"reason": {}}),
        json!({"reason": 5}),
        json!({"reason": {"code": "moon"}}),
        json!({"reason": "a".repeat(1001)}),
        json!({"reason": {"words": "x"}}),
    ] {
        let answer = act(&house, &house.manager, &booking, "reject", body).await;
        assert_rule(&answer, "invalid", "reason");
    }
    let answer = act(
        &house,
        &house.manager,
        &booking,
        "approve",
        json!({"replacing": 5}),
    )
    .await;
    assert_rule(&answer, "invalid", "replacing");
}
