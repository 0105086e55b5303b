//! What is taken where and when a series would be.

use entity::{BookingId, Instant, PoolId};

use super::{
    super::{
        Booking, counts,
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
}

/// [`Error::NotAllDates`] when one of the times of `wanted` is somebody else's.
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
    let floor = Floor {
        taken: taken::on_units(tx.conn(), &units, offers::around(window)).await?,
        counts: pools::on_pools(tx.conn(), &pools, window).await?,
    };
    let own: Vec<BookingId> = wanted.iter().map(|booking| booking.id).collect();
    let weighed = |booking: &&Booking| {
        let proposal = proposal_of(booking, venue);
        let space = catalogue.space_of(booking.space_id)?;
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
