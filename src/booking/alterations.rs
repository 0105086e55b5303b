//! Changing one booking while it stands.

use entity::BookingId;

use super::alter::{
    alteration::{Alteration, AlterationKind},
    details::Details,
    place::NewPlace,
    proposal::ProposalAnswer,
};
use crate::{
    account::Actor,
    app::App,
    error::Error,
    idempotency::{Idempotent, Outcome},
    ledger::gate,
};

/// Changes what was said about a booking, by its group or its venue, until it begins; the venue changes its programme alone
/// until the month is closed. `version` is the one that is changed: [`Error::Stale`] when it is another by now.
pub async fn amend(
    app: &App,
    actor: &Actor,
    id: BookingId,
    version: Option<i32>,
    details: Details,
) -> Result<Outcome, Error> {
    let what = AlterationKind::Details(details);
    let alteration = Alteration { id, version, what };
    gate::commit(app, actor, Idempotent::unkeyed(), alteration).await
}

/// Moves a booking to another time or space of its venue. An earlier end alone is taken at once, from anybody who has a part
/// in the booking, also while it runs.
pub async fn move_to(
    app: &App,
    actor: &Actor,
    id: BookingId,
    place: NewPlace,
    once: Idempotent,
) -> Result<Outcome, Error> {
    alter(app, actor, id, AlterationKind::Place(place), once).await
}

/// The group no longer asks for a move.
pub async fn take_back(
    app: &App,
    actor: &Actor,
    id: BookingId,
    once: Idempotent,
) -> Result<Outcome, Error> {
    alter(
        app,
        actor,
        id,
        AlterationKind::Answer(ProposalAnswer::TakeBack),
        once,
    )
    .await
}

/// The move that a booking asks for is over when nobody has answered in time. False when it is no longer to be done.
pub async fn lapse(app: &App, id: BookingId) -> Result<bool, Error> {
    let (actor, what) = (
        Actor::system(),
        AlterationKind::Answer(ProposalAnswer::Lapse),
    );
    match alter(app, &actor, id, what, Idempotent::unkeyed()).await {
        Ok(_) => Ok(true),
        Err(Error::State(_)) => Ok(false),
        Err(error) => Err(error),
    }
}

async fn alter(
    app: &App,
    actor: &Actor,
    id: BookingId,
    what: AlterationKind,
    once: Idempotent,
) -> Result<Outcome, Error> {
    let alteration = Alteration {
        id,
        version: None,
        what,
    };
    gate::commit(app, actor, once, alteration).await
}
