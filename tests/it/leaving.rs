//! Who asks for a change and leaves: nothing is done by half, and nobody who stays waits for what nobody wants any more.

use std::{sync::Arc, task::Poll};

use entity::booking;
use futures_util::poll;
use jastar::error::Error;
use sea_orm::{EntityTrait, PaginatorTrait, TransactionOptions};
use serde_json::json;
use tokio::{
    sync::{Notify, oneshot},
    task::JoinSet,
};

use super::support::{
    TestApp, asking,
    db::{on_file_or_says, on_server_or_says},
    in_time,
};

#[tokio::test]
async fn what_has_not_begun_to_write_is_given_up_and_what_has_goes_on() {
    let test = TestApp::new().await;
    let app = &test.app;
    // Not yet: it waits, as for its turn.
    let (_turn, waits) = oneshot::channel::<()>();
    let (gone, dropped) = oneshot::channel::<()>();
    let mut asked = Box::pin(app.detached(async move {
        let _gone = gone;
        waits.await.map_err(Error::internal)
    }));
    assert!(matches!(poll!(&mut asked), Poll::Pending));
    drop(asked);
    let dropped = in_time(dropped).await;
    dropped.expect_err("the work was dropped, and did not wait any longer");

    // It has begun.
    let (begun, go_on) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let (done, told) = oneshot::channel();
    let (writer, here, there) = (app.clone(), begun.clone(), go_on.clone());
    let mut asked = Box::pin(app.detached(async move {
        let (here, there) = (&here, &there);
        let written = writer.db.write(|tx| async move {
            here.notify_one();
            there.notified().await;
            drop(tx);
            Ok(())
        });
        // Nobody hears it any more but the test.
        let _ = done.send(written.await.is_ok());
        Ok(())
    }));
    assert!(matches!(poll!(&mut asked), Poll::Pending));
    in_time(begun.notified()).await;
    drop(asked);
    go_on.notify_one();
    assert!(in_time(told).await.unwrap(), "it was committed");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn calls_whose_sockets_are_cut_leave_the_queue_of_the_writers() {
    if !on_file_or_says("a writer to a server waits for the rows that it needs, and has begun") {
        return;
    }
    let test = Arc::new(TestApp::new().await);
    let person = test.person("asel@qanat.example").await;
    let token = test.token_of("asel@qanat.example").await;
    let (begun, go_on) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let (holder, here, there) = (test.app.clone(), begun.clone(), go_on.clone());
    let holds = JoinSet::from_iter([async move {
        let (here, there) = (&here, &there);
        let held = holder.db.write(|tx| async move {
            here.notify_one();
            there.notified().await;
            drop(tx);
            Ok(())
        });
        held.await.unwrap();
    }]);
    in_time(begun.notified()).await;
    let mut calls = JoinSet::new();
    for day in 1..6 {
        let body = json!({
            "space": "youth-house/dance-studio", "title": "Би", "attendees": 5, "phone": "+77011234567",
            "starts": format!("2026-12-0{day}T16:00"), "ends": format!("2026-12-0{day}T18:00"),
        });
        let (test, token) = (test.clone(), token.clone());
        calls.spawn(async move {
            let answer = test.call(Some(&token), "POST", "/api/v1/bookings", &body);
            answer.await.status
        });
    }
    let work = async {
        while test.app.tasks().len() < 5 {
            tokio::task::yield_now().await;
        }
    };
    in_time(work).await;
    // However far the work of each has come by now, none can have begun to write.
    calls.shutdown().await;
    go_on.notify_one();
    in_time(holds.join_all()).await;
    let wanted = asking(
        "youth-house/small-hall-1",
        "2026-12-01T16:00",
        "2026-12-01T18:00",
    );
    test.request(&person, wanted).await.unwrap();
    test.app.tasks().close();
    in_time(test.app.tasks().wait()).await;
    let stored = booking::Entity::find().count(test.app.db.read()).await;
    assert_eq!(stored.unwrap(), 1, "only who stayed");
}

#[tokio::test]
async fn who_leaves_while_the_work_waits_for_a_connection_is_not_waited_for() {
    if !on_server_or_says("a writer to a file waits for its turn") {
        return;
    }
    let test = TestApp::new().await;
    let mut kept = Vec::new();
    for _ in 0..8 {
        let begin = test.app.db.read();
        let begin = begin.begin_with_options(TransactionOptions::default());
        kept.push(begin.await.unwrap());
    }
    let (done, told) = oneshot::channel();
    let writer = test.app.clone();
    let mut asked = Box::pin(test.app.detached(async move {
        let written = writer.db.write(|_tx| async { Ok(()) }).await;
        // Nobody hears it any more but the test.
        let _ = done.send(written.is_ok());
        Ok(())
    }));
    assert!(matches!(poll!(&mut asked), Poll::Pending));
    // It goes as far as it comes.
    tokio::task::yield_now().await;
    drop(asked);
    let told = in_time(told).await;
    told.expect_err("the work was dropped");
}
