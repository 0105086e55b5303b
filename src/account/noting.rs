//! Notes that a session or a token was used. Nobody waits for them.

use crate::{app::App, error::Error};

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
