//! The move that a group asks for its whole series, and what becomes of it: one answer to all dates, and one mail. Until
//! then every date stands as it was.

use entity::SeriesId;

use super::{
    super::{
        super::{Booking, alter::Answer, losing::Known, reason::Reason, store::series as stored},
        Series,
        look::Seen,
    },
    What, detached,
    work::Work,
};
use crate::{
    account::Actor,
    app::App,
    db::Tx,
    error::Error,
    http::idempotency::{Once, Outcome},
    venue::Catalogue,
};

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

pub(in super::super) async fn answer(
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
pub(in super::super::super) async fn lapse(app: &App, id: SeriesId) -> Result<bool, Error> {
    let (what, once) = (What::Answer(Answer::Lapse), Once::unkeyed());
    match detached(app, &Actor::system(), id, what, once).await {
        Ok(_) => Ok(true),
        Err(Error::State(_)) => Ok(false),
        Err(error) => Err(error),
    }
}

/// As [`lapse`], in the transaction of somebody in whose way it is: `overdue` are dates of one series, locked with their
/// units.
pub(in super::super::super) async fn lapse_in(
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
