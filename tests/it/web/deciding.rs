//! What managers see and do, and what nobody else sees.

use axum::{
    body::Body,
    http::{StatusCode, header},
};
use entity::booking::Status;

use super::{
    asking::sign_in,
    browser::{Browser, location, page_of},
};
use crate::it::support::{TestApp, asking};

const MANAGER: &str = "manager@youth-house.example";

#[tokio::test]
async fn rivals_stand_side_by_side_and_one_of_them_gets_the_time() {
    let test = TestApp::new().await;
    test.manager_of("youth-house").await;
    let (asel, erasyl) = (
        test.person("asel@qanat.example").await,
        test.person("erasyl@dombyra.example").await,
    );
    let hall = |from, to| asking("youth-house/grand-hall", from, to);
    let later = asking(
        "youth-house/dance-studio",
        "2026-11-25T16:00",
        "2026-11-25T18:00",
    );
    let first = test
        .request(&asel, hall("2026-12-05T16:00", "2026-12-05T18:00"))
        .await
        .unwrap();
    let second = test
        .request(&erasyl, hall("2026-12-05T17:00", "2026-12-05T19:00"))
        .await
        .unwrap();
    let alone = test.request(&asel, later).await.unwrap();
    let browser = Browser::speaking(&test, "ru");
    sign_in(&browser, MANAGER).await;
    let queue = browser.page("/manage/youth-house").await;
    assert_eq!(queue.matches("class=\"rivals\"").count(), 2);
    assert_eq!(
        queue
            .matches("Несколько заявок на одно и то же время")
            .count(),
        1
    );
    let at = |code: &str| queue.find(&format!("request-{code}")).unwrap();
    assert!(at(&alone.code) > 0 && at(&first.code) > 0 && at(&second.code) > 0);
    assert!(queue.contains("+7 701 123 45 67") && queue.contains("Осталось"));

    let path = |code: &str, action: &str| format!("/bookings/{code}/{action}");
    let unsaid = browser
        .post(&path(&second.code, "reject"), &[("text", " ")])
        .await;
    assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unsaid.text.contains("Причина: Заполните это поле"));
    let next = ("next", "/manage/youth-house");
    let loses = ("loses", &*second.code);
    let approved = browser
        .post(&path(&first.code, "approve"), &[next, loses])
        .await;
    assert_eq!(page_of(&approved), "/manage/youth-house");
    let queue = browser.page("/manage/youth-house").await;
    assert!(!queue.contains(&second.code), "given to another group");
    let taken = browser.post(&path(&second.code, "approve"), &[]).await;
    assert_eq!(taken.status, StatusCode::CONFLICT);
    assert!(taken.text.contains("Это время занято") && taken.text.contains("Сейчас свободно"));
    let rejected = browser
        .post(&path(&second.code, "reject"), &[("reason", "other-group")])
        .await;
    assert_eq!(page_of(&rejected), format!("/bookings/{}", second.code));
    assert_eq!(test.stored(second.id).await.status, Status::Rejected);
    let day = browser
        .page("/manage/youth-house/day?date=2026-12-05")
        .await;
    assert!(day.contains("16:00–18:00") && day.contains("+7 701 123 45 67"));
    let twice = browser.post(&path(&first.code, "approve"), &[]).await;
    assert_eq!(twice.status, StatusCode::CONFLICT);
    assert!(twice.text.contains("Эта заявка уже не ждёт ответа"));
    test.assert_sound().await;
}

#[tokio::test]
async fn the_group_withdraws_and_the_venue_reopens_nothing_of_it() {
    let test = TestApp::new().await;
    let asel = test.person("asel@qanat.example").await;
    let wanted = asking(
        "youth-house/dance-studio",
        "2026-12-01T16:00",
        "2026-12-01T18:00",
    );
    let booking = test.request(&asel, wanted).await.unwrap();
    let browser = Browser::speaking(&test, "kk");
    sign_in(&browser, "asel@qanat.example").await;
    let list = browser.page("/bookings").await;
    assert!(list.contains(&booking.code) && list.contains("жауап күтуде"));
    let path = format!("/bookings/{}", booking.code);
    let page = browser.page(&path).await;
    assert!(page.contains("Өтінімді қайтарып алу") && !page.contains("/approve"));
    for action in ["approve", "reject", "reopen"] {
        let answer = browser
            .post(&format!("{path}/{action}"), &[("text", "иә")])
            .await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{action}");
    }
    let withdrawn = browser.post(&format!("{path}/cancel"), &[]).await;
    assert_eq!(page_of(&withdrawn), path);
    let page = browser.page(&path).await;
    assert!(page.contains("қайтарып алынды"));
    assert!(page.contains("<b>Қайтарып алынды</b>"), "{page}");
    test.assert_sound().await;
}

#[tokio::test]
async fn strangers_are_told_that_nothing_is_there() {
    let test = TestApp::new().await;
    let asel = test.person("asel@qanat.example").await;
    test.manager_of("sarzhailau").await;
    let wanted = asking(
        "youth-house/dance-studio",
        "2026-12-01T16:00",
        "2026-12-01T18:00",
    );
    let booking = test.request(&asel, wanted).await.unwrap();
    let path = format!("/bookings/{}", booking.code);
    for who in ["erasyl@dombyra.example", "manager@sarzhailau.example"] {
        let browser = Browser::speaking(&test, "kk");
        sign_in(&browser, who).await;
        for hidden in [&*path, "/manage/youth-house", "/manage/youth-house/day"] {
            let answer = browser.get(hidden).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{who} {hidden}");
        }
        let answer = browser.post(&format!("{path}/cancel"), &[]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
    }
    let nobody = Browser::speaking(&test, "kk");
    for hidden in [&*path, "/bookings", "/manage", "/manage/youth-house"] {
        let to = location(&nobody.get(hidden).await);
        assert!(to.starts_with("/sign-in?next="), "{to}");
    }
}

#[tokio::test]
async fn a_form_of_another_site_changes_nothing() {
    let test = TestApp::new().await;
    let asel = test.person("asel@qanat.example").await;
    let wanted = asking(
        "youth-house/dance-studio",
        "2026-12-01T16:00",
        "2026-12-01T18:00",
    );
    let booking = test.request(&asel, wanted).await.unwrap();
    let browser = Browser::speaking(&test, "kk");
    sign_in(&browser, "asel@qanat.example").await;
    let path = format!("/bookings/{}/cancel", booking.code);
    let form = || {
        browser
            .request("POST", &path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
    };
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "https://evil.example"),
        ("origin", "null"),
        ("x-nothing", "said"),
    ] {
        let request = form().header(name, value).body(Body::empty()).unwrap();
        let answer = browser.send(request).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{name}: {value}");
        assert!(answer.text.contains("<html lang=\"kk\">"));
    }
    assert_eq!(test.stored(booking.id).await.status, Status::Pending);
    let own = form()
        .header(header::ORIGIN, "http://127.0.0.1:8080")
        .body(Body::empty())
        .unwrap();
    assert_eq!(browser.send(own).await.status, StatusCode::SEE_OTHER);
    let token = test.token_of("asel@qanat.example").await;
    let call = browser
        .request("POST", &format!("/api/v1/bookings/{}/cancel", booking.id))
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .header("sec-fetch-site", "cross-site")
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from("{}"))
        .unwrap();
    let answer = browser.send(call).await;
    assert_eq!(
        answer.status,
        StatusCode::CONFLICT,
        "a program may: {}",
        answer.text
    );
}

#[tokio::test]
async fn a_manager_books_on_behalf_of_somebody_without_an_account() {
    let test = TestApp::new().await;
    test.manager_of("youth-house").await;
    let browser = Browser::speaking(&test, "en");
    sign_in(&browser, MANAGER).await;
    let path = "/venues/youth-house/dance-studio/request";
    assert!(browser.page(path).await.contains("On behalf of somebody"));
    let fields = |name| {
        [
            ("date", "2026-12-01"),
            ("from", "16:00"),
            ("to", "18:00"),
            ("title", "Жаттығу"),
            ("attendees", "10"),
            ("for", "1"),
            ("for_name", name),
            ("for_phone", "+7 702 000 00 00"),
            ("for_email", "group@qanat.example"),
            ("for_language", "ru"),
        ]
    };
    let nameless = browser.post(path, &fields("")).await;
    assert!(
        nameless.text.contains("href=\"#for_name\""),
        "{}",
        nameless.text
    );
    let ticket = page_of(&browser.post(path, &fields("Ерасыл")).await);
    let page = browser.page(&ticket).await;
    assert!(page.contains("class=\"ticket\"") && page.contains("Ерасыл"));
    assert!(page.contains("g***@qanat.example"));
    let stranger = Browser::speaking(&test, "en");
    sign_in(&stranger, "asel@qanat.example").await;
    assert!(!stranger.page(path).await.contains("On behalf of somebody"));
    test.assert_sound().await;
}

#[tokio::test]
async fn only_a_ticket_says_how_to_come_in_and_what_is_on_again_is_told_as_such() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let asel = test.person("asel@qanat.example").await;
    let wanted = asking(
        "youth-house/dance-studio",
        "2026-12-01T16:00",
        "2026-12-01T18:00",
    );
    let booking = test.request(&asel, wanted).await.unwrap();
    let browser = Browser::speaking(&test, "ru");
    sign_in(&browser, "asel@qanat.example").await;
    let path = format!("/bookings/{}", booking.code);
    let how = "Через главный вход";
    assert!(!browser.page(&path).await.contains(how));
    test.approve(&manager, booking.id).await.unwrap();
    assert!(browser.page(&path).await.contains(how));
    test.cancel(&manager, booking.id).await.unwrap();
    assert!(!browser.page(&path).await.contains(how));
    test.reopen(&manager, booking.id).await.unwrap();
    let page = browser.page(&path).await;
    assert!(page.contains("<b>Повторное подтверждение</b>"), "{page}");
    assert!(!page.contains("<b>Открыта заново</b>"), "{page}");
    test.assert_sound().await;
}
