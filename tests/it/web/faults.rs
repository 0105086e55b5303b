//! What is wrong is said first: in the title, in a summary that has the focus, and at the field that it is about.

use axum::http::StatusCode;

use super::{asking::sign_in, browser::Browser};
use crate::it::support::{TestApp, asking};

const SUMMARY: &str = "<div class=\"summary\" role=\"alert\" tabindex=\"-1\" autofocus";

#[tokio::test]
async fn a_refused_form_says_so_in_its_title_and_takes_the_focus() {
    let test = TestApp::new().await;
    let browser = Browser::speaking(&test, "ru");
    let form = "/venues/youth-house/dance-studio/request";
    let untouched = browser.page(form).await;
    assert!(!untouched.contains("<title>Ошибка") && !untouched.contains("autofocus"));
    let said = [
        ("date", "2026-12-01"),
        ("from", "16:10"),
        ("to", "18:00"),
        ("title", "Би"),
        ("attendees", "5"),
        ("name", "Әсел"),
        ("phone", "+7 701 123 45 67"),
    ];
    let refused = browser.post(form, &said).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = &refused.text;
    assert!(page.contains("<title>Ошибка: "), "{page}");
    assert_eq!(page.matches(" autofocus").count(), 1);
    assert!(page.contains(SUMMARY));
    // The minutes of the start are wrong, not the day.
    assert!(
        page.contains("href=\"#from\"") && page.contains("id=\"from-error\""),
        "{page}"
    );
    assert!(!page.contains("id=\"date-error\""));
}

#[tokio::test]
async fn so_does_what_is_refused_on_the_page_of_a_booking() {
    let test = TestApp::new().await;
    let asel = test.person("asel@qanat.example").await;
    let wanted = asking(
        "youth-house/dance-studio",
        "2026-12-01T16:00",
        "2026-12-01T18:00",
    );
    let booking = test.request(&asel, wanted).await.unwrap();
    let browser = Browser::speaking(&test, "ru");
    sign_in(&browser, "asel@qanat.example").await;
    let path = format!("/bookings/{}/move", booking.code);
    let said = [("date", "2026-12-02"), ("from", "16:10"), ("to", "18:00")];
    let refused = browser.post(&path, &said).await;
    let page = &refused.text;
    assert!(
        page.contains("<title>Ошибка: ") && page.contains(SUMMARY),
        "{page}"
    );
    assert!(
        page.contains("id=\"from-error\"") && !page.contains("id=\"date-error\""),
        "{page}"
    );
}

#[tokio::test]
async fn languages_wrap_when_letters_are_large() {
    let test = TestApp::new().await;
    let browser = Browser::speaking(&test, "kk");
    let front = browser.page("/").await;
    let (_, rest) = front
        .split_once("<link rel=\"stylesheet\" href=\"")
        .unwrap();
    let style = browser.page(rest.split('"').next().unwrap()).await;
    let languages = style.split(".languages {").nth(1).unwrap();
    assert!(
        languages
            .split('}')
            .next()
            .unwrap()
            .contains("flex-wrap: wrap")
    );
}
