//! Somebody asks for every date of a rule.

use entity::{Booking, BookingId, booking::Status};
use uuid::Uuid;

use super::super::{create::Create, new::OnConflict};
use crate::{
    booking::NewBooking,
    ledger::{
        change::OwnRow,
        operation::{Operation, World},
        tests::{
            decided::{Told, became, decided, one, rules, told, verdicts},
            house::{HALL, House, NOON, booking},
            inputs::saturdays,
        },
    },
    quota::open_requests::Used,
    refusal::{dates::DateVerdict, rule::Code},
    rules::allowance::Held,
    series::NewSeries,
    slot::Slot,
};

/// Hours from now until the first Saturday at 16:00, and a week.
const SATURDAY: i64 = 76;
const WEEK: i64 = 168;

fn create(new: NewSeries) -> Create {
    Create { new }
}

fn skipping(new: NewSeries) -> Create {
    create(NewSeries {
        on_conflict: OnConflict::Skip,
        ..new
    })
}

/// Thursdays instead.
fn from_tomorrow(new: NewSeries) -> NewSeries {
    let mut new = new;
    new.rule.starts = "2026-12-03T16:00".to_owned();
    new.rule.ends = "2026-12-03T18:00".to_owned();
    new
}

#[test]
fn all_dates_are_asked_for_at_once_wait_by_one_clock_and_are_told_of_in_one_mail() {
    let house = House::new();
    let world = house.world(&house.group, &[]);
    let asks = create(from_tomorrow(saturdays("hall", 3)));
    let foot = asks.footprint(&world.picture, &world.ground).unwrap();
    assert_eq!((foot.wants.len(), foot.open_requests.is_some()), (3, true));
    let set = decided(&asks, &world).unwrap();
    let made: Vec<&Booking> = set.changes.iter().map(|one| &one.after).collect();
    assert_eq!(made.len(), 3);
    let series = Some(set.done.row.id);
    assert!(
        made.iter()
            .all(|one| one.series_id == series && one.status == Status::Pending)
    );
    // The first is tomorrow: alone the others would have more time.
    let clock = (made[0].answer_by, made[0].remind_at);
    assert!(
        made.iter()
            .all(|one| (one.answer_by, one.remind_at) == clock)
    );
    assert!(clock.0.is_some_and(|by| by < made[0].starts_at));
    assert_eq!(told(&set), [Told::SeriesRequested(3)]);
    let [OwnRow::Series(row), OwnRow::SeriesDates(dates)] = &*set.rows else {
        panic!("{:?}", set.rows)
    };
    assert_eq!(Some(row.id), series);
    assert!(dates.iter().all(|date| date.booking_id.is_some()));
    assert!(set.done.bookings().eq(made));
}

#[test]
fn one_date_that_is_taken_refuses_all_of_them_and_tells_which() {
    let house = House::new();
    let taken = booking(1, HALL, SATURDAY + WEEK, Status::Approved);
    let world = house.world(&house.group, one(&taken));
    let refused = decided(&create(saturdays("hall", 3)), &world);
    let expected = [DateVerdict::Free, DateVerdict::Taken, DateVerdict::Free];
    assert_eq!(verdicts(refused), expected);
}

#[test]
fn who_does_not_need_all_dates_gets_those_that_are_free_and_the_series_knows_the_other() {
    let house = House::new();
    let taken = booking(1, HALL, SATURDAY + WEEK, Status::Approved);
    let world = house.world(&house.group, one(&taken));
    let set = decided(&skipping(saturdays("hall", 3)), &world).unwrap();
    assert_eq!(set.changes.len(), 2);
    let OwnRow::SeriesDates(dates) = &set.rows[1] else {
        panic!("{:?}", set.rows)
    };
    let had: Vec<bool> = dates.iter().map(|date| date.booking_id.is_some()).collect();
    assert_eq!(had, [true, false, true]);
    assert_eq!(set.done.dates[1].outcome.verdict(), DateVerdict::Taken);
    assert_eq!(
        told(&set),
        [Told::SeriesRequested(3)],
        "what it did not get too"
    );
}

#[test]
fn nobody_gets_a_series_without_any_date() {
    let house = House::new();
    let taken = [0, WEEK].map(|later| {
        let number = if later == 0 { 1 } else { 2 };
        booking(number, HALL, SATURDAY + later, Status::Approved)
    });
    let world = house.world(&house.group, &taken);
    let refused = decided(&skipping(saturdays("hall", 2)), &world);
    assert_eq!(verdicts(refused), [DateVerdict::Taken, DateVerdict::Taken]);
}

/// A house that allows so many hours a month, to somebody who has two of December.
fn limited(house: &House) -> World<'_> {
    let starts_at = NOON.plus_hours(30);
    World {
        held: vec![Held {
            id: BookingId(Uuid::from_u128(50)),
            space: HALL,
            by_booker: true,
            stands: Slot {
                starts_at,
                ends_at: starts_at.plus_hours(2),
            },
            asked: None,
        }],
        ..house.world(&house.group, &[])
    }
}

#[test]
fn the_third_date_of_a_month_is_more_than_the_managers_allow() {
    let house = House::with(|venue| venue.quotas.hours_per_month = Some(6));
    let refused = decided(&create(saturdays("hall", 3)), &limited(&house));
    let expected = [DateVerdict::Free, DateVerdict::Free, DateVerdict::Rule];
    assert_eq!(verdicts(refused), expected);
    // The fifth Saturday is in January.
    let set = decided(&skipping(saturdays("hall", 5)), &limited(&house)).unwrap();
    assert_eq!(set.changes.len(), 3);
    assert_eq!(set.changes[2].after.starts, "2027-01-02T16:00");
}

#[test]
fn a_manager_waives_the_quota_for_the_date_that_exceeds_it_alone() {
    let house = House::with(|venue| venue.quotas.hours_per_month = Some(6));
    let mut new = saturdays("hall", 3);
    new.booking = NewBooking {
        on_behalf: Some(crate::booking::OnBehalf {
            name: "Marat".to_owned(),
            email: Some("marat@test.example".to_owned()),
            ..Default::default()
        }),
        waive: vec!["quota".to_owned()],
        waive_reason: Some("Қала күні".to_owned()),
        ..new.booking
    };
    let world = World {
        held: limited(&house).held,
        ..house.world(&house.manager, &[])
    };
    let set = decided(&create(new), &world).unwrap();
    let waived = set.changes.iter().map(|one| one.after.waived.0.len());
    assert!(waived.eq([0, 0, 1]));
    assert!(
        set.changes
            .iter()
            .all(|one| one.after.status == Status::Approved)
    );
}

#[test]
fn who_waits_for_enough_answers_gets_no_series() {
    let house = House::new();
    let world = World {
        used: Used {
            open_requests_per_venue: 3,
            open_requests: 3,
        },
        ..house.world(&house.group, &[])
    };
    let refused = decided(&create(saturdays("hall", 3)), &world);
    assert_eq!(rules(refused), [("space", Code::Quota)]);
}

#[test]
fn what_every_date_breaks_is_said_once_and_what_only_some_break_of_these() {
    let house = House::new();
    let world = house.world(&house.group, &[]);
    let mut crowd = saturdays("hall", 3);
    crowd.booking.attendees = 61;
    let refused = decided(&create(crowd), &world);
    assert_eq!(rules(refused), [("attendees", Code::TooManyPeople)]);
    let mut soon = saturdays("hall", 2);
    soon.rule.starts = "2026-12-03T10:00".to_owned();
    soon.rule.ends = "2026-12-03T11:00".to_owned();
    let refused = decided(&create(soon.clone()), &world);
    assert_eq!(verdicts(refused), [DateVerdict::Rule, DateVerdict::Free]);
    let set = decided(&skipping(soon), &world).unwrap();
    assert_eq!(became(&set).len(), 1);
}

#[test]
fn other_places_are_looked_for_date_by_date() {
    let house = House::new();
    let world = house.world(&house.group, &[]);
    let sought = create(saturdays("hall", 3)).sought(&world.picture, &world.ground);
    assert_eq!(sought.len(), 3);
    assert!(sought.iter().all(|one| one.booking.series_id.is_none()));
}
