//! A tick says that everybody may read the title, and so it is: in the week and in the public calendar, of what is approved,
//! and of nothing else, from the moment of the change.

use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use jastar::booking::{Details, NewBooking};
use serde_json::Value;

use super::support::{TestApp, asking};

const STUDIO: &str = "youth-house/dance-studio";
const WEEK: &str = "/venues/youth-house/dance-studio?week=2026-11-30";
const CALENDAR: &str =
    "/api/v1/venues/youth-house/calendar?from=2026-12-01&to=2026-12-03&space=dance-studio";

async fn text(test: &TestApp, path: &str) -> String {
    let request = Request::get(path).header("cookie", "language=ru");
    let answer = test.send(request.body(Body::empty()).unwrap()).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    answer.text
}

/// The titles of a calendar, with the kinds of what they stand at.
async fn titles(test: &TestApp) -> Vec<(String, String)> {
    let calendar: Value = serde_json::from_str(&text(test, CALENDAR).await).unwrap();
    let items = calendar["items"].as_array().unwrap();
    let titled = items.iter().filter_map(|item| {
        let said = |name: &str| item[name].as_str().map(str::to_owned);
        Some((said("title")?, said("kind")?))
    });
    titled.collect()
}

/// Whether anybody reads these words in the week or in the calendar.
async fn is_read(test: &TestApp, words: &str) -> bool {
    let (week, calendar) = (text(test, WEEK).await, text(test, CALENDAR).await);
    assert_eq!(week.contains(words), calendar.contains(words), "{words}");
    week.contains(words)
}

fn titled(day: u8, title: &str, public: bool) -> NewBooking {
    let at = |hour: u8| format!("2026-12-{day:02}T{hour}:00");
    NewBooking {
        title: title.to_owned(),
        public,
        ..asking(STUDIO, &at(16), &at(18))
    }
}

#[tokio::test]
async fn only_what_is_approved_and_public_is_read_and_every_change_at_once() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let asel = test.person("asel@qanat.example").await;
    let open = test
        .request(&asel, titled(1, "Ашық сабақ", true))
        .await
        .unwrap();
    let own = test
        .request(&asel, titled(2, "Жабық жиын", false))
        .await
        .unwrap();
    assert!(!is_read(&test, "Ашық сабақ").await, "it only waits");
    test.approve(&manager, open.id).await.unwrap();
    test.approve(&manager, own.id).await.unwrap();
    assert!(is_read(&test, "Ашық сабақ").await);
    let expected = [("Ашық сабақ".to_owned(), "busy".to_owned())];
    assert_eq!(titles(&test).await, expected);
    assert!(!is_read(&test, "Жабық жиын").await);
    let week = text(&test, WEEK).await;
    assert_eq!(week.matches("Ашық сабақ").count(), 1, "once a day");

    // The title and the tick change while both answers are kept.
    let change = Details {
        title: Some("Ашық кеш".to_owned()),
        ..Details::default()
    };
    let seen = test.stored(open.id).await;
    test.amend(&asel, &seen, change).await.unwrap();
    assert!(is_read(&test, "Ашық кеш").await && !is_read(&test, "Ашық сабақ").await);
    for (booking, public) in [(&open, false), (&own, true)] {
        let change = Details {
            public: Some(public),
            ..Details::default()
        };
        let seen = test.stored(booking.id).await;
        test.amend(&asel, &seen, change).await.unwrap();
    }
    assert!(!is_read(&test, "Ашық кеш").await && is_read(&test, "Жабық жиын").await);
    test.cancel(&asel, own.id).await.unwrap();
    assert!(!is_read(&test, "Жабық жиын").await, "it is not on any more");
    test.assert_sound().await;
}

#[tokio::test]
async fn a_part_tells_what_the_whole_is_taken_by_and_its_sister_nothing() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let at = |space: &str, day: u8, title: &str| NewBooking {
        space: space.to_owned(),
        ..titled(day, title, true)
    };
    test.request(&manager, at("youth-house/small-hall", 1, "Бүтін зал"))
        .await
        .unwrap();
    test.request(&manager, at("youth-house/small-hall-1", 2, "Бір бөлігі"))
        .await
        .unwrap();
    let week = |space: &str| format!("/venues/youth-house/{space}?week=2026-11-30");
    let (one, two) = (
        text(&test, &week("small-hall-1")).await,
        text(&test, &week("small-hall-2")).await,
    );
    assert!(one.contains("Бүтін зал") && two.contains("Бүтін зал"));
    assert!(one.contains("Бір бөлігі") && !two.contains("Бір бөлігі"));
    assert!(
        text(&test, &week("small-hall"))
            .await
            .contains("Бір бөлігі")
    );
    test.request(&manager, at("youth-house/small-hall-2", 2, "Екінші бөлік"))
        .await
        .unwrap();
    let whole = text(&test, &week("small-hall")).await;
    assert!(whole.contains("Бір бөлігі · Екінші бөлік"), "{whole}");
    // Also where somebody asks for all of the floor at once.
    let all = "/api/v1/venues/youth-house/calendar?from=2026-12-02&to=2026-12-03";
    let calendar: Value = serde_json::from_str(&text(&test, all).await).unwrap();
    let items = calendar["items"].as_array().unwrap().iter();
    let told = items.filter(|item| item["title"] == "Бір бөлігі");
    let told: Vec<_> = told.map(|item| item["space"].as_str().unwrap()).collect();
    assert_eq!(
        told,
        ["small-hall", "small-hall-1"].map(|space| format!("youth-house/{space}"))
    );
    test.assert_sound().await;
}
