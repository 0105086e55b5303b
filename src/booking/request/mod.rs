//! Asking for a space.

pub mod ask;
mod draft;
pub mod input;
pub mod look;
pub mod new;
pub mod plan;
mod quota;

use crate::{
    account::Actor,
    app::App,
    error::Error,
    idempotency::{Idempotent, Outcome},
    ledger::gate,
};
use ask::Ask;
use new::NewBooking;

/// Asks for a space: approved at once where the space or the asker's standing says so, pending otherwise.
///
/// [`Error::Rules`] tells every broken rule at once and wins over [`Error::Conflict`].
pub async fn request(
    app: &App,
    actor: &Actor,
    new: NewBooking,
    once: Idempotent,
) -> Result<Outcome, Error> {
    actor.signed_in()?;
    gate::commit(app, actor, once, Ask { new }).await
}
