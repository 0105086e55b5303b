//! Changing a series, and the move that a group asks for it: one answer to all dates, and one mail. Until then every date stands
//! as it was.

use entity::SeriesId;
use time::Date;

use super::{
    alter::{
        alteration::AlterAll,
        times::{NewTimes, SeriesChange},
    },
    look,
    whole::Series,
};
use crate::{
    account::Actor,
    app::App,
    booking::alter::{details::Details, proposal::ProposalAnswer},
    error::Error,
    idempotency::{Idempotent, Outcome},
    ledger::gate,
    rules::{losing::KnownLosers, reason::Reason},
};

/// Moves every date that stands and has not begun, each on its own day, or none: at once by a manager; by the group while the
/// series waits, or where nobody has to approve. Elsewhere the group asks for it: every date stands as it is until the venue
/// has answered for all, see [`accept_move`].
///
/// [`Error::Rules`] tells what is wrong with all dates alike, [`Error::NotAllDates`] which ones cannot be had.
pub async fn move_to(
    app: &App,
    actor: &Actor,
    id: SeriesId,
    times: NewTimes,
    once: Idempotent<Series>,
) -> Result<Outcome<Series>, Error> {
    altered(app, actor, id, SeriesChange::Times(times), once).await
}

/// Says anew what was said about every date that has not begun, or about those from a date on: about all of them or none.
/// Refused as [`move_to`] is.
pub async fn amend(
    app: &App,
    actor: &Actor,
    id: SeriesId,
    from: Option<Date>,
    details: Details,
    once: Idempotent<Series>,
) -> Result<Outcome<Series>, Error> {
    altered(app, actor, id, SeriesChange::Details(from, details), once).await
}

/// Says yes to the move that a group asks for its series: every date is moved, or none. Only managers of the venue.
/// [`Error::NotAllDates`] tells which of the times were taken meanwhile, [`Error::Losing`] who loses by it and is not `known`
/// to; none who need not have looked.
pub async fn accept_move(
    app: &App,
    actor: &Actor,
    id: SeriesId,
    note: Option<String>,
    known: Option<KnownLosers>,
    once: Idempotent<Series>,
) -> Result<Outcome<Series>, Error> {
    let answer = ProposalAnswer::Accept(Reason::word(note), known);
    altered(app, actor, id, SeriesChange::Answer(answer), once).await
}

/// Says no to the move that a group asks for its series, with a reason. Only managers of the venue.
pub async fn decline_move(
    app: &App,
    actor: &Actor,
    id: SeriesId,
    reason: Reason,
    once: Idempotent<Series>,
) -> Result<Outcome<Series>, Error> {
    altered(
        app,
        actor,
        id,
        SeriesChange::Answer(ProposalAnswer::Decline(reason)),
        once,
    )
    .await
}

/// The group no longer asks to have its series moved.
pub async fn take_back_move(
    app: &App,
    actor: &Actor,
    id: SeriesId,
    once: Idempotent<Series>,
) -> Result<Outcome<Series>, Error> {
    altered(
        app,
        actor,
        id,
        SeriesChange::Answer(ProposalAnswer::TakeBack),
        once,
    )
    .await
}

/// The move that a group asks for its series is over when nobody has answered in time. False when it is no longer to be done.
pub async fn lapse(app: &App, id: SeriesId) -> Result<bool, Error> {
    let alter = AlterAll {
        id,
        what: SeriesChange::Answer(ProposalAnswer::Lapse),
        missed: Vec::new(),
    };
    match gate::commit(app, &Actor::system(), Idempotent::unkeyed(), alter).await {
        Ok(_) => Ok(true),
        Err(Error::State(_)) => Ok(false),
        Err(error) => Err(error),
    }
}

async fn altered(
    app: &App,
    actor: &Actor,
    id: SeriesId,
    what: SeriesChange,
    once: Idempotent<Series>,
) -> Result<Outcome<Series>, Error> {
    actor.signed_in()?;
    let missed = Box::pin(look::missed(app, actor, id)).await?;
    gate::commit(app, actor, once, AlterAll { id, what, missed }).await
}
