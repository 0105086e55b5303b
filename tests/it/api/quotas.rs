//! What one booker may have of a venue, set and met by programs.

use serde_json::{Value, json};

use super::{BOOKINGS, House, asking, assert_problem, assert_rule, with};

const QUOTAS: &str = "/api/v1/venues/youth-house/quotas";

async fn set(house: &House, body: &Value) -> super::Answer {
    let token = Some(&*house.manager);
    house.test.call(token, "PUT", QUOTAS, body).await
}

#[tokio::test]
async fn what_is_set_is_told_again_and_all_of_it_is_replaced() {
    let house = House::new().await;
    let nothing = json!({
        "hours_per_week": null, "hours_per_month": null, "bookings_per_week": null, "bookings_per_month": null,
        "prime_hours_per_week": null, "prime_hours_per_month": null, "prime_time": [],
    });
    assert_eq!(house.get(&house.manager, QUOTAS).await.json(), nothing);
    let mut some = nothing.clone();
    some["hours_per_week"] = json!(6);
    some["prime_hours_per_month"] = json!(0);
    some["prime_time"] = json!([
        {"days": ["fri", "sat", "sun"], "from": "17:00", "to": "22:00"},
        {"days": ["sat"], "from": "22:00", "to": "01:00"},
    ]);
    let answer = set(&house, &some).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(answer.json(), some);
    assert_eq!(house.get(&house.manager, QUOTAS).await.json(), some);
    let answer = set(&house, &json!({"bookings_per_week": 2})).await;
    let two = with(nothing, "bookings_per_week", json!(2));
    assert_eq!(answer.json(), two);
    assert_eq!(house.get(&house.manager, QUOTAS).await.json(), two);
}

#[tokio::test]
async fn what_cannot_be_meant_is_refused() {
    let house = House::new().await;
    for (field, body) in [
        ("hours_per_week", json!({"hours_per_week": 1001})),
        ("hours_per_week", json!({"hours_per_week": 1.5})),
        ("hours_per_year", json!({"hours_per_year": 1})),
        (
            "prime_time",
            json!({"prime_time": [{"days": [], "from": "17:00", "to": "22:00"}]}),
        ),
        (
            "prime_time",
            json!({"prime_time": [{"days": ["friday"], "from": "17:00", "to": "22:00"}]}),
        ),
        (
            "prime_time",
            json!({"prime_time": [{"days": ["fri"], "from": "17:00", "to": "24:00"}]}),
        ),
    ] {
        assert_rule(&set(&house, &body).await, "invalid", field);
    }
    let nowhere = "/api/v1/venues/nowhere/quotas";
    let answer = house.get(&house.manager, nowhere).await;
    assert_problem(&answer, 404, "not-found");
}

#[tokio::test]
async fn a_refusal_says_which_quota_and_what_is_left_in_hours() {
    let house = House::new().await;
    set(
        &house,
        &json!({"hours_per_week": 4, "bookings_per_week": 1}),
    )
    .await;
    let mut first = asking("2026-12-01");
    first["ends"] = json!("2026-12-01T17:30");
    assert_eq!(
        house.post(&house.booker, BOOKINGS, &first).await.status,
        201
    );
    let mut second = asking("2026-12-02");
    second["ends"] = json!("2026-12-02T19:00");
    let answer = house.post(&house.booker, BOOKINGS, &second).await;
    assert_rule(&answer, "quota", "starts");
    let errors = &answer.json()["errors"];
    let quota = |at: usize| {
        let names = ["quota", "limit", "used", "left"];
        names.map(|name| errors[at][name].clone())
    };
    assert_eq!(
        quota(0),
        [json!("hours_per_week"), json!(4), json!(1.5), json!(2.5)]
    );
    assert_eq!(
        quota(1),
        [json!("bookings_per_week"), json!(1), json!(1), json!(0)]
    );
    assert_eq!(errors[0]["waivable"], Value::Null);
    let for_them = json!({"name": "Әсел", "email": "asel@qanat.example"});
    let answer = house
        .post(&house.manager, BOOKINGS, &with(second, "for", for_them))
        .await;
    assert_rule(&answer, "quota", "starts");
    assert_eq!(answer.json()["errors"][0]["waivable"], json!(true));
}
