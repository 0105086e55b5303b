//! Whether a group has come: said at the door by a manager of the venue, or not at all.

use entity::{BookingId, audit::Action};

use super::{
    broken::Flaw,
    change::{Change, detached},
    reason::Reason,
};
use crate::{
    account::Actor,
    app::App,
    error::Error,
    http::idempotency::{Once, Outcome},
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
