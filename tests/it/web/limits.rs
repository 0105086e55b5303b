//! Who does more in an hour than one may loses nothing by it.

use axum::http::{StatusCode, header};

use super::{
    asking::{FORM, filled, sign_in},
    browser::{Browser, page_of, value},
};
use crate::it::support::{TestApp, usual};

/// Who has asked as often in an hour as one may keeps what they typed, and is told when to send it again.
#[tokio::test]
async fn who_asks_too_often_loses_nothing_typed() {
    let mut config = usual();
    config.limits.requests_per_hour = 1;
    let test = TestApp::with(config).await;
    let browser = Browser::speaking(&test, "ru");
    sign_in(&browser, "asel@qanat.example").await;
    let send = async |extra: &[(&'static str, &'static str)]| {
        let key = value(&browser.page(FORM).await, "key");
        let fields = [&filled(&key, "2026-12-01")[..], extra].concat();
        browser.post(FORM, &fields).await
    };
    let first = send(&[]).await;
    let weekly = [
        ("repeat", "week"),
        ("times", "2"),
        ("report", "1"),
        ("confirmed", "1"),
    ];
    for extra in [&[("from", "18:00"), ("to", "20:00")][..], &weekly] {
        let refused = send(extra).await;
        assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
        assert!(refused.headers.contains_key(header::RETRY_AFTER));
        assert_eq!(value(&refused.text, "title"), "Би кеші <b>\"&'");
        assert!(refused.text.contains("осталось здесь: отправьте ещё раз"));
    }
    // So does who changes a booking or moves it.
    let path = page_of(&first);
    let page = browser.page(&path).await;
    let version = value(&page, "version");
    let said = [
        ("version", &*version),
        ("title", "Басқа"),
        ("attendees", "9"),
    ];
    let refused = browser.post(&format!("{path}/change"), &said).await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(value(&refused.text, "title"), "Басқа");
}
