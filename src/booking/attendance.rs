//! Whether a group has come, and how many: said by managers of the venue, at the door or until the month is closed, or not
//! at all.

use entity::{BookingId, audit::Action, booking::Status};

use super::{
    alter,
    decide::{Change, detached},
};
use crate::{
    account::Actor,
    app::App,
    db::Tx,
    error::Error,
    idempotency::{Once, Outcome},
    ledger::store::{self, list},
    refusal::rule::Flaw,
    rules::{lifecycle::Moment, reason::Reason},
    venue::{Catalogue, Venue},
};

use entity::Booking;

/// Now, and which months are still open at the venue of a booking.
#[must_use]
pub fn moment(app: &App, catalogue: &Catalogue, booking: &Booking) -> Moment {
    let venue = catalogue.venue_of(booking.venue_id);
    venue.map_or_else(|| app.clock.now().into(), |venue| moment_at(app, venue))
}

fn moment_at(app: &App, venue: &Venue) -> Moment {
    let closes_on_day = app.config.attendance.month_closes_on_day;
    Moment::of(app.clock.now(), &venue.zone, closes_on_day)
}

/// What is over at a venue, was not missed, and has not been counted, of the months that are open: oldest first, at most 200.
/// Only its managers.
pub async fn uncounted(app: &App, actor: &Actor, venue: &Venue) -> Result<Vec<Booking>, Error> {
    actor.signed_in()?;
    if !actor.manages(venue.row.id) {
        return Err(Error::NotFound);
    }
    let moment = moment_at(app, venue);
    Ok(list::uncounted(app.db.read(), venue.row.id, moment).await?)
}

/// The group has come; how many, if somebody counted. Only managers of its venue, from an hour before its time until its month
/// is closed. Said again, it corrects what was said before; without a number, the number stays.
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

/// Nobody came: what is left of the time is free again, and nobody is counted. Only managers of its venue, from the start until
/// the month is closed.
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
    let said = attended.map(|people| people.to_string());
    let change = Change {
        attended,
        ..Change::new(id, action, Reason::word(said), once)
    };
    detached(app, actor, change).await
}

/// Whether it was known already that so many came.
pub fn is_known(change: &Change, before: &Booking, status: Status) -> bool {
    change.action == Action::CheckIn
        && status == before.status
        && change
            .attended
            .is_none_or(|people| before.attended == Some(people))
}

/// Once it is said whether a group has come, or nobody will say it, nobody answers the move any more that it asks for.
pub async fn lapsed_in(
    tx: &Tx,
    app: &App,
    catalogue: &Catalogue,
    action: Action,
    booking: Booking,
) -> Result<Booking, Error> {
    let over = matches!(action, Action::CheckIn | Action::NoShow | Action::Complete);
    if !over || booking.proposed_move().is_none() {
        return Ok(booking);
    }
    alter::lapse_in(tx, app, catalogue, &booking).await?;
    let lapsed = store::locked_in(tx, booking.id).await?;
    lapsed.ok_or(Error::NotFound)
}
