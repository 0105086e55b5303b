//! The move that a group asks for its whole series, and what becomes of it: one answer to all dates, and one mail. Until
//! then every date stands as it was.

use entity::SeriesId;

use super::{What, detached, work::Work};
use crate::{
    account::Actor,
    app::App,
    booking::alter::proposal::Answer,
    db::Tx,
    error::Error,
    idempotency::{Once, Outcome},
    ledger::store::series as stored,
    rules::{losing::Known, reason::Reason},
    series::{Series, look::Seen},
    venue::Catalogue,
};

use entity::Booking;

/// Says yes: every date is moved as its group asks, or none. Only managers of the venue. [`Error::NotAllDates`] tells which
/// of the times were taken meanwhile, [`Error::Losing`] who loses by it and is not `known` to; none who need not have looked.
pub async fn accept_move(
    app: &App,
    actor: &Actor,
    id: SeriesId,
    note: Option<String>,
    known: Option<Known>,
    once: Once<Series>,
) -> Result<Outcome<Series>, Error> {
    let reason = Reason::word(note);
    answer(app, actor, id, Answer::Accept(reason, known), once).await
}

/// Says no, with a reason. Only managers of the venue.
pub async fn decline_move(
    app: &App,
    actor: &Actor,
    id: SeriesId,
    reason: Reason,
    once: Once<Series>,
) -> Result<Outcome<Series>, Error> {
    answer(app, actor, id, Answer::Decline(reason), once).await
}

/// The group no longer asks for it.
pub async fn take_back_move(
    app: &App,
    actor: &Actor,
    id: SeriesId,
    once: Once<Series>,
) -> Result<Outcome<Series>, Error> {
    answer(app, actor, id, Answer::TakeBack, once).await
}

pub async fn answer(
    app: &App,
    actor: &Actor,
    id: SeriesId,
    answer: Answer,
    once: Once<Series>,
) -> Result<Outcome<Series>, Error> {
    actor.signed_in()?;
    detached(app, actor, id, What::Answer(answer), once).await
}

/// When nobody has answered in time. False when it is no longer to be done.
pub async fn lapse(app: &App, id: SeriesId) -> Result<bool, Error> {
    let (what, once) = (What::Answer(Answer::Lapse), Once::unkeyed());
    match detached(app, &Actor::system(), id, what, once).await {
        Ok(_) => Ok(true),
        Err(Error::State(_)) => Ok(false),
        Err(error) => Err(error),
    }
}

/// As [`lapse`], in the transaction of somebody in whose way it is: `overdue` are dates of one series, locked with their
/// units.
pub async fn lapse_in(
    tx: &Tx,
    app: &App,
    catalogue: &Catalogue,
    id: SeriesId,
    overdue: Vec<Booking>,
) -> Result<(), Error> {
    let row = stored::find(tx.conn(), id).await?.ok_or(Error::NotFound)?;
    let seen = &Seen::of(row, overdue);
    let work = Work {
        app,
        catalogue,
        actor: &Actor::system(),
        seen,
        what: &What::Answer(Answer::Lapse),
        once: &Once::unkeyed(),
    };
    let plan = work.planned()?;
    let (_, writes) = work.carried_out_in(tx, &plan).await?;
    tx.run_all(writes).await?;
    Ok(())
}
