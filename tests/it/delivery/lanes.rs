//! What waits for what: codes for nothing, and the news of one booking for each other.

use entity::{Language, outbox::Delivery};
use jastar::{
    account::{Origin, ask_for_code},
    mail::{outbox::Queue, worker::run},
};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::{GROUP, Post, kinds, take};
use crate::it::support::{NOW, asking, in_time, smtp::SmtpServer};

/// A worker whose clock is an hour ahead or behind finds the mails that another has in hand, and leaves them to it.
#[tokio::test]
async fn clocks_that_are_apart_do_not_send_a_mail_twice() {
    for hours in [-1, 1] {
        let post = Post::new().await;
        let other = post.test.another(8).await;
        other.clock.set(NOW.plus_hours(hours));
        post.ask().await;
        assert_eq!(take(&post.test.app, Queue::News).await.len(), 2);
        for minutes in [0, 4] {
            other.clock.set(NOW.plus_hours(hours).plus_minutes(minutes));
            assert!(take(&other, Queue::News).await.is_empty(), "{hours}");
        }
        // Ahead it has watched for five minutes; behind it also waits until they are due.
        other
            .clock
            .set(NOW.plus_hours(hours.max(0)).plus_minutes(5));
        assert_eq!(take(&other, Queue::News).await.len(), 2, "{hours}");
    }
}

/// Three mails are in hand at a server that does not answer, and thirty wait: a code is taken at once.
#[tokio::test]
async fn a_code_waits_for_no_other_mail() {
    let post = Post::new().await;
    for _ in 0..3 {
        let asked = post.ask().await;
        post.test.cancel(&post.group, asked.id).await.unwrap();
    }
    assert!(!take(&post.test.app, Queue::News).await.is_empty());
    ask_for_code(
        &post.test.app,
        &Origin::default(),
        "browser",
        GROUP,
        Language::Kk,
    )
    .await
    .unwrap();
    let codes = take(&post.test.app, Queue::Codes).await;
    assert_eq!(codes.len(), 1);
    assert_eq!(codes[0].mail.kind, "sign_in_code");
}

/// As many as the settings say are under way at a time, and no fifth; those of one booking to one mailbox are not.
#[tokio::test]
async fn several_mails_are_under_way_at_a_time() {
    let post = Post::new().await;
    let asked = post.ask().await;
    post.test.approve(&post.manager, asked.id).await.unwrap();
    for (other, day) in [("b@test.example", 2), ("c@test.example", 3)] {
        let other = post.test.person(other).await;
        let time = |hour| format!("2026-12-0{day}T{hour}:00");
        let wanted = asking("youth-house/dance-studio", &time(16), &time(18));
        post.test.request(&other, wanted).await.unwrap();
    }
    let held = SmtpServer::holding().await;
    let stop = CancellationToken::new();
    let mut worker = JoinSet::new();
    worker.spawn(run(
        post.test.app.clone(),
        held.transport.clone(),
        Queue::News,
        stop.clone(),
    ));
    // Of the first mails to three groups and the three to the venue; the approval waits for the first to its group.
    held.wait_for(4).await;
    let mails = post.test.outbox().await;
    let in_hand = mails.iter().filter(|mail| mail.lease.is_some());
    assert_eq!(in_hand.count(), 4, "no fifth");
    held.release();
    held.wait_for(7).await;
    stop.cancel();
    in_time(worker.join_all()).await;
    let to_group = post.to(GROUP).await;
    assert_eq!(
        kinds(&to_group, Delivery::Sent),
        ["request_received", "approved"]
    );
    let came = held.received();
    let last = came
        .iter()
        .position(|mail| mail.message_id == to_group[1].message_id);
    assert!(last >= Some(4), "{came:?}");
}

/// Whatever the queue does: a worker died with the code in hand, and no other comes by.
#[tokio::test]
async fn a_dead_code_is_erased_after_ten_minutes_without_the_queue() {
    let post = Post::new().await;
    ask_for_code(
        &post.test.app,
        &Origin::default(),
        "browser",
        GROUP,
        Language::Kk,
    )
    .await
    .unwrap();
    assert_eq!(take(&post.test.app, Queue::Codes).await.len(), 1);
    post.after_minutes(9);
    jastar::mail::erase_dead_codes(&post.test.app)
        .await
        .unwrap();
    assert!(!post.to(GROUP).await[0].payload.is_null());
    post.after_minutes(10);
    jastar::mail::erase_dead_codes(&post.test.app)
        .await
        .unwrap();
    let code = post.to(GROUP).await.remove(0);
    assert_eq!(
        (code.state, code.payload.is_null()),
        (Delivery::Failed, true)
    );
}
