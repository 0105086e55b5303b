//! What is taken where and when a series would be.

use entity::{BookingId, Instant, PoolId, UnitId};

use super::{
    super::{
        Booking,
        counts::{self, Lent},
        offers::{self, InTheWay},
        rivals::proposal_of,
        rules::Proposal,
        slot::Slot,
        store::{
            pools::{self, TakenCount},
            taken::{self, TakenUnit},
        },
    },
    Dated, Fate, weigh,
};
use crate::{
    db::Tx,
    error::Error,
    venue::{Catalogue, Space, Venue},
};

/// What is taken throughout the time of a series.
pub(super) struct Floor {
    pub taken: Vec<TakenUnit>,
    pub counts: Vec<TakenCount>,
}

impl Floor {
    /// What is in the way of one date. Bookings of `own` are in nobody's way.
    pub fn in_the_way(
        &self,
        catalogue: &Catalogue,
        venue: &Venue,
        space: &Space,
        proposal: &Proposal<'_>,
        own: &[BookingId],
        now: Instant,
    ) -> Vec<InTheWay> {
        let around = offers::around(proposal.slot);
        let others =
            |owner: Option<taken::Owner>| owner.is_none_or(|owner| !own.contains(&owner.id));
        let taken = self.taken.iter().filter(|unit| {
            unit.slot.overlaps(around) && space.units.contains(&unit.unit) && others(unit.booking)
        });
        let counts = self
            .counts
            .iter()
            .filter(|count| count.lent.slot.overlaps(proposal.slot) && others(count.booking));
        let (taken, counts): (Vec<_>, Vec<_>) =
            (taken.cloned().collect(), counts.copied().collect());
        offers::in_the_way(catalogue, venue, space, proposal, &taken, &counts, now)
    }

    /// What `wanted` takes is what it will take: its dates can be in each other's way.
    fn taken_anew(
        &mut self,
        catalogue: &Catalogue,
        venue: &Venue,
        units: &[UnitId],
        wanted: &[&Booking],
    ) {
        let is_wanted = |owner: Option<taken::Owner>| {
            owner.is_some_and(|owner| wanted.iter().any(|one| one.id == owner.id))
        };
        self.taken.retain(|unit| !is_wanted(unit.booking));
        self.counts.retain(|count| !is_wanted(count.booking));
        for booking in wanted.iter().filter(|one| one.claims()) {
            let Some(space) = catalogue.space_of(booking.space_id) else {
                continue;
            };
            let (slot, owner) = (Slot::of(booking), Some(owner(booking)));
            let by_unit = space.units.iter().filter(|_| space.seats().is_none());
            let by_unit = by_unit.filter(|unit| units.contains(unit));
            self.taken.extend(by_unit.map(|unit| TakenUnit {
                unit: *unit,
                slot,
                space: booking.space_id,
                layout: booking.layout.clone(),
                booking: owner,
            }));
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
}

/// It stands now, or is just asked for: in neither case it is overdue.
fn owner(booking: &Booking) -> taken::Owner {
    taken::Owner {
        id: booking.id,
        status: booking.status,
        over_at: None,
    }
}

/// [`Error::NotAllDates`] when one of the times of `wanted` is somebody else's, or another of its own.
pub(super) async fn free_in(
    tx: &Tx,
    catalogue: &Catalogue,
    venue: &Venue,
    spaces: &[&Space],
    window: Slot,
    wanted: &[&Booking],
    now: Instant,
) -> Result<(), Error> {
    let mut units: Vec<_> = spaces
        .iter()
        .flat_map(|space| space.units.iter().copied())
        .collect();
    units.sort_unstable();
    units.dedup();
    let mut pools: Vec<PoolId> = Vec::new();
    for booking in wanted {
        if let Some(space) = catalogue.space_of(booking.space_id) {
            let counts = counts::taken_by(venue, space, booking.attendees, &booking.stock);
            pools.extend(counts.iter().map(|count| count.pool));
        }
    }
    pools.sort_unstable();
    pools.dedup();
    let mut floor = Floor {
        taken: taken::on_units(tx.conn(), &units, offers::around(window)).await?,
        counts: pools::on_pools(tx.conn(), &pools, window).await?,
    };
    floor.taken_anew(catalogue, venue, &units, wanted);
    let weighed = |booking: &&Booking| {
        let proposal = proposal_of(booking, venue);
        let space = catalogue.space_of(booking.space_id)?;
        let own = [booking.id];
        let way = floor.in_the_way(catalogue, venue, space, &proposal, &own, now);
        Some(Dated {
            starts: proposal.starts,
            ends: proposal.ends,
            fate: weigh::taken_or_free(way),
        })
    };
    let dates: Vec<Dated> = wanted.iter().filter_map(weighed).collect();
    if dates.iter().all(|date| matches!(date.fate, Fate::Free)) {
        return Ok(());
    }
    Err(Error::NotAllDates(dates))
}
