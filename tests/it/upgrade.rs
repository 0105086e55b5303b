//! What was written under an older schema stands under the newer one.

use entity::{
    BookingId, Every, Instant, PersonId, SeriesId, SpaceId, VenueId, booking, event::Kind,
    pool_claim, series, series_date,
};
use jastar::{
    app::App,
    clock::{Clock, Ids},
    config::Config,
    db::{Db, Settings, backup, examine, sql},
    ledger::events,
};
use migration::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbErr, EntityTrait, QueryResult, Value};
use uuid::Uuid;

use super::support::{NOW, db::Database};

/// A house as it was under the third schema, with one booking.
struct Old {
    /// Gone with it is what is in it.
    database: Database,
    db: Db,
    conn: DatabaseConnection,
    venue: VenueId,
    space: SpaceId,
    booking: BookingId,
    starts: Instant,
    ends: Instant,
}

impl Old {
    async fn new(by_seat: bool) -> Self {
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
        vec![space.into(), venue.into(), by_seat.into()],
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
        Self {
            database,
            db,
            conn,
            venue,
            space,
            booking,
            starts,
            ends,
        }
    }

    async fn put(&self, text: &str, values: Vec<Value>) {
        let put = self.conn.execute_raw(sql(&self.conn, text, values));
        put.await.unwrap();
    }

    /// Brings it to where that migration is the next.
    async fn until(&self, migration: &str) {
        let left = Migrator::get_pending_migrations(&self.conn).await.unwrap();
        let at = left.iter().position(|one| one.name() == migration).unwrap();
        let steps = Some(u32::try_from(at).unwrap());
        Migrator::up(&self.conn, steps).await.unwrap();
    }

    /// Makes the booking one of a series.
    async fn put_in_series(&self) -> SeriesId {
        let id = SeriesId(Uuid::from_u128(5));
        self.put(
            "INSERT INTO series (id, code, venue_id, space_id, every, starts, ends, created_at) \
             VALUES ($1, 'S', $2, $3, $4, '2026-12-01T16:00', '2026-12-01T18:00', 0)",
            vec![
                id.into(),
                self.venue.into(),
                self.space.into(),
                Every::Week.into(),
            ],
        )
        .await;
        self.put(
            "UPDATE booking SET series_id = $1 WHERE id = $2",
            vec![id.into(), self.booking.into()],
        )
        .await;
        id
    }

    async fn assert_sound(&self) {
        for finding in examine(&self.db, NOW).await.unwrap() {
            assert_eq!(finding.fault, None, "{}", finding.what);
        }
    }
}

/// Before seats were counted, a space let by them was booked whole.
#[tokio::test]
async fn a_booking_of_seats_keeps_as_many_as_it_was_for() {
    let old = Old::new(true).await;
    Migrator::up(&old.conn, None).await.unwrap();
    let claims = pool_claim::Entity::find().all(&old.conn).await.unwrap();
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
        (12, Some(old.booking), old.starts, old.ends)
    );
    old.assert_sound().await;
}

/// Before a group could ask for its series to be moved, and a part of one be moved.
#[tokio::test]
async fn a_series_asks_for_nothing_and_its_dates_are_where_it_is() {
    let old = Old::new(false).await;
    let conn = &old.conn;
    Migrator::up(conn, Some(10)).await.unwrap();
    let id = old.put_in_series().await;
    let days = [
        time::macros::date!(2026 - 12 - 01),
        time::macros::date!(2026 - 12 - 08),
    ];
    for (day, booking) in days.into_iter().zip([Some(old.booking), None]) {
        old.put(
            "INSERT INTO series_date (series_id, date, booking_id) VALUES ($1, $2, $3)",
            vec![id.into(), day.into(), booking.into()],
        )
        .await;
    }
    assert!(
        series::Entity::find().all(conn).await.is_err(),
        "it is older"
    );

    Migrator::up(conn, None).await.unwrap();
    let series = series::Entity::find().all(conn).await.unwrap();
    let [series] = &series[..] else {
        panic!("{series:?}")
    };
    let asks = (&series.move_space_id, &series.move_starts, series.move_from);
    assert_eq!(asks, (&None, &None, None));
    let dates = series_date::Entity::find().all(conn).await.unwrap();
    let told: Vec<_> = dates.iter().map(|one| (one.date, one.space_id)).collect();
    assert_eq!(told, days.map(|day| (day, None)));
    let booking = booking::Entity::find().one(conn).await.unwrap().unwrap();
    assert_eq!(
        (booking.series_id, booking.move_of_series),
        (Some(series.id), false)
    );
    old.assert_sound().await;
}

fn numbered(rows: &[QueryResult]) -> Vec<(u128, i64)> {
    let of = |row: &QueryResult| -> Result<_, DbErr> {
        let id: Uuid = row.try_get("", "id")?;
        Ok((id.as_u128(), row.try_get("", "seq")?))
    };
    rows.iter().map(of).collect::<Result<_, _>>().unwrap()
}

/// Before what is told had numbers, and mails had lanes.
#[tokio::test]
async fn what_was_told_is_numbered_by_its_time_and_what_is_told_next_follows() {
    for in_series in [true, false] {
        let old = Old::new(false).await;
        old.until("m0021_order_of_news").await;
        let thread: Uuid = if in_series {
            old.put_in_series().await.0
        } else {
            old.booking.0
        };
        let id = Uuid::from_u128;
        let act = async |number, at: i64| {
            let text = "INSERT INTO audit (id, booking_id, at, role, action, status) \
                        VALUES ($1, $2, $3, 'system', 'complete', 'completed')";
            let values = vec![id(number).into(), old.booking.into(), at.into()];
            old.put(text, values).await;
        };
        let write = async |number, at: i64| {
            let text = "INSERT INTO message (id, booking_id, at, person_id, role, text, internal) \
                        VALUES ($1, $2, $3, $4, 'booker', 'Сәлем', $5)";
            let person = id(3);
            let values = vec![
                id(number).into(),
                old.booking.into(),
                at.into(),
                person.into(),
                false.into(),
            ];
            old.put(text, values).await;
        };
        let mail = async |number, about: Option<BookingId>, kind: &str, at: i64| {
            let text = "INSERT INTO outbox (id, booking_id, channel, recipient_name, recipient, language, kind, payload, \
                        message_id, state, attempts, due_at, created_at) \
                        VALUES ($1, $2, 'mail', 'A', 'a@b.example', 'kk', $3, '{}', $4, 'queued', 0, 0, $5)";
            let values = vec![
                id(number).into(),
                about.into(),
                kind.into(),
                format!("<{number}>").into(),
                at.into(),
            ];
            old.put(text, values).await;
        };
        // Neither the order of their ids nor that in which they are put.
        for (number, at) in [(7, 20), (8, 10), (6, 20)] {
            act(number, at).await;
        }
        for (number, at) in [(6, 20), (7, 10)] {
            write(number, at).await;
        }
        mail(6, None, "sign_in_code", 20).await;
        mail(7, Some(old.booking), "approved", 10).await;

        Migrator::up(&old.conn, None).await.unwrap();
        // By a clock that is behind.
        act(1, 5).await;
        write(1, 5).await;
        mail(1, Some(old.booking), "cancelled", 5).await;
        let conn = &old.conn;
        let all = async |table: &str| {
            let text = format!("SELECT * FROM {table} ORDER BY seq");
            conn.query_all_raw(sql(conn, &text, [])).await.unwrap()
        };
        let (acts, words, mails) = (
            all("audit").await,
            all("message").await,
            all("outbox").await,
        );
        assert_eq!(numbered(&acts), [(8, 1), (6, 2), (7, 3), (1, 4)]);
        assert_eq!(numbered(&words), [(7, 1), (6, 2), (1, 3)]);
        assert_eq!(numbered(&mails), [(7, 1), (6, 2), (1, 3)]);
        let of = |row: &QueryResult| -> (String, Option<Uuid>) {
            let lane = row.try_get("", "lane").unwrap();
            (lane, row.try_get("", "thread").unwrap())
        };
        assert_eq!(of(&mails[0]), ("group".to_owned(), Some(thread)));
        assert_eq!(of(&mails[1]), ("code".to_owned(), None));
    }
}

/// Before anybody could follow what is done.
#[tokio::test]
async fn what_was_done_before_is_no_event_and_what_is_done_next_is_the_first() {
    let old = Old::new(false).await;
    old.until("m0023_events").await;
    let id = Uuid::from_u128;
    let text = "INSERT INTO audit (id, booking_id, at, role, action, status) \
                VALUES ($1, $2, 0, 'venue', 'approve', 'approved')";
    old.put(text, vec![id(1).into(), old.booking.into()]).await;
    Migrator::up(&old.conn, None).await.unwrap();
    let app = App::new(
        old.db.clone(),
        Clock::fixed(NOW),
        Ids::seeded(1),
        Config::defaults(),
    );
    assert_eq!(events::after(&app, 0, 10).await.unwrap(), []);
    let text = "INSERT INTO event (id, kind, booking_id, version, at, role) \
                VALUES ($1, 'cancel', $2, 2, 0, 'venue')";
    old.put(text, vec![id(2).into(), old.booking.into()]).await;
    let told = events::after(&app, 0, 10).await.unwrap();
    let told: Vec<_> = told.iter().map(|one| (one.position, one.kind)).collect();
    assert_eq!(told, [(1, Kind::Cancel)]);
    old.assert_sound().await;
}

/// With the newer program at hand already.
#[tokio::test]
async fn a_database_can_be_copied_before_its_upgrade() {
    let old = Old::new(false).await;
    let Some(folder) = old.database.folder() else {
        return;
    };
    let file = folder.join("copy.db");
    backup(&old.db, &file, NOW).await.unwrap();
    let settings = Settings {
        url: format!("sqlite:{}", file.display()),
        connections: 1,
    };
    let copy = Db::open(settings).await.unwrap();
    assert!(!copy.pending_migrations().await.unwrap().is_empty());
    copy.migrate().await.unwrap();
    let findings = examine(&copy, NOW).await.unwrap();
    assert!(
        findings.iter().all(|one| one.fault.is_none()),
        "{findings:?}"
    );
}
