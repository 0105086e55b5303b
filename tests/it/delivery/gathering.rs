//! What a venue is told about one booking within minutes is one mail, and says all of it.

use entity::outbox::Delivery;
use jastar::{config::Config, mail::outbox::Queue};

use super::{GROUP, Post, VENUE, kinds, take};
use crate::it::support::{NOW, TestApp, smtp::Fault};

async fn gathering() -> Post {
    Post::on(TestApp::with(Config::defaults()).await).await
}

#[tokio::test]
async fn a_request_that_is_taken_back_within_minutes_is_one_mail_that_says_both() {
    let post = gathering().await;
    let asked = post.ask().await;
    assert_eq!(post.pump().await.len(), 1, "the group is told at once");
    post.after_minutes(3);
    post.test
        .write(&post.group, asked.id, "Колонка бар ма?", false)
        .await
        .unwrap();
    post.test.cancel(&post.group, asked.id).await.unwrap();
    post.after_minutes(4);
    let received = post.pump().await;
    assert!(received.iter().all(|mail| mail.to == GROUP), "{received:?}");
    post.after_minutes(5);
    let received = post.pump().await;
    let rows = post.to(VENUE).await;
    assert_eq!(received.len(), 1, "{received:?}");
    assert_eq!(received[0].message_id, rows[0].message_id);
    assert_eq!(
        kinds(&rows, Delivery::Sent),
        ["new_request", "group_wrote", "withdrawn"]
    );
    assert!(
        rows[1..]
            .iter()
            .all(|mail| mail.told_in == Some(rows[0].id))
    );
    post.after_minutes(60);
    assert!(post.pump().await.is_empty());
}

#[tokio::test]
async fn what_happens_later_is_told_later_and_other_bookings_apart() {
    let post = gathering().await;
    let first = post.ask().await;
    post.after_minutes(2);
    post.test.cancel(&post.group, first.id).await.unwrap();
    post.ask().await;
    post.pump().await;
    post.after_minutes(5);
    assert_eq!(post.pump().await.len(), 1, "of the first alone");
    post.after_minutes(7);
    assert_eq!(post.pump().await.len(), 1, "of the second");
}

/// A mail that a server may have taken is the same mail when it comes again, whatever has happened since.
#[tokio::test]
async fn what_was_tried_once_is_not_changed_any_more() {
    let post = gathering().await;
    let asked = post.ask().await;
    post.pump().await;
    post.after_minutes(5);
    post.server.next([Fault::DropAfterDot]);
    let first = post.pump().await;
    assert_eq!(first.len(), 1);
    post.test.cancel(&post.group, asked.id).await.unwrap();
    post.after_minutes(6);
    let mut again = post.pump().await;
    again.retain(|mail| mail.to == VENUE);
    assert_eq!(again.len(), 1);
    assert_eq!(again[0].message_id, first[0].message_id);
    let rows = post.to(VENUE).await;
    assert_eq!(rows[1].state, Delivery::Queued, "it waits for its own time");
    assert!(rows[1].due_at > NOW.plus_minutes(6));
    post.after_minutes(11);
    let last = post.pump().await;
    assert_eq!(last.len(), 1);
    assert_eq!(last[0].message_id, rows[1].message_id);
}

/// Nor what a worker had in hand that died: it may have been sent before.
#[tokio::test]
async fn what_a_worker_died_with_is_not_changed_either() {
    let post = gathering().await;
    let asked = post.ask().await;
    post.pump().await;
    post.after_minutes(5);
    assert_eq!(take(&post.test.app, Queue::News).await.len(), 1);
    post.test.cancel(&post.group, asked.id).await.unwrap();
    post.pump().await;
    post.after_minutes(10);
    let mut received = post.pump().await;
    received.retain(|mail| mail.to == VENUE);
    let rows = post.to(VENUE).await;
    assert_eq!(kinds(&rows, Delivery::Sent), ["new_request", "withdrawn"]);
    assert_eq!(rows[1].told_in, None);
    assert_eq!(received.len(), 2, "{received:?}");
}
