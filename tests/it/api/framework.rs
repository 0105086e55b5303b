//! What the framework refuses by itself is told like everything else, and nobody learns of our insides.

use axum::{
    body::Body,
    http::{Request, header},
};

use entity::session;
use jastar::account::token;

use super::{BOOKINGS, House, asking, assert_problem};
use crate::it::support::{NOW, client::Answer};

async fn send(house: &House, change: impl FnOnce(&mut Request<Body>)) -> Answer {
    let mut request = Request::post(BOOKINGS)
        .header(header::AUTHORIZATION, format!("Bearer {}", house.booker))
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from(asking("2026-12-01").to_string()))
        .unwrap();
    change(&mut request);
    house.test.send(request).await
}

#[tokio::test]
async fn a_body_has_to_be_json_of_a_sensible_size() {
    let house = House::new().await;
    for broken in [
        "{",
        "not json",
        "{}{}",
        "{\"space\": \u{1}}",
        "[",
        "\u{feff}{}",
    ] {
        let answer = send(&house, |request| *request.body_mut() = Body::from(broken)).await;
        assert_problem(&answer, 400, "not-json");
    }
    let answer = send(&house, |request| {
        *request.body_mut() = Body::from(&b"{\"title\": \"\xff\"}"[..]);
    })
    .await;
    assert_problem(&answer, 400, "not-json");
    for kind in ["text/plain", "application/x-www-form-urlencoded", "json"] {
        let answer = send(&house, |request| {
            let headers = request.headers_mut();
            headers.insert(header::CONTENT_TYPE, kind.parse().unwrap());
        })
        .await;
        assert_problem(&answer, 415, "media-type");
    }
    // A form of another site can send no more than this.
    let answer = send(&house, |request| {
        *request.body_mut() = Body::empty();
        let form = "application/x-www-form-urlencoded";
        let headers = request.headers_mut();
        headers.insert(header::CONTENT_TYPE, form.parse().unwrap());
    })
    .await;
    assert_problem(&answer, 415, "media-type");
    let answer = send(&house, |request| {
        *request.body_mut() = Body::from(format!("{{\"title\": \"{}\"}}", "a".repeat(70_000)));
    })
    .await;
    assert_problem(&answer, 413, "too-large");
    let answer = send(&house, |request| {
        let headers = request.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            "Application/JSON; charset=utf-8".parse().unwrap(),
        );
    })
    .await;
    assert_eq!(answer.status, 201, "{}", answer.text);
}

#[tokio::test]
async fn addresses_and_methods_that_are_not_there_are_told_so() {
    let house = House::new().await;
    for path in [
        "/api",
        "/api/",
        "/api/v1",
        "/api/v2/bookings",
        "/api/v1/bookings/",
        "/api/v1/bookings/not-an-id",
        "/api/v1/bookings/00000000-0000-7000-8000-000000000000",
        "/api/v1/bookings/%ff",
        "/api/v1/venues/moon",
        "/api/v1/venues/moon/spaces",
        "/api/v1/venues/moon/calendar?from=2026-12-01&to=2026-12-02",
    ] {
        let answer = house.get(&house.booker, path).await;
        assert_problem(&answer, 404, "not-found");
    }
    let nothing = serde_json::Value::Null;
    let answer = house
        .test
        .call(Some(&house.booker), "DELETE", BOOKINGS, &nothing)
        .await;
    assert_problem(&answer, 405, "method");
    let allowed = answer.headers[header::ALLOW].to_str().unwrap();
    assert!(
        allowed.contains("GET") && allowed.contains("POST"),
        "{allowed}"
    );
}

#[tokio::test]
async fn who_is_unknown_learns_nothing_else() {
    let house = House::new().await;
    for authorization in ["", "Bearer nobody", "Basic YTpi", "Bearer"] {
        let answer = send(&house, |request| {
            *request.body_mut() = Body::from("{");
            let headers = request.headers_mut();
            headers.remove(header::AUTHORIZATION);
            if !authorization.is_empty() {
                headers.insert(header::AUTHORIZATION, authorization.parse().unwrap());
            }
        })
        .await;
        assert_problem(&answer, 401, "unauthenticated");
        assert_eq!(answer.headers[header::WWW_AUTHENTICATE], "Bearer");
    }
}

#[tokio::test]
async fn a_problem_is_told_in_the_readers_language() {
    let house = House::new().await;
    let title = async |accepted: &str| {
        let answer = send(&house, |request| {
            *request.body_mut() = Body::from("{");
            let headers = request.headers_mut();
            if !accepted.is_empty() {
                headers.insert(header::ACCEPT_LANGUAGE, accepted.parse().unwrap());
            }
        })
        .await;
        (
            answer.json()["title"].as_str().unwrap().to_owned(),
            answer.headers[header::CONTENT_LANGUAGE]
                .to_str()
                .unwrap()
                .to_owned(),
        )
    };
    assert_eq!(
        title("ru-KZ").await,
        ("Это не JSON".to_owned(), "ru".to_owned())
    );
    assert_eq!(title("en, ru;q=0.5").await.1, "en");
    assert_eq!(
        title("de").await,
        ("Бұл JSON емес".to_owned(), "kk".to_owned())
    );
    let actor = house.test.person("asel@qanat.example").await;
    jastar::account::speak(&house.test.app, &actor, entity::Language::Ru)
        .await
        .unwrap();
    assert_eq!(title("").await.1, "ru");
    assert_eq!(title("kk").await.1, "kk");
}

#[tokio::test]
async fn our_own_faults_show_nothing_of_our_insides() {
    let house = House::new().await;
    house.test.app.db.read().close_by_ref().await.unwrap();
    for (path, token) in [
        (BOOKINGS, &house.booker),
        ("/api/v1/venues", &String::new()),
    ] {
        let answer = house.get(token, path).await;
        let problem = if answer.status == 503 {
            assert!(answer.headers.contains_key(header::RETRY_AFTER));
            assert_problem(&answer, 503, "unavailable")
        } else {
            assert_problem(&answer, 500, "internal")
        };
        let told = problem.to_string().to_lowercase();
        for inside in ["sql", "pool", "connection", "src/"] {
            assert!(!told.contains(inside), "{inside} in {told}");
        }
    }
}

#[tokio::test]
async fn a_page_calls_with_its_session_and_a_program_never_does() {
    let house = House::new().await;
    let person = house.test.person("asel@qanat.example").await;
    let session = &session::Model {
        token_hash: token::hash("a-session"),
        person_id: person.signed_in().unwrap().id,
        created_at: NOW,
        seen_at: NOW,
    };
    let write = house.test.app.db.write(|tx| async move {
        let session = session.clone();
        Ok(jastar::account::store::sessions::add_session_tx(&tx, session).await?)
    });
    write.await.unwrap();
    for (authorization, status) in [("", 201), ("Bearer nobody", 401), ("Basic YTpi", 401)] {
        let answer = send(&house, |request| {
            let headers = request.headers_mut();
            headers.insert(header::COOKIE, "sid=a-session".parse().unwrap());
            headers.insert("sec-fetch-site", "same-origin".parse().unwrap());
            headers.remove(header::AUTHORIZATION);
            if !authorization.is_empty() {
                headers.insert(header::AUTHORIZATION, authorization.parse().unwrap());
            }
        })
        .await;
        assert_eq!(answer.status.as_u16(), status, "{}", answer.text);
    }
}
