//! The list of whom to call, and what is said of who has no mailbox.

use axum::http::StatusCode;
use jastar::booking::{NewBooking, OnBehalf, Replacing};

use super::{
    asking::sign_in,
    browser::{Browser, location, value},
};
use crate::it::support::{TestApp, asking};

const LIST: &str = "/manage/youth-house/calls";

/// For somebody who called and has no mailbox.
fn for_a_guest() -> NewBooking {
    NewBooking {
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
    }
}

#[tokio::test]
async fn what_is_written_to_who_has_no_mailbox_is_told_by_telephone() {
    let test = TestApp::new().await;
    let by_phone = test.manager_of("youth-house").await;
    let booking = test.request(&by_phone, for_a_guest()).await.unwrap();
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
    let page = manager.page(&location(&done)).await;
    assert!(
        page.contains("Теперь это в списке «Позвонить»") && !page.contains("Сообщение отправлено"),
        "{page}"
    );
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
    let cut = format!("{LIST}/{}%00", booking.code);
    assert_eq!(manager.post(&cut, &[]).await.status, StatusCode::NOT_FOUND);
    let lower = format!("{LIST}/{}", booking.code.to_ascii_lowercase());
    let done = manager.post(&lower, &[("last", newest)]).await;
    let list = manager.page(&location(&done)).await;
    assert!(list.contains("Звонить никому не нужно"));
    assert!(list.contains("Отмечено: сказано") && list.contains(&path));
    assert!(manager.page(&path).await.contains("Сказано по телефону"));
    // It was another whom they called.
    let back = format!("{told}/take-back");
    let button = format!("action=\"{back}\"");
    assert!(
        list.to_ascii_lowercase()
            .contains(&button.to_ascii_lowercase())
    );
    let refused = stranger.post(&back, &[]).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
    let list = manager
        .page(&location(&manager.post(&back, &[]).await))
        .await;
    assert!(list.contains("Отметка снята") && list.contains("Гүлжан апай"));
    assert!(!manager.page(&path).await.contains("Сказано по телефону"));
}

/// Nobody need be called about what they were there for; about everything else, whatever the act.
#[tokio::test]
async fn an_act_says_whom_to_call_where_somebody_has_to_be_called() {
    let test = TestApp::new().await;
    let by_phone = test.manager_of("youth-house").await;
    let booking = test.request(&by_phone, for_a_guest()).await.unwrap();
    let path = format!("/bookings/{}", booking.code);
    let manager = Browser::speaking(&test, "ru");
    sign_in(&manager, "manager@youth-house.example").await;
    let call = "Электронной почты нет, позвоните: +7 701 765 43 21";
    let line = |page: &str| {
        let line = page.split("<div class=\"done\"").nth(1).unwrap();
        line.split("</div>").next().unwrap().to_owned()
    };
    let sent = manager.page(&format!("{path}?done=act")).await;
    assert!(!line(&sent).contains(call), "they are on the line");
    let page = manager.page(&path).await;
    let version = value(&page, "version");
    let said = [
        ("version", &*version),
        ("title", "Би кеші"),
        ("attendees", "7"),
        ("phone", "+7 701 765 43 21"),
    ];
    let changed = manager.post(&format!("{path}/change"), &said).await;
    let page = manager.page(&location(&changed)).await;
    assert!(line(&page).contains(call), "{page}");

    let ask = manager.page(&format!("{path}/cancel")).await;
    assert!(ask.contains("позвоните: +7 701 765 43 21") && !ask.contains("сразу сообщим"));
    let why = [("reason", "repairs"), ("text", "Су басып қалды")];
    let gone = manager.post(&format!("{path}/cancel"), &why).await;
    let page = manager.page(&location(&gone)).await;
    assert!(line(&page).contains(call), "{page}");
}

/// Who makes room is told what is held for them, and by when they have to say.
#[tokio::test]
async fn what_is_held_for_who_has_no_mailbox_is_told_by_telephone_too() {
    let test = TestApp::new().await;
    let by_phone = test.manager_of("youth-house").await;
    let stands = test.request(&by_phone, for_a_guest()).await.unwrap();
    let instead = NewBooking {
        replacing: Replacing {
            bookings: vec![stands.id],
            ..Replacing::default()
        },
        on_behalf: None,
        ..for_a_guest()
    };
    test.request(&by_phone, instead).await.unwrap();
    assert!(!test.offers(stands.id).await.is_empty());
    let manager = Browser::speaking(&test, "ru");
    sign_in(&manager, "manager@youth-house.example").await;
    let list = manager.page(LIST).await;
    assert!(list.contains("Держим для вас: Танцевальный зал"), "{list}");
}
