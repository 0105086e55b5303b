//! A closure comes, and says of every booking in its way what becomes of it.

use std::collections::BTreeSet;

use entity::{Booking, ClosureId, audit::Action, booking::Status, closure, closure_hit::Outcome};
use uuid::Uuid;

use super::super::{
    close::{Close, CloseKind},
    hits,
    input::{ClosureTimes, NewClosure, Resolve, ResolveWay, Say},
};
use crate::{
    account::Actor,
    booking::NewPlace,
    error::Error,
    ledger::{
        closed::Closed,
        operation::{Operation, World},
        tests::{
            decided::{
                Told, acts, became, decided, flaw, in_the_way, one, only, rules, state, told,
            },
            house::{DESKS, FOYER, HALL, House, NOON, VENUE, booking},
            inputs::{at, into, why},
        },
    },
    refusal::{
        conflict::ConflictKind,
        rule::{Code, InvalidInput},
        state::StateRefusal,
    },
    rules::{closure::Closure, reason::Reason},
    slot::Slot,
};

pub const CLOSURE: ClosureId = ClosureId(Uuid::from_u128(70));

/// The hall on Thursday from 16:00 to 22:00.
fn new(spaces: &[&str]) -> NewClosure {
    NewClosure {
        venue: "house".to_owned(),
        spaces: Some(spaces.iter().map(|one| (*one).to_owned()).collect()),
        starts: "2026-12-03T16:00".to_owned(),
        ends: "2026-12-03T22:00".to_owned(),
        reason: why(),
        again: None,
    }
}

/// Who says it has seen these bookings.
pub fn saying(hits: &[Booking], ways: &[(&Booking, ResolveWay)]) -> Say {
    let resolve = ways.iter().map(|(booking, way)| Resolve {
        booking: booking.id,
        way: way.clone(),
    });
    Say {
        dry_run: false,
        seen: Some(hits::fingerprint(hits)),
        resolve: resolve.collect(),
    }
}

/// The gate has found the hits and locked them.
fn found<'a>(
    house: &'a House,
    actor: &'a Actor,
    hits: &[Booking],
    beside: &[Booking],
) -> World<'a> {
    World {
        closed: Closed {
            hits: hits.to_vec(),
            ..Closed::default()
        },
        ..house.world(actor, &[hits, beside].concat())
    }
}

fn close(spaces: &[&str], hits: &[Booking], ways: &[(&Booking, ResolveWay)]) -> Close {
    Close {
        what: CloseKind::New(new(spaces)),
        say: saying(hits, ways),
    }
}

/// From so many hours from now to so many.
pub fn closed(space: entity::SpaceId, from: i64, to: i64) -> Closure {
    let time = Slot::new(NOON.plus_hours(from), NOON.plus_hours(to)).unwrap();
    Closure {
        row: closure::Model {
            id: CLOSURE,
            venue_id: VENUE,
            starts_at: time.starts_at,
            ends_at: time.ends_at,
            reason_code: None,
            reason_text: why().text,
            closed_by: None,
            created_at: NOON.plus_hours(-1),
            taken_back_at: None,
            version: 1,
        },
        spaces: vec![space],
        times: vec![time],
    }
}

#[test]
fn where_nobody_is_a_closure_takes_the_floor_and_tells_nobody() {
    let house = House::new();
    let world = found(&house, &house.manager, &[], &[]);
    let closes = Close {
        what: CloseKind::New(new(&["both", "desks"])),
        say: Say::default(),
    };
    let foot = closes.footprint(&world.picture, &world.ground).unwrap();
    let seats = house.catalogue.space_of(DESKS).unwrap().seats();
    assert_eq!(foot.pools, seats.into_iter().collect::<Vec<_>>());
    let set = decided(&closes, &world).unwrap();
    assert!(set.changes.is_empty() && set.letters.is_empty());
    let taken = set.closes.unwrap();
    assert_eq!((taken.claims.floor.len(), taken.claims.seats.len()), (2, 1));
    assert_eq!((taken.before.is_none(), taken.hits.len()), (true, 0));
}

#[test]
fn what_another_closes_already_is_claimed_once() {
    let house = House::new();
    let mut world = found(&house, &house.manager, &[], &[]);
    let unit = house.catalogue.space_of(HALL).unwrap().units[0];
    let other = Slot::new(NOON.plus_hours(30), NOON.plus_hours(32)).unwrap();
    world.closed.shut.units.insert(unit, vec![other]);
    let set = decided(&close(&["hall"], &[], &[]), &world).unwrap();
    let claims = set.closes.unwrap().claims;
    let hours = claims
        .floor
        .iter()
        .map(|claim| claim.2.length().whole_hours());
    assert!(hours.eq([2, 2]), "before it and after it");
}

#[test]
fn who_is_hit_and_moved_is_told_and_stands_elsewhere() {
    let house = House::new();
    let hit = booking(1, HALL, 30, Status::Approved);
    let hits = [hit.clone()];
    let way = ResolveWay::Move(into("foyer", at(3, 18, 20)));
    let closes = close(&["hall"], &hits, &[(&hit, way)]);
    let set = decided(&closes, &found(&house, &house.manager, &hits, &[])).unwrap();
    assert_eq!(only(&set).after.space_id, FOYER);
    assert_eq!(acts(only(&set))[0].0, Action::Move);
    assert!(matches!(told(&set)[..], [Told::Changed(Action::Move, ..)]));
    let row = &set.closes.unwrap().hits[0];
    assert_eq!(
        (row.outcome, row.space_id, row.starts_at),
        (Outcome::Moved, HALL, hit.starts_at)
    );
    let other = booking(2, FOYER, 31, Status::Approved);
    let refused = decided(&closes, &found(&house, &house.manager, &hits, one(&other)));
    assert_eq!(in_the_way(refused), [ConflictKind::Booking]);
}

#[test]
fn nobody_is_moved_into_what_is_closed_or_onto_one_another() {
    let house = House::new();
    let hits = [
        booking(1, HALL, 29, Status::Approved),
        booking(2, HALL, 32, Status::Approved),
    ];
    let to = |place: NewPlace| ResolveWay::Move(place);
    let both = |one: ResolveWay, other: ResolveWay| {
        let closes = close(&["hall"], &hits, &[(&hits[0], one), (&hits[1], other)]);
        decided(&closes, &found(&house, &house.manager, &hits, &[]))
    };
    let foyer = || to(into("foyer", at(4, 10, 12)));
    let refused = both(foyer(), to(into("foyer", at(4, 11, 13))));
    assert_eq!(in_the_way(refused), [ConflictKind::Booking]);
    let refused = both(foyer(), to(at(3, 16, 18)));
    assert!(in_the_way(refused).contains(&ConflictKind::Closure));
    // One takes the place of the other in the hall before it closes.
    both(foyer(), to(at(4, 10, 12))).unwrap();
}

#[test]
fn who_is_hit_and_ended_hears_what_is_free_instead_and_what_waits_is_rejected() {
    let house = House::new();
    let hits = [
        booking(1, HALL, 29, Status::Approved),
        booking(2, HALL, 32, Status::Pending),
    ];
    let ways = [
        (&hits[0], ResolveWay::Cancel),
        (&hits[1], ResolveWay::Cancel),
    ];
    let closes = close(&["hall"], &hits, &ways);
    let set = decided(&closes, &found(&house, &house.manager, &hits, &[])).unwrap();
    let expected = [
        (hits[0].id, Status::Cancelled),
        (hits[1].id, Status::Rejected),
    ];
    assert_eq!(became(&set), expected);
    assert!(
        set.changes
            .iter()
            .all(|one| one.instead.is_some_and(|one| one.held == 0))
    );
    assert_eq!(set.changes[0].after.reason_text, why().text);
    assert!(set.letters.is_empty(), "the letter waits for what is free");
    let outcomes = set.closes.unwrap().hits;
    assert!(outcomes.iter().all(|one| one.outcome == Outcome::Cancelled));
}

/// From now on.
fn at_once() -> NewClosure {
    NewClosure {
        starts: "2026-12-02T12:00".to_owned(),
        ..new(&["hall"])
    }
}

#[test]
fn a_group_that_is_there_stays_until_it_closes_or_goes_when_nothing_is_left() {
    let house = House::new();
    let runs = booking(1, HALL, -1, Status::CheckedIn);
    let hits = [runs.clone()];
    let closes = Close {
        what: CloseKind::New(at_once()),
        say: saying(&hits, &[(&runs, ResolveWay::Cancel)]),
    };
    let set = decided(&closes, &found(&house, &house.manager, &hits, &[])).unwrap();
    assert_eq!(acts(only(&set))[0].0, Action::Shorten);
    assert_eq!(
        (only(&set).after.ends_at, only(&set).after.status),
        (NOON, Status::CheckedIn)
    );
    assert_eq!(set.letters.len(), 1);
    let begins = booking(1, HALL, 0, Status::CheckedIn);
    let hits = [begins.clone()];
    let closes = Close {
        say: saying(&hits, &[(&begins, ResolveWay::Cancel)]),
        ..closes
    };
    let set = decided(&closes, &found(&house, &house.manager, &hits, &[])).unwrap();
    assert_eq!(became(&set), [(begins.id, Status::Cancelled)]);
    assert!(
        matches!(told(&set)[..], [Told::MadeRoom(_)]),
        "there is no time to look"
    );
}

#[test]
fn who_runs_may_be_cut_short_and_not_too_late() {
    let house = House::new();
    let runs = booking(1, HALL, -1, Status::Approved);
    let hits = [runs.clone()];
    let until = |to| Close {
        what: CloseKind::New(at_once()),
        say: saying(&hits, &[(&runs, ResolveWay::Move(at(2, 11, to)))]),
    };
    let world = || found(&house, &house.manager, &hits, &[]);
    let set = decided(&until(12), &world()).unwrap();
    assert_eq!(only(&set).after.ends_at, NOON);
    assert_eq!(set.closes.unwrap().hits[0].outcome, Outcome::Moved);
    let to_come = booking(1, HALL, 27, Status::Approved);
    let hits = [to_come.clone()];
    let ends = |to| {
        let way = ResolveWay::Move(at(3, 15, to));
        let closes = close(&["hall"], &hits, &[(&to_come, way)]);
        decided(&closes, &found(&house, &house.manager, &hits, &[]))
    };
    let set = ends(16).unwrap();
    assert_eq!(acts(only(&set))[0].0, Action::Shorten);
    assert_eq!(
        flaw(ends(17)),
        ("resolve", InvalidInput::Unknown),
        "it would still be in the way"
    );
}

#[test]
fn of_a_booking_that_only_asks_to_go_there_the_move_is_declined() {
    let house = House::new();
    let asks =
        booking(1, FOYER, 60, Status::Approved).proposing(Some(entity::booking::ProposedMove {
            space_id: HALL,
            starts_at: NOON.plus_hours(30),
            ends_at: NOON.plus_hours(32),
            layout: "theatre".to_owned(),
            holds: true,
            answer_by: NOON.plus_hours(1),
            of_series: false,
        }));
    let hits = [asks.clone()];
    let closes = close(&["hall"], &hits, &[(&asks, ResolveWay::Cancel)]);
    let set = decided(&closes, &found(&house, &house.manager, &hits, &[])).unwrap();
    assert_eq!(only(&set).after.proposed_move(), None);
    assert_eq!(only(&set).after.status, Status::Approved);
    assert_eq!(set.closes.unwrap().hits[0].outcome, Outcome::Declined);
}

#[test]
fn of_every_hit_somebody_says_once_what_becomes_of_it_and_of_nothing_else() {
    let house = House::new();
    let hits = [
        booking(1, HALL, 29, Status::Approved),
        booking(2, HALL, 32, Status::Approved),
    ];
    let aside = booking(3, FOYER, 30, Status::Approved);
    let says = |ways: &[&Booking]| {
        let ways: Vec<_> = ways.iter().map(|one| (*one, ResolveWay::Cancel)).collect();
        let closes = close(&["hall"], &hits, &ways);
        flaw(decided(
            &closes,
            &found(&house, &house.manager, &hits, one(&aside)),
        ))
    };
    assert_eq!(says(&[&hits[0]]), ("resolve", InvalidInput::Missing));
    assert_eq!(
        says(&[&hits[0], &hits[1], &hits[0]]),
        ("resolve", InvalidInput::Twice)
    );
    assert_eq!(
        says(&[&hits[0], &hits[1], &aside]),
        ("resolve", InvalidInput::Unknown)
    );
    let in_its_way = close(
        &["hall"],
        &hits[..1],
        &[(&hits[0], ResolveWay::Move(at(3, 17, 19)))],
    );
    let refused = decided(&in_its_way, &found(&house, &house.manager, &hits[..1], &[]));
    assert_eq!(
        flaw(refused),
        ("resolve", InvalidInput::Unknown),
        "it would not make way"
    );
}

#[test]
fn who_decided_on_another_picture_looks_again() {
    let house = House::new();
    let hit = booking(1, HALL, 30, Status::Approved);
    let changed = Booking {
        version: 2,
        ..hit.clone()
    };
    let closes = close(&["hall"], one(&hit), &[(&hit, ResolveWay::Cancel)]);
    let refused = decided(&closes, &found(&house, &house.manager, one(&changed), &[]));
    assert!(matches!(refused, Err(Error::Stale)));
    let blind = Close {
        say: Say::default(),
        ..closes
    };
    let refused = decided(&blind, &found(&house, &house.manager, one(&hit), &[]));
    assert!(
        matches!(refused, Err(Error::Stale)),
        "nobody has said what becomes of it"
    );
}

#[test]
fn only_a_manager_closes_with_a_reason_and_what_is_to_come() {
    let house = House::new();
    let says = |new: NewClosure, actor| {
        let closes = Close {
            what: CloseKind::New(new),
            say: Say::default(),
        };
        decided(&closes, &found(&house, actor, &[], &[]))
    };
    assert!(matches!(
        says(new(&["hall"]), &house.group),
        Err(Error::Forbidden)
    ));
    let silent = NewClosure {
        reason: Reason::default(),
        ..new(&["hall"])
    };
    assert_eq!(
        flaw(says(silent, &house.manager)),
        ("reason", InvalidInput::Missing)
    );
    assert_eq!(
        flaw(says(new(&["cellar"]), &house.manager)),
        ("spaces", InvalidInput::Unknown)
    );
    let past = NewClosure {
        starts: "2026-12-02T10:00".to_owned(),
        ..new(&["hall"])
    };
    assert_eq!(
        rules(says(past, &house.manager)),
        [("starts", Code::InThePast)]
    );
}

#[test]
fn a_closure_that_changes_closes_what_it_is_from_now_on() {
    let house = House::new();
    let before = closed(HALL, 28, 34);
    let longer = Close {
        what: CloseKind::Change(
            CLOSURE,
            ClosureTimes {
                starts: None,
                ends: Some("2026-12-03T23:00".to_owned()),
            },
        ),
        say: Say::default(),
    };
    let mut world = found(&house, &house.manager, &[], &[]);
    let refused = decided(&longer, &world);
    assert!(matches!(refused, Err(Error::NotFound)));
    world.picture.closure = Some(before.clone());
    let set = decided(&longer, &world).unwrap();
    assert_eq!(
        (set.done.row.version, set.done.times[0].ends_at),
        (2, NOON.plus_hours(35))
    );
    assert_eq!(set.closes.unwrap().before, Some(before));
    world.picture.closure = Some(closed(HALL, -5, -1));
    assert_eq!(state(decided(&longer, &world)), StateRefusal::HasEnded);
}

#[test]
fn what_one_closure_gives_back_and_another_closes_too_is_claimed_by_the_other() {
    let house = House::new();
    let ends = Close {
        what: CloseKind::End(CLOSURE),
        say: Say::default(),
    };
    let mut world = found(&house, &house.manager, &[], &[]);
    world.picture.closure = Some(closed(HALL, 28, 34));
    let mut other = closed(HALL, 30, 40);
    other.row.id = ClosureId(Uuid::from_u128(71));
    world.closed.others = vec![other.clone()];
    let set = decided(&ends, &world).unwrap();
    assert_eq!(set.done.row.taken_back_at, Some(NOON));
    let claims = set.closes.unwrap().claims.floor;
    let owners: BTreeSet<ClosureId> = claims.iter().map(|claim| claim.3).collect();
    assert_eq!(owners, BTreeSet::from([other.row.id]));
    assert_eq!(
        claims[0].2,
        Slot::new(NOON.plus_hours(30), NOON.plus_hours(34)).unwrap()
    );
}
