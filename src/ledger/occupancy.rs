//! What is taken where and when several bookings would be.

use entity::{BookingId, Instant, UnitId};

use super::store::{pools, taken};
use crate::{
    db::Tx,
    error::Error,
    refusal::conflict::InTheWay,
    rules::{
        availability,
        claimed::{Owner, TakenCount, TakenUnit},
        counts::{self, Lent},
        proposal::{Proposal, proposal_of},
    },
    slot::Slot,
    venue::{Catalogue, Space, Venue},
};

use entity::Booking;

/// What is taken throughout the time of several bookings.
#[derive(Default)]
pub struct Floor {
    pub taken: Vec<TakenUnit>,
    pub counts: Vec<TakenCount>,
}

/// A booking that is to take something anew.
#[derive(Clone, Copy)]
pub struct Wanted<'a> {
    pub booking: &'a Booking,
    /// Of the booking.
    pub space: &'a Space,
    /// Or only what it takes by count: its floor stays its own.
    pub floor: bool,
}

impl Floor {
    /// All that could be in the way of these: as many queries as for one.
    pub async fn around_in(tx: &Tx, venue: &Venue, wanted: &[Wanted<'_>]) -> Result<Self, Error> {
        let slots = wanted.iter().map(|one| Slot::of(one.booking));
        let Some(window) = slots.reduce(Slot::and_between) else {
            return Ok(Self::default());
        };
        let on_floor = wanted.iter().filter(|one| one.floor);
        let mut units: Vec<_> = on_floor.flat_map(|one| &one.space.units).copied().collect();
        units.sort_unstable();
        units.dedup();
        let counted = wanted.iter().flat_map(|one| {
            let booking = one.booking;
            counts::taken_by(venue, one.space, booking.attendees, &booking.stock)
        });
        let mut pools: Vec<_> = counted.map(|count| count.pool).collect();
        pools.sort_unstable();
        pools.dedup();
        Ok(Self {
            taken: taken::on_units(tx.conn(), &units, availability::around(window)).await?,
            counts: pools::on_pools(tx.conn(), &pools, window).await?,
        })
    }

    /// What is in the way of one of them. From now on it is in the way of the others, where nothing is and it claims.
    pub fn take_if_free(
        &mut self,
        catalogue: &Catalogue,
        venue: &Venue,
        wanted: Wanted<'_>,
        now: Instant,
    ) -> Vec<InTheWay> {
        let proposal = proposal_of(wanted.booking, venue);
        let units = if wanted.floor {
            &*wanted.space.units
        } else {
            &[]
        };
        let own = Some(wanted.booking.id);
        let way = self.in_the_way(catalogue, venue, (wanted.space, units), &proposal, own, now);
        if way.is_empty() && wanted.booking.claims() {
            self.take(venue, wanted);
        }
        way
    }

    /// What is in the way of one proposal on these units of its space: not what `own` claims, if it stands somewhere already.
    pub fn in_the_way(
        &self,
        catalogue: &Catalogue,
        venue: &Venue,
        (space, units): (&Space, &[UnitId]),
        proposal: &Proposal<'_>,
        own: Option<BookingId>,
        now: Instant,
    ) -> Vec<InTheWay> {
        let around = availability::around(proposal.slot);
        let others = |owner: Option<Owner>| own.is_none() || owner.map(|owner| owner.id) != own;
        let near = |unit: &&TakenUnit| unit.slot.overlaps(around) && units.contains(&unit.unit);
        let then = |count: &&TakenCount| count.lent.slot.overlaps(proposal.slot);
        let taken = self.taken.iter().filter(near);
        let taken: Vec<_> = taken.filter(|unit| others(unit.booking)).cloned().collect();
        let counts = self.counts.iter().filter(then);
        let counts = counts.filter(|count| others(count.booking));
        let counts: Vec<_> = counts.copied().collect();
        availability::in_the_way(catalogue, venue, space, proposal, &taken, &counts, now)
    }

    fn take(&mut self, venue: &Venue, wanted: Wanted<'_>) {
        let (booking, space) = (wanted.booking, wanted.space);
        let owner = Some(Owner {
            id: booking.id,
            status: booking.status,
            over_at: None,
        });
        let slot = Slot::of(booking);
        if wanted.floor && space.seats().is_none() {
            let units = space.units.iter().map(|unit| TakenUnit {
                unit: *unit,
                slot,
                space: space.row.id,
                layout: booking.layout.clone(),
                booking: owner,
                public_title: None,
            });
            self.taken.extend(units);
        }
        let counts = counts::taken_by(venue, space, booking.attendees, &booking.stock);
        self.counts.extend(counts.iter().map(|count| TakenCount {
            pool: count.pool,
            lent: Lent {
                slot,
                quantity: count.quantity,
                whole: false,
            },
            booking: owner,
        }));
    }
}
