//! What is acknowledged is committed, whatever the disk, the network and the other server do; everything else is not there,
//! or is told as unknown; and when the cause is gone the service is back by itself.

#![expect(
    clippy::unwrap_used,
    reason = "the functions between the tests are tests too"
)]

mod cut;
mod disk;
mod full;
mod standby;

use entity::booking;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::Value;

const BOOKINGS: &str = "/api/v1/bookings";

/// What an asker knows after an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Told {
    Done,
    NotDone,
    Unknown,
    /// The house is closed then: another day has to be asked for.
    Closed,
}

fn told(status: u16, body: &Value) -> Told {
    let kind = body["type"].as_str().unwrap_or_default();
    let kind = kind.rsplit('/').next().unwrap_or_default();
    match (status, kind) {
        (201, _) => Told::Done,
        (422, "rule") => Told::Closed,
        (503, "busy" | "unavailable") => Told::NotDone,
        (503, "unknown") => Told::Unknown,
        _ => panic!("answered {status} {body}"),
    }
}

/// How often it was done.
async fn times<C: ConnectionTrait>(conn: &C, title: &str) -> u64 {
    let found = booking::Entity::find().filter(booking::Column::Title.eq(title));
    found.count(conn).await.unwrap()
}
