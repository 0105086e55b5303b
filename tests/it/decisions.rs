//! Two decisions on one booking or one time at the same moment: 200 rounds each.

use std::sync::Arc;

use entity::Booking;
use entity::booking::Status;
use jastar::{account::Actor, error::Error, refusal::state::StateRefusal};

use super::{
    races::at_once,
    support::{TestApp, asking},
};

const ROUNDS: usize = 200;
const HALL: &str = "youth-house/grand-hall";

struct House {
    test: TestApp,
    manager: Actor,
    person: Actor,
    rival: Actor,
}

type Done = Result<Booking, Error>;

impl House {
    async fn new() -> Arc<Self> {
        let test = TestApp::new().await;
        Arc::new(Self {
            manager: test.manager_of("youth-house").await,
            person: test.person("a@test.example").await,
            rival: test.person("b@test.example").await,
            test,
        })
    }

    async fn ask(&self, who: &Actor, space: &str) -> Done {
        self.test
            .request(who, asking(space, "2026-12-01T16:00", "2026-12-01T18:00"))
            .await
    }

    /// Brings a booking to an end, so that the next round finds the time free.
    async fn end(&self, booking: &Booking) {
        let now = self.test.stored(booking.id).await;
        match now.status {
            Status::Pending => self
                .test
                .reject(&self.manager, now.id)
                .await
                .map(|_| ())
                .unwrap(),
            Status::Approved => self
                .test
                .cancel(&self.manager, now.id)
                .await
                .map(|_| ())
                .unwrap(),
            _ => {}
        }
        assert!(self.test.claims(booking.id).await.is_empty());
    }
}

#[derive(Clone, Copy, Debug)]
enum Act {
    Approve,
    Reject,
    Reopen,
    CancelByGroup,
    CancelByVenue,
    AskByManager,
}

async fn act(house: Arc<House>, act: Act, booking: Booking) -> Done {
    let (test, id) = (&house.test, booking.id);
    match act {
        Act::Approve => test.approve(&house.manager, id).await,
        Act::Reject => test.reject(&house.manager, id).await,
        Act::Reopen => test.reopen(&house.manager, id).await,
        Act::CancelByGroup => test.cancel(&house.person, id).await,
        Act::CancelByVenue => test.cancel(&house.manager, id).await,
        Act::AskByManager => house.ask(&house.manager, HALL).await,
    }
}

async fn both(house: &Arc<House>, one: (Act, &Booking), other: (Act, &Booking)) -> (Done, Done) {
    let tasks =
        [one, other].map(|(what, booking)| Box::pin(act(house.clone(), what, booking.clone())));
    let mut done = at_once(tasks).await;
    let second = done.pop().unwrap();
    (done.pop().unwrap(), second)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_of_two_answers_counts() {
    for second in [Act::Approve, Act::Reject] {
        let house = House::new().await;
        let mut approved = 0;
        for _ in 0..ROUNDS {
            let asked = house
                .ask(&house.person, "youth-house/dance-studio")
                .await
                .unwrap();
            let (one, other) = both(&house, (Act::Approve, &asked), (second, &asked)).await;
            let after = house.test.stored(asked.id).await;
            match (&one, &other) {
                (Ok(won), Err(Error::State(StateRefusal::NotPending(_))))
                | (Err(Error::State(StateRefusal::NotPending(_))), Ok(won)) => {
                    assert_eq!(*won, after);
                }
                _ => panic!("{one:?} {other:?}"),
            }
            assert_eq!(after.version, 2, "one change");
            assert_eq!(house.test.history(asked.id).await.len(), 2);
            approved += usize::from(after.status == Status::Approved);
            house.end(&asked).await;
        }
        assert!(approved > 0);
        house.test.assert_sound().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_group_that_cancels_while_it_is_approved_is_out_either_way() {
    let house = House::new().await;
    for _ in 0..ROUNDS {
        let asked = house.ask(&house.person, HALL).await.unwrap();
        let (approved, cancelled) =
            both(&house, (Act::Approve, &asked), (Act::CancelByGroup, &asked)).await;
        let cancelled = cancelled.unwrap();
        match approved {
            Ok(_) => assert_eq!(
                (cancelled.status, cancelled.version),
                (Status::Cancelled, 3)
            ),
            Err(Error::State(StateRefusal::NotPending(Status::Withdrawn))) => {
                assert_eq!(cancelled.version, 2);
            }
            Err(other) => panic!("{other:?}"),
        }
        assert!(house.test.claims(asked.id).await.is_empty());
    }
    house.test.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_venue_cancels_only_what_is_approved_by_then() {
    let house = House::new().await;
    for _ in 0..ROUNDS {
        let asked = house.ask(&house.person, HALL).await.unwrap();
        let (approved, cancelled) =
            both(&house, (Act::Approve, &asked), (Act::CancelByVenue, &asked)).await;
        assert_eq!(approved.unwrap().version, 2, "nothing else can come first");
        let after = house.test.stored(asked.id).await;
        let held = house.test.claims(asked.id).await.len();
        match cancelled {
            Ok(cancelled) => {
                assert_eq!(cancelled, after);
                assert_eq!((after.status, after.version), (Status::Cancelled, 3));
                assert_eq!(held, 0);
            }
            Err(Error::State(StateRefusal::RejectInstead)) => {
                assert_eq!((after.status, after.version), (Status::Approved, 2));
                assert_eq!(held, 1);
            }
            Err(other) => panic!("{other:?}"),
        }
        house.end(&asked).await;
    }
    house.test.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_cancels_first_is_who_cancelled_and_a_reopening_comes_before_or_after() {
    for (first, second) in [
        (Act::CancelByGroup, Act::CancelByVenue),
        (Act::Reopen, Act::CancelByVenue),
    ] {
        let house = House::new().await;
        let reopens = matches!(first, Act::Reopen);
        for _ in 0..ROUNDS {
            let asked = house.ask(&house.person, HALL).await.unwrap();
            let booking = house.test.approve(&house.manager, asked.id).await.unwrap();
            if reopens {
                house.test.cancel(&house.manager, booking.id).await.unwrap();
            }
            let start = house.test.stored(booking.id).await.version;
            let (one, other) = both(&house, (first, &booking), (second, &booking)).await;
            let after = house.test.stored(booking.id).await;
            let (status, changes) = match (one, other) {
                (Ok(_), Err(Error::State(StateRefusal::NotCancellable(Status::Cancelled))))
                    if reopens =>
                {
                    (Status::Approved, 1)
                }
                (Ok(_), Ok(_)) if reopens => (Status::Cancelled, 2),
                (Ok(won), Err(Error::State(StateRefusal::NotCancellable(Status::Cancelled))))
                | (Err(Error::State(StateRefusal::NotCancellable(Status::Cancelled))), Ok(won)) => {
                    assert_eq!(won, after);
                    (Status::Cancelled, 1)
                }
                other => panic!("{other:?}"),
            };
            assert_eq!((after.status, after.version), (status, start + changes));
            let held = usize::from(status == Status::Approved);
            assert_eq!(house.test.claims(booking.id).await.len(), held);
            house.end(&booking).await;
        }
        house.test.assert_sound().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_time_goes_to_one_of_approved_reopened_and_new() {
    for second in [Act::Reopen, Act::AskByManager, Act::Approve] {
        let house = House::new().await;
        for _ in 0..ROUNDS {
            let waiting = house.ask(&house.person, HALL).await.unwrap();
            let rival = house.ask(&house.rival, HALL).await.unwrap();
            if matches!(second, Act::Reopen) {
                house.test.approve(&house.manager, rival.id).await.unwrap();
                house.test.cancel(&house.manager, rival.id).await.unwrap();
            }
            let (one, other) = both(&house, (Act::Approve, &waiting), (second, &rival)).await;
            let winner = match (one, other) {
                (Ok(won), Err(Error::Conflict { .. })) | (Err(Error::Conflict { .. }), Ok(won)) => {
                    won
                }
                other => panic!("{other:?}"),
            };
            assert_eq!(house.test.claims(winner.id).await.len(), 1);
            for booking in [&winner, &waiting, &rival] {
                house.end(booking).await;
            }
        }
        house.test.assert_sound().await;
    }
}

/// Whose booking it is too is told what is wrong with it, and not that only a manager may do it.
#[tokio::test]
async fn a_manager_is_told_of_the_state_of_an_own_booking() {
    let house = House::new().await;
    let own = house.ask(&house.manager, HALL).await.unwrap();
    assert_eq!(own.status, Status::Approved);
    for act in [Act::Approve, Act::Reopen] {
        let refused = match act {
            Act::Approve => house.test.approve(&house.manager, own.id).await,
            _ => house.test.reopen(&house.manager, own.id).await,
        };
        assert!(matches!(refused, Err(Error::State(_))), "{refused:?}");
    }
    house.test.assert_sound().await;
}
