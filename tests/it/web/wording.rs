//! What the pages of a booking say of it to its two sides.

use axum::body::Body;

use super::{asking::sign_in, browser::Browser};
use crate::it::support::{NOW, TestApp, asking};

const ASEL: &str = "asel@qanat.example";
const MANAGER: &str = "manager@youth-house.example";

#[tokio::test]
async fn a_history_says_who_did_what_and_who_was_told_of_it() {
    let test = TestApp::new().await;
    let asel = test.person(ASEL).await;
    let manager = test.manager_of("youth-house").await;
    let at = |from: &str| format!("2026-12-01T{from}");
    // Without a group.
    let alone = asking("youth-house/dance-studio", &at("16:00"), &at("18:00"));
    let booking = test.request(&asel, alone).await.unwrap();
    let path = format!("/bookings/{}", booking.code);
    let (group, venue) = (
        Browser::speaking(&test, "ru"),
        Browser::speaking(&test, "ru"),
    );
    sign_in(&group, ASEL).await;
    sign_in(&venue, MANAGER).await;

    let page = group.page(&path).await;
    assert!(page.contains("Код заявки") && !page.contains("Код брони"));
    assert!(page.contains("<b>Заявка отправлена</b>"), "{page}");

    test.approve(&manager, booking.id).await.unwrap();
    test.app.clock.set(NOW.plus_hours(1));
    test.cancel(&asel, booking.id).await.unwrap();
    let page = group.page(&path).await;
    assert!(page.contains("Код брони"));
    assert!(page.contains("<b>Подтверждена (менеджер)</b>"), "{page}");
    assert!(page.contains("<b>Отменена (вы)</b>"), "{page}");
    let page = venue.page(&path).await;
    let name = &booking.contact_name;
    assert!(
        page.contains(&format!("<b>Отменена ({name})</b>")),
        "{page}"
    );
    for told in ["Заявка", "Подтверждение", "Отмена"] {
        assert!(
            page.contains(&format!("<b>{told}</b><br>")),
            "{told}: {page}"
        );
    }
    assert!(
        !page.contains("Ваша бронь") && !page.contains("рупп"),
        "{page}"
    );
    test.assert_sound().await;
}

#[tokio::test]
async fn a_week_is_named_shortly_and_no_line_ends_inside_a_span_of_time() {
    let test = TestApp::new().await;
    let asel = test.person(ASEL).await;
    let (from, to) = ("2026-12-01T16:00", "2026-12-01T18:00");
    let wanted = asking("youth-house/dance-studio", from, to);
    let booking = test.request(&asel, wanted).await.unwrap();
    for (language, week, when) in [
        ("kk", "23–29 қараша", "1 желтоқсан, сейсенбі, "),
        ("ru", "23–29 ноября", "вторник, 1 декабря, "),
        ("en", "23–29 November", "Tuesday, 1 December, "),
    ] {
        let browser = Browser::speaking(&test, language);
        let page = browser
            .page("/venues/youth-house/dance-studio?week=2026-11-23")
            .await;
        assert!(
            page.contains(&format!(": {week}</span></caption>")),
            "{page}"
        );
        test.app.clock.set(test.app.clock.now().plus_minutes(2));
        sign_in(&browser, ASEL).await;
        let page = browser.request("GET", &format!("/bookings/{}", booking.code));
        let page = test.send(page.body(Body::empty()).unwrap()).await.text;
        let span = format!("{when}<span class=\"unbroken\">16:00–18:00</span>");
        assert!(page.contains(&span), "{page}");
    }
}

#[tokio::test]
async fn things_in_a_line_have_small_letters() {
    let test = TestApp::new().await;
    let browser = Browser::speaking(&test, "ru");
    let page = browser.page("/venues/youth-house").await;
    assert!(page.contains("сцена, экран, проектор"), "{page}");
    assert!(page.contains("Wi-Fi, розетки"), "{page}");
    let page = browser.page("/venues/youth-house/small-hall/request").await;
    assert!(
        page.contains("Расстановка: ряды стульев, по кругу, без стульев."),
        "{page}"
    );
    // Where it stands alone it begins as everything that stands alone does.
    assert!(browser.page("/search").await.contains(">Экран<"));
}

#[tokio::test]
async fn a_choice_that_is_not_made_says_so() {
    let test = TestApp::new().await;
    let asel = test.person(ASEL).await;
    test.manager_of("youth-house").await;
    let (from, to) = ("2026-12-01T16:00", "2026-12-01T18:00");
    let wanted = asking("youth-house/dance-studio", from, to);
    let booking = test.request(&asel, wanted).await.unwrap();
    let browser = Browser::speaking(&test, "en");
    sign_in(&browser, MANAGER).await;
    let page = browser.page(&format!("/bookings/{}", booking.code)).await;
    assert!(
        page.contains("<option value=\"\">Choose</option>") && !page.contains(">–<"),
        "{page}"
    );
}
