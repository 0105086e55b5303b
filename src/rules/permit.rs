//! Whether somebody may do something to a booking, by the life cycle and by the part that they have in it.

use entity::{
    Booking,
    audit::{Action, Role},
    booking::Status,
};

use super::lifecycle::{self, Moment};
use crate::{account::Actor, error::Error, refusal::state::StateRefusal};

/// In which role the actor may do it, and where it leads. Who has no part in the booking is told that there is none.
pub fn allowed(
    actor: &Actor,
    booking: &Booking,
    action: Action,
    when: impl Into<Moment>,
) -> Result<(Role, Status), Error> {
    allowed_as(actor, actor.roles(booking), booking, action, when)
}

/// As [`allowed`], in one of these roles of theirs.
pub fn allowed_as(
    actor: &Actor,
    roles: Vec<Role>,
    booking: &Booking,
    action: Action,
    when: impl Into<Moment>,
) -> Result<(Role, Status), Error> {
    let when = when.into();
    let mut refusal = None;
    for role in roles {
        match lifecycle::next_of(booking, action, role, when) {
            Ok(status) => return Ok((role, status)),
            // To who stands in two roles, what is wrong with the booking says more than who may do it.
            Err(why) if refusal.is_none_or(StateRefusal::is_of_role) => refusal = Some(why),
            Err(_) => {}
        }
    }
    Err(match refusal {
        None if actor.who().is_none() => Error::Unauthenticated,
        None => Error::NotFound,
        Some(StateRefusal::OnlyVenue) => Error::Forbidden,
        Some(why) => Error::State(why),
    })
}

/// In which role they look at it.
pub fn role(actor: &Actor, booking: &Booking) -> Result<Role, Error> {
    actor.roles(booking).first().copied().ok_or(Error::NotFound)
}
