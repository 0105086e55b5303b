//! Asking for a series, and for a date that it has not got.

use entity::SeriesId;
use time::Date;

use super::{add::Add, create::Create, look, new::NewSeries, whole::Series};
use crate::{
    account::Actor,
    app::App,
    error::Error,
    idempotency::{Idempotent, Outcome},
    ledger::gate,
};

/// Asks for every date of a rule: approved at once where the space or the asker's standing says so, pending otherwise.
///
/// [`Error::Rules`] tells what is wrong with all dates alike, [`Error::NotAllDates`] which ones cannot be had where that
/// matters: one of them with [`OnConflict::Refuse`], all of them with [`OnConflict::Skip`].
///
/// [`OnConflict::Refuse`]: super::OnConflict::Refuse
/// [`OnConflict::Skip`]: super::OnConflict::Skip
pub async fn request(
    app: &App,
    actor: &Actor,
    new: NewSeries,
    once: Idempotent<Series>,
) -> Result<Outcome<Series>, Error> {
    actor.signed_in()?;
    gate::commit(app, actor, once, Create { new }).await
}

/// Adds a date that the series wants and has not got, or has lost again, if it is free now.
pub async fn add(
    app: &App,
    actor: &Actor,
    id: SeriesId,
    date: Date,
    once: Idempotent<Series>,
) -> Result<Outcome<Series>, Error> {
    actor.signed_in()?;
    let missed = Box::pin(look::missed(app, actor, id)).await?;
    gate::commit(app, actor, once, Add { id, date, missed }).await
}
