//! (b) A week page and a month of calendar, over a year that is 60 % taken.

use std::sync::Arc;

use axum::{Router, http::header, routing::get};
use entity::{BookingId, Instant};
use jastar::app::App;
use sea_orm::ConnectionTrait;

use crate::{
    client,
    world::{NOW, World},
};

const SPACES: usize = 20;
const DAYS: i64 = 365;
const REQUESTS: usize = 20_000;
const WEEK: &str = "/venues/bench/space-3?week=2026-12-07";
const CALENDAR: &str = "/api/v1/venues/bench/calendar?from=2026-12-07&to=2026-12-14";

/// A year of 20 spaces.
pub async fn world(server: Option<&str>) -> World {
    let world = World::new(server, SPACES, 1).await;
    fill(&world).await;
    world
}

pub async fn measure(name: &str, world: &World) {
    for path in [WEEK, CALENDAR] {
        let bytes = body_of(world, path).await;
        let (kind, bytes) = (bytes.0, axum::body::Bytes::from(bytes.1));
        let fixed = Router::<App>::new().route(
            "/static",
            get(move || async move { ([(header::CONTENT_TYPE, kind)], bytes) }),
        );
        let address = world.listen(fixed).await;
        for clients in [8, 32] {
            let ours = client::run(
                address,
                clients,
                Arc::new(vec![client::get(path); REQUESTS]),
            )
            .await;
            let floor = client::run(
                address,
                clients,
                Arc::new(vec![client::get("/static"); REQUESTS]),
            )
            .await;
            println!(
                "{name}, {clients} clients, {path}: {:.0}/s (p99 {:.1?}, {} bytes, {:?}); static {:.0}/s (p99 {:.1?}, {} bytes); ratio {:.2}",
                ours.per_second,
                ours.p99,
                ours.body,
                ours.statuses,
                floor.per_second,
                floor.p99,
                floor.body,
                ours.per_second / floor.per_second
            );
        }
    }
}

/// As the router answers it.
async fn body_of(world: &World, path: &str) -> (String, Vec<u8>) {
    use http_body_util::BodyExt;
    use tower::ServiceExt;
    let request = axum::http::Request::builder()
        .uri(path)
        .header("accept-language", "kk")
        .extension(axum::extract::ConnectInfo(std::net::SocketAddr::from((
            [127, 0, 0, 1],
            1,
        ))))
        .body(axum::body::Body::empty())
        .expect("a request");
    let answer = jastar::server::router(world.app.clone())
        .oneshot(request)
        .await
        .expect("an answer");
    assert_eq!(answer.status(), 200, "{path}");
    let kind = answer.headers()[header::CONTENT_TYPE]
        .to_str()
        .expect("text")
        .to_owned();
    (
        kind,
        answer
            .into_body()
            .collect()
            .await
            .expect("a body")
            .to_bytes()
            .to_vec(),
    )
}

/// Hours of a day that are taken: 14.4 of 24, in nine pieces of an hour and a half and a rest.
async fn fill(world: &World) {
    let catalogue = world.app.catalogue().await.expect("a catalogue");
    let venue = catalogue.venue("bench").expect("a venue");
    let app = &world.app;
    let person = "SELECT id FROM person ORDER BY email LIMIT 1";
    for space in &venue.spaces {
        let midnight = NOW.0 - 9 * 3600;
        app.db
            .write(|tx| async move {
                for day in 0..DAYS {
                    for piece in 0..9 {
                        let starts_at = Instant(midnight + day * 86_400 + piece * 9_600);
                        let ends_at = Instant(starts_at.0 + 5_760);
                        let id = BookingId(app.ids.uuid(NOW));
                        let conn = tx.conn();
                        conn.execute_raw(jastar::db::sql(
                            conn,
                            "INSERT INTO claim (unit_id, starts_at, ends_at, space_id, layout, booking_id) \
                             SELECT unit_id, $1, $2, $3, 'rows', $4 FROM space_unit WHERE space_id = $3",
                            [starts_at.into(), ends_at.into(), space.row.id.into(), id.into()],
                        ))
                        .await?;
                        let text = format!(
                            "INSERT INTO booking (id, code, uid, venue_id, space_id, starts, ends, timezone, starts_at, ends_at, status, holds, \
                             title, attendees, layout, public, contact_name, language, requested_by, decided_at, sequence, version, created_at) \
                             SELECT $1, $2, $2, $3, $4, '2026-12-01T10:00', '2026-12-01T11:00', 'Asia/Almaty', $5, $6, 'approved', $7, 'Жиналыс', 10, \
                             'rows', $8, 'Әсел', 'kk', ({person}), $9, 0, 1, $9"
                        );
                        let values = [
                            id.into(),
                            app.ids.booking_code().into(),
                            venue.row.id.into(),
                            space.row.id.into(),
                            starts_at.into(),
                            ends_at.into(),
                            true.into(),
                            false.into(),
                            NOW.into(),
                        ];
                        conn.execute_raw(jastar::db::sql(conn, &text, values)).await?;
                    }
                }
                Ok(())
            })
            .await
            .expect("a year");
    }
}
