//! A date that had to make room: what its group takes instead is the date from then on.

use super::*;
use crate::it::support::facts::in_place;

#[tokio::test]
async fn a_date_is_where_its_group_took_what_was_held() {
    let test = TestApp::new().await;
    let group = test.person("asel@qanat.example").await;
    let manager = test.manager_of("youth-house").await;
    let asked = test.series(&group, tuesdays(STUDIO, 2)).await.unwrap();
    test.approve_series(&manager, &asked, &[]).await.unwrap();
    let ids: Vec<_> = asked.bookings().map(|one| one.id).collect();
    let wanted = asking(STUDIO, "2026-12-01T16:00", "2026-12-01T18:00");
    test.request(&manager, in_place(wanted, &ids[..1]))
        .await
        .unwrap();
    let held = test.offers(ids[0]).await;
    let taken = test.approve(&group, held[1].id).await.unwrap();
    assert_eq!(taken.series_id, Some(asked.row.id));
    assert_eq!(test.stored(taken.id).await, taken);
    let card = test.card(&group, &asked).await;
    let dates: Vec<_> = card.bookings().map(|one| (one.id, one.status)).collect();
    assert_eq!(
        dates,
        [(taken.id, Status::Approved), (ids[1], Status::Approved)]
    );
    test.cancel_series(&group, &asked, None, Reason::default())
        .await
        .unwrap();
    assert_eq!(test.stored(taken.id).await.status, Status::Cancelled);
    test.assert_sound().await;
}
