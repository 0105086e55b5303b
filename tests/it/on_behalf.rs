//! What a manager books for somebody without an account.

use entity::Booking;
use jastar::{
    booking::{self, Filter, OnBehalf},
    error::Error,
    refusal::rule::{Detail, Limit, Quota},
};

use super::{
    quotas::{hours_a_week, set},
    support::{TestApp, asking, facts::on_behalf},
};

#[tokio::test]
async fn who_signs_in_with_the_mailbox_finds_what_was_booked_for_them() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let mut new = asking(
        "youth-house/dance-studio",
        "2026-12-01T16:00",
        "2026-12-01T17:00",
    );
    new.on_behalf = Some(OnBehalf {
        name: "Айгүл".to_owned(),
        email: Some("Aigul@Bilim.example".to_owned()),
        ..OnBehalf::default()
    });
    let booked = test.request(&manager, new).await.unwrap();
    assert_eq!(booked.booker_id, None);
    let stranger = test.person("asel@qanat.example").await;
    assert!(
        booking::by_id(&test.app, &stranger, booked.id)
            .await
            .is_err()
    );
    let aigul = test.person("aigul@bilim.example").await;
    let seen = booking::by_code(&test.app, &aigul, &booked.code)
        .await
        .unwrap();
    assert_eq!(seen.role, entity::audit::Role::Booker);
    let own = Filter {
        own: true,
        limit: 10,
        ..Filter::default()
    };
    for (actor, found) in [(&aigul, 1), (&stranger, 0)] {
        let page = booking::list(&test.app, actor, own.clone()).await.unwrap();
        assert_eq!(page.items.len(), found);
    }
    test.cancel(&aigul, booked.id).await.unwrap();
    test.assert_sound().await;
}

/// All of it counts once they sign in.
#[tokio::test]
async fn who_has_no_account_yet_is_counted_by_the_mailbox() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    set(&test, &manager, hours_a_week(&test, 4).await).await;
    let on = |day: u8| {
        let at = |hour: u8| format!("2026-12-{day:02}T{hour:02}:00");
        asking("youth-house/dance-studio", &at(14), &at(17))
    };
    let booked = |day| on_behalf(on(day), "Aigul@Bilim.example");
    test.request(&manager, booked(1)).await.unwrap();
    let other = on_behalf(on(3), "nobody@test.example");
    test.request(&manager, other).await.unwrap();
    let full = Quota {
        quota: Limit::HoursPerWeek,
        limit: 4 * 60,
        used: 3 * 60,
        left: 60,
    };
    let told = |asked: Result<Booking, Error>| match asked {
        Err(Error::Rules(mut broken)) => broken.remove(0),
        other => panic!("{other:?}"),
    };
    let refused = told(test.request(&manager, booked(2)).await);
    assert_eq!(refused.facts, Detail::Quota(full));
    assert!(refused.waivable);
    let aigul = test.person("aigul@bilim.example").await;
    let refused = told(test.request(&aigul, on(2)).await);
    assert_eq!(refused.facts, Detail::Quota(full));
    test.assert_sound().await;
}
