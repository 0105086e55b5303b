//! What was written under an older schema stands under the newer one.

use entity::{BookingId, Instant, PersonId, SpaceId, VenueId, pool_claim};
use jastar::db::{Db, examine, sql};
use migration::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, EntityTrait, Value};
use uuid::Uuid;

use super::support::{NOW, db::Database};

/// Before seats were counted, a space let by them was booked whole.
#[tokio::test]
async fn a_booking_of_seats_keeps_as_many_as_it_was_for() {
    let database = Database::empty().await;
    // Whoever opens it first makes the file.
    let db = Db::open(database.settings()).await.unwrap();
    let conn = database.raw().await;
    Migrator::up(&conn, Some(3)).await.unwrap();
    let put = async |text: &str, values: Vec<Value>| {
        conn.execute_raw(sql(&conn, text, values)).await.unwrap();
    };
    let id = Uuid::from_u128;
    let (venue, space, person, booking) = (
        VenueId(id(1)),
        SpaceId(id(2)),
        PersonId(id(3)),
        BookingId(id(4)),
    );
    let (starts, ends): (Instant, Instant) = (NOW.plus_hours(30), NOW.plus_hours(32));
    put(
        "INSERT INTO venue (id, slug, position, name, about, address, how_to_come_in, district, email, phone, timezone, hours, \
         answer_within_working_days) VALUES ($1, 'v', 0, '{}', '{}', '{}', '{}', 'd', 'e', 'p', 'Asia/Almaty', '{}', 2)",
        vec![venue.into()],
    )
    .await;
    put(
        "INSERT INTO space (id, venue_id, slug, position, name, kind, capacity, by_seat, layouts, equipment, approval, pending, \
         unanswered, who, step_minutes, turnaround_minutes, min_minutes, max_minutes, notice_hours, horizon_days, \
         series_horizon_days, cancel_hours) VALUES ($1, $2, 's', 0, '{}', 'k', 40, $3, '[]', '[]', 'automatic', 'hold', 'expire', \
         'anyone', 30, 0, 30, 480, 0, 30, 366, 24)",
        vec![space.into(), venue.into(), true.into()],
    )
    .await;
    put(
        "INSERT INTO unit (id, changes) VALUES ($1, 0)",
        vec![space.into()],
    )
    .await;
    put(
        "INSERT INTO space_unit (space_id, unit_id) VALUES ($1, $1)",
        vec![space.into()],
    )
    .await;
    put(
        "INSERT INTO person (id, email, name, administrator, created_at) VALUES ($1, 'a@b.example', 'A', $2, 0)",
        vec![person.into(), false.into()],
    )
    .await;
    let transaction = sea_orm::TransactionTrait::begin_with_options(
        &conn,
        sea_orm::TransactionOptions::default(),
    )
    .await
    .unwrap();
    let claim = "INSERT INTO claim (unit_id, starts_at, ends_at, space_id, layout, booking_id) VALUES ($1, $2, $3, $1, '', $4)";
    let values: Vec<Value> = vec![space.into(), starts.into(), ends.into(), booking.into()];
    transaction
        .execute_raw(sql(&transaction, claim, values))
        .await
        .unwrap();
    let row = "INSERT INTO booking (id, code, uid, venue_id, space_id, starts, ends, timezone, starts_at, ends_at, status, holds, \
         title, attendees, layout, public, contact_name, language, requested_by, decided_at, sequence, version, created_at) \
         VALUES ($1, 'C', 'u', $2, $3, '', '', 'Asia/Almaty', $4, $5, 'approved', $6, 't', 12, '', $6, 'n', 'kk', $7, 0, 0, 1, 0)";
    let values: Vec<Value> = vec![
        booking.into(),
        venue.into(),
        space.into(),
        starts.into(),
        ends.into(),
        true.into(),
        person.into(),
    ];
    transaction
        .execute_raw(sql(&transaction, row, values))
        .await
        .unwrap();
    transaction.commit().await.unwrap();

    Migrator::up(&conn, None).await.unwrap();
    let claims = pool_claim::Entity::find().all(&conn).await.unwrap();
    let [seats] = &claims[..] else {
        panic!("{claims:?}")
    };
    assert_eq!(
        (
            seats.quantity,
            seats.booking_id,
            seats.starts_at,
            seats.ends_at
        ),
        (12, Some(booking), starts, ends)
    );
    for finding in examine(&db, NOW).await.unwrap() {
        assert_eq!(finding.fault, None, "{}", finding.what);
    }
}
