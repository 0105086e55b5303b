//! What falls due by the clock, and what may be forgotten.

use std::time::Duration;

use entity::Instant;

use crate::{
    account,
    app::App,
    clock::doubt::{Doubt, agrees},
    error::Error,
    idempotency,
    inbox::jobs,
    ledger::events,
    mail,
};

/// Between totals of what happened to security: one in so many looks.
const TOTALS_EVERY: u32 = 12;
/// Between rounds of forgetting: one in so many looks.
const FORGET_EVERY: u32 = 720;

/// What a process knows from look to look.
#[derive(Debug, Default)]
pub struct Jobs {
    /// None until the first look; stays so where the database has a clock of its own.
    doubt: Option<Doubt>,
    /// At the last look, as the log was told.
    doubted: bool,
    looks: u32,
}

impl Jobs {
    /// Does all that is due, in a process that has been `running` so long by a clock that nobody sets. Nothing is done by a
    /// clock that is not believed; the log is told when that begins and when it ends. What fails is told to the log and done
    /// at the next look.
    pub async fn look(&mut self, app: &App, running: Duration) {
        let now = app.clock.now();
        match self.believes(app, now, running).await {
            Ok(true) => {
                app.believed.note(now);
                if std::mem::take(&mut self.doubted) {
                    tracing::warn!("the clock is believed again");
                }
                self.act(app).await;
            }
            Ok(false) => {
                if !std::mem::replace(&mut self.doubted, true) {
                    tracing::warn!(
                        "the clock is more than a day ahead of what is known; what falls due by it waits"
                    );
                }
            }
            Err(error) => tracing::error!(%error, "what is due waits"),
        }
        if self.looks.is_multiple_of(TOTALS_EVERY) {
            account::security::tell_totals(app);
        }
        self.looks = self.looks.wrapping_add(1);
    }

    async fn act(&self, app: &App) {
        if let Err(error) = mail::erase_dead_codes(app).await {
            tracing::error!(%error, "dead codes stay");
        }
        if let Err(error) = jobs::do_what_is_due(app).await {
            tracing::error!(%error, "what is due waits");
        }
        if self.looks.is_multiple_of(FORGET_EVERY) {
            let forgotten = account::forget_the_old(app).await;
            let forgotten = forgotten.and(mail::forget_the_old(app).await);
            let forgotten = forgotten.and(events::forget_the_old(app).await);
            if let Err(error) = forgotten.and(idempotency::forget(app).await) {
                tracing::error!(%error, "what is old stays");
            }
        }
    }

    /// Whether the database's clock says so too, or, where it has none, ours has not jumped.
    async fn believes(
        &mut self,
        app: &App,
        now: Instant,
        running: Duration,
    ) -> Result<bool, Error> {
        if let Some(theirs) = app.db.time().await? {
            return Ok(agrees(now, theirs));
        }
        if self.doubt.is_none() {
            self.doubt = Some(Doubt::since(app.db.last_done().await?));
        }
        Ok(self.doubt.get_or_insert_default().believes(now, running))
    }
}
