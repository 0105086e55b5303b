//! (a) Booking requests a second, and approvals of what they ask for.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Instant as Moment,
};

use sea_orm::{ConnectionTrait, Value};
use time::{Duration, macros::datetime};
use tokio::task::JoinSet;

use crate::{
    client,
    world::{self, World},
};

const REQUESTS: usize = 4000;
const SPACES: usize = 50;
/// Everybody asks as often as the limit of waiting requests for a venue allows.
const EACH: usize = 3;

pub async fn measure(name: &str, server: Option<&str>) {
    let world = World::new(server, SPACES, 2 * REQUESTS / EACH + 1).await;
    let address = world.listen(axum::Router::new()).await;
    let (mut half_hour, mut asked) = (0, 0);
    for clients in [8, 32] {
        let requests: Vec<Vec<u8>> = (0..REQUESTS)
            .map(|at| {
                let body = body(at % SPACES, half_hour + at / SPACES);
                client::post(
                    "/api/v1/bookings",
                    &world.tokens[(asked + at) / EACH],
                    &body,
                )
            })
            .collect();
        half_hour += REQUESTS / SPACES;
        asked += REQUESTS;
        let ours = client::run(address, clients, Arc::new(requests)).await;
        let floor = prepared(&world, clients).await;
        println!(
            "{name}, {clients} clients: {:.0}/s through HTTP (p50 {:.1?}, p99 {:.1?}, {:?}); {floor:.0}/s as prepared statements; ratio {:.2}",
            ours.per_second,
            ours.p50,
            ours.p99,
            ours.statuses,
            ours.per_second / floor
        );
        let approvals = approvals(&world).await;
        let approved = client::run(address, clients, Arc::new(approvals)).await;
        println!(
            "{name}, {clients} clients: {:.0} approvals/s through HTTP (p50 {:.1?}, p99 {:.1?}, {:?}); ratio to requests {:.2}, to prepared statements {:.2}",
            approved.per_second,
            approved.p50,
            approved.p99,
            approved.statuses,
            approved.per_second / ours.per_second,
            approved.per_second / floor
        );
    }
    println!(
        "{name}: {} transactions were tried again",
        world.app.db.retries()
    );
}

/// A yes of the manager to everything that was asked for through HTTP and waits.
async fn approvals(world: &World) -> Vec<Vec<u8>> {
    let conn = world.app.db.read();
    let waiting = "SELECT id FROM booking WHERE status = 'pending' AND starts_at < $1 ORDER BY id";
    let waiting = jastar::db::sql(conn, waiting, [(world::NOW.0 + copied_by(0)).into()]);
    let rows = conn.query_all_raw(waiting).await.expect("bookings");
    let ids = rows.iter();
    let ids = ids.map(|row| row.try_get::<uuid::Uuid>("", "id").expect("an id"));
    ids.map(|id| {
        client::post(
            &format!("/api/v1/bookings/{id}/approve"),
            &world.manager,
            "{}",
        )
    })
    .collect()
}

/// So many seconds after its model a copied booking begins: beyond every time that is asked for through HTTP, and beyond the
/// round before.
fn copied_by(clients: usize) -> i64 {
    86_400 * 400 * (1 + clients as i64)
}

fn body(space: usize, half_hour: usize) -> String {
    let starts = datetime!(2026-12-01 00:00) + Duration::minutes(30 * half_hour as i64);
    let ends = starts + Duration::minutes(30);
    let wall = |at| jastar::zone::format_wall(at);
    format!(
        "{{\"space\":\"bench/space-{space}\",\"starts\":\"{}\",\"ends\":\"{}\",\"title\":\"Жиналыс\",\"attendees\":10,\"phone\":\"+77011234567\"}}",
        wall(starts),
        wall(ends)
    )
}

/// The rows that one request leaves, copied from bookings that were made through HTTP to later times, with nothing of ours
/// but the one way of writing: claim, booking, history, event, two mails, the unit's count.
async fn prepared(world: &World, clients: usize) -> f64 {
    let conn = world.app.db.read();
    let rows = conn
        .query_all_raw(jastar::db::sql(conn, "SELECT b.id, c.unit_id FROM booking b JOIN claim c ON c.booking_id = b.id ORDER BY b.id DESC LIMIT 4000", []))
        .await
        .expect("bookings");
    let models: Arc<Vec<(uuid::Uuid, uuid::Uuid)>> = Arc::new(
        rows.iter()
            .map(|row| {
                (
                    row.try_get("", "id").expect("an id"),
                    row.try_get("", "unit_id").expect("a unit"),
                )
            })
            .collect(),
    );
    let shift = copied_by(clients);
    let next = Arc::new(AtomicUsize::new(0));
    let mut tasks = JoinSet::new();
    let began = Moment::now();
    for _ in 0..clients {
        let (app, models, next) = (world.app.clone(), models.clone(), next.clone());
        tasks.spawn(async move {
            while let Some((model, unit)) = models.get(next.fetch_add(1, Ordering::Relaxed)) {
                let id = app.ids.uuid(app.clock.now());
                let code = id.to_string();
                let drawn = || app.ids.uuid(app.clock.now());
                let (mails, line, event) = ([drawn(), drawn()], drawn(), drawn());
                let code = &code;
                app.db
                    .write(|tx| async move {
                        let statements: [(&str, Vec<Value>); 7] = [
                            (CLAIM, vec![id.into(), shift.into(), (*model).into()]),
                            (
                                BOOKING,
                                vec![
                                    id.into(),
                                    shift.into(),
                                    (*model).into(),
                                    code.as_str().into(),
                                ],
                            ),
                            (AUDIT, vec![line.into(), id.into(), (*model).into()]),
                            (EVENT, vec![event.into(), id.into(), world::NOW.0.into()]),
                            (
                                MAIL,
                                vec![
                                    mails[0].into(),
                                    id.into(),
                                    (*model).into(),
                                    mails[0].to_string().into(),
                                ],
                            ),
                            (
                                MAIL,
                                vec![
                                    mails[1].into(),
                                    id.into(),
                                    (*model).into(),
                                    mails[1].to_string().into(),
                                ],
                            ),
                            (
                                "UPDATE unit SET changes = changes + 1 WHERE id = $1",
                                vec![(*unit).into()],
                            ),
                        ];
                        for (text, values) in statements {
                            tx.conn()
                                .execute_raw(jastar::db::sql(tx.conn(), text, values))
                                .await?;
                        }
                        Ok(())
                    })
                    .await
                    .expect("written");
            }
        });
    }
    tasks.join_all().await;
    models.len() as f64 / began.elapsed().as_secs_f64()
}

const CLAIM: &str = "INSERT INTO claim (unit_id, starts_at, ends_at, space_id, layout, booking_id) \
    SELECT unit_id, starts_at + $2, ends_at + $2, space_id, layout, $1 FROM claim WHERE booking_id = $3";
const BOOKING: &str = "INSERT INTO booking (id, code, uid, venue_id, space_id, starts, ends, timezone, starts_at, ends_at, status, holds, \
    answer_by, title, attendees, layout, group_name, programme, note, public, booker_id, contact_name, contact_email, contact_phone, \
    language, requested_by, reason_code, reason_text, decided_at, sequence, version, created_at) \
    SELECT $1, $4, uid, venue_id, space_id, starts, ends, timezone, starts_at + $2, ends_at + $2, status, holds, answer_by, title, \
    attendees, layout, group_name, programme, note, public, booker_id, contact_name, contact_email, contact_phone, language, requested_by, \
    reason_code, reason_text, decided_at, sequence, version, created_at FROM booking WHERE id = $3";
const EVENT: &str = "INSERT INTO event (id, kind, booking_id, version, at, role) VALUES ($1, 'request', $2, 1, $3, 'booker')";
const AUDIT: &str = "INSERT INTO audit (id, booking_id, at, role, person_id, action, status, reason_code, reason_text) \
    SELECT $1, $2, at, role, person_id, action, status, reason_code, reason_text FROM audit WHERE booking_id = $3 LIMIT 1";
const MAIL: &str = "INSERT INTO outbox (id, booking_id, channel, recipient_name, recipient, language, kind, payload, message_id, state, attempts, \
    due_at, expires_at, last_error, created_at, sent_at) \
    SELECT $1, $2, channel, recipient_name, recipient, language, kind, payload, $4, state, attempts, due_at, expires_at, \
    last_error, created_at, sent_at FROM outbox WHERE booking_id = $3 LIMIT 1";
