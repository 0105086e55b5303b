//! Changing, shortening and moving on the page of a booking.

use axum::http::StatusCode;

use super::{
    asking::sign_in,
    browser::{Browser, page_of},
};
use crate::it::support::{TestApp, asking};

async fn booked(test: &TestApp) -> entity::Booking {
    let asel = test.person("asel@qanat.example").await;
    let wanted = asking(
        "youth-house/dance-studio",
        "2026-12-01T16:00",
        "2026-12-01T18:00",
    );
    test.request(&asel, wanted).await.unwrap()
}

#[tokio::test]
async fn the_group_changes_what_it_said_and_loses_nothing_of_it() {
    let test = TestApp::new().await;
    let booking = booked(&test).await;
    let browser = Browser::speaking(&test, "ru");
    sign_in(&browser, "asel@qanat.example").await;
    let path = format!("/bookings/{}", booking.code);
    let page = browser.page(&path).await;
    assert!(page.contains("Изменить данные") && page.contains("Закончить раньше"));
    let fields = |version: &'static str, attendees: &'static str| {
        [
            ("version", version),
            ("title", "Новое название"),
            ("attendees", attendees),
            ("layout", ""),
            ("programme", ""),
            ("note", "Придём раньше"),
            ("phone", "+7 701 123 45 67"),
        ]
    };
    let change = format!("{path}/change");
    let crowd = browser.post(&change, &fields("1", "500")).await;
    assert_eq!(crowd.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(crowd.text.contains("Придём раньше") && crowd.text.contains("Сколько человек: "));
    let stale = browser.post(&change, &fields("7", "9")).await;
    assert_eq!(stale.status, StatusCode::PRECONDITION_FAILED);
    assert!(stale.text.contains("Новое название") && stale.text.contains("value=\"1\""));
    let done = browser.post(&change, &fields("1", "9")).await;
    assert_eq!(page_of(&done), path);
    let page = browser.page(&path).await;
    assert!(page.contains("Новое название") && page.contains("Данные изменены"));
    test.assert_sound().await;
}

#[tokio::test]
async fn a_booking_is_moved_and_ends_earlier_on_its_page() {
    let test = TestApp::new().await;
    let booking = booked(&test).await;
    test.manager_of("youth-house").await;
    let browser = Browser::speaking(&test, "kk");
    sign_in(&browser, "manager@youth-house.example").await;
    let path = format!("/bookings/{}", booking.code);
    let to = |date: &'static str, space: &'static str| {
        [
            ("date", date),
            ("from", "10:00"),
            ("to", "12:00"),
            ("space", space),
        ]
    };
    let relocate = format!("{path}/move");
    let holiday = to("2026-12-16", "youth-house/dance-studio");
    let holiday = browser.post(&relocate, &holiday).await;
    assert_eq!(holiday.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(holiday.text.contains("name=\"waive-holiday\""));
    let there = to("2026-12-02", "youth-house/small-hall");
    let moved = browser.post(&relocate, &there).await;
    assert_eq!(page_of(&moved), path);
    assert_eq!(test.stored(booking.id).await.starts, "2026-12-02T10:00");
    let until = [("until", "2026-12-02T11:00")];
    let finished = browser.post(&format!("{path}/finish"), &until).await;
    assert_eq!(page_of(&finished), path);
    let page = browser.page(&path).await;
    assert!(page.contains("Көшірілді") && page.contains("10:00–11:00"));
    test.assert_sound().await;
}

#[tokio::test]
async fn nobody_is_shown_a_form_for_what_they_may_not_do() {
    let test = TestApp::new().await;
    let booking = booked(&test).await;
    let browser = Browser::speaking(&test, "en");
    sign_in(&browser, "asel@qanat.example").await;
    test.app.clock.set(booking.ends_at);
    let page = browser.page(&format!("/bookings/{}", booking.code)).await;
    for slug in ["change", "finish", "move"] {
        assert!(!page.contains(&format!("/{slug}\"")), "{slug}");
    }
}
