//! Who came: at the door in one tap, and afterwards in a list.

use axum::http::StatusCode;
use entity::booking::Status;
use jastar::{booking::NewBooking, inbox::jobs::do_what_is_due};

use super::{
    asking::sign_in,
    browser::{Browser, location},
};
use crate::it::support::{NOW, TestApp, asking};

const MANAGER: &str = "manager@youth-house.example";
const ROOM: &str = "youth-house/meeting-room";
const LIST: &str = "/manage/youth-house/arrivals";

fn tuesday(from: u8, to: u8) -> NewBooking {
    let at = |hour: u8| format!("2026-11-24T{hour:02}:00");
    asking(ROOM, &at(from), &at(to))
}

#[tokio::test]
async fn the_board_takes_the_number_in_the_same_tap() {
    let test = TestApp::new().await;
    test.manager_of("youth-house").await;
    let asel = test.person("asel@qanat.example").await;
    let booking = test.request(&asel, tuesday(10, 12)).await.unwrap();
    test.app.clock.set(NOW.plus_hours(25));
    let browser = Browser::speaking(&test, "ru");
    sign_in(&browser, MANAGER).await;
    let board = "/manage/youth-house/day?date=2026-11-24";
    let act = format!("/bookings/{}/check-in", booking.code);
    let page = browser.page(board).await;
    let form = page.split(&format!("action=\"{act}\"")).nth(1).unwrap();
    let form = form.split("</form>").next().unwrap();
    assert!(
        form.contains("name=\"attended\"") && form.contains("Отметить, что пришли"),
        "{form}"
    );
    let said = [("attended", "7"), ("next", board)];
    let to = location(&browser.post(&act, &said).await);
    let page = browser.page(&to).await;
    assert!(page.contains("Отмечено: пришли 7 человек."), "{page}");
    // A slip of the finger is corrected at the same place.
    assert!(page.contains("Исправить число") && page.contains("value=\"7\""));
    let said = [("attended", "17"), ("next", board)];
    location(&browser.post(&act, &said).await);
    let stored = test.stored(booking.id).await;
    assert_eq!(
        (stored.status, stored.attended),
        (Status::CheckedIn, Some(17))
    );
    test.assert_sound().await;
}

#[tokio::test]
async fn what_was_not_counted_is_a_list_with_one_field_each() {
    let test = TestApp::new().await;
    test.manager_of("youth-house").await;
    let asel = test.person("asel@qanat.example").await;
    let mut events = Vec::new();
    for from in [9, 11, 13, 15] {
        events.push(test.request(&asel, tuesday(from, from + 1)).await.unwrap());
    }
    let [first, second, third, to_come] = &events[..] else {
        panic!("{events:?}")
    };
    test.app.clock.set(NOW.plus_hours(24 + 5).plus_minutes(30));
    do_what_is_due(&test.app).await.unwrap();
    let group = Browser::speaking(&test, "ru");
    sign_in(&group, "asel@qanat.example").await;
    assert_eq!(group.get(LIST).await.status, StatusCode::NOT_FOUND);
    let browser = Browser::speaking(&test, "ru");
    sign_in(&browser, MANAGER).await;
    let page = browser.page(LIST).await;
    for event in [first, second, third] {
        assert!(
            page.contains(&format!("name=\"people-{}\"", event.id)),
            "{page}"
        );
    }
    assert!(!page.contains(&to_come.code), "it is not over");
    assert!(page.contains("до конца 5-го числа"));

    let (people, odd, nobody) = (
        format!("people-{}", first.id),
        format!("people-{}", second.id),
        format!("nobody-{}", third.id),
    );
    let said = [(&*people, "12"), (&*odd, "0"), (&*nobody, "1")];
    let switched = browser
        .post(LIST, &[&said[..], &[("language", "kk")]].concat())
        .await;
    assert_eq!(switched.status, StatusCode::OK);
    assert!(switched.text.contains("value=\"12\"") && switched.text.contains("Сақтау"));
    assert_eq!(test.stored(first.id).await.attended, None, "only read");
    assert_eq!(location(&browser.post(LIST, &[]).await), LIST, "nothing");
    let both = [(&*people, "12"), (&*format!("nobody-{}", first.id), "1")];
    let refused = browser.post(LIST, &both).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(test.stored(first.id).await.attended, None, "which of them?");
    let refused = browser.post(LIST, &said).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.text.contains(&odd) && !refused.text.contains(&people),
        "{}",
        refused.text
    );
    let found = test.stored(first.id).await;
    assert_eq!(
        (found.status, found.attended),
        (Status::Completed, Some(12))
    );
    assert_eq!(test.stored(third.id).await.status, Status::NoShow);
    let to = location(&browser.post(LIST, &[(&*odd, "3")]).await);
    let page = browser.page(&to).await;
    assert!(page.contains("Енгізілмегені: 0."), "{page}");
    assert_eq!(test.stored(second.id).await.attended, Some(3));
    // When the month is closed, nothing of it is asked for any more.
    test.app.clock.set(NOW.plus_hours(12 * 24 + 15));
    do_what_is_due(&test.app).await.unwrap();
    let browser = Browser::speaking(&test, "ru");
    sign_in(&browser, MANAGER).await;
    assert!(browser.page(LIST).await.contains("Всё внесено"));
    assert_eq!(test.stored(to_come.id).await.attended, None);
    test.assert_sound().await;
}

#[tokio::test]
async fn a_page_of_a_booking_that_is_over_corrects_who_came_and_the_programme() {
    let test = TestApp::new().await;
    test.manager_of("youth-house").await;
    let asel = test.person("asel@qanat.example").await;
    let booking = test.request(&asel, tuesday(10, 12)).await.unwrap();
    test.app.clock.set(NOW.plus_hours(48));
    do_what_is_due(&test.app).await.unwrap();
    let browser = Browser::speaking(&test, "ru");
    sign_in(&browser, MANAGER).await;
    let path = format!("/bookings/{}", booking.code);
    let page = browser.page(&path).await;
    assert!(page.contains(&format!("action=\"{path}/check-in\"")));
    assert!(
        page.contains(&format!("action=\"{path}/classify\"")),
        "{page}"
    );
    location(
        &browser
            .post(&format!("{path}/check-in"), &[("attended", "4")])
            .await,
    );
    let page = browser.page(&path).await;
    assert!(
        page.contains("Сколько пришло") && page.contains("<dd>4</dd>"),
        "{page}"
    );
    let version = test.stored(booking.id).await.version.to_string();
    let said = [("programme", "zhasyl-el"), ("version", &*version)];
    let to = location(&browser.post(&format!("{path}/classify"), &said).await);
    let page = browser.page(&to).await;
    assert!(page.contains("Изменения сохранены.") && page.contains("Исправлена программа"));
    let stored = test.stored(booking.id).await;
    assert_eq!(stored.programme.as_deref(), Some("zhasyl-el"));
    test.assert_sound().await;
}
