//! For whoever watches over the service: whether it lives, and whether it can do its work.

use axum::{Router, extract::State, http::StatusCode, routing::get};

use crate::{app::App, db, error::Error};

pub fn router() -> Router<App> {
    Router::new()
        .route("/livez", get(async || "alive\n"))
        .route("/readyz", get(ready))
}

/// 200 when the database can be written, its schema is this program's, and everything that holds the guarantee is in
/// place; 503 otherwise.
async fn ready(State(app): State<App>) -> (StatusCode, &'static str) {
    match whether_ready(&app).await {
        Ok(None) => (StatusCode::OK, "ready\n"),
        Ok(Some(why)) => (StatusCode::SERVICE_UNAVAILABLE, why),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            (
                StatusCode::SERVICE_UNAVAILABLE,
                "the database does not answer\n",
            )
        }
    }
}

async fn whether_ready(app: &App) -> Result<Option<&'static str>, Error> {
    if !app.db.pending_migrations().await?.is_empty() {
        return Ok(Some("the schema is not current\n"));
    }
    if !db::guarantee_stands(&app.db).await? {
        return Ok(Some("what holds the guarantee is not in place\n"));
    }
    app.db
        .write_if(|tx| async move { db::try_writing(&tx).await.map(|()| None::<()>) })
        .await?;
    Ok(None)
}
