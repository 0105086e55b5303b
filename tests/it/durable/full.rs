//! A database that says itself that it is full, or may only be read.

use axum::http::{StatusCode, header};
use jastar::error::Error;
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

use super::{BOOKINGS, Told, times, told};
use crate::it::support::{
    TestApp,
    client::Answer,
    db::{on_file_or_says, on_server_or_says},
};

struct House {
    test: TestApp,
    token: String,
}

impl House {
    async fn new() -> Self {
        let test = TestApp::new().await;
        test.administrator().await;
        let token = test.token_of("admin@jastar.example").await;
        Self { test, token }
    }

    /// Each title under a key of its own.
    async fn ask(&self, title: &str, body: &Value) -> Answer {
        let key = title.rsplit(' ').next().unwrap();
        self.test.post_once(&self.token, BOOKINGS, key, body).await
    }

    async fn is_ready(&self) -> bool {
        let answer = self.test.call(None, "GET", "/readyz", &Value::Null).await;
        answer.status == StatusCode::OK
    }

    async fn reads(&self) -> bool {
        let path = "/api/v1/venues";
        let answer = self.test.call(None, "GET", path, &Value::Null).await;
        answer.status == StatusCode::OK
    }

    /// Refused honestly, and done as soon as it can be.
    async fn assert_refused(&self, title: &str, body: &Value) {
        let answer = self.ask(title, body).await;
        assert_eq!(told(answer.status.as_u16(), &answer.json()), Told::NotDone);
        assert!(
            answer.json()["type"]
                .as_str()
                .unwrap()
                .ends_with("/problems/unavailable")
        );
        assert!(answer.headers.contains_key(header::RETRY_AFTER));
        let raw = self.test.raw().await;
        assert_eq!(times(&raw, title).await, 0);
    }

    async fn assert_done(&self, title: &str, body: &Value) {
        let answer = self.ask(title, body).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text);
        let raw = self.test.raw().await;
        assert_eq!(times(&raw, title).await, 1, "it was acknowledged");
    }
}

fn wanted(title: &str, day: u8, hour: u8) -> Value {
    json!({
        "space": "youth-house/dance-studio",
        "starts": format!("2026-12-{day:02}T{hour}:00"),
        "ends": format!("2026-12-{day:02}T{}:00", hour + 1),
        "title": title,
        "attendees": 4,
        "phone": "+7 701 123 45 67",
    })
}

#[tokio::test]
async fn once_full_and_then_larger_it_goes_on_where_it_was() {
    if !on_file_or_says("SQLite's own limit; what a full PostgreSQL says is tested below") {
        return;
    }
    let house = House::new().await;
    let raw = house.test.raw().await;
    raw.execute_unprepared("VACUUM").await.unwrap();
    // Of the one connection that writes, until it is closed: no page more than there are.
    let limit = house.test.app.db.write(|tx| async move {
        tx.conn()
            .execute_unprepared("PRAGMA max_page_count = 1")
            .await?;
        Ok::<_, Error>(())
    });
    limit.await.unwrap();
    let slots = (1..=28).flat_map(|day| (11..19).step_by(2).map(move |hour| (day, hour)));
    let mut refused = 0;
    for (at, (day, hour)) in slots.enumerate() {
        let title = format!("Толы {at}");
        let body = wanted(&title, day, hour);
        let answer = house.ask(&title, &body).await;
        match told(answer.status.as_u16(), &answer.json()) {
            Told::Done => {}
            Told::Closed => continue,
            Told::NotDone | Told::Unknown => {
                refused += 1;
                assert!(answer.headers.contains_key(header::RETRY_AFTER));
                house.assert_done(&title, &body).await;
            }
        }
        assert_eq!(times(&raw, &title).await, 1, "it was acknowledged");
    }
    assert_eq!(refused, 1, "by the connection that had the limit");
    assert!(house.is_ready().await);
    house.test.assert_sound().await;
}

/// On `PostgreSQL`, where a statement or the commit says so.
#[tokio::test]
async fn a_server_that_is_full_is_said_to_be_unavailable() {
    if !on_server_or_says("PostgreSQL's own words; what a full disk does to SQLite is tested above")
    {
        return;
    }
    let house = House::new().await;
    let raw = house.test.raw().await;
    raw.execute_unprepared(
        "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS \
         $$BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END$$",
    )
    .await
    .unwrap();
    for (at, when) in ["", "CONSTRAINT"].into_iter().enumerate() {
        let title = format!("Толы {at}");
        let body = wanted(&title, 1, 11 + 2 * u8::try_from(at).unwrap());
        let late = if when.is_empty() {
            ""
        } else {
            "DEFERRABLE INITIALLY DEFERRED"
        };
        for table in ["booking", "pulse"] {
            raw.execute_unprepared(&format!(
                "CREATE {when} TRIGGER full_disk AFTER INSERT OR UPDATE ON {table} {late} \
                 FOR EACH ROW EXECUTE FUNCTION full_disk()"
            ))
            .await
            .unwrap();
        }
        house.assert_refused(&title, &body).await;
        assert!(!house.is_ready().await);
        for table in ["booking", "pulse"] {
            let mended = format!("DROP TRIGGER full_disk ON {table}");
            raw.execute_unprepared(&mended).await.unwrap();
        }
        assert!(house.is_ready().await);
        house.assert_done(&title, &body).await;
    }
    house.test.assert_sound().await;
}

#[tokio::test]
async fn a_server_that_may_only_be_read_is_said_to_be_unavailable() {
    let why =
        "PostgreSQL's own words; what a read-only disk does to SQLite is tested with the disk";
    if !on_server_or_says(why) {
        return;
    }
    let house = House::new().await;
    let server = house.test.server().unwrap();
    let name = server.url.rsplit('/').next().unwrap();
    let console = format!("{}?options[default_transaction_read_only]=off", server.url);
    let console = sea_orm::Database::connect(console).await.unwrap();
    let say = async |only: &str| {
        for text in [
            format!("ALTER DATABASE {name} SET default_transaction_read_only = {only}"),
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
             WHERE datname = current_database() AND pid <> pg_backend_pid()"
                .to_owned(),
        ] {
            console.execute_unprepared(&text).await.unwrap();
        }
    };
    let body = wanted("Оқу 1", 1, 11);
    say("on").await;
    // The first meets a connection that is gone, as all do that were open.
    house.assert_refused("Оқу 1", &body).await;
    let mut is_read = false;
    for _ in 0..20 {
        is_read = is_read || house.reads().await;
    }
    assert!(is_read, "over new ones");
    // The next ones meet a server that refuses.
    for _ in 0..3 {
        house.assert_refused("Оқу 1", &body).await;
    }
    assert!(!house.is_ready().await);
    say("off").await;
    let mut ready = false;
    for _ in 0..20 {
        ready = ready || house.is_ready().await;
    }
    assert!(ready, "it comes back");
    house.assert_done("Оқу 1", &body).await;
}
