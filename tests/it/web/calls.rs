//! The list of whom to call, and what is said of who has no mailbox.

use axum::http::StatusCode;
use jastar::booking::{NewBooking, OnBehalf};

use super::{
    asking::sign_in,
    browser::{Browser, location},
};
use crate::it::support::{TestApp, asking};

const LIST: &str = "/manage/youth-house/calls";

#[tokio::test]
async fn what_is_written_to_who_has_no_mailbox_is_told_by_telephone() {
    let test = TestApp::new().await;
    let by_phone = test.manager_of("youth-house").await;
    let wanted = NewBooking {
        on_behalf: Some(OnBehalf {
            name: "Гүлжан апай".to_owned(),
            phone: Some("+7 701 765 43 21".to_owned()),
            ..OnBehalf::default()
        }),
        ..asking(
            "youth-house/dance-studio",
            "2026-12-08T16:00",
            "2026-12-08T18:00",
        )
    };
    let booking = test.request(&by_phone, wanted).await.unwrap();
    let path = format!("/bookings/{}", booking.code);
    let manager = Browser::speaking(&test, "ru");
    sign_in(&manager, "manager@youth-house.example").await;
    let number = "<a href=\"tel:+77017654321\">";
    let page = manager.page(&path).await;
    assert!(page.contains("Электронной почты нет") && page.contains(number));
    assert!(!page.contains("придёт и на почту"));
    assert!(manager.page(LIST).await.contains("Звонить никому не нужно"));
    let said = [("text", "Ключ на вахте <b>у Марата</b>.")];
    let done = manager.post(&format!("{path}/messages"), &said).await;
    assert!(location(&done).starts_with(&path));
    let page = manager.page(&path).await;
    assert!(page.contains("Нужно сказать по телефону"), "{page}");

    assert!(manager.page("/manage").await.contains(LIST));
    let list = manager.page(LIST).await;
    for said in ["Гүлжан апай", number, "у Марата", &booking.code] {
        assert!(list.contains(said), "{said}: {list}");
    }
    assert!(!list.contains("<b>у Марата"));
    let newest = list.split("name=\"last\" value=\"").nth(1).unwrap();
    let newest = newest.split('"').next().unwrap();
    let told = format!("{LIST}/{}", booking.code);
    let stranger = Browser::speaking(&test, "ru");
    test.person("a@test.example").await;
    sign_in(&stranger, "a@test.example").await;
    for refused in [
        stranger.get(LIST).await,
        stranger.post(&told, &[("last", newest)]).await,
    ] {
        assert_eq!(refused.status, StatusCode::NOT_FOUND);
    }
    let done = manager.post(&told, &[("last", newest)]).await;
    assert_eq!(location(&done), LIST);
    assert!(manager.page(LIST).await.contains("Звонить никому не нужно"));
    assert!(manager.page(&path).await.contains("Сказано по телефону"));
}
