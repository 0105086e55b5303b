//! What looking costs: a constant number of queries, however much is booked. Counted in the calls of the database's driver,
//! so on both databases alike.

use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use entity::{BookingId, Borrowed, Item, booking, booking::Status, claim};
use http_body_util::BodyExt;
use jastar::{
    app::App,
    booking::NewBooking,
    clock::{Clock, Ids},
    config::Config,
};
use sea_orm::{EntityTrait, IntoActiveModel};
use tower::ServiceExt;
use uuid::Uuid;

use super::support::{
    NOW, TestApp, asking,
    queries::{queries, statements},
};

/// A space without turnaround: a week has room for many short uses of it.
const ROOM: &str = "youth-house/meeting-room";
/// With what is asked when nothing is kept. One of the spaces of the house is let by the seat.
const LOOKS: [(&str, usize); 3] = [
    ("/venues/youth-house/meeting-room?week=2026-11-30", COLD),
    (
        "/api/v1/venues/youth-house/calendar?from=2026-11-30&to=2026-12-07",
        COLD + SEATS,
    ),
    (
        "/api/v1/venues/youth-house/calendar?from=2026-11-30&to=2026-12-07&space=meeting-room",
        COLD,
    ),
];

/// How new what is kept is.
const WARM: usize = 1;
/// That, what is taken, and what is asked for.
const COLD: usize = 3;
const SEATS: usize = 1;
/// Its revision, asked for and read with it, and nine tables.
const CATALOGUE: usize = 11;

#[tokio::test]
async fn looking_takes_as_many_queries_however_much_is_booked() {
    for many in [0, 50, 300] {
        let test = TestApp::new().await;
        fill(&test, many).await;
        for (look, cold_look) in LOOKS {
            let app = process(&test);
            let (first, ()) = queries(shown(&app, look, many)).await;
            assert_eq!(first, CATALOGUE + cold_look, "{look} {many}, first of all");
            let (warm, ()) = queries(shown(&app, look, many)).await;
            assert_eq!(warm, WARM, "{look} {many}, warm");

            let app = process(&test);
            let (catalogue, _) = queries(app.catalogue()).await;
            assert_eq!(catalogue, CATALOGUE, "the calls are counted");
            let (cold, ()) = queries(shown(&app, look, many)).await;
            assert_eq!(cold, cold_look, "{look} {many}, cold");
        }
        test.assert_sound().await;
    }
}

/// Each may ask for itself how new everything is.
#[tokio::test]
async fn who_looks_at_the_same_at_once_shares_one_look() {
    let test = TestApp::new().await;
    fill(&test, 50).await;
    for (look, cold_look) in LOOKS {
        let app = process(&test);
        app.catalogue().await.unwrap();
        let many = || shown(&app, look, 50);
        let (mut texts, _) =
            statements(async { tokio::join!(many(), many(), many(), many()) }).await;
        texts.retain(|text| !text.contains("u.changes FROM catalogue"));
        assert_eq!(texts.len(), cold_look - WARM, "{look}: {texts:#?}");
    }
}

/// Everybody who loses is told what could be had instead.
#[tokio::test]
async fn a_yes_takes_as_many_queries_however_many_lose() {
    let mut counted = Vec::new();
    for many in [1, 100] {
        let test = TestApp::new().await;
        let manager = test.manager_of("youth-house").await;
        let group = test.person("a@test.example").await;
        let hall = asking(
            "youth-house/grand-hall",
            "2026-12-07T12:00",
            "2026-12-07T16:00",
        );
        let won = &test.request(&group, hall).await.unwrap();
        let rivals = &(0..many).map(|at| booking::Model {
            id: BookingId(Uuid::from_u128(1 + at as u128)),
            code: format!("A{at:06}"),
            ..won.clone()
        });
        let write = test.app.db.write(|tx| async move {
            let rows = rivals.clone().map(IntoActiveModel::into_active_model);
            let rows = booking::Entity::insert_many(rows);
            rows.exec_without_returning(tx.conn()).await?;
            Ok(())
        });
        write.await.unwrap();
        test.app.catalogue().await.unwrap();
        let (calls, done) = queries(test.approve(&manager, won.id)).await;
        done.unwrap();
        let told = test.outbox().await;
        let told = told.iter().filter(|mail| mail.kind == "time_given").count();
        assert_eq!(told, many);
        counted.push(calls);
        test.assert_sound().await;
    }
    assert_eq!(counted[0], counted[1]);
}

/// What is taken by count is looked at where something makes room for it, and nowhere else.
#[tokio::test]
async fn a_decision_that_replaces_nothing_looks_at_no_counts_for_that() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let group = test.person("a@test.example").await;
    let lent = Item {
        item: "radio-microphone".to_owned(),
        quantity: 1,
    };
    let wanted = NewBooking {
        stock: Borrowed(vec![lent]),
        ..asking(
            "youth-house/dance-studio",
            "2026-12-07T12:00",
            "2026-12-07T14:00",
        )
    };
    let asked = test.request(&group, wanted.clone()).await.unwrap();
    let looks = |texts: &[String]| {
        let counts = |text: &&String| text.contains("FROM pool p CROSS JOIN");
        texts.iter().filter(counts).count()
    };
    let (texts, done) = statements(test.reject(&manager, asked.id)).await;
    done.unwrap();
    assert_eq!(looks(&texts), 0, "{texts:#?}");
    // What holds already is looked at no more; what holds nothing is, by these words.
    let held = test.request(&group, wanted.clone()).await.unwrap();
    let (texts, done) = statements(test.approve(&manager, held.id)).await;
    done.unwrap();
    assert_eq!(looks(&texts), 0, "{texts:#?}");
    let competing = NewBooking {
        space: "youth-house/grand-hall".to_owned(),
        ..wanted
    };
    let asked = test.request(&group, competing).await.unwrap();
    let (texts, done) = statements(test.approve(&manager, asked.id)).await;
    done.unwrap();
    assert!(looks(&texts) > 0, "{texts:#?}");
    test.assert_sound().await;
}

/// A service that has just begun and knows nothing yet.
fn process(test: &TestApp) -> App {
    App::new(
        test.app.db.clone(),
        Clock::fixed(NOW),
        Ids::seeded(8),
        Config::defaults(),
    )
}

async fn shown(app: &App, path: &str, many: usize) {
    let request = Request::get(path)
        .header("host", "127.0.0.1:8080")
        .body(Body::empty())
        .unwrap();
    let answer = jastar::server::router(app.clone())
        .oneshot(request)
        .await
        .unwrap();
    assert_eq!(answer.status(), StatusCode::OK, "{path}");
    let bytes = answer.into_body().collect().await.unwrap().to_bytes();
    let text = String::from_utf8_lossy(&bytes);
    for kind in ["\"busy\"", "\"pending\""] {
        let found = text.matches(kind).count();
        assert!(
            found == many / 2 || !path.starts_with("/api"),
            "{path}: {found}"
        );
    }
    let taken = text.contains("<td class=\"taken\"");
    assert!(taken == (many > 0) || path.starts_with("/api"), "{path}");
}

/// So many half hours of one week, one after the other: in turn approved, and asked for without holding anything.
async fn fill(test: &TestApp, many: usize) {
    let manager = test.manager_of("youth-house").await;
    let asked = asking(ROOM, "2026-12-21T10:00", "2026-12-21T11:00");
    let known = &test.request(&manager, asked).await.unwrap();
    let claimed = &test.claims(known.id).await.remove(0);
    let monday = known.starts_at.plus_days(-21).plus_hours(-10);
    let bookings = &(0..many).map(|at| {
        let starts_at = monday.plus_minutes(30 * at as i64);
        let holds = at % 2 == 0;
        booking::Model {
            id: BookingId(Uuid::from_u128(1 + at as u128)),
            code: format!("A{at:06}"),
            starts_at,
            ends_at: starts_at.plus_minutes(30),
            status: if holds {
                Status::Approved
            } else {
                Status::Pending
            },
            holds,
            ..known.clone()
        }
    });
    let write = test.app.db.write(|tx| async move {
        for row in bookings.clone() {
            if row.holds {
                let claim = claim::Model {
                    starts_at: row.starts_at,
                    ends_at: row.ends_at,
                    booking_id: Some(row.id),
                    ..claimed.clone()
                };
                claim::Entity::insert(claim.into_active_model())
                    .exec_without_returning(tx.conn())
                    .await?;
            }
            booking::Entity::insert(row.into_active_model())
                .exec_without_returning(tx.conn())
                .await?;
        }
        Ok(())
    });
    write.await.unwrap();
}
