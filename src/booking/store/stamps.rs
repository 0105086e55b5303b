//! Asking the database once for everybody who waits for the same answer.
//!
//! A stamp has to be as new as the question: whoever asks is answered by a query that began after they asked, but not
//! necessarily by one of their own.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use entity::UnitId;
use sea_orm::{ConnectionTrait, DbErr};

use super::taken;
use crate::booking::calendar::Stamp;

#[derive(Debug, Default)]
pub struct Stamps {
    /// Counts questions and queries, in the order in which they come.
    turns: AtomicU64,
    /// One entry a space or venue that somebody looked at.
    latest: Mutex<HashMap<Vec<UnitId>, Arc<tokio::sync::Mutex<Latest>>>>,
}

#[derive(Debug, Default)]
struct Latest {
    began: u64,
    stamp: Option<Stamp>,
}

impl Stamps {
    /// `units` in ascending order.
    pub async fn of<C: ConnectionTrait>(
        &self,
        conn: &C,
        units: Vec<UnitId>,
    ) -> Result<Stamp, DbErr> {
        let asked = self.turns.fetch_add(1, Ordering::SeqCst);
        let latest = self.latest_of(&units);
        let mut latest = latest.lock().await;
        if let Some(stamp) = latest.stamp.filter(|_| latest.began > asked) {
            return Ok(stamp);
        }
        latest.began = self.turns.fetch_add(1, Ordering::SeqCst);
        latest.stamp = None;
        let (revision, changes) = taken::changes(conn, &units).await?;
        let stamp = Stamp { revision, changes };
        latest.stamp = Some(stamp);
        Ok(stamp)
    }

    fn latest_of(&self, units: &[UnitId]) -> Arc<tokio::sync::Mutex<Latest>> {
        let mut all = self.latest.lock().unwrap_or_else(PoisonError::into_inner);
        match all.get(units) {
            Some(latest) => latest.clone(),
            None => all.entry(units.to_vec()).or_default().clone(),
        }
    }
}
