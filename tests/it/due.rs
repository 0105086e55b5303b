//! What is due is done however many bookings cannot be dealt with, and by no clock that is not believed.

use std::time::Duration;

use entity::Booking;
use entity::{
    BookingId, Instant, Language, SpaceId, UnitId, booking, booking::Status, claim, outbox, space,
    space_unit, unit,
};
use jastar::{
    account::{self, Actor, Origin},
    booking::NewBooking,
    error::Error,
    inbox::jobs::do_what_is_due,
    jobs::Jobs,
    mail::worker::pump,
    zone::format_wall,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
};
use uuid::Uuid;

use super::support::{
    CATALOGUE, TestApp, asking,
    db::{Database, in_the_way},
    facts::at,
    on_every_connection,
    smtp::SmtpServer,
};

const STUDIO: &str = "youth-house/dance-studio";
/// More than one look takes.
const BROKEN: u32 = 60;

/// As many as break one look, like `of` but in a space of which the service knows nothing, each on a day of its own before it
/// or, if it is to come, after it.
async fn break_many(test: &TestApp, of: &Booking, days: i64) {
    let known = space::Entity::find_by_id(of.space_id);
    let known = known.one(test.app.db.read()).await.unwrap().unwrap();
    let lost = &space::Model {
        id: SpaceId(Uuid::from_u128(9)),
        slug: "lost".to_owned(),
        ..known
    };
    let claimed = &test.claims(of.id).await.remove(0);
    let unit = unit::Entity::find_by_id(claimed.unit_id);
    let unit = unit.one(test.app.db.read()).await.unwrap().unwrap();
    let unit = &unit::Model {
        id: UnitId(Uuid::from_u128(9)),
        ..unit
    };
    let rows = &(0..BROKEN).map(|number| {
        let later = days * (1 + i64::from(number));
        booking::Model {
            id: BookingId(Uuid::from_u128(100 + u128::from(number))),
            code: format!("B{number:06}"),
            space_id: lost.id,
            starts_at: of.starts_at.plus_days(later),
            ends_at: of.ends_at.plus_days(later),
            ..of.clone()
        }
    });
    let written = test.app.db.write(|tx| async move {
        let space = space::Entity::insert(lost.clone().into_active_model());
        space.exec_without_returning(tx.conn()).await?;
        let unit_row = unit::Entity::insert(unit.clone().into_active_model());
        unit_row.exec_without_returning(tx.conn()).await?;
        let part = space_unit::Model {
            space_id: lost.id,
            unit_id: unit.id,
        };
        let part = space_unit::Entity::insert(part.into_active_model());
        part.exec_without_returning(tx.conn()).await?;
        for row in rows.clone() {
            let claim = claim::Model {
                unit_id: unit.id,
                space_id: lost.id,
                starts_at: row.starts_at,
                ends_at: row.ends_at,
                booking_id: Some(row.id),
                ..claimed.clone()
            };
            let claim = claim::Entity::insert(claim.into_active_model());
            claim.exec_without_returning(tx.conn()).await?;
            let row = booking::Entity::insert(row.into_active_model());
            row.exec_without_returning(tx.conn()).await?;
        }
        Ok(())
    });
    written.await.unwrap();
}

async fn approved(
    test: &TestApp,
    manager: &Actor,
    group: &Actor,
    starts: &str,
    ends: &str,
) -> Booking {
    let asked = test.request(group, asking(STUDIO, starts, ends)).await;
    test.approve(manager, asked.unwrap().id).await.unwrap()
}

#[tokio::test]
async fn what_is_over_is_completed_though_many_others_cannot_be() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let group = test.person("a@test.example").await;
    let first = approved(
        &test,
        &manager,
        &group,
        "2026-12-01T10:00",
        "2026-12-01T12:00",
    )
    .await;
    break_many(&test, &first, -1).await;
    let last = approved(
        &test,
        &manager,
        &group,
        "2026-12-02T10:00",
        "2026-12-02T12:00",
    )
    .await;
    test.app.clock.set(last.ends_at);
    let told = do_what_is_due(&test.app).await;
    assert!(told.is_err(), "it is told");
    for one in [first, last] {
        assert_eq!(test.stored(one.id).await.status, Status::Completed);
    }
}

#[tokio::test]
async fn moves_lapse_though_many_others_cannot() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let group = test.person("a@test.example").await;
    let mut asking_to_move = Vec::new();
    for day in ["2026-12-08", "2026-12-09"] {
        let time = |hour| format!("{day}T{hour}:00");
        let one = approved(&test, &manager, &group, &time(10), &time(12)).await;
        let there = at(&time(14), &time(16));
        asking_to_move.push(test.move_to(&group, one.id, there).await.unwrap());
        test.app.clock.set(test.app.clock.now().plus_days(1));
    }
    let [first, last] = &asking_to_move[..] else {
        panic!("two")
    };
    assert!(first.move_answer_by < last.move_answer_by);
    break_many(&test, first, 1).await;
    test.app.clock.set(last.move_answer_by.unwrap());
    let told = do_what_is_due(&test.app).await;
    assert!(told.is_err(), "it is told");
    for one in [first, last] {
        assert_eq!(test.stored(one.id).await.proposed_move(), None);
    }
}

/// A house where the studio is asked for on as many days, and a day later the hall; all of it is overdue. It has two
/// connections, fewer than which there never are.
async fn overdue(days: u8) -> (TestApp, Vec<Booking>) {
    let database = Database::loaded().await;
    let settings = jastar::db::Settings {
        connections: 2,
        ..database.settings()
    };
    let test = TestApp::reached_by(database, settings, CATALOGUE).await;
    test.administrator().await;
    let mut asked = Vec::new();
    let ask = async |who: &str, space, day| {
        let group = test.person(who).await;
        let at = |hour| format!("2026-12-{day:02}T{hour}:00");
        let asked = test.request(&group, asking(space, &at(10), &at(12))).await;
        asked.unwrap()
    };
    for day in 0..days {
        asked.push(ask("a@test.example", STUDIO, 8 + day).await);
    }
    test.app.clock.set(test.app.clock.now().plus_days(1));
    asked.push(ask("b@test.example", "youth-house/small-hall", 8).await);
    assert!(asked.iter().all(|one| one.holds));
    let last = asked.last().and_then(|one| one.answer_by).unwrap();
    assert!(asked[0].answer_by < Some(last));
    test.app.clock.set(last);
    (test, asked)
}

/// Looks while somebody is busy with the floor of `first`, where a lock is waited for only for a moment. On `SQLite` nobody
/// can be: there it is the whole database that is locked.
async fn look_beside_who_is_busy(test: &TestApp, first: &Booking) -> Result<usize, Error> {
    let raw = test.raw().await;
    let held = in_the_way(&raw).await;
    if test.server().is_some() {
        let lock = format!(
            "SELECT id FROM unit WHERE id IN (SELECT unit_id FROM claim WHERE booking_id = '{}') FOR UPDATE",
            first.id
        );
        held.execute_unprepared(&lock).await.unwrap();
        on_every_connection(&test.app, "SET lock_timeout = '50ms'").await;
    }
    let done = do_what_is_due(&test.app).await;
    if test.server().is_some() {
        on_every_connection(&test.app, "RESET lock_timeout").await;
    }
    held.rollback().await.unwrap();
    raw.close().await.unwrap();
    done
}

async fn statuses(test: &TestApp, of: &[Booking]) -> Vec<Status> {
    let mut statuses = Vec::new();
    for one in of {
        statuses.push(test.stored(one.id).await.status);
    }
    statuses
}

#[tokio::test]
async fn a_booking_that_somebody_is_busy_with_keeps_no_other_from_expiring() {
    let (test, asked) = overdue(1).await;
    let done = look_beside_who_is_busy(&test, &asked[0]).await;
    if test.server().is_some() {
        assert!(matches!(done, Err(Error::Busy)), "it is told: {done:?}");
        let left = [Status::Pending, Status::Expired];
        assert_eq!(statuses(&test, &asked).await, left);
    }
    let told = test.outbox().await;
    assert!(told.iter().any(|mail| mail.kind == "escalation"));
    do_what_is_due(&test.app).await.unwrap();
    assert_eq!(statuses(&test, &asked).await, [Status::Expired; 2]);
    test.assert_sound().await;
}

#[tokio::test]
async fn no_more_than_three_that_somebody_is_busy_with_are_waited_for_at_one_look() {
    let (test, asked) = overdue(3).await;
    let done = look_beside_who_is_busy(&test, &asked[0]).await;
    if test.server().is_some() {
        assert!(matches!(done, Err(Error::Busy)), "it is told: {done:?}");
        assert_eq!(statuses(&test, &asked).await, [Status::Pending; 4]);
    }
    do_what_is_due(&test.app).await.unwrap();
    assert_eq!(statuses(&test, &asked).await, [Status::Expired; 4]);
    test.assert_sound().await;
}

/// The time by the clock of the database, where it has one, and what somebody of the venue books for two hours later.
async fn booked(test: &TestApp) -> (Instant, Booking) {
    let (app, clock) = (&test.app, &test.app.clock);
    let now = app.db.time().await.unwrap().unwrap_or(clock.now());
    clock.set(now);
    let manager = test.manager_of("youth-house").await;
    let catalogue = app.catalogue().await.unwrap();
    let zone = &catalogue.venue("youth-house").unwrap().zone;
    let local = |hours| format_wall(zone.local(now.plus_hours(hours)));
    // At whatever hour of whatever day the test runs.
    let rules = ["outside_hours", "holiday", "off_grid", "too_soon"];
    let wanted = NewBooking {
        waive: rules.map(str::to_owned).to_vec(),
        waive_reason: Some("Сынақ".to_owned()),
        ..asking(STUDIO, &local(2), &local(4))
    };
    (now, test.request(&manager, wanted).await.unwrap())
}

#[tokio::test]
async fn what_falls_due_by_a_clock_that_has_jumped_waits() {
    let test = TestApp::new().await;
    let (app, clock) = (&test.app, &test.app.clock);
    let (now, booking) = booked(&test).await;
    account::ask_for_code(
        app,
        &Origin::default(),
        "browser",
        "b@test.example",
        Language::Ru,
    )
    .await
    .unwrap();
    let seen = async || {
        let codes = outbox::Entity::find().filter(outbox::COLUMN.lane.eq(outbox::Lane::Code));
        let codes = codes.filter(outbox::COLUMN.state.eq(outbox::Delivery::Queued));
        let codes = codes.count(app.db.read()).await.unwrap();
        (test.stored(booking.id).await.status, codes)
    };
    let mut jobs = Jobs::default();
    jobs.look(app, Duration::ZERO).await;
    clock.set(now.plus_days(3));
    jobs.look(app, Duration::from_secs(5)).await;
    assert_eq!(seen().await, (Status::Approved, 1));
    clock.set(now.plus_hours(5));
    jobs.look(app, Duration::from_hours(5)).await;
    assert_eq!(seen().await, (Status::Completed, 0));
}

#[tokio::test]
async fn what_is_queued_waits_too_and_fails_by_no_clock_that_has_jumped() {
    let test = TestApp::new().await;
    let (app, clock) = (&test.app, &test.app.clock);
    let (now, _) = booked(&test).await;
    let server = SmtpServer::start().await;
    let queued = test.outbox().await.len();
    assert!(queued > 0);
    let mut jobs = Jobs::default();
    jobs.look(app, Duration::ZERO).await;
    clock.set(now.plus_days(40));
    // Before anybody has looked at the clock, and after.
    assert_eq!(pump(app, &server.transport).await.unwrap(), 0);
    jobs.look(app, Duration::from_secs(5)).await;
    assert_eq!(pump(app, &server.transport).await.unwrap(), 0);
    clock.set(now.plus_minutes(1));
    while pump(app, &server.transport).await.unwrap() > 0 {}
    assert_eq!(server.received().len(), queued);
}
