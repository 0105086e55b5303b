//! What becomes of a request for a space.

use entity::{
    Booking, BookingId,
    audit::{Action, Role},
    booking::Status,
};
use uuid::Uuid;

use crate::{
    booking::{
        NewBooking,
        request::{ask::Ask, new::OnBehalf},
    },
    ledger::{
        change::OwnRow,
        operation::{Operation, World},
        tests::{
            decided::{Told, acts, became, decided, flaw, in_the_way, one, only, rules, told},
            house::{
                DESKS, FOYER, HALL, House, MICROPHONES, NOON, ROOM, STUDIO, booking, microphones,
            },
            inputs::{asking, in_place_of},
        },
    },
    quota::open_requests::Used,
    refusal::{
        conflict::ConflictKind,
        rule::{Code, InvalidInput},
    },
    rules::allowance::Held,
    slot::Slot,
};

fn ask(new: NewBooking) -> Ask {
    Ask { new }
}

/// Thursday from 18:00 to 20:00 begins in thirty hours.
fn until_seven(space: &str) -> NewBooking {
    NewBooking {
        ends: "2026-12-03T19:00".to_owned(),
        ..asking(space, 3)
    }
}

#[test]
fn a_request_for_the_hall_waits_holds_its_place_and_both_sides_are_told() {
    let house = House::new();
    let (asks, world) = (ask(asking("hall", 5)), house.world(&house.group, &[]));
    let foot = asks.footprint(&world.picture, &world.ground).unwrap();
    assert_eq!(foot.spaces, [HALL]);
    assert!(foot.wants[0].clears && foot.open_requests.is_some());
    let set = decided(&asks, &world).unwrap();
    let made = &only(&set).after;
    assert_eq!((made.status, made.holds), (Status::Pending, true));
    assert!(
        made.answer_by
            .is_some_and(|by| NOON < by && by < made.starts_at)
    );
    assert_eq!(acts(only(&set)), [(Action::Request, Role::Booker)]);
    assert_eq!(told(&set), [Told::Requested(made.id)]);
    assert!(set.rows.is_empty() && set.done == *made);
}

#[test]
fn where_nobody_has_to_approve_a_request_stands_at_once() {
    let house = House::new();
    let (asks, world) = (ask(asking("studio", 5)), house.world(&house.group, &[]));
    let set = decided(&asks, &world).unwrap();
    assert_eq!(
        (set.done.status, set.done.answer_by),
        (Status::Approved, None)
    );
    let foot = asks.footprint(&world.picture, &world.ground).unwrap();
    assert!(foot.open_requests.is_none(), "it waits for nobody");
}

#[test]
fn what_a_manager_asks_for_stands_at_once_and_is_not_counted() {
    let house = House::new();
    let world = World {
        used: Used {
            open_requests_per_venue: 9,
            open_requests: 99,
        },
        ..house.world(&house.manager, &[])
    };
    let set = decided(&ask(asking("hall", 5)), &world).unwrap();
    assert_eq!(set.done.status, Status::Approved);
    assert_eq!(acts(only(&set)), [(Action::Request, Role::Venue)]);
}

#[test]
fn several_may_wait_for_the_room_and_none_beside_who_was_approved() {
    let house = House::new();
    let asks = ask(until_seven("room"));
    let waits = booking(1, ROOM, 30, Status::Pending);
    let world = house.world(&house.group, one(&waits));
    let foot = asks.footprint(&world.picture, &world.ground).unwrap();
    assert!(
        !foot.wants[0].clears,
        "who claims nothing clears nothing away"
    );
    let set = decided(&asks, &world).unwrap();
    assert_eq!((set.done.status, set.done.holds), (Status::Pending, false));
    let stands = booking(1, ROOM, 30, Status::Approved);
    let refused = decided(&asks, &house.world(&house.group, one(&stands)));
    assert_eq!(in_the_way(refused), [ConflictKind::Booking]);
}

#[test]
fn every_rule_that_a_request_breaks_is_told_and_before_what_is_in_its_way() {
    let house = House::new();
    let stands = booking(1, HALL, 30, Status::Approved);
    let wrong = NewBooking {
        starts: "2026-12-03T18:10".to_owned(),
        ends: "2026-12-03T18:40".to_owned(),
        attendees: 61,
        title: String::new(),
        layout: Some("camp".to_owned()),
        ..asking("hall", 3)
    };
    let refused = decided(&ask(wrong), &house.world(&house.group, one(&stands)));
    let told = rules(refused);
    for code in [
        Code::OffGrid,
        Code::TooShort,
        Code::TooManyPeople,
        Code::UnknownLayout,
        Code::Invalid,
    ] {
        assert!(told.iter().any(|one| one.1 == code), "{code:?}: {told:?}");
    }
}

#[test]
fn who_waits_for_three_answers_already_is_refused_for_the_quota() {
    let house = House::new();
    let waiting = |many| World {
        used: Used {
            open_requests_per_venue: many,
            open_requests: many,
        },
        ..house.world(&house.group, &[])
    };
    decided(&ask(asking("hall", 5)), &waiting(2)).unwrap();
    let refused = decided(&ask(asking("hall", 5)), &waiting(3));
    assert_eq!(rules(refused), [("space", Code::Quota)]);
}

fn of_four_hours_a_week() -> House {
    House::with(|venue| venue.quotas.hours_per_week = Some(4))
}

/// Somebody who has so many hours of that week.
fn having<'a>(house: &'a House, actor: &'a crate::account::Actor, hours: i64) -> World<'a> {
    let starts_at = NOON.plus_hours(-20);
    World {
        held: vec![Held {
            id: BookingId(Uuid::from_u128(50)),
            space: HALL,
            by_booker: true,
            stands: Slot {
                starts_at,
                ends_at: starts_at.plus_hours(hours),
            },
            asked: None,
        }],
        ..house.world(actor, &[])
    }
}

#[test]
fn nobody_has_more_hours_of_a_venue_than_its_managers_allow() {
    let house = of_four_hours_a_week();
    let asks = ask(asking("hall", 5));
    decided(&asks, &having(&house, &house.group, 2)).unwrap();
    let refused = decided(&asks, &having(&house, &house.group, 3));
    assert_eq!(rules(refused), [("starts", Code::Quota)]);
}

fn on_behalf(new: NewBooking) -> NewBooking {
    NewBooking {
        on_behalf: Some(OnBehalf {
            name: "Marat".to_owned(),
            email: Some("marat@test.example".to_owned()),
            ..OnBehalf::default()
        }),
        ..new
    }
}

fn waiving(code: &str, new: NewBooking) -> NewBooking {
    NewBooking {
        waive: vec![code.to_owned()],
        waive_reason: Some("Қала күні".to_owned()),
        ..new
    }
}

#[test]
fn a_manager_waives_the_quota_of_somebody_without_an_account_and_says_why() {
    let house = of_four_hours_a_week();
    let world = having(&house, &house.manager, 3);
    let theirs = on_behalf(asking("hall", 5));
    let refused = ask(theirs.clone()).decide(&world);
    assert_eq!(rules(refused), [("starts", Code::Quota)]);
    let set = decided(&ask(waiving("quota", theirs.clone())), &world).unwrap();
    assert_eq!(set.done.waived.0, ["quota"]);
    assert_eq!(set.done.waive_reason.as_deref(), Some("Қала күні"));
    assert_eq!(set.done.booker_id, None);
    let foot = ask(theirs)
        .footprint(&world.picture, &world.ground)
        .unwrap();
    assert_eq!(foot.mailbox.as_deref(), Some("marat@test.example"));
}

#[test]
fn a_manager_waives_the_notice_and_what_was_not_broken_is_not_kept() {
    let house = House::new();
    // In four hours.
    let soon = asking("hall", 2);
    let world = house.world(&house.manager, &[]);
    let refused = decided(&ask(soon.clone()), &world);
    assert_eq!(rules(refused), [("starts", Code::TooSoon)]);
    let mut waives = waiving("too_soon", soon);
    waives.waive.push("too_long".to_owned());
    let set = decided(&ask(waives), &world).unwrap();
    assert_eq!(set.done.waived.0, ["too_soon"]);
    let idle = decided(&ask(waiving("too_soon", asking("hall", 5))), &world).unwrap();
    assert_eq!(
        (idle.done.waived.0.len(), idle.done.waive_reason),
        (0, None)
    );
}

#[test]
fn nobody_but_a_manager_waives_books_for_others_or_puts_one_in_place_of_another() {
    let house = House::new();
    let stands = booking(1, HALL, 76, Status::Approved);
    let world = || house.world(&house.group, one(&stands));
    let asks = |new| rules(decided(&ask(new), &world()));
    let new = asking("hall", 6);
    assert_eq!(
        asks(waiving("too_soon", new.clone())),
        [("waive", Code::NotEntitled)]
    );
    assert!(asks(on_behalf(new.clone())).contains(&("for", Code::NotEntitled)));
    let instead = NewBooking {
        replacing: in_place_of(&[&stands]),
        ..new
    };
    assert_eq!(asks(instead), [("replacing", Code::NotEntitled)]);
}

#[test]
fn a_request_over_an_approved_booking_or_too_close_to_it_is_refused() {
    let house = House::new();
    // Thursday from 18:00 to 20:00.
    let stands = booking(1, HALL, 30, Status::Approved);
    let world = || house.world(&house.group, one(&stands));
    let refused = decided(&ask(until_seven("hall")), &world());
    assert_eq!(in_the_way(refused), [ConflictKind::Booking]);
    let refused = decided(&ask(asking("hall", 3)), &world());
    assert_eq!(in_the_way(refused), [ConflictKind::Turnaround]);
    let refused = decided(&ask(until_seven("both")), &world());
    assert_eq!(
        in_the_way(refused),
        [ConflictKind::Booking],
        "its floor is part of both"
    );
    decided(&ask(until_seven("foyer")), &world()).unwrap();
}

#[test]
fn a_request_for_more_seats_or_things_than_are_left_is_refused() {
    let house = House::new();
    let many = Booking {
        attendees: 55,
        ..booking(1, DESKS, 30, Status::Approved)
    };
    let refused = decided(
        &ask(until_seven("desks")),
        &house.world(&house.group, one(&many)),
    );
    assert_eq!(in_the_way(refused), [ConflictKind::Seats]);
    let lends = Booking {
        stock: microphones(3),
        ..booking(1, FOYER, 30, Status::Approved)
    };
    let sings = |quantity| NewBooking {
        stock: microphones(quantity),
        ..until_seven("hall")
    };
    let world = || house.world(&house.group, one(&lends));
    let refused = decided(&ask(sings(2)), &world());
    assert_eq!(in_the_way(refused), [ConflictKind::Stock]);
    let foot = ask(sings(1)).footprint(&world().picture, &world().ground);
    assert_eq!(foot.unwrap().pools, [MICROPHONES]);
    decided(&ask(sings(1)), &world()).unwrap();
    let refused = decided(&ask(sings(5)), &world());
    assert_eq!(flaw(refused), ("stock", InvalidInput::AtMost { max: 4 }));
}

#[test]
fn a_request_in_place_of_others_ends_them_and_holds_places_for_their_groups() {
    let house = House::new();
    let stands = booking(1, HALL, 30, Status::Approved);
    let waits = booking(2, FOYER, 30, Status::Pending);
    let asks = ask(NewBooking {
        replacing: in_place_of(&[&stands, &waits]),
        ..until_seven("both")
    });
    let world = house.world(&house.manager, &[stands.clone(), waits.clone()]);
    let foot = asks.footprint(&world.picture, &world.ground).unwrap();
    let somewhere = |space| foot.wants.iter().any(|want| want.space == space);
    assert!(
        [HALL, FOYER, ROOM, STUDIO, DESKS]
            .into_iter()
            .all(somewhere)
    );
    let set = decided(&asks, &world).unwrap();
    let expected = [
        (stands.id, Status::Cancelled),
        (waits.id, Status::Rejected),
        (set.done.id, Status::Approved),
    ];
    assert_eq!(became(&set), expected);
    let held = set
        .changes
        .iter()
        .map(|one| one.instead.map(|one| one.held));
    assert!(
        held.eq([Some(3), Some(0), None]),
        "nobody had approved of the second"
    );
    assert!(acts(&set.changes[0]) == [(Action::Replace, Role::Venue)]);
    assert_eq!(
        told(&set),
        [Told::Requested(set.done.id)],
        "the others hear what is free"
    );
}

#[test]
fn only_what_is_in_the_way_makes_room_and_once() {
    let house = House::new();
    let stands = booking(1, HALL, 30, Status::Approved);
    let aside = booking(2, FOYER, 30, Status::Approved);
    let begun = booking(3, HALL, -1, Status::Approved);
    let all = [stands.clone(), aside.clone(), begun.clone()];
    let asks = |named: &[&Booking]| {
        let new = NewBooking {
            replacing: in_place_of(named),
            ..until_seven("hall")
        };
        flaw(decided(&ask(new), &house.world(&house.manager, &all)))
    };
    assert_eq!(
        asks(&[&stands, &stands]),
        ("replacing", InvalidInput::Twice)
    );
    assert_eq!(
        asks(&[&stands, &aside]),
        ("replacing", InvalidInput::NotInTheWay)
    );
    assert_eq!(asks(&[&begun]), ("replacing", InvalidInput::NotInTheWay));
    let unknown = booking(9, HALL, 30, Status::Approved);
    assert_eq!(asks(&[&unknown]), ("replacing", InvalidInput::Unknown));
}

#[test]
fn what_somebody_says_for_the_first_time_is_remembered() {
    let house = House::new();
    let asks = ask(NewBooking {
        phone: Some("+7 701 000 00 01".to_owned()),
        name: Some("Aigerim".to_owned()),
        ..asking("hall", 5)
    });
    let world = house.world(&house.group, &[]);
    let set = decided(&asks, &world).unwrap();
    // The account has a name already.
    let [OwnRow::Remembered { name, phone, .. }] = &*set.rows else {
        panic!("{:?}", set.rows)
    };
    assert_eq!((name, phone.is_some()), (&None, true));
    assert_eq!(set.done.contact_name, "Aigerim");
}

#[test]
fn a_request_is_decided_without_a_look_unless_something_has_to_make_room_or_is_waived() {
    let house = House::new();
    let stands = booking(1, HALL, 30, Status::Approved);
    let world = house.world(&house.manager, one(&stands));
    let at_once = |new| {
        let asks = ask(new);
        let at_once = asks.fast_path(&world.picture, &world.ground);
        at_once.map(|one| became(&one.set).len())
    };
    assert_eq!(at_once(asking("hall", 5)), Some(1));
    assert_eq!(at_once(waiving("quota", asking("hall", 5))), None);
    let instead = NewBooking {
        replacing: in_place_of(&[&stands]),
        ..until_seven("hall")
    };
    assert_eq!(at_once(instead), None);
}

#[test]
fn other_places_are_looked_for_as_it_was_asked_for() {
    let house = House::new();
    let world = house.world(&house.manager, &[]);
    let sought = ask(asking("hall", 5)).sought(&world.picture, &world.ground);
    assert!(sought.len() == 1 && sought[0].by_manager);
    let wrong = NewBooking {
        attendees: 0,
        ..asking("hall", 5)
    };
    assert!(ask(wrong).sought(&world.picture, &world.ground).is_empty());
}
