//! Connections that say nothing, too much, or not what they should: the service answers everybody else meanwhile.

use std::net::SocketAddr;

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use futures_util::{FutureExt, poll};
use jastar::db::Transaction;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use sea_orm::TransactionOptions;
use serde_json::Value;
use std::task::Poll;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};
use tower::ServiceExt;

use super::support::{
    TestApp,
    db::Database,
    in_time,
    process::{Server, call, enrol, free_address, program_after, run, wanted},
};

const HALF_OPEN: usize = 1100;
const HALF_A_BODY: &str = "POST /sign-in HTTP/1.1\r\nHost: booking.example\r\n\
    Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 9\r\n\r\nemail";

/// What a client gets that sends this and then waits.
async fn said(server: SocketAddr, request: &[u8]) -> String {
    let mut stream = TcpStream::connect(server).await.unwrap();
    stream.write_all(request).await.unwrap();
    heard(&mut stream).await
}

async fn heard(stream: &mut TcpStream) -> String {
    let mut answer = Vec::new();
    in_time(stream.read_to_end(&mut answer)).await.unwrap();
    String::from_utf8(answer).unwrap()
}

/// This process needs more files than most are given.
fn may_open(files: u64) {
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    if current.is_some_and(|current| current < files) {
        assert!(
            maximum.is_none_or(|maximum| maximum >= files),
            "ulimit -Hn of at least {files} is needed"
        );
        let current = Some(files);
        setrlimit(Resource::Nofile, Rlimit { current, maximum }).unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_with_1100_half_open_requests_keeps_nobody_out() {
    may_open(HALF_OPEN as u64 * 2);
    let folder = tempfile::tempdir().unwrap();
    let database = Database::empty().await;
    let settings = database.settings();
    let address = free_address();
    let mut command = program_after("ulimit -n 1024", folder.path(), &settings, address);
    let server = Server::run(&mut command, address).ready();
    let token = enrol(folder.path(), &settings, "a@test.example", &["--admin"]);

    let mut held = Vec::new();
    for at in 0..HALF_OPEN {
        let mut stream = TcpStream::connect(server.address).await.unwrap();
        let half: &[u8] = match at % 3 {
            0 => b"",
            1 => b"GET / HTTP/1.1\r\nHost: booking.example\r\nX-",
            _ => HALF_A_BODY.as_bytes(),
        };
        // Who was sent away meanwhile cannot say anything.
        let _ = stream.write_all(half).await;
        held.push(stream);
    }
    let booked = wanted("youth-house/dance-studio", 10, 11);
    for (method, path, body, wanted) in [
        ("GET", "/readyz", &Value::Null, 200),
        ("GET", "/venues/youth-house", &Value::Null, 200),
        ("POST", "/api/v1/bookings", &booked, 201),
    ] {
        let answer = in_time(call(server.address, &token, method, path, body)).await;
        let (status, said) = answer.expect("a connection");
        assert_eq!(status, wanted, "{path}: {said}");
    }
    // The first of those that waited with half a body was sent away for somebody else; whoever is kept until its time is over
    // is told so.
    let mut first = held.swap_remove(2);
    let mut said = Vec::new();
    // However it was cut.
    let _ = in_time(first.read_to_end(&mut said)).await;
    assert_eq!(String::from_utf8_lossy(&said), "");
    drop(held);
    run(folder.path(), &settings, &["doctor"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn half_a_head_and_silence_end_by_themselves() {
    let folder = tempfile::tempdir().unwrap();
    let database = Database::empty().await;
    let server = Server::start(folder.path(), &database.settings());
    let get = "GET /livez HTTP/1.1\r\nHost: a\r\n";
    let (nothing, half, idle) = (String::new(), get.to_owned(), format!("{get}\r\n"));
    let (nothing, half, idle) = tokio::join!(
        said(server.address, nothing.as_bytes()),
        said(server.address, half.as_bytes()),
        said(server.address, idle.as_bytes()),
    );
    assert!(!nothing.contains("200 OK") && !half.contains("200 OK"));
    assert!(idle.ends_with("alive\n"), "{idle}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_arrives_although_nobody_wanted_the_body() {
    let folder = tempfile::tempdir().unwrap();
    let database = Database::empty().await;
    let server = Server::start(folder.path(), &database.settings());
    // More than waits on the way.
    let body = vec![b'a'; 12 * 1024 * 1024];
    for (path, status) in [("/api/v1/bookings", "401"), ("/sign-in", "413")] {
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        let answer = said(server.address, &[head.as_bytes(), &body].concat()).await;
        let first = answer.lines().next().unwrap();
        assert!(first.contains(status), "{path}: {first}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_names_no_host_or_two_is_told_so() {
    let folder = tempfile::tempdir().unwrap();
    let database = Database::empty().await;
    let server = Server::start(folder.path(), &database.settings());
    for (request, status) in [
        ("GET /livez HTTP/1.1\r\n", "400"),
        ("GET /livez HTTP/1.1\r\nHost: a\r\nHost: b\r\n", "400"),
        ("GET /livez HTTP/1.1\r\nHost: a\r\n", "200"),
        ("GET /livez HTTP/1.0\r\n", "200"),
    ] {
        let whole = format!("{request}Connection: close\r\n\r\n");
        let answer = said(server.address, whole.as_bytes()).await;
        let first = answer.lines().next().unwrap();
        assert!(first.contains(status), "{request}: {first}");
    }
}

#[tokio::test]
async fn who_is_refused_without_a_look_into_the_database_does_not_wait_for_it() {
    let test = TestApp::new().await;
    let _kept = all_connections(&test).await;
    let request = Request::post("/sign-in").header("sec-fetch-site", "cross-site");
    let request = request.body(Body::from("email=a%40b.example")).unwrap();
    let answer = test.send(request).now_or_never();
    assert_eq!(answer.expect("it is there at once").status, 403);
}

/// Whoever wants to read waits for one of these.
async fn all_connections(test: &TestApp) -> Vec<Transaction> {
    let mut kept = Vec::new();
    for _ in 0..8 {
        let options = TransactionOptions::default();
        let one = test.app.db.read().begin_with_options(options).await;
        kept.push(one.unwrap());
    }
    kept
}

#[tokio::test]
async fn of_strangers_who_look_at_once_some_are_asked_to_come_again_and_nobody_else() {
    let test = TestApp::new().await;
    test.person("asel@qanat.example").await;
    let token = test.token_of("asel@qanat.example").await;
    let router = jastar::server::router(test.app.clone());
    let look = |token: Option<&str>| {
        let mut request =
            Request::get("/api/v1/search?starts=2026-12-01T10:00&ends=2026-12-01T11:00");
        if let Some(token) = token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        let request = request.body(Body::empty()).unwrap();
        Box::pin(router.clone().oneshot(request))
    };
    let kept = all_connections(&test).await;
    let cores = std::thread::available_parallelism().unwrap().get();
    let mut looking: Vec<_> = (0..16 * cores).map(|_| look(None)).collect();
    for one in &mut looking {
        assert!(matches!(poll!(one), Poll::Pending), "it waits");
    }
    let (stranger, mut known) = (look(None).await.unwrap(), look(Some(&token)));
    assert_eq!(stranger.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert!(stranger.headers().contains_key(header::RETRY_AFTER));
    // A form that is only to be read again asks as much.
    let form = Request::post("/venues/youth-house/dance-studio/request")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
        .body(Body::from("language=kk&refused=1"));
    let read = router.clone().oneshot(form.unwrap()).await.unwrap();
    assert_eq!(read.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert!(
        matches!(poll!(&mut known), Poll::Pending),
        "it is not refused"
    );
    drop(kept);
    for answer in futures_util::future::join_all(looking).await {
        assert_eq!(answer.unwrap().status(), StatusCode::OK);
    }
    assert_eq!(known.await.unwrap().status(), StatusCode::OK);
}
