//! Looking at a request before it is sent: whether it breaks a rule, whether there is room for it, what could make room.

use entity::PersonId;
use uuid::Uuid;

use super::{
    NewBooking,
    plan::{self, Plan},
};
use crate::{
    account::{Actor, Person},
    app::App,
    booking::making_room,
    error::Error,
    ledger::{
        alternatives,
        store::{pools, taken},
    },
    refusal::conflict::InTheWay,
    rules::availability,
    venue::Catalogue,
};

use entity::Booking;

/// Whether a request breaks no rule, with nothing written and nobody's calendar looked at: also for who has not signed
/// in yet. [`Error::Rules`] tells every broken rule.
pub async fn check(app: &App, actor: &Actor, new: &NewBooking) -> Result<(), Error> {
    let catalogue = app.catalogue().await?;
    let person = actor.who().cloned().unwrap_or_else(somebody);
    plan::plan(app, &catalogue, actor, &person, None, new).map(|_| ())
}

/// As [`check`], and whether the time is free now: [`Error::Conflict`] tells what is in the way. Nothing is held.
pub async fn look_for_room(app: &App, actor: &Actor, new: &NewBooking) -> Result<(), Error> {
    let catalogue = app.catalogue().await?;
    let person = actor.who().cloned().unwrap_or_else(somebody);
    let plan = plan::plan(app, &catalogue, actor, &person, None, new)?;
    let (venue, space, proposal) = (plan.venue, plan.space, &plan.proposal);
    let around = availability::around(proposal.slot);
    let conn = app.db.read();
    let taken = taken::on_units(conn, &space.units, around).await?;
    let counts = pools::on_pools(conn, &plan.pools(), proposal.slot).await?;
    let conflicts = availability::in_the_way(
        &catalogue, venue, space, proposal, &taken, &counts, plan.now,
    );
    if conflicts.is_empty() {
        return Ok(());
    }
    Err(with_alternatives(app, &catalogue, &plan, conflicts).await?)
}

/// What could make room for it, if a manager of the venue asks; nothing is written.
pub async fn could_make_room(
    app: &App,
    actor: &Actor,
    new: &NewBooking,
) -> Result<Vec<Booking>, Error> {
    let catalogue = app.catalogue().await?;
    let person = actor.signed_in()?;
    let plan = plan::plan(app, &catalogue, actor, person, None, new)?;
    making_room::could_make_room(app, actor, &plan.row).await
}

/// Who has not signed in yet.
pub fn somebody() -> Person {
    Person {
        id: PersonId(Uuid::nil()),
        email: String::new(),
        name: String::new(),
        phone: None,
        language: None,
        administrator: false,
        venues: Vec::new(),
    }
}

pub async fn with_alternatives(
    app: &App,
    catalogue: &Catalogue,
    plan: &Plan<'_>,
    conflicts: Vec<InTheWay>,
) -> Result<Error, Error> {
    let conn = app.db.read();
    let (venue, space) = (plan.venue, plan.space);
    let alternatives =
        alternatives::alternatives(conn, catalogue, venue, space, &plan.proposal, plan.now).await?;
    Ok(Error::Conflict {
        conflicts,
        alternatives,
    })
}
