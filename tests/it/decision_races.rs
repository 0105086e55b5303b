//! Decisions against somebody who writes the same rows at that moment, in the order that breaks what is decided: the other one
//! holds its locks until the decision waits for them.

use entity::Booking;
use entity::{BookingId, Borrowed, Item, booking, booking::Status};
use jastar::{
    booking::{self as bookings, NewBooking},
    db::Tx,
    error::Error,
    idempotency::Idempotent,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, ExprTrait, QueryFilter, QuerySelect,
    sea_query::Expr,
};
use tokio::sync::Notify;

use super::support::{
    TestApp, asking, done, in_time,
    queries::{calls, until_called},
};

const HALL: &str = "youth-house/grand-hall";
const STUDIO: &str = "youth-house/dance-studio";

fn microphones(quantity: i32) -> Borrowed {
    Borrowed(vec![Item {
        item: "radio-microphone".to_owned(),
        quantity,
    }])
}

/// Runs `decide` and meanwhile writes `change` to `row`, which is read before `decide` can lock what `held` is about: on
/// `PostgreSQL` once it waits for that, on `SQLite` once it has read and waits for its turn.
async fn while_deciding<F>(
    test: &TestApp,
    row: BookingId,
    change: booking::ActiveModel,
    hold_units: bool,
    decide: F,
) -> Result<Booking, Error>
where
    F: Future<Output = Result<Booking, Error>>,
{
    let (held, db) = (&Notify::new(), &test.app.db);
    let other = db.write(|tx| {
        let change = change.clone();
        async move {
            if hold_units {
                hold_all_units(&tx).await;
            }
            let version = booking::Column::Version;
            booking::Entity::update_many()
                .set(change)
                .col_expr(version, Expr::col(version).add(1))
                .filter(booking::COLUMN.id.eq(row))
                .exec(tx.conn())
                .await?;
            let since = calls();
            held.notify_one();
            in_time(until_it_waits(test, since)).await;
            Ok(())
        }
    });
    let decided = async {
        in_time(held.notified()).await;
        decide.await
    };
    let (written, decided) = tokio::join!(other, decided);
    written.unwrap();
    decided
}

async fn hold_all_units(tx: &Tx) {
    let all = entity::unit::Entity::find().lock_exclusive();
    all.all(tx.conn()).await.unwrap();
}

/// Returns once somebody waits for a lock on `PostgreSQL`; on `SQLite` once the driver was called since `since`.
pub async fn until_it_waits(test: &TestApp, since: usize) {
    if test.app.db.backend() != DbBackend::Postgres {
        // It has read the booking.
        return until_called(since, 1).await;
    }
    let waits = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    let asked = sea_orm::Statement::from_string(DbBackend::Postgres, waits);
    let conn = test.app.db.read();
    while conn.query_one_raw(asked.clone()).await.unwrap().is_none() {
        tokio::task::yield_now().await;
    }
}

/// A group adds microphones to its request while the manager says yes. All of them are held by somebody whom nobody answered
/// in time: that keeps nobody from them, also not who was seen without them.
#[tokio::test]
async fn a_yes_counts_what_a_request_took_on_at_that_moment() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let times = ("2026-12-07T16:00", "2026-12-07T18:00");
    let catalogue = test.app.catalogue().await.unwrap();
    let venue = catalogue.venue("youth-house").unwrap();
    let all = venue.item("radio-microphone").unwrap().quantity;
    let group = test.person("a@test.example").await;
    let wanted = asking(HALL, times.0, times.1);
    let wanted = test.request(&group, wanted).await.unwrap();
    let other = test.person("b@test.example").await;
    let hold = NewBooking {
        stock: microphones(all),
        ..asking(STUDIO, times.0, times.1)
    };
    let hold = test.request(&other, hold).await.unwrap();
    let change = booking::ActiveModel {
        answer_by: sea_orm::Set(Some(hold.answer_by.unwrap().plus_days(1))),
        stock: sea_orm::Set(microphones(1)),
        ..Default::default()
    };
    test.app.clock.set(hold.answer_by.unwrap());
    // Without patience: nobody is told to come again.
    let approved = bookings::approve(&test.app, &manager, wanted.id, None, Idempotent::unkeyed());
    let approved = async { done(approved.await) };
    let approved = while_deciding(&test, wanted.id, change, true, approved);
    let approved = Box::pin(approved).await.unwrap();
    assert_eq!(approved.status, Status::Approved);
    assert_eq!(approved.stock, microphones(1));
    assert_eq!(approved.version, wanted.version + 2);
    assert_eq!(test.stored(hold.id).await.status, Status::Expired);
    test.assert_sound().await;
}

/// Who waited for a time gets a new answer time when it comes free, while somebody writes to the group.
#[tokio::test]
async fn no_version_of_who_comes_back_is_lost() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let mut asked = Vec::new();
    for who in ["a", "b"] {
        let group = test.person(&format!("{who}@test.example")).await;
        let wanted = asking(HALL, "2026-12-07T16:00", "2026-12-07T18:00");
        asked.push(test.request(&group, wanted).await.unwrap());
    }
    let (won, lost) = (&asked[0], &asked[1]);
    test.approve(&manager, won.id).await.unwrap();
    test.app.clock.set(lost.answer_by.unwrap().plus_hours(1));
    let note = booking::ActiveModel {
        note: sea_orm::Set(Some("Сахна керек.".to_owned())),
        ..Default::default()
    };
    let cancelled = test.cancel(&manager, won.id);
    let cancelled = while_deciding(&test, lost.id, note, false, cancelled);
    Box::pin(cancelled).await.unwrap();
    let back = test.stored(lost.id).await;
    assert_eq!(back.note.as_deref(), Some("Сахна керек."));
    assert!(back.answer_by > lost.answer_by);
    assert_eq!(back.version, lost.version + 2, "both changes are counted");
    test.assert_sound().await;
}
