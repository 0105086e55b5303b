//! Asking for a space, as the use case sees it.

use entity::booking::Status;
use jastar::error::Error;

use super::support::{TestApp, asking};

#[tokio::test]
async fn a_request_holds_its_time_and_the_next_one_is_told_what_is_in_the_way() {
    let test = TestApp::new().await;
    let (first, second) = (
        test.person("asel@qanat.example").await,
        test.person("erasyl@dombyra.example").await,
    );
    let wanted = || {
        asking(
            "youth-house/dance-studio",
            "2026-12-01T16:00",
            "2026-12-01T18:00",
        )
    };
    let booking = test.request(&first, wanted()).await.unwrap();
    assert_eq!((booking.status, booking.holds), (Status::Pending, true));
    let Err(Error::Conflict {
        conflicts,
        alternatives,
    }) = test.request(&second, wanted()).await
    else {
        panic!("two requests hold one time")
    };
    assert_eq!(conflicts.len(), 1);
    assert!(!alternatives.is_empty() && alternatives.len() <= 5);
    test.assert_sound().await;
}
