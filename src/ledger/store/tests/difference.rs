//! The difference of claims as the database takes it: what is stored afterwards is exactly what every booking should hold, and
//! a change is refused exactly where two would stand on one floor or too close, or more would be taken than there is.

use std::{
    cell::Cell as Counter,
    collections::{BTreeMap, BTreeSet},
};

use entity::{
    Booking, BookingId, Borrowed, Instant, SpaceId, UnitId,
    booking::{ProposedMove, Status},
};
use proptest::{
    prelude::*,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};

use super::{
    database::Stored,
    slow::{self, Cell, Held, Lent, SPACES},
};
use crate::ledger::{
    change::Change,
    tests::house::{NOON, microphones},
};

const CASES: u32 = 64;
const PASSED_HOURS: i64 = 2;

/// Where somebody stands or wants to: half hours of the day of the case.
#[derive(Clone, Debug)]
struct Place {
    space: usize,
    starts: i64,
    length: i64,
    circle: bool,
}

/// What becomes of one booking, or of two that change places. Bookings are numbered.
#[derive(Clone, Debug)]
enum Step {
    Make(Place, Status, bool, (i32, i32)),
    Turn(usize, Status),
    Put(usize, Place),
    /// Ends so many half hours earlier.
    Cut(usize, i64),
    Ask(usize, Option<(Place, bool)>),
    Take(usize, (i32, i32)),
    Swap(usize, usize),
}

/// On few hours and mostly on one floor, so that they often meet.
fn place() -> impl Strategy<Value = Place> {
    let space = prop::sample::select(vec![0_usize, 0, 0, 1, 1, 2, 3, 4, 4]);
    (space, 0..7_i64, 1..5_i64, any::<bool>()).prop_map(|(space, starts, length, circle)| Place {
        space,
        starts,
        length,
        circle,
    })
}

fn status() -> impl Strategy<Value = Status> {
    prop::sample::select(vec![
        Status::Pending,
        Status::Approved,
        Status::Approved,
        Status::CheckedIn,
        Status::Completed,
        Status::NoShow,
        Status::Cancelled,
    ])
}

fn step() -> impl Strategy<Value = Step> {
    let takes = || (1..4_i32, 0..3_i32);
    prop_oneof![
        4 => (place(), status(), any::<bool>(), takes())
            .prop_map(|(place, status, holds, takes)| Step::Make(place, status, holds, takes)),
        2 => (0..8_usize, status()).prop_map(|(which, status)| Step::Turn(which, status)),
        2 => (0..8_usize, place()).prop_map(|(which, place)| Step::Put(which, place)),
        1 => (0..8_usize, 1..3_i64).prop_map(|(which, by)| Step::Cut(which, by)),
        2 => (0..8_usize, prop::option::weighted(0.8, (place(), prop::bool::weighted(0.8))))
            .prop_map(|(which, asks)| Step::Ask(which, asks)),
        1 => (0..8_usize, takes()).prop_map(|(which, takes)| Step::Take(which, takes)),
        2 => (0..8_usize, 0..8_usize).prop_map(|(one, other)| Step::Swap(one, other)),
    ]
}

/// One day of the house.
struct Day<'a> {
    stored: &'a Stored,
    number: u32,
    begins: Instant,
    names: BTreeMap<SpaceId, &'static str>,
    units: BTreeMap<UnitId, &'static str>,
    bookings: Vec<Booking>,
    /// Those that took place without floor.
    counted: BTreeSet<BookingId>,
}

impl<'a> Day<'a> {
    fn new(stored: &'a Stored, number: u32) -> Self {
        let space = |slug: &str| stored.catalogue.space(&format!("house/{slug}")).unwrap().1;
        Self {
            stored,
            number,
            begins: NOON.plus_days(2 * i64::from(number)),
            names: SPACES.map(|slug| (space(slug).row.id, slug)).into(),
            units: ["left", "right", "room"]
                .map(|slug| (space(slug).units[0], slug))
                .into(),
            bookings: Vec::new(),
            counted: BTreeSet::new(),
        }
    }

    fn id(&self, space: usize) -> SpaceId {
        let mut found = self
            .names
            .iter()
            .filter(|(_, name)| **name == SPACES[space]);
        *found.next().unwrap().0
    }

    fn put(&self, booking: Booking, place: &Place) -> Booking {
        let starts_at = self.begins.plus_minutes(30 * place.starts);
        Booking {
            space_id: self.id(place.space),
            starts_at,
            ends_at: starts_at.plus_minutes(30 * place.length),
            layout: if place.circle { "circle" } else { "rows" }.to_owned(),
            ..booking
        }
    }

    fn asking(&self, booking: &Booking, place: &Place, holds: bool) -> Booking {
        let there = self.put(booking.clone(), place);
        booking.clone().proposing(Some(ProposedMove {
            space_id: there.space_id,
            starts_at: there.starts_at,
            ends_at: there.ends_at,
            layout: there.layout,
            // Seats are not kept for a move that is only asked for.
            holds: holds && SPACES[place.space] != "desks",
            answer_by: there.starts_at,
            of_series: false,
        }))
    }

    fn made(&self, step: &Step, at: usize) -> Option<Booking> {
        let Step::Make(place, status, holds, takes) = step else {
            return None;
        };
        let status = match status {
            Status::Completed => Status::Approved,
            status => *status,
        };
        let number = 1_000 * u128::from(self.number + 1) + at as u128;
        let made = Booking {
            status,
            holds: *holds,
            ..self.put(self.stored.booking(number), place)
        };
        Some(taking(made, *takes))
    }

    /// The bookings that the step is about, as they are to be.
    fn after(&self, step: &Step) -> Vec<Booking> {
        let of = |which: usize| self.bookings.get(which % self.bookings.len().max(1));
        let one = |which: usize, turn: &dyn Fn(&Booking) -> Booking| {
            let settled = |one: &&Booking| one.status != Status::Completed;
            of(which).filter(settled).map(turn).into_iter().collect()
        };
        match step {
            Step::Make(..) => Vec::new(),
            Step::Turn(which, status) => {
                let may = |one: &&Booking| match (one.status, status) {
                    (Status::Completed, status) => *status == Status::NoShow,
                    (Status::Approved | Status::CheckedIn | Status::NoShow, _) => true,
                    (_, status) => *status != Status::Completed,
                };
                // Only what stands approved asks to be moved.
                let turned = of(*which).filter(may).map(|one| Booking {
                    status: *status,
                    ..match status {
                        Status::Approved => one.clone(),
                        _ => one.clone().proposing(None),
                    }
                });
                turned.into_iter().collect()
            }
            Step::Put(which, place) => one(*which, &|one| self.put(one.clone(), place)),
            Step::Cut(which, by) => one(*which, &|one| Booking {
                ends_at: one
                    .ends_at
                    .plus_minutes(-30 * by)
                    .max(one.starts_at.plus_minutes(30)),
                ..one.clone()
            }),
            Step::Ask(which, asks) => one(*which, &|one| match asks {
                Some((place, holds)) if one.status == Status::Approved => {
                    self.asking(one, place, *holds)
                }
                _ => one.clone().proposing(None),
            }),
            Step::Take(which, takes) => one(*which, &|one| taking(one.clone(), *takes)),
            Step::Swap(which, with) => {
                let (Some(one), Some(other)) = (of(*which), of(*with)) else {
                    return Vec::new();
                };
                if [one, other]
                    .iter()
                    .any(|one| one.status == Status::Completed)
                {
                    return Vec::new();
                }
                [(one, other), (other, one)]
                    .map(|(who, place)| Booking {
                        space_id: place.space_id,
                        starts_at: place.starts_at,
                        ends_at: place.ends_at,
                        layout: place.layout.clone(),
                        ..who.clone()
                    })
                    .into()
            }
        }
    }

    /// Several steps as one change, no booking twice.
    fn changes(&self, steps: &[Step]) -> Vec<Change> {
        let mut changes: Vec<Change> = Vec::new();
        for step in steps {
            let made = changes.iter().filter(|one| one.before.is_none()).count();
            let new = self.made(step, self.bookings.len() + made);
            changes.extend(new.map(|one| Change::unseen(None, one)));
            let after = self.after(step);
            let twice = |one: &Booking| changes.iter().any(|other| other.after.id == one.id);
            if after.iter().any(twice) || after.len() == 2 && after[0].id == after[1].id {
                continue;
            }
            for one in after {
                let before = self.bookings.iter().find(|other| other.id == one.id);
                let after = Booking {
                    version: one.version + 1,
                    ..one
                };
                changes.push(Change::unseen(before.cloned(), after));
            }
        }
        changes
    }

    /// All bookings of the day once the changes are done, and those that took place without floor.
    fn once_done(&self, changes: &[Change]) -> (Vec<Booking>, BTreeSet<BookingId>) {
        let (mut bookings, mut counted) = (self.bookings.clone(), self.counted.clone());
        for Change { before, after, .. } in changes {
            let was = before.as_ref().map(|before| before.status);
            match (was, after.status) {
                (Some(Status::NoShow), Status::Completed) => counted.insert(after.id),
                _ => counted.remove(&after.id),
            };
            match bookings.iter_mut().find(|one| one.id == after.id) {
                Some(one) => *one = after.clone(),
                None => bookings.push(after.clone()),
            }
        }
        (bookings, counted)
    }

    /// What is stored, half hour by half hour.
    async fn stored(&self) -> Held {
        let ids = self.bookings.iter().map(|one| one.id).collect();
        let (floor, counts) = self.stored.claims(&ids).await;
        let cells = floor.iter().flat_map(|row| {
            slow::half_hours(row.starts_at, row.ends_at).map(|at| Cell {
                booking: row.booking_id.unwrap(),
                unit: self.units[&row.unit_id],
                at,
                space: self.names[&row.space_id],
                layout: row.layout.clone(),
                kept: row.proposed,
            })
        });
        let desks = self
            .stored
            .catalogue
            .space("house/desks")
            .unwrap()
            .1
            .seats();
        let lent = counts.iter().flat_map(|row| {
            slow::half_hours(row.starts_at, row.ends_at).map(|at| Lent {
                booking: row.booking_id.unwrap(),
                pool: if desks == Some(row.pool_id) {
                    "desks"
                } else {
                    "microphone"
                },
                at,
                quantity: row.quantity,
            })
        });
        (cells.collect(), lent.collect())
    }
}

fn taking(booking: Booking, (people, lent): (i32, i32)) -> Booking {
    Booking {
        attendees: people,
        stock: if lent > 0 {
            microphones(lent)
        } else {
            Borrowed(Vec::new())
        },
        ..booking
    }
}

/// How often the database said yes and no.
#[derive(Default)]
struct Said {
    yes: Counter<u32>,
    no: Counter<u32>,
}

async fn day(
    stored: &Stored,
    number: u32,
    steps: &[Vec<Step>],
    said: &Said,
) -> Result<(), TestCaseError> {
    let mut day = Day::new(stored, number);
    let now = day.begins.plus_hours(PASSED_HOURS);
    for some in steps {
        let changes = day.changes(some);
        let (bookings, counted) = day.once_done(&changes);
        let should = slow::held(&day.names, &bookings, &counted);
        let clash = slow::clash(&should);
        let took = stored.took(&changes, now).await;
        prop_assert_eq!(took, clash.is_none(), "{:?}: {:#?}", clash, changes);
        if took {
            (day.bookings, day.counted) = (bookings, counted);
            said.yes.set(said.yes.get() + 1);
        } else {
            said.no.set(said.no.get() + 1);
        }
        let should = slow::held(&day.names, &day.bookings, &day.counted);
        prop_assert_eq!(day.stored().await, should, "{:#?}", changes);
    }
    Ok(())
}

#[test]
fn what_is_stored_is_what_should_be_held_and_only_what_clashes_is_refused() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let stored = runtime.block_on(Stored::new());
    let (number, said) = (Counter::new(0), Said::default());
    let random = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    let config = Config {
        failure_persistence: None,
        ..Config::with_cases(CASES)
    };
    let steps = prop::collection::vec(prop::collection::vec(step(), 1..4), 8..20);
    let done = TestRunner::new_with_rng(config, random).run(&steps, |steps| {
        number.set(number.get() + 1);
        runtime.block_on(day(&stored, number.get(), &steps, &said))
    });
    let faults = runtime.block_on(stored.faults());
    runtime.block_on(stored.leave());
    done.unwrap();
    assert_eq!(faults, Vec::<String>::new());
    let (yes, no) = (said.yes.get(), said.no.get());
    assert!(yes > CASES && no > CASES, "{yes} times yes, {no} times no");
}
