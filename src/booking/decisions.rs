//! Deciding on one booking, as pages, programs and the service itself ask for it.

use entity::{Booking, BookingId, audit::Action};

use super::{decide::decision::Decide, replace::Replacing};
use crate::{
    account::Actor,
    app::App,
    error::Error,
    idempotency::{Idempotent, Outcome},
    ledger::gate,
    refusal::rule::InvalidInput,
    rules::{losing::KnownLosers, reason::Reason},
};

/// Says yes to a waiting request, or to the move that a booking asks for: only managers of its venue. To a place that is held
/// for a group, that group may say yes as well.
pub async fn approve(
    app: &App,
    actor: &Actor,
    id: BookingId,
    note: Option<String>,
    once: Idempotent,
) -> Result<Outcome, Error> {
    approve_in_place(app, actor, id, note, Replacing::default(), None, once).await
}

/// As [`approve`], by somebody who was shown who loses by it: [`Error::Losing`] when there is anybody else, and nothing is
/// done.
pub async fn approve_knowing(
    app: &App,
    actor: &Actor,
    id: BookingId,
    note: Option<String>,
    known: KnownLosers,
    once: Idempotent,
) -> Result<Outcome, Error> {
    let replacing = Replacing::default();
    approve_in_place(app, actor, id, note, replacing, Some(known), once).await
}

/// As [`approve`], in place of other bookings: only managers. [`Error::Losing`] when somebody else loses by it who is not
/// `known` to; none who need not have looked.
pub async fn approve_in_place(
    app: &App,
    actor: &Actor,
    id: BookingId,
    note: Option<String>,
    replacing: Replacing,
    known: Option<KnownLosers>,
    once: Idempotent,
) -> Result<Outcome, Error> {
    let reason = Reason::word(note);
    let decide = Decide {
        replacing,
        known,
        ..Decide::new(id, Action::Approve, reason)
    };
    gate::commit(app, actor, once, decide).await
}

/// Says no to a waiting request, or to the move that a booking asks for, with a reason. Only managers of its venue.
pub async fn reject(
    app: &App,
    actor: &Actor,
    id: BookingId,
    reason: Reason,
    once: Idempotent,
) -> Result<Outcome, Error> {
    decided(app, actor, id, Action::Reject, reason, once).await
}

/// Gives up a booking: by the group, which need not say why and withdraws what is still waiting; or by the venue, with a
/// reason.
pub async fn cancel(
    app: &App,
    actor: &Actor,
    id: BookingId,
    reason: Reason,
    once: Idempotent,
) -> Result<Outcome, Error> {
    decided(app, actor, id, Action::Cancel, reason, once).await
}

/// A booking that was rejected or has expired waits again; one that was cancelled, was taken to be over, or whose group was
/// said to have come or not, stands approved again. With a reason, and if the time is still free. Only managers of its venue.
pub async fn reopen(
    app: &App,
    actor: &Actor,
    id: BookingId,
    reason: Reason,
    once: Idempotent,
) -> Result<Outcome, Error> {
    decided(app, actor, id, Action::Reopen, reason, once).await
}

/// What the service does itself when a time has come. None when it is no longer to be done.
pub async fn by_itself(app: &App, id: BookingId, action: Action) -> Result<Option<Booking>, Error> {
    match decided(
        app,
        &Actor::system(),
        id,
        action,
        Reason::default(),
        Idempotent::unkeyed(),
    )
    .await
    {
        Ok(Outcome::Done(booking)) => Ok(Some(*booking)),
        Ok(Outcome::Replayed(_)) | Err(Error::State(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

async fn decided(
    app: &App,
    actor: &Actor,
    id: BookingId,
    action: Action,
    reason: Reason,
    once: Idempotent,
) -> Result<Outcome, Error> {
    gate::commit(app, actor, once, Decide::new(id, action, reason)).await
}

/// Notes that the group has come; how many, if somebody counted. Only managers of its venue, from an hour before its time
/// until its month is closed. Said again, it corrects what was said before; without a number, the number stays.
pub async fn check_in(
    app: &App,
    actor: &Actor,
    id: BookingId,
    attended: Option<i32>,
    once: Idempotent,
) -> Result<Outcome, Error> {
    if attended.is_some_and(|people| people < 1) {
        return Err(Error::invalid("attended", InvalidInput::LessThanOne));
    }
    let said = attended.map(|people| people.to_string());
    let decide = Decide {
        attended,
        ..Decide::new(id, Action::CheckIn, Reason::word(said))
    };
    gate::commit(app, actor, once, decide).await
}

/// Notes that nobody came: what is left of the time is free again, and nobody is counted. Only managers of its venue, from the
/// start until the month is closed.
pub async fn no_show(
    app: &App,
    actor: &Actor,
    id: BookingId,
    once: Idempotent,
) -> Result<Outcome, Error> {
    decided(app, actor, id, Action::NoShow, Reason::word(None), once).await
}
