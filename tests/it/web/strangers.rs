//! Strangers who ask for codes in somebody else's name.

use std::net::SocketAddr;

use axum::{
    Router,
    body::Body,
    extract::ConnectInfo,
    http::{Request, StatusCode},
};
use tower::ServiceExt;
use url::form_urlencoded;

use crate::it::support::TestApp;

const EMAIL: &str = "asel@qanat.example";

/// What a browser that has no cookies yet is answered.
async fn ask(router: &Router, from: &str, email: &str) -> StatusCode {
    let form = form_urlencoded::Serializer::new(String::new())
        .append_pair("email", email)
        .finish();
    let address: SocketAddr = format!("{from}:40000").parse().unwrap();
    let request = Request::post("/sign-in")
        .header("host", "127.0.0.1:8080")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
        .extension(ConnectInfo(address))
        .body(Body::from(form))
        .unwrap();
    router.clone().oneshot(request).await.unwrap().status()
}

#[tokio::test]
async fn a_stranger_cannot_use_up_the_codes_of_a_mailbox() {
    let test = TestApp::new().await;
    let router = jastar::http::router(test.app.clone());
    for at in 0..10 {
        let email = if at % 2 == 0 {
            EMAIL
        } else {
            " Asel@Qanat.example"
        };
        let answer = ask(&router, "192.0.2.1", email).await;
        let sent = answer == StatusCode::SEE_OTHER;
        assert!(sent || answer == StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(sent, at < 6, "{at}");
    }
    assert_eq!(test.outbox().await.len(), 6);
    let others = ask(&router, "192.0.2.1", "erasyl@dombyra.example").await;
    assert_eq!(others, StatusCode::SEE_OTHER, "who shares their address");
    let owner = ask(&router, "192.0.2.2", EMAIL).await;
    assert_eq!(owner, StatusCode::SEE_OTHER, "the owner at home");
    for stranger in 3..12 {
        for _ in 0..6 {
            ask(&router, &format!("192.0.2.{stranger}"), EMAIL).await;
        }
    }
    let codes = test.outbox().await;
    let flood = codes.iter().filter(|mail| mail.recipient == EMAIL).count();
    assert_eq!(flood, 30, "many strangers do not flood it either");
}
