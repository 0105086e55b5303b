//! What is left out of an answer, and what has begun.

use jastar::{idempotency::Key, refusal::state::StateRefusal};

use super::*;
use crate::it::support::facts::because;

fn keyed(key: &str) -> Idempotent<Series> {
    Idempotent {
        key: Some(Key {
            route: "POST /series".to_owned(),
            key: key.to_owned(),
            body_hash: vec![1],
        }),
        ..Idempotent::unkeyed()
    }
}

#[tokio::test]
async fn nothing_is_approved_where_every_date_is_left_out() {
    let test = TestApp::new().await;
    let person = test.person("aliya@test.example").await;
    let manager = test.manager_of("youth-house").await;
    let series = test.series(&person, tuesdays(STUDIO, 2)).await.unwrap();
    let refused = test
        .approve_series(&manager, &series, &["2026-12-01", "2026-12-08"])
        .await;
    let Err(Error::Rules(broken)) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(broken[0].field, "except");
    assert_eq!(
        statuses(&test.card(&person, &series).await),
        [Status::Pending; 2]
    );
    test.assert_sound().await;
}

#[tokio::test]
async fn who_repeats_an_answer_is_told_what_was_answered_then() {
    let test = TestApp::new().await;
    let person = test.person("aliya@test.example").await;
    let manager = test.manager_of("youth-house").await;
    let series = test.series(&person, tuesdays(STUDIO, 3)).await.unwrap();
    let approve = || {
        let except = vec![day("2026-12-08")];
        let (app, id) = (&test.app, series.row.id);
        series::approve(app, &manager, id, None, except, None, keyed("k"))
    };
    let first = approve().await.unwrap();
    assert!(matches!(first, Outcome::Done(_)), "{first:?}");
    let again = approve().await.unwrap();
    assert!(matches!(again, Outcome::Replayed(_)), "{again:?}");
    test.assert_sound().await;
}

#[tokio::test]
async fn a_word_on_the_approval_is_no_reason_for_what_is_left_out() {
    let test = TestApp::new().await;
    let person = test.person("aliya@test.example").await;
    let manager = test.manager_of("youth-house").await;
    let series = test.series(&person, tuesdays(STUDIO, 2)).await.unwrap();
    let (note, except) = (Some("Қош келдіңіздер!".to_owned()), vec![day("2026-12-08")]);
    let once = Idempotent::unkeyed();
    let answered = series::approve(&test.app, &manager, series.row.id, note, except, None, once);
    let answered = done(answered.await).unwrap();
    let left_out = answered.bookings().nth(1).unwrap();
    assert_eq!(left_out.status, Status::Rejected);
    assert_eq!(test.stored(left_out.id).await.reason_text, None);
    let said = |line: Option<&entity::audit::Model>| line.unwrap().reason_text.clone();
    assert_eq!(said(test.history(left_out.id).await.last()), None);
    let approved = answered.bookings().next().unwrap().id;
    assert!(said(test.history(approved).await.last()).is_some());
    test.assert_sound().await;
}

#[tokio::test]
async fn a_venue_that_cancels_what_is_to_come_leaves_the_date_that_runs() {
    let test = TestApp::new().await;
    let person = test.person("aliya@test.example").await;
    let manager = test.manager_of("youth-house").await;
    let series = test.series(&person, tuesdays(STUDIO, 3)).await.unwrap();
    test.approve_series(&manager, &series, &[]).await.unwrap();
    let runs = series.bookings().nth(1).unwrap().clone();
    test.app.clock.set(runs.starts_at.plus_minutes(30));
    let cancel = || test.cancel_series(&manager, &series, None, because("Жөндеу."));
    let left = cancel().await.unwrap();
    let expected = [Status::Approved, Status::Approved, Status::Cancelled];
    assert_eq!(statuses(&left), expected);
    let again = cancel().await;
    assert!(
        matches!(again, Err(Error::State(StateRefusal::HasBegun))),
        "{again:?}"
    );
    test.assert_sound().await;
}
