//! What a page does besides what it was asked for keeps nobody from it: what cannot be noted now is left.

use axum::http::StatusCode;
use sea_orm::ConnectionTrait;

use super::{
    asking::{FORM, code_of_last_mail, filled, sign_in},
    browser::{Browser, location, page_of, value},
};
use crate::it::support::TestApp;

const EMAIL: &str = "asel@qanat.example";

/// From now on the database says no to every act of this kind on a table.
async fn refuse(test: &TestApp, act: &str, table: &str) {
    let trigger = if test.server().is_some() {
        format!(
            "CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$; \
             CREATE TRIGGER no BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION no()"
        )
    } else {
        format!("CREATE TRIGGER no BEFORE {act} ON {table} BEGIN SELECT RAISE(ABORT, 'no'); END")
    };
    test.raw().await.execute_unprepared(&trigger).await.unwrap();
}

#[tokio::test]
async fn who_has_sent_a_form_is_told_so_though_it_cannot_be_forgotten() {
    let test = TestApp::new().await;
    let browser = Browser::speaking(&test, "en");
    let key = value(&browser.page(FORM).await, "key");
    let left = browser.post(FORM, &filled(&key, "2026-12-01")).await;
    let next = value(&browser.page(&location(&left)).await, "next");
    let asked = [("email", EMAIL), ("next", &*next)];
    browser.post("/sign-in", &asked).await;
    let code = code_of_last_mail(&test).await;
    let entered = [("code", &*code), ("next", &*next)];
    let page = location(&browser.post("/sign-in/code", &entered).await);
    let page = browser.page(&page).await;
    assert_eq!(value(&page, "group"), "Қанат");
    refuse(&test, "DELETE", "draft").await;
    let key = value(&page, "key");
    let booking = page_of(&browser.post(FORM, &filled(&key, "2026-12-01")).await);
    assert!(browser.page(&booking).await.contains("Қанат"));
    test.assert_sound().await;
}

#[tokio::test]
async fn who_has_used_up_a_code_is_signed_in_though_an_old_session_cannot_be_ended() {
    let test = TestApp::new().await;
    let browser = Browser::speaking(&test, "en");
    sign_in(&browser, EMAIL).await;
    refuse(&test, "DELETE", "session").await;
    browser
        .post("/sign-in", &[("email", "erasyl@dombyra.example")])
        .await;
    let code = code_of_last_mail(&test).await;
    let entered = browser.post("/sign-in/code", &[("code", &code)]).await;
    assert_eq!(entered.status, StatusCode::SEE_OTHER, "{}", entered.text);
    let page = browser.page("/bookings").await;
    assert!(page.contains("erasyl@dombyra.example"), "{page}");
}

#[tokio::test]
async fn a_form_is_read_in_another_language_though_mails_cannot_be_told_of_it() {
    let test = TestApp::new().await;
    let browser = Browser::speaking(&test, "en");
    sign_in(&browser, EMAIL).await;
    refuse(&test, "UPDATE", "person").await;
    let mut fields = filled("", "2026-12-01");
    fields.push(("language", "ru"));
    let switched = browser.post(FORM, &fields).await;
    assert_eq!(switched.status, StatusCode::OK, "{}", switched.text);
    assert!(switched.text.contains("Отправить") && switched.text.contains("Қанат"));
    let chosen = browser
        .post("/language", &[("language", "kk"), ("next", FORM)])
        .await;
    assert_eq!(location(&chosen), FORM);
}

/// Their browser has the form still and can send it again.
#[tokio::test]
async fn who_was_signed_out_meanwhile_is_told_how_to_send_it_all_the_same() {
    let test = TestApp::new().await;
    test.manager_of("youth-house").await;
    for (language, words) in [
        ("kk", "Басқа қойындыда кіріп"),
        ("ru", "Войдите на другой вкладке"),
        ("en", "Sign in on another tab"),
    ] {
        let browser = Browser::speaking(&test, language);
        let said = [("reason", "repairs"), ("text", "Су басып қалды")];
        let refused = browser.post("/bookings/ABCDEFG/reject", &said).await;
        assert_eq!(refused.status, StatusCode::UNAUTHORIZED, "{}", refused.text);
        assert!(refused.text.contains(words), "{}", refused.text);
        assert!(refused.text.contains("href=\"/sign-in\" target=\"_blank\""));
    }
}
