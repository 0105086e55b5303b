//! Mails that a worker took and never finished, told by their lease standing still: the clocks of two processes may be
//! minutes apart, and have no part in it.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use entity::Instant;
use uuid::Uuid;

use crate::clock::{Clock, Stopwatch};

/// How long a lease has to be seen standing still: a mail takes a worker half a minute at most.
const STILL: Duration = Duration::from_mins(5);

/// The leases of all workers, as this process has seen them.
#[derive(Debug, Default)]
pub struct Leases(Mutex<HashMap<Uuid, FirstSeen>>);

#[derive(Clone, Copy, Debug)]
struct FirstSeen {
    at: Instant,
    /// None where time stands still.
    watch: Option<Stopwatch>,
}

impl FirstSeen {
    fn ago(self, clock: &Clock) -> Duration {
        self.watch.map_or_else(
            || clock.now().since(self.at).unsigned_abs(),
            Stopwatch::elapsed,
        )
    }
}

impl Leases {
    /// Looks at all leases that there are now. Those are abandoned that were here five minutes ago already.
    pub fn abandoned(&self, now_there: &[Uuid], clock: &Clock) -> Vec<Uuid> {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        seen.retain(|lease, _| now_there.contains(lease));
        for lease in now_there {
            seen.entry(*lease).or_insert_with(|| FirstSeen {
                at: clock.now(),
                watch: clock.stopwatch(),
            });
        }
        let still = seen.iter().filter(|(_, first)| first.ago(clock) >= STILL);
        still.map(|(lease, _)| *lease).collect()
    }
}
