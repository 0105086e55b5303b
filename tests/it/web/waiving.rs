//! What a manager allows once, in the request form and on the booking's page.

use axum::http::StatusCode;

use super::{
    asking::{code_of_last_mail, filled, sign_in},
    browser::{Browser, location, page_of, value},
};
use crate::it::{
    quotas::{set, unset},
    support::{TestApp, asking},
};

const FORM: &str = "/venues/youth-house/dance-studio/request";
const MANAGER: &str = "manager@youth-house.example";
const OUTSIDE: (&str, &str) = ("waive-outside_hours", "1");
const WHY: (&str, &str) = ("waive_reason", "Фестиваль <b>\r\nтүні");

/// From half past ten till half past eleven in the evening: after hours.
fn late<'a>(key: &'a str, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = filled(key, "2026-12-01");
    fields.extend([("from", "22:30"), ("to", "23:30")]);
    fields.extend(more);
    fields
}

/// The boxes of rules by name, each with whether it is ticked.
fn boxes(page: &str) -> Vec<(&str, bool)> {
    let inputs = page.split("<input").skip(1);
    let inputs = inputs.filter_map(|input| input.split_once('>').map(|(input, _)| input));
    inputs
        .filter_map(|input| {
            let name = input.split_once(" name=\"")?.1.split('"').next()?;
            name.starts_with("waive-")
                .then(|| (name, input.ends_with(" checked")))
        })
        .collect()
}

async fn manager<'a>(test: &'a TestApp, language: &str) -> Browser<'a> {
    test.manager_of("youth-house").await;
    let browser = Browser::speaking(test, language);
    sign_in(&browser, MANAGER).await;
    browser
}

#[tokio::test]
async fn a_manager_is_asked_and_allows_it_once() {
    let test = TestApp::new().await;
    let browser = manager(&test, "en").await;
    let empty = browser.page(FORM).await;
    assert_eq!(boxes(&empty), [], "nothing is in the way yet");
    assert!(empty.contains("<option value=\"03:00\">"), "any hour");

    let refused = browser.post(FORM, &late("", &[])).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = &refused.text;
    assert_eq!(boxes(page), [("waive-outside_hours", false)]);
    let label = "Allow this once: outside opening hours<br>On 1 December we are open 09:00–21:00";
    assert!(page.contains(label), "{page}");

    // Ticked without a reason, or with another fault: the tick stays, and nothing is booked.
    let silent = browser.post(FORM, &late("", &[OUTSIDE])).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(boxes(&silent.text), [("waive-outside_hours", true)]);
    assert!(
        silent
            .text
            .contains("href=\"#waive_reason\">Why you allow it: Please fill")
    );
    let untitled = late("", &[OUTSIDE, WHY, ("title", "")]);
    let untitled = browser.post(FORM, &untitled).await;
    assert_eq!(untitled.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(boxes(&untitled.text), [("waive-outside_hours", true)]);
    assert!(!untitled.text.contains("we are open"), "that is allowed");
    let typed = "Фестиваль &#60;b&#62;\r\nтүні</textarea>";
    assert!(untitled.text.contains(typed), "{}", untitled.text);

    let ticket = page_of(&browser.post(FORM, &late("", &[OUTSIDE, WHY])).await);
    let page = browser.page(&ticket).await;
    assert!(page.contains("<dt>Allowed as an exception</dt><dd>outside opening hours</dd>"));
    assert!(page.contains("<dt>Why it was allowed</dt><dd>Фестиваль &#60;b&#62;"));
    let day = browser
        .page("/manage/youth-house/day?date=2026-12-01")
        .await;
    assert!(day.contains("22:30–23:30"), "{day}");

    // Taken now: no box helps against that, and the ticks stay with what else was typed.
    let taken = browser.post(FORM, &late("", &[OUTSIDE, WHY])).await;
    assert_eq!(taken.status, StatusCode::CONFLICT);
    assert_eq!(boxes(&taken.text), [("waive-outside_hours", true)]);
    assert!(taken.text.contains(typed));
    test.assert_sound().await;
}

#[tokio::test]
async fn what_cannot_be_waived_has_no_box_and_guests_have_none() {
    let test = TestApp::new().await;
    let browser = manager(&test, "ru").await;
    let crowd = late("", &[("attendees", "99"), ("to", "23:00")]);
    let refused = browser.post(FORM, &crowd).await;
    assert_eq!(
        boxes(&refused.text),
        [("waive-outside_hours", false), ("waive-too_short", false)]
    );
    assert!(
        refused
            .text
            .contains("Разрешить на этот раз: короче обычного")
    );
    let mut past = filled("", "2026-11-20");
    past.push(("waive-in_the_past", "1"));
    let refused = browser.post(FORM, &past).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(boxes(&refused.text), []);

    test.manager_of("sarzhailau").await;
    for guest in ["asel@qanat.example", "manager@sarzhailau.example"] {
        let browser = Browser::speaking(&test, "ru");
        sign_in(&browser, guest).await;
        let refused = browser.post(FORM, &late("", &[OUTSIDE, WHY])).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{guest}");
        assert_eq!(boxes(&refused.text), []);
        assert!(!refused.text.contains("<option value=\"03:00\">"));
    }
}

#[tokio::test]
async fn who_was_signed_out_meanwhile_finds_the_ticks_again() {
    let test = TestApp::new().await;
    let browser = manager(&test, "kk").await;
    let refused = browser.post(FORM, &late("", &[])).await;
    let key = value(&refused.text, "key");
    browser.post("/sign-out", &[]).await;
    // Two minutes on: a second code may be asked for.
    test.app.clock.set(test.app.clock.now().plus_minutes(2));
    let sent = browser.post(FORM, &late(&key, &[OUTSIDE, WHY])).await;
    let page = browser.page(&location(&sent)).await;
    let next = value(&page, "next");
    let asked = browser
        .post("/sign-in", &[("email", MANAGER), ("next", &next)])
        .await;
    assert!(location(&asked).starts_with("/sign-in/code"));
    let code = code_of_last_mail(&test).await;
    let entered = browser
        .post("/sign-in/code", &[("code", &code), ("next", &next)])
        .await;
    let form = browser.page(&location(&entered)).await;
    assert_eq!(boxes(&form), [("waive-outside_hours", true)]);
    assert!(form.contains("Осы жолы рұқсат беру: жұмыс уақытынан тыс"));
    assert!(form.contains("түні</textarea>"));
    let ticket = page_of(&browser.post(FORM, &late(&key, &[OUTSIDE, WHY])).await);
    assert!(ticket.starts_with("/bookings/"));
    test.assert_sound().await;
}

#[tokio::test]
async fn the_group_is_not_shown_what_was_waived_for_it() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let mut early = asking(
        "youth-house/dance-studio",
        "2026-12-01T06:00",
        "2026-12-01T08:00",
    );
    early.waive = vec!["outside_hours".to_owned()];
    early.waive_reason = Some("Теледидар түсіреді".to_owned());
    let early = crate::it::support::facts::on_behalf(early, "asel@qanat.example");
    let booking = test.request(&manager, early).await.unwrap();
    let path = format!("/bookings/{}", booking.code);
    for (who, shown) in [(MANAGER, true), ("asel@qanat.example", false)] {
        let browser = Browser::speaking(&test, "kk");
        sign_in(&browser, who).await;
        let page = browser.page(&path).await;
        assert_eq!(page.contains("Теледидар"), shown, "{who}");
        assert_eq!(page.contains("жұмыс уақытынан тыс"), shown, "{who}");
    }
}

/// Tuesdays from half past ten till half past eleven in the evening.
fn late_tuesdays<'a>(key: &'a str, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = late(key, &[("every", "week"), ("count", "3")]);
    fields.extend(more);
    fields
}

#[tokio::test]
async fn a_manager_allows_it_for_the_dates_of_a_series() {
    let test = TestApp::new().await;
    let browser = manager(&test, "en").await;
    let report = browser.post(FORM, &late_tuesdays("", &[])).await;
    assert_eq!(report.status, StatusCode::OK, "{}", report.text);
    let page = &report.text;
    assert_eq!(boxes(page), [("waive-outside_hours", false)]);
    let label = "Allow this once: outside opening hours<br>Needed for 3 dates";
    assert!(page.contains(label), "{page}");
    assert!(page.contains("Free dates: 0 of 3") && !page.contains("name=\"confirmed\""));

    let key = value(page, "key");
    let again = |more: &[(&'static str, &'static str)]| {
        let fields = [&[("report", "1")], more].concat();
        late_tuesdays(&key, &fields)
            .into_iter()
            .map(|(name, text)| (name.to_owned(), text.to_owned()))
            .collect::<Vec<_>>()
    };
    let post = async |fields: Vec<(String, String)>| {
        let fields: Vec<_> = fields
            .iter()
            .map(|(name, text)| (&**name, &**text))
            .collect();
        browser.post(FORM, &fields).await
    };
    // Without a reason, or in another language: the tick stays, and nothing is booked.
    let silent = post(again(&[OUTSIDE, ("confirmed", "1")])).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(boxes(&silent.text), [("waive-outside_hours", true)]);
    let told = "href=\"#waive_reason\">Why you allow it: Please fill";
    assert!(silent.text.contains(told), "{}", silent.text);
    assert!(silent.text.contains("<title>Error: "), "{}", silent.text);
    assert_eq!(silent.text.matches("role=\"alert\"").count(), 1);
    assert_eq!(value(&silent.text, "waived"), "");
    let kazakh = post(again(&[OUTSIDE, WHY, ("language", "kk")])).await;
    assert_eq!(boxes(&kazakh.text), [("waive-outside_hours", true)]);
    assert!(kazakh.text.contains("түні</textarea>"));
    browser.post("/language", &[("language", "en")]).await;

    // What was ticked after the report was read is shown before it is sent.
    let ticked = post(again(&[OUTSIDE, WHY, ("confirmed", "1"), ("waived", "")])).await;
    assert_eq!(ticked.status, StatusCode::OK);
    assert_eq!(boxes(&ticked.text), [("waive-outside_hours", true)]);
    assert_eq!(value(&ticked.text, "waived"), "outside_hours");
    assert_eq!(value(&ticked.text, "all"), "1");
    let sent = [
        OUTSIDE,
        WHY,
        ("confirmed", "1"),
        ("waived", "outside_hours"),
        ("all", "1"),
    ];
    let card = page_of(&post(again(&sent)).await);
    assert!(card.starts_with("/series/"), "{card}");
    let page = browser.page(&card).await;
    let first = page.split_once("href=\"/bookings/").unwrap().1;
    let first = browser.page(&format!("/bookings/{}", &first[..7])).await;
    assert!(first.contains("<dt>Allowed as an exception</dt><dd>outside opening hours</dd>"));
    test.assert_sound().await;
}

#[tokio::test]
async fn who_manages_nothing_is_offered_no_exception_for_a_series() {
    let test = TestApp::new().await;
    test.manager_of("sarzhailau").await;
    let browser = Browser::speaking(&test, "ru");
    sign_in(&browser, "manager@sarzhailau.example").await;
    let report = browser
        .post(FORM, &late_tuesdays("", &[OUTSIDE, WHY]))
        .await;
    assert_eq!(report.status, StatusCode::OK, "{}", report.text);
    assert_eq!(boxes(&report.text), []);
    assert!(report.text.contains("Свободно дат: 0 из 3"));
    test.assert_sound().await;
}

/// Only a look at what the group uses tells of its quota.
#[tokio::test]
async fn a_manager_allows_a_group_more_dates_than_its_quota() {
    let test = TestApp::new().await;
    let browser = manager(&test, "en").await;
    let two = entity::venue_quota::Model {
        hours_per_month: Some(4),
        ..unset(&test).await
    };
    set(&test, &test.manager_of("youth-house").await, two).await;
    let mut form = filled("", "2026-12-01");
    form.extend([
        ("every", "week"),
        ("count", "4"),
        ("for", "1"),
        ("for_name", "Әсел"),
    ]);
    form.extend([("for_email", "asel@qanat.example"), ("for_language", "kk")]);
    let report = browser.post(FORM, &form).await;
    assert_eq!(report.status, StatusCode::OK, "{}", report.text);
    assert!(
        report.text.contains("Free dates: 2 of 4"),
        "{}",
        report.text
    );
    assert_eq!(boxes(&report.text), [("waive-quota", false)]);
    let key = value(&report.text, "key");
    form.extend([
        ("key", &*key),
        ("waive-quota", "1"),
        WHY,
        ("waived", "quota"),
    ]);
    form.push(("confirmed", "1"));
    let card = page_of(&browser.post(FORM, &form).await);
    assert!(browser.page(&card).await.contains("4 / 4"));
    test.assert_sound().await;
}

#[tokio::test]
async fn a_rule_that_all_dates_break_alike_is_allowed_in_the_form() {
    let test = TestApp::new().await;
    let browser = manager(&test, "en").await;
    let short = [("from", "16:00"), ("to", "16:30")];
    let refused = browser.post(FORM, &late_tuesdays("", &short)).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(boxes(&refused.text), [("waive-too_short", false)]);
    let allowed = [&short[..], &[("waive-too_short", "1"), WHY]].concat();
    let report = browser.post(FORM, &late_tuesdays("", &allowed)).await;
    assert_eq!(report.status, StatusCode::OK, "{}", report.text);
    assert!(report.text.contains("Free dates: 3 of 3"));
    assert_eq!(boxes(&report.text), [("waive-too_short", true)]);
    test.assert_sound().await;
}
