//! A message about a booking, and what it does to the time in which the booking is answered.

use entity::{
    Booking,
    audit::{Action, Role},
    booking::Status,
};

use super::super::message::{NewMessage, Writing};
use crate::{
    account::Actor,
    error::Error,
    ledger::{
        change::OwnRow,
        operation::Operation,
        tests::{
            decided::{Told, acts, decided, flaw, one, only, told},
            house::{HALL, House, NOON, booking},
        },
    },
    refusal::rule::InvalidInput,
};

fn write(about: &Booking, text: &str) -> Writing {
    Writing {
        id: about.id,
        new: NewMessage {
            text: text.to_owned(),
            internal: false,
        },
    }
}

fn by(
    house: &House,
    actor: &Actor,
    about: &Booking,
) -> crate::ledger::change::ChangeSet<super::super::Message> {
    decided(
        &write(about, "Қанша адам?"),
        &house.world(actor, one(about)),
    )
    .unwrap()
}

#[test]
fn the_answer_of_a_group_that_was_asked_lets_the_clock_run_on() {
    let house = House::new();
    let waits = booking(1, HALL, 76, Status::Pending);
    let asked = by(&house, &house.manager, &waits);
    assert_eq!(acts(only(&asked)), [(Action::Ask, Role::Venue)]);
    let asked = &only(&asked).after;
    assert_eq!(
        (asked.asked_at, asked.asked_answer_by),
        (Some(NOON), waits.answer_by)
    );
    let answered = by(&house, &house.group, asked);
    assert_eq!(acts(only(&answered)), [(Action::Answer, Role::Booker)]);
    let after = &only(&answered).after;
    assert_eq!((after.asked_at, after.asked_answer_by), (None, None));
    assert!(after.answer_by >= waits.answer_by);
    assert_eq!(told(&answered), [Told::Wrote(Role::Booker)]);
}

#[test]
fn what_nobody_waits_for_is_only_a_message() {
    let house = House::new();
    let waits = booking(1, HALL, 76, Status::Pending);
    let stands = booking(1, HALL, 76, Status::Approved);
    let over = Booking {
        answer_by: Some(NOON),
        ..waits.clone()
    };
    let unasked = by(&house, &house.group, &waits);
    let about_what_stands = by(&house, &house.manager, &stands);
    let too_late = by(&house, &house.manager, &over);
    for set in [unasked, about_what_stands, too_late] {
        assert!(set.changes.is_empty());
        assert_eq!(set.letters.len(), 1);
        assert!(matches!(&*set.rows, [OwnRow::Message { .. }]));
    }
}

#[test]
fn a_second_question_stops_no_clock_that_stands() {
    let house = House::new();
    let waits = booking(1, HALL, 76, Status::Pending);
    let asked = by(&house, &house.manager, &waits);
    let again = by(&house, &house.manager, &only(&asked).after);
    assert!(again.changes.is_empty());
    assert_eq!(told(&again), [Told::Wrote(Role::Venue)]);
}

#[test]
fn a_group_writes_no_notes_of_the_house_and_nobody_writes_nothing() {
    let house = House::new();
    let waits = booking(1, HALL, 76, Status::Pending);
    let mut note = write(&waits, "Есте болсын");
    note.new.internal = true;
    let world = house.world(&house.group, one(&waits));
    assert!(matches!(decided(&note, &world), Err(Error::Forbidden)));
    let silent = decided(&write(&waits, "  "), &world);
    assert_eq!(flaw(silent), ("text", InvalidInput::Missing));
    let foot = write(&waits, "Сәлем")
        .footprint(&world.picture, &world.ground)
        .unwrap();
    assert!(
        foot.pace.is_some(),
        "a group's messages of an hour are counted"
    );
    let anonymous = Actor::anonymous();
    let world = house.world(&anonymous, one(&waits));
    assert!(matches!(
        decided(&write(&waits, "Сәлем"), &world),
        Err(Error::Unauthenticated)
    ));
}
