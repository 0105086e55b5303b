//! Putting one booking in place of another, and what its group finds on its pages.

use axum::http::StatusCode;
use entity::booking::Status;

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
