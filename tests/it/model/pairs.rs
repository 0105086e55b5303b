//! Every way to take something against every other to take the same, at the same moment: one gets it, and the other is told
//! that it is taken and nothing else.

use std::sync::Arc;

use super::{
    house::{House, SEATS},
    operation::{MANAGER, MakeWay, OWNER, Operation, Span},
    runtime,
    service::{Outcome, Service},
    stored::Stored,
    times,
};
use crate::it::races::at_once;

/// Of each pair.
const ROUNDS: u32 = 3;
const WANTED: Span = Span { from: 8, length: 2 };
const ELSEWHERE: [Span; 2] = [
    Span {
        from: 96,
        length: 2,
    },
    Span {
        from: 100,
        length: 2,
    },
];
/// Several may ask for one time of it.
const HALL: usize = 2;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Request,
    Approve,
    Reopen,
    Move,
    Accept,
    /// A booking of another room gets the hall by a change of parts.
    Parts,
    /// As it was seen before the other came.
    Close,
    RequestMicrophones,
    ChangeMicrophones,
    MoveWithMicrophones,
    LowerMicrophones,
    RequestSeats,
    ChangeSeats,
    LowerSeats,
    /// One request more of one booker, who may have three.
    Ask,
}

/// Each wants what all of its group want.
const GROUPS: [&[Way]; 4] = [
    &[
        Way::Request,
        Way::Approve,
        Way::Reopen,
        Way::Move,
        Way::Accept,
        Way::Parts,
        Way::Close,
    ],
    &[
        Way::RequestMicrophones,
        Way::ChangeMicrophones,
        Way::MoveWithMicrophones,
        Way::LowerMicrophones,
    ],
    &[Way::RequestSeats, Way::ChangeSeats, Way::LowerSeats],
    &[Way::Ask],
];

impl Way {
    fn is_a_catalogue(self) -> bool {
        matches!(
            self,
            Self::Parts | Self::LowerMicrophones | Self::LowerSeats
        )
    }

    /// What is told to who comes second.
    fn loses(self, rival: Self) -> Outcome {
        let counted = self != Self::MoveWithMicrophones;
        match (self, rival) {
            (Self::Ask, _) => Outcome::Rule,
            (lost, _) if lost.is_a_catalogue() => Outcome::InUse,
            (Self::Close, _) => Outcome::Changed,
            // What waited in the way of the closure has been answered by it.
            (Self::Approve | Self::Accept, Self::Close) => Outcome::State,
            // More than there are at all.
            (_, Self::LowerMicrophones | Self::LowerSeats) if counted => Outcome::Rule,
            _ => Outcome::Conflict,
        }
    }
}

async fn done(service: &Service, operation: Operation) -> usize {
    let (outcome, _) = service.perform(&operation).await;
    assert_eq!(outcome, Outcome::Done, "{operation:?}");
    service.known().len() - 1
}

fn request(who: usize, space: usize, span: Span) -> Operation {
    Operation::Request {
        who,
        space,
        span,
        people: 1,
        layout: 0,
        microphones: 0,
    }
}

fn close() -> Operation {
    Operation::Close {
        who: MANAGER,
        spaces: vec![HALL],
        span: WANTED,
        times: 1,
        way: MakeWay::Cancel,
    }
}

fn with(wanted: Operation, seats: i32, lent: i32) -> Operation {
    match wanted {
        Operation::Request {
            who,
            space,
            span,
            layout,
            ..
        } => Operation::Request {
            who,
            space,
            span,
            people: seats,
            layout,
            microphones: lent,
        },
        other => other,
    }
}

/// What has to be there before, and then the operation itself. `side` is 0 or 1, so that two of a kind do not meet before.
async fn prepared(service: &Service, way: Way, side: usize) -> Operation {
    let (who, room) = (MANAGER, 3 + side);
    let amend = |which: usize, people: Option<i32>, lent: Option<i32>| Operation::Amend {
        who,
        which,
        people,
        layout: None,
        microphones: lent,
    };
    let moved = |who: usize, which: usize| Operation::Move {
        who,
        which,
        space: None,
        span: WANTED,
    };
    match way {
        Way::Request => request(who, HALL, WANTED),
        Way::Approve => {
            let which = done(service, request(side, HALL, WANTED)).await;
            Operation::Approve { who, which }
        }
        Way::Reopen => {
            let which = done(service, request(who, HALL, WANTED)).await;
            done(service, Operation::Cancel { who, which }).await;
            Operation::Reopen { who, which }
        }
        Way::Move => {
            let which = done(service, request(who, HALL, ELSEWHERE[side])).await;
            moved(who, which)
        }
        Way::Accept => {
            let which = done(service, request(side, HALL, ELSEWHERE[side])).await;
            done(service, Operation::Approve { who, which }).await;
            done(service, moved(OWNER, which)).await;
            Operation::Approve { who, which }
        }
        Way::Parts => {
            done(service, request(who, 0, WANTED)).await;
            Operation::Import(House::with_hall())
        }
        Way::Close => close(),
        Way::RequestMicrophones => with(request(who, room, WANTED), 1, 2),
        Way::ChangeMicrophones => {
            let which = done(service, request(who, room, WANTED)).await;
            amend(which, None, Some(2))
        }
        Way::MoveWithMicrophones => {
            let there = with(request(who, room, ELSEWHERE[side]), 1, 2);
            let which = done(service, there).await;
            moved(who, which)
        }
        Way::LowerMicrophones => Operation::Import(House::of_counts(6, 1)),
        Way::RequestSeats => with(request(side, SEATS, WANTED), 4, 0),
        Way::ChangeSeats => {
            let which = done(service, request(side, SEATS, WANTED)).await;
            amend(which, Some(4), None)
        }
        Way::LowerSeats => Operation::Import(House::of_counts(3, 3)),
        Way::Ask => {
            done(service, request(0, HALL, ELSEWHERE[side])).await;
            let span = Span {
                from: 8 + 4 * i64::try_from(side).unwrap(),
                length: 2,
            };
            request(0, HALL, span)
        }
    }
}

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
        // What is closed twice is closed.
        [Outcome::Done, Outcome::Done] => [one, other] == [Way::Close, Way::Close],
        [Outcome::Done, lost] => lost == other.loses(one),
        [lost, Outcome::Done] => lost == one.loses(other),
        _ => false,
    };
    assert!(fair, "{one:?} and {other:?}: {outcomes:?}");
    Stored::read(&service.test).await.assert_sound(None);
    service.test.assert_sound().await;
}

/// In rooms that have nothing to do with one another.
async fn begin(service: &Service) {
    service.begin().await;
    let plain = Operation::Import(House::plain());
    assert_eq!(service.perform(&plain).await.0, Outcome::Done);
}

async fn both(service: &Arc<Service>, operations: Vec<Operation>) -> Vec<Outcome> {
    let mut tasks = Vec::new();
    for operation in operations {
        let seen = match &operation {
            Operation::Close { .. } => Some(service.seen(&operation).await),
            _ => None,
        };
        let service = service.clone();
        tasks.push(async move {
            match seen {
                Some(say) => service.close_as_seen(&operation, say).await,
                None => service.perform(&operation).await.0,
            }
        });
    }
    at_once(tasks).await
}

/// Two things that are done to one booking, of which only one can be.
#[derive(Clone, Copy, Debug)]
enum Quarrel {
    AmendOrClose,
    CheckInOrCancel,
    /// By the group, and by the venue.
    CancelTwice,
    NoShowOrShorten,
}

impl Quarrel {
    const ALL: [Self; 4] = [
        Self::AmendOrClose,
        Self::CheckInOrCancel,
        Self::CancelTwice,
        Self::NoShowOrShorten,
    ];

    async fn prepared(self, service: &Service) -> [Operation; 2] {
        let room = if let Self::AmendOrClose = self {
            HALL
        } else {
            3
        };
        let which = done(service, request(0, room, WANTED)).await;
        let who = MANAGER;
        match self {
            Self::AmendOrClose => {
                let amend = Operation::Amend {
                    who,
                    which,
                    people: Some(2),
                    layout: None,
                    microphones: None,
                };
                [amend, close()]
            }
            Self::CheckInOrCancel => {
                // The doors open.
                done(service, Operation::Pass(WANTED.from - 2)).await;
                let cancel = Operation::Cancel { who: OWNER, which };
                [Operation::CheckIn { who, which }, cancel]
            }
            Self::CancelTwice => [who, OWNER].map(|who| Operation::Cancel { who, which }),
            Self::NoShowOrShorten => {
                done(service, Operation::Pass(WANTED.from)).await;
                let who_leaves = Operation::Shorten {
                    who: OWNER,
                    which,
                    by: 1,
                };
                [Operation::NoShow { who, which }, who_leaves]
            }
        }
    }

    /// Whether both may come about, the one after the other.
    fn is_fair(self, outcomes: &[Outcome]) -> bool {
        use Outcome as O;
        match self {
            Self::AmendOrClose => {
                matches!(outcomes, [O::Done, O::Changed] | [O::State, O::Done])
            }
            Self::NoShowOrShorten => matches!(outcomes, [O::Done, O::Done | O::State]),
            Self::CheckInOrCancel | Self::CancelTwice => {
                matches!(outcomes, [O::Done, O::State] | [O::State, O::Done])
            }
        }
    }
}

#[test]
fn of_two_that_want_something_else_of_one_booking_one_is_told_that_it_has_changed() {
    runtime().block_on(async {
        let service = Arc::new(Service::new().await);
        for quarrel in Quarrel::ALL {
            for _ in 0..4 * ROUNDS * times() {
                begin(&service).await;
                let operations = quarrel.prepared(&service).await.into();
                let outcomes = both(&service, operations).await;
                assert!(quarrel.is_fair(&outcomes), "{quarrel:?}: {outcomes:?}");
                Stored::read(&service.test).await.assert_sound(None);
                service.test.assert_sound().await;
            }
        }
    });
}
