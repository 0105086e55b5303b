//! Two things that are done to one booking, of which only one can be.

use std::sync::Arc;

use super::{
    super::{
        operation::{MANAGER, OWNER, Operation},
        runtime,
        service::{Outcome, Service},
        times,
    },
    HALL, ROUNDS, WANTED, assert_sound, begin, both, close, done, plain_request,
};

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
        let which = done(service, plain_request(0, room, WANTED)).await;
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
                [amend, close(WANTED)]
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
                assert_sound(&service).await;
            }
        }
    });
}
