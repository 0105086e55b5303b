//! What browsers are told to be careful of, and what they have to say before a form counts.

use axum::{
    body::Body,
    http::{HeaderMap, Request, StatusCode, header},
};
use jastar::{
    app::App,
    clock::{Clock, Ids},
    config::Config,
};
use tower::ServiceExt;

use crate::it::support::{NOW, TestApp};

const HOST: &str = "booking.example";

/// The same service, reached over TLS.
fn over_tls(test: &TestApp, change: impl FnOnce(&mut Config)) -> App {
    let mut config = Config::defaults();
    config.http.base_url = format!("https://{HOST}");
    config.http.trusted_proxies = 1;
    change(&mut config);
    App::new(
        test.app.db.clone(),
        Clock::fixed(NOW),
        Ids::seeded(8),
        config,
    )
}

async fn post(app: &App, path: &str, headers: &[(&str, &str)]) -> (StatusCode, HeaderMap) {
    let mut request = Request::post(path)
        .header(header::HOST, HOST)
        .header(header::COOKIE, "__Host-language=kk")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(Body::from("language=ru")).unwrap();
    let answer = jastar::server::router(app.clone()).oneshot(request).await;
    let answer = answer.unwrap();
    (answer.status(), answer.headers().clone())
}

#[tokio::test]
async fn a_form_counts_only_from_our_own_origin() {
    let test = TestApp::new().await;
    let app = over_tls(&test, |_| {});
    let ours = format!("https://{HOST}");
    let plain = format!("http://{HOST}");
    for (said, passes) in [
        (&[("origin", &*ours)][..], true),
        (&[("sec-fetch-site", "same-origin")], true),
        (&[("sec-fetch-site", "none")], true),
        (
            &[("sec-fetch-site", "same-origin"), ("origin", "null")],
            true,
        ),
        (&[("origin", &*plain)], false),
        (&[("sec-fetch-site", "")], false),
        (&[("sec-fetch-site", ""), ("origin", &*ours)], true),
        (
            &[
                ("sec-fetch-site", "none"),
                ("origin", "https://evil.example"),
            ],
            false,
        ),
        (&[("sec-fetch-site", "none"), ("origin", "null")], false),
        (
            &[("origin", &*ours), ("origin", "https://evil.example")],
            false,
        ),
        (&[("sec-fetch-site", "cross-site")], false),
        (&[], false),
    ] {
        let (status, _) = post(&app, "/language", said).await;
        let wanted = if passes {
            StatusCode::SEE_OTHER
        } else {
            StatusCode::FORBIDDEN
        };
        assert_eq!(status, wanted, "{said:?}");
    }
}

#[tokio::test]
async fn browsers_are_told_to_keep_to_tls_and_to_forget_at_the_end() {
    let test = TestApp::new().await;
    let own = [("sec-fetch-site", "same-origin")];
    for (below, told) in [
        (true, "max-age=31536000; includeSubDomains"),
        (false, "max-age=31536000"),
    ] {
        let app = over_tls(&test, |config| config.http.hsts_subdomains = below);
        let (status, headers) = post(&app, "/sign-out", &own).await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        assert_eq!(headers["strict-transport-security"], told);
        assert_eq!(headers["cross-origin-resource-policy"], "same-origin");
        assert_eq!(headers["clear-site-data"], "\"cache\", \"storage\"");
    }
    let (_, headers) = post(&test.app, "/language", &own).await;
    assert!(!headers.contains_key("strict-transport-security"));
    assert!(!headers.contains_key("clear-site-data"));
}
