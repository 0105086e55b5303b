//! What stands in a venue's calendar: anyone may look. No names, but the titles of what groups want everybody to see.

use std::sync::Arc;

use entity::{Instant, PoolId, SpaceId, UnitId};
use serde::Serialize;
use time::{Date, Duration};

use crate::{
    app::App,
    error::Error,
    ledger::store::{pools, taken},
    memory::stamps::Stamp,
    rules::{
        availability::merged,
        claimed::{TakenCount, TakenUnit},
        conflict::{Taken, TakenBy},
        counts::{self, Lent},
        turnaround::Use,
    },
    slot::{Slot, Windows},
    venue::{Catalogue, Space, Venue},
};

/// Why a space is not free for a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BlockKind {
    Busy,
    /// Asked for, not yet answered.
    Pending,
    /// Cleaning and re-laying after a use.
    Turnaround,
    Closure,
    /// Outside the venue's hours.
    Closed,
}

/// A while in which a space is not simply free. Those of kind `Pending` may overlap one another where requests compete.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    pub space: SpaceId,
    pub slot: Slot,
    pub kind: BlockKind,
    /// What a new use of the space may not reach into; none where it can still be asked for.
    pub kept_clear: Option<Slot>,
    /// Of a space that is let by the seat.
    pub seats_free: Option<i32>,
    /// Of what is approved and public. Never of a space that is let by the seat.
    pub title: Option<String>,
}

/// One small query at most: whoever asks at the same time shares it.
///
/// A request for a whole shows with each of its parts, and loses its time when another part of it is given away; so what
/// changes on the floor of all that share some counts.
pub async fn stamp(app: &App, venue: &Venue, spaces: &[Arc<Space>]) -> Result<Stamp, Error> {
    let units = units_of(sharing_floor(venue, spaces));
    app.stamps.of(&app.db, &app.clock, &units).await
}

/// Every block of these spaces of one venue from one date to another, the latter excluded; by space and start. Two
/// queries, however many spaces, and one more where seats are counted.
pub async fn blocks(
    app: &App,
    catalogue: &Catalogue,
    venue: &Venue,
    spaces: &[Arc<Space>],
    from: Date,
    to: Date,
) -> Result<Vec<Block>, Error> {
    let Some(window) = Slot::new(venue.zone.midnight(from), venue.zone.midnight(to)) else {
        return Ok(Vec::new());
    };
    let now = app.clock.now();
    let around = crate::rules::availability::with_turnaround(window);
    let windows = Windows::of(units_of(spaces.iter()), around);
    let units = taken::on_units(app.db.read(), &windows).await?;
    let pools: Vec<PoolId> = spaces.iter().filter_map(|space| space.seats()).collect();
    let counts = pools::on_pools(app.db.read(), &pools, window).await?;
    let relatives: Vec<SpaceId> = sharing_floor(venue, spaces)
        .map(|space| space.row.id)
        .collect();
    let asked = taken::asked_for(app.db.read(), &relatives, window).await?;
    let hours = catalogue.hours(venue);
    let openings = hours.openings(from.saturating_sub(Duration::DAY), to);
    let mut blocks = Vec::new();
    for space in spaces {
        let own: Vec<&TakenUnit> = units
            .iter()
            .filter(|unit| space.units.contains(&unit.unit) && !overdue(unit, now))
            .collect();
        let wanted = Use {
            space: &space.row,
            layout: None,
        };
        let taken = merged(catalogue, wanted, own.iter().copied());
        let mut here = of_taken(space, &taken, &own, window);
        here.extend(asked.iter().filter_map(|booking| {
            let theirs = catalogue.space_of(booking.space_id)?;
            let slot = clipped(
                Slot {
                    starts_at: booking.starts_at,
                    ends_at: booking.ends_at,
                },
                window,
            )?;
            shares_floor(space, theirs).then_some(Block {
                space: space.row.id,
                slot,
                kind: BlockKind::Pending,
                kept_clear: None,
                seats_free: None,
                title: None,
            })
        }));
        here.extend(seats(space, &counts, window, now));
        here.extend(closed(space.row.id, &openings, window));
        here.sort_by_key(|block| (block.slot, block.kind));
        blocks.extend(here);
    }
    Ok(blocks)
}

fn units_of<'a>(spaces: impl Iterator<Item = &'a Arc<Space>>) -> Vec<UnitId> {
    let mut units: Vec<UnitId> = spaces
        .flat_map(|space| space.units.iter().copied())
        .collect();
    units.sort_unstable();
    units.dedup();
    units
}

/// These spaces and all others of their venue that take some of the same floor, retired ones too.
fn sharing_floor<'a>(
    venue: &'a Venue,
    spaces: &'a [Arc<Space>],
) -> impl Iterator<Item = &'a Arc<Space>> {
    venue
        .spaces
        .iter()
        .filter(|space| spaces.iter().any(|wanted| shares_floor(wanted, space)))
}

fn shares_floor(one: &Space, other: &Space) -> bool {
    one.units.iter().any(|unit| other.units.contains(unit))
}

fn overdue(unit: &TakenUnit, now: Instant) -> bool {
    unit.booking.is_some_and(|owner| owner.is_overdue(now))
}

/// The public title of what stands as `one` does.
fn title(one: &Taken, own: &[&TakenUnit]) -> Option<String> {
    let mut own = own.iter();
    let here = own.find(|unit| unit.slot == one.slot && unit.space == one.space)?;
    here.public_title.clone()
}

/// Claims with the turnaround after each, which ends early where the next use is too close for it. `own`: the claims that
/// `taken` was made of.
fn of_taken(space: &Space, taken: &[Taken], own: &[&TakenUnit], window: Slot) -> Vec<Block> {
    let mut blocks = Vec::new();
    for (at, one) in taken.iter().enumerate() {
        let kind = match one.by {
            TakenBy::Booking { pending: true } => BlockKind::Pending,
            TakenBy::Booking { pending: false } => BlockKind::Busy,
            TakenBy::Closure => BlockKind::Closure,
            // Floor is not counted.
            TakenBy::Seats | TakenBy::Stock => continue,
        };
        let kept_clear = one.kept_clear();
        let block = |slot, kind| {
            clipped(slot, window).map(|slot| Block {
                space: space.row.id,
                slot,
                kind,
                kept_clear: Some(kept_clear),
                seats_free: None,
                title: None,
            })
        };
        blocks.extend(block(one.slot, kind).map(|block| Block {
            title: (kind == BlockKind::Busy).then(|| title(one, own)).flatten(),
            ..block
        }));
        let clear = kept_clear.ends_at;
        let next = taken[at + 1..]
            .iter()
            .map(|next| next.slot.starts_at)
            .find(|starts| *starts >= one.slot.ends_at);
        let until = next.map_or(clear, |next| next.min(clear));
        blocks.extend(
            Slot::new(one.slot.ends_at, until).and_then(|slot| block(slot, BlockKind::Turnaround)),
        );
    }
    blocks
}

/// Where fewer seats are free than there are, and closures.
fn seats(space: &Space, counts: &[TakenCount], window: Slot, now: Instant) -> Vec<Block> {
    let Some(pool) = space.seats() else {
        return Vec::new();
    };
    let own = counts.iter().filter(|count| count.pool == pool);
    let standing = own.filter(|count| count.booking.is_none_or(|owner| !owner.is_overdue(now)));
    let (closures, lent): (Vec<Lent>, Vec<Lent>) = standing
        .map(|count| count.lent)
        .partition(|lent| lent.whole);
    let block = |slot, kind, seats_free: i32| Block {
        space: space.row.id,
        slot,
        kind,
        kept_clear: (seats_free == 0).then_some(slot),
        seats_free: Some(seats_free),
        title: None,
    };
    let capacity = space.row.capacity;
    let busy = counts::left(capacity, window, &lent).into_iter();
    let busy = busy.filter(|(_, left)| *left < capacity);
    let closed = closures
        .iter()
        .filter_map(|lent| clipped(lent.slot, window))
        .map(|slot| block(slot, BlockKind::Closure, 0));
    busy.map(|(slot, left)| block(slot, BlockKind::Busy, left))
        .chain(closed)
        .collect()
}

/// What lies between the openings.
fn closed(space: SpaceId, openings: &[Slot], window: Slot) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut from = window.starts_at;
    for opening in openings.iter().filter(|opening| opening.overlaps(window)) {
        blocks.extend(Slot::new(from, opening.starts_at));
        from = from.max(opening.ends_at);
    }
    blocks.extend(Slot::new(from, window.ends_at));
    blocks
        .into_iter()
        .map(|slot| Block {
            space,
            slot,
            kind: BlockKind::Closed,
            kept_clear: Some(slot),
            seats_free: None,
            title: None,
        })
        .collect()
}

fn clipped(slot: Slot, window: Slot) -> Option<Slot> {
    Slot::new(
        slot.starts_at.max(window.starts_at),
        slot.ends_at.min(window.ends_at),
    )
}
