//! Series on the pages: the report before anything is written, the card, the queue.

use axum::http::StatusCode;
use entity::{booking, booking::Status, series};
use sea_orm::EntityTrait;

use super::{
    asking::{FORM, filled, sign_in},
    browser::{Browser, location, page_of, value},
};
use crate::it::support::{TestApp, asking, queries::queries};

const STUDIO: &str = "youth-house/dance-studio";
pub const GROUP: &str = "asel@qanat.example";

/// Tuesdays from 1 December on.
pub fn tuesdays<'a>(key: &'a str, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut form = filled(key, "2026-12-01");
    form.extend([("every", "week"), ("count", "4")]);
    form.extend(more);
    form
}

async fn all(test: &TestApp) -> Vec<series::Model> {
    let found = series::Entity::find().all(test.app.db.read());
    found.await.unwrap()
}

/// Of all series, by start.
async fn dates(test: &TestApp) -> Vec<booking::Model> {
    let found = booking::Entity::find().all(test.app.db.read());
    let mut dates = found.await.unwrap();
    dates.retain(|booking| booking.series_id.is_some());
    dates.sort_by_key(|booking| booking.starts_at);
    dates
}

async fn statuses(test: &TestApp) -> Vec<Status> {
    let dates = dates(test).await;
    dates.iter().map(|booking| booking.status).collect()
}

#[tokio::test]
async fn a_group_sees_what_it_would_get_and_then_gets_it() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let taken = asking(STUDIO, "2026-12-08T17:00", "2026-12-08T19:00");
    let taken = test.request(&manager, taken).await.unwrap();
    test.person(GROUP).await;
    let browser = Browser::speaking(&test, "ru");
    sign_in(&browser, GROUP).await;
    let empty = browser.page(FORM).await;
    let key = value(&empty, "key");
    assert!(empty.contains("Каждую неделю"));

    let report = browser.post(FORM, &tuesdays(&key, &[])).await;
    assert_eq!(report.status, StatusCode::OK, "{}", report.text);
    let page = &report.text;
    assert!(page.contains("Свободно дат: 3 из 4. Пока ничего не отправлено."));
    assert!(page.contains("Танцевальный зал</b><br>По вторникам</p>"));
    assert!(page.contains("Занято") && page.contains("Отправить заявку на 3 даты"));
    assert_eq!(
        value(page, "title"),
        "Би кеші <b>\"&'",
        "all that was typed"
    );
    assert!(all(&test).await.is_empty(), "nothing is written");
    let in_english = tuesdays(&key, &[("report", "1"), ("language", "en")]);
    let switched = browser.post(FORM, &in_english).await;
    assert!(switched.text.contains("Free dates: 3 of 4"));
    let again = browser.post(FORM, &tuesdays(&key, &[("again", "1")])).await;
    assert_eq!(value(&again.text, "count"), "4");
    assert!(again.text.contains("value=\"week\" selected"));

    let confirmed = tuesdays(&key, &[("report", "1"), ("confirmed", "1")]);
    let card = page_of(&browser.post(FORM, &confirmed).await);
    assert!(card.starts_with("/series/"), "{card}");
    let twice = browser.post(FORM, &confirmed).await;
    assert_eq!(page_of(&twice), card, "a double click makes one series");
    assert_eq!(all(&test).await.len(), 1);
    assert_eq!(statuses(&test).await, [Status::Pending; 3]);

    let page = browser.page(&card).await;
    assert!(page.contains("Every Tuesday, 16:00–18:00"));
    assert!(page.contains("3 / 4") && page.contains("Taken"), "{page}");
    let add = format!("{card}/add");
    assert!(!page.contains(&format!("action=\"{add}\"")), "not yet free");
    let missed = [("date", "2026-12-08")];
    let refused = browser.post(&add, &missed).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    test.cancel(&manager, taken.id).await.unwrap();
    assert!(
        browser
            .page(&card)
            .await
            .contains(&format!("action=\"{add}\""))
    );
    assert_eq!(page_of(&browser.post(&add, &missed).await), card);
    assert_eq!(statuses(&test).await, [Status::Pending; 4]);

    test.assert_sound().await;
}

#[tokio::test]
async fn a_group_goes_from_a_date_to_what_follows_it() {
    let test = TestApp::new().await;
    test.person(GROUP).await;
    let browser = Browser::speaking(&test, "ru");
    sign_in(&browser, GROUP).await;
    let key = value(&browser.page(FORM).await, "key");
    let confirmed = tuesdays(&key, &[("confirmed", "1")]);
    let card = page_of(&browser.post(FORM, &confirmed).await);
    assert!(browser.page("/bookings").await.contains(&card));
    let third = format!("/bookings/{}", dates(&test).await[2].code);
    let third = browser.page(&third).await;
    let from = format!("{card}?from=2026-12-15");
    assert!(third.contains(&from), "{third}");
    let page = browser.page(&from).await;
    assert!(page.contains("<option value=\"2026-12-15\" selected>"));
    let cancel = format!("{card}/cancel");
    assert!(page.contains(&format!("href=\"{cancel}?from=2026-12-15\"")));
    assert!(
        !page.contains(&format!("action=\"{cancel}\"")),
        "asked first"
    );
    let asked = browser.page(&format!("{cancel}?from=2026-12-15")).await;
    assert!(asked.contains("<option value=\"2026-12-15\" selected>"));
    assert!(asked.contains("и дальше (2 даты)") && asked.contains("Все будущие даты (4)"));
    let gone = browser
        .post(&cancel, &[("cancel_from", "2026-12-15")])
        .await;
    assert_eq!(page_of(&gone), card);
    let told = browser.page(&location(&gone)).await;
    assert!(told.contains("Отозвано. Дат: 2."), "{told}");
    let expected = [
        Status::Pending,
        Status::Pending,
        Status::Withdrawn,
        Status::Withdrawn,
    ];
    assert_eq!(statuses(&test).await, expected);
    let moved = [
        ("move_from", ""),
        ("move_starts", "18:30"),
        ("move_ends", "20:00"),
    ];
    assert_eq!(
        page_of(&browser.post(&format!("{card}/move"), &moved).await),
        card
    );
    assert!(browser.page(&card).await.contains("18:30–20:00"));
    // What is left as the form shows it stays as it is.
    let page = browser.page(&card).await;
    let mut said: Vec<(&str, String)> = ["attendees", "phone"]
        .map(|name| (name, value(&page, name)))
        .into();
    said.extend([
        ("change_from", "2026-12-08".to_owned()),
        ("title", "Жаңа би".to_owned()),
        ("layout", String::new()),
        ("programme", "zhasyl-el".to_owned()),
        ("note", "Ерте келеміз\r\nРахмет".to_owned()),
    ]);
    let said: Vec<(&str, &str)> = said.iter().map(|(name, text)| (*name, &**text)).collect();
    let changed = browser.post(&format!("{card}/change"), &said).await;
    assert_eq!(page_of(&changed), card);
    let titles: Vec<_> = dates(&test)
        .await
        .into_iter()
        .map(|one| one.title)
        .collect();
    assert_eq!(titles[..2], ["Би кеші <b>\"&'", "Жаңа би"]);
    // The same once more changes nothing: no line says that it was done now.
    let again = browser.post(&format!("{card}/change"), &said).await;
    assert_eq!(location(&again), card);
    let odd = [("move_starts", "18:10"), ("move_ends", "20:00")];
    let refused = browser.post(&format!("{card}/move"), &odd).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.text.contains("id=\"move_starts-error\""),
        "{}",
        refused.text
    );
    assert_eq!(value(&refused.text, "move_starts"), "18:10");
    test.assert_sound().await;
}

#[tokio::test]
async fn all_dates_or_none_when_all_were_free() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    test.person(GROUP).await;
    let browser = Browser::speaking(&test, "kk");
    sign_in(&browser, GROUP).await;
    let key = value(&browser.page(FORM).await, "key");
    let report = browser.post(FORM, &tuesdays(&key, &[])).await;
    assert_eq!(value(&report.text, "all"), "1");
    let taken = asking(STUDIO, "2026-12-15T17:00", "2026-12-15T19:00");
    test.request(&manager, taken).await.unwrap();
    let confirmed = tuesdays(&key, &[("report", "1"), ("all", "1"), ("confirmed", "1")]);
    let refused = browser.post(FORM, &confirmed).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.text.contains("role=\"alert\""));
    assert!(
        refused.text.contains("Барлығы 4 күн, бос: 3"),
        "{}",
        refused.text
    );
    assert!(all(&test).await.is_empty());
    // What is wrong with the rule is told at its field, and nothing typed is lost.
    for (wrong, field) in [
        (vec![("count", "500")], "count"),
        (vec![("count", "x")], "count"),
        (vec![("count", ""), ("until", "2026-11-30")], "until"),
        (vec![("count", "")], "until"),
    ] {
        let refused = browser.post(FORM, &tuesdays(&key, &wrong)).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let error = format!("id=\"{field}-error\"");
        assert!(refused.text.contains(&error), "{wrong:?} {}", refused.text);
        assert_eq!(value(&refused.text, "attendees"), "12");
    }
    // It reads the same in another language: what one date breaks is told in the report.
    let nothing = [("count", ""), ("from", "06:00"), ("to", "08:00")];
    let refused = browser.post(FORM, &tuesdays(&key, &nothing)).await;
    let again = [&nothing[..], &[("refused", "1"), ("language", "ru")]].concat();
    let switched = browser.post(FORM, &tuesdays(&key, &again)).await;
    for page in [&refused.text, &switched.text] {
        assert_eq!(page.matches("class=\"error\"").count(), 1, "{page}");
        assert!(page.contains("id=\"until-error\""), "{page}");
    }
    // Who has not signed in signs in first, and finds the form again.
    let stranger = Browser::speaking(&test, "kk");
    let sent = stranger.post(FORM, &tuesdays(&key, &[])).await;
    assert!(location(&sent).starts_with("/sign-in?next="));
    test.assert_sound().await;
}

#[tokio::test]
async fn the_queue_has_one_card_for_a_series_and_its_page_takes_exceptions() {
    let test = TestApp::new().await;
    test.manager_of("youth-house").await;
    let mut cards = Vec::new();
    for (who, from, to) in [
        (GROUP, "10:00", "12:00"),
        ("dana@qanat.example", "16:00", "18:00"),
    ] {
        test.person(who).await;
        let group = Browser::speaking(&test, "ru");
        sign_in(&group, who).await;
        let key = value(&group.page(FORM).await, "key");
        let times = [("from", from), ("to", to), ("confirmed", "1")];
        cards.push(page_of(&group.post(FORM, &tuesdays(&key, &times)).await));
    }
    let hidden = Browser::speaking(&test, "ru");
    sign_in(&hidden, "stranger@qanat.example").await;
    assert_eq!(hidden.get(&cards[0]).await.status, StatusCode::NOT_FOUND);

    let manager = Browser::speaking(&test, "ru");
    sign_in(&manager, "manager@youth-house.example").await;
    let queue = manager.page("/manage/youth-house").await;
    assert_eq!(queue.matches("<article").count(), 2, "{queue}");
    assert_eq!(queue.matches("Расписание: 4 даты, последняя").count(), 2);
    let reject = format!("{}/reject", cards[0]);
    assert!(queue.contains(&format!("action=\"{reject}\"")));
    let next = ("next", "/manage/youth-house");
    let silent = manager.post(&reject, &[next, ("text", " ")]).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        silent.text.contains("id=\"reject_text-error\""),
        "{}",
        silent.text
    );
    let (_, forms) = silent.text.split_once("<h1>").unwrap();
    let leads_back = "name=\"next\" value=\"/manage/youth-house\"";
    assert_eq!(forms.matches(leads_back).count(), 2, "a yes and a no");
    let said = manager
        .post(&reject, &[next, ("text", "Ремонт зала.")])
        .await;
    assert_eq!(page_of(&said), "/manage/youth-house");

    let page = manager.page(&cards[1]).await;
    assert_eq!(page.matches("ждёт вашего решения").count(), 4, "{page}");
    assert!(page.contains("name=\"except-2026-12-15\"") && page.contains("Без этих дат"));
    assert!(page.contains("за шесть месяцев") || page.contains("<dl class=\"facts\">"));
    let approve = format!("{}/approve", cards[1]);
    let form = [("except-2026-12-15", "1"), ("approve_text", "Ждём вас!")];
    let switched = [&form[..], &[("language", "kk")]].concat();
    let kazakh = manager.post(&approve, &switched).await;
    assert_eq!(kazakh.status, StatusCode::OK);
    assert!(kazakh.text.contains("Ждём вас!") && kazakh.text.contains("value=\"1\" checked"));
    assert_eq!(page_of(&manager.post(&approve, &form).await), cards[1]);
    let mut told = statuses(&test).await;
    told.sort_by_key(|status| format!("{status:?}"));
    let mut expected = vec![Status::Approved; 3];
    expected.extend([Status::Rejected; 5]);
    assert_eq!(told, expected);
    let queue = manager.page("/manage/youth-house").await;
    assert_eq!(queue.matches("<article").count(), 0);
    test.assert_sound().await;
}

/// There is not always a fifth: the report says what is asked for then.
#[tokio::test]
async fn the_report_names_the_weekday_of_the_month() {
    let test = TestApp::new().await;
    test.person(GROUP).await;
    let browser = Browser::speaking(&test, "ru");
    sign_in(&browser, GROUP).await;
    for (first, said) in [
        ("2026-12-03", "По первым четвергам месяца"),
        ("2026-12-18", "По третьим пятницам месяца"),
        ("2026-12-29", "По последним вторникам месяца"),
    ] {
        let month = [("date", first), ("every", "month"), ("count", "2")];
        let report = browser.post(FORM, &tuesdays("", &month)).await;
        assert!(report.text.contains(said), "{}", report.text);
    }
    test.assert_sound().await;
}

/// What is taken is looked up for who is shown it, not for who has to sign in first.
#[tokio::test]
async fn dates_are_weighed_only_to_be_shown() {
    let test = TestApp::new().await;
    test.person(GROUP).await;
    let stranger = Browser::speaking(&test, "ru");
    let key = value(&stranger.page(FORM).await, "key");
    let (single, asked) = queries(stranger.post(FORM, &filled(&key, "2026-12-01"))).await;
    assert!(location(&asked).starts_with("/sign-in"));
    let (several, asked) = queries(stranger.post(FORM, &tuesdays(&key, &[]))).await;
    assert!(location(&asked).starts_with("/sign-in"));
    assert_eq!(several, single);
    test.assert_sound().await;
}
