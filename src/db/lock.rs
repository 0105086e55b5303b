//! One writer at a time on `SQLite`, in turn, whether the writers sit in one process or in several.
//!
//! `SQLite` lets writers poll for its lock, and who polls less often starves. Two file locks beside the database make a
//! turnstile: a writer waits at `next` while the one before it works under `busy`, so a process that has just written
//! cannot overtake one that waits.

use std::{
    ffi::OsString,
    fs::{File, OpenOptions, TryLockError},
    io,
    path::Path,
    sync::Arc,
    time::Duration,
};

use tokio::sync::{Mutex, OwnedMutexGuard};

use crate::error::Error;

/// After this long a writer gives up and its caller is asked to come again.
const PATIENCE: Duration = Duration::from_secs(5);

#[derive(Clone, Debug)]
pub struct WriteLock(Arc<Mutex<Turnstile>>);

#[derive(Debug)]
struct Turnstile {
    next: File,
    busy: File,
}

/// The right to write, given back when dropped.
#[derive(Debug)]
pub struct Turn(OwnedMutexGuard<Turnstile>);

impl Drop for Turn {
    fn drop(&mut self) {
        // The lock also ends with its file, so a failure here frees it no later than the process does.
        let _ = self.0.busy.unlock();
    }
}

impl WriteLock {
    /// Opens the two lock files beside the database at `path`.
    pub fn beside(path: &Path) -> io::Result<Self> {
        let open = |suffix: &str| {
            let mut name = OsString::from(path);
            name.push(suffix);
            OpenOptions::new()
                .create(true)
                .truncate(false)
                .write(true)
                .open(name)
        };
        Ok(Self(Arc::new(Mutex::new(Turnstile {
            next: open(".next")?,
            busy: open(".busy")?,
        }))))
    }

    /// Waits for a turn, at most five seconds: [`Error::Busy`] beyond.
    pub async fn turn(&self) -> Result<Turn, Error> {
        let wait = async {
            let turnstile = self.0.clone().lock_owned().await;
            if turnstile.try_pass()? {
                return Ok(Turn(turnstile));
            }
            // The guard goes along: should we give up, the thread that waits must not share its files with the next.
            tokio::task::spawn_blocking(move || turnstile.pass().map(|()| Turn(turnstile)))
                .await
                .map_err(io::Error::other)?
        };
        match tokio::time::timeout(PATIENCE, wait).await {
            Ok(turn) => turn.map_err(Error::internal),
            Err(_) => Err(Error::Busy),
        }
    }

    /// Waits for a turn as long as it takes, before there is a runtime worth sparing: at start-up.
    pub async fn first_turn(&self) -> Result<Turn, Error> {
        let turnstile = self.0.clone().lock_owned().await;
        tokio::task::spawn_blocking(move || turnstile.pass().map(|()| Turn(turnstile)))
            .await
            .map_err(io::Error::other)
            .and_then(|turn| turn)
            .map_err(Error::internal)
    }
}

impl Turnstile {
    fn try_pass(&self) -> io::Result<bool> {
        if !locked(self.next.try_lock())? {
            return Ok(false);
        }
        let passed = locked(self.busy.try_lock());
        self.next.unlock()?;
        passed
    }

    fn pass(&self) -> io::Result<()> {
        self.next.lock()?;
        let passed = self.busy.lock();
        self.next.unlock()?;
        passed
    }
}

fn locked(tried: Result<(), TryLockError>) -> io::Result<bool> {
    match tried {
        Ok(()) => Ok(true),
        Err(TryLockError::WouldBlock) => Ok(false),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use std::{future::ready, pin::pin};

    use super::*;
    use crate::db::{database::Db, open::Settings};

    async fn until_somebody_stands_in_line(watches: &WriteLock) {
        let files = watches.0.lock().await;
        let in_line = async {
            while locked(files.next.try_lock()).unwrap() {
                files.next.unlock().unwrap();
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(Duration::from_mins(1), in_line)
            .await
            .expect("somebody stands at the turnstile");
    }

    #[tokio::test]
    async fn who_has_just_written_does_not_overtake_who_waits() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("jastar.db");
        // Each with files of its own, as a process has them.
        let [writes, waits, watches] = [(); 3].map(|()| WriteLock::beside(&path).unwrap());
        let turn = writes.turn().await.unwrap();
        let mut waits = pin!(waits.first_turn());
        tokio::select! {
            _ = &mut waits => panic!("it did not wait"),
            () = until_somebody_stands_in_line(&watches) => {}
        }
        drop(turn);
        drop(waits.await.unwrap());
        // However long who stands there takes for the last step.
        let there = watches.0.lock().await;
        there.next.lock().unwrap();
        let mut again = pin!(writes.turn());
        let overtakes = tokio::select! {
            biased;
            _ = &mut again => true,
            () = ready(()) => false,
        };
        assert!(!overtakes);
        there.next.unlock().unwrap();
        again.await.unwrap();
    }

    #[tokio::test]
    async fn a_database_is_opened_by_one_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("jastar.db");
        let [opens, watches] = [(); 2].map(|()| WriteLock::beside(&path).unwrap());
        let turn = opens.first_turn().await.unwrap();
        let settings = Settings {
            url: format!("sqlite:{}", path.display()),
            connections: 2,
        };
        let mut other = pin!(Db::open(settings));
        tokio::select! {
            _ = &mut other => panic!("it did not wait"),
            () = until_somebody_stands_in_line(&watches) => {}
        }
        drop(turn);
        other.await.unwrap();
    }
}
