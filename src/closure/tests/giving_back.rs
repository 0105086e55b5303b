//! What a closure gives back soon after it took it goes to those who had made way for it.

use entity::{
    AuditId, Booking, HitId,
    audit::{Action, Role},
    booking::Status,
    closure_hit::{self, Outcome},
};
use uuid::Uuid;

use super::{
    super::{
        close::{Close, CloseKind},
        input::Say,
    },
    closing::{CLOSURE, closed},
};
use crate::{
    ledger::{
        operation::{Operation, World},
        tests::{
            decided::{Told, acts, became, decided, one, only, told},
            house::{FOYER, HALL, House, NOON, booking},
        },
    },
    slot::Slot,
};

const HIT: u128 = 500;

fn end() -> Close {
    Close {
        what: CloseKind::End(CLOSURE),
        say: Say::default(),
    }
}

/// The hit of a booking that stood in the hall on Thursday at 18:00, an hour ago.
fn hit(of: &Booking, outcome: Outcome) -> closure_hit::Model {
    closure_hit::Model {
        id: HitId(Uuid::from_u128(HIT + of.id.0.as_u128())),
        closure_id: CLOSURE,
        booking_id: of.id,
        at: NOON.plus_hours(-1),
        space_id: HALL,
        starts_at: NOON.plus_hours(30),
        ends_at: NOON.plus_hours(32),
        outcome,
        told_at: None,
        told_by: None,
    }
}

/// The closure of the hall that was theirs, and who made way for it.
fn world<'a>(house: &'a House, bookings: &[Booking], hits: &[closure_hit::Model]) -> World<'a> {
    let mut world = house.world(&house.manager, bookings);
    world.picture.closure = Some(closed(HALL, 28, 34));
    world.picture.hits = hits.to_vec();
    world
}

#[test]
fn a_request_that_was_rejected_for_it_waits_again() {
    let house = House::new();
    let gone = booking(1, HALL, 30, Status::Rejected);
    let world = world(&house, one(&gone), &[hit(&gone, Outcome::Cancelled)]);
    let foot = end().footprint(&world.picture, &world.ground).unwrap();
    assert_eq!(foot.wants[0].slot, Slot::of(&gone));
    assert!(foot.closing.unwrap().owed.contains(&gone.id));
    let set = decided(&end(), &world).unwrap();
    assert_eq!(became(&set), [(gone.id, Status::Pending)]);
    assert!(only(&set).after.answer_by > Some(NOON));
    assert_eq!(
        told(&set),
        [Told::Changed(Action::Reopen, Role::Venue, gone.id)]
    );
}

#[test]
fn what_was_approved_is_held_for_its_group() {
    let house = House::new();
    let gone = booking(1, HALL, 30, Status::Cancelled);
    let moved = booking(2, FOYER, 60, Status::Approved);
    for (of, outcome) in [(gone, Outcome::Cancelled), (moved, Outcome::Moved)] {
        let set = decided(&end(), &world(&house, one(&of), &[hit(&of, outcome)])).unwrap();
        let offer = &only(&set).after;
        assert_eq!((offer.offer_of, offer.space_id), (Some(of.id), HALL));
        assert_eq!((offer.status, offer.holds), (Status::Pending, true));
        assert!(offer.answer_by <= Some(NOON.plus_hours(24)));
        assert_eq!(acts(only(&set)), [(Action::Offer, Role::Venue)]);
        assert_eq!(told(&set), [Told::FreeAgain]);
    }
}

#[test]
fn who_came_first_has_it_back_and_what_is_no_longer_free_is_passed_over() {
    let house = House::new();
    let both = [
        booking(1, HALL, 30, Status::Cancelled),
        booking(2, HALL, 30, Status::Rejected),
    ];
    let hits = both.each_ref().map(|one| hit(one, Outcome::Cancelled));
    let set = decided(&end(), &world(&house, &both, &hits)).unwrap();
    assert_eq!(only(&set).after.offer_of, Some(both[0].id));
    let other = booking(9, HALL, 31, Status::Approved);
    let set = decided(
        &end(),
        &world(&house, &[both[0].clone(), other], &hits[..1]),
    )
    .unwrap();
    assert!(set.changes.is_empty() && set.letters.is_empty());
}

#[test]
fn who_has_had_the_choice_or_has_taken_something_is_not_asked_again() {
    let house = House::new();
    let gone = booking(1, HALL, 30, Status::Cancelled);
    let offered = |space, in_hours, status| Booking {
        offer_of: Some(gone.id),
        ..booking(5, space, in_hours, status)
    };
    let given = |offer: Booking| {
        let mut world = world(&house, one(&gone), &[hit(&gone, Outcome::Cancelled)]);
        world.closed.offers = vec![offer];
        decided(&end(), &world).unwrap().changes.len()
    };
    assert_eq!(
        given(offered(HALL, 30, Status::Withdrawn)),
        0,
        "the same place"
    );
    assert_eq!(
        given(offered(FOYER, 50, Status::Approved)),
        0,
        "it has another"
    );
    assert_eq!(given(offered(FOYER, 50, Status::Expired)), 1);
}

#[test]
fn who_was_decided_on_since_stands_again_or_left_in_another_way_has_nothing_back() {
    let house = House::new();
    let given = |of: &Booking, outcome| {
        let world = world(&house, one(of), &[hit(of, outcome)]);
        decided(&end(), &world).unwrap().changes.len()
    };
    let stands = booking(1, HALL, 30, Status::Approved);
    assert_eq!(given(&stands, Outcome::Moved), 0, "it is back there");
    let left = booking(1, FOYER, 60, Status::Cancelled);
    assert_eq!(given(&left, Outcome::Moved), 0, "its group has cancelled");
    let begun = booking(1, FOYER, -1, Status::Approved);
    assert_eq!(given(&begun, Outcome::Moved), 0, "it has begun elsewhere");
    assert_eq!(
        given(&booking(1, FOYER, 60, Status::Approved), Outcome::Declined),
        0
    );
    let gone = booking(1, HALL, 30, Status::Rejected);
    let mut world = world(&house, one(&gone), &[hit(&gone, Outcome::Cancelled)]);
    let line = AuditId(Uuid::from_u128(HIT + 100));
    world.closed.reopened.insert(gone.id, line);
    let set = decided(&end(), &world).unwrap();
    assert!(
        set.changes.is_empty(),
        "it was reopened and rejected for something else"
    );
}

#[test]
fn what_was_taken_two_days_ago_or_is_still_closed_is_given_back_to_nobody() {
    let house = House::new();
    let gone = booking(1, HALL, 30, Status::Rejected);
    let long_ago = closure_hit::Model {
        at: NOON.plus_hours(-48),
        ..hit(&gone, Outcome::Cancelled)
    };
    let set = decided(&end(), &world(&house, one(&gone), &[long_ago])).unwrap();
    assert!(set.changes.is_empty());
    let lately = closure_hit::Model {
        at: NOON.plus_hours(-47),
        ..hit(&gone, Outcome::Cancelled)
    };
    let mut world = world(&house, one(&gone), &[lately]);
    assert_eq!(decided(&end(), &world).unwrap().changes.len(), 1);
    let mut other = closed(HALL, 20, 31);
    other.row.id = entity::ClosureId(Uuid::from_u128(71));
    world.closed.others = vec![other];
    assert!(decided(&end(), &world).unwrap().changes.is_empty());
}

#[test]
fn one_that_was_moved_away_twice_is_held_one_place() {
    let house = House::new();
    let moved = booking(1, FOYER, 60, Status::Approved);
    let first = hit(&moved, Outcome::Moved);
    let again = closure_hit::Model {
        id: HitId(Uuid::from_u128(HIT + 50)),
        ..first.clone()
    };
    let set = decided(&end(), &world(&house, one(&moved), &[first, again])).unwrap();
    assert_eq!(set.changes.len(), 1);
}
