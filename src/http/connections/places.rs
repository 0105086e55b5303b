//! Places for connections, and who gives up theirs when there are none left.

use std::{
    collections::BTreeMap,
    pin::pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};
use tokio_util::sync::CancellationToken;

/// While somebody waits for a place, another connection is sent away after so long: the one before may take its time.
const ANOTHER_AFTER: Duration = Duration::from_millis(100);

pub struct ConnectionPlaces {
    free: Arc<Semaphore>,
    silent: Mutex<Silent>,
    fell_silent: Notify,
}

/// By when they fell silent: the first has been so longest.
#[derive(Default)]
struct Silent {
    next: u64,
    leave: BTreeMap<u64, CancellationToken>,
}

/// What a connection is at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ConnectionState {
    /// Nothing has arrived, or half a head.
    New,
    /// A head, and not yet the whole body.
    Arriving,
    /// A whole request, being answered.
    Busy,
    /// Between two requests.
    Answered,
}

/// A connection's place, given back when dropped.
pub struct ConnectionPlace {
    places: Arc<ConnectionPlaces>,
    _permit: OwnedSemaphorePermit,
    leave: CancellationToken,
    at: Mutex<(ConnectionState, Option<u64>)>,
}

impl ConnectionPlaces {
    pub fn new(most: usize) -> Self {
        Self {
            free: Arc::new(Semaphore::new(most.min(Semaphore::MAX_PERMITS))),
            silent: Mutex::default(),
            fell_silent: Notify::new(),
        }
    }

    /// A place, once there is one: where none is free, those that have been silent longest are sent away, one after the other.
    pub async fn take(self: &Arc<Self>) -> ConnectionPlace {
        loop {
            if let Ok(permit) = self.free.clone().try_acquire_owned() {
                return ConnectionPlace::new(self.clone(), permit);
            }
            // Heard of from before the look at who is silent, so that nobody falls silent unseen.
            let mut fell_silent = pin!(self.fell_silent.notified());
            fell_silent.as_mut().enable();
            self.send_one_away();
            tokio::select! {
                permit = self.free.clone().acquire_owned() => {
                    return ConnectionPlace::new(self.clone(), permit.expect("the places are never closed"));
                }
                () = fell_silent => {}
                () = tokio::time::sleep(ANOTHER_AFTER) => {}
            }
        }
    }

    pub fn send_one_away(&self) {
        if let Some((_, leave)) = self.silent().leave.pop_first() {
            leave.cancel();
        }
    }

    fn silent(&self) -> MutexGuard<'_, Silent> {
        self.silent.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl ConnectionPlace {
    fn new(places: Arc<ConnectionPlaces>, permit: OwnedSemaphorePermit) -> Self {
        let place = Self {
            places,
            _permit: permit,
            leave: CancellationToken::new(),
            at: Mutex::new((ConnectionState::New, None)),
        };
        place.fall_silent(ConnectionState::New);
        place
    }

    /// When somebody new needs the place.
    pub async fn sent_away(&self) {
        self.leave.cancelled().await;
    }

    pub fn has_heard_nothing(&self) -> bool {
        self.at().0 == ConnectionState::New
    }

    pub fn has_no_whole_request(&self) -> bool {
        matches!(
            self.at().0,
            ConnectionState::New | ConnectionState::Arriving
        )
    }

    pub fn is_being_answered(&self) -> bool {
        self.at().0 == ConnectionState::Busy
    }

    /// A head has arrived.
    pub fn arriving(&self) {
        self.at().0 = ConnectionState::Arriving;
    }

    /// The whole request has arrived: until it is answered nobody sends the connection away.
    pub fn busy(&self) {
        let mut at = self.at();
        at.0 = ConnectionState::Busy;
        if let Some(since) = at.1.take() {
            self.places.silent().leave.remove(&since);
        }
    }

    pub fn answered(&self) {
        self.busy();
        self.fall_silent(ConnectionState::Answered);
    }

    fn fall_silent(&self, state: ConnectionState) {
        let mut at = self.at();
        let mut silent = self.places.silent();
        let since = silent.next;
        silent.next += 1;
        silent.leave.insert(since, self.leave.clone());
        *at = (state, Some(since));
        drop(silent);
        self.places.fell_silent.notify_waiters();
    }

    fn at(&self) -> MutexGuard<'_, (ConnectionState, Option<u64>)> {
        self.at.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for ConnectionPlace {
    fn drop(&mut self) {
        self.busy();
    }
}

#[cfg(test)]
mod tests {
    use futures_util::{FutureExt, future::join_all};

    use super::*;

    fn taken(places: &Arc<ConnectionPlaces>) -> Option<ConnectionPlace> {
        places.take().now_or_never()
    }

    #[tokio::test]
    async fn who_has_been_silent_longest_gives_up_their_place_and_nobody_who_is_being_answered() {
        let places = Arc::new(ConnectionPlaces::new(3));
        let [one, two, three] = [(); 3].map(|()| taken(&places).unwrap());
        one.busy();
        two.arriving();
        assert!(
            taken(&places).is_none(),
            "it comes when the second has left"
        );
        assert!(two.leave.is_cancelled() && !one.leave.is_cancelled());
        assert!(two.has_no_whole_request() && !two.has_heard_nothing());
        drop(two);
        let four = taken(&places).unwrap();
        one.answered();
        assert!(taken(&places).is_none());
        assert!(
            three.leave.is_cancelled(),
            "it is silent since before the answer"
        );
        assert!(!one.leave.is_cancelled() && !four.leave.is_cancelled());
        drop(three);
        drop(four);
        assert!(taken(&places).is_some(), "a free place costs nobody theirs");
        assert!(!one.leave.is_cancelled());
    }

    #[tokio::test]
    async fn who_waits_for_a_place_gets_that_of_the_first_who_falls_silent() {
        let places = Arc::new(ConnectionPlaces::new(1));
        let one = taken(&places).unwrap();
        one.busy();
        let mut waiting = pin!(places.take());
        assert!(waiting.as_mut().now_or_never().is_none());
        assert!(!one.leave.is_cancelled());
        one.answered();
        assert!(waiting.as_mut().now_or_never().is_none());
        assert!(one.leave.is_cancelled() && !one.has_no_whole_request());
        drop(one);
        assert!(waiting.now_or_never().is_some());
    }

    #[tokio::test]
    async fn while_somebody_waits_one_after_the_other_is_sent_away() {
        let places = Arc::new(ConnectionPlaces::new(3));
        let stay = [(); 3].map(|()| taken(&places).unwrap());
        let all = join_all(stay.iter().map(ConnectionPlace::sent_away));
        tokio::select! {
            _ = places.take() => panic!("none of them has left"),
            all = tokio::time::timeout(Duration::from_mins(1), all) => {
                assert!(all.is_ok(), "no more than one is sent away");
            }
        }
    }
}
