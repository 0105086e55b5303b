//! Who asked for what is about to be written. When they are gone before it has begun, it gives up its place in the queue:
//! clients that ask and leave must not keep those waiting who stay.

use std::{future::Future, pin::pin};

use tokio_util::sync::CancellationToken;

tokio::task_local! {
    /// Cancelled when the first transaction of the work begins.
    static BEGUN: CancellationToken;
}

/// Runs work to its end, unless `gone` is cancelled before its first transaction began: then it is dropped, and None.
pub async fn unless_gone<T>(gone: CancellationToken, work: impl Future<Output = T>) -> Option<T> {
    let begun = CancellationToken::new();
    let mut work = pin!(BEGUN.scope(begun.clone(), work));
    tokio::select! {
        biased;
        done = &mut work => return Some(done),
        () = gone.cancelled() => {}
    }
    if begun.is_cancelled() {
        Some(work.await)
    } else {
        None
    }
}

/// From now on the work goes on, whoever is gone.
pub(super) fn begin() {
    // Work that nobody asked for from outside has nobody to wait for it.
    let _ = BEGUN.try_with(CancellationToken::cancel);
}
