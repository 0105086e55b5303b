//! In which language somebody is told, and for how long it is known whom a mail went to.

use entity::{Language, outbox::Delivery};
use jastar::{
    account::{self, Actor},
    mail::{Transport, worker::pump},
};

use super::{GROUP, Post, VENUE};
use crate::it::support::{
    NOW, asking,
    facts::{at, on_behalf},
};

/// The addresses of the mails that go out now, each with its language.
async fn spoken(post: &Post) -> Vec<(String, String)> {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("file:{}", folder.path().display());
    let transport = Transport::from_url(&url).unwrap();
    while pump(&post.test.app, &transport).await.unwrap() > 0 {}
    let mut spoken = Vec::new();
    for file in std::fs::read_dir(folder.path()).unwrap() {
        let mail = std::fs::read_to_string(file.unwrap().path()).unwrap();
        let header = |name: &str| {
            let line = mail.lines().find_map(|line| line.strip_prefix(name));
            line.unwrap_or_default().to_owned()
        };
        // The header may be folded.
        let to = mail.split("\nTo: ").nth(1).unwrap();
        let to = to.split(['<', '>']).nth(1).unwrap();
        spoken.push((to.to_owned(), header("Content-Language: ")));
    }
    spoken.sort();
    spoken
}

async fn speaks(post: &Post, who: &Actor, language: Language) {
    account::speak(&post.test.app, who, language).await.unwrap();
}

#[tokio::test]
async fn mails_speak_the_language_that_was_chosen_since() {
    let post = Post::new().await;
    speaks(&post, &post.group, Language::Ru).await;
    let asked = post.ask().await;
    // Before it is sent, and long after the booking was made.
    speaks(&post, &post.group, Language::En).await;
    let mail = |to: &str, language: &str| (to.to_owned(), language.to_owned());
    assert_eq!(spoken(&post).await, [mail(GROUP, "en"), mail(VENUE, "kk")]);
    speaks(&post, &post.group, Language::Kk).await;
    post.test.approve(&post.manager, asked.id).await.unwrap();
    assert_eq!(spoken(&post).await, [mail(GROUP, "kk")]);

    // Who has no account is told as whoever booked said.
    let wanted = asking(
        "youth-house/small-hall",
        "2026-12-01T16:00",
        "2026-12-01T18:00",
    );
    let mut wanted = on_behalf(wanted, "aidana@mail.example");
    if let Some(other) = &mut wanted.on_behalf {
        other.language = Some(Language::Ru);
    }
    let other = post.test.request(&post.manager, wanted).await.unwrap();
    let place = at("2026-12-02T16:00", "2026-12-02T18:00");
    post.test
        .move_to(&post.manager, other.id, place)
        .await
        .unwrap();
    let both = [
        mail("aidana@mail.example", "ru"),
        mail("aidana@mail.example", "ru"),
    ];
    assert_eq!(spoken(&post).await, both);
}

#[tokio::test]
async fn after_ninety_days_it_is_forgotten_whom_a_mail_went_to_and_what_it_said() {
    let post = Post::new().await;
    let asked = post.ask().await;
    post.pump().await;
    post.after_minutes(60);
    post.test.approve(&post.manager, asked.id).await.unwrap();
    for (days, kept) in [(90, true), (91, false)] {
        post.test.app.clock.set(NOW.plus_days(days).plus_minutes(1));
        if kept {
            post.test.app.clock.set(NOW.plus_days(days));
        }
        jastar::mail::forget_the_old(&post.test.app).await.unwrap();
        let rows = post.test.outbox().await;
        assert_eq!(rows[0].recipient == GROUP, kept);
        assert_eq!(rows[0].payload.is_null(), !kept);
    }
    let rows = post.test.outbox().await;
    assert_eq!(
        (rows[0].recipient.as_str(), rows[0].recipient_name.as_str()),
        ("a***@test.example", "")
    );
    assert_eq!(
        (rows[0].state, rows[0].sent_at),
        (Delivery::Sent, Some(NOW))
    );
    let waits = rows.iter().find(|mail| mail.kind == "approved").unwrap();
    assert_eq!(waits.recipient, GROUP, "it has not gone out");
    // The page of the booking still says what was sent when.
    let seen = jastar::booking::by_code(&post.test.app, &post.manager, &asked.code)
        .await
        .unwrap();
    assert_eq!(seen.mails.len(), 3);
}
