//! One decision on all dates of a series, or on many.

use std::collections::BTreeSet;

use entity::{
    Booking, BookingId,
    audit::{Action, Role},
    booking::Status,
    escalation::Became,
};
use time::macros::date;

use super::super::decide::{chosen::SeriesDecision, decision::DecideAll};
use crate::{
    error::Error,
    ledger::{
        change::Letter,
        operation::{Operation, World},
        tests::{
            decided::{Told, acts, became, decided, flaw, state, told, verdicts},
            house::{HALL, House, NOON, ROOM, booking},
            inputs::{SERIES, dates, why},
        },
    },
    mail::SeriesNews,
    refusal::{dates::DateVerdict, rule::InvalidInput, state::StateRefusal},
    rules::{
        losing::{KnownLosers, WaitingAtVenue},
        reason::Reason,
    },
};

const WEEK: i64 = 168;
const SECOND: time::Date = date!(2026 - 12 - 10);

fn decide(deed: SeriesDecision, reason: Reason) -> DecideAll {
    DecideAll {
        id: SERIES,
        deed,
        reason,
        missed: Vec::new(),
    }
}

fn approve(except: &[time::Date]) -> DecideAll {
    let deed = SeriesDecision::Approve {
        except: except.to_vec(),
        known: None,
    };
    decide(deed, Reason::default())
}

fn cancel(from: Option<time::Date>, reason: Reason) -> DecideAll {
    decide(SeriesDecision::Cancel { from }, reason)
}

fn by_itself(action: Action, due: &[BookingId]) -> DecideAll {
    let due = due.to_vec();
    decide(SeriesDecision::ByItself { action, due }, Reason::default())
}

/// Three Thursdays at 18:00.
fn thursdays(space: entity::SpaceId, status: Status) -> [Booking; 3] {
    dates([0, 1, 2].map(|week: i64| {
        let number = u128::from(week.unsigned_abs()) + 1;
        booking(number, space, 30 + WEEK * week, status)
    }))
}

#[test]
fn a_yes_to_a_series_is_one_to_every_date_that_waits_in_one_mail() {
    let house = House::new();
    let mut three = thursdays(HALL, Status::Pending);
    three[0].status = Status::Withdrawn;
    let world = house.world_of_series(&house.manager, &three, &[]);
    let set = decided(&approve(&[]), &world).unwrap();
    let expected = [
        (three[1].id, Status::Approved),
        (three[2].id, Status::Approved),
    ];
    assert_eq!(became(&set), expected);
    assert_eq!(told(&set), [Told::Series(SeriesNews::Approved, 2)]);
    assert_eq!(set.done.bookings().count(), 3);
}

#[test]
fn a_date_that_is_left_out_of_a_yes_is_rejected_in_the_same_mail() {
    let house = House::new();
    let three = thursdays(HALL, Status::Pending);
    let world = house.world_of_series(&house.manager, &three, &[]);
    let with_a_word = DecideAll {
        reason: Reason::word(Some("Күтеміз".to_owned())),
        ..approve(&[SECOND])
    };
    let set = decided(&with_a_word, &world).unwrap();
    let rejected = &set.changes[1];
    assert_eq!(acts(rejected), [(Action::Reject, Role::Venue)]);
    assert_eq!(rejected.acts[0].reason, Reason::default(), "it is not why");
    assert_eq!(rejected.after.reason_text, None);
    let [Letter::Series(letter)] = &*set.letters else {
        panic!("{:?}", told(&set))
    };
    assert_eq!((letter.bookings.len(), letter.others.len()), (2, 1));
    assert_eq!(letter.known.len(), 2);
    let unknown = decided(&approve(&[date!(2026 - 12 - 11)]), &world);
    assert_eq!(flaw(unknown), ("except", InvalidInput::Unknown));
    let all = [date!(2026 - 12 - 03), SECOND, date!(2026 - 12 - 17)];
    assert_eq!(
        flaw(decided(&approve(&all), &world)),
        ("except", InvalidInput::NothingLeft)
    );
}

#[test]
fn a_yes_to_dates_of_which_one_cannot_be_had_any_more_is_refused_with_each_of_them() {
    let house = House::new();
    let three = thursdays(ROOM, Status::Pending);
    let other = booking(9, ROOM, 31 + WEEK, Status::Approved);
    let world = house.world_of_series(&house.manager, &three, &[other]);
    let refused = decided(&approve(&[]), &world);
    let expected = [DateVerdict::Free, DateVerdict::Taken, DateVerdict::Free];
    assert_eq!(verdicts(refused), expected);
    let set = decided(&approve(&[SECOND]), &world).unwrap();
    assert_eq!(set.changes.len(), 3, "without it the rest stands");
}

#[test]
fn a_yes_that_costs_somebody_something_asks_once_more() {
    let house = House::new();
    let three = thursdays(ROOM, Status::Pending);
    let loses = booking(9, ROOM, 31, Status::Pending);
    let yes = |codes: &str| {
        let known = Some(KnownLosers::of(codes));
        decide(
            SeriesDecision::Approve {
                except: Vec::new(),
                known,
            },
            Reason::default(),
        )
    };
    let world = World {
        field: Some(WaitingAtVenue {
            requests: [&three[..], std::slice::from_ref(&loses)].concat(),
            ..WaitingAtVenue::default()
        }),
        ..house.world_of_series(&house.manager, &three, std::slice::from_ref(&loses))
    };
    let refused = decided(&yes(""), &world);
    assert!(matches!(refused, Err(Error::Losing(all)) if all.len() == 1));
    decided(&yes(&loses.code), &world).unwrap();
    let foot = yes("").footprint(&world.picture, &world.ground).unwrap();
    assert_eq!(foot.losing.unwrap().dates.len(), 3);
}

#[test]
fn a_no_to_a_series_says_why_in_one_mail() {
    let house = House::new();
    let three = thursdays(HALL, Status::Pending);
    let world = house.world_of_series(&house.manager, &three, &[]);
    let silent = decided(&decide(SeriesDecision::Reject, Reason::default()), &world);
    assert_eq!(flaw(silent), ("reason", InvalidInput::Missing));
    let set = decided(&decide(SeriesDecision::Reject, why()), &world).unwrap();
    assert!(became(&set).iter().all(|one| one.1 == Status::Rejected));
    assert_eq!(told(&set), [Told::Series(SeriesNews::Rejected, 3)]);
    let done = thursdays(HALL, Status::Approved);
    let world = house.world_of_series(&house.manager, &done, &[]);
    let refused = decided(&decide(SeriesDecision::Reject, why()), &world);
    assert_eq!(state(refused), StateRefusal::NotPending(Status::Approved));
}

#[test]
fn a_group_ends_its_series_from_a_date_on_and_both_sides_are_told() {
    let house = House::new();
    let mut three = thursdays(HALL, Status::Approved);
    three[2].status = Status::Pending;
    let world = house.world_of_series(&house.group, &three, &[]);
    let set = decided(&cancel(Some(SECOND), Reason::default()), &world).unwrap();
    let expected = [
        (three[1].id, Status::Cancelled),
        (three[2].id, Status::Withdrawn),
    ];
    assert_eq!(became(&set), expected);
    let to = [SeriesNews::CancelledByYou, SeriesNews::CancelledByGroup];
    assert_eq!(told(&set), to.map(|news| Told::Series(news, 2)));
}

#[test]
fn the_venue_ends_a_series_with_a_reason_and_rejects_what_waits() {
    let house = House::new();
    let mut three = thursdays(HALL, Status::Approved);
    three[2].status = Status::Pending;
    let world = house.world_of_series(&house.manager, &three, &[]);
    let silent = decided(&cancel(None, Reason::default()), &world);
    assert_eq!(flaw(silent), ("reason", InvalidInput::Missing));
    let set = decided(&cancel(None, why()), &world).unwrap();
    let expected = [Status::Cancelled, Status::Cancelled, Status::Rejected];
    assert!(became(&set).iter().map(|one| one.1).eq(expected));
    assert_eq!(told(&set), [Told::Series(SeriesNews::CancelledByVenue, 3)]);
}

#[test]
fn what_has_begun_of_a_series_is_not_cancelled_with_the_rest() {
    let house = House::new();
    let both = dates([
        booking(1, HALL, -1, Status::Approved),
        booking(2, HALL, WEEK - 1, Status::Approved),
    ]);
    let world = house.world_of_series(&house.group, &both, &[]);
    let set = decided(&cancel(None, Reason::default()), &world).unwrap();
    assert_eq!(became(&set), [(both[1].id, Status::Cancelled)]);
    let begun = house.world_of_series(&house.group, &both[..1], &[]);
    let refused = decided(&cancel(None, Reason::default()), &begun);
    assert_eq!(state(refused), StateRefusal::HasBegun);
    let over = thursdays(HALL, Status::Rejected);
    let over = house.world_of_series(&house.group, &over, &[]);
    let refused = decided(&cancel(None, Reason::default()), &over);
    assert_eq!(
        state(refused),
        StateRefusal::NotCancellable(Status::Rejected)
    );
}

fn overdue(space: entity::SpaceId) -> [Booking; 3] {
    thursdays(space, Status::Pending).map(|one| Booking {
        answer_by: Some(NOON),
        ..one
    })
}

#[test]
fn what_nobody_answered_of_a_series_ends_in_one_mail() {
    let house = House::new();
    let three = overdue(HALL);
    let ids: Vec<BookingId> = three.iter().map(|one| one.id).collect();
    let world = house.world_of_series(&house.service, &three, &[]);
    let ends = by_itself(Action::Expire, &ids[..2]);
    let foot = ends.footprint(&world.picture, &world.ground).unwrap();
    assert_eq!(foot.waiting, ids[..2]);
    let set = decided(&ends, &world).unwrap();
    assert_eq!(
        became(&set),
        [(ids[0], Status::Expired), (ids[1], Status::Expired)]
    );
    assert!(
        set.changes
            .iter()
            .all(|one| one.became == Some(Became::Expired))
    );
    assert_eq!(told(&set), [Told::Series(SeriesNews::Expired, 2)]);
}

#[test]
fn dates_whose_groups_know_that_they_are_given_away_are_left_out_of_the_mail() {
    let house = House::new();
    let three = overdue(ROOM);
    let ids: Vec<BookingId> = three.iter().map(|one| one.id).collect();
    let world = World {
        given: BTreeSet::from([ids[0]]),
        ..house.world_of_series(&house.service, &three, &[])
    };
    let set = decided(&by_itself(Action::Expire, &ids), &world).unwrap();
    assert_eq!(set.changes.len(), 3);
    assert_eq!(set.changes[0].became, None);
    assert_eq!(told(&set), [Told::Series(SeriesNews::Expired, 2)]);
    let world = World {
        given: ids.iter().copied().collect(),
        ..world
    };
    let set = decided(&by_itself(Action::Expire, &ids), &world).unwrap();
    assert_eq!(told(&set), [], "there is nothing left to tell");
}

#[test]
fn what_has_a_new_answer_time_is_not_over_and_what_is_approved_by_itself_is_told_so() {
    let house = House::new();
    let three = thursdays(HALL, Status::Pending);
    let ids: Vec<BookingId> = three.iter().map(|one| one.id).collect();
    let world = house.world_of_series(&house.service, &three, &[]);
    let refused = decided(&by_itself(Action::Expire, &ids), &world);
    assert_eq!(state(refused), StateRefusal::NotPending(Status::Pending));
    let three = overdue(HALL);
    let world = house.world_of_series(&house.service, &three, &[]);
    let set = decided(&by_itself(Action::Approve, &ids), &world).unwrap();
    assert!(
        set.changes
            .iter()
            .all(|one| one.became == Some(Became::Approved))
    );
    assert_eq!(told(&set), [Told::Series(SeriesNews::Approved, 3)]);
}

#[test]
fn whoever_has_no_part_in_it_finds_no_series_and_a_group_does_not_answer_its_own() {
    let house = House::new();
    let three = thursdays(HALL, Status::Pending);
    let world = house.world_of_series(&house.group, &three, &[]);
    assert!(matches!(
        decided(&approve(&[]), &world),
        Err(Error::Forbidden)
    ));
    let theirs = three.map(|one| Booking {
        booker_id: None,
        contact_email: None,
        ..one
    });
    let world = house.world_of_series(&house.group, &theirs, &[]);
    assert!(matches!(
        decided(&approve(&[]), &world),
        Err(Error::NotFound)
    ));
}
