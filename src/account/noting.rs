//! Notes that a session or a token was used. Nobody waits for them.

use std::{
    collections::BTreeSet,
    sync::{Mutex, MutexGuard, PoisonError},
};

use crate::{app::App, error::Error};

/// The notes that are to be made: no more than one for each session and token.
#[derive(Default)]
pub struct Noting {
    /// By the hashes of those.
    to_make: Mutex<BTreeSet<Vec<u8>>>,
    /// They are made one after the other, so that commits which stall keep no more than one connection.
    turn: tokio::sync::Mutex<()>,
}

impl Noting {
    fn to_make(&self) -> MutexGuard<'_, BTreeSet<Vec<u8>>> {
        self.to_make.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Has `write` make the note in a task of its own, unless there is one to be made for this session or token.
pub(super) fn note<F>(app: &App, hash: Vec<u8>, write: impl FnOnce(App, Vec<u8>) -> F)
where
    F: Future<Output = Result<(), Error>> + Send + 'static,
{
    if !app.noting.to_make().insert(hash.clone()) {
        return;
    }
    let write = write(app.clone(), hash.clone());
    let within = app.clone();
    app.tasks().spawn(async move {
        let turn = within.noting.turn.lock().await;
        if let Err(error) = write.await {
            // The next visit or call notes it.
            tracing::debug!(%error, "a visit or a call was not noted");
        }
        drop(turn);
        within.noting.to_make().remove(&hash);
    });
}
