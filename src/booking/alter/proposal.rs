//! A move that a group asks for, and what becomes of it. Until it is answered the booking stands as it was.

use entity::{BookingId, Instant, audit::Action};

use super::{Alteration, Altered, What, alter, rewritten_in};
use crate::{
    account::Actor,
    app::App,
    db::Tx,
    error::Error,
    idempotency::{Once, Outcome},
    ledger::step::Step,
    refusal::state::Refusal,
    rules::{
        losing::Known,
        permit,
        proposal::{self, as_asked},
        reason::{self, Reason},
    },
    venue::{Catalogue, Venue},
};

use entity::Booking;

/// How it ends.
pub enum Answer {
    /// By somebody who knows that these lose by it; none who need not have looked.
    Accept(Reason, Option<Known>),
    Decline(Reason),
    TakeBack,
    Lapse,
}

/// The group no longer asks for a move.
pub async fn take_back(
    app: &App,
    actor: &Actor,
    id: BookingId,
    once: Once,
) -> Result<Outcome, Error> {
    answer(app, actor, id, Answer::TakeBack, once).await
}

pub async fn answer(
    app: &App,
    actor: &Actor,
    id: BookingId,
    answer: Answer,
    once: Once,
) -> Result<Outcome, Error> {
    let what = What::Answer(answer);
    let alteration = Alteration {
        id,
        version: None,
        what,
        once,
    };
    alter(app, actor, alteration).await
}

/// When nobody has answered in time. False when it is no longer to be done.
pub async fn lapse(app: &App, id: BookingId) -> Result<bool, Error> {
    match answer(app, &Actor::system(), id, Answer::Lapse, Once::unkeyed()).await {
        Ok(_) => Ok(true),
        Err(Error::State(_)) => Ok(false),
        Err(error) => Err(error),
    }
}

/// As [`lapse`], in the transaction of somebody in whose way it is. The booking and its units are locked.
pub async fn lapse_in(
    tx: &Tx,
    app: &App,
    catalogue: &Catalogue,
    before: &Booking,
) -> Result<(), Error> {
    let step = Step {
        app,
        catalogue,
        now: app.clock.now(),
        action: Action::LapseMove,
        role: entity::audit::Role::System,
        person: None,
    };
    let after = crate::booking::alter::rewrite::later(before, before.clone().proposing(None));
    let writes = rewritten_in(tx, &step, before, &after, &Reason::default()).await?;
    tx.run_all(writes).await?;
    Ok(())
}

impl Answer {
    pub fn planned<'a>(
        &self,
        catalogue: &'a Catalogue,
        actor: &Actor,
        seen: &Booking,
        venue: &'a Venue,
        now: Instant,
    ) -> Result<Altered<'a>, Error> {
        let (action, reason) = match self {
            Self::Accept(reason, _) => (Action::AcceptMove, reason.clone()),
            Self::Decline(reason) => (Action::DeclineMove, reason.clone()),
            Self::TakeBack => (Action::TakeBackMove, Reason::default()),
            Self::Lapse => (Action::LapseMove, Reason::default()),
        };
        let (role, _) = permit::allowed(actor, seen, action, now)?;
        let asks = seen.proposed_move();
        let asks = asks.ok_or(Error::State(Refusal::NothingProposed))?;
        if action == Action::LapseMove && asks.answer_by > now {
            return Err(Error::State(Refusal::NothingProposed));
        }
        if action == Action::AcceptMove && asks.starts_at <= now {
            return Err(Error::State(Refusal::HasBegun));
        }
        let reason = reason::checked(catalogue, role, action, &reason)?;
        let after = if action == Action::AcceptMove {
            Booking {
                decided_at: now,
                ..as_asked(seen, &asks, venue)
            }
        } else {
            seen.clone().proposing(None)
        };
        let space = catalogue.space_of(after.space_id);
        let space = space.ok_or(Error::NotFound)?;
        if action == Action::AcceptMove {
            // More people may have been named since the move was asked for.
            let layout = Some(&*after.layout).filter(|layout| !layout.is_empty());
            let broken = proposal::check_use(Some(after.attendees), layout, &space.row);
            if !broken.is_empty() {
                return Err(Error::Rules(broken));
            }
        }
        Ok(Altered {
            action,
            role,
            reason,
            wanted: after.clone(),
            after,
            venue,
            space,
        })
    }
}
