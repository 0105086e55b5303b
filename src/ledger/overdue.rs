//! Holds whose time is over block nobody: who is refused by one expires it in the same transaction.

use std::collections::{BTreeMap, BTreeSet};

use entity::{
    BookingId, Instant, PoolId, SeriesId, SpaceId, UnitId,
    audit::{Action, Role},
    booking::Status,
    space::Unanswered,
};

use super::{
    rewrite,
    step::Step,
    store::{self, pools, taken},
};
use crate::{
    app::App,
    db::Tx,
    error::Error,
    rules::{availability, claimed, reason::Reason},
    series,
    slot::Slot,
    venue::Catalogue,
};

use entity::Booking;

/// Those on `units` near `slot`, those that take of `pools` then, and what asks to be moved with them. Read before locking,
/// to know whose units are to be locked too.
pub async fn in_the_way(
    tx: &Tx,
    units: &[UnitId],
    pools: &[PoolId],
    slot: Slot,
    now: Instant,
) -> Result<Vec<BookingId>, Error> {
    let floor = taken::on_units(tx.conn(), units, availability::around(slot)).await?;
    let counts = pools::on_pools(tx.conn(), pools, slot).await?;
    let owners = floor.iter().filter_map(|unit| unit.booking);
    let owners = owners.chain(counts.iter().filter_map(|count| count.booking));
    let mut overdue: Vec<_> = owners
        .filter(|owner| owner.is_overdue(now))
        .map(|owner| owner.id)
        .collect();
    overdue.extend(store::series::overdue_with(tx.conn(), &overdue, now).await?);
    overdue.sort_unstable();
    overdue.dedup();
    Ok(overdue)
}

/// Expires what is still overdue now that its units are locked: somebody else may have been first, or has answered.
pub async fn expire_in(
    tx: &Tx,
    app: &App,
    catalogue: &Catalogue,
    overdue: &[BookingId],
) -> Result<(), Error> {
    let now = app.clock.now();
    let mut of_series: Vec<Booking> = Vec::new();
    let mut moves_of_series: Vec<Booking> = Vec::new();
    let mut locked = store::all_locked_in(tx, overdue).await?;
    locked.retain(|one| {
        one.proposed_move()
            .is_some_and(|asks| asks.answer_by <= now)
            || is_over(catalogue, one, now)
    });
    let spaces = locked
        .iter()
        .flat_map(|one| [Some(one.space_id), one.move_space_id]);
    let spaces: BTreeSet<SpaceId> = spaces.flatten().collect();
    let spaces: Vec<SpaceId> = spaces.into_iter().collect();
    store::lock_at_once_in(tx, &spaces).await?;
    for before in locked {
        if let Some(asks) = before.proposed_move().filter(|asks| asks.answer_by <= now) {
            if asks.of_series {
                moves_of_series.push(before);
            } else {
                rewrite::lapse_in(tx, app, catalogue, &before).await?;
            }
            continue;
        }
        if before.series_id.is_some() {
            of_series.push(before);
            continue;
        }
        let step = Step {
            app,
            catalogue,
            now,
            action: Action::Expire,
            role: Role::System,
            person: None,
        };
        let (_, writes) = step
            .take_in(tx, before, Status::Expired, &Reason::default())
            .await?;
        tx.run_all(writes).await?;
    }
    // Both are rare, and everybody who asks for a time carries them along.
    for (id, dates) in by_series(of_series) {
        Box::pin(series::expire_in(tx, app, catalogue, id, &dates)).await?;
    }
    for (id, dates) in by_series(moves_of_series) {
        Box::pin(series::lapse_in(tx, app, catalogue, id, dates)).await?;
    }
    Ok(())
}

/// Whether it waits and its answer time is over.
fn is_over(catalogue: &Catalogue, one: &Booking, now: Instant) -> bool {
    let Some(space) = catalogue.space_of(one.space_id) else {
        return false;
    };
    let unanswered = if one.is_offer() {
        Unanswered::Expire
    } else {
        space.row.unanswered
    };
    let over_at = claimed::over_at(unanswered, one.answer_by, one.starts_at);
    one.status == Status::Pending && over_at.is_some_and(|at| at <= now)
}

/// Each by start.
fn by_series(mut bookings: Vec<Booking>) -> BTreeMap<SeriesId, Vec<Booking>> {
    bookings.sort_by_key(|one| (one.starts_at, one.id));
    let mut series: BTreeMap<SeriesId, Vec<Booking>> = BTreeMap::new();
    for booking in bookings {
        if let Some(id) = booking.series_id {
            series.entry(id).or_default().push(booking);
        }
    }
    series
}
