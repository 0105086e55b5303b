//! A booking makes way for a closure, in the transaction of it: both places are locked, and what the booking held is given
//! back already.

use entity::{Instant, audit::Action};

use super::{altered::Altered, place::Place, proposal::Answer};
use crate::{
    account::Actor,
    app::App,
    db::Tx,
    error::Error,
    ledger::{
        alternatives,
        rewrite::{later, rewritten_in},
        step::Step,
    },
    refusal::rule::Flaw,
    rules::{permit, proposal::proposal_of, reason::Reason},
    venue::{Catalogue, Space, Venue},
    zone::format_wall,
};

use entity::Booking;

/// As it is to be once a manager has moved it there, by the life cycle and the rules, and whether it only ends earlier there:
/// then it keeps the floor on which it stands. Nobody's calendar is looked at.
pub fn check_move(
    app: &App,
    catalogue: &Catalogue,
    actor: &Actor,
    booking: &Booking,
    place: &Place,
) -> Result<(Booking, bool), Error> {
    let altered = planned(app, catalogue, actor, booking, place)?;
    Ok((altered.after, altered.action == Action::Shorten))
}

fn planned<'a>(
    app: &App,
    catalogue: &'a Catalogue,
    actor: &Actor,
    booking: &Booking,
    place: &Place,
) -> Result<Altered<'a>, Error> {
    let (venue, space) = where_it_is(catalogue, booking)?;
    let altered = place.planned(catalogue, actor, booking, venue, space, app.clock.now())?;
    if altered.after == *booking {
        // It would stay where it is in the way.
        return Err(Error::invalid("resolve", Flaw::Unknown));
    }
    Ok(altered)
}

fn where_it_is<'a>(
    catalogue: &'a Catalogue,
    booking: &Booking,
) -> Result<(&'a Venue, &'a Space), Error> {
    let place = catalogue.place_of(booking.venue_id, booking.space_id);
    place.ok_or(Error::NotFound)
}

/// [`Error::Conflict`] when the place is taken.
pub async fn moved_in(
    tx: &Tx,
    app: &App,
    catalogue: &Catalogue,
    actor: &Actor,
    before: &Booking,
    place: &Place,
    reason: &Reason,
) -> Result<(), Error> {
    let altered = planned(app, catalogue, actor, before, place)?;
    match rewrite_in(tx, app, catalogue, actor, before, &altered, reason).await {
        Err(Error::Conflict { conflicts, .. }) => {
            let proposal = proposal_of(&altered.wanted, altered.venue);
            let (venue, space, now) = (altered.venue, altered.space, app.clock.now());
            let alternatives =
                alternatives::alternatives(tx.conn(), catalogue, venue, space, &proposal, now)
                    .await?;
            Err(Error::Conflict {
                conflicts,
                alternatives,
            })
        }
        done => done,
    }
}

/// What runs ends where it closes, to the minute: the grid is for who plans.
pub async fn cut_in(
    tx: &Tx,
    app: &App,
    catalogue: &Catalogue,
    actor: &Actor,
    before: &Booking,
    at: Instant,
    reason: &Reason,
) -> Result<(), Error> {
    let (venue, space) = where_it_is(catalogue, before)?;
    let action = Action::Shorten;
    let (role, _) = permit::allowed(actor, before, action, app.clock.now())?;
    let after = Booking {
        ends: format_wall(venue.zone.local(at)),
        ends_at: at,
        ..before.clone().proposing(None)
    };
    let altered = Altered {
        action,
        role,
        reason: Reason::default(),
        wanted: after.clone(),
        after,
        venue,
        space,
    };
    rewrite_in(tx, app, catalogue, actor, before, &altered, reason).await
}

/// The move that its group asks for is declined.
pub async fn declined_in(
    tx: &Tx,
    app: &App,
    catalogue: &Catalogue,
    actor: &Actor,
    before: &Booking,
    reason: &Reason,
) -> Result<(), Error> {
    let (venue, _) = where_it_is(catalogue, before)?;
    let answer = Answer::Decline(reason.clone());
    let altered = answer.planned(catalogue, actor, before, venue, app.clock.now())?;
    debug_assert_eq!(altered.action, Action::DeclineMove);
    rewrite_in(tx, app, catalogue, actor, before, &altered, reason).await
}

async fn rewrite_in(
    tx: &Tx,
    app: &App,
    catalogue: &Catalogue,
    actor: &Actor,
    before: &Booking,
    altered: &Altered<'_>,
    reason: &Reason,
) -> Result<(), Error> {
    let step = Step {
        app,
        catalogue,
        now: app.clock.now(),
        action: altered.action,
        role: altered.role,
        person: actor.who().map(|person| person.id),
    };
    let after = later(before, altered.after.clone());
    let writes = rewritten_in(tx, &step, before, &after, reason).await?;
    tx.run_all(writes).await?;
    Ok(())
}
