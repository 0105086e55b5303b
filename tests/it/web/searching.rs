//! Looking for a free space on the pages.

use axum::http::StatusCode;

use super::browser::{Browser, value};
use crate::it::support::{TestApp, asking};

const FRIDAY: &str = "text=&date=2026-12-04&from=16%3A00&to=18%3A00&attendees=20&district=&equipment=mirrors&equipment=sound-system";

#[tokio::test]
async fn what_is_free_leads_to_the_form_with_its_time() {
    let test = TestApp::new().await;
    let manager = test.manager_of("temirtau-youth-house").await;
    let taken = asking(
        "temirtau-youth-house/dance-hall",
        "2026-12-04T16:00",
        "2026-12-04T18:00",
    );
    test.request(&manager, taken).await.unwrap();
    let browser = Browser::speaking(&test, "en");
    let page = browser.page(&format!("/search?{FRIDAY}")).await;
    assert!(page.contains("Free at that time: 1"), "{page}");
    let form = "/venues/youth-house/dance-studio/request?starts=2026-12-04T16:00&#38;ends=2026-12-04T18:00&#38;attendees=20";
    assert!(page.contains(form), "{page}");
    assert!(page.contains("This time is taken.") && page.contains("13:30–15:30"));
    let later = "/venues/temirtau-youth-house/dance-hall/request?starts=2026-12-04T13:30";
    assert!(page.contains(later), "{page}");
    let form = browser.page(&form.replace("&#38;", "&")).await;
    assert_eq!(value(&form, "date"), "2026-12-04");
    assert_eq!(value(&form, "attendees"), "20");
}

#[tokio::test]
async fn what_was_typed_stays_and_faults_are_told() {
    let test = TestApp::new().await;
    for (language, missing) in [
        ("kk", "Осы жерді толтырыңыз."),
        ("ru", "Заполните это поле."),
        ("en", "Please fill this in."),
    ] {
        let browser = Browser::speaking(&test, language);
        let query = "text=%D0%BA%D1%96%D1%88%D1%96&date=2026-12-04&from=16%3A00&to=&attendees=many&district=temirtau&equipment=stage";
        let answer = browser.get(&format!("/search?{query}")).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        let page = answer.text;
        assert!(page.contains(missing), "{page}");
        assert!(page.contains("href=\"#to\"") && page.contains("href=\"#attendees\""));
        assert!(!page.contains("href=\"#date\"") && !page.contains("href=\"#from\""));
        for (name, typed) in [
            ("text", "кіші"),
            ("date", "2026-12-04"),
            ("from", "16:00"),
            ("attendees", "many"),
        ] {
            assert_eq!(value(&page, name), typed);
        }
        assert!(page.contains("value=\"temirtau\" selected"));
        assert!(page.contains("value=\"stage\" checked"));
        for (query, field) in [
            ("date=2026-12-04&from=18:00&to=16:00", "to"),
            ("district=moon", "district"),
            ("equipment=gold", "form"),
            ("attendees=0", "attendees"),
        ] {
            let answer = browser.get(&format!("/search?{query}")).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{query}");
            assert!(
                answer.text.contains(&format!("href=\"#{field}\"")),
                "{query}"
            );
        }
    }
}

#[tokio::test]
async fn names_are_found_without_a_time() {
    let test = TestApp::new().await;
    let browser = Browser::speaking(&test, "ru");
    assert!(browser.page("/").await.contains("href=\"/search\""));
    assert!(!browser.page("/search").await.contains("id=\"results\""));
    let page = browser.page("/search?text=kishi").await;
    assert!(
        page.contains("Нашлось: 3") && page.contains("href=\"/venues/youth-house/small-hall\"")
    );
    assert!(!page.contains("/request?"), "nobody said when");
    let nothing = browser.page("/search?text=bassein").await;
    assert!(nothing.contains("Ничего подходящего не нашлось"));
    let night = browser
        .page("/search?date=2026-12-04&from=03:00&to=04:00&text=kishi")
        .await;
    assert!(
        night.contains("В это время ничего свободного нет"),
        "{night}"
    );
    assert!(night.contains("мы открыты в эти часы") && night.contains("Ближайшее свободное время"));
}
