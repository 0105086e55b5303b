//! Whether a group has come: said at the door by a manager of the venue, or not at all.

use entity::{BookingId, audit::Action};

use super::{
    Booking, alter,
    broken::Flaw,
    change::{Change, detached},
    reason::Reason,
    store,
};
use crate::{
    account::Actor,
    app::App,
    db::Tx,
    error::Error,
    http::idempotency::{Once, Outcome},
    venue::Catalogue,
};

/// The group has come; how many, if somebody counted. Only managers of its venue, from an hour before its time on.
pub async fn check_in(
    app: &App,
    actor: &Actor,
    id: BookingId,
    attended: Option<i32>,
    once: Once,
) -> Result<Outcome, Error> {
    if attended.is_some_and(|people| people < 1) {
        return Err(Error::invalid("attended", Flaw::LessThanOne));
    }
    noted(app, actor, id, Action::CheckIn, attended, once).await
}

/// Nobody came: what is left of the time is free again. Only managers of its venue, from the start on.
pub async fn no_show(
    app: &App,
    actor: &Actor,
    id: BookingId,
    once: Once,
) -> Result<Outcome, Error> {
    noted(app, actor, id, Action::NoShow, None, once).await
}

async fn noted(
    app: &App,
    actor: &Actor,
    id: BookingId,
    action: Action,
    attended: Option<i32>,
    once: Once,
) -> Result<Outcome, Error> {
    let change = Change {
        attended,
        ..Change::new(id, action, Reason::default(), once)
    };
    detached(app, actor, change).await
}

/// Once it is said whether a group has come, or nobody will say it, nobody answers the move any more that it asks for.
pub(super) async fn lapsed_in(
    tx: &Tx,
    app: &App,
    catalogue: &Catalogue,
    action: Action,
    booking: Booking,
) -> Result<Booking, Error> {
    let over = matches!(action, Action::CheckIn | Action::NoShow | Action::Complete);
    if !over || booking.proposed_move().is_none() {
        return Ok(booking);
    }
    alter::lapse_in(tx, app, catalogue, &booking).await?;
    let lapsed = store::locked_in(tx, booking.id).await?;
    lapsed.ok_or(Error::NotFound)
}
