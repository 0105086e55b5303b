//! What the database refuses, whoever writes: here a console on a connection of its own, which knows nothing of the service.

mod bookings;
mod guards;
mod kept;
mod pools;

use entity::{BookingId, ClosureId, Instant, booking, booking::Status, claim, closure};
use jastar::db::{DbFault, fault_of};
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DbBackend, DbErr, EntityTrait, IntoActiveModel,
    IsolationLevel, TransactionTrait,
};
use uuid::Uuid;

use super::support::{TestApp, asking};

/// A space booked on Tuesday from 16:00 to 18:00, and a console.
struct Console {
    test: TestApp,
    conn: DatabaseConnection,
    booking: booking::Model,
    claim: claim::Model,
}

impl Console {
    /// A studio that asks for 15 minutes between two uses.
    async fn new() -> Self {
        Self::of("youth-house/dance-studio").await
    }

    async fn of(space: &str) -> Self {
        let test = TestApp::new().await;
        let manager = test.manager_of("youth-house").await;
        let booking = test
            .request(
                &manager,
                asking(space, "2026-12-01T16:00", "2026-12-01T18:00"),
            )
            .await
            .unwrap();
        assert_eq!(booking.status, Status::Approved);
        let claim = test.claims(booking.id).await.remove(0);
        Self {
            conn: test.raw().await,
            test,
            booking,
            claim,
        }
    }

    /// The claim of a booking that is not there yet, so many minutes before or after the one that stands.
    fn claim(&self, from: i64, to: i64) -> claim::Model {
        claim::Model {
            starts_at: self.claim.starts_at.plus_minutes(from),
            ends_at: self.claim.starts_at.plus_minutes(to),
            ..self.claim.clone()
        }
    }

    fn another_booking(&self, status: Status, holds: bool) -> booking::Model {
        booking::Model {
            id: BookingId(Uuid::from_u128(1)),
            code: "AAAAAAA".to_owned(),
            status,
            holds,
            ..self.booking.clone()
        }
    }

    async fn insert(&self, claim: claim::Model) -> Result<(), DbErr> {
        insert(&self.conn, claim).await
    }

    /// Every claim in the database.
    async fn all(&self) -> Vec<claim::Model> {
        claim::Entity::find().all(&self.conn).await.unwrap()
    }
}

/// Minutes from the start of a booking that lasts 120, with other starts than its own.
const OVERLAPS: [(i64, i64); 6] = [
    (-60, 1),
    (119, 240),
    (30, 60),
    (-60, 240),
    (-60, 120),
    (60, 120),
];

async fn insert(conn: &impl ConnectionTrait, claim: claim::Model) -> Result<(), DbErr> {
    claim::Entity::insert(claim.into_active_model())
        .exec_without_returning(conn)
        .await
        .map(|_| ())
}

async fn insert_booking(conn: &impl ConnectionTrait, row: booking::Model) -> Result<(), DbErr> {
    booking::Entity::insert(row.into_active_model())
        .exec_without_returning(conn)
        .await
        .map(|_| ())
}

fn assert_refused(done: Result<(), DbErr>, by: &str) {
    let error = done.expect_err(by).to_string();
    assert!(error.contains(by), "{by}: {error}");
}

#[tokio::test]
async fn no_claim_overlaps_another_in_any_way() {
    let console = Console::of("youth-house/meeting-room").await;
    for (from, to) in OVERLAPS.into_iter().chain([(0, 120), (0, 60), (0, 240)]) {
        let refused = console.insert(console.claim(from, to)).await;
        let error = refused.expect_err("an overlap");
        let why = fault_of(&error);
        assert!(
            matches!(why, Some(DbFault::Taken | DbFault::Unique)),
            "{from}-{to}: {error}"
        );
    }
    assert_eq!(console.all().await, std::slice::from_ref(&console.claim));
}

#[tokio::test]
async fn a_closure_may_touch_a_booking_but_not_overlap_it() {
    let console = Console::new().await;
    let id = ClosureId(Uuid::from_u128(2));
    let row = closure::Model {
        id,
        venue_id: console.booking.venue_id,
        starts_at: Instant(0),
        ends_at: Instant(1),
        reason_code: None,
        reason_text: None,
        closed_by: None,
        created_at: Instant(0),
        taken_back_at: None,
        version: 1,
    };
    closure::Entity::insert(row.into_active_model())
        .exec_without_returning(&console.conn)
        .await
        .unwrap();
    let closed = |from, to| claim::Model {
        booking_id: None,
        closure_id: Some(id),
        ..console.claim(from, to)
    };
    for (from, to) in OVERLAPS {
        assert_refused(console.insert(closed(from, to)).await, "claim_overlap");
    }
    console.insert(closed(120, 180)).await.unwrap();
    console.insert(closed(-60, 0)).await.unwrap();
}

#[tokio::test]
async fn turnaround_is_kept_on_both_sides_and_slots_may_touch_it() {
    let console = Console::new().await;
    for (from, to) in [(120, 180), (134, 180), (-60, 0), (-60, -14)] {
        let error = console
            .insert(console.claim(from, to))
            .await
            .expect_err("no time to clean");
        assert_eq!(
            fault_of(&error),
            Some(DbFault::Taken),
            "{from}-{to}: {error}"
        );
        assert!(error.to_string().contains("claim_turnaround"), "{error}");
    }
    console.insert(console.claim(135, 180)).await.unwrap();
    console.insert(console.claim(-60, -15)).await.unwrap();
}

#[tokio::test]
async fn the_longer_turnaround_of_two_spaces_on_one_unit_counts() {
    let console = Console::new().await;
    let manager = console.test.manager_of("youth-house").await;
    let whole = asking(
        "youth-house/small-hall",
        "2026-12-02T12:00",
        "2026-12-02T14:00",
    );
    let whole = console.test.request(&manager, whole).await.unwrap();
    let part = asking(
        "youth-house/small-hall-1",
        "2026-12-02T17:00",
        "2026-12-02T18:00",
    );
    let part = console.test.request(&manager, part).await.unwrap();
    let part = console.test.claims(part.id).await.remove(0);
    // The whole asks for 30 minutes, its part for 15.
    let at = |minutes| claim::Model {
        starts_at: whole.ends_at.plus_minutes(minutes),
        ends_at: whole.ends_at.plus_minutes(90),
        ..part.clone()
    };
    assert_refused(console.insert(at(29)).await, "claim_turnaround");
    console.insert(at(30)).await.unwrap();
}

#[tokio::test]
async fn slots_without_turnaround_may_touch() {
    let console = Console::new().await;
    let person = console.test.person("a@test.example").await;
    let mut rooms = Vec::new();
    for (from, to) in [("10:00", "11:00"), ("11:00", "12:00"), ("09:00", "10:00")] {
        let starts = format!("2026-12-01T{from}");
        let wanted = asking(
            "youth-house/meeting-room",
            &starts,
            &format!("2026-12-01T{to}"),
        );
        rooms.push(console.test.request(&person, wanted).await.unwrap());
    }
    assert!(rooms.iter().all(|room| room.status == Status::Approved));
    console.test.assert_sound().await;
}

#[tokio::test]
async fn a_claim_has_a_length_and_exactly_one_owner_that_exists() {
    let console = Console::new().await;
    assert_refused(
        console.insert(console.claim(300, 300)).await,
        "claim_not_empty",
    );
    let backwards = console.insert(console.claim(360, 300)).await;
    // PostgreSQL's range type refuses it before the check does.
    backwards.expect_err("an empty range overlaps nothing");
    let nobody = claim::Model {
        booking_id: None,
        ..console.claim(300, 360)
    };
    assert_refused(console.insert(nobody).await, "claim_one_owner");
    let both = claim::Model {
        closure_id: Some(ClosureId(Uuid::from_u128(3))),
        ..console.claim(300, 360)
    };
    assert_refused(console.insert(both).await, "claim_one_owner");
    let unknown = claim::Model {
        booking_id: Some(BookingId(Uuid::from_u128(4))),
        ..console.claim(300, 360)
    };
    console
        .insert(unknown)
        .await
        .expect_err("a claim of no booking");
    assert_eq!(console.all().await.len(), 1);
}

#[tokio::test]
async fn a_claim_may_end_earlier_and_is_never_changed_else() {
    let console = Console::new().await;
    for change in [
        "UPDATE claim SET ends_at = ends_at + 60",
        "UPDATE claim SET starts_at = starts_at - 60",
        "UPDATE claim SET starts_at = starts_at + 60",
        "UPDATE claim SET layout = 'circle'",
        "UPDATE claim SET booking_id = NULL",
        "UPDATE claim SET ends_at = ends_at - 60, layout = 'circle'",
    ] {
        let changed = console.conn.execute_unprepared(change).await.map(|_| ());
        assert_refused(changed, "claim_immutable");
    }
    let earlier = "UPDATE claim SET ends_at = ends_at - 60";
    console.conn.execute_unprepared(earlier).await.unwrap();
}

#[tokio::test]
async fn a_snapshot_that_cannot_see_others_is_refused() {
    let console = Console::new().await;
    if console.conn.get_database_backend() != DbBackend::Postgres {
        eprintln!(
            "nothing to try: SQLite has one writer at a time, which sees everything before it"
        );
        return;
    }
    for level in [IsolationLevel::RepeatableRead, IsolationLevel::Serializable] {
        let tx = console
            .conn
            .begin_with_config(Some(level), None)
            .await
            .unwrap();
        assert_refused(
            insert(&tx, console.claim(300, 360)).await,
            "claim_isolation",
        );
        tx.rollback().await.unwrap();
    }
}
