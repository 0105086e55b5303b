//! Putting one booking in place of another, and what its group finds on its pages.

use axum::http::StatusCode;
use entity::booking::Status;
use jastar::booking::NewBooking;

use super::{
    asking::{FORM, filled, sign_in},
    browser::{Browser, location, page_of, value},
};
use crate::it::support::{TestApp, asking};

const MANAGER: &str = "manager@youth-house.example";
const GROUP: &str = "asel@qanat.example";
const HALL: &str = "youth-house/grand-hall";
const FROM: &str = "2026-12-05T16:00";
const TO: &str = "2026-12-05T18:00";

#[tokio::test]
async fn a_refused_approval_shows_what_could_make_room_for_it() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let group = test.person(GROUP).await;
    let other = test.person("erasyl@dombyra.example").await;
    let first = test.request(&group, asking(HALL, FROM, TO)).await.unwrap();
    let second = test.request(&other, asking(HALL, FROM, TO)).await.unwrap();
    test.approve(&manager, first.id).await.unwrap();

    let browser = Browser::speaking(&test, "en");
    sign_in(&browser, MANAGER).await;
    let path = |action: &str| format!("/bookings/{}/{action}", second.code);
    let refused = browser.post(&path("approve"), &[]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    let name = format!("replace-{}", first.id);
    assert!(refused.text.contains(&name) && refused.text.contains(&first.code));
    let nothing_ticked = browser
        .post(&path("replace"), &[("text", "A regional contest")])
        .await;
    assert_eq!(nothing_ticked.status, StatusCode::CONFLICT);
    assert!(nothing_ticked.text.contains("A regional contest"), "kept");
    let fields = [(&*name, "1"), ("text", "A regional contest")];
    let done = browser.post(&path("replace"), &fields).await;
    assert_eq!(page_of(&done), format!("/bookings/{}", second.code));
    assert_eq!(test.stored(first.id).await.status, Status::Cancelled);
    assert_eq!(test.stored(second.id).await.status, Status::Approved);

    let theirs = Browser::speaking(&test, "en");
    sign_in(&theirs, GROUP).await;
    let page = theirs.page(&format!("/bookings/{}", first.code)).await;
    assert!(page.contains("Made room for another booking"), "{page}");
    assert!(page.contains("A regional contest") && page.contains("Held for you"));
    let offer = test.offers(first.id).await.remove(0);
    let path = format!("/bookings/{}", offer.code);
    assert!(page.contains(&path));
    let page = theirs.page(&path).await;
    assert!(page.contains("Take this time") && page.contains("We do not need it"));
    assert!(!page.contains("Change the details"), "{page}");
    let taken = theirs.post(&format!("{path}/approve"), &[]).await;
    assert_eq!(page_of(&taken), path);
    assert!(theirs.page(&path).await.contains("approved"));
    let late = test.offers(first.id).await.remove(1);
    let late = theirs
        .post(&format!("/bookings/{}/approve", late.code), &[])
        .await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.text.contains("no longer held"), "{}", late.text);
    test.assert_sound().await;
}

#[tokio::test]
async fn who_else_loses_is_named_where_one_is_put_in_place_of_another() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let mut asked = Vec::new();
    for (who, from, to) in [
        ("a", "10:00", "12:00"),
        ("b", "10:00", "16:00"),
        ("c", "14:00", "16:00"),
        ("d", "11:00", "12:00"),
    ] {
        let group = test.person(&format!("{who}@test.example")).await;
        let time = |clock| format!("2026-12-18T{clock}");
        let wanted = NewBooking {
            title: format!("Форум {who}"),
            group: Some(format!("Топ {who}")),
            ..asking(HALL, &time(from), &time(to))
        };
        asked.push(test.request(&group, wanted).await.unwrap());
    }
    let [old, new, loses, lost] = &asked[..] else {
        panic!("four")
    };
    test.approve(&manager, old.id).await.unwrap();
    let browser = Browser::speaking(&test, "ru");
    sign_in(&browser, MANAGER).await;
    let path = format!("/bookings/{}", new.code);
    let form = |page: &str| {
        let (_, form) = page.split_once("id=\"in-place\"").expect("a form");
        form.split_once("</form>").unwrap().0.to_owned()
    };
    let shown = form(&browser.page(&path).await);
    assert!(shown.contains("Если да: «Форум c» (Топ c) останется без зала"));
    assert!(shown.contains("хотя другим не достанется"), "{shown}");
    assert!(
        !shown.contains("«Форум d»"),
        "who had lost it loses nothing"
    );
    assert_eq!(value(&shown, "loses"), loses.code);
    // A page that told of nobody.
    let ticked = format!("replace-{}", old.id);
    let replace = format!("{path}/replace");
    let fields = [(&*ticked, "1"), ("text", "Облыстық байқау")];
    let asked = browser.post(&replace, &fields).await;
    assert_eq!(asked.status, StatusCode::CONFLICT, "{}", asked.text);
    assert!(asked.text.contains("Ничего не сделано"), "{}", asked.text);
    let again = form(&asked.text);
    assert!(again.contains("checked") && again.contains("Облыстық байқау"));
    assert_eq!(test.stored(old.id).await.status, Status::Approved);
    let known = value(&again, "loses");
    let fields = [&fields[..], &[("loses", &*known)]].concat();
    assert_eq!(page_of(&browser.post(&replace, &fields).await), path);
    assert_eq!(test.stored(old.id).await.status, Status::Cancelled);
    assert_eq!(test.stored(new.id).await.status, Status::Approved);
    for (booking, told) in [(loses, 1), (lost, 1)] {
        let mails = test.mails(booking.id).await;
        let given = mails.iter().filter(|mail| mail.0 == "time_given");
        assert_eq!(given.count(), told, "{}", booking.title);
    }
    test.assert_sound().await;
}

#[tokio::test]
async fn what_is_wrong_with_the_reason_is_told_at_its_field() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let mut asked = Vec::new();
    for who in [GROUP, "erasyl@dombyra.example"] {
        let group = test.person(who).await;
        asked.push(test.request(&group, asking(HALL, FROM, TO)).await.unwrap());
    }
    test.approve(&manager, asked[0].id).await.unwrap();
    let browser = Browser::speaking(&test, "en");
    sign_in(&browser, MANAGER).await;
    let path = format!("/bookings/{}", asked[1].code);
    let ticked = format!("replace-{}", asked[0].id);
    let queue = "/manage/youth-house";
    let long = "ұ".repeat(2000);
    let fields = [(&*ticked, "1"), ("text", &long), ("next", queue)];
    let refused = browser.post(&format!("{path}/replace"), &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("<a href=\"#in-place-text\">"));
    let (_, form) = refused.text.split_once("id=\"in-place\"").unwrap();
    let field = "rows=\"2\" aria-describedby=\"in-place-error\" aria-invalid=\"true\"";
    assert!(form.contains(field) && form.contains("id=\"in-place-error\""));
    assert_eq!(value(form, "next"), queue);
    let refused = browser.post(&format!("{path}/reject"), &[]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let id = format!("reject-{}", asked[1].code);
    assert!(refused.text.contains(&format!("<a href=\"#{id}-text\">")));
    let wrong = format!("aria-describedby=\"{id}-error\" aria-invalid=\"true\"");
    assert_eq!(refused.text.matches(&wrong).count(), 2, "both fields");
    test.assert_sound().await;
}

#[tokio::test]
async fn a_manager_who_asks_for_a_taken_time_is_shown_what_could_make_room() {
    let test = TestApp::new().await;
    test.manager_of("youth-house").await;
    let group = test.person(GROUP).await;
    let browser = Browser::speaking(&test, "en");
    let theirs = Browser::speaking(&test, "en");
    sign_in(&theirs, "erasyl@dombyra.example").await;
    sign_in(&browser, MANAGER).await;
    let form = browser.page(FORM).await;
    let key = value(&form, "key");
    let mut fields = filled(&key, "2026-12-01");
    let said = |name| fields.iter().find(|(known, _)| *known == name).unwrap().1;
    let wall = |name| format!("2026-12-01T{}", said(name));
    let space = FORM.trim_start_matches("/venues/");
    let space = space.trim_end_matches("/request");
    let old = test
        .request(&group, asking(space, &wall("from"), &wall("to")))
        .await
        .unwrap();
    let refused = theirs.post(FORM, &fields).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(
        !refused.text.contains("replace-"),
        "groups are told nothing"
    );
    let refused = browser.post(FORM, &fields).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    let name = format!("replace-{}", old.id);
    assert!(refused.text.contains(&name), "{}", refused.text);
    let key = value(&refused.text, "key");
    fields.retain(|(name, _)| *name != "key");
    fields.extend([("key", &*key), (&*name, "1")]);
    let sent = browser.post(FORM, &fields).await;
    let page = browser.page(&location(&sent)).await;
    assert!(page.contains("approved"), "{page}");
    assert_eq!(test.stored(old.id).await.status, Status::Rejected);
    test.assert_sound().await;
}

#[tokio::test]
async fn what_is_borrowed_is_changed_with_the_other_details() {
    let test = TestApp::new().await;
    let group = test.person(GROUP).await;
    let booking = test.request(&group, asking(HALL, FROM, TO)).await.unwrap();
    let browser = Browser::speaking(&test, "en");
    sign_in(&browser, GROUP).await;
    let path = format!("/bookings/{}", booking.code);
    let change = async |quantity: &str| {
        let page = browser.page(&path).await;
        let version = value(&page, "version");
        let fields = [
            ("version", &*version),
            ("title", &*booking.title),
            ("attendees", "5"),
            ("stock-radio-microphone", quantity),
        ];
        browser.post(&format!("{path}/change"), &fields).await
    };
    assert_eq!(page_of(&change("2").await), path);
    let page = browser.page(&path).await;
    assert_eq!(value(&page, "stock-radio-microphone"), "2");
    assert_eq!(test.stored(booking.id).await.stock.0[0].quantity, 2);
    for (wrong, sentence) in [("9", "There are 6 in all"), ("two", "could not read")] {
        let refused = change(wrong).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text.contains(sentence), "{}", refused.text);
        assert_eq!(value(&refused.text, "stock-radio-microphone"), wrong);
    }
    assert_eq!(page_of(&change("").await), path);
    assert!(test.stored(booking.id).await.stock.0.is_empty());
    test.assert_sound().await;
}
