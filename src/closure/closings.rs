//! Closing, as pages and programs ask for it.

use entity::ClosureId;

use super::{
    close::{Close, CloseKind},
    input::{ClosureTimes, NewClosure, Say},
    preview,
};
use crate::{
    account::Actor,
    app::App,
    error::Error,
    idempotency::{Idempotent, Outcome},
    ledger::gate,
    refusal::closure::Preview,
    rules::closure::Closure,
};

/// What somebody is answered who closes.
#[derive(Debug)]
pub enum Answered {
    /// Nothing was done: that is what it would hit.
    Preview(Preview),
    Done(Outcome<Closure>),
}

/// Closes spaces of a venue. Only its managers. [`Error::Changed`] when bookings are hit and `say` does not speak of exactly
/// these.
pub async fn close(
    app: &App,
    actor: &Actor,
    new: NewClosure,
    say: Say,
    once: Idempotent<Closure>,
) -> Result<Answered, Error> {
    run(app, actor, CloseKind::New(new), say, once).await
}

/// Lengthens, shortens or ends a closure, and refuses as [`close`] does. What has passed stays as it was.
pub async fn change(
    app: &App,
    actor: &Actor,
    id: ClosureId,
    change: ClosureTimes,
    say: Say,
) -> Result<Answered, Error> {
    run(
        app,
        actor,
        CloseKind::Change(id, change),
        say,
        Idempotent::unkeyed(),
    )
    .await
}

/// Gives back all that is to come of a closure. [`Error::State`] when nothing is.
pub async fn take_back(app: &App, actor: &Actor, id: ClosureId) -> Result<(), Error> {
    let say = Say::default();
    let done = run(app, actor, CloseKind::End(id), say, Idempotent::unkeyed()).await;
    done.map(|_| ())
}

async fn run(
    app: &App,
    actor: &Actor,
    what: CloseKind,
    say: Say,
    once: Idempotent<Closure>,
) -> Result<Answered, Error> {
    actor.signed_in()?;
    let close = Close { what, say };
    if close.say.dry_run {
        let preview = Box::pin(preview::preview(app, actor, &close)).await?;
        return Ok(Answered::Preview(preview));
    }
    match gate::commit(app, actor, once, close.clone()).await {
        Ok(outcome) => Ok(Answered::Done(outcome)),
        // Looked at without a lock: where everything could go takes time, and all writers would wait.
        Err(Error::Stale) => {
            let preview = Box::pin(preview::preview(app, actor, &close)).await?;
            Err(Error::Changed(Box::new(preview)))
        }
        Err(Error::Conflict { conflicts, .. }) => Err(Error::Conflict {
            conflicts,
            alternatives: Box::pin(preview::instead_of_taken(app, actor, &close)).await?,
        }),
        Err(error) => Err(error),
    }
}
