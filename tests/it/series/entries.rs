//! What of a series goes into the calendar of its group.

use jastar::mail::Mail;

use super::*;

/// Of each date of the newest such mail, whether the calendar is told of it.
async fn entries(test: &TestApp, kind: &str) -> Vec<bool> {
    let mut all = test.outbox().await;
    all.retain(|mail| mail.kind == kind);
    let last = all.pop().unwrap_or_else(|| panic!("no mail {kind}"));
    match serde_json::from_value(last.payload).unwrap() {
        Mail::Series(facts) => facts
            .dates
            .iter()
            .map(|date| date.entry.is_some())
            .collect(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn the_calendar_knows_only_what_is_or_was_approved() {
    let test = TestApp::new().await;
    let person = test.person("aliya@test.example").await;
    let manager = test.manager_of("youth-house").await;
    let series = test.series(&person, tuesdays(STUDIO, 3)).await.unwrap();
    test.approve_series(&manager, &series, &["2026-12-08"])
        .await
        .unwrap();
    test.add_date(&person, &series, "2026-12-08").await.unwrap();
    let times = NewTimes {
        starts: "18:30".to_owned(),
        ends: "20:00".to_owned(),
        ..NewTimes::default()
    };
    let moved = test.move_series(&manager, &series, times).await.unwrap();
    let expected = [Status::Approved, Status::Pending, Status::Approved];
    assert_eq!(statuses(&moved), expected);
    assert_eq!(entries(&test, "series_moved").await, [true, false, true]);
    let gone = test.cancel_series(&person, &series, None, Reason::default());
    gone.await.unwrap();
    let told = entries(&test, "series_cancelled_by_you").await;
    assert_eq!(told, [true, false, true]);
    test.assert_sound().await;
}
