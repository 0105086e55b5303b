//! What is borrowed, on the form and on the pages of the booking.

use axum::http::StatusCode;

use super::{
    asking::{FORM, filled, sign_in},
    browser::{Browser, location, value},
};
use crate::it::support::TestApp;

const MICROPHONES: &str = "stock-radio-microphone";

#[tokio::test]
async fn a_number_that_cannot_be_lent_is_told_and_one_that_can_stands_on_the_booking() {
    let test = TestApp::new().await;
    let browser = Browser::speaking(&test, "en");
    sign_in(&browser, "asel@qanat.example").await;
    let form = browser
        .page(&format!(
            "{FORM}?starts=2026-12-01T16:00&ends=2026-12-01T18:00"
        ))
        .await;
    assert!(form.contains("Radio microphone, up to 6"), "{form}");
    let key = value(&form, "key");
    let with = |quantity: &'static str| {
        let mut fields = filled(&key, "2026-12-01");
        fields.push((MICROPHONES, quantity));
        fields
    };
    for wrong in ["7", "two"] {
        let refused = browser.post(FORM, &with(wrong)).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text.contains("href=\"#stock\""), "it leads there");
        assert_eq!(value(&refused.text, MICROPHONES), wrong, "as it was typed");
    }
    let sent = browser.post(FORM, &with("2")).await;
    let page = browser.page(&location(&sent)).await;
    assert!(page.contains("Radio microphone × 2"), "{page}");
    test.assert_sound().await;
}
