//! The connection to `PostgreSQL` is cut at every message of a request: before the server gets it, while it works, and
//! before its answer arrives.

use axum::http::header;
use jastar::db::Settings;
use serde_json::{Value, json};

use super::{BOOKINGS, Told, times, told};
use crate::it::support::{
    CATALOGUE, TestApp,
    db::{Database, on_server_or_says},
    wire::{Cut, Wire},
};

const SPACES: [&str; 3] = [
    "youth-house/dance-studio",
    "youth-house/small-hall-1",
    "youth-house/small-hall-2",
];

async fn walk(how: Cut) {
    if !on_server_or_says("nothing leads to a file that could be cut") {
        return;
    }
    let database = Database::loaded().await;
    let server = database.server().unwrap();
    let wire = Wire::to(&server.authority).await;
    let settings = Settings {
        url: server.url.replace(&server.authority, &wire.authority),
        connections: 3,
    };
    let test = TestApp::reached_by(database, settings, CATALOGUE).await;
    test.administrator().await;
    let token = test.token_of("admin@jastar.example").await;
    let raw = test.raw().await;
    let mut slots = SPACES.into_iter().flat_map(|space| {
        (1..=28).flat_map(move |day| (11..19).step_by(2).map(move |hour| (space, day, hour)))
    });
    let mut seen = Vec::new();
    let (mut at, mut at_commit) = (1, false);
    loop {
        let (space, day, hour) = slots.next().expect("more than enough slots");
        let title = format!("Үзік {day} {hour} {space}");
        let body = json!({
            "space": space,
            "starts": format!("2026-12-{day:02}T{hour}:00"),
            "ends": format!("2026-12-{day:02}T{}:00", hour + 1),
            "title": title,
            "attendees": 4,
            "phone": "+7 701 123 45 67",
        });
        let ask = async || {
            let key = format!("k-{day}-{hour}-{space}");
            test.post_once(&token, BOOKINGS, &key, &body).await
        };
        if at_commit {
            wire.arm_at_commit(how);
        } else {
            wire.arm(at, how);
        }
        let answer = ask().await;
        let was_cut = wire.disarm();
        let first = told(answer.status.as_u16(), &answer.json());
        match first {
            Told::Done => assert_eq!(times(&raw, &title).await, 1, "message {at}"),
            Told::NotDone => assert_eq!(times(&raw, &title).await, 0, "message {at}"),
            Told::Unknown => {}
            Told::Closed => continue,
        }
        if first != Told::Done {
            assert!(answer.headers.contains_key(header::RETRY_AFTER));
            let ready = test.call(None, "GET", "/readyz", &Value::Null).await;
            assert_eq!(ready.status, 200, "message {at}: {}", ready.text);
        }
        let again = ask().await;
        assert_eq!(again.status, 201, "message {at}: {}", again.text);
        assert_eq!(times(&raw, &title).await, 1, "message {at}");
        if at_commit {
            assert!(was_cut && first == Told::Unknown, "{was_cut} {first:?}");
            break;
        }
        seen.push(first);
        if was_cut {
            at += 1;
        } else {
            at_commit = true;
        }
    }
    assert!(seen.contains(&Told::NotDone), "{seen:?}");
    test.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn cut_before_the_server_hears_it() {
    walk(Cut::Before).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn cut_while_the_server_works() {
    walk(Cut::During).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn cut_before_its_answer_arrives() {
    walk(Cut::After).await;
}
