//! What a group and its venue write to each other, on the page of the booking.

use axum::http::StatusCode;

use super::{
    asking::sign_in,
    browser::{Browser, location, page_of},
};
use crate::it::support::{TestApp, asking};

#[tokio::test]
async fn a_manager_asks_and_the_group_answers() {
    let test = TestApp::new().await;
    test.manager_of("youth-house").await;
    let asel = test.person("asel@qanat.example").await;
    let wanted = asking(
        "youth-house/dance-studio",
        "2026-12-08T16:00",
        "2026-12-08T18:00",
    );
    let booking = test.request(&asel, wanted).await.unwrap();
    let path = format!("/bookings/{}", booking.code);
    let send = format!("{path}/messages");
    let manager = Browser::speaking(&test, "ru");
    sign_in(&manager, "manager@youth-house.example").await;
    let queue = manager.page("/manage/youth-house").await;
    assert!(queue.contains(&format!("{path}#messages")) && queue.contains("Задать вопрос"));
    assert!(!queue.contains("ждём ответа на вопрос"));
    let page = manager.page(&path).await;
    assert!(page.contains("name=\"internal\"") && page.contains("срок ответа остановится"));

    let long = format!("<b>{}", "ұ".repeat(2000));
    let refused = manager
        .post(&send, &[("text", &long), ("internal", "1")])
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("Сообщение: Напишите короче"));
    assert!(refused.text.contains(&"ұ".repeat(2000)), "nothing is lost");
    assert!(refused.text.contains("value=\"1\" checked") && !refused.text.contains("<b>ұ"));
    let switched = manager
        .post(&send, &[("text", "Сколько?"), ("language", "en")])
        .await;
    assert_eq!(switched.status, StatusCode::OK);
    assert!(switched.text.contains("Сколько?") && switched.text.contains("Write a message"));

    let internal = [("text", "Өткенде кеш келген"), ("internal", "1")];
    let done = manager.post(&send, &internal).await;
    assert_eq!(page_of(&done), path);
    let question = [("text", "Сколько вас?\r\nНужны стулья?")];
    assert_eq!(page_of(&manager.post(&send, &question).await), path);
    let page = manager.page(&path).await;
    assert!(page.contains("only for us") && page.contains("Өткенде кеш келген"));
    let queue = manager.page("/manage/youth-house").await;
    assert!(queue.contains("waiting for an answer to our question"));

    let group = Browser::speaking(&test, "kk");
    sign_in(&group, "asel@qanat.example").await;
    let page = group.page(&path).await;
    assert!(page.contains("Сколько вас?<br") && page.contains("Сізге сұрақ қойылды"));
    assert!(!page.contains("Өткенде кеш келген") && !page.contains("name=\"internal\""));
    let empty = group.post(&send, &[("text", " ")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let forged = group.post(&send, &internal).await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN);
    let answer = [("text", "Бес адам.")];
    assert_eq!(page_of(&group.post(&send, &answer).await), path);
    let page = group.page(&path).await;
    assert!(!page.contains("Сізге сұрақ қойылды") && page.contains("Сұраққа жауап берілді"));
    let queue = manager.page("/manage/youth-house").await;
    assert!(!queue.contains("waiting for an answer to our question"));
    test.assert_sound().await;
}

#[tokio::test]
async fn who_writes_too_much_loses_nothing() {
    let test = TestApp::new().await;
    let asel = test.person("asel@qanat.example").await;
    let wanted = asking(
        "youth-house/dance-studio",
        "2026-12-08T16:00",
        "2026-12-08T18:00",
    );
    let booking = test.request(&asel, wanted).await.unwrap();
    let group = Browser::speaking(&test, "ru");
    sign_in(&group, "asel@qanat.example").await;
    let send = format!("/bookings/{}/messages", booking.code);
    for _ in 0..20 {
        location(&group.post(&send, &[("text", "Ау?")]).await);
    }
    let refused = group.post(&send, &[("text", "Последнее слово")]).await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(refused.text.contains("Последнее слово") && refused.text.contains("слишком много"));
    assert!(
        refused.text.contains("Попробуйте ещё раз через 60 минут."),
        "{}",
        refused.text
    );
    assert_eq!(refused.headers["retry-after"], "3600");
}

/// Nobody asks a group about a time that it has lost.
#[tokio::test]
async fn a_question_waits_no_more_once_the_time_is_given_away() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let hall = |from, to| asking("youth-house/grand-hall", from, to);
    let (from, to) = ("2026-12-18T16:00", "2026-12-18T18:00");
    let asel = test.person("asel@qanat.example").await;
    let asked = test.request(&asel, hall(from, to)).await.unwrap();
    let erasyl = test.person("erasyl@dombyra.example").await;
    let other = test.request(&erasyl, hall(from, to)).await.unwrap();
    test.write(&manager, asked.id, "Сколько вас?", false)
        .await
        .unwrap();
    let group = Browser::speaking(&test, "ru");
    sign_in(&group, "asel@qanat.example").await;
    let path = format!("/bookings/{}", asked.code);
    let (count, question) = ("class=\"count\"", "id=\"asked\"");
    let page = group.page(&path).await;
    assert!(page.contains(count) && page.contains(question), "{page}");
    test.approve(&manager, other.id).await.unwrap();
    let page = group.page(&path).await;
    assert!(page.contains("время отдано другой группе"));
    assert!(!page.contains(count) && !page.contains(question), "{page}");
    assert!(page.contains("Сколько вас?") && !page.contains("Вам задали вопрос"));
    test.assert_sound().await;
}
