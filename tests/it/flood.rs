//! The program itself under somebody who asks without end: others go on signing in, and the loop is stopped.

use std::net::SocketAddr;

use axum::{
    body::Body,
    http::{Request, header},
};
use entity::session;
use jastar::{
    account::{self, NewUser, token},
    app::App,
    clock::{Clock, Ids},
    config::Config,
    db::{Db, Settings},
};
use serde_json::Value;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use super::support::{
    TestApp,
    db::Database,
    process::{Server, free_address, program, wanted},
    smtp::SmtpServer,
};

const STRANGER: &str = "stranger@test.example";

/// What came back: the status, the head and the body.
struct Answer {
    status: u16,
    head: String,
    body: Value,
}

/// One request of a page that the stranger has open.
async fn ask(server: SocketAddr, what: &str, kind: &str, body: &str) -> Answer {
    let mut stream = TcpStream::connect(server).await.unwrap();
    let request = format!(
        "{what} HTTP/1.1\r\nHost: {server}\r\nCookie: sid=stranger\r\nSec-Fetch-Site: same-origin\r\nConnection: close\r\n\
         Content-Type: {kind}\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    let answer = String::from_utf8_lossy(&answer).into_owned();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    Answer {
        status: head.split(' ').nth(1).unwrap().parse().unwrap(),
        head: head.to_ascii_lowercase(),
        body: serde_json::from_str(body).unwrap_or_default(),
    }
}

async fn post(server: SocketAddr, path: &str, body: &Value) -> Answer {
    let what = format!("POST {path}");
    ask(server, &what, "application/json", &body.to_string()).await
}

/// Signs the stranger in, as entering a code would.
async fn signed_in(settings: &Settings) {
    let db = Db::open(settings.clone()).await.unwrap();
    let app = App::new(db, Clock::System, Ids::random(), Config::defaults());
    let catalogue = app.catalogue().await.unwrap();
    let new = NewUser {
        email: STRANGER.to_owned(),
        name: "Бөтен".to_owned(),
        administrator: false,
        manager_of: Vec::new(),
    };
    account::create_user(&app, &catalogue, new).await.unwrap();
    let found = account::store::by_email(app.db.read(), STRANGER).await;
    let now = app.clock.now();
    let row = &session::Model {
        token_hash: token::hash("stranger"),
        person_id: found.unwrap().unwrap().id,
        created_at: now,
        seen_at: now,
    };
    let put = app.db.write(|tx| async move {
        Ok(account::store::sessions::add_session_tx(&tx, row.clone()).await?)
    });
    put.await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_loop_is_stopped_and_a_code_leaves_past_everything_that_it_queued() {
    let folder = tempfile::tempdir().unwrap();
    let database = Database::empty().await;
    let settings = database.settings();
    let mails = SmtpServer::holding().await;
    let address = free_address();
    let mut command = program(folder.path(), &settings, address);
    command
        .env("JASTAR_MAIL__URL", format!("smtp://{}", mails.address))
        .env("JASTAR_MAIL__GATHER_MINUTES", "0");
    let server = Server::run(&mut command, address).ready();
    signed_in(&settings).await;
    let mut asked = 0;
    let refused = loop {
        let wanted = wanted("youth-house/dance-studio", 3, 12);
        let answer = post(server.address, "/api/v1/bookings", &wanted).await;
        if answer.status != 201 {
            break answer;
        }
        asked += 1;
        assert!(asked < 20, "nobody stops it");
        let id = answer.body["id"].as_str().unwrap();
        let path = format!("/api/v1/bookings/{id}/cancel");
        let answer = post(server.address, &path, &serde_json::json!({})).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
    };
    assert_eq!((refused.status, asked), (429, 5), "{}", refused.body);
    let wait = refused.head.split("retry-after: ").nth(1).unwrap();
    let wait: u32 = wait.lines().next().unwrap().trim().parse().unwrap();
    assert!((1..=3600).contains(&wait));

    // As many as the settings allow are under way, and none of them comes to an end.
    mails.wait_for(4).await;
    let form = "email=other%40test.example";
    let kind = "application/x-www-form-urlencoded";
    let answer = ask(server.address, "POST /sign-in", kind, form).await;
    assert_eq!(answer.status, 303, "{}", answer.head);
    mails.wait_for(5).await;
    let came = mails.received();
    assert_eq!(came.len(), 5);
    assert_eq!(came[4].to, "other@test.example");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_books_a_whole_month_of_what_is_approved_by_itself() {
    let folder = tempfile::tempdir().unwrap();
    let database = Database::empty().await;
    let settings = database.settings();
    let server = Server::start(folder.path(), &settings);
    signed_in(&settings).await;
    for day in 3..6 {
        let wanted = wanted("youth-house/meeting-room", day, 12);
        let answer = post(server.address, "/api/v1/bookings", &wanted).await;
        assert_eq!(answer.status, 201, "{}", answer.body);
    }
    let wanted = wanted("youth-house/meeting-room", 6, 12);
    let answer = post(server.address, "/api/v1/bookings", &wanted).await;
    assert_eq!(answer.status, 422, "{}", answer.body);
    let error = &answer.body["errors"][0];
    assert_eq!(error["code"], "quota", "{error}");
    let told = ["quota", "limit", "used", "left"].map(|key| error[key].clone());
    assert_eq!(
        told,
        [
            Value::from("automatic_per_space"),
            3.into(),
            3.into(),
            0.into()
        ]
    );
}

#[tokio::test]
async fn what_a_stranger_makes_up_takes_no_turn_to_write() {
    let test = TestApp::new().await;
    let made_up = "c".repeat(64);
    let before = test.app.db.commits();
    for (path, cookie, form, status) in [
        ("/sign-out", "sid", "", 303),
        ("/sign-in/code", "browser", "code=123456", 422),
    ] {
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .header(header::COOKIE, format!("{cookie}={made_up}"))
            .body(Body::from(form));
        let answer = test.send(request.unwrap()).await;
        assert_eq!(answer.status, status, "{path}: {}", answer.text);
    }
    assert_eq!(test.app.db.commits(), before);
}
