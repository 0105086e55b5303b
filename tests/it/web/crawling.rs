//! Every page, in every language, by whoever may see it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use axum::{
    body::Body,
    http::{StatusCode, header},
};
use sea_orm::{ConnectionTrait, Statement};

use super::{
    asking::sign_in,
    browser::{Browser, unescaped},
};
use crate::it::support::{TestApp, asking};

const SLUGS: [&str; 12] = [
    "grand-hall",
    "dance-studio",
    "small-hall-1",
    "youth-house",
    "sound-system",
    "stage-light",
    "meeting-room",
    "zhasyl-el",
    "house-event",
    "other-group",
    "request_received",
    "not_entitled",
];
const TABLES: [&str; 13] = [
    "booking",
    "claim",
    "audit",
    "outbox",
    "person",
    "session",
    "sign_in",
    "draft",
    "device",
    "idempotency",
    "manager",
    "closure",
    "api_token",
];

async fn counts(test: &TestApp) -> BTreeMap<&'static str, i64> {
    let conn = test.app.db.read();
    let mut found = BTreeMap::new();
    for table in TABLES {
        let query = format!("SELECT count(*) AS n FROM {table}");
        let row = conn
            .query_one_raw(Statement::from_string(conn.get_database_backend(), query))
            .await
            .expect("well formed")
            .expect("well formed");
        found.insert(table, row.try_get::<i64>("", "n").expect("well formed"));
    }
    found
}

/// Every local link of a page.
fn links(page: &str) -> Vec<String> {
    page.split("href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .map(unescaped)
        .filter(|link| link.starts_with('/'))
        .map(|link| link.split('#').next().expect("well formed").to_owned())
        .collect()
}

/// What people read of a page, and what is read out to them.
fn read_out(page: &str) -> String {
    let mut text = String::new();
    for part in page.split('<').skip(1) {
        let (tag, after) = part.split_once('>').unwrap_or((part, ""));
        for name in ["aria-label=\"", "title=\"", "placeholder=\"", "alt=\""] {
            if let Some(value) = tag.split(name).nth(1) {
                text.push_str(value.split('"').next().unwrap_or_default());
                text.push(' ');
            }
        }
        text.push_str(after);
    }
    text
}

fn assert_well(page: &str, path: &str, language: &str) {
    assert!(
        page.contains(&format!("<html lang=\"{language}\">")),
        "{path}"
    );
    let text = read_out(page);
    // A mailbox is not a slug, though it may look like one.
    let text: Vec<&str> = text
        .split_whitespace()
        .filter(|word| !word.contains('@'))
        .collect();
    let text = text.join(" ");
    for slug in SLUGS {
        assert!(!text.contains(slug), "{path} shows {slug}");
    }
    for twice in ["..", ".,", " .", " ,"] {
        assert!(!text.contains(twice), "{path} has a {twice:?}: {text}");
    }
    assert_eq!(page.matches("<h1>").count(), 1, "{path} has one heading");
    assert!(
        !page.contains("<script") && !page.contains(" style=\""),
        "{path}"
    );
    let ids: Vec<&str> = page
        .split(" id=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    let unique: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(unique.len(), ids.len(), "{path} has an id twice: {ids:?}");
    for kind in [" for=\"", "aria-labelledby=\"", "aria-describedby=\""] {
        for named in page.split(kind).skip(1) {
            for id in named.split('"').next().expect("well formed").split(' ') {
                assert!(unique.contains(id), "{path} points at {id}");
            }
        }
    }
}

#[tokio::test]
async fn looking_changes_nothing_and_every_page_speaks_one_language() {
    let test = TestApp::new().await;
    test.manager_of("youth-house").await;
    let asel = test.person("asel@qanat.example").await;
    let manager = test.manager_of("youth-house").await;
    for (space, day) in [("grand-hall", "2026-12-05"), ("dance-studio", "2026-12-01")] {
        let mut wanted = asking(
            &format!("youth-house/{space}"),
            &format!("{day}T16:00"),
            &format!("{day}T18:00"),
        );
        wanted.programme = Some("zhasyl-el".to_owned());
        let booking = test.request(&asel, wanted).await.unwrap();
        if space == "dance-studio" {
            test.reject(&manager, booking.id).await.unwrap();
        }
    }
    for (language, who) in [
        ("kk", None),
        ("ru", Some("asel@qanat.example")),
        ("en", Some("manager@youth-house.example")),
        ("kk", Some("manager@youth-house.example")),
    ] {
        let browser = Browser::speaking(&test, language);
        if let Some(who) = who {
            // A minute between two codes for one mailbox.
            sign_in(&browser, who).await;
        }
        let before = counts(&test).await;
        let mut seen = BTreeSet::new();
        let mut waiting = VecDeque::from(["/".to_owned(), "/problems/conflict".to_owned()]);
        let mut forms = 0;
        while let Some(path) = waiting.pop_front() {
            let week_away = path.contains("week=") || path.contains("date=");
            if path.contains("/request?") {
                forms += 1;
            }
            if (path.contains("/request?") && forms > 12)
                || (week_away
                    && seen
                        .iter()
                        .filter(|one: &&String| one.contains("week=") || one.contains("date="))
                        .count()
                        > 12)
                || !seen.insert(path.clone())
            {
                continue;
            }
            let answer = browser.get(&path).await;
            if path.starts_with("/assets/") || path == "/sign-in" && who.is_some() {
                continue;
            }
            assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text);
            assert_well(&answer.text, &path, language);
            if who.is_some() {
                assert_eq!(answer.headers[header::CACHE_CONTROL], "no-store", "{path}");
            }
            waiting.extend(links(&answer.text));
        }
        assert!(seen.len() > 30, "{seen:?}");
        assert_eq!(counts(&test).await, before, "a GET changed something");
    }
}

#[tokio::test]
async fn a_first_view_is_small() {
    let test = TestApp::new().await;
    let browser = Browser::speaking(&test, "kk");
    let mut style = 0;
    for path in [
        "/",
        "/venues/youth-house",
        "/venues/youth-house/dance-studio?week=2026-12-07",
    ] {
        let request = browser
            .request("GET", path)
            .header(header::ACCEPT_ENCODING, "gzip")
            .body(Body::empty())
            .unwrap();
        let page = test.bytes(request).await;
        if style == 0 {
            let plain = browser.page(path).await;
            let link = links(&plain)
                .into_iter()
                .find(|link| link.starts_with("/assets/style"))
                .unwrap();
            let request = browser
                .request("GET", &link)
                .header(header::ACCEPT_ENCODING, "gzip")
                .body(Body::empty())
                .unwrap();
            style = test.bytes(request).await;
        }
        assert!(page + style < 60_000, "{path}: {page} + {style}");
    }
}

#[tokio::test]
async fn the_mail_of_developers_opens_with_its_key_only() {
    let test = TestApp::new().await;
    let browser = Browser::speaking(&test, "kk");
    let key = test.app.mailbox_key().unwrap();
    let wrong = key.replace(|c: char| c.is_ascii_digit(), "a");
    for closed in ["", "?key=", &format!("?key={wrong}"), "?key=%00"] {
        let answer = browser.get(&format!("/dev/mail{closed}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{closed}");
    }
    assert!(!browser.page("/").await.contains("/dev/mail"));
    let answer = browser.get(&format!("/dev/mail?key={key}")).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(answer.headers["location"], "/dev/mail");
    let cookie = answer.headers["set-cookie"].to_str().unwrap();
    assert!(cookie.contains("HttpOnly"), "{cookie}");
    assert_eq!(browser.get("/dev/mail").await.status, StatusCode::OK);
    assert!(browser.page("/").await.contains("href=\"/dev/mail\""));
    for path in ["/dev/mail/..%2f..%2fCargo.toml", "/dev/mail/nothing.eml"] {
        assert_eq!(
            browser.get(path).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
}
