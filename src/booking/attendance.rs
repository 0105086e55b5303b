//! Whether groups have come, as far as nobody has said it yet.

use entity::Booking;

use crate::{
    account::Actor,
    app::App,
    error::Error,
    ledger::store::list,
    rules::lifecycle::Moment,
    venue::{Catalogue, Venue},
};

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
