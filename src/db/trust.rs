//! Which connections may be used again.
//!
//! What a connection believes of its transaction is not always so. `SQLite` ends a transaction by itself when the disk is
//! full or fails; the driver does not see it, takes every later BEGIN for one inside the first, and its COMMIT for the end
//! of a savepoint that nobody ever commits. After a fault that nobody has an answer to, no connection is therefore taken
//! at its word: it is closed, and the next writer gets a new one.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use sea_orm::sqlx::{Connection, Database, pool::PoolOptions};

use crate::clock::Stopwatch;

/// Longer than what can lie between asking for a connection's age and comparing it.
const DOUBT: Duration = Duration::from_millis(100);

/// Since when connections are good for another transaction.
#[derive(Debug, Default)]
pub(super) struct Trust(Mutex<Option<Stopwatch>>);

impl Trust {
    /// From now on no connection that is open is used again, once whoever has it is done with it.
    pub(super) fn lose(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Stopwatch::started());
    }

    fn reaches(&self, age: Duration) -> bool {
        let lost = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        lost.is_none_or(|lost| age + DOUBT < lost.elapsed())
    }

    /// Looks at every connection of a pool when it comes back, and once more before it is given to somebody: one that is
    /// not trusted, or still inside a transaction, is closed.
    pub(super) fn watch<D: Database>(self: Arc<Self>, options: PoolOptions<D>) -> PoolOptions<D> {
        let back = self.clone();
        options
            .after_release(move |connection, about| {
                let trust = back.clone();
                Box::pin(async move {
                    if connection.is_in_transaction() {
                        // A rollback that nobody waited for may be under way.
                        connection.ping().await?;
                    }
                    Ok(!connection.is_in_transaction() && trust.reaches(about.age))
                })
            })
            .before_acquire(move |connection, about| {
                let good = !connection.is_in_transaction() && self.reaches(about.age);
                Box::pin(async move { Ok(good) })
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_who_came_well_after_the_fault_is_trusted() {
        let trust = Trust::default();
        assert!(trust.reaches(Duration::from_hours(1)));
        trust.lose();
        assert!(!trust.reaches(Duration::from_hours(1)), "was open then");
        assert!(!trust.reaches(Duration::ZERO), "perhaps open then");
    }
}
