//! Closures beside one another that are made, changed, ended and taken back at once: no claim outlives its closure, and who
//! has nothing to do with the other is never told to come again.
//!
//! A few rounds of each pair run with the suite. For many by hand: `PAIR_ROUNDS=1000 cargo test --test it closing::pairs`.

use std::sync::Arc;

use entity::{ClosureId, Instant, claim, pool_claim};
use jastar::{
    account::Actor,
    closure::{self, ClosureTimes, NewClosure, Say},
    error::Error,
};

use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use crate::it::{
    races::at_once,
    support::{NOW, TestApp, facts::because},
};

/// On one database, before another one is begun: what was taken back is kept, and looked through.
const ON_ONE_DATABASE: usize = 50;

fn rounds() -> usize {
    #[expect(
        clippy::disallowed_methods,
        reason = "how long a test runs is not a setting of the product"
    )]
    let rounds = std::env::var("PAIR_ROUNDS").ok();
    rounds.map_or(4, |rounds| rounds.parse().unwrap())
}

#[derive(Clone, Copy, Debug)]
enum Operation {
    Create,
    Lengthen,
    Shorten,
    End,
    TakeBack,
}

const ALL: [Operation; 5] = [
    Operation::Create,
    Operation::Lengthen,
    Operation::Shorten,
    Operation::End,
    Operation::TakeBack,
];

/// Today, until that hour.
fn until(hour: u8) -> String {
    format!("2026-11-23T{hour:02}:00")
}

/// From nine o'clock to twenty: what one gives back another one may close too.
fn closing(spaces: &[&str], from: u8) -> NewClosure {
    NewClosure {
        venue: "youth-house".to_owned(),
        spaces: (!spaces.is_empty()).then(|| spaces.iter().map(|one| (*one).to_owned()).collect()),
        starts: until(from),
        ends: until(20),
        reason: because("Құбыр жарылды."),
        again: None,
    }
}

/// Spaces of closures that begin together, in this order. The last is raced with the one before it: they share floor, or
/// only a third one that claims for both of them; none is the whole house.
const HOUSES: [[&[&str]; 3]; 4] = [
    [&[], &["dance-studio"], &["meeting-room"]],
    [&["dance-studio"], &["meeting-room"], &[]],
    [
        &["small-hall"],
        &["small-hall-1", "coworking"],
        &["small-hall-2", "dance-studio"],
    ],
    [
        &["dance-studio", "coworking"],
        &[],
        &["small-hall", "coworking"],
    ],
];

async fn perform(
    test: &TestApp,
    manager: &Actor,
    operation: Operation,
    (id, spaces): (ClosureId, &[&str]),
) -> Result<(), Error> {
    let change = |hour| ClosureTimes {
        starts: None,
        ends: Some(until(hour)),
    };
    let changed = match operation {
        Operation::Create => {
            let new = closing(spaces, 10);
            return test.close(manager, &new, Say::default()).await.map(|_| ());
        }
        Operation::TakeBack => return closure::take_back(&test.app, manager, id).await,
        Operation::Lengthen => change(21),
        Operation::Shorten => change(19),
        Operation::End => change(10),
    };
    let done = closure::change(&test.app, manager, id, changed, Say::default()).await;
    done.map(|_| ())
}

/// Takes back what is left, so that the next round begins with an empty house.
async fn open_all(test: &TestApp, manager: &Actor) {
    let catalogue = test.app.catalogue().await.unwrap();
    let venue = catalogue.venue("youth-house").unwrap().row.id;
    for closure in closure::list(&test.app, manager, venue).await.unwrap() {
        if closure.next(test.app.clock.now()).is_some() {
            let back = closure::take_back(&test.app, manager, closure.row.id);
            back.await.unwrap();
        }
    }
}

/// How many claims closures have from then on.
async fn closed_after(test: &TestApp, now: Instant) -> u64 {
    let conn = test.app.db.read();
    let units = claim::Entity::find()
        .filter(claim::COLUMN.closure_id.is_not_null())
        .filter(claim::COLUMN.ends_at.gt(now));
    let pools = pool_claim::Entity::find()
        .filter(pool_claim::COLUMN.closure_id.is_not_null())
        .filter(pool_claim::COLUMN.ends_at.gt(now));
    units.count(conn).await.unwrap() + pools.count(conn).await.unwrap()
}

async fn race(test: &Arc<TestApp>, manager: &Actor, pair: (Operation, Operation), round: usize) {
    test.app.clock.set(NOW);
    let house = HOUSES[round % HOUSES.len()];
    let mut begun = Vec::new();
    for spaces in house {
        let new = closing(spaces, 9);
        let closed = test.close(manager, &new, Say::default()).await.unwrap();
        begun.push((closed.row.id, spaces));
    }
    test.app.clock.set(NOW.plus_hours(1));
    let tasks = [(pair.0, begun[1]), (pair.1, begun[2])].map(|(operation, closure)| {
        let (test, manager) = (test.clone(), manager.clone());
        async move { perform(&test, &manager, operation, closure).await }
    });
    for done in at_once(tasks).await {
        assert!(done.is_ok(), "{pair:?}, {house:?}: {done:?}");
    }
    assert_eq!(test.faults().await, [], "{pair:?}, {house:?}");
    open_all(test, manager).await;
    // What has passed stays closed.
    let left = closed_after(test, test.app.clock.now()).await;
    assert_eq!(left, 0, "{pair:?}, {house:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_claim_outlives_its_closure_whatever_two_managers_do_at_once() {
    let rounds = rounds();
    for (at, one) in ALL.into_iter().enumerate() {
        for other in &ALL[at..] {
            let mut house = None;
            for round in 0..rounds {
                if round % ON_ONE_DATABASE == 0 {
                    let test = Arc::new(TestApp::new().await);
                    let manager = test.manager_of("youth-house").await;
                    house = Some((test, manager));
                }
                let (test, manager) = house.as_ref().unwrap();
                // Both orders in every few rounds, and after twice as many each of them with each part of the house.
                let pair = if (round + round / HOUSES.len()).is_multiple_of(2) {
                    (one, *other)
                } else {
                    (*other, one)
                };
                race(test, manager, pair, round).await;
            }
            let (test, _) = house.as_ref().unwrap();
            test.assert_sound().await;
        }
    }
}
