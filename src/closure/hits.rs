//! Which bookings a closure hits, and where they could go.

use std::{collections::HashMap, fmt::Write};

use entity::{BookingId, Instant, booking::Status};
use sha2::{Digest, Sha256};

use crate::{
    db::Tx,
    error::Error,
    ledger::{
        alternatives,
        store::{closures, pools, series, taken},
    },
    refusal::{
        closure::{Hit, On, Preview},
        conflict::Offer,
    },
    rules::{
        area::{Area, hull},
        as_if::AsIf,
        proposal::{self, proposal_of},
    },
    slot::Slot,
    venue::{Catalogue, Space, Venue},
};
use entity::Booking;

/// Bookings by what a closure does to them; each ascending.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Found {
    pub hits: Vec<BookingId>,
    /// Holds and asked-for moves whose time is over, with the other dates of a series that is asked to be moved as a whole:
    /// they are in nobody's way.
    pub overdue: Vec<BookingId>,
}

/// All that hold something of the area, or wait for it.
pub async fn find_in(tx: &Tx, area: &Area, now: Instant) -> Result<Found, Error> {
    let units: Vec<_> = area.floor.units.keys().copied().collect();
    let pools: Vec<_> = area.floor.pools.iter().copied().collect();
    let asked_for: Vec<_> = area.floor.asked_for.iter().copied().collect();
    let mut found = Found::default();
    // As many queries for a closure that comes every week as for one.
    let Some(whole) = hull(&area.times) else {
        return Ok(found);
    };
    let meets = |slot: Slot| area.times.iter().any(|time| time.overlaps(slot));
    let floor = taken::on_units(tx.conn(), &units, whole).await?;
    let seats = pools::on_pools(tx.conn(), &pools, whole).await?;
    let floor = floor.iter().filter(|unit| meets(unit.slot));
    let seats = seats.iter().filter(|count| meets(count.lent.slot));
    let owners = floor.filter_map(|unit| unit.booking);
    for owner in owners.chain(seats.filter_map(|count| count.booking)) {
        if owner.is_overdue(now) {
            found.overdue.push(owner.id);
        } else {
            found.hits.push(owner.id);
        }
    }
    for (id, slot) in closures::waiting_in(tx, &asked_for, whole, now).await? {
        if meets(slot) {
            found.hits.push(id);
        }
    }
    found
        .overdue
        .extend(series::overdue_with(tx.conn(), &found.overdue, now).await?);
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

/// How hits are looked at.
pub struct Look<'a> {
    pub catalogue: &'a Catalogue,
    pub venue: &'a Venue,
    pub area: &'a Area,
    pub now: Instant,
}

impl Look<'_> {
    /// What is hit, with places that are free once the area is closed and all hits have made way: as many queries as for one hit.
    /// Nothing is written. What is `overdue` in the area is in nobody's way; where a closure changes, what others close stands
    /// `instead` of what is closed now.
    pub async fn preview_in(
        &self,
        tx: &Tx,
        bookings: Vec<Booking>,
        overdue: &[BookingId],
        instead: Option<&[Area]>,
    ) -> Result<Preview, Error> {
        let seen = fingerprint(&bookings);
        let asks = |one: &&Booking| on(self.catalogue, self.area, one) == On::AskedMove;
        let (only_asked, whole): (Vec<&Booking>, Vec<&Booking>) = bookings.iter().partition(asks);
        let whole = whole.into_iter().map(|one| one.id);
        let as_if = AsIf {
            gone: whole.collect(),
            asked_no_longer: only_asked.into_iter().map(|one| one.id).collect(),
            waits_no_longer: overdue.iter().copied().collect(),
            closed: instead.into_iter().flatten().chain([self.area]).collect(),
            nothing_else: instead.is_some(),
        };
        let mut hits = self.hits_in(tx, bookings, &as_if).await?;
        hits.sort_by_key(|hit| (hit.booking.starts_at, hit.booking.id));
        Ok(Preview { hits, seen })
    }

    async fn hits_in(
        &self,
        tx: &Tx,
        bookings: Vec<Booking>,
        as_if: &AsIf<'_>,
    ) -> Result<Vec<Hit>, Error> {
        let looked_for: Vec<(On, Booking)> = bookings
            .iter()
            .map(|booking| {
                let on = on(self.catalogue, self.area, booking);
                match (on, booking.proposed_move()) {
                    (On::AskedMove, Some(asks)) => {
                        (on, proposal::as_asked(booking, &asks, self.venue))
                    }
                    _ => (on, booking.clone()),
                }
            })
            .collect();
        let goes = |booking: &Booking| {
            let begins = booking.starts_at > self.now && booking.status != Status::CheckedIn;
            begins && !booking.is_offer()
        };
        let both = bookings.iter().zip(&looked_for);
        let going = both.filter(|(booking, _)| goes(booking));
        let going: Vec<&Booking> = going.map(|(_, (_, wanted))| wanted).collect();
        let mut places = self.places_in(tx, &going, as_if).await?;
        let hits = bookings.into_iter().zip(looked_for);
        let hits = hits.map(|(booking, (on, wanted))| {
            let mut alternatives = places.remove(&booking.id).unwrap_or_default();
            let space = self.catalogue.space_of(wanted.space_id);
            if let Some(space) = space.filter(|_| on == On::Booking) {
                alternatives.extend(self.cut_short(space, &booking));
            }
            Hit {
                booking,
                on,
                alternatives,
            }
        });
        Ok(hits.collect())
    }

    /// What is free instead for each of these.
    pub async fn places_in(
        &self,
        tx: &Tx,
        wanted: &[&Booking],
        as_if: &AsIf<'_>,
    ) -> Result<HashMap<BookingId, Vec<Offer>>, Error> {
        let (catalogue, venue) = (self.catalogue, self.venue);
        let known = wanted.iter().filter_map(|booking| {
            let space = catalogue.space_of(booking.space_id)?;
            Some((booking.id, (space.as_ref(), proposal_of(booking, venue))))
        });
        let (ids, wanted): (Vec<_>, Vec<_>) = known.unzip();
        let found =
            alternatives::alternatives_as_if(tx.conn(), catalogue, venue, &wanted, self.now, as_if)
                .await?;
        Ok(ids.into_iter().zip(found).collect())
    }

    /// What runs until it closes, what is to come until the last time of the grid before.
    fn cut_short(&self, space: &Space, booking: &Booking) -> Option<Offer> {
        let own = Slot::of(booking);
        let ends_at = if own.starts_at <= self.now {
            cut_at(self.catalogue, self.area, booking, self.now)?
        } else {
            let closes = closes_at(self.area, own)?;
            let step = i64::from(space.row.step_minutes.max(1)) * 60;
            let whole = closes.since(own.starts_at).whole_seconds() / step * step;
            Instant(own.starts_at.0 + whole)
        };
        (ends_at > own.starts_at).then(|| Offer {
            space: space.path(),
            starts: self.venue.zone.local(own.starts_at),
            ends: self.venue.zone.local(ends_at),
        })
    }
}

/// When a booking that runs has to be over. None when it does not run, only its asked-for move is hit, or nothing is left.
pub fn cut_at(
    catalogue: &Catalogue,
    area: &Area,
    booking: &Booking,
    now: Instant,
) -> Option<Instant> {
    let runs = booking.starts_at <= now && on(catalogue, area, booking) == On::Booking;
    let closes = closes_at(area, Slot::of(booking)).filter(|_| runs);
    closes.filter(|closes| *closes > booking.starts_at)
}

fn closes_at(area: &Area, slot: Slot) -> Option<Instant> {
    let first = area.times.iter().find(|time| time.overlaps(slot))?;
    Some(first.starts_at)
}
