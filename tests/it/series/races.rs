//! Series raced by single requests: one gets each time, and nothing is tried twice.

use std::sync::Arc;

use entity::BookingId;
use jastar::db::Tx;
use sea_orm::{DbErr, QuerySelect};
use tokio::sync::Notify;

use super::*;
use crate::it::{
    decision_races::until_it_waits,
    races::at_once,
    support::{in_time, queries::calls},
};

enum Done {
    Series(Result<(), Error>),
    One(Result<(), Error>),
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_new_series_and_single_requests_never_share_a_time() {
    let test = Arc::new(TestApp::new().await);
    let manager = test.manager_of("youth-house").await;
    for (round, skip) in [false, true, true, false].into_iter().enumerate() {
        let hour = 10 + 2 * round;
        let (starts, ends) = (
            format!("2026-12-01T{hour}:00"),
            format!("2026-12-01T{}:00", hour + 1),
        );
        let mut new = weekly("youth-house/small-hall", &starts, &ends, 6);
        if skip {
            new = skipping(new);
        }
        let tasks = (0..10).map(|at| {
            let (test, manager, new) = (test.clone(), manager.clone(), new.clone());
            async move {
                if at % 5 == 0 {
                    return Done::Series(test.series(&manager, new).await.map(|_| ()));
                }
                let half = ["youth-house/small-hall-1", "youth-house/small-hall"][at % 2];
                let date = 1 + 7 * (at % 4);
                let (starts, ends) = (
                    format!("2026-12-{date:02}T{hour}:30"),
                    format!("2026-12-{date:02}T{}:30", hour + 1),
                );
                Done::One(
                    test.request(&manager, asking(half, &starts, &ends))
                        .await
                        .map(|_| ()),
                )
            }
        });
        let mut won = 0;
        for done in at_once(tasks).await {
            match done {
                Done::Series(Ok(())) | Done::One(Ok(())) => won += 1,
                Done::Series(Err(Error::NotAllDates(_)))
                | Done::One(Err(Error::Conflict { .. })) => {}
                Done::Series(Err(other)) | Done::One(Err(other)) => panic!("{other:?}"),
            }
        }
        assert!(won > 0);
    }
    test.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_series_is_approved_against_single_approvals_and_requests() {
    let test = Arc::new(TestApp::new().await);
    let (person, rival) = (
        test.person("aliya@test.example").await,
        test.person("rival@test.example").await,
    );
    let manager = test.manager_of("youth-house").await;
    let hall = "youth-house/grand-hall";
    let series = Arc::new(test.series(&person, tuesdays(hall, 5)).await.unwrap());
    let mut waiting = Vec::new();
    for date in ["2026-12-08", "2026-12-15"] {
        let (starts, ends) = (format!("{date}T17:00"), format!("{date}T19:00"));
        waiting.push(
            test.request(&rival, asking(hall, &starts, &ends))
                .await
                .unwrap()
                .id,
        );
    }
    let tasks = (0..6).map(|at| {
        let (test, manager, series) = (test.clone(), manager.clone(), series.clone());
        let waiting = waiting.clone();
        async move {
            match at {
                0 | 1 => Done::Series(
                    test.approve_series(&manager, &series, &[])
                        .await
                        .map(|_| ()),
                ),
                2 | 3 => Done::One(test.approve(&manager, waiting[at - 2]).await.map(|_| ())),
                _ => {
                    let (starts, ends) = ("2026-12-22T15:00", "2026-12-22T17:00");
                    Done::One(
                        test.request(&manager, asking(hall, starts, ends))
                            .await
                            .map(|_| ()),
                    )
                }
            }
        }
    });
    for done in at_once(tasks).await {
        match done {
            Done::Series(Ok(()) | Err(Error::NotAllDates(_) | Error::State(_)))
            | Done::One(Ok(()) | Err(Error::Conflict { .. })) => {}
            Done::Series(Err(other)) | Done::One(Err(other)) => panic!("{other:?}"),
        }
    }
    test.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_series_is_approved_cancelled_moved_and_added_to_at_once() {
    let test = Arc::new(TestApp::new().await);
    let person = test.person("aliya@test.example").await;
    let manager = test.manager_of("youth-house").await;
    let taken = asking(STUDIO, "2026-12-08T16:00", "2026-12-08T17:00");
    let taken = test.request(&manager, taken).await.unwrap();
    let new = skipping(tuesdays(STUDIO, 5));
    let series = Arc::new(test.series(&person, new).await.unwrap());
    test.cancel(&manager, taken.id).await.unwrap();
    let tasks = (0..8).map(|at| {
        let (test, series) = (test.clone(), series.clone());
        let (person, manager) = (person.clone(), manager.clone());
        async move {
            match at % 4 {
                0 => test.approve_series(&manager, &series, &[]).await,
                1 => test.add_date(&person, &series, "2026-12-08").await,
                2 => {
                    let from = Some("2026-12-22");
                    test.cancel_series(&person, &series, from, Reason::default())
                        .await
                }
                _ => {
                    let times = NewTimes {
                        starts: "18:30".to_owned(),
                        ends: "20:00".to_owned(),
                        ..NewTimes::default()
                    };
                    test.move_series(&manager, &series, times).await
                }
            }
        }
    });
    for done in at_once(tasks).await {
        match done {
            Ok(_) | Err(Error::State(_) | Error::NotAllDates(_)) => {}
            Err(other) => panic!("{other:?}"),
        }
    }
    let bookings = test.card(&person, &series).await;
    let on_the_day = bookings
        .bookings()
        .filter(|one| one.starts.starts_with("2026-12-08"));
    assert_eq!(on_the_day.count(), 1);
    test.assert_sound().await;
}

/// The question is about a late date, and starts the clock of all. Whoever holds an early date and takes the late one too must
/// not meet it there.
#[tokio::test]
async fn a_question_locks_the_dates_from_the_first_on() {
    let test = TestApp::new().await;
    let (person, manager) = (
        test.person("aliya@test.example").await,
        test.manager_of("youth-house").await,
    );
    let series = test
        .series(&person, tuesdays("youth-house/grand-hall", 2))
        .await
        .unwrap();
    let mut dates: Vec<BookingId> = series.bookings().map(|one| one.id).collect();
    dates.sort_unstable();
    let [early, late] = dates[..] else {
        panic!("{dates:?}");
    };
    let held = &Notify::new();
    let other = test.app.db.write(|tx| {
        let test = &test;
        async move {
            lock(&tx, early).await?;
            let since = calls();
            held.notify_one();
            in_time(until_it_waits(test, since)).await;
            Ok(lock(&tx, late).await?)
        }
    });
    let asked = async {
        in_time(held.notified()).await;
        test.write(&manager, late, "Неше адам?", false).await
    };
    let (other, asked) = tokio::join!(other, asked);
    other.unwrap();
    asked.unwrap();
    for date in dates {
        assert!(test.stored(date).await.asked_at.is_some());
    }
    test.assert_sound().await;
}

async fn lock(tx: &Tx, id: BookingId) -> Result<(), DbErr> {
    let found = entity::booking::Entity::find_by_id(id).lock_exclusive();
    found.one(tx.conn()).await.map(|_| ())
}
