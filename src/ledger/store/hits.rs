//! Which bookings a closure hits.

use entity::{BookingId, Instant};
use sea_orm::{ConnectionTrait, DbErr};

use super::{closures, pools, series, taken};
use crate::{
    rules::area::{Area, hull},
    slot::{Slot, Windows},
};

/// Bookings by what a closure does to them; each ascending.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Hits {
    pub hits: Vec<BookingId>,
    /// Holds and asked-for moves whose time is over, with the other dates of a series that is asked to be moved as a whole:
    /// they are in nobody's way.
    pub overdue: Vec<BookingId>,
}

/// All that hold something of the area, or wait for it.
pub async fn find<C: ConnectionTrait>(conn: &C, area: &Area, now: Instant) -> Result<Hits, DbErr> {
    let pools: Vec<_> = area.floor.pools.iter().copied().collect();
    let asked_for: Vec<_> = area.floor.asked_for.iter().copied().collect();
    let mut found = Hits::default();
    // As many queries for a closure that comes every week as for one.
    let Some(whole) = hull(&area.times) else {
        return Ok(found);
    };
    let meets = |slot: Slot| area.times.iter().any(|time| time.overlaps(slot));
    let mut windows = Windows::default();
    for time in &area.times {
        windows.add(area.floor.units.keys().copied(), *time);
    }
    let taken = taken::on_units(conn, &windows).await?;
    let seats = pools::on_pools(conn, &pools, whole).await?;
    let taken = taken.iter().filter(|unit| meets(unit.slot));
    let seats = seats.iter().filter(|count| meets(count.lent.slot));
    let owners = taken.filter_map(|unit| unit.booking);
    for owner in owners.chain(seats.filter_map(|count| count.booking)) {
        if owner.is_overdue(now) {
            found.overdue.push(owner.id);
        } else {
            found.hits.push(owner.id);
        }
    }
    for (id, slot) in closures::waiting(conn, &asked_for, whole, now).await? {
        if meets(slot) {
            found.hits.push(id);
        }
    }
    found
        .overdue
        .extend(series::overdue_with(conn, &found.overdue, now).await?);
    for ids in [&mut found.hits, &mut found.overdue] {
        ids.sort_unstable();
        ids.dedup();
    }
    Ok(found)
}
