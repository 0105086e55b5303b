//! (f) The rush: a weekend is opened and everybody wants one of its slots.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant as Moment},
};

use sea_orm::ConnectionTrait;
use tokio::task::JoinSet;

use crate::{
    client::{self, Answer, Connection, Run},
    world::World,
};

const PEOPLE: usize = 500;
const SLOTS: usize = 20;
/// All of them come within this time, evenly.
const WITHIN: Duration = Duration::from_secs(1);

pub async fn measure(name: &str, server: Option<&str>) {
    let world = World::new(server, SLOTS, PEOPLE).await;
    let (rush, winners) = come(&world, SLOTS, 12).await;
    assert_eq!(winners.len(), SLOTS, "every slot was given");
    assert!(winners.values().all(|won| *won == 1), "to one: {winners:?}");
    assert_stored(&world, SLOTS).await;
    // The same people without anybody in the way: they ask for as many slots as they are.
    let (calm, winners) = come(&world, PEOPLE, 14).await;
    assert_eq!(winners.len(), PEOPLE, "nobody is refused");
    assert_stored(&world, SLOTS + PEOPLE).await;
    for (what, run) in [("20 slots", rush), ("a slot each", calm)] {
        println!(
            "{name}, {what}: p50 {:.1?}, p99 {:.1?}, longest {:.1?}, {:?}",
            run.p50, run.p99, run.longest, run.statuses
        );
    }
    println!(
        "{name}: {} transactions were tried again",
        world.app.db.retries()
    );
    world.app.db.close().await.expect("an end");
}

/// Everybody asks once, on a connection of their own that they open then. How often each slot was given.
async fn come(world: &World, slots: usize, day: usize) -> (Run, BTreeMap<usize, usize>) {
    let address = world.listen(axum::Router::new()).await;
    let mut tasks = JoinSet::new();
    let began = Moment::now();
    for (nth, token) in world.tokens.iter().enumerate() {
        let slot = nth % slots;
        let request = client::post("/api/v1/bookings", token, &wanted(slot, day));
        tasks.spawn(async move {
            tokio::time::sleep_until((began + WITHIN * nth as u32 / PEOPLE as u32).into()).await;
            let asked = Moment::now();
            let (_, status, body) = Connection::open(address).await.ask(&request).await;
            (slot, (asked.elapsed(), status, body))
        });
    }
    let done = tasks.join_all().await;
    assert_eq!(done.len(), PEOPLE, "everybody is answered");
    let mut winners = BTreeMap::new();
    let mut seen: Vec<Answer> = Vec::new();
    for (slot, answer) in done {
        match answer.1 {
            201 => *winners.entry(slot).or_default() += 1,
            409 | 422 => {}
            other => panic!("answered with {other}"),
        }
        seen.push(answer);
    }
    (Run::of(seen, began.elapsed()), winners)
}

/// An hour in one of the spaces, at as many hours as are needed.
fn wanted(slot: usize, day: usize) -> String {
    let (space, nth) = (slot % SLOTS, slot / SLOTS);
    let (day, hour) = (day + nth / 23, nth % 23);
    format!(
        "{{\"space\":\"bench/space-{space}\",\"starts\":\"2026-12-{day:02}T{hour:02}:00\",\"ends\":\"2026-12-{day:02}T{:02}:00\",\
         \"title\":\"Жиналыс\",\"attendees\":10,\"phone\":\"+77011234567\"}}",
        hour + 1
    )
}

async fn assert_stored(world: &World, many: usize) {
    let conn = world.app.db.read();
    let text = "SELECT count(*) AS bookings, (SELECT count(*) FROM claim) AS claims FROM booking";
    let row = conn.query_one_raw(jastar::db::sql(conn, text, [])).await;
    let row = row.expect("an answer").expect("a row");
    for name in ["bookings", "claims"] {
        let count: i64 = row.try_get("", name).expect("a count");
        assert_eq!(count, many as i64, "{name}");
    }
}
