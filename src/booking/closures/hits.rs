//! Which bookings a closure hits, and where they could go.

use std::fmt::Write;

use entity::{BookingId, Instant};
use sha2::{Digest, Sha256};

use super::{Hit, On, area::Area};
use crate::{
    booking::{
        Booking, alter,
        offers::{self, Offer},
        rivals::proposal_of,
        slot::Slot,
        store::{closures, pools, taken},
    },
    db::Tx,
    error::Error,
    venue::{Catalogue, Space, Venue},
};

/// Bookings by what a closure does to them; each ascending.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Found {
    pub hits: Vec<BookingId>,
    /// Holds and asked-for moves whose time is over: they are in nobody's way.
    pub overdue: Vec<BookingId>,
}

/// All that hold something of the area, or wait for it.
pub async fn find_in(tx: &Tx, area: &Area, now: Instant) -> Result<Found, Error> {
    let units: Vec<_> = area.floor.units.keys().copied().collect();
    let pools: Vec<_> = area.floor.pools.iter().copied().collect();
    let asked_for: Vec<_> = area.floor.asked_for.iter().copied().collect();
    let mut found = Found::default();
    for time in &area.times {
        let floor = taken::on_units(tx.conn(), &units, *time).await?;
        let seats = pools::on_pools(tx.conn(), &pools, *time).await?;
        let owners = floor.iter().filter_map(|unit| unit.booking);
        for owner in owners.chain(seats.iter().filter_map(|count| count.booking)) {
            if owner.is_overdue(now) {
                found.overdue.push(owner.id);
            } else {
                found.hits.push(owner.id);
            }
        }
        found
            .hits
            .extend(closures::waiting_in(tx, &asked_for, *time, now).await?);
    }
    for ids in [&mut found.hits, &mut found.overdue] {
        ids.sort_unstable();
        ids.dedup();
    }
    Ok(found)
}

/// Stands for these bookings as they are.
#[must_use]
pub fn fingerprint(bookings: &[Booking]) -> String {
    let mut hash = Sha256::new();
    for booking in bookings {
        hash.update(booking.id.0);
        hash.update(booking.version.to_be_bytes());
    }
    let mut seen = String::new();
    for byte in &hash.finalize()[..16] {
        let _ = write!(seen, "{byte:02x}");
    }
    seen
}

/// Whether the booking itself is hit, or only the move that it asks for.
#[must_use]
pub fn on(catalogue: &Catalogue, area: &Area, booking: &Booking) -> On {
    let meets = |space, slot| {
        let space = catalogue.space_of(space);
        space.is_some_and(|space| area.meets(space, slot))
    };
    let asked = booking.proposed_move().and_then(|asks| {
        let slot = Slot::new(asks.starts_at, asks.ends_at)?;
        Some(meets(asks.space_id, slot))
    });
    if asked == Some(true) && !meets(booking.space_id, Slot::of(booking)) {
        On::AskedMove
    } else {
        On::Booking
    }
}

/// With places that are free once the area is closed and all hits have made way.
pub async fn shown_in(
    tx: &Tx,
    catalogue: &Catalogue,
    venue: &Venue,
    area: &Area,
    booking: Booking,
    now: Instant,
) -> Result<Hit, Error> {
    let on = on(catalogue, area, &booking);
    let wanted = match (on, booking.proposed_move()) {
        (On::AskedMove, Some(asks)) => alter::as_asked(&booking, &asks, venue),
        _ => booking.clone(),
    };
    let mut alternatives = Vec::new();
    if let Some(space) = catalogue.space_of(wanted.space_id) {
        if booking.starts_at > now && !booking.is_offer() {
            let proposal = proposal_of(&wanted, venue);
            let found = offers::alternatives(tx.conn(), catalogue, venue, space, &proposal, now);
            alternatives = found.await?;
        }
        if on == On::Booking {
            alternatives.extend(cut_short(venue, space, area, &booking, now));
        }
    }
    Ok(Hit {
        booking,
        on,
        alternatives,
    })
}

/// Until the last time of the grid before it closes.
fn cut_short(
    venue: &Venue,
    space: &Space,
    area: &Area,
    booking: &Booking,
    now: Instant,
) -> Option<Offer> {
    let own = Slot::of(booking);
    let closes = area.times.iter().find(|time| time.overlaps(own))?.starts_at;
    let step = i64::from(space.row.step_minutes.max(1)) * 60;
    let whole = closes.since(own.starts_at).whole_seconds() / step * step;
    let ends_at = Instant(own.starts_at.0 + whole);
    (ends_at > own.starts_at && ends_at >= now).then(|| Offer {
        space: space.path(),
        starts: venue.zone.local(own.starts_at),
        ends: venue.zone.local(ends_at),
    })
}
