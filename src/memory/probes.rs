//! The probe that is under way: whether the service can do its work.

use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

use tokio::sync::watch;

use crate::clock::Stopwatch;

/// A commit that takes longer stalls.
const PATIENCE: Duration = Duration::from_secs(5);

/// The probe that is under way. There is never more than one: whoever asks meanwhile shares what the probe finds, and a
/// commit that stalls keeps no more than one connection.
#[derive(Debug, Default)]
pub struct Probes(Mutex<Option<Probe>>);

/// One look at whether the service can do its work. Cheap to clone: all clones find the same.
#[derive(Clone, Debug)]
pub struct Probe {
    since: Stopwatch,
    /// None until the probe has found something. Nobody writes here any more when the task of the probe is gone.
    found: watch::Receiver<Option<Readiness>>,
}

/// Why the service is not ready; None when it is.
pub type Readiness = Option<&'static str>;

impl Probes {
    /// The probe that is under way, or the one that `begin` begins.
    pub fn join(&self, begin: impl FnOnce() -> Probe) -> Probe {
        let mut under_way = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(probe) = &*under_way
            && !probe.is_over()
        {
            return probe.clone();
        }
        let probe = begin();
        *under_way = Some(probe.clone());
        probe
    }
}

impl Probe {
    /// A probe that begins now, and the sender that tells the probe what was found.
    #[must_use]
    pub fn begun() -> (watch::Sender<Option<Readiness>>, Self) {
        let (tell, found) = watch::channel(None);
        let since = Stopwatch::started();
        (tell, Self { since, found })
    }

    fn is_over(&self) -> bool {
        self.found.borrow().is_some() || self.found.has_changed().is_err()
    }

    /// What the probe finds. After [`PATIENCE`] from its beginning, and when its task is gone, that the service is not ready.
    pub async fn finds(mut self) -> Readiness {
        let left = PATIENCE.saturating_sub(self.since.elapsed());
        let found = self.found.wait_for(Option::is_some);
        match tokio::time::timeout(left, found).await {
            Ok(Ok(found)) => found.flatten(),
            Ok(Err(_)) => Some("it cannot be found out\n"),
            Err(_) => Some("what is written is not committed\n"),
        }
    }
}
