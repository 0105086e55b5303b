//! What a manager books for somebody without an account.

use jastar::booking::{self, Filter, OnBehalf};

use super::support::{TestApp, asking};

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
