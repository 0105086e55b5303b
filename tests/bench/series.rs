//! (d) A weekly series of 52 in one request.

use std::sync::Arc;

use time::{Duration, PrimitiveDateTime, macros::datetime};

use crate::{client, world::World};

const SERIES: usize = 200;
const SPACES: usize = 20;

pub async fn measure(name: &str, server: Option<&str>) {
    let world = World::new(server, SPACES, 2 * SERIES).await;
    let address = world.listen(axum::Router::new()).await;
    let (people, others) = world.tokens.split_at(SERIES);
    let asked = |path: &str, tokens: &[String], body: fn(usize) -> String| {
        let requests = tokens.iter().enumerate();
        let requests = requests.map(|(at, token)| client::post(path, token, &body(at)));
        Arc::new(requests.collect::<Vec<_>>())
    };
    let series = client::run(address, 1, asked("/api/v1/series", people, weekly)).await;
    let alone = client::run(address, 1, asked("/api/v1/bookings", others, once)).await;
    println!(
        "{name}, one client: 52 dates in p50 {:.1?}, p99 {:.1?} ({:?}); one date alone in p50 {:.1?} ({:?}); ratio of the p50 {:.1}",
        series.p50,
        series.p99,
        series.statuses,
        alone.p50,
        alone.statuses,
        series.p50.as_secs_f64() / alone.p50.as_secs_f64()
    );
    println!(
        "{name}: {} transactions were tried again",
        world.app.db.retries()
    );
}

fn weekly(at: usize) -> String {
    let first = times(starts(at));
    body(
        at,
        &format!("\"rule\":{{\"every\":\"week\",\"count\":52,\"first\":{{{first}}}}}"),
    )
}

/// On the days between those of the series.
fn once(at: usize) -> String {
    body(at, &times(starts(at) + Duration::days(1)))
}

/// Half an hour of its own for each, ten to a space.
fn starts(at: usize) -> PrimitiveDateTime {
    datetime!(2026-12-01 00:00) + Duration::minutes(30 * (at / SPACES) as i64)
}

fn times(starts: PrimitiveDateTime) -> String {
    let wall = |at| jastar::zone::format_wall(at);
    let ends = starts + Duration::minutes(30);
    format!(
        "\"starts\":\"{}\",\"ends\":\"{}\"",
        wall(starts),
        wall(ends)
    )
}

fn body(at: usize, when: &str) -> String {
    format!(
        "{{\"space\":\"bench/space-{}\",{when},\"title\":\"Жиналыс\",\"attendees\":10,\"phone\":\"+77011234567\"}}",
        at % SPACES
    )
}
