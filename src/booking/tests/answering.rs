//! A yes, a no, an end, and who came: what becomes of one booking.

use std::collections::BTreeSet;

use entity::{
    Booking,
    audit::{Action, Role},
    booking::Status,
    escalation::Became,
    space::{self, Unanswered},
};

use super::super::decide::decision::Decide;
use crate::{
    error::Error,
    ledger::{
        operation::{Operation, World},
        tests::{
            decided::{Told, acts, became, decided, flaw, in_the_way, one, only, state, told},
            house::{FOYER, HALL, House, NOON, ROOM, booking},
            inputs::{SERIES, date_of, dates, in_place_of, why},
        },
    },
    refusal::{rule::InvalidInput, state::StateRefusal},
    rules::{
        losing::{KnownLosers, WaitingAtVenue},
        reason::Reason,
    },
    venue::Space,
};

fn of(booking: &Booking, action: Action) -> Decide {
    Decide::new(booking.id, action, Reason::default())
}

fn because(booking: &Booking, action: Action) -> Decide {
    Decide::new(booking.id, action, why())
}

/// Nobody has answered it, and its time is over.
fn overdue(number: u128, space: entity::SpaceId) -> Booking {
    Booking {
        answer_by: Some(NOON.plus_hours(-1)),
        ..booking(number, space, 30, Status::Pending)
    }
}

#[test]
fn a_no_says_why_gives_the_place_back_and_is_told() {
    let house = House::new();
    let asked = booking(1, HALL, 30, Status::Pending);
    let world = || house.world(&house.manager, one(&asked));
    let silent = decided(&of(&asked, Action::Reject), &world());
    assert_eq!(flaw(silent), ("reason", InvalidInput::Missing));
    let set = decided(&because(&asked, Action::Reject), &world()).unwrap();
    assert_eq!(became(&set), [(asked.id, Status::Rejected)]);
    assert_eq!(set.done.reason_text, why().text);
    assert_eq!(set.done.decided_at, NOON);
    assert_eq!(
        told(&set),
        [Told::Changed(Action::Reject, Role::Venue, asked.id)]
    );
}

#[test]
fn a_group_takes_its_request_back_or_cancels_and_need_not_say_why() {
    let house = House::new();
    for (status, expected) in [
        (Status::Pending, Status::Withdrawn),
        (Status::Approved, Status::Cancelled),
    ] {
        let own = booking(1, HALL, 30, status);
        let world = house.world(&house.group, one(&own));
        let set = decided(&of(&own, Action::Cancel), &world).unwrap();
        assert_eq!(became(&set), [(own.id, expected)]);
        assert_eq!(acts(only(&set)), [(Action::Cancel, Role::Booker)]);
        assert_eq!(set.letters.len(), 1);
    }
}

#[test]
fn the_venue_says_why_it_cancels_and_rejects_what_only_waits() {
    let house = House::new();
    let stands = booking(1, HALL, 30, Status::Approved);
    let world = house.world(&house.manager, one(&stands));
    let silent = decided(&of(&stands, Action::Cancel), &world);
    assert_eq!(flaw(silent), ("reason", InvalidInput::Missing));
    let set = decided(&because(&stands, Action::Cancel), &world).unwrap();
    assert_eq!(
        told(&set),
        [Told::Changed(Action::Cancel, Role::Venue, stands.id)]
    );
    let waits = booking(1, HALL, 30, Status::Pending);
    let world = house.world(&house.manager, one(&waits));
    let refused = decided(&because(&waits, Action::Cancel), &world);
    assert_eq!(state(refused), StateRefusal::RejectInstead);
}

#[test]
fn what_was_rejected_waits_again_with_a_new_answer_time_where_its_place_is_free() {
    let house = House::new();
    let gone = Booking {
        reason_text: why().text,
        answer_by: Some(NOON.plus_hours(-5)),
        ..booking(1, HALL, 30, Status::Rejected)
    };
    let again = because(&gone, Action::Reopen);
    let set = decided(&again, &house.world(&house.manager, one(&gone))).unwrap();
    assert_eq!(became(&set), [(gone.id, Status::Pending)]);
    assert!(set.done.answer_by > Some(NOON));
    assert_eq!(set.done.reason_text, None, "that is why it was rejected");
    let other = booking(2, HALL, 31, Status::Approved);
    let refused = decided(&again, &house.world(&house.manager, &[gone, other]));
    assert!(!in_the_way(refused).is_empty());
}

#[test]
fn what_competes_waits_again_only_where_nobody_stands() {
    let house = House::new();
    let gone = booking(1, ROOM, 30, Status::Rejected);
    let again = because(&gone, Action::Reopen);
    let other = booking(2, ROOM, 31, Status::Approved);
    let refused = decided(&again, &house.world(&house.manager, &[gone.clone(), other]));
    assert!(!in_the_way(refused).is_empty());
    decided(&again, &house.world(&house.manager, one(&gone))).unwrap();
}

#[test]
fn what_was_cancelled_stands_again_and_takes_its_floor() {
    let house = House::new();
    let gone = booking(1, HALL, 30, Status::Cancelled);
    let world = house.world(&house.manager, one(&gone));
    let set = decided(&because(&gone, Action::Reopen), &world).unwrap();
    assert_eq!(became(&set), [(gone.id, Status::Approved)]);
}

#[test]
fn a_date_that_its_series_has_again_is_not_reopened() {
    let house = House::new();
    let [gone] = dates([booking(1, HALL, 30, Status::Cancelled)]);
    let mut world = house.world(&house.manager, one(&gone));
    let again = because(&gone, Action::Reopen);
    assert_eq!(state(decided(&again, &world)), StateRefusal::HadAgain);
    world.picture.dates.push(date_of(&gone));
    let set = decided(&again, &world).unwrap();
    assert_eq!(set.done.series_id, Some(SERIES));
}

#[test]
fn what_nobody_answered_ends_and_the_administrators_hear_of_it() {
    let house = House::new();
    let waits = overdue(1, HALL);
    let world = house.world(&house.service, one(&waits));
    let foot = of(&waits, Action::Expire).footprint(&world.picture, &world.ground);
    assert_eq!(foot.unwrap().waiting, [waits.id]);
    let set = decided(&of(&waits, Action::Expire), &world).unwrap();
    assert_eq!(became(&set), [(waits.id, Status::Expired)]);
    assert_eq!(only(&set).became, Some(Became::Expired));
    assert_eq!(
        told(&set),
        [Told::Changed(Action::Expire, Role::System, waits.id)]
    );
}

#[test]
fn who_was_told_that_another_was_given_the_time_is_not_told_again() {
    let house = House::new();
    let waits = overdue(1, ROOM);
    let world = World {
        given: BTreeSet::from([waits.id]),
        ..house.world(&house.service, one(&waits))
    };
    let set = decided(&of(&waits, Action::Expire), &world).unwrap();
    assert_eq!(became(&set), [(waits.id, Status::Expired)]);
    assert_eq!((told(&set).len(), only(&set).became), (0, None));
}

fn staying() -> House {
    House::with(|venue| {
        let spaces = venue.spaces.iter_mut();
        for space in spaces.filter(|one| one.row.id == HALL) {
            *space = std::sync::Arc::new(Space {
                row: space::Model {
                    unanswered: Unanswered::Stay,
                    ..space.row.clone()
                },
                ..Space::clone(space)
            });
        }
    })
}

#[test]
fn administrators_who_heard_of_it_while_it_waited_on_do_not_hear_of_it_again() {
    let house = staying();
    let waits = overdue(1, HALL);
    let told_before = |escalated| World {
        escalated,
        ..house.world(&house.service, one(&waits))
    };
    let over = of(&waits, Action::Expire);
    let set = decided(&over, &told_before(BTreeSet::from([waits.id]))).unwrap();
    assert_eq!((only(&set).became, set.letters.len()), (None, 1));
    let set = decided(&over, &told_before(BTreeSet::new())).unwrap();
    assert_eq!(only(&set).became, Some(Became::Expired));
}

#[test]
fn what_the_service_approves_is_told_to_both_and_to_the_administrators() {
    let house = House::new();
    let waits = overdue(1, HALL);
    let world = house.world(&house.service, one(&waits));
    let set = decided(&of(&waits, Action::Approve), &world).unwrap();
    assert_eq!(became(&set), [(waits.id, Status::Approved)]);
    assert_eq!(only(&set).became, Some(Became::Approved));
    assert_eq!(acts(only(&set)), [(Action::Approve, Role::System)]);
}

#[test]
fn a_yes_that_costs_somebody_something_asks_once_more() {
    let house = House::new();
    let (wins, loses) = (
        booking(1, ROOM, 30, Status::Pending),
        booking(2, ROOM, 31, Status::Pending),
    );
    let both = [wins.clone(), loses.clone()];
    let world = || World {
        field: Some(WaitingAtVenue {
            requests: both.to_vec(),
            ..WaitingAtVenue::default()
        }),
        ..house.world(&house.manager, &both)
    };
    let knowing = |codes: &str| Decide {
        known: Some(KnownLosers::of(codes)),
        ..of(&wins, Action::Approve)
    };
    let refused = decided(&knowing(""), &world());
    let Err(Error::Losing(all)) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(all[0].booking.id, loses.id);
    let set = decided(&knowing(&loses.code), &world()).unwrap();
    assert_eq!(
        became(&set),
        [(wins.id, Status::Approved)],
        "rivals are left as they are"
    );
    decided(&of(&wins, Action::Approve), &world()).expect("who need not have looked");
    let foot = knowing("").footprint(&world().picture, &world().ground);
    assert_eq!(foot.unwrap().losing.unwrap().dates, [wins.id]);
}

#[test]
fn who_comes_is_counted_and_saying_it_again_changes_nothing() {
    let house = House::new();
    let stands = booking(1, HALL, -1, Status::Approved);
    let came = |before: &Booking, attended| Decide {
        attended,
        ..of(before, Action::CheckIn)
    };
    let world = house.world(&house.manager, one(&stands));
    let set = decided(&came(&stands, Some(7)), &world).unwrap();
    assert_eq!(
        (set.done.status, set.done.attended),
        (Status::CheckedIn, Some(7))
    );
    let there = set.done;
    let world = house.world(&house.manager, one(&there));
    for known in [None, Some(7)] {
        let set = decided(&came(&there, known), &world).unwrap();
        assert!(set.changes.is_empty() && set.letters.is_empty());
    }
    let set = decided(&came(&there, Some(9)), &world).unwrap();
    assert_eq!(only(&set).after.attended, Some(9));
}

#[test]
fn who_did_not_come_gives_the_floor_back_and_who_came_after_all_needs_it() {
    let house = House::new();
    let stands = Booking {
        attended: Some(3),
        ..booking(1, HALL, -1, Status::CheckedIn)
    };
    let world = house.world(&house.manager, one(&stands));
    let set = decided(&of(&stands, Action::NoShow), &world).unwrap();
    assert_eq!((set.done.status, set.done.attended), (Status::NoShow, None));
    let gone = set.done;
    let other = booking(2, HALL, 0, Status::Approved);
    let back = of(&gone, Action::CheckIn);
    let both = [gone.clone(), other];
    let refused = decided(&back, &house.world(&house.manager, &both));
    assert!(!in_the_way(refused).is_empty());
    let set = decided(&back, &house.world(&house.manager, one(&gone))).unwrap();
    assert_eq!(set.done.status, Status::CheckedIn);
}

#[test]
fn what_is_over_is_only_counted_whoever_stood_there() {
    let house = House::new();
    let gone = booking(1, HALL, -9, Status::NoShow);
    let other = booking(2, HALL, -9, Status::Completed);
    let world = house.world(&house.manager, &[gone.clone(), other]);
    let set = decided(&of(&gone, Action::CheckIn), &world).unwrap();
    assert_eq!(became(&set), [(gone.id, Status::Completed)]);
    let ran = booking(1, HALL, -9, Status::Approved);
    let world = house.world(&house.service, one(&ran));
    let set = decided(&of(&ran, Action::Complete), &world).unwrap();
    assert_eq!(became(&set), [(ran.id, Status::Completed)]);
}

#[test]
fn whoever_has_no_part_in_it_finds_no_booking_and_a_group_answers_nothing() {
    let house = House::new();
    let theirs = Booking {
        booker_id: None,
        contact_email: None,
        ..booking(1, HALL, 30, Status::Approved)
    };
    let world = house.world(&house.group, one(&theirs));
    let refused = decided(&of(&theirs, Action::Cancel), &world);
    assert!(matches!(refused, Err(Error::NotFound)));
    let own = booking(1, HALL, 30, Status::Pending);
    let world = house.world(&house.group, one(&own));
    let refused = decided(&because(&own, Action::Reject), &world);
    assert!(matches!(refused, Err(Error::Forbidden)));
    let refused = decided(&of(&own, Action::Expire), &world);
    assert_eq!(state(refused), StateRefusal::OnlySystem);
}

#[test]
fn a_yes_to_a_move_puts_it_in_place_of_nobody() {
    let house = House::new();
    let other = booking(2, FOYER, 50, Status::Approved);
    let stands = super::altering::asks_to_go(booking(1, HALL, 30, Status::Approved), FOYER, 50);
    let yes = Decide {
        replacing: in_place_of(&[&other]),
        ..of(&stands, Action::Approve)
    };
    let world = house.world(&house.manager, &[stands, other]);
    let refused = decided(&yes, &world);
    assert_eq!(flaw(refused), ("replacing", InvalidInput::NotInTheWay));
}
