//! Deciding on a series, as pages, programs and the service itself ask for it.

use entity::{BookingId, SeriesId, audit::Action};
use time::Date;

use super::{
    decide::{chosen::SeriesDecision, decision::DecideAll},
    look,
    whole::Series,
};
use crate::{
    account::Actor,
    app::App,
    error::Error,
    idempotency::{Idempotent, Outcome},
    ledger::gate,
    rules::{losing::KnownLosers, reason::Reason},
};

/// Says yes to all dates that wait, but for those on the dates of `except`, which are rejected with it. Only managers of
/// the venue. [`Error::NotAllDates`] when one of them cannot be had any more and is not excepted, [`Error::Losing`] when
/// somebody loses by it who is not `known` to; none who need not have looked.
pub async fn approve(
    app: &App,
    actor: &Actor,
    id: SeriesId,
    note: Option<String>,
    except: Vec<Date>,
    known: Option<KnownLosers>,
    once: Idempotent<Series>,
) -> Result<Outcome<Series>, Error> {
    let deed = SeriesDecision::Approve { except, known };
    decided(app, actor, id, deed, Reason::word(note), once).await
}

/// Says no to all dates that wait, with a reason. Only managers of the venue.
pub async fn reject(
    app: &App,
    actor: &Actor,
    id: SeriesId,
    reason: Reason,
    once: Idempotent<Series>,
) -> Result<Outcome<Series>, Error> {
    decided(app, actor, id, SeriesDecision::Reject, reason, once).await
}

/// Every date that has not begun, or those from a date on: by the group, which need not say why and withdraws what still
/// waits; or by the venue with a reason, which rejects what still waits.
pub async fn cancel(
    app: &App,
    actor: &Actor,
    id: SeriesId,
    from: Option<Date>,
    reason: Reason,
    once: Idempotent<Series>,
) -> Result<Outcome<Series>, Error> {
    decided(
        app,
        actor,
        id,
        SeriesDecision::Cancel { from },
        reason,
        once,
    )
    .await
}

/// What the service does itself with dates that nobody has answered in time. False when it is no longer to be done.
pub async fn by_itself(
    app: &App,
    id: SeriesId,
    action: Action,
    due: Vec<BookingId>,
) -> Result<bool, Error> {
    let decide = DecideAll {
        id,
        deed: SeriesDecision::ByItself { action, due },
        reason: Reason::default(),
        missed: Vec::new(),
    };
    match gate::commit(app, &Actor::system(), Idempotent::unkeyed(), decide).await {
        Ok(_) => Ok(true),
        Err(Error::State(_)) => Ok(false),
        Err(error) => Err(error),
    }
}

async fn decided(
    app: &App,
    actor: &Actor,
    id: SeriesId,
    deed: SeriesDecision,
    reason: Reason,
    once: Idempotent<Series>,
) -> Result<Outcome<Series>, Error> {
    let decide = DecideAll {
        id,
        deed,
        reason,
        missed: Box::pin(look::missed(app, actor, id)).await?,
    };
    gate::commit(app, actor, once, decide).await
}
