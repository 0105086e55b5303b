//! Killed at any moment, the service has kept what it said it did, whole.

use std::sync::Arc;

use entity::{BookingId, booking, outbox, outbox::Delivery};
use jastar::{
    app::App,
    clock::{Clock, Ids},
    config::Config,
    db::{Db, examine},
    mail::{Transport, worker::pump},
};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter};
use tokio::{
    sync::{Mutex, Semaphore},
    task::JoinSet,
};

use super::support::{
    db::Database,
    in_time,
    process::{Server, call, day, enrol, wanted},
};

const ROUNDS: u64 = 20;
const SPACES: [&str; 6] = [
    "youth-house/dance-studio",
    "youth-house/small-hall",
    "youth-house/small-hall-1",
    "youth-house/meeting-room",
    "egindibulak/forum-room",
    "temirtau-youth-house/dance-hall",
];

/// Books and cancels as fast as answers come, until the server is gone. Notes what was acknowledged.
async fn load(
    server: std::net::SocketAddr,
    token: String,
    seed: u64,
    kept: Arc<Mutex<Vec<(BookingId, &'static str)>>>,
    acknowledged: Arc<Semaphore>,
) {
    let mut random = StdRng::seed_from_u64(seed);
    loop {
        let space = SPACES[random.random_range(0..SPACES.len())];
        let body = wanted(
            space,
            random.random_range(5..28),
            random.random_range(11..17),
        );
        let Some((status, answer)) = call(server, &token, "POST", "/api/v1/bookings", &body).await
        else {
            return;
        };
        // A loaded machine may ask to come again.
        if status == 503 {
            continue;
        }
        if status != 201 {
            assert!(status == 409 || status == 422, "{status} {answer}");
            continue;
        }
        let id: BookingId = answer["id"].as_str().unwrap().parse().unwrap();
        kept.lock().await.push((id, "approved"));
        acknowledged.add_permits(1);
        if random.random_bool(0.3) {
            let path = format!("/api/v1/bookings/{id}/cancel");
            // If the answer does not come, either state is right.
            kept.lock().await.retain(|(other, _)| *other != id);
            let reason = serde_json::json!({"reason": "Жоспар өзгерді."});
            let Some((status, answer)) = call(server, &token, "POST", &path, &reason).await else {
                return;
            };
            if status == 503 {
                continue;
            }
            assert_eq!(status, 200, "{answer}");
            kept.lock().await.push((id, "cancelled"));
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_was_acknowledged_is_there_and_nothing_is_there_by_half() {
    let folder = tempfile::tempdir().unwrap();
    let database = Database::empty().await;
    let settings = database.settings();
    let mut server = Server::start(folder.path(), &settings);
    let token = enrol(folder.path(), &settings, "a@test.example", &["--admin"]);
    let kept = Arc::new(Mutex::new(Vec::new()));
    let acknowledged = Arc::new(Semaphore::new(0));
    let mut random = StdRng::seed_from_u64(1);
    for round in 0..ROUNDS {
        let mut clients = JoinSet::new();
        for client in 0..6 {
            clients.spawn(load(
                server.address,
                token.clone(),
                round * 10 + client,
                kept.clone(),
                acknowledged.clone(),
            ));
        }
        // Whatever the others are doing when so many have their answer.
        let enough = acknowledged.acquire_many(random.random_range(2..10));
        in_time(enough).await.unwrap().forget();
        server.kill();
        while let Some(client) = clients.join_next().await {
            client.unwrap();
        }
        server = Server::start(folder.path(), &settings);
    }
    server.kill();

    let kept = kept.lock().await.clone();
    assert!(kept.len() > 40, "{} were acknowledged", kept.len());
    let db = Db::open(settings).await.unwrap();
    let now = entity::Instant::from_offset(day(0).midnight().assume_utc());
    for finding in examine(&db, now).await.unwrap() {
        assert_eq!(finding.fault, None, "{}", finding.what);
    }
    let conn = db.read();
    for (id, status) in &kept {
        let found = booking::Entity::find_by_id(*id)
            .one(conn)
            .await
            .unwrap()
            .expect("it was acknowledged");
        assert_eq!(serde_json::to_value(found.status).unwrap(), *status);
    }
    // Every change has its line of history, and every one its mail.
    let text = "SELECT count(*) AS torn FROM booking b WHERE b.version <> (SELECT count(*) FROM audit a WHERE a.booking_id = b.id) \
         OR b.version <> (SELECT count(*) FROM outbox o WHERE o.booking_id = b.id)";
    let row = conn
        .query_one_raw(jastar::db::sql(conn, text, []))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(row.try_get::<i64>("", "torn").unwrap(), 0);
    assert_mails_arrive(db, folder.path(), now).await;
}

/// Whatever the worker was doing when it was killed, every mail ends up as a file.
async fn assert_mails_arrive(db: Db, folder: &std::path::Path, now: entity::Instant) {
    let app = App::new(
        db,
        Clock::fixed(now.plus_days(1).plus_hours(1)),
        Ids::seeded(1),
        Config::defaults(),
    );
    let mails = format!("file:{}", folder.join("mail").display());
    let transport = Transport::from_url(&mails).unwrap();
    while pump(&app, &transport).await.unwrap() > 0 {}
    // What it had in hand is known by its standing still.
    app.clock.set(app.clock.now().plus_minutes(5));
    while pump(&app, &transport).await.unwrap() > 0 {}
    let conn = app.db.read();
    let unsent = outbox::Entity::find().filter(outbox::Column::State.ne(Delivery::Sent));
    assert_eq!(unsent.count(conn).await.unwrap(), 0);
    let files: Vec<String> = std::fs::read_dir(folder.join("mail"))
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    for mail in outbox::Entity::find().all(conn).await.unwrap() {
        let id = mail.message_id.trim_matches(['<', '>']).to_owned();
        let files = files
            .iter()
            .filter(|name| name.contains(&id) && !name.starts_with('.'));
        assert_eq!(files.count(), 1, "{id}");
    }
}
