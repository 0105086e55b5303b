//! Closing by hand: form, look, choices, the page of the closure; nothing typed is lost.

use axum::http::StatusCode;
use entity::booking::Status;
use jastar::closure;

use super::{
    asking::sign_in,
    browser::{Browser, location, page_of, value},
};
use crate::it::{
    closing::{closing, moving},
    support::{TestApp, asking, facts::at},
};

const CLOSURES: &str = "/manage/youth-house/closures";
const STUDIO: &str = "youth-house/dance-studio";
const TYPED: [(&str, &str); 6] = [
    ("space-dance-studio", "1"),
    ("from-date", "2026-12-01"),
    ("from-time", "14:00"),
    ("to-date", "2026-12-01"),
    ("to-time", "20:00"),
    ("reason", "Құбыр жарылды"),
];

async fn studio(test: &TestApp, from: &str, to: &str) -> entity::Booking {
    let asel = test.person("asel@qanat.example").await;
    let wanted = asking(
        STUDIO,
        &format!("2026-12-01T{from}"),
        &format!("2026-12-01T{to}"),
    );
    test.request(&asel, wanted).await.unwrap()
}

/// The values of the radio buttons of a booking, in their order.
fn ways(page: &str, id: &str) -> Vec<String> {
    let name = format!("name=\"way-{id}\" value=\"");
    let rest = page.split(&name).skip(1);
    rest.filter_map(|rest| rest.split('"').next())
        .map(str::to_owned)
        .collect()
}

#[tokio::test]
async fn a_manager_closes_looks_decides_and_calls() {
    let test = TestApp::new().await;
    test.manager_of("youth-house").await;
    let one = studio(&test, "16:00", "18:00").await;
    let browser = Browser::speaking(&test, "ru");
    sign_in(&browser, "manager@youth-house.example").await;
    let form = browser.page(&format!("{CLOSURES}/new")).await;
    assert!(form.contains("закрывать зал не нужно") && form.contains("space-coworking"));

    let empty = browser.post(CLOSURES, &[]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        !empty.text.contains("Не получилось это прочитать"),
        "{}",
        empty.text
    );
    assert!(empty.text.contains("id=\"reason-code-error\""));
    let unread = browser.post(CLOSURES, &TYPED[..5]).await;
    assert_eq!(unread.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(value(&unread.text, "from-time"), "14:00");
    assert!(
        unread.text.contains("Причина: Заполните это поле"),
        "{}",
        unread.text
    );

    let look = browser.post(CLOSURES, &TYPED).await;
    assert_eq!(look.status, StatusCode::OK);
    assert!(look.text.contains(&one.code) && look.text.contains("+7 701 123 45 67"));
    assert!(look.text.contains("ждёт вашего решения"), "{}", look.text);
    let id = one.id.to_string();
    let offered = ways(&look.text, &id);
    assert!(
        offered.len() > 2 && offered.last().unwrap() == "cancel",
        "{offered:?}"
    );

    // Meanwhile another one comes: shown anew, with the choice kept.
    let two = studio(&test, "19:00", "20:00").await;
    let seen = value(&look.text, "seen");
    let way = format!("way-{id}");
    let mut typed = TYPED.to_vec();
    typed.extend([("seen", &*seen), (&*way, &*offered[0])]);
    let changed = browser.post(CLOSURES, &typed).await;
    assert_eq!(changed.status, StatusCode::CONFLICT);
    assert!(changed.text.contains(&two.code));
    let kept = format!("value=\"{}\" checked", offered[0]);
    assert!(changed.text.contains(&kept), "{}", changed.text);
    assert_eq!(value(&changed.text, "reason"), "Құбыр жарылды");

    let seen = value(&changed.text, "seen");
    let other = format!("way-{}", two.id);
    let mut typed = TYPED.to_vec();
    typed.extend([("seen", &*seen), (&*way, &*offered[0])]);
    let undecided = browser.post(CLOSURES, &typed).await;
    assert_eq!(undecided.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(undecided.text.contains("Выберите, что будет с этой бронью"));
    typed.push((&*other, "cancel"));
    let closed = page_of(&browser.post(CLOSURES, &typed).await);
    assert_ne!(test.stored(one.id).await.starts_at, one.starts_at);
    assert_eq!(test.stored(two.id).await.status, Status::Rejected);
    let list = browser.page(CLOSURES).await;
    assert!(list.contains(&closed) && list.contains("Құбыр жарылды"));
    let day = browser
        .page("/manage/youth-house/day?date=2026-12-01")
        .await;
    assert!(day.contains(CLOSURES) && day.contains("Құбыр жарылды"));

    test.app.clock.set(one.starts_at.plus_hours(-40));
    sign_in(&browser, "manager@youth-house.example").await;
    let page = browser.page(&closed).await;
    assert!(page.contains("href=\"tel:+77011234567\"") && page.contains(&two.code));
    let tick = page
        .split("action=\"")
        .find(|rest| rest.contains("/told/"))
        .unwrap();
    let tick = tick.split('"').next().unwrap();
    let done = browser.post(tick, &[("told", "1")]).await;
    assert_eq!(page_of(&done), closed);
    let page = browser.page(&location(&done)).await;
    assert!(page.contains("Кто сообщил:") && page.contains("Отмечено: сказано."));
    // It was another whom they called.
    let done = browser.post(tick, &[]).await;
    let page = browser.page(&location(&done)).await;
    assert!(!page.contains("Кто сообщил:") && page.contains("Отметка снята:"));
    test.assert_sound().await;
}

#[tokio::test]
async fn a_closure_is_changed_ended_and_taken_back_on_its_page() {
    let test = TestApp::new().await;
    test.manager_of("youth-house").await;
    let browser = Browser::speaking(&test, "kk");
    sign_in(&browser, "manager@youth-house.example").await;
    let look = browser.post(CLOSURES, &TYPED).await;
    assert!(look.text.contains("Ешбір броньға әсер етпейді"));
    let seen = value(&look.text, "seen");
    let mut typed = TYPED.to_vec();
    typed.push(("seen", &*seen));
    let closed = page_of(&browser.post(CLOSURES, &typed).await);
    let page = browser.page(&closed).await;
    assert_eq!(value(&page, "to-time"), "20:00");
    let mut times = TYPED[1..5].to_vec();
    times[3] = ("to-time", "13:00");
    let wrong = browser.post(&closed, &times).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(value(&wrong.text, "to-time"), "13:00");
    times[3] = ("to-time", "17:00");
    let look = browser.post(&closed, &times).await;
    let seen = value(&look.text, "seen");
    times.push(("seen", &*seen));
    assert_eq!(page_of(&browser.post(&closed, &times).await), closed);
    assert_eq!(value(&browser.page(&closed).await, "to-time"), "17:00");
    let asked = format!("{closed}?done=act");
    assert!(
        browser
            .page(&asked)
            .await
            .contains("Жабық уақыт өзгертілді.")
    );
    let open = studio(&test, "17:00", "19:00").await;
    assert_eq!(open.status, Status::Pending);

    let back = format!("{closed}/take-back");
    assert_eq!(page_of(&browser.post(&back, &[]).await), closed);
    let page = browser.page(&closed).await;
    assert!(page.contains("басталмай тұрып тоқтатылған") && !page.contains("take-back"));
    assert!(!page.contains("Жабық уақыт тоқтатылды."), "nobody asked");
    assert!(
        browser
            .page(&asked)
            .await
            .contains("Жабық уақыт тоқтатылды.")
    );
    let stranger = Browser::speaking(&test, "kk");
    sign_in(&stranger, "asel@qanat.example").await;
    for path in [CLOSURES, &closed, "/manage/youth-house/closures/new"] {
        assert_eq!(
            stranger.get(path).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
    test.assert_sound().await;
}

#[tokio::test]
async fn a_double_click_closes_once() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let browser = Browser::speaking(&test, "kk");
    sign_in(&browser, "manager@youth-house.example").await;
    let form = browser.page(&format!("{CLOSURES}/new")).await;
    assert!(form.contains("value=\"repairs\"") && !form.contains("value=\"staff\""));
    let mut typed = TYPED.to_vec();
    typed.push(("reason-code", "repairs"));
    let look = browser.post(CLOSURES, &typed).await;
    let (seen, key) = (value(&look.text, "seen"), value(&look.text, "key"));
    typed.extend([("seen", &*seen), ("key", &*key)]);
    let first = page_of(&browser.post(CLOSURES, &typed).await);
    assert_eq!(page_of(&browser.post(CLOSURES, &typed).await), first);
    let page = browser.page(&first).await;
    let why = "Бұл уақытта залда жөндеу болады. Құбыр жарылды";
    assert!(page.contains(why), "{page}");
    let all = || async {
        let catalogue = test.app.catalogue().await.unwrap();
        let venue = catalogue.venue("youth-house").unwrap().row.id;
        let all = closure::list(&test.app, &manager, venue).await;
        all.unwrap().len()
    };
    assert_eq!(all().await, 1);
    // Who goes back and closes something else means it, after another look.
    typed[0] = ("space-meeting-room", "1");
    let other = browser.post(CLOSURES, &typed).await;
    assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY);
    let key = value(&other.text, "key");
    typed.retain(|(name, _)| *name != "key");
    typed.push(("key", &*key));
    location(&browser.post(CLOSURES, &typed).await);
    assert_eq!(all().await, 2);
    test.assert_sound().await;
}

/// The button says in which minute the page was shown.
#[tokio::test]
async fn ending_it_now_works_after_a_while_too() {
    let test = TestApp::new().await;
    test.manager_of("youth-house").await;
    let browser = Browser::speaking(&test, "kk");
    sign_in(&browser, "manager@youth-house.example").await;
    let look = browser.post(CLOSURES, &TYPED).await;
    let (seen, key) = (value(&look.text, "seen"), value(&look.text, "key"));
    let mut typed = TYPED.to_vec();
    typed.extend([("seen", &*seen), ("key", &*key)]);
    let closed = page_of(&browser.post(CLOSURES, &typed).await);
    let ten_past_two = studio(&test, "12:00", "13:00")
        .await
        .starts_at
        .plus_minutes(130);
    test.app.clock.set(ten_past_two);
    sign_in(&browser, "manager@youth-house.example").await;
    let mut button = TYPED[1..5].to_vec();
    button[3] = ("to-time", "14:05");
    let look = browser.post(&closed, &button).await;
    assert_eq!(look.status, StatusCode::OK, "{}", look.text);
    let seen = value(&look.text, "seen");
    button.push(("seen", &*seen));
    assert_eq!(page_of(&browser.post(&closed, &button).await), closed);
    let page = browser.page(&closed).await;
    assert!(page.contains("14:00–14:10"), "{page}");
    test.assert_sound().await;
}

#[tokio::test]
async fn who_is_offered_its_old_time_reads_what_it_gives_up_for_it() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let one = studio(&test, "16:00", "18:00").await;
    test.approve(&manager, one.id).await.unwrap();
    let new = closing(&["dance-studio"], "14:00", "20:00");
    let next_day = at("2026-12-02T10:00", "2026-12-02T12:00");
    let say = moving(&test.preview(&manager, &new).await, &one, next_day);
    let closed = test.close(&manager, &new, say).await.unwrap();
    let lift = closure::take_back(&test.app, &manager, closed.row.id);
    lift.await.unwrap();
    let held = test.offers(one.id).await.remove(0);
    let browser = Browser::speaking(&test, "en");
    sign_in(&browser, "asel@qanat.example").await;
    let page = browser.page(&format!("/bookings/{}", held.code)).await;
    assert!(
        page.contains("we cancel your other booking (Dance studio, Wednesday, 2 December"),
        "{page}"
    );
    test.cancel(&manager, one.id).await.unwrap();
    let page = browser.page(&format!("/bookings/{}", held.code)).await;
    assert!(page.contains("Held for you alone") && !page.contains("we cancel"));
    test.assert_sound().await;
}
