//! One answer to a whole series.

use entity::BookingId;
use sea_orm::IntoActiveModel;
use uuid::Uuid;

use super::*;
use crate::it::support::{
    NOW,
    facts::{at, because},
};

const HALL: &str = "youth-house/grand-hall";

#[tokio::test]
async fn a_manager_answers_a_series_in_one_decision_with_exceptions() {
    let test = TestApp::new().await;
    let person = test.person("aliya@test.example").await;
    let manager = test.manager_of("youth-house").await;
    let series = test.series(&person, tuesdays(STUDIO, 4)).await.unwrap();

    let by_group = test.approve_series(&person, &series, &[]).await;
    assert!(matches!(by_group, Err(Error::Forbidden)), "{by_group:?}");
    let stranger = test.person("stranger@test.example").await;
    let by_stranger = test.approve_series(&stranger, &series, &[]).await;
    assert!(matches!(by_stranger, Err(Error::NotFound)));
    let none_of_it = test
        .approve_series(&manager, &series, &["2026-12-02"])
        .await;
    assert!(matches!(none_of_it, Err(Error::Rules(_))), "{none_of_it:?}");

    let answered = test
        .approve_series(&manager, &series, &["2026-12-08"])
        .await
        .unwrap();
    let expected = [
        Status::Approved,
        Status::Rejected,
        Status::Approved,
        Status::Approved,
    ];
    assert_eq!(statuses(&answered), expected);
    assert_eq!(statuses(&test.card(&person, &series).await), expected);
    for booking in answered.bookings() {
        assert_eq!(&test.stored(booking.id).await, booking);
        assert_eq!(test.history(booking.id).await.len(), 2);
    }
    let again = test.approve_series(&manager, &series, &[]).await;
    assert!(matches!(again, Err(Error::State(_))), "{again:?}");
    // The date that was left out can be asked for again.
    let added = test.add_date(&person, &series, "2026-12-08").await.unwrap();
    assert_eq!(statuses(&added)[1], Status::Pending);
    test.assert_sound().await;
}

#[tokio::test]
async fn what_competes_claims_when_it_is_approved_and_what_is_lost_has_to_be_excepted() {
    let test = TestApp::new().await;
    let person = test.person("aliya@test.example").await;
    let rival = test.person("rival@test.example").await;
    let manager = test.manager_of("youth-house").await;
    let series = test.series(&person, tuesdays(HALL, 3)).await.unwrap();
    let theirs = asking(HALL, "2026-12-08T17:00", "2026-12-08T19:00");
    let theirs = test.request(&rival, theirs).await.unwrap();
    test.approve(&manager, theirs.id).await.unwrap();

    let refused = test.approve_series(&manager, &series, &[]).await;
    let Err(Error::NotAllDates(dates)) = refused else {
        panic!("{refused:?}");
    };
    let expected = [DateVerdict::Free, DateVerdict::Taken, DateVerdict::Free];
    assert_eq!(
        dates
            .iter()
            .map(|one| one.outcome.verdict())
            .collect::<Vec<_>>(),
        expected
    );
    assert_eq!(
        statuses(&test.card(&person, &series).await),
        [Status::Pending; 3]
    );

    let answered = test
        .approve_series(&manager, &series, &["2026-12-08"])
        .await
        .unwrap();
    assert_eq!(
        statuses(&answered),
        [Status::Approved, Status::Rejected, Status::Approved]
    );
    test.assert_sound().await;
}

#[tokio::test]
async fn who_waited_for_a_date_is_told_when_a_series_gets_it() {
    let test = TestApp::new().await;
    let person = test.person("aliya@test.example").await;
    let rival = test.person("rival@test.example").await;
    let manager = test.manager_of("youth-house").await;
    let series = test.series(&person, tuesdays(HALL, 5)).await.unwrap();
    let theirs = asking(HALL, "2026-12-15T17:00", "2026-12-15T19:00");
    let theirs = test.request(&rival, theirs).await.unwrap();
    // However many wait on other days.
    let theirs_on_thursdays = &theirs;
    let write = test.app.db.write(|tx| async move {
        for at in 1..=100 {
            let row = entity::booking::Model {
                id: BookingId(Uuid::from_u128(at)),
                code: format!("B{at:06}"),
                starts_at: theirs_on_thursdays.starts_at.plus_days(2),
                ends_at: theirs_on_thursdays.ends_at.plus_days(2),
                ..theirs_on_thursdays.clone()
            };
            entity::booking::Entity::insert(row.into_active_model())
                .exec_without_returning(tx.conn())
                .await?;
        }
        Ok(())
    });
    write.await.unwrap();
    test.approve_series(&manager, &series, &[]).await.unwrap();
    let told = test.mails(theirs.id).await;
    assert_eq!(
        told.iter().filter(|(kind, _)| kind == "time_given").count(),
        1
    );
    test.assert_sound().await;
}

#[tokio::test]
async fn a_series_is_rejected_with_a_reason() {
    let test = TestApp::new().await;
    let person = test.person("aliya@test.example").await;
    let manager = test.manager_of("youth-house").await;
    let series = test.series(&person, tuesdays(STUDIO, 3)).await.unwrap();
    let id = series.row.id;
    let silent = series::reject(
        &test.app,
        &manager,
        id,
        Reason::default(),
        Idempotent::unkeyed(),
    )
    .await;
    assert!(matches!(silent, Err(Error::Rules(_))));
    let why = because("Зал жөнделуде.");
    let rejected = done(series::reject(&test.app, &manager, id, why, Idempotent::unkeyed()).await);
    let rejected = rejected.unwrap();
    assert_eq!(statuses(&rejected), [Status::Rejected; 3]);
    for booking in rejected.bookings() {
        assert!(test.claims(booking.id).await.is_empty());
        assert_eq!(booking.reason_text.as_deref(), Some("Зал жөнделуде."));
    }
    test.assert_sound().await;
}

#[tokio::test]
async fn a_series_that_nobody_answers_ends_with_one_mail() {
    let test = TestApp::new().await;
    let person = test.person("aliya@test.example").await;
    let series = test.series(&person, tuesdays(STUDIO, 3)).await.unwrap();
    let first = series.bookings().next().unwrap().clone();
    test.app.clock.set(first.answer_by.unwrap());
    jastar::inbox::jobs::do_what_is_due(&test.app)
        .await
        .unwrap();
    let card = test.card(&person, &series).await;
    assert_eq!(statuses(&card), [Status::Expired; 3]);
    let told = test.told().await;
    let expired = told.iter().filter(|(kind, _)| kind.contains("expired"));
    assert_eq!(expired.count(), 1, "{told:?}");
    test.assert_sound().await;
}

#[tokio::test]
async fn what_a_manager_asks_for_and_what_needs_no_answer_is_approved_at_once() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let series = test.series(&manager, tuesdays(HALL, 3)).await.unwrap();
    assert_eq!(statuses(&series), [Status::Approved; 3]);
    let person = test.person("aliya@test.example").await;
    let room = tuesdays("youth-house/meeting-room", 3);
    let series = test.series(&person, room).await.unwrap();
    assert_eq!(statuses(&series), [Status::Approved; 3]);
    test.assert_sound().await;
}

#[tokio::test]
async fn two_dates_that_wait_for_one_time_are_not_both_approved() {
    let test = TestApp::new().await;
    let person = test.person("aliya@test.example").await;
    let manager = test.manager_of("youth-house").await;
    let series = test.series(&person, tuesdays(HALL, 2)).await.unwrap();
    let second = series.bookings().nth(1).unwrap().id;
    let same_time = at("2026-12-01T17:00", "2026-12-01T19:00");
    test.move_to(&person, second, same_time).await.unwrap();
    let refused = test.approve_series(&manager, &series, &[]).await;
    let Err(Error::NotAllDates(dates)) = refused else {
        panic!("{refused:?}");
    };
    let told: Vec<_> = dates.iter().map(|one| one.outcome.verdict()).collect();
    assert_eq!(told, [DateVerdict::Free, DateVerdict::Taken]);
    assert_eq!(
        statuses(&test.card(&person, &series).await),
        [Status::Pending; 2]
    );
    test.assert_sound().await;
}

/// The clock of one process may go behind that of another.
#[tokio::test]
async fn the_last_act_is_the_one_that_was_written_last() {
    let test = TestApp::new().await;
    let person = test.person("a@test.example").await;
    let manager = test.manager_of("youth-house").await;
    let asked = test.series(&person, tuesdays(STUDIO, 2)).await.unwrap();
    test.approve_series(&manager, &asked, &[]).await.unwrap();
    let behind = test.another(9).await;
    behind.clock.set(NOW.plus_minutes(-2));
    let (id, why) = (asked.row.id, because("Жөндеу."));
    let gone = series::cancel(&behind, &manager, id, None, why, Idempotent::unkeyed()).await;
    assert_eq!(statuses(&done(gone).unwrap()), [Status::Cancelled; 2]);
    let card = series::by_code(&test.app, &manager, &asked.row.code).await;
    let last = series::last_act(&test.app, &manager, &card.unwrap()).await;
    let last = last.unwrap().unwrap();
    assert_eq!((last.status, last.dates), (Status::Cancelled, 2));
    test.assert_sound().await;
}
