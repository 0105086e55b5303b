//! Mails over a server that fails in every way: each is delivered or has visibly failed, in order, and never in secret.

mod gathering;
mod lanes;
mod order;
mod recipients;

use super::support::{
    NOW, TestApp, asking,
    smtp::{Fault, Received, SmtpServer, nobody},
};
use entity::Booking;
use entity::{
    Instant, Language,
    outbox::{self, Delivery},
};
use jastar::{
    account::{Actor, Origin, ask_for_code},
    app::App,
    error::Error,
    mail::{
        Transport,
        outbox::{Queue, TakenMail, take_tx},
        worker::pump,
    },
};
use sea_orm::{ActiveValue::Set, EntityTrait};

const GROUP: &str = "a@test.example";
const VENUE: &str = "booking@youth-house.example";

struct Post {
    test: TestApp,
    server: SmtpServer,
    group: Actor,
    manager: Actor,
}

impl Post {
    async fn new() -> Self {
        Self::on(TestApp::new().await).await
    }

    async fn on(test: TestApp) -> Self {
        Self {
            server: SmtpServer::start().await,
            group: test.person(GROUP).await,
            manager: test.manager_of("youth-house").await,
            test,
        }
    }

    /// Queues two mails: to the group and to the venue.
    async fn ask(&self) -> Booking {
        let wanted = asking(
            "youth-house/dance-studio",
            "2026-12-01T16:00",
            "2026-12-01T18:00",
        );
        self.test.request(&self.group, wanted).await.unwrap()
    }

    async fn pump(&self) -> Vec<Received> {
        while pump(&self.test.app, &self.server.transport).await.unwrap() > 0 {}
        self.server.received()
    }

    fn after_minutes(&self, minutes: i64) {
        self.test.app.clock.set(NOW.plus_minutes(minutes));
    }

    async fn to(&self, recipient: &str) -> Vec<outbox::Model> {
        let mut all = self.test.outbox().await;
        all.retain(|mail| mail.recipient == recipient);
        all
    }
}

/// As a worker takes them that dies with them in hand.
async fn take(app: &App, queue: Queue) -> Vec<TakenMail> {
    let taken = app
        .db
        .write(|tx| async move { Ok(take_tx(&tx, app, queue, 8).await?) });
    taken.await.unwrap()
}

fn kinds(mails: &[outbox::Model], state: Delivery) -> Vec<&str> {
    let of = mails.iter().filter(|mail| mail.state == state);
    of.map(|mail| mail.kind.as_str()).collect()
}

#[tokio::test]
async fn what_a_server_takes_is_sent_once() {
    let post = Post::new().await;
    post.ask().await;
    let received = post.pump().await;
    let to: Vec<_> = received.iter().map(|mail| mail.to.as_str()).collect();
    assert_eq!(to, [GROUP, VENUE]);
    for (row, mail) in post.test.outbox().await.iter().zip(&received) {
        assert_eq!(
            (row.state, row.attempts, row.sent_at),
            (Delivery::Sent, 1, Some(NOW))
        );
        assert_eq!(row.message_id, mail.message_id);
    }
    post.after_minutes(600);
    assert!(post.pump().await.is_empty());
}

#[tokio::test]
async fn what_a_server_refuses_for_now_comes_again_under_the_same_id() {
    for fault in [Fault::Reply(421), Fault::Reply(451), Fault::DropAfterDot] {
        let post = Post::new().await;
        post.ask().await;
        post.server.next([fault; 4]);
        let first = post.pump().await;
        let group = post.to(GROUP).await.remove(0);
        assert_eq!(
            (group.state, group.attempts),
            (Delivery::Queued, 1),
            "{fault:?}"
        );
        assert!(group.due_at > NOW);
        let why = group.last_error.clone().unwrap();
        assert!(!why.is_empty() && !why.contains('@'), "no addresses: {why}");
        let wait = |mail: &outbox::Model| mail.due_at.0 - mail.created_at.0;
        post.after_minutes(1);
        let second = post.pump().await;
        assert_eq!(second.len(), 2);
        let again = post.to(GROUP).await.remove(0);
        assert!(
            wait(&again) - 60 > wait(&group),
            "it waits longer every time"
        );
        post.after_minutes(10);
        let third = post.pump().await;
        assert_eq!(
            third
                .iter()
                .filter(|mail| mail.fault == Fault::None)
                .count(),
            2
        );
        for (at, mail) in third.iter().enumerate() {
            let same = |all: &[Received]| all.iter().any(|one| one.message_id == mail.message_id);
            assert!(same(&first) && same(&second), "{fault:?} {at}");
        }
        assert_eq!(kinds(&post.test.outbox().await, Delivery::Sent).len(), 2);
    }
}

#[tokio::test]
async fn a_server_that_is_away_loses_nothing() {
    let post = Post::new().await;
    post.ask().await;
    let away: Transport = nobody().await;
    assert_eq!(pump(&post.test.app, &away).await.unwrap(), 2);
    assert_eq!(kinds(&post.test.outbox().await, Delivery::Queued).len(), 2);
    post.after_minutes(1);
    assert_eq!(post.pump().await.len(), 2);
}

#[tokio::test]
async fn what_is_refused_for_good_is_seen_by_group_and_venue_and_not_tried_again() {
    let post = Post::new().await;
    let asked = post.ask().await;
    post.server.next([Fault::Reply(550)]);
    post.pump().await;
    let failed = post.to(GROUP).await.remove(0);
    assert_eq!((failed.state, failed.attempts), (Delivery::Failed, 1));
    post.after_minutes(60);
    assert!(post.pump().await.is_empty());
    for who in [&post.group, &post.manager] {
        let seen = jastar::booking::by_code(&post.test.app, who, &asked.code)
            .await
            .unwrap();
        assert_eq!(kinds(&seen.mails, Delivery::Failed), ["request_received"]);
    }
    // What is newer does not wait behind it.
    post.test.approve(&post.manager, asked.id).await.unwrap();
    let received = post.pump().await;
    assert_eq!(received.len(), 1);
    assert_eq!(kinds(&post.to(GROUP).await, Delivery::Sent), ["approved"]);
}

#[tokio::test]
async fn news_of_one_booking_come_in_order_and_others_do_not_wait() {
    let post = Post::new().await;
    let asked = post.ask().await;
    post.test.approve(&post.manager, asked.id).await.unwrap();
    post.test.cancel(&post.group, asked.id).await.unwrap();
    post.server.next([Fault::Reply(451)]);
    post.pump().await;
    assert_eq!(
        kinds(&post.to(GROUP).await, Delivery::Sent),
        [""; 0],
        "they wait for the first"
    );
    assert_eq!(
        kinds(&post.to(VENUE).await, Delivery::Sent),
        ["new_request", "cancelled_by_group"]
    );
    let other = post.ask().await;
    post.pump().await;
    let sent = post.to(GROUP).await;
    let sent: Vec<_> = sent
        .iter()
        .filter(|mail| mail.state == Delivery::Sent)
        .collect();
    assert!(sent.iter().all(|mail| mail.booking_id == Some(other.id)) && sent.len() == 1);

    post.after_minutes(1);
    let wanted: Vec<_> = post
        .to(GROUP)
        .await
        .into_iter()
        .filter(|mail| mail.booking_id == Some(asked.id))
        .collect();
    assert_eq!(
        wanted
            .iter()
            .map(|mail| mail.kind.as_str())
            .collect::<Vec<_>>(),
        ["request_received", "approved", "cancelled_by_you"]
    );
    let received: Vec<_> = post
        .pump()
        .await
        .into_iter()
        .map(|mail| mail.message_id)
        .collect();
    assert_eq!(
        received,
        wanted
            .into_iter()
            .map(|mail| mail.message_id)
            .collect::<Vec<_>>()
    );
}

#[tokio::test]
async fn after_two_days_it_is_given_up_visibly() {
    let post = Post::new().await;
    post.ask().await;
    let away = nobody().await;
    for hour in 0..=50 {
        post.after_minutes(60 * hour);
        while pump(&post.test.app, &away).await.unwrap() > 0 {}
    }
    for mail in post.test.outbox().await {
        assert_eq!(mail.state, Delivery::Failed);
        assert!(mail.last_error.is_some() && mail.attempts > 20);
    }
}

#[tokio::test]
async fn a_worker_that_died_with_a_mail_in_hand_is_followed_by_another() {
    let post = Post::new().await;
    post.ask().await;
    assert_eq!(take(&post.test.app, Queue::News).await.len(), 2);
    assert!(post.pump().await.is_empty(), "another has them");
    post.after_minutes(4);
    assert!(post.pump().await.is_empty(), "and may still send them");
    post.after_minutes(5);
    assert_eq!(post.pump().await.len(), 2);
}

#[tokio::test]
async fn what_was_put_off_by_a_clock_that_ran_ahead_does_not_wait_for_it() {
    let post = Post::new().await;
    post.ask().await;
    for (minutes, ahead) in [(0, 60), (1, 40 * 24 * 60)] {
        let change = outbox::ActiveModel {
            due_at: Set(NOW.plus_minutes(ahead)),
            ..Default::default()
        };
        let conn = &post.test.raw().await;
        let put_off = outbox::Entity::update_many().set(change);
        put_off.exec(conn).await.unwrap();
        post.after_minutes(minutes);
        assert_eq!(post.pump().await.len(), if ahead > 60 { 2 } else { 0 });
    }
}

#[tokio::test]
async fn a_sign_in_code_is_erased_once_it_is_sent_or_too_old() {
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
    assert!(post.to(GROUP).await[0].payload.to_string().contains("code"));
    assert_eq!(post.pump().await.len(), 1);
    assert!(post.to(GROUP).await[0].payload.is_null());

    ask_for_code(
        &post.test.app,
        &Origin::default(),
        "other browser",
        VENUE,
        Language::Kk,
    )
    .await
    .unwrap();
    let away = nobody().await;
    let mut last = NOW;
    for second in 0..=600 {
        let now = Instant(NOW.0 + second);
        post.test.app.clock.set(now);
        if pump(&post.test.app, &away).await.unwrap() > 0 {
            last = now;
        }
    }
    assert_eq!(
        last,
        NOW.plus_minutes(10),
        "the last look is at the end of its time"
    );
    let code = post.to(VENUE).await.remove(0);
    assert_eq!(
        (code.state, code.payload.is_null()),
        (Delivery::Failed, true)
    );
    assert!(post.pump().await.is_empty(), "never tried beyond");
}

#[tokio::test]
async fn no_mail_tells_of_what_did_not_happen() {
    let post = Post::new().await;
    post.ask().await;
    let before = post.test.outbox().await.len();
    let rival = post.test.person("b@test.example").await;
    let wanted = asking(
        "youth-house/dance-studio",
        "2026-12-01T16:00",
        "2026-12-01T18:00",
    );
    assert!(matches!(
        post.test.request(&rival, wanted).await,
        Err(Error::Conflict { .. })
    ));
    let undone = post.test.app.db.write(|tx| {
        let to = jastar::mail::Recipient {
            name: String::new(),
            address: GROUP.to_owned(),
            language: Language::Kk,
        };
        let mail = jastar::mail::Mail::SignInCode {
            code: "123456".to_owned(),
            minutes: 10,
        };
        let write = jastar::mail::outbox::enqueue(&post.test.app, None, to, &mail);
        async move {
            tx.run_all(vec![write]).await?;
            Err::<(), _>(Error::Forbidden)
        }
    });
    assert!(matches!(undone.await, Err(Error::Forbidden)));
    assert_eq!(post.test.outbox().await.len(), before);
}
