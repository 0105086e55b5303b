//! What holds of every decision, whoever makes it about whatever: each booking changes once and is the next version, was read
//! and is locked; and what is taken anew was looked at and is nobody else's.

use std::cell::Cell;

use entity::{Booking, SpaceId, audit::Action, booking::ProposedMove, booking::Status};
use proptest::{
    prelude::*,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use time::macros::date;

use super::{
    decided::broken,
    house::{BOTH, DESKS, FOYER, HALL, House, NOON, ROOM, STUDIO, booking, microphones},
    inputs::{SERIES, at, date_of, in_place_of, into, saturdays, series_of, why},
};
use crate::{
    account::Actor,
    booking::{
        Details, NewMessage, NewPlace,
        alter::{
            alteration::{Alteration, AlterationKind},
            proposal::ProposalAnswer,
        },
        decide::decision::Decide,
        message::Writing,
        request::ask::Ask,
    },
    closure::{
        NewClosure, Resolve, ResolveWay, Say,
        close::{Close, CloseKind},
        hits,
    },
    ledger::{
        change::ChangeSet,
        closed::Closed,
        delta::Delta,
        operation::{Operation, World},
    },
    rules::reason::Reason,
    series::{
        add::Add,
        alter::{
            alteration::AlterAll,
            times::{NewTimes, SeriesChange as Whole},
        },
        create::Create,
        decide::{chosen::SeriesDecision, decision::DecideAll},
        new::OnConflict,
    },
};

const CASES: u32 = 3_000;

const NAMES: [&str; 6] = ["hall", "foyer", "both", "room", "desks", "studio"];
const SPACES: [SpaceId; 6] = [HALL, FOYER, BOTH, ROOM, DESKS, STUDIO];

const ACTIONS: [Action; 9] = [
    Action::Approve,
    Action::Reject,
    Action::Cancel,
    Action::Reopen,
    Action::Expire,
    Action::CheckIn,
    Action::NoShow,
    Action::Complete,
    Action::Approve,
];

/// Numbers from which a case is made: who acts, on which booking, with what.
#[derive(Clone, Debug)]
struct Case {
    bookings: Vec<Booking>,
    who: usize,
    operation: usize,
    which: usize,
    other: usize,
    action: usize,
    space: usize,
    day: u8,
    hour: u8,
    yes: bool,
}

fn any_booking() -> impl Strategy<Value = Booking> {
    let status = prop::sample::select(vec![
        Status::Pending,
        Status::Pending,
        Status::Approved,
        Status::Approved,
        Status::CheckedIn,
        Status::NoShow,
        Status::Cancelled,
        Status::Rejected,
    ]);
    let asks = prop::option::weighted(0.3, (0..SPACES.len(), 26..60_i64, any::<bool>()));
    let hours = prop_oneof![1 => -3..3_i64, 4 => 28..60_i64];
    (
        0..SPACES.len(),
        status,
        hours,
        asks,
        any::<bool>(),
        0..3_i32,
    )
        .prop_map(|(space, status, hours, asks, of_series, lent)| {
            let mut of = booking(1, SPACES[space], hours, status);
            of.series_id = of_series.then_some(SERIES);
            if lent > 0 {
                of.stock = microphones(lent);
            }
            match asks.filter(|_| status == Status::Approved) {
                Some((space, hours, holds)) => of.proposing(Some(ProposedMove {
                    space_id: SPACES[space],
                    starts_at: NOON.plus_hours(hours),
                    ends_at: NOON.plus_hours(hours + 2),
                    layout: "theatre".to_owned(),
                    holds: holds && SPACES[space] != DESKS,
                    answer_by: NOON.plus_hours(1),
                    of_series,
                })),
                None => of,
            }
        })
}

fn any_case() -> impl Strategy<Value = Case> {
    let bookings = prop::collection::vec(any_booking(), 2..6);
    let chosen = (0..3_usize, 0..OPERATIONS, 0..9_usize, 0..9_usize);
    let said = (0..9_usize, 0..6_usize, 3..6_u8, 8..20_u8, any::<bool>());
    (bookings, chosen, said).prop_map(
        |(bookings, (who, operation, which, other), (action, space, day, hour, yes))| Case {
            bookings: (1..)
                .zip(bookings)
                .map(|(number, one)| Booking {
                    id: booking(number, HALL, 0, Status::Pending).id,
                    code: format!("CODE{number}"),
                    ..one
                })
                .collect(),
            who,
            operation,
            which,
            other,
            action,
            space,
            day,
            hour,
            yes,
        },
    )
}

const OPERATIONS: usize = 10;

impl Case {
    fn actor<'a>(&self, house: &'a House) -> &'a Actor {
        [&house.manager, &house.group, &house.service][self.who]
    }

    fn of(&self) -> &Booking {
        &self.bookings[self.which % self.bookings.len()]
    }

    fn place(&self) -> NewPlace {
        into(NAMES[self.space], at(self.day, self.hour, self.hour + 2))
    }

    fn reason(&self) -> Reason {
        if self.who == 0 {
            why()
        } else {
            Reason::default()
        }
    }

    fn answer(&self) -> ProposalAnswer {
        match self.action % 4 {
            0 => ProposalAnswer::Accept(self.reason(), None),
            1 => ProposalAnswer::Decline(why()),
            2 => ProposalAnswer::TakeBack,
            _ => ProposalAnswer::Lapse,
        }
    }

    fn details(&self) -> Details {
        Details {
            attendees: Some(10 + i32::from(self.hour)),
            layout: self.yes.then(|| "circle".to_owned()),
            stock: Some(microphones(2)),
            ..Details::default()
        }
    }

    fn world<'a>(&self, house: &'a House) -> World<'a> {
        let mut world = house.world(self.actor(house), &self.bookings);
        let dates: Vec<Booking> = self.dates();
        world.picture.series = dates.first().map(|_| series_of(&dates));
        world.picture.dates = dates.iter().map(date_of).collect();
        if (6..10).contains(&self.operation) {
            world
                .picture
                .bookings
                .retain(|_, one| one.series_id.is_some());
        }
        world
    }

    fn dates(&self) -> Vec<Booking> {
        let dates = self.bookings.iter();
        dates
            .filter(|one| one.series_id.is_some())
            .cloned()
            .collect()
    }

    fn run(&self, house: &House, done: &Cell<u32>) -> Result<(), TestCaseError> {
        let of = self.of();
        let world = self.world(house);
        match self.operation {
            0 => {
                let place = self.place();
                let mut new = super::inputs::asking(NAMES[self.space], self.day);
                (new.starts, new.ends) = (place.starts, place.ends);
                if self.yes {
                    new.replacing = in_place_of(&[of]);
                }
                check(&Ask { new }, &world, done)
            }
            1 | 2 => {
                let mut decides = Decide::new(of.id, ACTIONS[self.action], self.reason());
                let other = &self.bookings[self.other % self.bookings.len()];
                if self.yes && self.who == 0 && self.action == 0 && other.id != of.id {
                    decides.replacing = in_place_of(&[other]);
                }
                check(&decides, &world, done)
            }
            3 => {
                let what = match self.action % 3 {
                    0 => AlterationKind::Details(self.details()),
                    1 => AlterationKind::Place(self.place()),
                    _ => AlterationKind::Answer(self.answer()),
                };
                let alters = Alteration {
                    id: of.id,
                    version: None,
                    what,
                };
                check(&alters, &world, done)
            }
            4 => {
                let new = NewMessage {
                    text: "Қанша адам?".to_owned(),
                    internal: false,
                };
                check(&Writing { id: of.id, new }, &world, done)
            }
            5 => check(&self.closes(), &self.closing(house), done),
            6 => {
                let mut new = saturdays(NAMES[self.space], 3);
                if self.yes {
                    new.on_conflict = OnConflict::Skip;
                }
                check(&Create { new }, &world, done)
            }
            7 => {
                let deed = match self.action % 4 {
                    0 => SeriesDecision::Approve {
                        except: Vec::new(),
                        known: None,
                    },
                    1 => SeriesDecision::Reject,
                    2 => SeriesDecision::Cancel { from: None },
                    _ => SeriesDecision::ByItself {
                        action: Action::Expire,
                        due: self.bookings.iter().map(|one| one.id).collect(),
                    },
                };
                let decides = DecideAll {
                    id: SERIES,
                    deed,
                    reason: self.reason(),
                    missed: Vec::new(),
                };
                check(&decides, &world, done)
            }
            8 => {
                let what = match self.action % 3 {
                    0 => Whole::Details(None, self.details()),
                    1 => Whole::Times(NewTimes {
                        from: None,
                        space: self.yes.then(|| self.place().space.unwrap()),
                        starts: format!("{:02}:00", self.hour),
                        ends: format!("{:02}:00", self.hour + 2),
                    }),
                    _ => Whole::Answer(self.answer()),
                };
                let alters = AlterAll {
                    id: SERIES,
                    what,
                    missed: Vec::new(),
                };
                check(&alters, &world, done)
            }
            _ => {
                let adds = Add {
                    id: SERIES,
                    date: date!(2026 - 12 - 03),
                    missed: Vec::new(),
                };
                check(&adds, &world, done)
            }
        }
    }

    /// Those that stand in the hall, where it is to be closed on Thursday from 16:00 to 22:00.
    fn hits(&self) -> Vec<Booking> {
        let (from, to) = (NOON.plus_hours(28), NOON.plus_hours(34));
        let hit = |one: &&Booking| {
            let waits = one.claims() || one.status == Status::Pending;
            waits && one.space_id == HALL && one.starts_at < to && one.ends_at > from
        };
        self.bookings.iter().filter(hit).cloned().collect()
    }

    fn closes(&self) -> Close {
        let way = || {
            if self.yes {
                ResolveWay::Move(self.place())
            } else {
                ResolveWay::Cancel
            }
        };
        let hits = self.hits();
        let resolve = hits.iter().map(|one| Resolve {
            booking: one.id,
            way: way(),
        });
        Close {
            what: CloseKind::New(NewClosure {
                venue: "house".to_owned(),
                spaces: Some(vec!["hall".to_owned()]),
                starts: "2026-12-03T16:00".to_owned(),
                ends: "2026-12-03T22:00".to_owned(),
                reason: why(),
                again: None,
            }),
            say: Say {
                dry_run: false,
                seen: Some(hits::fingerprint(&hits)),
                resolve: resolve.collect(),
            },
        }
    }

    fn closing<'a>(&self, house: &'a House) -> World<'a> {
        World {
            closed: Closed {
                hits: self.hits(),
                ..Closed::default()
            },
            ..self.world(house)
        }
    }
}

fn check<O: Operation>(
    operation: &O,
    world: &World<'_>,
    done: &Cell<u32>,
) -> Result<(), TestCaseError> {
    let Ok(foot) = operation.footprint(&world.picture, &world.ground) else {
        return Ok(());
    };
    let Ok(set) = operation.decide(world) else {
        return Ok(());
    };
    done.set(done.get() + u32::from(!set.changes.is_empty()));
    prop_assert_eq!(broken(world, &foot, &set), None);
    prop_assert_eq!(on_others(world, &set), None);
    Ok(())
}

/// What is taken anew of the floor on which somebody else goes on standing.
fn on_others<D>(world: &World<'_>, set: &ChangeSet<D>) -> Option<String> {
    let (catalogue, now) = (world.ground.catalogue, world.ground.now);
    let mut delta = Delta::default();
    for change in &set.changes {
        delta.add(catalogue, change.before.as_ref(), &change.after, now);
    }
    let mut left = world.occupancy.clone();
    left.give_back(&delta);
    for (at, (id, claim)) in delta.floor.iter().enumerate() {
        let same = |unit, slot: crate::slot::Slot| unit == claim.unit && slot.overlaps(claim.slot);
        let stands = left.taken.iter().find(|one| {
            one.booking.is_some_and(|owner| owner.id != *id) && same(one.unit, one.slot)
        });
        let taken = delta.floor[..at].iter();
        let mut taken = taken.filter(|(other, _)| other != id);
        if stands.is_some() || taken.any(|(_, other)| same(other.unit, other.slot)) {
            return Some(format!("{id} takes somebody else's floor"));
        }
    }
    None
}

#[test]
fn every_decision_changes_each_booking_once_and_takes_what_was_looked_at_and_is_free() {
    let house = House::new();
    let done: [Cell<u32>; OPERATIONS] = std::array::from_fn(|_| Cell::new(0));
    let random = TestRng::from_seed(RngAlgorithm::ChaCha, &[3; 32]);
    let config = Config {
        failure_persistence: None,
        ..Config::with_cases(CASES)
    };
    let checked = TestRunner::new_with_rng(config, random)
        .run(&any_case(), |case| case.run(&house, &done[case.operation]));
    checked.unwrap();
    let done: Vec<u32> = done.iter().map(Cell::get).collect();
    assert!(
        done.iter().all(|many| *many > 2),
        "of some nothing was decided: {done:?}"
    );
}
