//! What is taken where and when several bookings would be.

use std::collections::BTreeSet;

use entity::{Booking, BookingId, Instant, SpaceId, UnitId, booking::Status};

use super::delta::Delta;
use crate::{
    refusal::conflict::Conflict,
    rules::{
        availability,
        claimed::{Owner, TakenCount, TakenUnit},
        counts::{self, Lent},
        proposal::{Proposal, proposal_of},
    },
    slot::{Slot, Windows},
    venue::{Catalogue, Space, Venue},
};

/// What is taken throughout the time of several bookings.
#[derive(Clone, Debug, Default)]
pub struct Occupancy {
    pub taken: Vec<TakenUnit>,
    pub counts: Vec<TakenCount>,
}

/// A place that may be claimed: what stands there is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WantedPlace {
    pub space: SpaceId,
    pub slot: Slot,
    /// Whether holds whose time is over are cleared away from there. Who claims nothing clears nothing away.
    pub clears: bool,
    /// Whether somebody may be given the place, who was not there: then those who wait for it are told. What is only held for
    /// a group is given to nobody.
    pub gives: bool,
}

/// Where something may stand that is in the way of what is wanted.
#[must_use]
pub fn reach(catalogue: &Catalogue, wants: &[WantedPlace]) -> Windows<UnitId> {
    let mut windows = Windows::default();
    for want in wants {
        if let Some(space) = catalogue.space_of(want.space) {
            let near = availability::with_turnaround(want.slot);
            windows.add(space.units.iter().copied(), near);
        }
    }
    windows
}

/// A booking that is to take something anew.
#[derive(Clone, Copy)]
pub struct Placement<'a> {
    pub booking: &'a Booking,
    /// Of the booking.
    pub space: &'a Space,
    /// Or only what it takes by count: its floor stays its own.
    pub floor: bool,
}

impl Occupancy {
    /// Leaves out what these bookings hold.
    pub fn leave(&mut self, gone: &BTreeSet<BookingId>) {
        let goes = |owner: Option<Owner>| owner.is_some_and(|owner| gone.contains(&owner.id));
        self.taken.retain(|unit| !goes(unit.booking));
        self.counts.retain(|count| !goes(count.booking));
    }

    /// Leaves out what bookings give back by `delta`. What they take by it is not added.
    pub fn give_back(&mut self, delta: &Delta) {
        self.leave(&delta.released);
        let of = |owner: Option<Owner>, ids: &BTreeSet<BookingId>| {
            owner.is_some_and(|owner| ids.contains(&owner.id))
        };
        // A booking that asks for a move is approved where it stands: a unit with a waiting owner is one kept for the move.
        let kept = |unit: &TakenUnit| {
            let waits = unit
                .booking
                .is_some_and(|owner| owner.status == Status::Pending);
            waits && of(unit.booking, &delta.kept_no_longer)
        };
        self.taken.retain(|unit| !kept(unit));
        self.counts
            .retain(|count| !of(count.booking, &delta.recounted));
        for (id, end) in &delta.shortened {
            let its = |owner: Option<Owner>| owner.is_some_and(|owner| owner.id == *id);
            for unit in self.taken.iter_mut().filter(|unit| its(unit.booking)) {
                unit.slot.ends_at = unit.slot.ends_at.min(*end);
            }
            for count in self.counts.iter_mut().filter(|count| its(count.booking)) {
                count.lent.slot.ends_at = count.lent.slot.ends_at.min(*end);
            }
        }
    }

    /// Holds and asked-for moves whose time is over, near the places that are to be cleared, or of the same pools then.
    #[must_use]
    pub fn overdue(
        &self,
        catalogue: &Catalogue,
        wants: &[WantedPlace],
        now: Instant,
    ) -> BTreeSet<BookingId> {
        let clear = wants.iter().filter(|want| want.clears);
        let clear: Vec<(&WantedPlace, &Space)> = clear
            .filter_map(|want| Some((want, &**catalogue.space_of(want.space)?)))
            .collect();
        let near = |unit: &&TakenUnit| {
            clear.iter().any(|(want, space)| {
                unit.slot.overlaps(availability::with_turnaround(want.slot))
                    && space.units.contains(&unit.unit)
            })
        };
        let then = |count: &&TakenCount| {
            let mut clear = clear.iter();
            clear.any(|(want, _)| count.lent.slot.overlaps(want.slot))
        };
        let floor = self
            .taken
            .iter()
            .filter(near)
            .filter_map(|unit| unit.booking);
        let counts = self
            .counts
            .iter()
            .filter(then)
            .filter_map(|count| count.booking);
        let overdue = floor.chain(counts).filter(|owner| owner.is_overdue(now));
        overdue.map(|owner| owner.id).collect()
    }

    /// What is in the way of `wanted`. Where nothing is and the booking claims, it is in the way of others from now on.
    pub fn take_if_free(
        &mut self,
        catalogue: &Catalogue,
        venue: &Venue,
        wanted: Placement<'_>,
        now: Instant,
    ) -> Vec<Conflict> {
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
    ) -> Vec<Conflict> {
        let around = availability::with_turnaround(proposal.slot);
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

    fn take(&mut self, venue: &Venue, wanted: Placement<'_>) {
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
