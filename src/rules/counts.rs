//! How much of a pool is left: seats of a space, things lent with a booking.

use entity::{Booking, Borrowed, PoolId};

use crate::{
    slot::Slot,
    venue::{Catalogue, Space, Venue},
};

/// What somebody takes of a pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    pub pool: PoolId,
    pub quantity: i32,
}

/// What is taken of one pool for a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lent {
    pub slot: Slot,
    pub quantity: i32,
    /// By a closure: nothing is left, whatever the quantity.
    pub whole: bool,
}

/// How much is left of `quantity` throughout `window`: stretches in order, without gaps, neighbours differ.
#[must_use]
pub fn left(quantity: i32, window: Slot, lent: &[Lent]) -> Vec<(Slot, i32)> {
    let mut edges: Vec<_> = lent
        .iter()
        .filter(|one| one.slot.overlaps(window))
        .flat_map(|one| [one.slot.starts_at, one.slot.ends_at])
        .filter(|at| window.starts_at < *at && *at < window.ends_at)
        .chain([window.starts_at, window.ends_at])
        .collect();
    edges.sort_unstable();
    edges.dedup();
    let mut stretches: Vec<(Slot, i32)> = Vec::new();
    for pair in edges.windows(2) {
        let slot = Slot {
            starts_at: pair[0],
            ends_at: pair[1],
        };
        let here = || lent.iter().filter(|one| one.slot.overlaps(slot));
        let gone: i32 = here().map(|one| one.quantity).sum();
        let rest = if here().any(|one| one.whole) {
            0
        } else {
            (quantity - gone).max(0)
        };
        match stretches.last_mut() {
            Some((last, same)) if *same == rest => last.ends_at = slot.ends_at,
            _ => stretches.push((slot, rest)),
        }
    }
    stretches
}

/// When less than `wanted` is left.
#[must_use]
pub fn lacking(quantity: i32, wanted: i32, window: Slot, lent: &[Lent]) -> Vec<Slot> {
    let mut lacking: Vec<Slot> = Vec::new();
    for (slot, _) in left(quantity, window, lent)
        .into_iter()
        .filter(|(_, left)| *left < wanted)
    {
        match lacking.last_mut() {
            Some(last) if last.ends_at == slot.starts_at => last.ends_at = slot.ends_at,
            _ => lacking.push(slot),
        }
    }
    lacking
}

/// Of what a booking takes by count where it stands.
#[must_use]
pub fn pools_in(catalogue: &Catalogue, booking: &Booking) -> Vec<PoolId> {
    let place = catalogue.venue_and_space(booking.space_id);
    place.map_or_else(Vec::new, |(venue, space)| pools_of(venue, space, booking))
}

/// Of what a booking takes by count.
#[must_use]
pub fn pools_of(venue: &Venue, space: &Space, booking: &Booking) -> Vec<PoolId> {
    let counts = taken_by(venue, space, booking.attendees, &booking.stock);
    counts.into_iter().map(|count| count.pool).collect()
}

/// What a booking takes by count: seats where the space is let by them, and what it borrows. Items that the venue does not
/// have are left out.
#[must_use]
pub fn taken_by(venue: &Venue, space: &Space, attendees: i32, stock: &Borrowed) -> Vec<Count> {
    let seats = space.seats().map(|pool| Count {
        pool,
        quantity: attendees,
    });
    let borrowed = stock.0.iter().filter_map(|item| {
        Some(Count {
            pool: venue.item(&item.item)?.row.id,
            quantity: item.quantity,
        })
    });
    seats.into_iter().chain(borrowed).collect()
}
