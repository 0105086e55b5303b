//! How much of a venue one booker may have: set on a page, and told to whom it stops.

use axum::http::StatusCode;

use super::{
    asking::{filled, sign_in},
    browser::{Browser, location},
};
use crate::it::support::{TestApp, asking};

const PAGE: &str = "/manage/youth-house/quotas";
const MANAGER: &str = "manager@youth-house.example";

async fn manager<'a>(test: &'a TestApp, language: &str) -> Browser<'a> {
    test.manager_of("youth-house").await;
    let browser = Browser::speaking(test, language);
    sign_in(&browser, MANAGER).await;
    browser
}

#[tokio::test]
async fn a_manager_sets_them_and_finds_them_again() {
    let test = TestApp::new().await;
    let browser = manager(&test, "en").await;
    let venues = browser.page("/manage").await;
    assert!(venues.contains(&format!("href=\"{PAGE}\"")));
    let empty = browser.page(PAGE).await;
    assert_eq!(empty.matches("<legend>Time window").count(), 1);

    let friday = [("day-1-5", "1"), ("from-1", "17:00"), ("to-1", "01:00")];
    let mut typed = vec![("hours_per_week", "6"), ("prime_hours_per_month", "0")];
    typed.extend(friday);
    let saved = browser.post(PAGE, &typed).await;
    let page = browser.page(&location(&saved)).await;
    assert!(page.contains("Saved."), "{page}");
    for shown in [
        "name=\"hours_per_week\" type=\"number\" inputmode=\"numeric\" min=\"0\" max=\"1000\" value=\"6\"",
        "name=\"prime_hours_per_month\" type=\"number\" inputmode=\"numeric\" min=\"0\" max=\"1000\" value=\"0\"",
        "name=\"day-1-5\" type=\"checkbox\" value=\"1\" checked",
        "name=\"from-1\" type=\"time\" value=\"17:00\"",
        "name=\"to-1\" type=\"time\" value=\"01:00\"",
    ] {
        assert!(page.contains(shown), "no {shown}: {page}");
    }
    assert_eq!(page.matches("checked>").count(), 1);
    assert_eq!(
        page.matches("<legend>Time window").count(),
        2,
        "one for more"
    );
    let rules = browser.page("/venues/youth-house/dance-studio").await;
    for said in [
        "In a week, one person can have at most 6 hours here.",
        "In a month, one person can have at most 0 hours of peak time here.",
        "Peak time: Fri 17:00–01:00.",
    ] {
        assert!(rules.contains(said), "no {said}: {rules}");
    }
}

#[tokio::test]
async fn what_cannot_be_read_is_named_and_nothing_typed_is_lost() {
    let test = TestApp::new().await;
    let browser = manager(&test, "en").await;
    let wrong = [
        ("hours_per_week", "many"),
        ("bookings_per_month", "2000"),
        ("from-2", "17:00"),
    ];
    let refused = browser.post(PAGE, &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = refused.text;
    let between = "Write a number from 0 to 1000.";
    // Of the second nobody could say while the first could not be read.
    assert!(page.contains(&format!("href=\"#hours_per_week\">{between}")));
    assert!(page.contains("href=\"#from-2\">In time window 2, tick at least one day"));
    for kept in ["value=\"many\"", "value=\"2000\"", "value=\"17:00\""] {
        assert!(page.contains(kept), "{kept}: {page}");
    }
    let in_russian = [("hours_per_week", "1001"), ("language", "ru")];
    let page = browser.post(PAGE, &in_russian).await.text;
    assert!(page.contains("id=\"hours_per_week-error\""), "{page}");
    let mut other_language = wrong.to_vec();
    other_language.push(("language", "ru"));
    let page = browser.post(PAGE, &other_language).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains("Ограничения") && page.text.contains("value=\"many\""));
    let refused = browser.post(PAGE, &wrong[1..2]).await;
    assert!(refused.text.contains("Напишите число от 0 до 1000."));
}

#[tokio::test]
async fn nobody_else_finds_the_page() {
    let test = TestApp::new().await;
    test.manager_of("sarzhailau").await;
    let browser = Browser::speaking(&test, "kk");
    sign_in(&browser, "manager@sarzhailau.example").await;
    assert_eq!(browser.get(PAGE).await.status, StatusCode::NOT_FOUND);
    let sent = browser.post(PAGE, &[("hours_per_week", "1")]).await;
    assert_eq!(sent.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn whoever_is_stopped_reads_which_quota_and_what_is_left() {
    const FORM: &str = "/venues/youth-house/dance-studio/request";
    let test = TestApp::new().await;
    manager(&test, "kk")
        .await
        .post(PAGE, &[("hours_per_week", "2")])
        .await;
    let asel = test.person("asel@qanat.example").await;
    let had = asking(
        "youth-house/meeting-room",
        "2026-12-02T10:00",
        "2026-12-02T11:30",
    );
    test.request(&asel, had).await.unwrap();
    for (language, said) in [
        (
            "kk",
            "Мұнда бір аптада ең көбі 2 сағат алуға болады. Алынғаны – 1 сағат 30 минут, қалғаны – 30 минут.",
        ),
        (
            "ru",
            "За неделю здесь можно занять максимум 2 часа. Уже занято: 1 час 30 минут, осталось: 30 минут.",
        ),
        (
            "en",
            "You can have at most 2 hours a week here. Booked so far: 1 hour 30 minutes, left: 30 minutes.",
        ),
    ] {
        let browser = Browser::speaking(&test, language);
        sign_in(&browser, "asel@qanat.example").await;
        // The person's own language would win otherwise.
        let refused = browser.post(FORM, &filled("", "2026-12-01")).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text.contains(said), "{}", refused.text);
    }
}
