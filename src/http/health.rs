//! For whoever watches over the service: whether it lives, and whether it can do its work.

use axum::{Router, extract::State, http::StatusCode, routing::get};

use crate::{
    app::App,
    db,
    error::Error,
    memory::probes::{Probe, Readiness},
};

pub fn router() -> Router<App> {
    Router::new()
        .route("/livez", get(async || "alive\n"))
        .route("/readyz", get(ready))
}

/// 200 when the schema is this program's, everything that holds the guarantee is in place, and a row was committed and
/// read on another connection; 503 otherwise, and while that takes more than five seconds.
async fn ready(State(app): State<App>) -> (StatusCode, &'static str) {
    match app.probes.join(|| begin(app.clone())).finds().await {
        None => (StatusCode::OK, "ready\n"),
        Some(why) => (StatusCode::SERVICE_UNAVAILABLE, why),
    }
}

/// In a task of its own: a commit is waited for to its end, also if nobody listens any more.
fn begin(app: App) -> Probe {
    let (tell, probe) = Probe::begun();
    let tasks = app.tasks().clone();
    tasks.spawn(async move {
        let why = readiness(&app).await;
        tell.send_replace(Some(why));
    });
    probe
}

async fn readiness(app: &App) -> Readiness {
    match whether_ready(app).await {
        Ok(found) => found,
        Err(error) => {
            tracing::warn!(%error, "not ready");
            Some("the database cannot do its work\n")
        }
    }
}

async fn whether_ready(app: &App) -> Result<Readiness, Error> {
    if !app.db.pending_migrations().await?.is_empty() {
        return Ok(Some("the schema is not current\n"));
    }
    if !db::guarantee_stands(&app.db).await? {
        return Ok(Some("what holds the guarantee is not in place\n"));
    }
    app.db.beat().await?;
    Ok(None)
}
