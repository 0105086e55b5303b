//! The floor that a booking keeps on which it has begun, whatever its space is made of since.

use entity::{claim, kept_unit, space_unit};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
};

use super::{super::support::asking, Console, assert_refused};

/// A whole that is booked, with its two parts.
async fn whole() -> (Console, Vec<claim::Model>) {
    let console = Console::new().await;
    let manager = console.test.manager_of("youth-house").await;
    let whole = asking(
        "youth-house/small-hall",
        "2026-12-02T12:00",
        "2026-12-02T14:00",
    );
    let whole = console.test.request(&manager, whole).await.unwrap();
    let claims = claim::Entity::find()
        .filter(claim::COLUMN.booking_id.eq(whole.id))
        .order_by_asc(claim::Column::UnitId)
        .all(&console.conn);
    let claims = claims.await.unwrap();
    assert_eq!(claims.len(), 2);
    (console, claims)
}

impl Console {
    async fn keep(&self, claim: &claim::Model, unit: &claim::Model) {
        let row = kept_unit::Model {
            booking_id: claim.booking_id.unwrap(),
            unit_id: unit.unit_id,
        };
        kept_unit::Entity::insert(row.into_active_model())
            .exec_without_returning(&self.conn)
            .await
            .unwrap();
    }

    /// Its space is made of this unit no longer.
    async fn rebuild_without(&self, claim: &claim::Model) {
        space_unit::Entity::delete_many()
            .filter(space_unit::COLUMN.space_id.eq(claim.space_id))
            .filter(space_unit::COLUMN.unit_id.eq(claim.unit_id))
            .exec(&self.conn)
            .await
            .unwrap();
    }

    async fn run(&self, text: &str) -> Result<(), sea_orm::DbErr> {
        self.conn.execute_unprepared(text).await.map(|_| ())
    }
}

const TOUCHED: &str = "UPDATE booking SET status = 'checked_in' WHERE starts LIKE '2026-12-02%'";

#[tokio::test]
async fn what_is_kept_stands_for_the_floor_of_the_space_and_nothing_else_does() {
    let (console, claims) = whole().await;
    console.rebuild_without(&claims[0]).await;
    assert_refused(console.run(TOUCHED).await, "booking_claims");
    console.keep(&claims[0], &claims[0]).await;
    // One of two.
    assert_refused(console.run(TOUCHED).await, "booking_claims");
    console.keep(&claims[0], &claims[1]).await;
    console.run(TOUCHED).await.unwrap();
    // It frees nobody from the time, nor from the claims.
    for change in [
        "UPDATE booking SET ends_at = ends_at + 60 WHERE starts LIKE '2026-12-02%'",
        "UPDATE booking SET starts_at = starts_at - 60 WHERE starts LIKE '2026-12-02%'",
        "UPDATE booking SET status = 'cancelled' WHERE starts LIKE '2026-12-02%'",
        "UPDATE booking SET status = 'no_show' WHERE starts LIKE '2026-12-02%'",
        "UPDATE booking SET status = 'pending', holds = (1 = 0) WHERE starts LIKE '2026-12-02%'",
    ] {
        assert_refused(console.run(change).await, "booking_claims");
    }
    console.test.assert_sound().await;
}

#[tokio::test]
async fn nobody_keeps_more_or_other_floor_than_is_claimed() {
    let (console, claims) = whole().await;
    for claim in &claims {
        console.keep(claim, claim).await;
    }
    // That of the studio.
    console.keep(&claims[0], &console.claim).await;
    assert_refused(console.run(TOUCHED).await, "booking_claims");
    let one = kept_unit::Entity::delete_many()
        .filter(kept_unit::COLUMN.unit_id.eq(claims[1].unit_id))
        .exec(&console.conn);
    one.await.unwrap();
    // As many as are claimed, but others.
    assert_refused(console.run(TOUCHED).await, "booking_claims");
    assert_eq!(
        console.test.faults().await.len(),
        1,
        "the examination says so"
    );
}

#[tokio::test]
async fn kept_floor_is_of_a_booking_and_a_unit_that_stay() {
    let (console, claims) = whole().await;
    console.keep(&claims[0], &claims[0]).await;
    let twice =
        "INSERT INTO kept_unit (booking_id, unit_id) SELECT booking_id, unit_id FROM kept_unit";
    console.run(twice).await.expect_err("once is enough");
    for unknown in [
        "INSERT INTO kept_unit (booking_id, unit_id) SELECT unit_id, unit_id FROM kept_unit",
        "INSERT INTO kept_unit (booking_id, unit_id) SELECT booking_id, booking_id FROM kept_unit",
        "INSERT INTO kept_unit (booking_id, unit_id) SELECT booking_id, NULL FROM kept_unit",
        "UPDATE kept_unit SET unit_id = booking_id",
    ] {
        console.run(unknown).await.expect_err(unknown);
    }
    console.run("DELETE FROM claim").await.unwrap();
    let gone = "DELETE FROM booking WHERE starts LIKE '2026-12-02%'";
    let error = console
        .run("DELETE FROM audit")
        .await
        .map(|()| gone)
        .unwrap();
    let _ = console.run("DELETE FROM outbox").await;
    console.run("DELETE FROM event").await.unwrap();
    console
        .run(error)
        .await
        .expect_err("its floor is still kept");
    console.run("DELETE FROM kept_unit").await.unwrap();
    console.run(gone).await.unwrap();
}
