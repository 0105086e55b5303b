//! What is let by count: seats of a coworking, things lent with a booking.

use std::sync::Arc;

use entity::Booking;
use entity::{Borrowed, Item, PoolClaimId, booking::Status, pool_claim};
use jastar::{
    account::Actor,
    booking::NewBooking,
    error::Error,
    import::{Imported, file, import},
    refusal::{conflict::ConflictKind, rule::Code},
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter};
use uuid::Uuid;

use super::{
    races::at_once,
    support::{CATALOGUE, TestApp, asking, facts::at},
};

const COWORKING: &str = "youth-house/coworking";

fn seats(attendees: i32, hours: (&str, &str)) -> NewBooking {
    NewBooking {
        attendees,
        ..asking(
            COWORKING,
            &format!("2026-12-01T{}", hours.0),
            &format!("2026-12-01T{}", hours.1),
        )
    }
}

fn with(space: &str, quantity: i32) -> NewBooking {
    NewBooking {
        stock: Borrowed(vec![Item {
            item: "radio-microphone".to_owned(),
            quantity,
        }]),
        ..asking(space, "2026-12-01T16:00", "2026-12-01T18:00")
    }
}

fn conflict(done: Result<Booking, Error>) -> Vec<ConflictKind> {
    match done {
        Err(Error::Conflict {
            conflicts,
            alternatives,
        }) => {
            assert!(!alternatives.is_empty(), "something else is free");
            conflicts.iter().map(|one| one.kind).collect()
        }
        other => panic!("{other:?}"),
    }
}

fn refused(done: Result<Booking, Error>) -> (Code, &'static str) {
    match done {
        Err(Error::Rules(broken)) => (broken[0].code(), broken[0].field),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn seats_are_let_up_to_the_last_at_every_instant() {
    let test = TestApp::new().await;
    let (one, other) = (
        test.person("a@test.example").await,
        test.person("b@test.example").await,
    );
    let first = test
        .request(&one, seats(30, ("12:00", "14:00")))
        .await
        .unwrap();
    assert_eq!(first.status, Status::Approved);
    assert!(
        test.claims(first.id).await.is_empty(),
        "floor is not claimed"
    );
    test.request(&other, seats(10, ("13:00", "15:00")))
        .await
        .unwrap();
    for (attendees, hours) in [
        (1, ("13:00", "13:30")),
        (11, ("12:30", "13:00")),
        (31, ("14:00", "14:30")),
    ] {
        let done = test.request(&other, seats(attendees, hours)).await;
        assert_eq!(
            conflict(done),
            [ConflictKind::Seats],
            "{attendees} {hours:?}"
        );
    }
    test.request(&other, seats(10, ("12:30", "13:00")))
        .await
        .unwrap();
    test.request(&other, seats(40, ("15:00", "16:00")))
        .await
        .unwrap();
    test.cancel(&one, first.id).await.unwrap();
    test.request(&other, seats(30, ("13:00", "13:30")))
        .await
        .unwrap();
    test.assert_sound().await;
}

#[tokio::test]
async fn what_is_lent_never_exceeds_what_there_is() {
    let test = TestApp::new().await;
    let person = test.person("a@test.example").await;
    // The studio holds while it waits, so what is borrowed with it is held too.
    let held = test
        .request(&person, with("youth-house/dance-studio", 4))
        .await
        .unwrap();
    assert_eq!(held.status, Status::Pending);
    let done = test
        .request(&person, with("youth-house/meeting-room", 3))
        .await;
    assert_eq!(conflict(done), [ConflictKind::Stock]);
    test.request(&person, with("youth-house/meeting-room", 2))
        .await
        .unwrap();
    let manager = test.manager_of("youth-house").await;
    test.reject(&manager, held.id).await.unwrap();
    test.request(&person, with("youth-house/dance-studio", 4))
        .await
        .unwrap();
    let reopened = test.reopen(&manager, held.id).await;
    assert!(
        matches!(reopened, Err(Error::Conflict { .. })),
        "{reopened:?}"
    );
    for quantity in [0, 7, -1] {
        let done = test
            .request(&person, with("youth-house/meeting-room", quantity))
            .await;
        assert_eq!(refused(done), (Code::Invalid, "stock"));
    }
    test.assert_sound().await;
}

#[tokio::test]
async fn a_request_that_competes_borrows_only_when_it_is_approved() {
    let test = TestApp::new().await;
    let (one, other) = (
        test.person("a@test.example").await,
        test.person("b@test.example").await,
    );
    let manager = test.manager_of("youth-house").await;
    let waits = test
        .request(&one, with("youth-house/grand-hall", 4))
        .await
        .unwrap();
    let rival = test
        .request(&other, with("youth-house/dance-studio", 4))
        .await
        .unwrap();
    let approved = test.approve(&manager, waits.id).await;
    let Err(Error::Conflict { conflicts, .. }) = approved else {
        panic!("{approved:?}")
    };
    assert_eq!(conflicts[0].kind, ConflictKind::Stock);
    test.cancel(&other, rival.id).await.unwrap();
    test.approve(&manager, waits.id).await.unwrap();
    test.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_at_once_get_as_many_seats_as_there_are() {
    let test = Arc::new(TestApp::new().await);
    let mut people: Vec<Actor> = Vec::new();
    for at in 0..24 {
        people.push(test.person(&format!("p{at}@test.example")).await);
    }
    let tasks = people.into_iter().map(|person| {
        let test = test.clone();
        async move { test.request(&person, seats(3, ("12:00", "14:00"))).await }
    });
    let done = at_once(tasks).await;
    let won = done.iter().filter(|done| done.is_ok()).count();
    assert_eq!(won, 13, "three each of forty");
    for lost in done.into_iter().filter(Result::is_err) {
        assert_eq!(conflict(lost), [ConflictKind::Seats]);
    }
    test.assert_sound().await;
}

#[tokio::test]
async fn there_are_never_fewer_than_are_promised() {
    let test = TestApp::new().await;
    let person = test.person("a@test.example").await;
    let borrowed = test
        .request(&person, with("youth-house/meeting-room", 4))
        .await
        .unwrap();
    let sitting = test
        .request(&person, seats(30, ("12:00", "14:00")))
        .await
        .unwrap();
    for (from, to, booking, what) in [
        (
            "quantity = 6",
            "quantity = 3",
            &borrowed,
            "stock youth-house/radio-microphone",
        ),
        (
            "capacity = 40\n",
            "capacity = 29\n",
            &sitting,
            "seats of youth-house/coworking",
        ),
        (
            "by_seat = true\n",
            "by_seat = false\n",
            &sitting,
            "the floor of youth-house/coworking",
        ),
    ] {
        assert!(CATALOGUE.contains(from));
        let file = file::read(&CATALOGUE.replacen(from, to, 1)).unwrap();
        let refused = import(&test.app, &file, false).await.unwrap();
        let expected = Imported::InUse {
            what: what.to_owned(),
            bookings: vec![booking.code.clone()],
        };
        assert_eq!(refused, expected);
    }
    let file = CATALOGUE.replacen("quantity = 6", "quantity = 4", 1);
    let file = file::read(&file.replacen("capacity = 40\n", "capacity = 30\n", 1)).unwrap();
    let done = import(&test.app, &file, false).await.unwrap();
    assert!(matches!(done, Imported::Changes(changes) if changes.len() == 2));
    test.assert_sound().await;
}

/// What there is of it was made less after the hour in which all of it was lent.
#[tokio::test]
async fn who_finishes_earlier_gives_back_what_is_lent_whatever_there_was_before() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let long = test
        .request(&manager, with("youth-house/meeting-room", 4))
        .await;
    let long = long.unwrap();
    let short = NewBooking {
        ends: "2026-12-01T17:00".to_owned(),
        ..with("youth-house/dance-studio", 2)
    };
    let short = test.request(&manager, short).await.unwrap();
    test.app.clock.set(short.ends_at);
    let file = file::read(&CATALOGUE.replacen("quantity = 6", "quantity = 4", 1)).unwrap();
    let done = import(&test.app, &file, false).await.unwrap();
    assert!(matches!(done, Imported::Changes(_)), "{done:?}");
    let earlier = at("2026-12-01T16:00", "2026-12-01T17:30");
    let shorter = test.move_to(&manager, long.id, earlier).await.unwrap();
    let raw = test.raw().await;
    let lent = pool_claim::Entity::find()
        .filter(pool_claim::COLUMN.booking_id.eq(long.id))
        .one(&raw)
        .await
        .unwrap()
        .unwrap();
    assert_eq!((lent.ends_at, lent.quantity), (shorter.ends_at, 4));
    test.assert_sound().await;
}

#[tokio::test]
async fn the_database_refuses_more_than_there_is_whoever_writes() {
    let test = TestApp::new().await;
    let person = test.person("a@test.example").await;
    let booking = test
        .request(&person, seats(30, ("12:00", "14:00")))
        .await
        .unwrap();
    let raw = test.raw().await;
    let stands = pool_claim::Entity::find().one(&raw).await.unwrap().unwrap();
    assert_eq!((stands.quantity, stands.booking_id), (30, Some(booking.id)));
    let put = async |from: i64, quantity: i32, whole: bool| {
        let row = pool_claim::Model {
            id: PoolClaimId(Uuid::from_u128(7)),
            starts_at: stands.starts_at.plus_minutes(from),
            ends_at: stands.ends_at.plus_minutes(from),
            quantity,
            whole,
            booking_id: None,
            closure_id: Some(entity::ClosureId(Uuid::from_u128(1))),
            ..stands.clone()
        };
        pool_claim::Entity::insert(row.into_active_model())
            .exec_without_returning(&raw)
            .await
            .map_err(|error| error.to_string())
    };
    for (from, quantity, whole) in [
        (0, 11, false),
        (119, 11, false),
        (-119, 11, false),
        (60, 0, true),
        (200, 41, false),
    ] {
        let refused = put(from, quantity, whole)
            .await
            .expect_err("more than there is");
        assert!(
            refused.contains("pool_exceeded"),
            "{from} {quantity}: {refused}"
        );
    }
    let refused = put(300, 0, false).await.expect_err("nothing is taken");
    assert!(
        refused.contains("pool_claim_counts") || refused.contains("CHECK"),
        "{refused}"
    );
    for text in [
        "UPDATE pool_claim SET quantity = 1",
        "UPDATE pool_claim SET ends_at = ends_at + 60",
        "UPDATE pool_claim SET starts_at = starts_at + 60",
        "UPDATE pool_claim SET ends_at = ends_at - 60, quantity = 1",
        "UPDATE pool SET quantity = 29 WHERE space_id IS NOT NULL AND quantity = 40",
        "UPDATE pool SET longest = 0",
        "UPDATE booking SET attendees = 31",
        "UPDATE booking SET stock = '[{\"item\": \"radio-microphone\", \"quantity\": 1}]'",
    ] {
        let refused = raw
            .execute_unprepared(text)
            .await
            .expect_err(text)
            .to_string();
        assert!(
            refused.contains("pool_") || refused.contains("booking_claims"),
            "{text}: {refused}"
        );
    }
}
