//! Asking the database once for everybody who waits for an answer.
//!
//! A stamp has to be as new as the question: whoever asks is answered by a query that began after they asked, but not
//! necessarily by one of their own. One query is under way at a time; who comes meanwhile shares the next.

use std::{
    collections::{BTreeSet, HashMap},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use entity::UnitId;
use sea_orm::{ConnectionTrait, DbErr};
use tokio::sync::OnceCell;

use super::taken;
use crate::booking::calendar::Stamp;

#[derive(Debug, Default)]
pub struct Stamps {
    /// Those who wait for a query that has not begun.
    gathering: Mutex<Arc<Round>>,
    turn: tokio::sync::Mutex<()>,
}

#[derive(Debug, Default)]
struct Round {
    units: Mutex<BTreeSet<UnitId>>,
    found: OnceCell<Found>,
}

#[derive(Debug)]
struct Found {
    revision: i64,
    changes: HashMap<UnitId, i64>,
}

impl Stamps {
    pub async fn of<C: ConnectionTrait>(&self, conn: &C, units: &[UnitId]) -> Result<Stamp, DbErr> {
        let round = self.join(units);
        let found = round
            .found
            .get_or_try_init(|| async {
                let _turn = self.turn.lock().await;
                self.close(&round);
                let asked: Vec<UnitId> = held(&round.units).iter().copied().collect();
                let (revision, changes) = taken::changes(conn, &asked).await?;
                Ok::<_, DbErr>(Found { revision, changes })
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
