//! What is let by count, written by a console.

use entity::{BookingId, ClosureId, PoolClaimId, pool, pool_claim};
use sea_orm::{
    ActiveValue::Set, ConnectionTrait, DbBackend, DbErr, EntityTrait, IntoActiveModel,
    IsolationLevel, TransactionTrait,
};
use uuid::Uuid;

use super::{
    super::support::{TestApp, asking},
    assert_refused,
};

/// Thirty of forty seats are taken on Tuesday from 12:00 to 14:00.
struct Seats {
    test: TestApp,
    conn: sea_orm::DatabaseConnection,
    taken: pool_claim::Model,
}

impl Seats {
    async fn new() -> Self {
        let test = TestApp::new().await;
        let person = test.person("a@test.example").await;
        let mut wanted = asking(
            "youth-house/coworking",
            "2026-12-01T12:00",
            "2026-12-01T14:00",
        );
        wanted.attendees = 30;
        test.request(&person, wanted).await.unwrap();
        let conn = test.raw().await;
        let taken = pool_claim::Entity::find().one(&conn).await.unwrap();
        Self {
            taken: taken.unwrap(),
            test,
            conn,
        }
    }

    /// Another claim of the same booking is none that may stand: the pool is looked at before that.
    fn more(&self, from: i64, to: i64, quantity: i32) -> pool_claim::Model {
        pool_claim::Model {
            id: PoolClaimId(Uuid::from_u128(7)),
            starts_at: self.taken.starts_at.plus_minutes(from),
            ends_at: self.taken.starts_at.plus_minutes(to),
            quantity,
            ..self.taken.clone()
        }
    }

    async fn pool(&self) -> pool::Model {
        let found = pool::Entity::find_by_id(self.taken.pool_id).one(&self.conn);
        found.await.unwrap().unwrap()
    }
}

async fn insert(conn: &impl ConnectionTrait, row: pool_claim::Model) -> Result<(), DbErr> {
    pool_claim::Entity::insert(row.into_active_model())
        .exec_without_returning(conn)
        .await
        .map(|_| ())
}

#[tokio::test]
async fn a_count_has_a_length_and_exactly_one_owner_that_exists() {
    let seats = Seats::new().await;
    let (conn, free) = (&seats.conn, seats.more(300, 360, 5));
    let empty = pool_claim::Model {
        ends_at: free.starts_at,
        ..free.clone()
    };
    assert_refused(insert(conn, empty).await, "pool_claim_not_empty");
    let nobody = pool_claim::Model {
        booking_id: None,
        ..free.clone()
    };
    assert_refused(insert(conn, nobody).await, "pool_claim_one_owner");
    let both = pool_claim::Model {
        closure_id: Some(ClosureId(Uuid::from_u128(3))),
        ..free.clone()
    };
    assert_refused(insert(conn, both).await, "pool_claim_one_owner");
    for (quantity, whole) in [(0, false), (-1, false), (1, true)] {
        let wrong = pool_claim::Model {
            quantity,
            whole,
            ..free.clone()
        };
        assert_refused(insert(conn, wrong).await, "pool_claim_counts");
    }
    // Two of one booking on one pool.
    insert(conn, free.clone())
        .await
        .expect_err("once is enough");
    for unknown in [
        pool_claim::Model {
            booking_id: Some(BookingId(Uuid::from_u128(4))),
            ..free.clone()
        },
        pool_claim::Model {
            booking_id: None,
            closure_id: Some(ClosureId(Uuid::from_u128(4))),
            ..free
        },
    ] {
        let gone = insert(conn, unknown).await;
        gone.expect_err("a count of what is not there");
    }
    seats.test.assert_sound().await;
}

#[tokio::test]
async fn a_pool_is_never_made_to_look_emptier_than_it_is() {
    let seats = Seats::new().await;
    let before = seats.pool().await;
    assert_eq!((before.quantity, before.longest), (40, 2 * 60 * 60));
    let change = async |change: pool::ActiveModel| {
        let done = pool::Entity::update_many().set(change).exec(&seats.conn);
        done.await.map(|_| ())
    };
    let nothing = || pool::ActiveModel::default();
    for lower in [
        pool::ActiveModel {
            longest: Set(before.longest - 1),
            ..nothing()
        },
        pool::ActiveModel {
            promised_from: Set(before.promised_from.plus_minutes(-1)),
            ..nothing()
        },
        pool::ActiveModel {
            quantity: Set(29),
            ..nothing()
        },
        pool::ActiveModel {
            space_id: Set(None),
            ..nothing()
        },
    ] {
        assert_refused(change(lower).await, "pool_promised");
    }
    assert_eq!(seats.pool().await, before);
}

/// However long ago it began.
#[tokio::test]
async fn a_long_claim_counts_at_all_of_its_time() {
    let seats = Seats::new().await;
    let conn = &seats.conn;
    let tx = conn.begin_with_config(None, None).await.unwrap();
    let long = pool_claim::Model {
        booking_id: None,
        closure_id: Some(ClosureId(Uuid::from_u128(1))),
        ..seats.more(-3000, 3000, 10)
    };
    insert(&tx, long.clone()).await.unwrap();
    let grown = pool::Entity::find_by_id(long.pool_id).one(&tx).await;
    assert_eq!(grown.unwrap().unwrap().longest, 6000 * 60);
    let one_more = pool_claim::Model {
        id: PoolClaimId(Uuid::from_u128(8)),
        ..seats.more(60, 61, 1)
    };
    assert_refused(insert(&tx, one_more).await, "pool_exceeded");
    tx.rollback().await.unwrap();
}

#[tokio::test]
async fn a_count_is_not_taken_from_a_snapshot_that_cannot_see_others() {
    let seats = Seats::new().await;
    if seats.conn.get_database_backend() != DbBackend::Postgres {
        eprintln!(
            "nothing to try: SQLite has one writer at a time, which sees everything before it"
        );
        return;
    }
    for level in [IsolationLevel::RepeatableRead, IsolationLevel::Serializable] {
        let tx = seats.conn.begin_with_config(Some(level), None).await;
        let tx = tx.unwrap();
        let refused = insert(&tx, seats.more(300, 360, 1)).await;
        assert_refused(refused, "claim_isolation");
        tx.rollback().await.unwrap();
    }
}
