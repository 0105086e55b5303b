//! Choosing a language in the middle of a form: nothing that was typed is lost.

use axum::http::StatusCode;
use entity::{Language, booking::Status, person};
use jastar::mail::Mail;
use sea_orm::EntityTrait;

use super::{
    asking::{FORM, assert_kept, code_of_last_mail, filled, sign_in},
    browser::{Browser, page_of, value},
};
use crate::it::support::{TestApp, asking, client::Answer};

/// What the browser sends for a button of the head: the form that the button belongs to, with the language.
fn head_speaks_for(page: &str, form: &str) {
    let head = page.split_once("</header>").expect("a head").0;
    let languages = head.matches(" name=\"language\"").count();
    assert_eq!(languages, 3);
    let theirs = format!("lang=\"kk\" form=\"{form}\"");
    assert!(head.contains(&theirs), "{head}");
    assert_eq!(head.matches(&format!(" form=\"{form}\"")).count(), 4);
    assert!(page.contains(&format!(" id=\"{form}\"")), "{page}");
}

async fn in_russian<'a>(
    browser: &Browser<'_>,
    path: &str,
    mut fields: Vec<(&'a str, &'a str)>,
) -> Answer {
    fields.push(("language", "ru"));
    let shown = browser.post(path, &fields).await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.text);
    assert!(shown.text.contains("<html lang=\"ru\">"));
    assert_eq!(browser.cookies.borrow()["language"], "ru");
    shown
}

#[tokio::test]
async fn a_request_is_told_its_faults_again_in_the_other_language() {
    let test = TestApp::new().await;
    let browser = Browser::speaking(&test, "kk");
    let mut fields = filled("", "2026-12-01");
    fields.push(("attendees", "99"));
    let refused = browser.post(FORM, &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    head_speaks_for(&refused.text, "form");
    assert_eq!(value(&refused.text, "refused"), "1");
    let key = value(&refused.text, "key");
    fields.extend([("refused", "1"), ("key", &key)]);
    let page = in_russian(&browser, FORM, fields.clone()).await.text;
    assert!(page.contains("помещается 30 человек"), "{page}");
    assert_eq!(value(&page, "attendees"), "99");
    assert_eq!(value(&page, "title"), "Би кеші <b>\"&'");
    assert_eq!(value(&page, "key"), key, "it is the same form");
    head_speaks_for(&page, "form");
    let again = browser.page(FORM).await;
    assert!(again.contains("<html lang=\"ru\">"), "it was kept");
}

#[tokio::test]
async fn a_form_that_nobody_sent_yet_is_only_read_in_the_other_language() {
    let test = TestApp::new().await;
    let browser = Browser::speaking(&test, "kk");
    let empty = browser.page(FORM).await;
    head_speaks_for(&empty, "form");
    assert!(!empty.contains("name=\"refused\""));
    let mut fields = filled("", "2026-12-01");
    fields.push(("from", ""));
    let page = in_russian(&browser, FORM, fields).await.text;
    assert_kept(&page);
    assert!(!page.contains("role=\"alert\"") && !page.contains("class=\"error\""));
}

#[tokio::test]
async fn what_is_taken_and_what_is_free_is_told_again_and_nothing_is_sent() {
    let test = TestApp::new().await;
    let other = test.person("erasyl@dombyra.example").await;
    let wanted = asking(
        "youth-house/dance-studio",
        "2026-12-01T16:00",
        "2026-12-01T18:00",
    );
    test.request(&other, wanted).await.unwrap();
    let browser = Browser::speaking(&test, "kk");
    sign_in(&browser, "asel@qanat.example").await;
    let refused = browser.post(FORM, &filled("", "2026-12-01")).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    let (before, key) = (test.outbox().await.len(), value(&refused.text, "key"));
    let mut fields = filled(&key, "2026-12-01");
    fields.push(("refused", "1"));
    let page = in_russian(&browser, FORM, fields).await.text;
    assert!(page.contains("Это время занято") && page.contains("Выбрать: Танцевальный зал, "));
    assert_kept(&page);
    let mut fields = filled(&key, "2026-12-01");
    fields.extend([("from", "12:00"), ("to", "13:00"), ("refused", "1")]);
    let page = in_russian(&browser, FORM, fields).await.text;
    assert!(
        !page.contains("role=\"alert\""),
        "nothing is wrong any more"
    );
    assert_eq!(test.outbox().await.len(), before, "nothing was sent");
    let people = person::Entity::find().all(test.app.db.read()).await;
    let asel = people
        .unwrap()
        .into_iter()
        .find(|one| one.email == "asel@qanat.example");
    assert_eq!(
        asel.unwrap().language,
        Some(Language::Ru),
        "so are the mails"
    );
    test.assert_sound().await;
}

#[tokio::test]
async fn a_mailbox_is_kept_and_no_code_goes_out() {
    let test = TestApp::new().await;
    let browser = Browser::speaking(&test, "kk");
    let next = ("next", "/venues/youth-house");
    let page = browser.page("/sign-in?next=%2Fvenues%2Fyouth-house").await;
    head_speaks_for(&page, "sign-in");
    let fields = vec![("email", "asel@qanat"), next];
    let page = in_russian(&browser, "/sign-in", fields).await.text;
    assert_eq!(value(&page, "email"), "asel@qanat");
    assert_eq!(value(&page, "next"), "/venues/youth-house");
    assert!(test.outbox().await.is_empty());
    browser
        .post("/sign-in", &[("email", "asel@qanat.example"), next])
        .await;
    code_of_last_mail(&test).await;
    let wrong = browser.post("/sign-in/code", &[("code", "1"), next]).await;
    let back = "name=\"next\" value=\"/sign-in/code?next=%2Fvenues%2Fyouth-house\"";
    assert!(wrong.text.contains(back), "{}", wrong.text);
}

#[tokio::test]
async fn the_words_of_a_manager_are_kept_and_nothing_is_decided() {
    let test = TestApp::new().await;
    test.manager_of("youth-house").await;
    let asel = test.person("asel@qanat.example").await;
    let wanted = asking(
        "youth-house/dance-studio",
        "2026-12-01T16:00",
        "2026-12-01T18:00",
    );
    let booking = test.request(&asel, wanted).await.unwrap();
    let browser = Browser::speaking(&test, "kk");
    sign_in(&browser, "manager@youth-house.example").await;
    let path = format!("/bookings/{}", booking.code);
    let page = browser.page(&path).await;
    let back = format!("name=\"next\" value=\"{path}\"");
    assert!(page.contains(&back), "{page}");
    let reject = format!("{path}/reject");
    let refused = browser.post(&reject, &[("text", " ")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    head_speaks_for(&refused.text, &format!("reject-{}", booking.code));
    let fields = vec![("reason", "other-group"), ("text", "Кешіріңіз!")];
    let page = in_russian(&browser, &reject, fields).await.text;
    assert!(page.contains("Кешіріңіз!</textarea>"), "{page}");
    assert!(page.contains("value=\"other-group\" selected"));
    assert_eq!(test.stored(booking.id).await.status, Status::Pending);

    let approve = format!("{path}/approve");
    let note = [("text", "Ауыстыратын аяқ киім алыңыздар.")];
    assert_eq!(page_of(&browser.post(&approve, &note).await), path);
    let page = browser.page(&path).await;
    assert!(
        page.contains("<br>Ауыстыратын аяқ киім алыңыздар.</li>"),
        "{page}"
    );
    let Mail::Approved(facts) = test.mail(booking.id, "approved").await else {
        panic!("another mail");
    };
    assert_eq!(facts.reason_text.as_deref(), Some(note[0].1));
    let twice = browser.post(&approve, &note).await;
    assert_eq!(twice.status, StatusCode::CONFLICT);
    assert!(twice.text.contains(&back), "there is no form to go on with");
    test.assert_sound().await;
}
