//! For whoever watches over the service: whether it lives, and whether it can do its work.

use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

use axum::{Router, extract::State, http::StatusCode, routing::get};
use tokio::sync::watch;

use crate::{app::App, clock::Stopwatch, db, error::Error};

/// A commit that takes longer stalls.
const PATIENCE: Duration = Duration::from_secs(5);

pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/livez", get(async || "alive\n"))
        .route("/readyz", get(ready))
}

/// The look that is under way. There is never more than one: whoever asks meanwhile shares what it finds, and a commit
/// that stalls keeps no more than one connection.
#[derive(Debug, Default)]
pub(crate) struct Looks(Mutex<Option<Look>>);

#[derive(Clone, Debug)]
struct Look {
    since: Stopwatch,
    /// None until it has found something. Nobody writes to it any more when its task is gone.
    found: watch::Receiver<Option<Found>>,
}

/// Why the service is not ready; None when it is.
type Found = Option<&'static str>;

impl Looks {
    fn join(&self, app: &App) -> Look {
        let mut under_way = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(look) = &*under_way
            && !look.is_over()
        {
            return look.clone();
        }
        let look = Look::begin(app.clone());
        *under_way = Some(look.clone());
        look
    }
}

impl Look {
    /// In a task of its own: a commit is waited for to its end, also if nobody listens any more.
    fn begin(app: App) -> Self {
        let (tell, found) = watch::channel(None);
        let tasks = app.tasks().clone();
        tasks.spawn(async move {
            let why = look(&app).await;
            tell.send_replace(Some(why));
        });
        Self {
            since: Stopwatch::started(),
            found,
        }
    }

    fn is_over(&self) -> bool {
        self.found.borrow().is_some() || self.found.has_changed().is_err()
    }

    async fn finds(mut self) -> Found {
        let left = PATIENCE.saturating_sub(self.since.elapsed());
        let found = self.found.wait_for(Option::is_some);
        match tokio::time::timeout(left, found).await {
            Ok(Ok(found)) => found.flatten(),
            Ok(Err(_)) => Some("it cannot be found out\n"),
            Err(_) => Some("what is written is not committed\n"),
        }
    }
}

/// 200 when the schema is this program's, everything that holds the guarantee is in place, and a row was committed and
/// read on another connection; 503 otherwise, and while that takes more than five seconds.
async fn ready(State(app): State<App>) -> (StatusCode, &'static str) {
    match app.looks.join(&app).finds().await {
        None => (StatusCode::OK, "ready\n"),
        Some(why) => (StatusCode::SERVICE_UNAVAILABLE, why),
    }
}

async fn look(app: &App) -> Found {
    match whether_ready(app).await {
        Ok(found) => found,
        Err(error) => {
            tracing::warn!(%error, "not ready");
            Some("the database cannot do its work\n")
        }
    }
}

async fn whether_ready(app: &App) -> Result<Found, Error> {
    if !app.db.pending_migrations().await?.is_empty() {
        return Ok(Some("the schema is not current\n"));
    }
    if !db::guarantee_stands(&app.db).await? {
        return Ok(Some("what holds the guarantee is not in place\n"));
    }
    app.db.beat().await?;
    Ok(None)
}
