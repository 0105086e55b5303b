//! Asking the database once for everybody who waits for an answer.
//!
//! A stamp is never behind what this process has written, and hardly behind what others have. One query is under way at a
//! time; who comes meanwhile shares the next.

// By hand: everybody who waits asks for other units, and one query is for all of them. A cache shares what is loaded among
// those who ask for the same key, one load a key, and cannot end what it keeps by what we have committed.

use std::{
    collections::{BTreeSet, HashMap},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use entity::UnitId;
use tokio::sync::OnceCell;

use crate::{
    clock::{Clock, Stopwatch},
    db::Db,
    error::Error,
    venue::store,
};

/// How far an answer may be behind what another process wrote: shorter than the way to a phone.
const BEHIND: Duration = Duration::from_millis(10);

/// What a kept picture of some spaces is good for: it is right as long as this is the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Stamp {
    pub revision: i64,
    /// How often what is claimed or asked for has changed on all floor that decides on their pictures.
    pub changes: i64,
}

#[derive(Debug, Default)]
pub struct Stamps {
    /// Those who wait for a query that has not begun.
    gathering: Mutex<Arc<Round>>,
    turn: tokio::sync::Mutex<()>,
    known: Mutex<HashMap<UnitId, KnownChanges>>,
}

#[derive(Debug, Default)]
struct Round {
    units: Mutex<BTreeSet<UnitId>>,
    found: OnceCell<UnitChanges>,
}

/// What one round found: the newest revision, and how often each unit was changed.
#[derive(Debug)]
struct UnitChanges {
    revision: i64,
    changes: HashMap<UnitId, i64>,
}

#[derive(Clone, Copy, Debug)]
struct KnownChanges {
    revision: i64,
    changes: i64,
    asked: Stopwatch,
    /// Of this process, before it was asked.
    commits: u64,
}

impl KnownChanges {
    /// `commits` of this process by now, `elapsed` since the question.
    fn stands(&self, commits: u64, elapsed: Duration) -> bool {
        self.commits == commits && elapsed < BEHIND
    }
}

impl Stamps {
    pub async fn of(&self, db: &Db, clock: &Clock, units: &[UnitId]) -> Result<Stamp, Error> {
        if let Some(stamp) = self.known(db, units) {
            return Ok(stamp);
        }
        let round = self.join(units);
        let found = round
            .found
            .get_or_try_init(|| async {
                let _turn = self.turn.lock().await;
                self.close(&round);
                let asked: Vec<UnitId> = held(&round.units).iter().copied().collect();
                let (stopwatch, commits) = (clock.stopwatch(), db.commits());
                let (revision, changes) = store::changes(db.read(), &asked).await?;
                let found = UnitChanges { revision, changes };
                if let Some(stopwatch) = stopwatch {
                    self.remember(&found, stopwatch, commits);
                }
                Ok::<_, Error>(found)
            })
            .await?;
        Ok(Stamp {
            revision: found.revision,
            changes: units
                .iter()
                .filter_map(|unit| found.changes.get(unit))
                .sum(),
        })
    }

    fn known(&self, db: &Db, units: &[UnitId]) -> Option<Stamp> {
        let (known, commits) = (held(&self.known), db.commits());
        let mut stamp: Option<Stamp> = None;
        for unit in units {
            let unit = known.get(unit)?;
            let before = stamp.unwrap_or(Stamp {
                revision: unit.revision,
                changes: 0,
            });
            let fresh = unit.stands(commits, unit.asked.elapsed());
            if !fresh || before.revision != unit.revision {
                return None;
            }
            stamp = Some(Stamp {
                changes: before.changes + unit.changes,
                ..before
            });
        }
        stamp
    }

    fn remember(&self, found: &UnitChanges, asked: Stopwatch, commits: u64) {
        let mut known = held(&self.known);
        for (unit, changes) in &found.changes {
            let one = KnownChanges {
                revision: found.revision,
                changes: *changes,
                asked,
                commits,
            };
            known.insert(*unit, one);
        }
    }

    fn join(&self, units: &[UnitId]) -> Arc<Round> {
        let round = held(&self.gathering);
        held(&round.units).extend(units);
        round.clone()
    }

    /// From now on nobody joins this round. It may have been closed already, by one who went away while asking.
    fn close(&self, round: &Arc<Round>) {
        let mut gathering = held(&self.gathering);
        if Arc::ptr_eq(&gathering, round) {
            *gathering = Arc::default();
        }
    }
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_stands_until_an_own_write_and_not_for_long() {
        let known = KnownChanges {
            revision: 1,
            changes: 2,
            asked: Stopwatch::started(),
            commits: 7,
        };
        assert!(known.stands(7, Duration::ZERO));
        assert!(!known.stands(8, Duration::ZERO), "an own write");
        assert!(!known.stands(7, BEHIND), "perhaps somebody else's");
    }
}
