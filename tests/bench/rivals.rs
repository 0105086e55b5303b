//! (g) One yes, with one other request that loses by it, and with a hundred.

use std::time::{Duration, Instant as Moment};

use entity::Booking;
use entity::{BookingId, booking as row};
use jastar::{
    account::{self, Actor, NewUser},
    app::App,
    booking::{self, NewBooking},
    idempotency::{Idempotent, Outcome},
    zone::format_wall,
};
use sea_orm::{ConnectionTrait, EntityTrait, IntoActiveModel};
use time::macros::datetime;
use uuid::Uuid;

use crate::world::World;

const ROUNDS: usize = 60;
const MANY: [usize; 2] = [1, 100];

pub async fn measure(name: &str, server: Option<&str>) {
    let world = World::new(server, 1, 1).await;
    let app = &world.app;
    let asker = account::by_api_token(app, &world.tokens[0]).await;
    let asker = asker.expect("somebody");
    let manager = manager(app).await;
    compete(app).await;
    let mut took = [Vec::new(), Vec::new()];
    for round in 0..MANY.len() * ROUNDS {
        let kind = round % MANY.len();
        let won = asked(app, &asker, round).await;
        lose(app, &won, round, MANY[kind]).await;
        let began = Moment::now();
        let approved = booking::approve(app, &manager, won.id, None, Idempotent::unkeyed()).await;
        took[kind].push(began.elapsed());
        approved.expect("approved");
    }
    let [(one, _), (hundred, slowest)] = took.map(told);
    println!(
        "{name}, one client: a yes by which one loses in p50 {one:.1?}; by which 100 lose in p50 {hundred:.1?}, p99 {slowest:.1?}; ratio of the p50 {:.1}",
        hundred.as_secs_f64() / one.as_secs_f64()
    );
}

/// Median, and all but one in a hundred.
fn told(mut took: Vec<Duration>) -> (Duration, Duration) {
    took.sort_unstable();
    (took[took.len() / 2], took[took.len() * 99 / 100])
}

async fn manager(app: &App) -> Actor {
    let (catalogue, email) = (app.catalogue().await, "manager@bench.example");
    let new = NewUser {
        email: email.to_owned(),
        name: "Менеджер".to_owned(),
        administrator: true,
        manager_of: Vec::new(),
    };
    let catalogue = catalogue.expect("a catalogue");
    account::create_user(app, &catalogue, new)
        .await
        .expect("a manager");
    let token = account::create_token(app, email, 1).await.expect("a token");
    account::by_api_token(app, &token).await.expect("a manager")
}

/// Several may wait for one time.
async fn compete(app: &App) {
    let done = app.db.write(|tx| async move {
        for text in [
            "UPDATE space SET pending = 'compete'",
            "UPDATE catalogue SET revision = revision + 1",
        ] {
            tx.conn().execute_unprepared(text).await?;
        }
        Ok(())
    });
    done.await.expect("it is so");
}

/// A time of its own for every round.
async fn asked(app: &App, asker: &Actor, round: usize) -> Booking {
    let starts = datetime!(2026-12-01 00:00) + time::Duration::hours(2 * round as i64);
    let wanted = NewBooking {
        space: "bench/space-0".to_owned(),
        starts: format_wall(starts),
        ends: format_wall(starts + time::Duration::hours(1)),
        title: "Жиналыс".to_owned(),
        attendees: 10,
        phone: Some("+77011234567".to_owned()),
        ..NewBooking::default()
    };
    match booking::request(app, asker, wanted, Idempotent::unkeyed()).await {
        Ok(Outcome::Done(booking)) => *booking,
        other => panic!("not asked for: {other:?}"),
    }
}

/// As many others wait for the same.
async fn lose(app: &App, won: &Booking, round: usize, many: usize) {
    let rivals = &(0..many).map(|at| {
        let number = (round * 1000 + at) as u128;
        Booking {
            id: BookingId(Uuid::from_u128(1 + number)),
            code: format!("R{number:06}"),
            ..won.clone()
        }
    });
    let done = app.db.write(|tx| async move {
        let rows = rivals.clone().map(IntoActiveModel::into_active_model);
        let rows = row::Entity::insert_many(rows);
        rows.exec_without_returning(tx.conn()).await?;
        Ok(())
    });
    done.await.expect("they wait");
}
