//! A move that a group asks for, and what becomes of it. Until it is answered the booking stands as it was.

use entity::{Booking, Instant, audit::Action};

use super::altered::Altered;
use crate::{
    account::Actor,
    error::Error,
    refusal::state::StateRefusal,
    rules::{
        losing::KnownLosers,
        permit,
        proposal::{self, as_asked},
        reason::{self, Reason},
    },
    venue::{Catalogue, Venue},
};

/// How a proposed move ends.
#[derive(Clone, Debug)]
pub enum ProposalAnswer {
    /// By somebody who knows that these lose by it; none who need not have looked.
    Accept(Reason, Option<KnownLosers>),
    Decline(Reason),
    TakeBack,
    Lapse,
}

impl ProposalAnswer {
    /// The booking once its move is answered. [`Error::State`] when it asks for none, when a move is to lapse before its
    /// answer time is over, and when one is accepted whose time has begun; [`Error::Rules`] when the booking no longer fits
    /// where it would be.
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
        let asks = asks.ok_or(Error::State(StateRefusal::NothingProposed))?;
        if action == Action::LapseMove && asks.answer_by > now {
            return Err(Error::State(StateRefusal::NothingProposed));
        }
        if action == Action::AcceptMove && asks.starts_at <= now {
            return Err(Error::State(StateRefusal::HasBegun));
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
