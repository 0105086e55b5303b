//! What is in the way of a request and what could be had instead, told with names.

pub use super::as_if::AsIf;

use entity::{Instant, PoolId};

use super::{
    claimed::{TakenCount, TakenUnit},
    conflict::{Clash, Taken, TakenBy, clashes},
    counts::{self, Lent},
    proposal::{self, Proposal},
    turnaround::Use,
};
use crate::{
    refusal::conflict::{Alternative, Conflict},
    slot::Slot,
    venue::{Catalogue, Space, Venue},
    zone::Zone,
};

/// Whether a group may ask for it by now, alone: a series reaches further ahead.
#[must_use]
pub fn is_open(offer: &Alternative, space: &Space, zone: &Zone, now: Instant) -> bool {
    offer.starts.date() <= proposal::latest(space.row.horizon_days, zone, now)
}

/// The longest turnaround between two uses that is looked for: a day.
const WIDEST_TURNAROUND_MINUTES: i64 = 24 * 60;
/// Other times of the same space are looked for so many days away.
const FORTNIGHT_DAYS: i64 = 14;
/// Other spaces of the venue that are looked at.
const OTHERS: usize = 20;

/// A time with the longest turnaround before and after: where to look for what is in the way.
#[must_use]
pub fn with_turnaround(slot: Slot) -> Slot {
    slot.widened(WIDEST_TURNAROUND_MINUTES)
}

/// What is in the way of `wanted`: one line a booking or closure, however many units it takes.
#[must_use]
pub fn merged<'a>(
    catalogue: &Catalogue,
    wanted: Use<'_>,
    units: impl IntoIterator<Item = &'a TakenUnit>,
) -> Vec<Taken> {
    let mut taken: Vec<Taken> = Vec::new();
    for unit in units {
        let Some(space) = catalogue.space_of(unit.space) else {
            continue;
        };
        let theirs = Use {
            space: &space.row,
            layout: Some(&unit.layout),
        };
        let one = Taken::of(unit.slot, unit.by(), theirs, wanted);
        if !taken.contains(&one) {
            taken.push(one);
        }
    }
    taken.sort_by_key(|taken| taken.slot);
    taken
}

#[must_use]
pub fn named(catalogue: &Catalogue, venue: &Venue, clashes: &[Clash]) -> Vec<Conflict> {
    clashes
        .iter()
        .map(|clash| Conflict {
            space: catalogue
                .space_of(clash.space)
                .map(|space| space.path())
                .unwrap_or_default(),
            starts: venue.zone.local(clash.slot.starts_at),
            ends: venue.zone.local(clash.slot.ends_at),
            kind: clash.kind,
        })
        .collect()
}

/// What a new use of a space would run into: without holds whose answer time is over, and without requests that hold
/// nothing, for several of them may wait side by side.
#[must_use]
pub fn in_the_way(
    catalogue: &Catalogue,
    venue: &Venue,
    space: &Space,
    proposal: &Proposal<'_>,
    taken: &[TakenUnit],
    counts: &[TakenCount],
    now: Instant,
) -> Vec<Conflict> {
    let standing = taken
        .iter()
        .filter(|unit| unit.booking.is_none_or(|owner| !owner.is_overdue(now)));
    let mut standing = merged(catalogue, proposal.use_of(&space.row), standing);
    standing.extend(too_little_left(
        venue,
        space,
        proposal,
        proposal.slot,
        counts,
        now,
    ));
    named(catalogue, venue, &clashes(proposal.slot, &standing))
}

/// Where too little is left of what a proposal takes by count, within `window`; holds whose time is over left out.
#[must_use]
pub fn too_little_left(
    venue: &Venue,
    space: &Space,
    proposal: &Proposal<'_>,
    window: Slot,
    taken: &[TakenCount],
    now: Instant,
) -> Vec<Taken> {
    let lacking = lacking(venue, space, proposal, window, taken, now);
    let taken = lacking.into_iter().map(|(pool, slot)| Taken {
        slot,
        by: if space.seats() == Some(pool) {
            TakenBy::Seats
        } else {
            TakenBy::Stock
        },
        space: space.row.id,
        before: 0,
        after: 0,
    });
    taken.collect()
}

/// As [`too_little_left`], by pool.
#[must_use]
pub fn lacking(
    venue: &Venue,
    space: &Space,
    proposal: &Proposal<'_>,
    window: Slot,
    taken: &[TakenCount],
    now: Instant,
) -> Vec<(PoolId, Slot)> {
    let wanted = counts::taken_by(venue, space, proposal.attendees, proposal.stock);
    let lacking = wanted.iter().flat_map(|count| {
        let item = venue.stock.iter().find(|item| item.row.id == count.pool);
        let quantity = item.map_or(space.row.capacity, |item| item.quantity);
        let lent: Vec<Lent> = taken
            .iter()
            .filter(|one| one.pool == count.pool)
            .filter(|one| one.booking.is_none_or(|owner| !owner.is_overdue(now)))
            .map(|one| one.lent)
            .collect();
        let lacking = counts::lacking(quantity, count.quantity, window, &lent);
        lacking.into_iter().map(|slot| (count.pool, slot))
    });
    lacking.collect()
}

/// The spaces of the venue that are looked at besides the one that is wanted.
#[must_use]
pub fn others<'a>(venue: &'a Venue, wanted: &Space, attendees: i32) -> Vec<&'a Space> {
    venue
        .open_spaces()
        .map(AsRef::as_ref)
        .filter(|other| other.row.id != wanted.row.id && other.row.capacity >= attendees)
        .take(OTHERS)
        .collect()
}

/// Where to look for another time in the same place.
#[must_use]
pub fn fortnight(slot: Slot) -> Slot {
    slot.widened((FORTNIGHT_DAYS + 1) * 24 * 60)
}
