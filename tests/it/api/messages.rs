//! Messages about a booking.

use serde_json::{Value, json};

use super::{BOOKINGS, House, assert_problem, assert_rule};

#[tokio::test]
async fn a_question_and_its_answer() {
    let house = House::new().await;
    let booking = house.booked().await;
    let one = format!("{BOOKINGS}/{}", booking["id"].as_str().unwrap());
    let path = format!("{one}/messages");
    let asked = house
        .post(
            &house.manager,
            &path,
            &json!({"text": "Неше адам?\r\nҚашан?"}),
        )
        .await;
    assert_eq!(asked.status, 201, "{}", asked.text);
    assert_eq!(asked.headers["location"], path);
    let message = asked.json();
    assert_eq!(message["text"], "Неше адам?\nҚашан?");
    assert_eq!(message["role"], "venue");
    assert_eq!(message["at"], "2026-11-23T09:00:00+05:00");
    let seen = house.get(&house.booker, &one).await;
    assert_eq!(seen.json()["answer_by"], "2026-11-27T21:00:00+05:00");
    assert_eq!(seen.headers["etag"], "\"2\"");
    let secret = json!({"text": "Өткенде кеш келген", "internal": true});
    assert_eq!(house.post(&house.manager, &path, &secret).await.status, 201);
    house
        .post(&house.booker, &path, &json!({"text": "Бесеу."}))
        .await;
    let seen = house.get(&house.booker, &one).await;
    assert_eq!(seen.json()["answer_by"], booking["answer_by"]);

    let theirs = house.get(&house.booker, &path).await;
    assert!(!theirs.text.contains("Өткенде"), "{}", theirs.text);
    let items = theirs.json()["items"].as_array().unwrap().clone();
    assert!(items.len() == 2 && items.iter().all(|item| item["author"].is_null()));
    let mut cursor = String::new();
    let mut ours: Vec<Value> = Vec::new();
    loop {
        let page = house
            .get(&house.manager, &format!("{path}?limit=1{cursor}"))
            .await
            .json();
        ours.extend(page["items"].as_array().unwrap().clone());
        let Some(next) = page["next"].as_str() else {
            break;
        };
        cursor = format!("&cursor={next}");
    }
    let all = house.get(&house.manager, &path).await.json();
    assert_eq!(all["items"], json!(ours));
    assert_eq!(ours.len(), 3);
    assert_eq!(ours[1]["internal"], true);
    house.test.assert_sound().await;
}

#[tokio::test]
async fn what_cannot_be_read_is_told_and_what_may_not_be_said_is_refused() {
    let house = House::new().await;
    let booking = house.booked().await;
    let path = format!("{BOOKINGS}/{}/messages", booking["id"].as_str().unwrap());
    for (body, field) in [
        (json!({}), "text"),
        (json!({"text": ""}), "text"),
        (json!({"text": 5}), "text"),
        (json!({"text": "ұ".repeat(2001)}), "text"),
        (json!({"text": "x", "internal": "yes"}), "internal"),
        (json!({"text": "x", "to": "all"}), "to"),
    ] {
        assert_rule(
            &house.post(&house.booker, &path, &body).await,
            "invalid",
            field,
        );
    }
    let hidden = json!({"text": "x", "internal": true});
    let refused = house.post(&house.booker, &path, &hidden).await;
    assert_problem(&refused, 403, "forbidden");
    for query in ["limit=0", "cursor=x", "page=2"] {
        let answer = house.get(&house.booker, &format!("{path}?{query}")).await;
        assert_rule(&answer, "invalid", query.split('=').next().unwrap());
    }
}

#[tokio::test]
async fn with_a_key_it_is_written_once() {
    use axum::{
        body::Body,
        http::{Request, header},
    };
    let house = House::new().await;
    let booking = house.booked().await;
    let path = format!("{BOOKINGS}/{}/messages", booking["id"].as_str().unwrap());
    let mut texts = Vec::new();
    for _ in 0..2 {
        let request = Request::post(&path)
            .header(header::AUTHORIZATION, format!("Bearer {}", house.booker))
            .header(header::CONTENT_TYPE, "application/json")
            .header("Idempotency-Key", "one")
            .body(Body::from(json!({"text": "Сәлем"}).to_string()))
            .unwrap();
        let answer = house.test.send(request).await;
        assert_eq!(answer.status, 201);
        texts.push(answer.text);
    }
    assert_eq!(texts[0], texts[1]);
    let list = house.get(&house.booker, &path).await.json();
    assert_eq!(list["items"].as_array().unwrap().len(), 1);
}
