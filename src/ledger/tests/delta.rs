//! The difference of claims: what is given back and taken is exactly what lies between before and after.

use std::collections::BTreeSet;

use entity::{Booking, booking::ProposedMove, booking::Status};
use proptest::prelude::*;

use super::house::{BOTH, DESKS, FOYER, HALL, House, NOON, ROOM, booking, microphones};
use crate::{
    ledger::delta::{Claims, CountClaim, Delta, FloorClaim, claims_of},
    slot::Slot,
};

fn delta(house: &House, before: Option<&Booking>, after: &Booking) -> Delta {
    let mut delta = Delta::default();
    delta.add(&house.catalogue, before, after, NOON);
    delta
}

fn asking(of: Booking, space: entity::SpaceId, in_hours: i64) -> Booking {
    of.proposing(Some(ProposedMove {
        space_id: space,
        starts_at: NOON.plus_hours(in_hours),
        ends_at: NOON.plus_hours(in_hours + 2),
        layout: "theatre".to_owned(),
        holds: true,
        answer_by: NOON.plus_hours(1),
        of_series: false,
    }))
}

#[test]
fn a_yes_to_what_holds_already_claims_nothing() {
    let house = House::new();
    let before = booking(1, HALL, 30, Status::Pending);
    let after = booking(1, HALL, 30, Status::Approved);
    assert_eq!(delta(&house, Some(&before), &after), Delta::default());
}

#[test]
fn a_yes_to_what_competed_claims_its_floor_and_what_it_borrows() {
    let house = House::new();
    let before = Booking {
        stock: microphones(2),
        ..booking(1, ROOM, 30, Status::Pending)
    };
    let after = Booking {
        status: Status::Approved,
        ..before.clone()
    };
    let delta = delta(&house, Some(&before), &after);
    assert_eq!((delta.floor.len(), delta.counts.len()), (1, 1));
    assert!(delta.released.is_empty() && delta.recounted.is_empty());
}

#[test]
fn what_had_begun_and_is_given_up_forgets_its_floor() {
    let house = House::new();
    let before = booking(1, HALL, -1, Status::Approved);
    let after = booking(1, HALL, -1, Status::Cancelled);
    let gone = delta(&house, Some(&before), &after);
    assert_eq!(gone.released, BTreeSet::from([before.id]));
    assert_eq!(gone.given_up, BTreeSet::from([before.id]));
    let (before, after) = (
        booking(1, HALL, 1, Status::Approved),
        booking(1, HALL, 1, Status::Cancelled),
    );
    assert!(delta(&house, Some(&before), &after).given_up.is_empty());
}

#[test]
fn what_only_ends_earlier_stays_where_it_stands() {
    let house = House::new();
    let before = Booking {
        stock: microphones(1),
        ..booking(1, BOTH, 30, Status::Approved)
    };
    let after = Booking {
        ends_at: before.ends_at.plus_hours(-1),
        ..before.clone()
    };
    let delta = delta(&house, Some(&before), &after);
    assert_eq!(delta.shortened, [(before.id, after.ends_at)]);
    assert!(delta.released.is_empty() && delta.floor.is_empty() && delta.counts.is_empty());
}

#[test]
fn a_move_that_is_asked_for_keeps_only_what_the_booking_does_not_cover() {
    let house = House::new();
    let before = booking(1, HALL, 30, Status::Approved);
    let after = asking(before.clone(), BOTH, 31);
    let delta = delta(&house, Some(&before), &after);
    let kept: Vec<Slot> = delta.floor.iter().map(|(_, claim)| claim.slot).collect();
    assert_eq!(kept.len(), 2);
    assert!(delta.floor.iter().all(|(_, claim)| claim.proposed));
    let hour = |slot: &Slot| slot.length().whole_hours();
    assert_eq!(
        kept.iter().map(hour).sum::<i64>(),
        1 + 2,
        "the hour after it, and the foyer"
    );
}

#[test]
fn what_is_over_takes_no_floor_by_being_counted_after_all() {
    let house = House::new();
    let before = booking(1, HALL, -9, Status::NoShow);
    let after = booking(1, HALL, -9, Status::Completed);
    assert_eq!(delta(&house, Some(&before), &after), Delta::default());
}

#[test]
fn more_microphones_are_counted_anew_and_the_floor_stays() {
    let house = House::new();
    let before = booking(1, HALL, 30, Status::Approved);
    let after = Booking {
        stock: microphones(3),
        ..before.clone()
    };
    let taken = delta(&house, Some(&before), &after);
    assert!(taken.released.is_empty() && taken.floor.is_empty() && taken.recounted.is_empty());
    assert_eq!(taken.counts.len(), 1);
    let back = delta(&house, Some(&after), &before);
    assert_eq!(back.recounted, BTreeSet::from([before.id]));
}

fn any_booking() -> impl Strategy<Value = Booking> {
    let space = prop::sample::select(vec![HALL, FOYER, BOTH, ROOM, DESKS]);
    let status = prop::sample::select(vec![
        Status::Pending,
        Status::Approved,
        Status::CheckedIn,
        Status::Cancelled,
        Status::Withdrawn,
        Status::NoShow,
    ]);
    let asked = prop::option::of((prop::sample::select(vec![HALL, BOTH, ROOM]), 1_i64..6));
    (
        space,
        status,
        1_i64..6,
        1_i64..4,
        0..3,
        any::<bool>(),
        asked,
    )
        .prop_map(|(space, status, starts, hours, lent, circle, asked)| {
            let mut of = booking(1, space, starts, status);
            of.ends_at = of.starts_at.plus_hours(hours);
            if lent > 0 {
                of.stock = microphones(lent);
            }
            if circle {
                "circle".clone_into(&mut of.layout);
            }
            match asked {
                Some((space, at)) if status == Status::Approved => asking(of, space, at),
                _ => of,
            }
        })
}

/// What is held after the difference is written, as the database would: sorted.
fn applied(held: Claims, delta: &Delta, id: entity::BookingId) -> Claims {
    let mut held = held;
    if delta.released.contains(&id) {
        held = Claims::default();
    }
    if delta.recounted.contains(&id) {
        held.counts.clear();
    }
    if delta.kept_no_longer.contains(&id) {
        held.kept.clear();
    }
    for (_, end) in &delta.shortened {
        let cut = |slot: &mut Slot| slot.ends_at = slot.ends_at.min(*end);
        held.floor
            .iter_mut()
            .for_each(|claim: &mut FloorClaim| cut(&mut claim.slot));
        held.counts
            .iter_mut()
            .for_each(|claim: &mut CountClaim| cut(&mut claim.slot));
    }
    for (_, claim) in &delta.floor {
        let list = if claim.proposed {
            &mut held.kept
        } else {
            &mut held.floor
        };
        list.push(claim.clone());
    }
    held.counts
        .extend(delta.counts.iter().map(|(_, claim)| *claim));
    held.floor.sort();
    held.kept.sort();
    held.counts.sort();
    held
}

proptest! {
    #[test]
    fn whatever_changes_what_is_held_is_what_should_be(
        before in prop::option::of(any_booking()),
        after in any_booking(),
    ) {
        let house = House::new();
        let held = before
            .as_ref()
            .map_or_else(Claims::default, |before| claims_of(&house.catalogue, before));
        let delta = delta(&house, before.as_ref(), &after);
        prop_assert_eq!(applied(held, &delta, after.id), claims_of(&house.catalogue, &after));
    }

    #[test]
    fn what_stays_as_it_is_writes_nothing(booking in any_booking()) {
        let house = House::new();
        prop_assert_eq!(delta(&house, Some(&booking), &booking), Delta::default());
    }
}
