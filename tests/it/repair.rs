//! `jastar doctor --repair`: what is claimed by nothing is given back, and the rest stays as it is. The rows are put into the
//! database behind the guards' back: no way through the service leaves them.

use entity::{Instant, PoolClaimId, UnitId, booking::Status, claim, pool_claim};
use jastar::{
    account::Actor,
    closure::{self, Answered, Closure, NewClosure, Say},
    idempotency::{Idempotent, Outcome},
    inbox::jobs::do_what_is_due,
    ledger::repair::{ClaimOwner, Freed, repair},
};
use sea_orm::{ColumnTrait, DatabaseConnection, EntityTrait, IntoActiveModel, QueryFilter};
use serde_json::Value;
use uuid::Uuid;

use super::support::{CATALOGUE, TestApp, asking, db::Database, facts::because, process::run};

const STUDIO: &str = "youth-house/dance-studio";
const HALL: &str = "youth-house/small-hall";
const SEATS: &str = "youth-house/coworking";
const FROM: &str = "2026-12-01T16:00";
const TO: &str = "2026-12-01T18:00";
const CALENDAR: &str =
    "/api/v1/venues/youth-house/calendar?from=2026-12-01&to=2026-12-02&space=dance-studio";

async fn closed(test: &TestApp, manager: &Actor, spaces: Option<&[&str]>) -> Closure {
    let new = NewClosure {
        venue: "youth-house".to_owned(),
        spaces: spaces.map(|spaces| spaces.iter().map(|one| (*one).to_owned()).collect()),
        starts: FROM.to_owned(),
        ends: TO.to_owned(),
        reason: because("Жөндеу."),
        again: None,
    };
    match closure::close(
        &test.app,
        manager,
        new,
        Say::default(),
        Idempotent::unkeyed(),
    )
    .await
    {
        Ok(Answered::Done(Outcome::Done(closure))) => *closure,
        other => panic!("{other:?}"),
    }
}

async fn claims(conn: &DatabaseConnection, closure: &Closure) -> Vec<claim::Model> {
    let all = claim::Entity::find().filter(claim::COLUMN.closure_id.eq(closure.row.id));
    all.all(conn).await.unwrap()
}

async fn seats(conn: &DatabaseConnection, closure: &Closure) -> Vec<pool_claim::Model> {
    let all = pool_claim::Entity::find().filter(pool_claim::COLUMN.closure_id.eq(closure.row.id));
    all.all(conn).await.unwrap()
}

async fn put(conn: &DatabaseConnection, floor: &[claim::Model], seats: &[pool_claim::Model]) {
    for one in floor {
        let row = claim::Entity::insert(one.clone().into_active_model());
        row.exec_without_returning(conn).await.unwrap();
    }
    for one in seats {
        let id = PoolClaimId(Uuid::from_u128(one.id.0.as_u128() + 1));
        let row = pool_claim::Model { id, ..one.clone() };
        let row = pool_claim::Entity::insert(row.into_active_model());
        row.exec_without_returning(conn).await.unwrap();
    }
}

fn freed(what: &str, of: ClaimOwner) -> Freed {
    Freed {
        what: what.to_owned(),
        starts: FROM.to_owned(),
        ends: TO.to_owned(),
        of,
    }
}

#[tokio::test]
async fn claims_of_a_closure_that_is_gone_go_to_who_closes_it_too_or_to_nobody() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let raw = test.raw().await;
    let gone = closed(&test, &manager, Some(&["dance-studio", "coworking"])).await;
    let (floor, places) = (claims(&raw, &gone).await, seats(&raw, &gone).await);
    assert_eq!((floor.len(), places.len()), (1, 1));
    closure::take_back(&test.app, &manager, gone.row.id)
        .await
        .unwrap();
    put(&raw, &floor, &places).await;
    assert_eq!(test.faults().await.len(), 1);
    let shown = async || {
        let calendar = test.call(None, "GET", CALENDAR, &Value::Null).await;
        calendar.json()["items"].as_array().unwrap().len()
    };
    let before = shown().await;

    let told = repair(&test.app).await.unwrap();
    let of = || ClaimOwner::Closure(gone.row.id);
    let seats_of = format!("seats of {SEATS}");
    assert_eq!(told, [freed(&seats_of, of()), freed(STUDIO, of())]);
    assert_eq!(
        told[1].to_string(),
        format!(
            "freed {STUDIO}, {FROM} to {TO}: closure {} does not close it",
            gone.row.id
        )
    );
    assert_eq!(shown().await, before - 1, "the kept calendar is read anew");
    test.assert_sound().await;
    assert_eq!(repair(&test.app).await.unwrap(), []);

    // Somebody else closes it too, and has never claimed it because it was taken.
    let stays = closed(&test, &manager, None).await;
    let (held, counted) = (claims(&raw, &stays).await, seats(&raw, &stays).await);
    let of_studio = claim::Entity::delete_by_id((floor[0].unit_id, floor[0].starts_at));
    of_studio.exec(&raw).await.unwrap();
    let all =
        pool_claim::Entity::delete_many().filter(pool_claim::COLUMN.closure_id.eq(stays.row.id));
    all.exec(&raw).await.unwrap();
    put(&raw, &floor, &places).await;
    assert_eq!(repair(&test.app).await.unwrap(), told);
    test.assert_sound().await;
    assert_eq!(claims(&raw, &stays).await.len(), held.len());
    assert_eq!(seats(&raw, &stays).await.len(), counted.len());
    raw.close().await.unwrap();
}

#[tokio::test]
async fn claims_of_a_closure_beyond_its_floor_and_time_are_freed_and_the_rest_stays() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let raw = test.raw().await;
    let stands = closed(&test, &manager, Some(&["dance-studio"])).await;
    let own = claims(&raw, &stands).await;
    let catalogue = test.app.catalogue().await.unwrap();
    let (_, hall) = catalogue.space(HALL).unwrap();
    let later = |at: Instant| at.plus_hours(24);
    let elsewhere = hall.units.iter().map(|unit| claim::Model {
        unit_id: UnitId(unit.0),
        space_id: hall.row.id,
        ..own[0].clone()
    });
    let mut wrong: Vec<claim::Model> = elsewhere.collect();
    wrong.push(claim::Model {
        starts_at: later(own[0].starts_at),
        ends_at: later(own[0].ends_at),
        ..own[0].clone()
    });
    put(&raw, &wrong, &[]).await;
    let told = repair(&test.app).await.unwrap();
    let of = || ClaimOwner::Closure(stands.row.id);
    let next_day = Freed {
        starts: FROM.replace("12-01", "12-02"),
        ends: TO.replace("12-01", "12-02"),
        ..freed(STUDIO, of())
    };
    // Two parts of the hall are one line.
    assert_eq!(told, [next_day, freed(HALL, of())]);
    test.assert_sound().await;
    assert_eq!(claims(&raw, &stands).await, own);
    raw.close().await.unwrap();
}

/// Nobody could be told before: what had its time was no booking.
#[tokio::test]
async fn who_waited_for_what_is_freed_is_in_the_queue_again() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let group = test.person("asel@qanat.example").await;
    let wanted = || {
        let space = "youth-house/grand-hall";
        asking(space, "2026-12-07T12:00", "2026-12-07T14:00")
    };
    let waits = test.request(&group, wanted()).await.unwrap();
    let stands = test.request(&manager, wanted()).await.unwrap();
    let floor = test.claims(stands.id).await;
    test.cancel(&manager, stands.id).await.unwrap();
    let raw = test.raw().await;
    put(&raw, &floor, &[]).await;
    raw.close().await.unwrap();
    let over = waits.answer_by.unwrap();
    test.app.clock.set(over);
    assert_eq!(repair(&test.app).await.unwrap().len(), 1);
    let back = test.stored(waits.id).await;
    assert_eq!(back.status, Status::Pending);
    assert!(back.answer_by > Some(over), "{back:?}");
    assert_eq!(back.version, waits.version + 1);
    assert_eq!(do_what_is_due(&test.app).await.unwrap(), 0);
    test.assert_sound().await;
}

/// As an operator has it.
#[tokio::test]
async fn what_a_cancelled_booking_holds_is_freed_by_the_command_which_says_so() {
    let database = Database::loaded().await;
    let settings = database.settings();
    let test = TestApp::on(database, CATALOGUE).await;
    let manager = test.manager_of("youth-house").await;
    let raw = test.raw().await;
    let stands = test
        .request(
            &manager,
            asking(HALL, "2026-12-02T16:00", "2026-12-02T18:00"),
        )
        .await
        .unwrap();
    let mut codes = Vec::new();
    for space in [STUDIO, SEATS] {
        let booked = test
            .request(&manager, asking(space, FROM, TO))
            .await
            .unwrap();
        let floor = test.claims(booked.id).await;
        let places = pool_claim::Entity::find().filter(pool_claim::COLUMN.booking_id.eq(booked.id));
        let places = places.all(&raw).await.unwrap();
        test.cancel(&manager, booked.id).await.unwrap();
        put(&raw, &floor, &places).await;
        codes.push(booked.code);
    }
    raw.close().await.unwrap();
    assert_eq!(test.faults().await.len(), 2);
    let folder = tempfile::tempdir().unwrap();
    let arguments = &["doctor", "--repair"];
    let told = run(folder.path(), &settings, arguments);
    let lines: Vec<&str> = told
        .lines()
        .filter(|line| line.starts_with("freed "))
        .collect();
    assert_eq!(lines.len(), 2, "{told}");
    let named = [format!("seats of {SEATS}"), STUDIO.to_owned()];
    for (line, (what, code)) in lines.iter().zip(named.iter().zip(codes.iter().rev())) {
        assert_eq!(
            *line,
            format!("freed {what}, {FROM} to {TO}: booking {code} does not hold it")
        );
    }
    assert!(!run(folder.path(), &settings, arguments).contains("freed "));
    test.assert_sound().await;
    assert_eq!(test.claims(stands.id).await.len(), 2);
    let again = test
        .request(&manager, asking(STUDIO, FROM, TO))
        .await
        .unwrap();
    assert_eq!(again.status, Status::Approved);
}
