//! One booking in place of others, in one operation: they end, it claims, and their groups get first choice of what is free.

use entity::{BookingId, Instant, PoolId, SpaceId, VenueId, audit::Action};

use crate::{
    db::Tx,
    error::Error,
    ledger::{
        first_choice, overdue,
        step::{Along, Step},
        store::{self, pools},
    },
    refusal::rule::Flaw,
    rules::{counts, lifecycle, reason::Reason},
    slot::Slot,
    venue::Catalogue,
};
use entity::Booking;

/// What has to make room, read before it is locked; and what is to be locked for it.
#[derive(Default)]
pub struct Named {
    bookings: Vec<Booking>,
    pub ids: Vec<BookingId>,
    pub spaces: Vec<SpaceId>,
    pub pools: Vec<PoolId>,
    /// Holds whose time is over, where something could be held for the groups.
    overdue: Vec<BookingId>,
}

/// [`Error::Rules`] when it names something twice, or what the venue does not have.
pub async fn named_in(
    tx: &Tx,
    catalogue: &Catalogue,
    venue: VenueId,
    ids: &[BookingId],
    now: Instant,
) -> Result<Named, Error> {
    if ids.is_empty() {
        return Ok(Named::default());
    }
    let twice = |at: usize| ids[..at].contains(&ids[at]);
    if (0..ids.len()).any(twice) {
        return Err(Error::invalid("replacing", Flaw::Twice));
    }
    let mut bookings = store::find_all(tx.conn(), ids).await?;
    bookings.retain(|booking| booking.venue_id == venue);
    if bookings.len() < ids.len() {
        return Err(Error::invalid("replacing", Flaw::Unknown));
    }
    let mut named = Named {
        ids: ids.to_vec(),
        ..Named::default()
    };
    for booking in &bookings {
        let (spaces, pools) = first_choice::floor(catalogue, booking);
        named.spaces.extend(spaces);
        named.pools.extend(pools);
    }
    named.spaces.sort_unstable();
    named.spaces.dedup();
    named.pools.sort_unstable();
    named.pools.dedup();
    if let Some(window) = first_choice::window(&bookings) {
        let spaces = named.spaces.iter();
        let spaces = spaces.filter_map(|id| catalogue.space_of(*id));
        let units: Vec<_> = spaces.flat_map(|space| space.units.clone()).collect();
        named.overdue = overdue::in_the_way(tx, &units, &named.pools, window, now).await?;
        named.overdue.retain(|id| !ids.contains(id));
    }
    named.bookings = bookings;
    Ok(named)
}

/// What made room.
#[derive(Default)]
pub struct Displaced {
    pub before: Vec<Booking>,
    /// In the same order.
    after: Vec<Booking>,
}

impl Named {
    /// All of whose floor is to be locked.
    pub fn locked(&self) -> impl Iterator<Item = BookingId> {
        self.ids.iter().chain(&self.overdue).copied()
    }

    /// Whether all of them are still as they were read, now that their floor is locked: what they take otherwise is not.
    /// Nothing of the change is written yet.
    pub async fn still_hold_in(&self, tx: &Tx) -> Result<bool, Error> {
        let locked = store::all_locked_in(tx, &self.ids).await?;
        let same = |seen: &Booking| {
            let mut locked = locked.iter();
            locked.any(|one| one.id == seen.id && one.version == seen.version)
        };
        Ok(self.bookings.iter().all(same))
    }

    /// Ends all of them for `wanted`, which is not written yet. They and `wanted`'s floor are locked, and
    /// [`Named::still_hold_in`] has said yes. [`Error::Rules`] when one is not in the way, or cannot end any more.
    pub async fn make_room_in(
        &self,
        tx: &Tx,
        step: &Step<'_>,
        wanted: &Booking,
        reason: &Reason,
    ) -> Result<Displaced, Error> {
        if self.ids.is_empty() {
            return Ok(Displaced::default());
        }
        let step = Step {
            action: Action::Replace,
            ..*step
        };
        let overdue = self.overdue.iter().copied();
        let overdue: Vec<_> = overdue.filter(|id| *id != wanted.id).collect();
        overdue::expire_in(tx, step.app, step.catalogue, &overdue).await?;
        let standing = store::all_locked_in(tx, &self.ids).await?;
        let place = step.catalogue.place_of(wanted.venue_id, wanted.space_id);
        let (venue, space) = place.ok_or(Error::NotFound)?;
        let pools = counts::pools_of(venue, space, wanted);
        let taken = pools::on_pools(tx.conn(), &pools, Slot::of(wanted)).await?;
        let (catalogue, now) = (step.catalogue, step.now);
        let found =
            super::replace::in_place_of(catalogue, venue, space, wanted, standing, taken, now);
        if found.len() < self.ids.len() {
            return Err(Error::invalid("replacing", Flaw::NotInTheWay));
        }
        let mut displaced = Displaced::default();
        for before in found {
            let status = lifecycle::next_of(&before, step.action, step.role, step.now)
                .map_err(|_| Error::invalid("replacing", Flaw::NotInTheWay))?;
            let (after, writes) = step
                .quietly_in(tx, &before, status, reason, Along::default())
                .await?;
            tx.run_all(writes).await?;
            displaced.before.push(before);
            displaced.after.push(after);
        }
        Ok(displaced)
    }
}

/// Tells the groups of what made room, with what is held for them. What took its place claims by now.
pub async fn tell_in(
    tx: &Tx,
    step: &Step<'_>,
    displaced: &Displaced,
    reason: &Reason,
) -> Result<(), Error> {
    let step = Step {
        action: Action::Replace,
        ..*step
    };
    for (before, after) in displaced.before.iter().zip(&displaced.after) {
        first_choice::give_in(tx, &step, before, after, reason).await?;
    }
    Ok(())
}
