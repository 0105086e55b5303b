//! What every part of a running service shares, and how it starts and stops.

use std::{
    ops::Deref,
    sync::{Arc, OnceLock, PoisonError, RwLock},
};

use tokio::sync::Notify;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    clock::{Clock, Ids, doubt::Believed},
    config::Config,
    db::{self, Db},
    error::Error,
    memory::{
        answers::Answers, leases::Leases, noting::Noting, probes::Probes, security::Security,
        stamps::Stamps, strangers::Strangers,
    },
    venue::{Catalogue, store},
};

/// Cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Parts>);

pub struct Parts {
    pub db: Db,
    pub clock: Clock,
    /// What [`crate::jobs::Jobs`] has found out about the clock.
    pub believed: Believed,
    pub ids: Ids,
    pub config: Config,
    /// Rung after every commit that queued a mail.
    pub mail_wake: Notify,
    /// Rung after every commit that queued a sign-in code.
    pub code_wake: Notify,
    pub(crate) leases: Leases,
    /// What finished answers are good for.
    pub(crate) stamps: Stamps,
    /// Finished answers that are the same for everyone.
    pub answers: Answers,
    pub(crate) probes: Probes,
    /// What people did before anybody knew them.
    pub strangers: Strangers,
    pub(crate) noting: Noting,
    /// What there is to tell of security.
    pub(crate) security: Security,
    catalogue: RwLock<Option<Arc<Catalogue>>>,
    mailbox_key: OnceLock<String>,
    tasks: TaskTracker,
}

impl Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl App {
    #[must_use]
    pub fn new(db: Db, clock: Clock, ids: Ids, config: Config) -> Self {
        Self(Arc::new(Parts {
            db,
            clock,
            believed: Believed::default(),
            ids,
            config,
            mail_wake: Notify::new(),
            code_wake: Notify::new(),
            leases: Leases::default(),
            stamps: Stamps::default(),
            answers: Answers::default(),
            probes: Probes::default(),
            strangers: Strangers::default(),
            noting: Noting::default(),
            security: Security::default(),
            catalogue: RwLock::default(),
            mailbox_key: OnceLock::new(),
            tasks: TaskTracker::new(),
        }))
    }

    /// Runs work to its end even if whoever asked for it goes away: a closed socket must not cut a change in half. Work that
    /// has not begun to write by then is given up.
    pub async fn detached<T: Send + 'static>(
        &self,
        work: impl Future<Output = Result<T, Error>> + Send + 'static,
    ) -> Result<T, Error> {
        let gone = CancellationToken::new();
        let _asker = gone.clone().drop_guard();
        // A use case is large, and each that takes it over would have room for one of its own.
        let done = self.tasks.spawn(db::unless_gone(gone, Box::pin(work)));
        done.await
            .map_err(Error::internal)?
            .unwrap_or(Err(Error::Busy))
    }

    /// Work that is under way and that a shutdown waits for.
    #[must_use]
    pub fn tasks(&self) -> &TaskTracker {
        &self.tasks
    }

    /// What `/dev/mail` opens with: another one in each process, known to whoever sees what it prints. None where the
    /// page does not exist: mail leaves the machine, or people come from elsewhere.
    #[must_use]
    pub fn mailbox_key(&self) -> Option<&str> {
        let exists = self.config.mails_to_files() && self.config.is_local();
        exists.then(|| self.mailbox_key.get_or_init(|| self.ids.token()).as_str())
    }

    /// The catalogue that was read last, however old.
    #[must_use]
    pub fn latest_catalogue(&self) -> Option<Arc<Catalogue>> {
        self.catalogue
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    pub fn keep_catalogue(&self, fresh: Arc<Catalogue>) {
        let mut kept = self
            .catalogue
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        if kept
            .as_ref()
            .is_none_or(|old| old.revision <= fresh.revision)
        {
            *kept = Some(fresh);
        }
    }

    /// The catalogue as it is now.
    pub async fn catalogue(&self) -> Result<Arc<Catalogue>, Error> {
        let revision = store::revision(self.db.read()).await?;
        if let Some(kept) = self
            .latest_catalogue()
            .filter(|kept| kept.revision == revision)
        {
            return Ok(kept);
        }
        let fresh = Arc::new(store::load(self.db.read()).await?);
        self.keep_catalogue(fresh.clone());
        Ok(fresh)
    }

    /// The catalogue that this process read last, however old: for writes, which check its revision under their locks.
    pub async fn known_catalogue(&self) -> Result<Arc<Catalogue>, Error> {
        match self.latest_catalogue() {
            Some(kept) => Ok(kept),
            None => self.catalogue().await,
        }
    }
}
