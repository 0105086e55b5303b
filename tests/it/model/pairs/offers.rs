//! Two things that are done to a booking that has to make room, or to what is held for its group, at the same moment.

use std::sync::Arc;

use super::{
    super::{
        operation::{MANAGER, OWNER, Operation, Span},
        runtime,
        service::{Outcome, Service},
        times,
    },
    HALL, ROUNDS, WANTED, assert_sound, begin, both, close, done, in_place, plain_request,
};

#[derive(Clone, Copy, Debug)]
enum Quarrel {
    ReplaceOrCancel,
    ReplaceOrMove,
    ReplaceTwice,
    TakeTwo,
    TakeOrLeave,
    TakeOrClose,
    TakeOrReplaceAgain,
    /// What is held instead of the other belongs to the same choice.
    TakeOrReplaceOther,
}

impl Quarrel {
    const ALL: [Self; 8] = [
        Self::ReplaceOrCancel,
        Self::ReplaceOrMove,
        Self::ReplaceTwice,
        Self::TakeTwo,
        Self::TakeOrLeave,
        Self::TakeOrClose,
        Self::TakeOrReplaceAgain,
        Self::TakeOrReplaceOther,
    ];

    async fn prepared(self, service: &Service) -> [Operation; 2] {
        let which = done(service, plain_request(0, HALL, WANTED)).await;
        let who = MANAGER;
        done(service, Operation::Approve { who, which }).await;
        let replace = |span: Span| in_place(plain_request(who, HALL, span));
        match self {
            Self::ReplaceOrCancel => {
                let cancel = Operation::Cancel { who: OWNER, which };
                return [replace(WANTED), cancel];
            }
            Self::ReplaceOrMove => {
                let moved = Operation::Move {
                    who,
                    which,
                    space: None,
                    span: Span {
                        from: 96,
                        length: 2,
                    },
                };
                return [replace(WANTED), moved];
            }
            Self::ReplaceTwice => {
                let later = Span {
                    from: WANTED.from + 1,
                    length: 1,
                };
                let sooner = Span {
                    from: WANTED.from,
                    length: 1,
                };
                return [replace(sooner), replace(later)];
            }
            _ => {}
        }
        done(service, replace(WANTED)).await;
        let held = service.held().await;
        let [first, second, ..] = held[..] else {
            panic!("there is no choice")
        };
        let who = OWNER;
        let take = |which: usize| Operation::Approve { who, which };
        let there = service.span_of(first).await;
        match self {
            // Mostly in another room.
            Self::TakeTwo => [take(first), take(held[held.len() - 1])],
            Self::TakeOrLeave => [take(first), Operation::Cancel { who, which: first }],
            Self::TakeOrClose => [take(first), close(there)],
            Self::TakeOrReplaceOther => {
                let there = service.span_of(second).await;
                [take(first), replace(there)]
            }
            _ => [take(first), replace(there)],
        }
    }

    /// Whether both may come about, the one after the other.
    fn is_fair(self, outcomes: &[Outcome]) -> bool {
        use Outcome as O;
        match self {
            Self::ReplaceOrCancel | Self::ReplaceOrMove => {
                matches!(outcomes, [O::Done, O::State] | [O::Rule, O::Done])
            }
            Self::ReplaceTwice => matches!(outcomes, [O::Done, O::Rule] | [O::Rule, O::Done]),
            Self::TakeTwo => matches!(outcomes, [O::Done, O::State] | [O::State, O::Done]),
            Self::TakeOrClose => matches!(outcomes, [O::Done, O::Changed] | [O::State, O::Done]),
            Self::TakeOrReplaceOther => matches!(outcomes, [O::Done, O::Done | O::Rule]),
            Self::TakeOrLeave | Self::TakeOrReplaceAgain => {
                matches!(outcomes, [O::Done | O::State, O::Done])
            }
        }
    }
}

#[test]
fn of_a_booking_that_makes_room_and_what_is_held_for_its_group_nothing_is_had_twice() {
    runtime().block_on(async {
        let service = Arc::new(Service::new().await);
        for quarrel in Quarrel::ALL {
            for _ in 0..2 * ROUNDS * times() {
                begin(&service).await;
                let operations = quarrel.prepared(&service).await.into();
                let outcomes = both(&service, operations).await;
                assert!(quarrel.is_fair(&outcomes), "{quarrel:?}: {outcomes:?}");
                assert_sound(&service).await;
            }
        }
    });
}
