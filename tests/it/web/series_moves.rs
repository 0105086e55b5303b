//! A group asks for all dates of its approved series to be moved, and its venue answers.

use axum::http::StatusCode;

use super::{
    asking::{FORM, sign_in},
    browser::{Browser, location, page_of, value},
    series::{GROUP, tuesdays},
};
use crate::it::support::{TestApp, asking};

#[tokio::test]
async fn a_group_asks_on_the_page_for_a_move_and_the_queue_has_one_card_for_it() {
    let test = TestApp::new().await;
    test.manager_of("youth-house").await;
    test.person(GROUP).await;
    let group = Browser::speaking(&test, "ru");
    sign_in(&group, GROUP).await;
    let key = value(&group.page(FORM).await, "key");
    let times = [("from", "16:00"), ("to", "18:00"), ("confirmed", "1")];
    let card = page_of(&group.post(FORM, &tuesdays(&key, &times)).await);
    let manager = Browser::speaking(&test, "ru");
    sign_in(&manager, "manager@youth-house.example").await;
    let post = |slug: &str| format!("{card}/{slug}");
    manager.post(&post("approve"), &[]).await;

    let page = group.page(&card).await;
    assert!(page.contains("Попросить о переносе") && page.contains("Ответим сразу обо всех"));
    let times = [("move_starts", "18:00"), ("move_ends", "19:30")];
    for (slug, left) in [("take-back", 0), ("decline-move", 0), ("accept-move", 4)] {
        assert_eq!(page_of(&group.post(&post("move"), &times).await), card);
        let page = group.page(&card).await;
        assert_eq!(page.matches("Вы просите: ").count(), 4, "{page}");
        assert!(page.contains(&post("take-back")) && !page.contains(&post("accept-move")));
        // Opened before, the page of the request does not say yes to the move.
        let stale = manager.post(&post("approve"), &[]).await;
        assert_eq!(stale.status, StatusCode::CONFLICT, "{}", stale.text);
        let queue = manager.page("/manage/youth-house").await;
        assert_eq!(queue.matches("<article").count(), 1, "{queue}");
        assert!(queue.contains("Перенос расписания: 4 даты, последняя"));
        assert!(queue.contains(&post("accept-move")) && queue.contains(&post("decline-move")));
        let page = manager.page(&card).await;
        assert_eq!(page.matches("Куда просят перенести: ").count(), 4, "{page}");
        assert!(page.contains(&post("accept-move")) && !page.contains(&post("take-back")));
        let who = if slug == "take-back" {
            &group
        } else {
            &manager
        };
        if slug == "decline-move" {
            let silent = who.post(&post(slug), &[("text", " ")]).await;
            assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(silent.text.contains("id=\"decline-move_text-error\""));
        }
        let said = who.post(&post(slug), &[("text", "Так будет лучше.")]).await;
        assert_eq!(page_of(&said), card);
        let page = group.page(&card).await;
        assert_eq!(page.matches("18:00–19:30</a>").count(), left, "{page}");
        assert!(!page.contains("Вы просите: "));
    }
    test.assert_sound().await;
}

#[tokio::test]
async fn what_is_in_the_way_of_a_move_is_said_where_its_yes_was() {
    let test = TestApp::new().await;
    let house = test.manager_of("youth-house").await;
    test.person(GROUP).await;
    let group = Browser::speaking(&test, "ru");
    sign_in(&group, GROUP).await;
    let hall = "/venues/youth-house/grand-hall/request";
    let key = value(&group.page(hall).await, "key");
    let times = [("from", "10:00"), ("to", "12:00"), ("confirmed", "1")];
    let card = page_of(&group.post(hall, &tuesdays(&key, &times)).await);
    let manager = Browser::speaking(&test, "ru");
    sign_in(&manager, "manager@youth-house.example").await;
    manager.post(&format!("{card}/approve"), &[]).await;
    let times = [("move_starts", "18:00"), ("move_ends", "19:30")];
    location(&group.post(&format!("{card}/move"), &times).await);
    let accept = format!("action=\"{card}/accept-move\"");
    let why = "Сейчас подтвердить не получится";
    let page = manager.page(&card).await;
    assert!(page.contains(&accept) && !page.contains(why), "{page}");

    let other = test.person("dana@qanat.example").await;
    let taken = asking(
        "youth-house/grand-hall",
        "2026-12-15T18:00",
        "2026-12-15T20:00",
    );
    let taken = test.request(&other, taken).await.unwrap();
    test.approve(&house, taken.id).await.unwrap();
    let page = manager.page(&card).await;
    assert!(!page.contains(&accept), "{page}");
    let (_, said) = page.split_once(why).expect("why there is no yes");
    assert!(said.contains("20:00: занято"), "{said}");
    assert!(!group.page(&card).await.contains(why));
    let queue = manager.page("/manage/youth-house").await;
    assert!(queue.contains(&format!("href=\"{card}#decide\"")) && page.contains("id=\"decide\""));
    test.assert_sound().await;
}
