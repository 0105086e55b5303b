//! What a booking has to hold, whoever writes it; and that a breach is found.

use entity::{BookingId, booking, booking::Status, claim};
use jastar::db::{DbFault, fault_of};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, IntoActiveModel,
    QueryFilter, TransactionTrait,
};
use uuid::Uuid;

use super::{super::support::asking, Console, insert, insert_booking};

#[tokio::test]
async fn no_booking_stands_without_its_claims_or_with_others() {
    let console = Console::new().await;
    for (status, holds) in [
        (Status::Approved, true),
        (Status::Approved, false),
        (Status::CheckedIn, false),
        (Status::Pending, true),
    ] {
        let error = insert_booking(&console.conn, console.another_booking(status, holds))
            .await
            .expect_err("held without claims");
        assert_eq!(
            fault_of(&error),
            Some(DbFault::Claims),
            "{status:?}: {error}"
        );
    }
    // What holds nothing may be written; it cannot become what holds, nor be moved away from its claims.
    insert_booking(
        &console.conn,
        console.another_booking(Status::Pending, false),
    )
    .await
    .unwrap();
    for change in [
        "UPDATE booking SET status = 'approved' WHERE code = 'AAAAAAA'",
        "UPDATE booking SET status = 'checked_in' WHERE code = 'AAAAAAA'",
        "UPDATE booking SET holds = NOT holds WHERE code = 'AAAAAAA'",
        "UPDATE booking SET ends_at = ends_at + 60 WHERE code <> 'AAAAAAA'",
        "UPDATE booking SET starts_at = starts_at + 60 WHERE code <> 'AAAAAAA'",
        "UPDATE booking SET status = 'cancelled' WHERE code <> 'AAAAAAA'",
        "UPDATE booking SET status = 'pending', holds = (1 = 0) WHERE code <> 'AAAAAAA'",
    ] {
        let error = console
            .conn
            .execute_unprepared(change)
            .await
            .expect_err(change);
        assert_eq!(fault_of(&error), Some(DbFault::Claims), "{change}: {error}");
    }
    console.test.assert_sound().await;
}

#[tokio::test]
async fn a_booking_of_a_whole_needs_the_claims_of_all_parts_and_no_more() {
    let console = Console::new().await;
    let manager = console.test.manager_of("youth-house").await;
    let whole = asking(
        "youth-house/small-hall",
        "2026-12-02T12:00",
        "2026-12-02T14:00",
    );
    let whole = console.test.request(&manager, whole).await.unwrap();
    let claims = console.test.claims(whole.id).await;
    assert_eq!(claims.len(), 2);
    let next_day = |claim: &claim::Model| claim::Model {
        starts_at: claim.starts_at.plus_days(1),
        ends_at: claim.ends_at.plus_days(1),
        booking_id: Some(BookingId(Uuid::from_u128(1))),
        ..claim.clone()
    };
    let row = booking::Model {
        starts_at: whole.starts_at.plus_days(1),
        ends_at: whole.ends_at.plus_days(1),
        space_id: whole.space_id,
        ..console.another_booking(Status::Approved, true)
    };
    let too_many = claim::Model {
        starts_at: claims[0].ends_at.plus_days(2),
        ends_at: claims[0].ends_at.plus_days(3),
        ..next_day(&claims[0])
    };
    for (wanted, good) in [
        (vec![next_day(&claims[0])], false),
        (
            vec![next_day(&claims[0]), next_day(&claims[1]), too_many],
            false,
        ),
        (vec![next_day(&claims[0]), next_day(&claims[1])], true),
    ] {
        let tx = console.conn.begin_with_config(None, None).await.unwrap();
        for claim in wanted {
            insert(&tx, claim).await.unwrap();
        }
        let done = insert_booking(&tx, row.clone()).await;
        assert_eq!(done.is_ok(), good, "{done:?}");
        tx.rollback().await.unwrap();
    }
}

#[tokio::test]
async fn what_only_the_console_can_break_is_found() {
    let console = Console::new().await;
    console.insert(console.claim(300, 360)).await.unwrap();
    assert_eq!(
        console.test.faults().await.len(),
        2,
        "too many claims, at another time"
    );
    claim::Entity::delete_many()
        .filter(claim::COLUMN.booking_id.eq(console.booking.id))
        .exec(&console.conn)
        .await
        .unwrap();
    assert_eq!(console.test.faults().await.len(), 1, "claims are missing");
    let drop = match console.conn.get_database_backend() {
        DbBackend::Postgres => "ALTER TABLE claim DISABLE TRIGGER claim_turnaround",
        _ => "DROP TRIGGER claim_turnaround",
    };
    console.conn.execute_unprepared(drop).await.unwrap();
    assert!(
        !jastar::db::guarantee_stands(&console.test.app.db)
            .await
            .unwrap()
    );
    assert_eq!(console.test.faults().await.len(), 2, "a guard is off");
}

#[tokio::test]
async fn no_word_of_sqlite_talks_its_way_around() {
    let console = Console::new().await;
    if console.conn.get_database_backend() != DbBackend::Sqlite {
        eprintln!("nothing to try: PostgreSQL has no such words");
        return;
    }
    let columns = "unit_id, starts_at, ends_at, space_id, layout, booking_id, closure_id";
    for or in ["REPLACE", "IGNORE", "ROLLBACK", "FAIL", "ABORT"] {
        for (from, to) in [(0, -60), (60, 60), (-60, 0)] {
            let text = format!(
                "INSERT OR {or} INTO claim ({columns}) SELECT unit_id, starts_at + 60 * {from}, ends_at + 60 * {to}, space_id, \
                 layout, booking_id, closure_id FROM claim"
            );
            let _ = console.conn.execute_unprepared(&text).await;
            assert_eq!(
                console.all().await,
                std::slice::from_ref(&console.claim),
                "{text}"
            );
        }
        let text = format!("UPDATE OR {or} claim SET ends_at = ends_at + 60");
        let _ = console.conn.execute_unprepared(&text).await;
        assert_eq!(
            console.all().await,
            std::slice::from_ref(&console.claim),
            "{text}"
        );
    }
    // A booking cannot be pushed out by one with the same code, which would leave its claims to nobody.
    let columns = "id, code, uid, venue_id, space_id, starts, ends, timezone, starts_at, ends_at, status, holds, title, attendees, \
         layout, public, contact_name, language, requested_by, decided_at, sequence, version, created_at";
    let text = format!(
        "INSERT OR REPLACE INTO booking ({columns}) SELECT {} FROM booking",
        columns
            .replacen("id", "randomblob(16)", 1)
            .replace("status, holds", "'pending', 0")
    );
    let pushed = console.conn.execute_unprepared(&text).await;
    assert!(pushed.is_err(), "{pushed:?}");
    let known = booking::ActiveModel {
        title: Set("still there".to_owned()),
        ..console.booking.clone().into_active_model()
    };
    booking::Entity::update(known)
        .exec(&console.conn)
        .await
        .unwrap();
    console.test.assert_sound().await;
}
