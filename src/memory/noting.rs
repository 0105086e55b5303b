//! Notes that are to be made of sessions and tokens that were used.

use std::{
    collections::BTreeSet,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// The notes that are to be made: no more than one for each session and token.
#[derive(Default)]
pub struct Noting {
    /// By the hashes of those.
    to_make: Mutex<BTreeSet<Vec<u8>>>,
    /// They are made one after the other, so that commits which stall keep no more than one connection.
    pub turn: tokio::sync::Mutex<()>,
}

impl Noting {
    pub fn to_make(&self) -> MutexGuard<'_, BTreeSet<Vec<u8>>> {
        self.to_make.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
