//! What a group reads first on the page of its booking.

use jastar::{
    booking::{self, NewBooking, NewMessage, Replacing},
    idempotency::Idempotent,
};

use super::{
    asking::sign_in,
    browser::{Browser, location, value},
};
use crate::it::support::{TestApp, asking, facts::at};

const GROUP: &str = "asel@qanat.example";
const STUDIO: &str = "youth-house/dance-studio";

fn december(day: u8) -> NewBooking {
    let at = |hour: u8| format!("2026-12-{day:02}T{hour}:00");
    asking(STUDIO, &at(16), &at(18))
}

/// The card or ticket of a page.
fn card(page: &str) -> &str {
    let (_, rest) = page.split_once("<article").expect("a card");
    rest.split("</article>").next().unwrap()
}

#[tokio::test]
async fn what_was_written_with_the_yes_stands_on_the_ticket() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let asel = test.person(GROUP).await;
    let booking = test.request(&asel, december(1)).await.unwrap();
    let note = Some("Ала келіңіз: ауыстыратын аяқ киім".to_owned());
    booking::approve(&test.app, &manager, booking.id, note, Idempotent::unkeyed())
        .await
        .unwrap();
    let browser = Browser::speaking(&test, "kk");
    sign_in(&browser, GROUP).await;
    let page = browser.page(&format!("/bookings/{}", booking.code)).await;
    assert!(card(&page).contains("Менеджердің ескертпесі"), "{page}");
    assert!(card(&page).contains("Ала келіңіз: ауыстыратын аяқ киім"));
    // A yes to a move, without a word of its own, takes it from nobody.
    let later = at("2026-12-01T18:30", "2026-12-01T20:30");
    test.move_to(&asel, booking.id, later).await.unwrap();
    booking::approve(&test.app, &manager, booking.id, None, Idempotent::unkeyed())
        .await
        .unwrap();
    let page = browser.page(&format!("/bookings/{}", booking.code)).await;
    assert!(card(&page).contains("Ала келіңіз: ауыстыратын аяқ киім"));
    assert!(card(&page).contains("18:30"), "{page}");
    test.assert_sound().await;
}

#[tokio::test]
async fn a_refusal_says_why_and_leads_on_with_everything_kept() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let asel = test.person(GROUP).await;
    let mut wanted = december(1);
    wanted.group = Some("Қанат".to_owned());
    let booking = test.request(&asel, wanted).await.unwrap();
    test.reject(&manager, booking.id).await.unwrap();
    let browser = Browser::speaking(&test, "ru");
    sign_in(&browser, GROUP).await;
    let page = browser.page(&format!("/bookings/{}", booking.code)).await;
    assert!(card(&page).contains("Зал жөнделуде."), "{page}");
    let like = format!("&#38;like={}", booking.code);
    let offers: Vec<&str> = page
        .split("<a class=\"button\" href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .filter(|url| url.ends_with(&like))
        .collect();
    assert_eq!(offers.len(), 3, "{page}");
    let form = browser.page(&offers[0].replace("&#38;", "&")).await;
    assert_eq!(value(&form, "group"), "Қанат");
    assert_eq!(value(&form, "title"), "Қыз-жігіттер биі");
    let starts = offers[0].split("starts=").nth(1).unwrap();
    assert_eq!(value(&form, "date"), starts[..10]);
    assert!(form.contains(&format!("<option value=\"{}\" selected>", &starts[11..16])));
    let again = format!("/venues/{STUDIO}/request?like={}", booking.code);
    assert!(page.contains(&again) && page.contains("Отправить заявку ещё раз"));
    // The venue has no use for other times of its own.
    let house = Browser::speaking(&test, "ru");
    sign_in(&house, "manager@youth-house.example").await;
    let page = house.page(&format!("/bookings/{}", booking.code)).await;
    assert!(card(&page).contains("Зал жөнделуде.") && !page.contains("like="));
    test.assert_sound().await;
}

#[tokio::test]
async fn when_the_venue_asks_the_group_is_told_so_everywhere() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let asel = test.person(GROUP).await;
    let booking = test.request(&asel, december(8)).await.unwrap();
    let browser = Browser::speaking(&test, "ru");
    sign_in(&browser, GROUP).await;
    let counted =
        "Мои брони <b class=\"count\">(1)</b><span class=\"unseen\">, нужен ваш ответ</span>";
    assert!(!browser.page("/").await.contains("class=\"count\""));
    let question = NewMessage {
        text: "Сколько вас будет?".to_owned(),
        internal: false,
    };
    booking::write(
        &test.app,
        &manager,
        booking.id,
        question,
        Idempotent::unkeyed(),
    )
    .await
    .unwrap();
    assert!(browser.page("/").await.contains(counted));
    let list = browser.page("/bookings").await;
    assert!(
        list.contains("<span class=\"status answer\">нужен ваш ответ</span>"),
        "{list}"
    );
    let path = format!("/bookings/{}", booking.code);
    let page = browser.page(&path).await;
    // The question and the field stand under the title, before the card, and once.
    let (before, _) = page.split_once("<article").unwrap();
    assert!(before.contains("нужен ваш ответ") && before.contains("Сколько вас будет?"));
    assert!(before.contains(&format!("action=\"{path}/messages\"")));
    assert_eq!(
        page.matches(&format!("action=\"{path}/messages\"")).count(),
        1
    );
    assert!(!page.contains("ждёт ответа"), "{page}");
    let answer = [("text", "Пять человек.")];
    let to = location(&browser.post(&format!("{path}/messages"), &answer).await);
    let page = browser.page(&to).await;
    assert!(page.contains("Сообщение отправлено.") && page.contains("ждёт ответа"));
    assert!(!page.contains("class=\"count\"") && !page.contains("нужен ваш ответ"));
    test.assert_sound().await;
}

/// Who had to make room reads so on top, also where nobody said why.
#[tokio::test]
async fn who_made_room_is_told_so_before_anything_else() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let asel = test.person(GROUP).await;
    let booking = test.request(&asel, december(1)).await.unwrap();
    let instead = NewBooking {
        replacing: Replacing {
            bookings: vec![booking.id],
            ..Replacing::default()
        },
        ..december(1)
    };
    test.request(&manager, instead).await.unwrap();
    let browser = Browser::speaking(&test, "ru");
    sign_in(&browser, GROUP).await;
    let page = browser.page(&format!("/bookings/{}", booking.code)).await;
    assert!(card(&page).contains("Отменена ради другой брони"), "{page}");
}

#[tokio::test]
async fn a_manager_is_told_nothing_that_is_meant_for_the_group() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let asel = test.person(GROUP).await;
    let booking = test.request(&asel, december(8)).await.unwrap();
    let path = format!("/bookings/{}", booking.code);
    let (group, house) = (
        Browser::speaking(&test, "ru"),
        Browser::speaking(&test, "ru"),
    );
    sign_in(&group, GROUP).await;
    sign_in(&house, "manager@youth-house.example").await;
    let stub = async |browser: &Browser<'_>| {
        let page = browser.page(&path).await;
        let (_, stub) = card(&page).split_once("class=\"stub\"").unwrap();
        stub.to_owned()
    };
    let (theirs, ours) = (stub(&group).await, stub(&house).await);
    assert!(theirs.contains("Ответим не позже этого времени: "));
    assert!(
        !ours.contains("Ответим") && ours.contains("Срок ответа: "),
        "{ours}"
    );
    test.approve(&manager, booking.id).await.unwrap();
    assert!(stub(&group).await.contains("Назовите этот код"));
    assert!(!stub(&house).await.contains("Назовите"));
    // What the line that tells of an act says is not said twice.
    let given_up = group.post(&format!("{path}/cancel"), &[]).await;
    let page = group.page(&location(&given_up)).await;
    let again = format!("request?like={}", booking.code);
    assert_eq!(page.matches(&again).count(), 1, "{page}");
    assert!(group.page(&path).await.contains(&again));
    test.assert_sound().await;
}

#[tokio::test]
async fn what_is_over_has_another_colour_than_what_stands() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let asel = test.person(GROUP).await;
    let stands = test.request(&asel, december(8)).await.unwrap();
    test.approve(&manager, stands.id).await.unwrap();
    let refused = test.request(&asel, december(9)).await.unwrap();
    test.reject(&manager, refused.id).await.unwrap();
    let browser = Browser::speaking(&test, "ru");
    sign_in(&browser, GROUP).await;
    for (booking, class) in [(stands, "taken"), (refused, "past")] {
        let page = browser.page(&format!("/bookings/{}", booking.code)).await;
        assert!(
            page.contains(&format!("<span class=\"status {class}\">")),
            "{page}"
        );
    }
    test.assert_sound().await;
}
