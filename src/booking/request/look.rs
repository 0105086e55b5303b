//! Looking at a request before it is sent: whether it breaks a rule, whether there is room for it, what could make room.

use entity::{Booking, PersonId};
use uuid::Uuid;

use super::{
    new::NewBooking,
    plan::{self, RequestPlan},
};
use crate::{
    account::{Actor, Person},
    app::App,
    booking::making_room,
    error::Error,
    ledger::{
        alternatives, gate,
        store::{pools, taken},
    },
    rules::availability,
    slot::Windows,
};

/// Whether a request breaks no rule, with nothing written and nobody's calendar looked at: also for who has not signed
/// in yet. [`Error::Rules`] tells every broken rule.
pub async fn check(app: &App, actor: &Actor, new: &NewBooking) -> Result<(), Error> {
    let (catalogue, host) = (app.catalogue().await?, app.config.host());
    let person = actor.who().cloned().unwrap_or_else(somebody);
    let ground = gate::ground(app, actor, &catalogue, &host);
    plan::plan(&ground, &person, None, new).map(|_| ())
}

/// As [`check`], and whether the time is free now: [`Error::Conflict`] tells what is in the way. Nothing is held.
pub async fn look_for_room(app: &App, actor: &Actor, new: &NewBooking) -> Result<(), Error> {
    let (catalogue, host) = (app.catalogue().await?, app.config.host());
    let person = actor.who().cloned().unwrap_or_else(somebody);
    let ground = gate::ground(app, actor, &catalogue, &host);
    let plan = plan::plan(&ground, &person, None, new)?;
    let RequestPlan {
        now,
        venue,
        space,
        proposal,
        ..
    } = &plan;
    let conn = app.db.read();
    let around = availability::with_turnaround(proposal.slot);
    let windows = Windows::of(space.units.iter().copied(), around);
    let taken = taken::on_units(conn, &windows).await?;
    let counts = pools::on_pools(conn, &plan.pools(), proposal.slot).await?;
    let conflicts =
        availability::in_the_way(&catalogue, venue, space, proposal, &taken, &counts, *now);
    if conflicts.is_empty() {
        return Ok(());
    }
    let alternatives =
        alternatives::alternatives(conn, &catalogue, venue, space, proposal, *now).await?;
    Err(Error::Conflict {
        conflicts,
        alternatives,
    })
}

/// Bookings that could make room for a request, if a manager of the venue asks; nothing is written.
pub async fn could_make_room(
    app: &App,
    actor: &Actor,
    new: &NewBooking,
) -> Result<Vec<Booking>, Error> {
    let (catalogue, host) = (app.catalogue().await?, app.config.host());
    let person = actor.signed_in()?;
    let ground = gate::ground(app, actor, &catalogue, &host);
    let row = plan::plan(&ground, person, None, new)?.row;
    making_room::could_make_room(app, actor, &row).await
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
