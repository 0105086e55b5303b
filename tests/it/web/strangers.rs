//! Strangers who ask for codes in somebody else's name, try them out, or leave forms behind; and whose they do not hinder.

use std::net::SocketAddr;

use axum::{
    body::Body,
    extract::ConnectInfo,
    http::{Request, StatusCode, header},
};
use entity::draft;
use sea_orm::{EntityTrait, PaginatorTrait};
use url::form_urlencoded;

use super::{
    asking::{FORM, code_of_last_mail, filled, sign_in},
    browser::{Browser, location, value},
};
use crate::it::support::{NOW, TestApp, client::Answer, db::on_file_or_says, other_code};

const EMAIL: &str = "asel@qanat.example";

/// What a browser that has no cookies yet is answered.
async fn post(test: &TestApp, from: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
    let form = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish();
    let address: SocketAddr = format!("{from}:40000").parse().unwrap();
    let request = Request::post(path)
        .header("host", "127.0.0.1:8080")
        .header("accept-language", "en")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
        .extension(ConnectInfo(address))
        .body(Body::from(form))
        .unwrap();
    test.send(request).await
}

async fn ask(test: &TestApp, from: &str, email: &str) -> StatusCode {
    post(test, from, "/sign-in", &[("email", email)])
        .await
        .status
}

fn retry_after(answer: &Answer) -> i64 {
    assert_eq!(
        answer.status,
        StatusCode::TOO_MANY_REQUESTS,
        "{}",
        answer.text
    );
    let value = answer.headers[header::RETRY_AFTER].to_str().unwrap();
    value.parse().unwrap()
}

/// As many codes as a mailbox is sent in an hour, asked for from five networks.
async fn flood(test: &TestApp) {
    for stranger in 1..=5 {
        for _ in 0..6 {
            ask(test, &format!("192.0.2.{stranger}"), EMAIL).await;
        }
    }
}

#[tokio::test]
async fn a_stranger_cannot_use_up_the_codes_of_a_mailbox() {
    let test = TestApp::new().await;
    for at in 0..10 {
        let email = if at % 2 == 0 {
            EMAIL
        } else {
            " Asel@Qanat.example"
        };
        let answer = ask(&test, "192.0.2.1", email).await;
        let sent = answer == StatusCode::SEE_OTHER;
        assert!(sent || answer == StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(sent, at < 6, "{at}");
    }
    assert_eq!(test.outbox().await.len(), 6);
    let others = ask(&test, "192.0.2.1", "erasyl@dombyra.example").await;
    assert_eq!(others, StatusCode::SEE_OTHER, "who shares their address");
    let owner = ask(&test, "192.0.2.2", EMAIL).await;
    assert_eq!(owner, StatusCode::SEE_OTHER, "the owner at home");
    for stranger in 3..12 {
        for _ in 0..6 {
            ask(&test, &format!("192.0.2.{stranger}"), EMAIL).await;
        }
    }
    let codes = test.outbox().await;
    let flood = codes.iter().filter(|mail| mail.recipient == EMAIL).count();
    assert_eq!(
        flood,
        30 + 5,
        "many strangers do not flood it either: beyond thirty each sends one"
    );
}

#[tokio::test]
async fn nor_from_all_the_networks_of_one_ipv6_customer() {
    let test = TestApp::new().await;
    for at in 0..40 {
        // Another /56 each time.
        ask(&test, &format!("[2001:db8:7:{at:x}00::1]"), EMAIL).await;
    }
    assert_eq!(test.outbox().await.len(), 6);
    let owner = ask(&test, "[2001:db8:8::1]", EMAIL).await;
    assert_eq!(owner, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn whoever_has_signed_in_there_before_gets_a_code_whatever_strangers_do() {
    let test = TestApp::new().await;
    let home = Browser::speaking(&test, "en");
    sign_in(&home, EMAIL).await;
    home.post("/sign-out", &[]).await;
    assert!(!home.cookies.borrow().contains_key("sid"));
    flood(&test).await;
    let elsewhere = Browser::speaking(&test, "en");
    let refused = elsewhere.post("/sign-in", &[("email", EMAIL)]).await;
    assert_eq!(retry_after(&refused), 3600, "the first of thirty was now");
    sign_in(&home, EMAIL).await;
    // For nobody else's mailbox.
    home.post("/sign-out", &[]).await;
    home.cookies.borrow_mut().remove("browser");
    for stranger in 0..30 {
        ask(&test, &format!("192.0.3.{stranger}"), "victim@test.example").await;
    }
    let refused = home
        .post("/sign-in", &[("email", "victim@test.example")])
        .await;
    assert_eq!(retry_after(&refused), 3600);
    // Nor without end: a cookie may be stolen.
    let mut sent = 0;
    for at in 1..=20 {
        home.cookies.borrow_mut().remove("browser");
        let answer = home.post("/sign-in", &[("email", EMAIL)]).await;
        sent += usize::from(answer.status == StatusCode::SEE_OTHER);
        assert!(at <= 9 || retry_after(&answer) == 360);
    }
    assert_eq!(sent, 9, "and one before");
    test.app.clock.set(NOW.plus_days(90));
    flood(&test).await;
    let later = home.post("/sign-in", &[("email", EMAIL)]).await;
    assert_eq!(later.status, StatusCode::TOO_MANY_REQUESTS, "after 90 days");
}

#[tokio::test]
async fn a_device_cookie_is_kept_as_its_hash_where_no_script_reads_it_and_never_taken_from_outside()
{
    let test = TestApp::new().await;
    let browser = Browser::speaking(&test, "en");
    let planted = "f".repeat(64);
    browser
        .cookies
        .borrow_mut()
        .insert("device".to_owned(), planted.clone());
    browser.post("/sign-in", &[("email", EMAIL)]).await;
    let code = code_of_last_mail(&test).await;
    let entered = browser.post("/sign-in/code", &[("code", &code)]).await;
    let cookies = entered.headers.get_all(header::SET_COOKIE).iter();
    let cookies: Vec<&str> = cookies.map(|value| value.to_str().unwrap()).collect();
    let cookie = cookies.iter().find(|cookie| cookie.starts_with("device="));
    let cookie = cookie.unwrap();
    assert!(cookie.contains("HttpOnly") && cookie.contains(&format!("Max-Age={}", 90 * 86400)));
    let token = cookie[7..].split(';').next().unwrap();
    assert_ne!(token, planted);
    let stored = entity::device::Entity::find()
        .all(test.app.db.read())
        .await
        .unwrap();
    assert_eq!(stored.len(), 1);
    assert_eq!(stored[0].token_hash, jastar::account::token::hash(token));
    // Signing in again, or somebody else, keeps it.
    browser.post("/sign-out", &[]).await;
    sign_in(&browser, "erasyl@dombyra.example").await;
    assert_eq!(browser.cookies.borrow()["device"], token);
}

#[tokio::test]
async fn a_refusal_says_when_to_come_again_in_three_languages() {
    let test = TestApp::new().await;
    flood(&test).await;
    test.app.clock.set(NOW.plus_minutes(48));
    for (language, when) in [
        ("kk", "12 минуттан кейін"),
        ("ru", "через 12 минут"),
        ("en", "in 12 minutes"),
    ] {
        let browser = Browser::speaking(&test, language);
        let refused = browser.post("/sign-in", &[("email", EMAIL)]).await;
        assert_eq!(retry_after(&refused), 12 * 60);
        assert!(refused.text.contains(when), "{}", refused.text);
    }
}

/// So many strangers ask for a code each, wait for five minutes and enter a wrong one.
async fn guess(test: &TestApp, strangers: usize) {
    let strangers = vec![(); strangers];
    let strangers = strangers.iter().map(|()| Browser::speaking(test, "en"));
    let mut waiting = Vec::new();
    for stranger in strangers {
        location(&stranger.post("/sign-in", &[("email", EMAIL)]).await);
        let right = code_of_last_mail(test).await;
        waiting.push((stranger, other_code(&right)));
    }
    let now = test.app.clock.now();
    test.app.clock.set(now.plus_minutes(5));
    for (stranger, wrong) in waiting {
        let entered = stranger.post("/sign-in/code", &[("code", wrong)]).await;
        assert_eq!(entered.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
}

#[tokio::test]
async fn wrong_codes_cost_strangers_time_and_the_owner_at_most_five_minutes() {
    let test = TestApp::new().await;
    let home = Browser::speaking(&test, "en");
    sign_in(&home, EMAIL).await;
    home.post("/sign-out", &[]).await;
    guess(&test, 14).await;
    let elsewhere = Browser::speaking(&test, "en");
    elsewhere.post("/sign-in", &[("email", EMAIL)]).await;
    let code = code_of_last_mail(&test).await;
    let early = elsewhere.post("/sign-in/code", &[("code", &code)]).await;
    assert_eq!(retry_after(&early), 300);
    assert!(early.text.contains("in 5 minutes"), "{}", early.text);
    guess(&test, 6).await;
    let entered = elsewhere.post("/sign-in/code", &[("code", &code)]).await;
    assert_eq!(
        location(&entered),
        "/",
        "what came since did not start it anew"
    );
    // Where they have signed in before they need not wait.
    sign_in(&home, EMAIL).await;
}

#[tokio::test]
async fn of_a_form_that_is_kept_only_its_fields_are() {
    let test = TestApp::new().await;
    let browser = Browser::speaking(&test, "en");
    let padding = "x".repeat(20_000);
    let mut fields = filled("", "2026-12-01");
    fields.extend([
        ("more", padding.as_str()),
        ("stock-gold", "1"),
        ("replace-x", "1"),
    ]);
    location(&browser.post(FORM, &fields).await);
    let kept = draft::Entity::find().one(test.app.db.read()).await.unwrap();
    let kept = kept.unwrap().form;
    assert!(
        kept.contains("phone=8+701+123+45+67") && kept.contains("note=Ерте"),
        "{kept}"
    );
    for foreign in ["more", "gold", "replace-x"] {
        assert!(!kept.contains(foreign), "{kept}");
    }
}

#[tokio::test]
async fn a_form_too_long_to_be_kept_is_shown_again_with_all_that_was_typed() {
    let test = TestApp::new().await;
    let browser = Browser::speaking(&test, "en");
    let note = "ә".repeat(2000);
    let mut fields = filled("", "2026-12-01");
    fields.retain(|(name, _)| *name != "note");
    fields.push(("note", &note));
    let refused = browser.post(FORM, &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("Nothing is lost") && refused.text.contains(&note));
    assert_eq!(value(&refused.text, "name"), "Әсел");
    let kept = draft::Entity::find().count(test.app.db.read()).await;
    assert_eq!(kept.unwrap(), 0);
    // As it says: in another tab, and then from here.
    sign_in(&browser, EMAIL).await;
    assert!(location(&browser.post(FORM, &fields).await).starts_with("/bookings/"));
}

#[tokio::test]
async fn one_network_leaves_so_many_forms_and_no_more() {
    let test = TestApp::new().await;
    let fields = filled("", "2026-12-01");
    for at in 0..60 {
        let left = post(&test, "192.0.2.1", FORM, &fields).await;
        assert_eq!(left.status, StatusCode::SEE_OTHER, "{at}");
    }
    let refused = post(&test, "192.0.2.1", FORM, &fields).await;
    assert_eq!(retry_after(&refused), 60);
    assert!(refused.text.contains("in 60 seconds") && refused.text.contains("Қанат"));
    let other = post(&test, "192.0.2.2", FORM, &fields).await;
    assert_eq!(other.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_form_is_shown_to_nobody_but_who_signs_in_to_send_it() {
    let test = TestApp::new().await;
    let browser = Browser::speaking(&test, "en");
    let signing_in = location(&browser.post(FORM, &filled("", "2026-12-01")).await);
    let draft = format!("{FORM}?draft=1");
    let shown = browser.get(&draft).await;
    assert_eq!(location(&shown), signing_in, "nobody has signed in");
    let before = browser.cookies.borrow()["browser"].clone();
    // Somebody else, on the same computer, who wants something else.
    sign_in(&browser, "erasyl@dombyra.example").await;
    assert_ne!(browser.cookies.borrow()["browser"], before);
    let page = browser.page(&draft).await;
    for of_the_other in ["Әсел", "8 701 123 45 67", "Қанат"] {
        assert!(!page.contains(of_the_other), "{of_the_other}");
    }
    assert_eq!(value(&page, "phone"), "");
    let kept = draft::Entity::find().count(test.app.db.read()).await;
    assert_eq!(kept.unwrap(), 0);
}

/// Everything that the files of the database hold.
fn bytes_of(folder: &std::path::Path) -> Vec<u8> {
    let files = std::fs::read_dir(folder).unwrap();
    let files = files.map(|file| file.unwrap().path());
    files
        .filter(|file| file.is_file())
        .flat_map(|file| std::fs::read(file).unwrap())
        .collect()
}

#[tokio::test]
async fn what_is_forgotten_is_gone_from_the_files_of_sqlite_too() {
    if !on_file_or_says("a server keeps its files to itself; README says so") {
        return;
    }
    let test = TestApp::new().await;
    let folder = test.folder().unwrap();
    let browser = Browser::speaking(&test, "en");
    let long = format!("kept canary {}", "ә".repeat(1600));
    let mut fields = filled("", "2026-12-01");
    fields.push(("note", &long));
    location(&browser.post(FORM, &fields).await);
    browser
        .post("/sign-in", &[("email", "canary@qanat.example")])
        .await;
    let holds = |what: &str| {
        let bytes = bytes_of(folder);
        bytes
            .windows(what.len())
            .any(|window| window == what.as_bytes())
    };
    let canaries = ["kept+canary", "canary@qanat.example"];
    for canary in canaries {
        assert!(holds(canary), "{canary}");
    }
    test.app.clock.set(NOW.plus_hours(25));
    jastar::account::forget_the_old(&test.app).await.unwrap();
    for canary in canaries {
        assert!(!holds(canary), "{canary}");
    }
}

/// Who corrects a mistyped mailbox within a minute is not told that a code went to the right one.
#[tokio::test]
async fn no_page_says_that_a_code_was_sent_which_was_not() {
    let test = TestApp::new().await;
    let browser = Browser::speaking(&test, "ru");
    let asked = browser
        .post("/sign-in", &[("email", "asel@qanat.exampel")])
        .await;
    assert!(location(&asked).starts_with("/sign-in/code"));
    let again = browser.post("/sign-in", &[("email", EMAIL)]).await;
    retry_after(&again);
    assert_eq!(value(&again.text, "email"), EMAIL);
    assert!(!again.text.contains("name=\"code\""), "{}", again.text);
    let same = browser
        .post("/sign-in", &[("email", "asel@qanat.exampel")])
        .await;
    retry_after(&same);
    assert!(same.text.contains("name=\"code\""), "it is on its way");
    assert_eq!(test.outbox().await.len(), 1);
}

#[tokio::test]
async fn who_signs_out_everywhere_is_told_so() {
    let test = TestApp::new().await;
    let browser = Browser::speaking(&test, "ru");
    sign_in(&browser, EMAIL).await;
    let page = browser.page("/sign-out").await;
    assert!(page.contains("action=\"/sign-out/everywhere\""));
    let out = browser.post("/sign-out/everywhere", &[]).await;
    assert!(browser.page(&location(&out)).await.contains("Вы вышли."));
    assert_eq!(browser.get("/bookings").await.status, StatusCode::SEE_OTHER);
}
