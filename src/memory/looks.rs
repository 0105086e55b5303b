//! The look that is under way at whether the service can do its work.

use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

use tokio::sync::watch;

use crate::clock::Stopwatch;

/// A commit that takes longer stalls.
const PATIENCE: Duration = Duration::from_secs(5);

/// The look that is under way. There is never more than one: whoever asks meanwhile shares what it finds, and a commit
/// that stalls keeps no more than one connection.
#[derive(Debug, Default)]
pub struct Looks(Mutex<Option<Look>>);

#[derive(Clone, Debug)]
pub struct Look {
    since: Stopwatch,
    /// None until it has found something. Nobody writes to it any more when its task is gone.
    found: watch::Receiver<Option<Found>>,
}

/// Why the service is not ready; None when it is.
pub type Found = Option<&'static str>;

impl Looks {
    /// The look that is under way, or the one that `begin` begins.
    pub fn join(&self, begin: impl FnOnce() -> Look) -> Look {
        let mut under_way = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(look) = &*under_way
            && !look.is_over()
        {
            return look.clone();
        }
        let look = begin();
        *under_way = Some(look.clone());
        look
    }
}

impl Look {
    /// One that begins now and will be told by the sender.
    #[must_use]
    pub fn begun() -> (watch::Sender<Option<Found>>, Self) {
        let (tell, found) = watch::channel(None);
        let since = Stopwatch::started();
        (tell, Self { since, found })
    }

    fn is_over(&self) -> bool {
        self.found.borrow().is_some() || self.found.has_changed().is_err()
    }

    pub async fn finds(mut self) -> Found {
        let left = PATIENCE.saturating_sub(self.since.elapsed());
        let found = self.found.wait_for(Option::is_some);
        match tokio::time::timeout(left, found).await {
            Ok(Ok(found)) => found.flatten(),
            Ok(Err(_)) => Some("it cannot be found out\n"),
            Err(_) => Some("what is written is not committed\n"),
        }
    }
}
