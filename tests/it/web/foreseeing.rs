//! What a yes costs others is said before it is given, and nobody is offered a yes that would be refused.

use axum::http::StatusCode;
use entity::Booking;
use entity::{Borrowed, Item};
use jastar::booking::NewBooking;
use serde_json::{Value, json};

use super::{
    asking::sign_in,
    browser::{Browser, page_of},
};
use crate::it::support::{CATALOGUE, TestApp, asking, facts::at};

const MANAGER: &str = "manager@youth-house.example";
const HALL: &str = "youth-house/grand-hall";
const QUEUE: &str = "/manage/youth-house";
const ANYWAY: &str = "Подтвердить, хотя другим не достанется";

async fn ask(test: &TestApp, who: &str, starts: &str, ends: &str) -> Booking {
    let group = test.person(&format!("{who}@test.example")).await;
    let wanted = NewBooking {
        title: format!("Форум {who}"),
        group: Some(format!("Топ {who}")),
        ..asking(HALL, starts, ends)
    };
    test.request(&group, wanted).await.unwrap()
}

/// The form of a yes to this booking, if the page has one.
fn yes<'a>(page: &'a str, booking: &Booking) -> Option<&'a str> {
    let action = format!("action=\"/bookings/{}/approve\"", booking.code);
    let form = &page[page.find(&action)?..];
    Some(&form[..form.find("</form>").unwrap()])
}

fn known(form: &str) -> &str {
    let name = "name=\"loses\" value=\"";
    let value = &form[form.find(name).expect("who loses") + name.len()..];
    &value[..value.find('"').unwrap()]
}

#[tokio::test]
async fn a_neighbour_who_loses_by_the_turnaround_is_named_and_the_yes_is_asked_for_again() {
    let test = TestApp::new().await;
    test.manager_of("youth-house").await;
    // An hour of cleaning lies between two uses of the hall.
    let one = ask(&test, "a", "2026-12-18T15:00", "2026-12-18T18:00").await;
    let other = ask(&test, "b", "2026-12-18T18:00", "2026-12-18T21:00").await;
    let apart = ask(&test, "c", "2026-12-18T10:00", "2026-12-18T12:00").await;
    let browser = Browser::speaking(&test, "ru");
    sign_in(&browser, MANAGER).await;
    let queue = browser.page(QUEUE).await;
    assert_eq!(queue.matches("class=\"rivals\"").count(), 2);
    let form = yes(&queue, &one).unwrap();
    assert!(form.contains("Если да: «Форум b» (Топ b) останется без зала"));
    assert!(
        form.contains(ANYWAY) && !form.contains("\"main\""),
        "{form}"
    );
    assert_eq!(known(form), other.code);
    let plain = yes(&queue, &apart).unwrap();
    assert!(
        plain.contains("\"main\"") && !plain.contains("Если да"),
        "{plain}"
    );
    assert_eq!(known(plain), "");
    // A page that told of nobody, or of others.
    let path = format!("/bookings/{}/approve", one.code);
    for knows in ["", &apart.code] {
        let asked = browser
            .post(&path, &[("loses", knows), ("next", QUEUE)])
            .await;
        assert_eq!(asked.status, StatusCode::CONFLICT);
        assert!(asked.text.contains("Ничего не сделано"), "{}", asked.text);
        let again = yes(&asked.text, &one).unwrap();
        assert!(again.contains("«Форум b»") && known(again) == other.code);
        assert!(
            again.contains(&format!("name=\"next\" value=\"{QUEUE}\"")),
            "{again}"
        );
    }
    assert_eq!(test.stored(one.id).await, one, "nothing was done");
    // One more asks while the page stands open.
    let late = ask(&test, "d", "2026-12-18T16:00", "2026-12-18T17:00").await;
    let asked = browser.post(&path, &[("loses", &other.code)]).await;
    assert_eq!(asked.status, StatusCode::CONFLICT);
    let form = yes(&asked.text, &one).unwrap();
    assert!(form.contains("«Форум b»") && form.contains("«Форум d»"));
    assert_eq!(test.stored(one.id).await, one, "nothing was done");
    let done = browser
        .post(&path, &[("loses", known(form)), ("next", QUEUE)])
        .await;
    assert_eq!(page_of(&done), QUEUE);
    for lost in [&other, &late] {
        test.mail(lost.id, "time_given").await;
    }
    assert_eq!(
        test.mails(apart.id)
            .await
            .iter()
            .filter(|mail| mail.0 == "time_given")
            .count(),
        0
    );
    test.assert_sound().await;
}

/// Who has lost the time to somebody else already loses nothing more, and is told nothing twice.
#[tokio::test]
async fn who_had_lost_the_time_before_is_not_named_again() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let first = ask(&test, "a", "2026-12-18T10:00", "2026-12-18T12:00").await;
    let lost = ask(&test, "b", "2026-12-18T11:00", "2026-12-18T15:00").await;
    let next = ask(&test, "c", "2026-12-18T14:00", "2026-12-18T17:00").await;
    let browser = Browser::speaking(&test, "ru");
    sign_in(&browser, MANAGER).await;
    let form = browser.page(QUEUE).await;
    assert_eq!(known(yes(&form, &next).unwrap()), lost.code);
    test.approve(&manager, first.id).await.unwrap();
    let queue = browser.page(QUEUE).await;
    let form = yes(&queue, &next).unwrap();
    assert!(
        !form.contains("«Форум b»") && known(form).is_empty(),
        "{form}"
    );
    let path = format!("/bookings/{}/approve", next.code);
    let done = browser.post(&path, &[("loses", ""), ("next", QUEUE)]).await;
    assert_eq!(page_of(&done), QUEUE);
    let told = test.mails(lost.id).await;
    let told = told.iter().filter(|mail| mail.0 == "time_given");
    assert_eq!(told.count(), 1);
    test.assert_sound().await;
}

#[tokio::test]
async fn who_runs_short_of_what_is_lent_is_named_too() {
    let line = "slug = \"small-hall\"\n";
    let toml = CATALOGUE.replace(line, &format!("{line}  pending = \"compete\"\n"));
    let test = TestApp::with_catalogue(&toml).await;
    test.manager_of("youth-house").await;
    let catalogue = test.app.catalogue().await.unwrap();
    let venue = catalogue.venue("youth-house").unwrap();
    let all = venue.item("radio-microphone").unwrap().quantity;
    let mut asked = Vec::new();
    for (who, space, hours, quantity) in [
        ("a", "grand-hall", (18, 20), all),
        ("b", "small-hall", (18, 20), 1),
        ("c", "grand-hall", (10, 12), all),
        ("d", "dance-studio", (10, 12), 1),
    ] {
        let group = test.person(&format!("{who}@test.example")).await;
        let time = |hour| format!("2026-12-18T{hour}:00");
        let item = Item {
            item: "radio-microphone".to_owned(),
            quantity,
        };
        let space = format!("youth-house/{space}");
        let wanted = NewBooking {
            title: format!("Форум {who}"),
            group: Some(format!("Топ {who}")),
            stock: Borrowed(vec![item]),
            ..asking(&space, &time(hours.0), &time(hours.1))
        };
        asked.push(test.request(&group, wanted).await.unwrap());
    }
    let [one, other, blocked, holds] = &asked[..] else {
        panic!("four")
    };
    let browser = Browser::speaking(&test, "ru");
    sign_in(&browser, MANAGER).await;
    let queue = browser.page(QUEUE).await;
    for (card, name, loser) in [(one, "b", other), (other, "a", one)] {
        let form = yes(&queue, card).unwrap();
        let said = format!("Если да: «Форум {name}» (Топ {name}), не хватит оборудования");
        assert!(form.contains(&said) && form.contains(ANYWAY), "{form}");
        assert_eq!(known(form), loser.code);
    }
    // A studio that holds has one of them at the time for which all are asked.
    assert!(yes(&queue, blocked).is_none());
    assert!(queue.contains("Сейчас подтвердить не получится"));
    let page = browser.page(&format!("/bookings/{}", blocked.code)).await;
    assert!(yes(&page, blocked).is_none());
    let (card, below) = page.split_once("</article>").unwrap();
    assert!(below.contains("id=\"in-place\"") && below.contains(&holds.code));
    assert!(!card.contains("in-place") && below.contains("ждёт вашего решения</label>"));
    let why = "Сейчас подтвердить не получится";
    assert!(
        below.contains(why) && below.contains(": не хватает оборудования"),
        "{below}"
    );
    let there = format!("href=\"/bookings/{}#decide\"", blocked.code);
    assert!(queue.contains(&there) && below.contains("id=\"decide\""));
    let held = yes(&queue, holds).unwrap();
    assert!(
        held.contains("\"main\"") && known(held).is_empty(),
        "{held}"
    );
    test.assert_sound().await;
}

#[tokio::test]
async fn what_is_in_the_way_of_an_asked_move_is_said_where_its_yes_was() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let stands = ask(&test, "a", "2026-12-18T10:00", "2026-12-18T12:00").await;
    test.approve(&manager, stands.id).await.unwrap();
    let group = test.person("a@test.example").await;
    let place = at("2026-12-19T10:00", "2026-12-19T12:00");
    test.move_to(&group, stands.id, place).await.unwrap();
    let browser = Browser::speaking(&test, "ru");
    sign_in(&browser, MANAGER).await;
    let path = format!("/bookings/{}", stands.code);
    let why = "Сейчас подтвердить не получится";
    let page = browser.page(&path).await;
    assert!(yes(&page, &stands).is_some() && !page.contains(why));
    let won = ask(&test, "b", "2026-12-19T11:00", "2026-12-19T13:00").await;
    test.approve(&manager, won.id).await.unwrap();
    let page = browser.page(&path).await;
    assert!(yes(&page, &stands).is_none(), "{page}");
    let (_, said) = page.split_once(why).expect("why there is no yes");
    assert!(said.contains("11:00–13:00: занято"), "{said}");
    assert!(!page.contains("id=\"in-place\""), "{page}");
    let queue = browser.page(QUEUE).await;
    assert!(queue.contains(&format!("href=\"{path}#decide\"")));
    test.assert_sound().await;
}

#[tokio::test]
async fn whose_time_is_given_away_is_shown_so_and_is_offered_no_yes() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let won = ask(&test, "a", "2026-12-18T15:00", "2026-12-18T18:00").await;
    let lost = ask(&test, "b", "2026-12-18T15:00", "2026-12-18T18:00").await;
    let asked = ask(&test, "c", "2026-12-18T10:00", "2026-12-18T12:00").await;
    let waits = ask(&test, "d", "2026-12-19T10:00", "2026-12-19T12:00").await;
    test.approve(&manager, won.id).await.unwrap();
    test.write(&manager, asked.id, "Қанша адам?", false)
        .await
        .unwrap();
    let browser = Browser::speaking(&test, "ru");
    sign_in(&browser, MANAGER).await;
    let state = |class: &str, text: &str| format!("<span class=\"status {class}\">{text}</span>");
    let page = browser.page(&format!("/bookings/{}", lost.code)).await;
    assert!(page.contains(&state("given", "время отдано другой группе")));
    assert!(yes(&page, &lost).is_none());
    assert!(page.contains("id=\"in-place\"") && page.contains(&won.code));
    let day = browser
        .page("/manage/youth-house/day?date=2026-12-18")
        .await;
    let entry = |class: &str| format!("class=\"entry {class}\"");
    for class in ["given", "taken", "answer"] {
        assert!(day.contains(&entry(class)), "{class}");
    }
    assert!(!day.contains(&entry("held")));
    let queue = browser.page(QUEUE).await;
    assert!(queue.contains(&state("answer", "ждём ответа на вопрос")));
    assert!(queue.contains(&state("held", "ждёт вашего решения")));
    for (who, class, text) in [
        ("b", "given", "время отдано другой группе"),
        ("c", "answer", "нужен ваш ответ"),
        ("d", "held", "ждёт ответа"),
    ] {
        let browser = Browser::speaking(&test, "ru");
        sign_in(&browser, &format!("{who}@test.example")).await;
        let page = browser.page("/bookings").await;
        assert!(page.contains(&state(class, text)), "{who}: {page}");
    }
    let token = test.token_of(MANAGER).await;
    let says = async |path: &str| {
        test.call(Some(&token), "GET", path, &Value::Null)
            .await
            .json()
    };
    let listed = says("/api/v1/bookings?venue=youth-house").await;
    for (booking, waits_for, given) in [
        (&won, json!(null), false),
        (&lost, json!(null), true),
        (&asked, json!("group"), false),
        (&waits, json!("venue"), false),
    ] {
        let one = says(&format!("/api/v1/bookings/{}", booking.id)).await;
        let listed = listed["items"].as_array().unwrap();
        let listed = listed
            .iter()
            .find(|one| one["code"] == booking.code)
            .unwrap();
        for said in [&one, listed] {
            assert_eq!(said["waits_for"], waits_for, "{said}");
            assert_eq!(said["given_to_another"], given, "{said}");
        }
    }
    test.assert_sound().await;
}

#[tokio::test]
async fn a_manager_sees_which_manager_acted_and_a_group_does_not() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let booking = ask(&test, "a", "2026-12-18T15:00", "2026-12-18T18:00").await;
    test.approve(&manager, booking.id).await.unwrap();
    let name = &manager.who().unwrap().name;
    for (who, sees) in [(MANAGER, true), ("a@test.example", false)] {
        let browser = Browser::speaking(&test, "ru");
        sign_in(&browser, who).await;
        let page = browser.page(&format!("/bookings/{}", booking.code)).await;
        let history = &page[page.find("id=\"history\"").unwrap()..];
        assert_eq!(history.contains(&**name), sees, "{who}: {history}");
    }
}
