//! A form that a browser fills in before it signs in, kept for a day.

use entity::draft;

use super::{origin::Origin, store::sign_ins, token};
use crate::{app::App, error::Error};

const HOURS: i64 = 24;
/// What is kept of one form, in bytes.
pub const MOST_BYTES: usize = 4096;
/// Forms that are kept at a time; the oldest go first. With what the database needs around each, some 25 megabytes.
pub const MOST_DRAFTS: u64 = 5000;

/// Whether a form was kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keeping {
    Done,
    /// Longer than [`MOST_BYTES`].
    TooLong,
}

/// Keeps a form for a browser that has to sign in first. [`Error::TooMany`] where too many come from one network.
pub async fn keep_draft(
    app: &App,
    origin: &Origin,
    browser: &str,
    path: &str,
    form: String,
) -> Result<Keeping, Error> {
    if form.len() > MOST_BYTES {
        return Ok(Keeping::TooLong);
    }
    let now = app.clock.now();
    app.strangers
        .leave_a_draft(origin.address, now)
        .map_err(Error::too_many)?;
    let draft = &draft::Model {
        browser_hash: token::hash(browser),
        form,
        path: path.to_owned(),
        expires_at: now.plus_hours(HOURS),
    };
    app.db
        .write(
            |tx| async move { Ok(sign_ins::put_draft_tx(&tx, draft.clone(), MOST_DRAFTS).await?) },
        )
        .await?;
    Ok(Keeping::Done)
}

/// The form that this browser left, with its path.
pub async fn draft(app: &App, browser: &str) -> Result<Option<draft::Model>, Error> {
    let draft = sign_ins::draft_of(app.db.read(), token::hash(browser)).await?;
    Ok(draft.filter(|draft| draft.expires_at > app.clock.now()))
}

pub async fn forget_draft(app: &App, browser: &str) -> Result<(), Error> {
    let hash = &token::hash(browser);
    app.db
        .write(|tx| async move { Ok(sign_ins::drop_draft_tx(&tx, hash.clone()).await?) })
        .await
}
