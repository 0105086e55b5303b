//! Giving up is asked once, and every act is answered with a line that tells no lie.

use axum::http::StatusCode;
use entity::booking::Status;
use jastar::{booking::NewBooking, inbox::jobs::do_what_is_due};

use super::{
    asking::sign_in,
    browser::{Browser, location, value},
};
use crate::it::support::{TestApp, asking};

const GROUP: &str = "asel@qanat.example";
const MANAGER: &str = "manager@youth-house.example";
const STUDIO: &str = "youth-house/dance-studio";

fn december(day: u8) -> NewBooking {
    let at = |hour: u8| format!("2026-12-{day:02}T{hour}:00");
    asking(STUDIO, &at(16), &at(18))
}

/// What stands in the line, if there is one.
fn line(page: &str) -> Option<&str> {
    let (_, rest) =
        page.split_once("<div class=\"done\" role=\"status\" tabindex=\"-1\" autofocus>")?;
    rest.split("</div>").next()
}

#[tokio::test]
async fn a_group_is_asked_before_it_cancels_and_books_again_from_the_line() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let asel = test.person(GROUP).await;
    let mut wanted = december(1);
    wanted.group = Some("Қанат".to_owned());
    wanted.note = Some("Айналар керек".to_owned());
    let booking = test.request(&asel, wanted).await.unwrap();
    test.approve(&manager, booking.id).await.unwrap();
    let browser = Browser::speaking(&test, "ru");
    sign_in(&browser, GROUP).await;
    let path = format!("/bookings/{}", booking.code);
    let ask = format!("{path}/cancel");
    let page = browser.page(&path).await;
    assert!(
        !page.contains(&format!("action=\"{ask}\"")),
        "no bare button"
    );
    // It is the last control of the page.
    let controls = ["<form", "<button", "<details", "class=\"button\""];
    let last = page.split("<main").nth(1).unwrap();
    let (before, after) = last.split_once(&format!("href=\"{ask}\"")).unwrap();
    assert!(controls.iter().any(|one| before.contains(one)));
    assert!(!controls.iter().any(|one| after.contains(one)), "{after}");

    let question = browser.page(&ask).await;
    assert!(question.contains("<h1>Отменить бронь?</h1>"), "{question}");
    assert!(question.contains("Время сразу станет свободно") && question.contains("16:00–18:00"));
    assert!(question.contains("Нет, оставить") && !question.contains("name=\"reason\""));
    assert_eq!(test.stored(booking.id).await.status, Status::Approved);
    let switched = browser.post(&ask, &[("language", "kk")]).await;
    assert_eq!(switched.status, StatusCode::OK);
    assert!(switched.text.contains("Жоқ, қалсын"), "{}", switched.text);
    browser
        .post("/language", &[("language", "ru"), ("next", "/")])
        .await;

    let to = location(&browser.post(&ask, &[]).await);
    assert_eq!(to, format!("{path}?done=act"));
    let page = browser.page(&to).await;
    let said = line(&page).expect("a line");
    assert!(said.contains("Отменено, время снова свободно."), "{said}");
    assert!(
        said.contains("Сообщим письмом: a***@qanat.example, Дом молодёжи"),
        "{said}"
    );
    assert!(said.contains("Забронировать ещё раз"));
    let again = format!("/venues/{STUDIO}/request?like={}", booking.code);
    assert!(said.contains(&again));
    let form = browser.page(&again).await;
    for (name, typed) in [
        ("title", "Қыз-жігіттер биі"),
        ("attendees", "5"),
        ("group", "Қанат"),
        ("date", "2026-12-01"),
    ] {
        assert_eq!(value(&form, name), typed, "{name}");
    }
    assert!(form.contains("Айналар керек") && form.contains("<option value=\"16:00\" selected>"));
    // Nothing is left to be given up, and who comes to the question is led back.
    assert_eq!(location(&browser.get(&ask).await), path);
    // Somebody else's booking fills nothing in.
    let stranger = Browser::speaking(&test, "ru");
    sign_in(&stranger, "erasyl@dombyra.example").await;
    assert_eq!(value(&stranger.page(&again).await, "title"), "");
    test.assert_sound().await;
}

#[tokio::test]
async fn a_line_is_shown_only_while_it_is_true() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let asel = test.person(GROUP).await;
    let booking = test.request(&asel, december(1)).await.unwrap();
    let browser = Browser::speaking(&test, "en");
    sign_in(&browser, GROUP).await;
    let path = format!("/bookings/{}", booking.code);
    let forged = |word: &str| format!("{path}?done={word}");
    for word in ["cancel", "approved", "act2", ""] {
        assert_eq!(line(&browser.page(&forged(word)).await), None, "{word}");
    }
    assert_eq!(line(&browser.page(&forged("message")).await), None);
    // The last thing that was done is that they sent it, and so it is told.
    let sent = browser.page(&forged("act")).await;
    let said = line(&sent).unwrap();
    assert!(
        said.contains(&format!("Request sent · {}", booking.code)),
        "{said}"
    );
    assert!(
        said.contains("E-mail goes to: a***@qanat.example"),
        "{said}"
    );
    let house = Browser::speaking(&test, "en");
    sign_in(&house, MANAGER).await;
    assert_eq!(
        line(&house.page(&forged("act")).await),
        None,
        "another did it"
    );
    test.approve(&manager, booking.id).await.unwrap();
    assert_eq!(
        line(&browser.page(&forged("act")).await),
        None,
        "it is answered since"
    );
    assert!(
        line(&house.page(&forged("act")).await)
            .unwrap()
            .contains("Approved.")
    );
    // Nor is it told when the service itself has ended it since.
    let late = test.request(&asel, december(2)).await.unwrap();
    test.app.clock.set(late.answer_by.unwrap());
    do_what_is_due(&test.app).await.unwrap();
    let page = browser
        .page(&format!("/bookings/{}?done=act", late.code))
        .await;
    assert_eq!(line(&page), None, "nobody answered");
    test.assert_sound().await;
}

#[tokio::test]
async fn a_manager_says_why_on_the_page_that_asks() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let asel = test.person(GROUP).await;
    let booking = test.request(&asel, december(1)).await.unwrap();
    test.approve(&manager, booking.id).await.unwrap();
    let browser = Browser::speaking(&test, "ru");
    sign_in(&browser, MANAGER).await;
    let path = format!("/bookings/{}", booking.code);
    let ask = format!("{path}/cancel");
    let question = browser.page(&ask).await;
    assert!(
        question.contains("<option value=\"repairs\">"),
        "{question}"
    );
    assert!(question.contains("Мы сразу сообщим об этом"));
    let unsaid = browser.post(&ask, &[("text", " ")]).await;
    assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        unsaid.text.contains("<h1>Отменить бронь?</h1>")
            && unsaid.text.contains("Причина: Заполните")
    );
    let said = [("reason", "repairs"), ("text", "Прорвало трубу")];
    let to = location(&browser.post(&ask, &said).await);
    assert!(line(&browser.page(&to).await).unwrap().contains("Отменено"));
    let group = Browser::speaking(&test, "ru");
    sign_in(&group, GROUP).await;
    let page = group.page(&path).await;
    let card = page.split("<article").nth(1).unwrap();
    assert!(
        card.contains("Прорвало трубу"),
        "the reason stands on the card: {card}"
    );
    test.assert_sound().await;
}

#[tokio::test]
async fn every_act_of_a_manager_is_told_where_they_go_on() {
    let test = TestApp::new().await;
    test.manager_of("youth-house").await;
    let asel = test.person(GROUP).await;
    let first = test.request(&asel, december(1)).await.unwrap();
    let second = test.request(&asel, december(2)).await.unwrap();
    let browser = Browser::speaking(&test, "ru");
    sign_in(&browser, MANAGER).await;
    let queue = ("next", "/manage/youth-house");
    let act = |code: &str, action: &str| format!("/bookings/{code}/{action}");
    let to = location(&browser.post(&act(&first.code, "approve"), &[queue]).await);
    let page = browser.page(&to).await;
    let said = line(&page).expect("a line in the queue");
    assert!(said.contains("Подтверждено.") && said.contains(&format!("/bookings/{}", first.code)));
    assert!(
        said.contains("Сообщим письмом: a***@qanat.example"),
        "{said}"
    );
    let asked = [("text", "Сколько вас?")];
    let to = location(&browser.post(&act(&second.code, "messages"), &asked).await);
    assert!(
        line(&browser.page(&to).await)
            .unwrap()
            .contains("Вопрос отправлен.")
    );
    let no = [("reason", "other-group"), queue];
    let to = location(&browser.post(&act(&second.code, "reject"), &no).await);
    assert!(
        line(&browser.page(&to).await)
            .unwrap()
            .contains("Отклонено.")
    );
    let why = [("text", "Ошиблась")];
    let to = location(&browser.post(&act(&second.code, "reopen"), &why).await);
    assert!(
        line(&browser.page(&to).await)
            .unwrap()
            .contains("Открыто заново.")
    );
    // A colleague's page of many bookings tells nothing of it.
    let stranger = Browser::speaking(&test, "ru");
    test.manager_of("sarzhailau").await;
    sign_in(&stranger, "manager@sarzhailau.example").await;
    let forged = format!("/manage/sarzhailau?done=act&of=bookings/{}", first.code);
    assert_eq!(line(&stranger.page(&forged).await), None);
    test.assert_sound().await;
}
