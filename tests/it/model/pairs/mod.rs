//! Every way to take something against every other to take the same, at the same moment: one gets it, and the other is told
//! that it is taken and nothing else.

mod offers;
mod quarrels;
mod series;
mod ways;

use std::sync::Arc;

use super::{
    house::House,
    operation::{Instead, MANAGER, MakeWay, Operation, Span, plain_request},
    runtime,
    service::{Outcome, Service},
    stored::Stored,
    times,
};
use crate::it::races::at_once;
use ways::{GROUPS, Way, prepared};

/// Of each pair.
const ROUNDS: u32 = 3;
const WANTED: Span = Span { from: 8, length: 2 };
/// Several may ask for one time of it.
const HALL: usize = 2;

#[test]
fn of_two_that_want_the_same_at_once_one_gets_it() {
    runtime().block_on(async {
        let service = Arc::new(Service::new().await);
        for group in GROUPS {
            for (at, one) in group.iter().enumerate() {
                for other in &group[at..] {
                    // A catalogue that is loaded twice changes nothing.
                    if one != other || !one.is_a_catalogue() {
                        for _ in 0..ROUNDS * times() {
                            round(&service, *one, *other).await;
                        }
                    }
                }
            }
        }
        service.test.assert_sound().await;
    });
}

async fn round(service: &Arc<Service>, one: Way, other: Way) {
    begin(service).await;
    let mut operations = Vec::new();
    for (side, way) in [one, other].into_iter().enumerate() {
        operations.push(prepared(service, way, side).await);
    }
    let outcomes = both(service, operations).await;
    let fair = match outcomes[..] {
        [Outcome::Done, Outcome::Done] => one.leaves_enough(other) || other.leaves_enough(one),
        [Outcome::Done, lost] => lost == other.loses(one),
        [lost, Outcome::Done] => lost == one.loses(other),
        _ => false,
    };
    assert!(fair, "{one:?} and {other:?}: {outcomes:?}");
    assert_sound(service).await;
}

async fn assert_sound(service: &Service) {
    let stored = Stored::read(&service.test).await;
    stored.assert_sound(None);
    stored.assert_who_has_chosen_holds_nothing();
    service.test.assert_sound().await;
}

/// In rooms that have nothing to do with one another.
async fn begin(service: &Service) {
    service.begin().await;
    let plain = Operation::Import(House::plain());
    assert_eq!(service.perform(&plain).await.0, Outcome::Done);
}

/// At once. What is to make way for a closure, or room for a booking, was looked up before.
async fn both(service: &Arc<Service>, operations: Vec<Operation>) -> Vec<Outcome> {
    let mut tasks = Vec::new();
    for operation in operations {
        let seen = match &operation {
            Operation::Close { .. } => Some(service.seen(&operation).await),
            _ => None,
        };
        let named = match &operation {
            Operation::InPlace { asked, instead } => service.named(asked, *instead).await,
            _ => Vec::new(),
        };
        let service = service.clone();
        tasks.push(async move {
            match (seen, &operation) {
                (Some(say), _) => service.close_as_seen(&operation, say).await,
                (None, Operation::InPlace { asked, .. }) => {
                    service.in_place_of(&named, asked).await.0
                }
                _ => service.perform(&operation).await.0,
            }
        });
    }
    at_once(tasks).await
}

async fn done(service: &Service, operation: Operation) -> usize {
    let (outcome, _) = service.perform(&operation).await;
    assert_eq!(outcome, Outcome::Done, "{operation:?}");
    service.known().len() - 1
}

/// In place of all that is in its way.
fn in_place(asked: Operation) -> Operation {
    Operation::InPlace {
        asked: Box::new(asked),
        instead: Instead::All,
    }
}

fn close(span: Span) -> Operation {
    Operation::Close {
        who: MANAGER,
        spaces: vec![HALL],
        span,
        times: 1,
        way: MakeWay::Cancel,
    }
}
