//! What the built program writes of security into its log, and what never stands in it.

use std::{collections::BTreeSet, fs::File, path::Path};

use serde_json::Value;

use super::support::{
    db::Database,
    other_code,
    process::{Server, call, free_address, program, wanted},
    visitor::{Visitor, codes},
};

const EMAIL: &str = "canary.person@qanat.example";

fn appended(log: &Path) -> File {
    File::options().create(true).append(true).open(log).unwrap()
}

#[expect(clippy::too_many_lines, reason = "one story told to one log")]
#[tokio::test(flavor = "multi_thread")]
async fn every_security_event_has_a_line_and_no_line_has_anything_personal() {
    let folder = tempfile::tempdir().unwrap();
    let database = Database::empty().await;
    let settings = database.settings();
    let log = folder.path().join("log");
    let with_log = |arguments: &[&str]| {
        let mut command = program(folder.path(), &settings, free_address());
        command.args(arguments);
        command
            .env("JASTAR_LOG__FILTER", "trace")
            .env("JASTAR_LOG__FORMAT", "json");
        command.stderr(appended(&log));
        command
    };
    let operator = |arguments: &[&str]| {
        let output = with_log(arguments).output().unwrap();
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    };
    let address = free_address();
    let mut service = program(folder.path(), &settings, address);
    service
        .env("JASTAR_LOG__FILTER", "trace")
        .env("JASTAR_LOG__FORMAT", "json");
    let server = Server::run_with_log(&mut service, address, appended(&log)).ready();
    let server = &server;
    let mailbox = format!("email={}", EMAIL.replace('@', "%40"));
    let create = ["user", "create", "--email", EMAIL, "--name", "Canaryname"];
    operator(&[&create[..], &["--manager-of", "youth-house"]].concat());
    let token = operator(&["token", "create", "--email", EMAIL]);
    operator(&[
        "user",
        "create",
        "--email",
        "group@qanat.example",
        "--name",
        "Canarygroup",
    ]);
    let group = operator(&["token", "create", "--email", "group@qanat.example"]);
    let mut answers = Vec::new();
    // The house is closed on some days.
    for ahead in 8..20 {
        let mut body = wanted("youth-house/dance-studio", ahead, 16);
        body["title"] = "Canarytitle".into();
        let asked = call(server.address, &group, "POST", "/api/v1/bookings", &body).await;
        let (status, told) = asked.unwrap();
        answers.push(told);
        if status == 201 {
            break;
        }
    }
    let booked = answers.last().unwrap();
    assert_eq!(booked["title"], "Canarytitle", "{answers:#?}");
    let (status, _) = call(
        server.address,
        &token,
        "GET",
        "/api/v1/bookings?venue=youth-house",
        &Value::Null,
    )
    .await
    .unwrap();
    assert_eq!(status, 200);
    let made_up = "c".repeat(64);
    call(
        server.address,
        &made_up,
        "GET",
        "/api/v1/bookings",
        &Value::Null,
    )
    .await
    .unwrap();
    let closures = "/api/v1/closures?venue=youth-house";
    let (status, _) = call(server.address, &group, "GET", closures, &Value::Null)
        .await
        .unwrap();
    assert_eq!(status, 403);

    let mut browser = Visitor::new(server.address);
    assert_eq!(browser.form("/sign-in", &mailbox).await.status, 303);
    assert_eq!(
        browser.form("/sign-in", &mailbox).await.status,
        429,
        "at once again"
    );
    let right = codes(folder.path(), 1).await.pop().unwrap();
    let wrong = other_code(&right);
    assert_eq!(
        browser
            .form("/sign-in/code", &format!("code={wrong}"))
            .await
            .status,
        422
    );
    assert_eq!(
        browser
            .form("/sign-in/code", &format!("code={right}"))
            .await
            .status,
        303
    );
    let session = browser.cookie("sid");
    let elsewhere = "Origin: https://evil.example\r\nSec-Fetch-Site: cross-site\r\n";
    assert_eq!(browser.post("/sign-out", elsewhere, "").await.status, 403);
    assert_eq!(
        browser.post("/sign-out", "", "").await.status,
        403,
        "which does not say from where"
    );
    assert_eq!(browser.form("/sign-out", "").await.status, 303);
    let mut other = Visitor::new(server.address);
    other.form("/sign-in", &mailbox).await;
    let second = codes(folder.path(), 2).await.pop().unwrap();
    let wrong = other_code(&second);
    for _ in 0..5 {
        other.form("/sign-in/code", &format!("code={wrong}")).await;
    }
    let mut third = browser.clone();
    third.form("/sign-in", &mailbox).await;
    let last = codes(folder.path(), 3).await.pop().unwrap();
    assert_eq!(
        third
            .form("/sign-in/code", &format!("code={last}"))
            .await
            .status,
        303
    );
    assert_eq!(third.form("/sign-out/everywhere", "").await.status, 303);
    let mut late = Visitor::new(server.address);
    late.form("/sign-in", "email=group%40qanat.example").await;
    let of_group = codes(folder.path(), 4).await.pop().unwrap();
    operator(&["user", "disable", "--email", "group@qanat.example"]);
    late.form("/sign-in/code", &format!("code={of_group}"))
        .await;
    operator(&["session", "end", "--email", EMAIL]);
    operator(&["user", "revoke", "--email", EMAIL]);
    operator(&["token", "revoke", "--email", EMAIL, "--all"]);
    operator(&["user", "disable", "--email", EMAIL]);
    operator(&["user", "enable", "--email", EMAIL]);

    let text = std::fs::read_to_string(&log).unwrap();
    let lines = text
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let lines: Vec<Value> = lines
        .filter(|line| line["target"] == "jastar::security")
        .collect();
    let told: BTreeSet<&str> = lines
        .iter()
        .filter_map(|line| line["event"].as_str())
        .collect();
    for event in [
        "sign_in_asked",
        "code_wrong",
        "code_used_up",
        "signed_in",
        "signed_out",
        "signed_out_everywhere",
        "limit_reached",
        "unauthenticated",
        "forbidden",
        "sign_in_refused",
        "origin_refused",
        "role_given",
        "role_taken",
        "token_made",
        "token_ended",
        "contacts_listed",
        "sessions_ended",
        "person_disabled",
        "person_enabled",
    ] {
        assert!(told.contains(event), "{event}: {told:?}");
    }
    let of = |event: &str| {
        lines
            .iter()
            .filter(|line| line["event"] == event)
            .collect::<Vec<_>>()
    };
    let asked = of("sign_in_asked");
    let mailboxes: BTreeSet<&str> = asked
        .iter()
        .map(|line| line["mailbox"].as_str().unwrap())
        .collect();
    assert_eq!(
        (asked.len(), mailboxes.len()),
        (4, 2),
        "the same mailbox, the same hash"
    );
    assert_eq!(of("limit_reached")[0]["mailbox"], asked[0]["mailbox"]);
    for line in of("sign_in_asked").into_iter().chain(of("origin_refused")) {
        assert!(
            line["request"].as_str().unwrap().len() == 36 && line["network"].is_string(),
            "{line}"
        );
    }
    assert_eq!(of("origin_refused").len(), 2);
    let person = &of("signed_in")[0]["person"];
    assert!(person.is_string() && *person == of("role_given")[0]["person"]);

    let device = browser.cookie("device");
    for canary in [
        EMAIL,
        "canary.person",
        "group@qanat.example",
        "Canaryname",
        "Canarygroup",
        "Canarytitle",
        "77011234567",
        &group,
        &token,
        &made_up,
        &session,
        &device,
    ] {
        assert!(!text.contains(canary), "{canary}");
    }
    for code in [&right, &second, &last, &of_group] {
        let alone = text
            .split(|c: char| !c.is_ascii_alphanumeric())
            .any(|word| word == code);
        assert!(!alone, "{code}");
    }
}
