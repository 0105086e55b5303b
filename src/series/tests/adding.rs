//! A date that a series could not get, or has lost again, is added to it.

use entity::{
    Booking,
    audit::{Action, Role},
    booking::Status,
    series_date,
};
use time::macros::{date, datetime};

use super::super::add::Add;
use crate::{
    account::Actor,
    error::Error,
    ledger::{
        change::OwnRow,
        operation::{Operation, World},
        tests::{
            decided::{Told, acts, decided, flaw, in_the_way, rules, state, told},
            house::{HALL, House, NOON, booking},
            inputs::{SERIES, dates},
        },
    },
    quota::open_requests::Used,
    refusal::{
        conflict::ConflictKind,
        dates::{DateOutcome, Dated},
        rule::{Code, InvalidInput},
        state::StateRefusal,
    },
};

const WEEK: i64 = 168;

/// Thursdays at 18:00: the second was never had.
fn with_a_gap<'a>(
    house: &'a House,
    actor: &'a Actor,
    status: Status,
    beside: &[Booking],
) -> World<'a> {
    let had = dates([booking(1, HALL, 30, status)]);
    let mut world = house.world_of_series(actor, &had, beside);
    world.picture.dates.push(series_date::Model {
        series_id: SERIES,
        date: date!(2026 - 12 - 10),
        booking_id: None,
        space_id: None,
        starts: None,
        ends: None,
    });
    world
}

fn add(date: time::Date) -> Add {
    let missed = Dated {
        starts: datetime!(2026 - 12 - 10 18:00),
        ends: datetime!(2026 - 12 - 10 20:00),
        outcome: DateOutcome::Free,
    };
    Add {
        id: SERIES,
        date,
        missed: vec![missed],
    }
}

const MISSED: time::Date = date!(2026 - 12 - 10);

#[test]
fn a_missed_date_is_had_like_the_others_and_told_as_a_request() {
    let house = House::new();
    let world = with_a_gap(&house, &house.group, Status::Approved, &[]);
    let set = decided(&add(MISSED), &world).unwrap();
    let made = &set.changes[0].after;
    assert_eq!(
        (made.starts.as_str(), made.space_id),
        ("2026-12-10T18:00", HALL)
    );
    assert_eq!(
        (made.status, made.series_id),
        (Status::Pending, Some(SERIES))
    );
    assert_eq!(acts(&set.changes[0]), [(Action::Request, Role::Booker)]);
    assert_eq!(told(&set), [Told::Requested(made.id)]);
    let [OwnRow::DateHad(date)] = &*set.rows else {
        panic!("{:?}", set.rows)
    };
    assert_eq!((date.date, date.booking_id), (MISSED, Some(made.id)));
    assert_eq!(set.done.bookings().count(), 2);
}

#[test]
fn what_waits_already_and_the_new_date_are_answered_together() {
    let house = House::new();
    let mut world = with_a_gap(&house, &house.group, Status::Pending, &[]);
    let waits = world.picture.bookings.values().next().unwrap().clone();
    let set = decided(&add(MISSED), &world).unwrap();
    assert_eq!(
        set.changes[0].after.answer_by, waits.answer_by,
        "the first that ends"
    );
    assert_eq!(set.changes.len(), 1);
    let foot = add(MISSED)
        .footprint(&world.picture, &world.ground)
        .unwrap();
    assert!(foot.open_requests.is_none(), "it is one request");
    let late = Booking {
        answer_by: Some(NOON.plus_days(20)),
        ..waits
    };
    world.picture.bookings.insert(late.id, late.clone());
    let set = decided(&add(MISSED), &world).unwrap();
    let [made, turned] = &*set.changes else {
        panic!("{:?}", set.changes)
    };
    assert_eq!((turned.after.id, turned.acts.len()), (late.id, 0));
    assert_eq!(turned.after.answer_by, made.after.answer_by);
}

#[test]
fn a_date_that_it_has_or_never_wanted_is_not_added() {
    let house = House::new();
    let world = with_a_gap(&house, &house.group, Status::Approved, &[]);
    let refused = decided(&add(date!(2026 - 12 - 03)), &world);
    assert_eq!(state(refused), StateRefusal::AlreadyRequested);
    let refused = decided(&add(date!(2026 - 12 - 11)), &world);
    assert_eq!(flaw(refused), ("date", InvalidInput::Unknown));
}

#[test]
fn a_date_that_was_cancelled_is_had_again() {
    let house = House::new();
    let stands = booking(1, HALL, 30, Status::Approved);
    let lost = booking(2, HALL, 30 + WEEK, Status::Cancelled);
    let had = dates([stands, lost]);
    let world = house.world_of_series(&house.group, &had, &[]);
    let set = decided(&add(MISSED), &world).unwrap();
    assert_eq!(set.changes.len(), 1);
    assert_ne!(set.changes[0].after.id, had[1].id);
}

#[test]
fn a_date_that_somebody_else_has_is_not_added() {
    let house = House::new();
    let other = booking(9, HALL, 30 + WEEK, Status::Approved);
    let world = with_a_gap(&house, &house.group, Status::Approved, &[other]);
    let refused = decided(&add(MISSED), &world);
    assert_eq!(in_the_way(refused), [ConflictKind::Booking]);
}

#[test]
fn who_waits_for_enough_answers_adds_nothing() {
    let house = House::new();
    let world = World {
        used: Used {
            open_requests_per_venue: 3,
            open_requests: 3,
        },
        ..with_a_gap(&house, &house.group, Status::Approved, &[])
    };
    assert_eq!(
        rules(decided(&add(MISSED), &world)),
        [("space", Code::Quota)]
    );
}

#[test]
fn whoever_adds_it_the_date_is_the_groups() {
    let house = House::new();
    let world = with_a_gap(&house, &house.manager, Status::Approved, &[]);
    let set = decided(&add(MISSED), &world).unwrap();
    let made = &set.changes[0].after;
    assert_eq!(made.status, Status::Approved);
    assert_eq!(made.booker_id, house.group.who().map(|person| person.id));
    let mut theirs = with_a_gap(&house, &house.group, Status::Approved, &[]);
    for booking in theirs.picture.bookings.values_mut() {
        booking.booker_id = None;
        booking.contact_email = None;
    }
    assert!(matches!(
        decided(&add(MISSED), &theirs),
        Err(Error::NotFound)
    ));
}
