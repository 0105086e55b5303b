//! Many people, few slots, one moment: the calls of programs, through everything that a call passes.

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use entity::booking;
use sea_orm::EntityTrait;
use serde_json::{Value, json};

use super::{
    races::at_once,
    support::{TestApp, client::Answer, in_time},
};

const PEOPLE: usize = 60;
const SLOTS: usize = 5;

/// As a client that is told to come again does: with a key, so that nothing is done twice.
async fn patiently(test: &TestApp, token: &str, body: &Value) -> Answer {
    loop {
        let request = Request::post("/api/v1/bookings")
            .header(header::AUTHORIZATION, format!("Bearer {token}"))
            .header(header::CONTENT_TYPE, "application/json")
            .header("idempotency-key", "once")
            .body(Body::from(body.to_string()))
            .unwrap();
        let answer = test.send(request).await;
        if answer.status != StatusCode::SERVICE_UNAVAILABLE {
            return answer;
        }
        assert!(answer.headers.contains_key(header::RETRY_AFTER));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_60_people_who_rush_for_5_slots_5_get_one_and_all_are_answered() {
    let test = Arc::new(TestApp::new().await);
    let mut calls = Vec::new();
    for nth in 0..PEOPLE {
        let email = format!("p{nth}@test.example");
        test.person(&email).await;
        let token = test.token_of(&email).await;
        let slot = nth % SLOTS;
        let hour = 10 + 2 * slot;
        let body = json!({
            "space": "youth-house/dance-studio", "title": "Би", "attendees": 5, "phone": "+77011234567",
            "starts": format!("2026-12-01T{hour}:00"), "ends": format!("2026-12-01T{}:00", hour + 1),
        });
        let test = test.clone();
        calls.push(async move { (slot, patiently(&test, &token, &body).await) });
    }
    let answers = in_time(at_once(calls)).await;
    assert_eq!(answers.len(), PEOPLE);
    let mut given: BTreeMap<usize, usize> = BTreeMap::new();
    for (slot, answer) in answers {
        match answer.status {
            StatusCode::CREATED => *given.entry(slot).or_default() += 1,
            StatusCode::CONFLICT => {
                let told = answer.json();
                assert!(!told["conflicts"].as_array().unwrap().is_empty(), "{told}");
                assert!(
                    !told["alternatives"].as_array().unwrap().is_empty(),
                    "{told}"
                );
            }
            other => panic!("{other}: {}", answer.text),
        }
    }
    assert_eq!(given, (0..SLOTS).map(|slot| (slot, 1)).collect());
    let stored = booking::Entity::find().all(test.app.db.read()).await;
    assert_eq!(stored.unwrap().len(), SLOTS);
    test.assert_sound().await;
}
