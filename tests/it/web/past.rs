//! What is over, and what is not sure yet.

use super::{asking::sign_in, browser::Browser};
use crate::it::support::{NOW, TestApp, asking};

/// The codes on a page of one's bookings, as they stand there.
fn codes(page: &str) -> Vec<String> {
    let links = page.split("<h2><a href=\"/bookings/").skip(1);
    links
        .map(|link| link.split('"').next().expect("well formed").to_owned())
        .collect()
}

#[tokio::test]
async fn what_is_over_comes_latest_first_and_every_page_goes_on_where_the_last_ended() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let mut made = Vec::new();
    for day in 1..=12 {
        for space in ["dance-studio", "grand-hall"] {
            let at = |hour| format!("2026-12-{day:02}T{hour}:00");
            let wanted = asking(&format!("youth-house/{space}"), &at(12), &at(13));
            made.push(test.request(&manager, wanted).await.unwrap());
        }
    }
    let browser = Browser::speaking(&test, "kk");
    test.app.clock.set(NOW.plus_days(30));
    sign_in(&browser, "manager@youth-house.example").await;
    let first = browser.page("/bookings?past=1").await;
    let next = first.split("rel=\"next\" href=\"").nth(1).expect("more");
    let next = next.split('"').next().unwrap().replace("&#38;", "&");
    let second = browser.page(&next).await;
    assert!(!second.contains("rel=\"next\""));
    let (mut seen, last) = (codes(&first), codes(&second));
    assert_eq!((seen.len(), last.len()), (20, 4));
    seen.extend(last);
    made.sort_by_key(|booking| std::cmp::Reverse((booking.starts_at, booking.id)));
    let wanted: Vec<String> = made.into_iter().map(|booking| booking.code).collect();
    assert_eq!(seen, wanted);
}

#[tokio::test]
async fn a_holiday_whose_date_is_not_sure_says_so() {
    let test = TestApp::new().await;
    let browser = Browser::speaking(&test, "ru");
    let path = "/venues/youth-house/dance-studio?week=2027-05-10";
    let week = browser.page(path).await;
    assert!(week.contains("<small>Курбан-айт (дата ещё уточняется)</small>"));
    assert!(week.contains("<small>Перенос выходного</small>"), "{week}");
    test.manager_of("youth-house").await;
    sign_in(&browser, "manager@youth-house.example").await;
    let day = browser
        .page("/manage/youth-house/day?date=2027-05-16")
        .await;
    assert!(day.contains("Курбан-айт (дата ещё уточняется)"), "{day}");
}

#[tokio::test]
async fn who_stays_over_night_stands_on_the_board_of_the_next_day_too() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let mut night = asking(
        "youth-house/dance-studio",
        "2026-12-01T20:00",
        "2026-12-02T08:00",
    );
    night.waive = vec!["outside_hours".to_owned(), "too_long".to_owned()];
    night.waive_reason = Some("Түнгі репетиция".to_owned());
    test.request(&manager, night).await.unwrap();
    let browser = Browser::speaking(&test, "en");
    sign_in(&browser, "manager@youth-house.example").await;
    let board = async |day: &str| {
        let path = format!("/manage/youth-house/day?date={day}");
        let page = browser.page(&path).await;
        (page.matches("Қыз-жігіттер биі").count(), page)
    };
    let (hours, page) = board("2026-12-02").await;
    assert_eq!(hours, 8, "{page}");
    assert!(page.contains("scope=\"row\">00:00"), "{page}");
    assert_eq!(board("2026-12-01").await.0, 4);
    assert_eq!(board("2026-12-03").await.0, 0);
}
