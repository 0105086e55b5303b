//! The request form, from the first look to the ticket.

use axum::http::{StatusCode, header};
use entity::outbox;
use sea_orm::{EntityTrait, QueryOrder, sea_query::Expr};

use super::browser::{Browser, location, page_of, unescaped, value};
use crate::it::support::{TestApp, asking, other_code};

pub const FORM: &str = "/venues/youth-house/dance-studio/request";

pub fn filled<'a>(key: &'a str, day: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("key", key),
        ("date", day),
        ("from", "16:00"),
        ("to", "18:00"),
        ("title", "Би кеші <b>\"&'"),
        ("attendees", "12"),
        ("layout", ""),
        ("group", "Қанат"),
        ("programme", "zhasyl-el"),
        ("note", "Ерте келеміз\r\nРахмет"),
        ("name", "Әсел"),
        ("phone", "8 701 123 45 67"),
    ]
}

pub async fn code_of_last_mail(test: &TestApp) -> String {
    let mail = outbox::Entity::find()
        .order_by_desc(Expr::cust("seq"))
        .order_by_desc(outbox::Column::Id)
        .all(test.app.db.read())
        .await
        .expect("a row with a code")
        .into_iter()
        .find(|mail| mail.kind == "sign_in_code")
        .expect("a mail with a code");
    mail.payload["code"]
        .as_str()
        .expect("a row with a code")
        .to_owned()
}

/// Signs in the way people do.
pub async fn sign_in(browser: &Browser<'_>, email: &str) {
    let asked = browser
        .post("/sign-in", &[("email", email), ("next", "/")])
        .await;
    assert!(location(&asked).starts_with("/sign-in/code?"));
    let code = code_of_last_mail(browser.test).await;
    let entered = browser
        .post("/sign-in/code", &[("code", &code), ("next", "/bookings")])
        .await;
    assert_eq!(location(&entered), "/bookings");
}

#[tokio::test]
async fn a_form_filled_in_before_signing_in_is_there_again_afterwards() {
    let test = TestApp::new().await;
    let browser = Browser::speaking(&test, "kk");
    let empty = browser
        .page(&format!(
            "{FORM}?starts=2026-12-01T16:00&ends=2026-12-01T17:00"
        ))
        .await;
    assert!(empty.contains("value=\"2026-12-01\"") && empty.contains("rules"));
    let key = value(&empty, "key");
    let sent = browser.post(FORM, &filled(&key, "2026-12-01")).await;
    let sign_in = location(&sent);
    assert!(sign_in.starts_with("/sign-in?next="), "{sign_in}");
    let page = browser.page(&sign_in).await;
    let next = value(&page, "next");
    assert_eq!(next, format!("{FORM}?draft=1"));
    let asked = browser
        .post(
            "/sign-in",
            &[("email", "asel@qanat.example"), ("next", &next)],
        )
        .await;
    let code_page = browser.page(&location(&asked)).await;
    assert!(code_page.contains("asel@qanat.example") && code_page.contains("one-time-code"));
    let code = code_of_last_mail(&test).await;
    let entered = browser
        .post("/sign-in/code", &[("code", &code), ("next", &next)])
        .await;
    let again = browser.page(&location(&entered)).await;
    assert_eq!(value(&again, "date"), "2026-12-01");
    assert_eq!(value(&again, "attendees"), "12");
    assert!(
        again.contains("Би кеші &#60;b&#62;&#34;&#38;&#39;"),
        "{again}"
    );
    assert!(again.contains("value=\"zhasyl-el\" selected"));
    assert_eq!(value(&again, "key"), key, "it is the same form");
    let sent = browser.post(FORM, &filled(&key, "2026-12-01")).await;
    let ticket = page_of(&sent);
    assert!(ticket.starts_with("/bookings/"));
    let twice = browser.post(FORM, &filled(&key, "2026-12-01")).await;
    assert_eq!(page_of(&twice), ticket, "a double click makes one booking");
    let page = browser.page(&ticket).await;
    assert!(page.contains("Би кеші &#60;b&#62;") && page.contains("a***@qanat.example"));
    let changed = browser.post(FORM, &filled(&key, "2026-12-02")).await;
    assert_eq!(changed.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_ne!(value(&changed.text, "key"), key);
    test.assert_sound().await;
}

#[tokio::test]
async fn every_fault_is_told_at_once_and_what_was_typed_stays() {
    let test = TestApp::new().await;
    let browser = Browser::speaking(&test, "en");
    let fields = [
        ("date", "2026-12-01"),
        ("from", "23:00"),
        ("to", "23:30"),
        ("title", "  "),
        ("attendees", "99"),
        ("note", "kept"),
        ("phone", "12"),
        ("name", "Asel"),
    ];
    let answer = browser.post(FORM, &fields).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = &answer.text;
    for told in [
        "On 1 December we are open 09:00–21:00",
        "Bookings here last at least 1 hour",
        "Please fill this in",
        "This space holds 30 people",
        "Write the whole number",
    ] {
        assert!(page.contains(told), "{told}\n{page}");
    }
    for field in ["date", "to", "title", "attendees", "phone"] {
        assert!(page.contains(&format!("href=\"#{field}\"")), "{field}");
        assert!(page.contains(&format!("id=\"{field}-error\"")), "{field}");
    }
    assert_eq!(value(page, "attendees"), "99");
    assert_eq!(value(page, "phone"), "12");
    assert!(page.contains("kept</textarea>"));
    assert!(page.contains("<option value=\"23:00\" selected>"));
    let nothing = browser.post(FORM, &[]).await;
    let told = nothing.text.matches("class=\"error\"").count();
    assert_eq!(
        told, 7,
        "date, from, to, title, people, name, phone: {}",
        nothing.text
    );
}

/// Everything `filled` says but the time.
pub fn assert_kept(page: &str) {
    for (name, typed) in [
        ("title", "Би кеші <b>\"&'"),
        ("attendees", "12"),
        ("group", "Қанат"),
        ("name", "Әсел"),
        ("phone", "8 701 123 45 67"),
    ] {
        assert_eq!(value(page, name), typed, "{name}");
    }
    assert!(page.contains("Ерте келеміз\r\nРахмет</textarea>"), "{page}");
    assert!(page.contains("value=\"zhasyl-el\" selected"), "{page}");
}

/// Where the buttons of the offers lead, with what they say.
fn offers(page: &str) -> Vec<(String, String)> {
    let form = page.split_once("id=\"form\"").expect("a form").1;
    let form = form.split_once("</form>").expect("well formed").0;
    let part = |button: &str, name: &str| {
        let part = button.split(name).nth(1).expect("well formed");
        unescaped(part.split('"').next().expect("well formed"))
    };
    form.split("<button")
        .filter(|button| button.contains(" name=\"instead\""))
        .map(|button| (part(button, "formaction=\""), part(button, "value=\"")))
        .collect()
}

#[tokio::test]
async fn a_taken_time_is_told_with_what_is_free() {
    let test = TestApp::new().await;
    let other = test.person("erasyl@dombyra.example").await;
    let wanted = asking(
        "youth-house/dance-studio",
        "2026-12-01T16:00",
        "2026-12-01T18:00",
    );
    test.request(&other, wanted).await.unwrap();
    let browser = Browser::speaking(&test, "ru");
    sign_in(&browser, "asel@qanat.example").await;
    let answer = browser.post(FORM, &filled("", "2026-12-01")).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert!(answer.text.contains("Это время занято"));
    assert!(!answer.text.contains("erasyl") && !answer.text.contains("Қыз-жігіттер"));
    assert_kept(&answer.text);
    let key = value(&answer.text, "key");
    let offers = offers(&answer.text);
    let earlier = (
        FORM.to_owned(),
        "2026-12-01T13:30/2026-12-01T15:30".to_owned(),
    );
    assert!(offers.contains(&earlier), "{offers:?}");
    assert!(answer.text.contains("Выбрать: Танцевальный зал, "));
    assert!(
        offers.iter().any(|(path, _)| path != FORM),
        "another space: {offers:?}"
    );
    let (before, after) = answer.text.split_once(" form=\"form\"").unwrap();
    let first = before.rsplit_once('<').unwrap().1;
    let first = format!("{first}{}", after.split_once('>').unwrap().0);
    assert!(
        first.starts_with("button") && !first.contains("name=") && !first.contains("formaction"),
        "Enter in a field sends the form, for that is what its first button does: {first}"
    );

    let anonymous = Browser::speaking(&test, "ru");
    for (path, instead) in &offers {
        let mut fields = filled(&key, "2026-12-01");
        fields.push(("instead", instead));
        let (starts, ends) = instead.split_once('/').unwrap();
        for browser in [&browser, &anonymous] {
            let shown = browser.post(path, &fields).await;
            assert_eq!(shown.status, StatusCode::OK, "{}", shown.text);
            let page = &shown.text;
            assert_kept(page);
            assert!(page.contains(&format!("action=\"{path}\"")), "{page}");
            assert_eq!(value(page, "date"), starts[..10]);
            for time in [&starts[11..], &ends[11..]] {
                assert!(page.contains(&format!("<option value=\"{time}\" selected>")));
            }
            assert!(!page.contains("Это время занято") && !page.contains("role=\"alert\""));
        }
    }
    let mut fields = filled(&key, "2026-12-01");
    fields.extend([("from", "13:30"), ("to", "15:30")]);
    assert!(
        location(&browser.post(FORM, &fields).await).starts_with("/bookings/"),
        "choosing sent nothing, the same form still can"
    );
    test.assert_sound().await;
}

#[tokio::test]
async fn a_layout_moves_only_to_a_space_that_has_it() {
    let test = TestApp::new().await;
    let browser = Browser::speaking(&test, "en");
    for (layout, kept) in [("theatre", true), ("circle", false)] {
        let fields = [
            ("layout", layout),
            ("instead", "2026-12-01T16:00/2026-12-01T18:00"),
        ];
        let shown = browser
            .post("/venues/youth-house/grand-hall/request", &fields)
            .await;
        let field = shown.text.split_once("name=\"layout\"").unwrap().1;
        let options = field.split_once("</select>").unwrap().0;
        assert_eq!(options.contains(" selected"), kept, "{options}");
        assert!(!options.contains("circle"), "{options}");
    }
}

#[tokio::test]
async fn a_code_is_tried_five_times_and_only_where_it_was_asked_for() {
    let test = TestApp::new().await;
    let browser = Browser::speaking(&test, "en");
    browser
        .post("/sign-in", &[("email", "asel@qanat.example")])
        .await;
    let code = code_of_last_mail(&test).await;
    let stranger = Browser::speaking(&test, "en");
    let stolen = stranger.post("/sign-in/code", &[("code", &code)]).await;
    assert_eq!(stolen.status, StatusCode::UNPROCESSABLE_ENTITY);
    let soon = browser
        .post("/sign-in", &[("email", "asel@qanat.example")])
        .await;
    assert_eq!(soon.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(soon.text.contains("60 seconds"));
    let wrong = other_code(&code);
    let answer = browser.post("/sign-in/code", &[("code", wrong)]).await;
    assert!(answer.text.contains("4 tries left"), "{}", answer.text);
    for _ in 0..4 {
        browser.post("/sign-in/code", &[("code", wrong)]).await;
    }
    let over = browser.post("/sign-in/code", &[("code", &code)]).await;
    assert!(over.text.contains("Ask for a new one"));
    let bad = browser.post("/sign-in", &[("email", "nobody")]).await;
    assert!(bad.text.contains("name@example.kz") && bad.text.contains("value=\"nobody\""));
}

#[tokio::test]
async fn cookies_are_kept_from_scripts_and_other_sites_and_a_sign_in_makes_a_new_one() {
    let test = TestApp::new().await;
    let browser = Browser::speaking(&test, "en");
    sign_in(&browser, "asel@qanat.example").await;
    let first = browser.cookies.borrow()["sid"].clone();
    browser.post("/sign-out", &[]).await;
    assert!(!browser.cookies.borrow().contains_key("sid"));
    browser
        .cookies
        .borrow_mut()
        .insert("sid".to_owned(), first.clone());
    assert_eq!(
        browser.get("/bookings").await.status,
        StatusCode::SEE_OTHER,
        "the old session is over"
    );
    let asked = browser
        .post("/sign-in", &[("email", "erasyl@dombyra.example")])
        .await;
    for cookie in asked.headers.get_all(header::SET_COOKIE) {
        let cookie = cookie.to_str().unwrap();
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"));
        assert!(cookie.contains("Path=/") && !cookie.contains("Secure"));
    }
    let code = code_of_last_mail(&test).await;
    browser.post("/sign-in/code", &[("code", &code)]).await;
    assert_ne!(browser.cookies.borrow()["sid"], first);
}

#[tokio::test]
async fn a_code_that_cannot_be_one_is_nobodys() {
    let test = TestApp::new().await;
    let browser = Browser::speaking(&test, "en");
    sign_in(&browser, "asel@qanat.example").await;
    for code in [
        "A%00",
        "%00",
        "ABCDEF",
        "ABCDEFGH",
        "ABCDEF0",
        "%C4%B1BCDEF",
        "'%20OR%201",
    ] {
        for path in ["/bookings", "/series"] {
            let shown = browser.get(&format!("{path}/{code}")).await;
            assert_eq!(shown.status, StatusCode::NOT_FOUND, "{path}/{code}");
            let acted = browser.post(&format!("{path}/{code}/cancel"), &[]).await;
            assert!(
                acted.status.is_client_error(),
                "{path}/{code}: {}",
                acted.status
            );
        }
    }
}

/// Nobody is shown the titles of who sits in one room, so nobody is asked whether they may be.
#[tokio::test]
async fn a_seat_is_no_event() {
    let test = TestApp::new().await;
    let asel = test.person("asel@qanat.example").await;
    let browser = Browser::speaking(&test, "ru");
    sign_in(&browser, "asel@qanat.example").await;
    for (space, is_asked) in [
        ("youth-house/dance-studio", true),
        ("youth-house/coworking", false),
    ] {
        let form = browser.page(&format!("/venues/{space}/request")).await;
        let wanted = asking(space, "2026-12-01T16:00", "2026-12-01T18:00");
        let booking = test.request(&asel, wanted).await.unwrap();
        let change = format!("/bookings/{}", booking.code);
        let change = browser.page(&change).await;
        for page in [form, change] {
            assert_eq!(page.contains("name=\"public\""), is_asked, "{space}");
        }
    }
}
