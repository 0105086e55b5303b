//! Venues and weeks, for anybody.

use axum::http::{StatusCode, header};

use http_body_util::BodyExt;
use jastar::{
    app::App,
    booking::{self, NewBooking},
    clock::{Clock, Ids},
    config::Config,
    idempotency::Idempotent,
};
use tower::ServiceExt;

use super::browser::Browser;
use crate::it::support::{CATALOGUE, NOW, TestApp, asking, done, in_time};

#[tokio::test]
async fn a_week_shows_what_is_free_and_what_is_not() {
    let test = TestApp::new().await;
    let asel = test.person("asel@qanat.example").await;
    let wanted = asking(
        "youth-house/dance-studio",
        "2026-12-01T16:00",
        "2026-12-01T18:00",
    );
    test.request(&asel, wanted).await.unwrap();
    let browser = Browser::speaking(&test, "en");
    let page = browser
        .page("/venues/youth-house/dance-studio?week=2026-12-03")
        .await;
    let free = |time: &str| page.contains(&format!("request?starts=2026-12-01T{time}&#38;ends="));
    assert!(free("13:30") && free("14:30") && free("18:30"), "{page}");
    assert!(
        !free("15:00"),
        "an hour and the cleaning do not fit before 16:00"
    );
    assert!(!free("16:00") && !free("17:30") && !free("18:00"));
    assert!(page.contains(">requested") && page.contains("cleaning"));
    assert!(
        !page.contains("Қыз-жігіттер"),
        "titles are nobody's business"
    );
}

#[tokio::test]
async fn a_public_title_is_said_to_be_taken() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let wanted = NewBooking {
        public: true,
        ..asking(
            "youth-house/dance-studio",
            "2026-12-01T16:00",
            "2026-12-01T18:00",
        )
    };
    let booking = test.request(&manager, wanted).await.unwrap();
    for (language, taken) in [("kk", "бос емес"), ("ru", "занято"), ("en", "taken")] {
        let page = Browser::speaking(&test, language)
            .page("/venues/youth-house/dance-studio?week=2026-12-03")
            .await;
        let cell = format!(
            "<span class=\"unseen\">{taken}: </span>{}</td>",
            booking.title
        );
        assert_eq!(page.matches(&cell).count(), 1, "{page}");
    }
}

#[tokio::test]
async fn requests_that_compete_leave_the_time_free_to_ask_for() {
    let test = TestApp::new().await;
    let asel = test.person("asel@qanat.example").await;
    let wanted = asking(
        "youth-house/grand-hall",
        "2026-12-01T16:00",
        "2026-12-01T18:00",
    );
    test.request(&asel, wanted).await.unwrap();
    let browser = Browser::speaking(&test, "en");
    let page = browser
        .page("/venues/youth-house/grand-hall?week=2026-11-30")
        .await;
    assert!(page.contains("request?starts=2026-12-01T16:00&#38;ends=2026-12-01T17:00"));
    assert!(page.contains("free, already requested"));
    // What is told as free together does not overlap.
    let days = page.split("<ul class=\"free-list\">").skip(1);
    let mut days = days.filter_map(|rest| rest.split("</ul>").next());
    let tuesday = days.find(|day| day.contains("Tuesday")).unwrap();
    let told: Vec<&str> = tuesday
        .split("</span>")
        .filter_map(|rest| rest.split_once("</a>"))
        .map(|(times, _)| times)
        .collect();
    let times = told.iter().filter_map(|times| times.split_once('–'));
    let (starts, ends): (Vec<_>, Vec<_>) = times.unzip();
    assert_eq!(told.len(), 3, "before, asked for, after: {told:?}");
    let mut pairs = ends.iter().zip(&starts[1..]);
    assert!(pairs.all(|(end, next)| end <= next), "{told:?}");
}

#[tokio::test]
async fn every_answer_carries_the_headers_that_keep_a_page_to_itself() {
    let test = TestApp::new().await;
    let browser = Browser::speaking(&test, "kk");
    for path in ["/", "/nowhere", "/venues/youth-house"] {
        let answer = browser.get(path).await;
        let policy = answer.headers[header::CONTENT_SECURITY_POLICY]
            .to_str()
            .unwrap();
        assert!(policy.starts_with("default-src 'none'; style-src 'self'"));
        assert_eq!(answer.headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
        assert!(!answer.text.contains("style=") && !answer.text.contains("<script"));
        assert!(answer.headers.contains_key("x-request-id"));
    }
    assert_eq!(browser.get("/nowhere").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_style_sheet_is_kept_for_ever_under_its_own_address() {
    let test = TestApp::new().await;
    let browser = Browser::speaking(&test, "kk");
    let page = browser.page("/").await;
    let path = page.split("href=\"/assets/style").nth(1).unwrap();
    let path = format!("/assets/style{}", path.split('"').next().unwrap());
    let style = browser.get(&path).await;
    assert_eq!(style.status, StatusCode::OK);
    assert!(
        style.headers[header::CACHE_CONTROL]
            .to_str()
            .unwrap()
            .contains("immutable")
    );
    let other = browser.get("/assets/style-000000000000.css").await;
    assert_eq!(other.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_language_is_the_browsers_once_and_then_what_was_chosen() {
    let test = TestApp::new().await;
    let browser = Browser::speaking(&test, "kk");
    browser.cookies.borrow_mut().clear();
    let wish = |language: &str| {
        browser
            .request("GET", "/")
            .header(header::ACCEPT_LANGUAGE, language)
            .body(axum::body::Body::empty())
            .unwrap()
    };
    let first = browser.send(wish("ru-RU,ru;q=0.9")).await;
    assert!(first.text.contains("<html lang=\"ru\">"));
    let second = browser.send(wish("en")).await;
    assert!(
        second.text.contains("<html lang=\"ru\">"),
        "only the first visit"
    );
    let chosen = browser
        .post(
            "/language",
            &[("language", "en"), ("next", "/venues/youth-house")],
        )
        .await;
    assert_eq!(super::browser::location(&chosen), "/venues/youth-house");
    assert!(browser.page("/").await.contains("<html lang=\"en\">"));
    let away = browser
        .post(
            "/language",
            &[("language", "kk"), ("next", "//evil.example")],
        )
        .await;
    assert_eq!(super::browser::location(&away), "/");
}

#[tokio::test]
async fn a_kept_week_is_as_new_as_the_last_request() {
    let test = TestApp::new().await;
    let asel = test.person("asel@qanat.example").await;
    let path = "/venues/youth-house/dance-studio?week=2026-11-30";
    let browser = Browser::speaking(&test, "en");
    let first = browser.get(path).await;
    let tag = first.headers[header::ETAG].clone();
    let known = || {
        browser
            .request("GET", path)
            .header(header::IF_NONE_MATCH, &tag)
            .body(axum::body::Body::empty())
            .unwrap()
    };
    let same = browser.send(known()).await;
    assert_eq!(same.status, StatusCode::NOT_MODIFIED);
    let wanted = asking(
        "youth-house/dance-studio",
        "2026-12-01T16:00",
        "2026-12-01T18:00",
    );
    test.request(&asel, wanted).await.unwrap();
    let changed = browser.send(known()).await;
    assert_eq!(changed.status, StatusCode::OK);
    assert!(!changed.text.contains("starts=2026-12-01T16:00"));
    let kazakh = Browser::speaking(&test, "kk").page(path).await;
    assert!(kazakh.contains("<html lang=\"kk\">"));
    test.app.clock.set(NOW.plus_days(14));
    let later = browser.page(path).await;
    assert!(later.contains("<td class=\"past\"") && !later.contains("<td class=\"free\""));
}

#[tokio::test]
async fn a_request_for_the_whole_leaves_the_kept_week_of_a_part_when_the_other_part_is_given_away()
{
    let line = "slug = \"small-hall\"\n";
    let toml = CATALOGUE.replace(line, &format!("{line}  pending = \"compete\"\n"));
    let test = TestApp::with_catalogue(&toml).await;
    let manager = test.manager_of("youth-house").await;
    let asel = test.person("asel@qanat.example").await;
    let at_four = |space| asking(space, "2026-12-01T16:00", "2026-12-01T18:00");
    test.request(&asel, at_four("youth-house/small-hall"))
        .await
        .unwrap();
    let path = "/venues/youth-house/small-hall-1?week=2026-11-30";
    let calendar =
        "/api/v1/venues/youth-house/calendar?from=2026-12-01&to=2026-12-02&space=small-hall-1";
    let browser = Browser::speaking(&test, "en");
    let asked_for = async || {
        let cells = browser
            .page(path)
            .await
            .matches("<td class=\"free asked\"")
            .count();
        let items = browser.page(calendar).await.matches("\"pending\"").count();
        (cells > 0, items > 0)
    };
    assert_eq!(asked_for().await, (true, true));
    let other = test
        .request(&manager, at_four("youth-house/small-hall-2"))
        .await
        .unwrap();
    assert_eq!(asked_for().await, (false, false));
    test.cancel(&manager, other.id).await.unwrap();
    assert_eq!(asked_for().await, (true, true));
}

#[tokio::test]
async fn while_the_clock_runs_an_own_write_shows_at_once_and_one_of_another_process_soon() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let other = test.another(9).await;
    let clock = Clock::running_from(NOW);
    let running = App::new(other.db.clone(), clock, Ids::seeded(10), Config::defaults());
    let path =
        "/api/v1/venues/youth-house/calendar?from=2026-12-01&to=2026-12-02&space=meeting-room";
    let busy = async || {
        let router = jastar::server::router(running.clone());
        let request = axum::http::Request::get(path).header("host", "127.0.0.1:8080");
        let answer = router
            .oneshot(request.body(axum::body::Body::empty()).unwrap())
            .await
            .unwrap();
        let bytes = answer.into_body().collect().await.unwrap().to_bytes();
        String::from_utf8_lossy(&bytes).matches("\"busy\"").count()
    };
    let at = |hour: i32| {
        asking(
            "youth-house/meeting-room",
            &format!("2026-12-01T{hour}:00"),
            &format!("2026-12-01T{hour}:30"),
        )
    };
    for hour in 10..18 {
        let before = busy().await;
        done(booking::request(&running, &manager, at(hour), Idempotent::unkeyed()).await).unwrap();
        assert_eq!(busy().await, before + 1, "at once");
    }
    let before = busy().await;
    test.request(&manager, at(19)).await.unwrap();
    let soon = async {
        while busy().await == before {
            tokio::task::yield_now().await;
        }
    };
    in_time(soon).await;
}
