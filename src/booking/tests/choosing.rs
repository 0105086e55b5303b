//! A group that had to make room chooses among the places that are held for it.

use entity::{
    Booking, BookingId, SpaceId,
    audit::{Action, Role},
    booking::Status,
};

use super::super::decide::decision::Decide;
use crate::{
    ledger::{
        change::OwnRow,
        operation::World,
        tests::{
            decided::{Told, acts, became, decided, one, state, told},
            house::{FOYER, HALL, House, NOON, STUDIO, booking},
            inputs::{SERIES, date_of, dates, why},
        },
    },
    refusal::state::StateRefusal,
    rules::reason::Reason,
};

fn take(offer: &Booking) -> Decide {
    Decide::new(offer.id, Action::Approve, Reason::default())
}

/// Held for an hour for the group of another booking.
fn held(number: u128, space: SpaceId, of: BookingId) -> Booking {
    Booking {
        offer_of: Some(of),
        ..booking(number, space, 54, Status::Pending)
    }
}

/// The bookings as they are read with what is held for their groups.
fn world<'a>(
    house: &'a House,
    actor: &'a crate::account::Actor,
    named: &[Booking],
    held: &[Booking],
) -> World<'a> {
    let mut world = house.world(actor, &[named, held].concat());
    world.picture.held = held.to_vec();
    world
}

#[test]
fn who_takes_one_of_the_places_gives_the_others_back() {
    let house = House::new();
    let lost = booking(1, HALL, 30, Status::Cancelled);
    let offers = [held(2, FOYER, lost.id), held(3, STUDIO, lost.id)];
    let world = world(&house, &house.group, one(&lost), &offers);
    let set = decided(&take(&offers[0]), &world).unwrap();
    let expected = [
        (offers[1].id, Status::Withdrawn),
        (offers[0].id, Status::Approved),
    ];
    assert_eq!(became(&set), expected);
    // Nobody is told of what it leaves: it is no cancellation.
    assert_eq!(acts(&set.changes[0]), [(Action::Cancel, Role::System)]);
    assert_eq!(
        told(&set),
        [Told::Changed(Action::Approve, Role::Booker, offers[0].id)]
    );
    assert_eq!(set.done.status, Status::Approved);
}

#[test]
fn a_place_whose_time_is_over_is_left_to_lapse_and_not_taken() {
    let house = House::new();
    let lost = booking(1, HALL, 30, Status::Cancelled);
    let mut offers = [held(2, FOYER, lost.id), held(3, STUDIO, lost.id)];
    offers[1].answer_by = Some(NOON);
    let world = world(&house, &house.group, one(&lost), &offers);
    let set = decided(&take(&offers[0]), &world).unwrap();
    assert_eq!(became(&set), [(offers[0].id, Status::Approved)]);
    let late = decided(&take(&offers[1]), &world);
    assert_eq!(state(late), StateRefusal::OfferOver);
}

#[test]
fn who_has_something_elsewhere_changes_places_unless_it_has_begun_there() {
    let house = House::new();
    let elsewhere = booking(1, HALL, 30, Status::Approved);
    let offers = [held(2, FOYER, elsewhere.id)];
    let there = world(&house, &house.group, one(&elsewhere), &offers);
    let set = decided(&take(&offers[0]), &there).unwrap();
    let expected = [
        (elsewhere.id, Status::Cancelled),
        (offers[0].id, Status::Approved),
    ];
    assert_eq!(became(&set), expected);
    // The calendar of the group has to know.
    let cancelled = Told::Changed(Action::Cancel, Role::Booker, elsewhere.id);
    assert_eq!(told(&set)[0], cancelled);
    let begun = booking(1, HALL, -1, Status::Approved);
    let there = world(&house, &house.group, one(&begun), &offers);
    assert_eq!(
        state(decided(&take(&offers[0]), &there)),
        StateRefusal::OfferOver
    );
}

#[test]
fn a_date_that_a_series_lost_is_had_by_the_place_that_is_taken() {
    let house = House::new();
    let [lost] = dates([booking(1, HALL, 30, Status::Cancelled)]);
    let offers = [held(2, FOYER, lost.id)];
    let mut world = world(&house, &house.group, one(&lost), &offers);
    world.picture.dates = vec![date_of(&lost)];
    let set = decided(&take(&offers[0]), &world).unwrap();
    assert_eq!(set.done.series_id, Some(SERIES));
    let [OwnRow::DateHad(date)] = &*set.rows else {
        panic!("{:?}", set.rows)
    };
    assert_eq!(date.booking_id, Some(offers[0].id));
}

#[test]
fn who_has_the_old_place_back_is_held_nothing_any_more() {
    let house = House::new();
    let lost = booking(1, HALL, 30, Status::Cancelled);
    let offers = [held(2, FOYER, lost.id)];
    let world = world(&house, &house.manager, one(&lost), &offers);
    let back = Decide::new(lost.id, Action::Reopen, why());
    let set = decided(&back, &world).unwrap();
    let expected = [
        (offers[0].id, Status::Withdrawn),
        (lost.id, Status::Approved),
    ];
    assert_eq!(became(&set), expected);
}

#[test]
fn what_is_held_is_not_the_venues_to_answer_but_to_take_back() {
    let house = House::new();
    let offer = held(2, FOYER, booking(1, HALL, 30, Status::Cancelled).id);
    let world = house.world(&house.manager, one(&offer));
    let no = Decide::new(offer.id, Action::Reject, why());
    assert_eq!(state(decided(&no, &world)), StateRefusal::Offered);
    let world = house.world(&house.group, one(&offer));
    let leaves = Decide::new(offer.id, Action::Cancel, Reason::default());
    let set = decided(&leaves, &world).unwrap();
    assert_eq!(became(&set), [(offer.id, Status::Withdrawn)]);
}
