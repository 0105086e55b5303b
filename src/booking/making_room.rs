//! What could make room for a request.

use entity::{
    Booking, BookingId,
    audit::{Action, Role},
};

use super::replace::in_place_of;
use crate::{
    account::Actor,
    app::App,
    error::Error,
    ledger::store::{self, pools, taken},
    rules::{availability, counts, lifecycle},
    slot::{Slot, Windows},
};

/// Bookings that could make room for a request of the venue, soonest first; nothing for who does not manage it.
pub async fn could_make_room(
    app: &App,
    actor: &Actor,
    wanted: &Booking,
) -> Result<Vec<Booking>, Error> {
    if !actor.manages(wanted.venue_id) {
        return Ok(Vec::new());
    }
    let catalogue = app.catalogue().await?;
    let place = catalogue.venue_and_space(wanted.space_id);
    let (venue, space) = place.ok_or(Error::NotFound)?;
    let (conn, now, slot) = (app.db.read(), app.clock.now(), Slot::of(wanted));
    let windows = Windows::of(
        space.units.iter().copied(),
        availability::with_turnaround(slot),
    );
    let taken = taken::on_units(conn, &windows).await?;
    let pools = counts::pools_of(venue, space, wanted);
    let counted = pools::on_pools(conn, &pools, slot).await?;
    let owners = taken.iter().filter_map(|unit| unit.booking);
    let owners = owners.chain(counted.iter().filter_map(|count| count.booking));
    let standing = owners.filter(|owner| !owner.is_overdue(now));
    let mut ids: Vec<BookingId> = standing.map(|owner| owner.id).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut standing = store::find_all(conn, &ids).await?;
    standing.retain(|one| lifecycle::next_of(one, Action::Replace, Role::Venue, now).is_ok());
    let mut found = in_place_of(&catalogue, venue, space, wanted, standing, counted, now);
    found.sort_by_key(|one| (one.starts_at, one.id));
    Ok(found)
}
