//! Who loses by a yes: requests that claim nothing and cannot be had any more once somebody else stands where they would, or
//! takes the seats or the stock that they need.
//!
//! The gate tells the groups of the requests that lose their floor, not of bookings that only ask to be moved there; the queue
//! says all of them before anybody presses a button, and the gate asks again for a yes from a page that did not. All ask here.

use std::collections::BTreeSet;

use entity::{Booking, Instant, PoolId, UnitId, booking::Status};

use super::{
    availability::{self, with_turnaround},
    claimed::{Owner, TakenCount, TakenUnit},
    conflict::{clashes, collide, use_of},
    counts::{self, Lent},
    proposal::{as_asked, proposal_of},
};
use crate::{
    refusal::{
        conflict::Conflict,
        losing::{Loser, Lost},
    },
    slot::{Slot, Windows},
    venue::{Catalogue, Space, Venue},
};

/// What a yes gives to somebody.
#[derive(Clone, Copy)]
pub struct Yes<'a> {
    /// All that are given their places together, as they stand after it.
    pub winners: &'a [Booking],
    /// What gives way in the same transaction, the places that the winners leave among it: who had lost the time to these
    /// knows.
    pub gave_way: &'a [Booking],
}

/// Whether the yes takes the floor of `request`, which nobody but the winners has got yet: else its group was told that day.
/// `taken` is all floor that is taken around the request.
pub fn is_lost(
    catalogue: &Catalogue,
    taken: &[TakenUnit],
    request: &Booking,
    yes: Yes<'_>,
) -> bool {
    let Some(space) = catalogue.space_of(request.space_id) else {
        return false;
    };
    let lost_to = |other: &Booking| {
        let there = catalogue.space_of(other.space_id);
        there.is_some_and(|there| collide(request, space, other, there))
    };
    yes.winners.iter().any(lost_to)
        && !yes.gave_way.iter().any(lost_to)
        && !was_lost(catalogue, taken, request, space, yes.winners)
}

/// Whether somebody else than the `winners` was given the time of `request` already.
fn was_lost(
    catalogue: &Catalogue,
    taken: &[TakenUnit],
    request: &Booking,
    space: &Space,
    winners: &[Booking],
) -> bool {
    let slot = Slot::of(request);
    let given = taken.iter().filter(|one| {
        let by_another = one.booking.is_some_and(|owner| {
            owner.status != Status::Pending
                && owner.id != request.id
                && winners.iter().all(|won| won.id != owner.id)
        });
        by_another && one.slot.overlaps(with_turnaround(slot)) && space.units.contains(&one.unit)
    });
    let given = availability::merged(catalogue, use_of(request, space), given);
    !clashes(slot, &given).is_empty()
}

/// What waits for one answer: a request, the dates of a series, or the move that is asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Awaited<'a> {
    /// All that the answer is about, at least one.
    pub dates: &'a [Booking],
    /// Whether it is the move that they ask for.
    pub moves: bool,
    /// What a yes puts it in place of: who had lost the time to these loses nothing more.
    pub instead_of: &'a [Booking],
}

/// What a yes would meet, and whom it would cost something.
#[derive(Clone, Debug, Default)]
pub struct Outlook {
    /// By start.
    pub losers: Vec<Loser>,
    /// What the yes would be refused for as things are.
    pub in_the_way: Vec<Conflict>,
}

/// Codes of bookings. Whoever says yes knows that these lose by the yes.
#[derive(Clone, Debug, Default)]
pub struct KnownLosers(BTreeSet<String>);

impl KnownLosers {
    /// From codes with anything between them.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let codes = text.split(|c: char| !c.is_ascii_alphanumeric());
        Self(
            codes
                .filter(|code| !code.is_empty())
                .map(str::to_owned)
                .collect(),
        )
    }

    /// Whether none of `losers` is news.
    #[must_use]
    pub fn covers(&self, losers: &[Loser]) -> bool {
        losers.iter().all(|one| self.0.contains(&one.booking.code))
    }
}

/// What waits at a venue and claims nothing, and what stands where it would.
#[derive(Debug, Default)]
pub struct WaitingAtVenue {
    /// Requests, and bookings as they ask to be moved.
    pub requests: Vec<Booking>,
    pub taken: Vec<TakenUnit>,
    pub counts: Vec<TakenCount>,
}

impl Awaited<'_> {
    /// As they stand after a yes, and what gives way by it, the places that they leave among it.
    #[must_use]
    pub fn granted(&self, venue: &Venue) -> (Vec<Booking>, Vec<Booking>) {
        if !self.moves {
            return (self.dates.to_vec(), self.instead_of.to_vec());
        }
        let asking = self.dates.iter().filter_map(|one| {
            let asks = one.proposed_move()?;
            Some((as_asked(one, &asks, venue), one.clone()))
        });
        asking.unzip()
    }

    /// Whether it claims all that a yes would give it: then that is refused by nobody. A move keeps only floor for itself.
    fn holds(&self, of: &Booking) -> bool {
        !self.moves && of.claims()
    }

    fn is_of_it(&self, request: &Booking) -> bool {
        self.dates.iter().any(|one| {
            one.id == request.id || one.series_id.is_some() && one.series_id == request.series_id
        })
    }
}

impl WaitingAtVenue {
    /// Of what waits: requests, and bookings whose groups ask for a move.
    #[must_use]
    pub fn of(waiting: Vec<Booking>, venue: &Venue) -> Self {
        let requests = waiting.into_iter().map(|one| match one.proposed_move() {
            Some(asks) => as_asked(&one, &asks, venue),
            None => one,
        });
        Self {
            requests: requests.collect(),
            ..Self::default()
        }
    }

    /// All that a yes to one of `asked` could meet: the floor to look at, and the pools with the time for all of them. None where
    /// nothing is asked.
    #[must_use]
    pub fn reach(
        &self,
        catalogue: &Catalogue,
        venue: &Venue,
        asked: &[Awaited<'_>],
    ) -> Option<(Windows<UnitId>, Vec<PoolId>, Slot)> {
        let mut concerned: Vec<Booking> = Vec::new();
        let mut pools: Vec<PoolId> = Vec::new();
        for one in asked {
            let (winners, _) = one.granted(venue);
            for winner in winners.into_iter().filter(|winner| !one.holds(winner)) {
                pools.extend(counts::pools_in(catalogue, &winner));
                concerned.push(winner);
            }
        }
        let near = |request: &&Booking| {
            let here = with_turnaround(Slot::of(request));
            asked.iter().flat_map(|one| one.dates).any(|date| {
                let asks = date.proposed_move();
                let moved = asks.map(|asks| Slot {
                    starts_at: asks.starts_at,
                    ends_at: asks.ends_at,
                });
                Slot::of(date).overlaps(here) || moved.is_some_and(|slot| slot.overlaps(here))
            })
        };
        for request in self.requests.iter().filter(near) {
            pools.extend(counts::pools_in(catalogue, request));
            concerned.push(request.clone());
        }
        pools.sort_unstable();
        pools.dedup();
        let hull = concerned.iter().map(Slot::of).reduce(Slot::and_between)?;
        let mut windows = Windows::default();
        for one in &concerned {
            if let Some(space) = catalogue.space_of(one.space_id) {
                windows.add(space.units.iter().copied(), with_turnaround(Slot::of(one)));
            }
        }
        Some((windows, pools, with_turnaround(hull)))
    }

    /// What a yes to `asked` would meet now, and who would lose by it.
    #[must_use]
    pub fn outlook(
        &self,
        catalogue: &Catalogue,
        venue: &Venue,
        asked: &Awaited<'_>,
        now: Instant,
    ) -> Outlook {
        let (winners, gave_way) = asked.granted(venue);
        let yes = Yes {
            winners: &winners,
            gave_way: &gave_way,
        };
        let anew = winners.iter().filter(|one| !asked.holds(one));
        let anew: Vec<&Booking> = anew.collect();
        let in_the_way = anew
            .iter()
            .flat_map(|one| self.in_the_way(catalogue, venue, one, asked.instead_of, now))
            .collect();
        let ends = |request: &Booking| asked.instead_of.iter().any(|one| one.id == request.id);
        let others = self.requests.iter();
        let others = others.filter(|one| !asked.is_of_it(one) && !ends(one));
        let losers = others.filter_map(|request| {
            let what = if is_lost(catalogue, &self.taken, request, yes) {
                Lost::Floor
            } else {
                self.runs_short(catalogue, venue, request, &anew, asked.instead_of, now)?
            };
            let booking = request.clone();
            Some(Loser { booking, what })
        });
        let mut losers: Vec<Loser> = losers.collect();
        losers.sort_by_key(|one| (one.booking.starts_at, one.booking.id));
        Outlook { losers, in_the_way }
    }

    /// As the gate would refuse it once these are `gone`.
    fn in_the_way(
        &self,
        catalogue: &Catalogue,
        venue: &Venue,
        wanted: &Booking,
        gone: &[Booking],
        now: Instant,
    ) -> Vec<Conflict> {
        let Some(space) = catalogue.space_of(wanted.space_id) else {
            return Vec::new();
        };
        let (proposal, here) = (
            proposal_of(wanted, venue),
            with_turnaround(Slot::of(wanted)),
        );
        let others = |one: &&TakenUnit| {
            one.booking.is_none_or(|owner| owner.id != wanted.id)
                && !is_of(gone, one.booking)
                && one.slot.overlaps(here)
                && space.units.contains(&one.unit)
        };
        let taken: Vec<TakenUnit> = self.taken.iter().filter(others).cloned().collect();
        let mut counts = self.counts_without(wanted);
        counts.retain(|one| !is_of(gone, one.booking));
        availability::in_the_way(catalogue, venue, space, &proposal, &taken, &counts, now)
    }

    /// Whether too little is left for `request` once the winners have what they take anew and these are `gone`, where there is
    /// enough now.
    fn runs_short(
        &self,
        catalogue: &Catalogue,
        venue: &Venue,
        request: &Booking,
        winners: &[&Booking],
        gone: &[Booking],
        now: Instant,
    ) -> Option<Lost> {
        let pools = counts::pools_in(catalogue, request);
        let mut counts = self.counts_without(request);
        let known = counts.len();
        for winner in winners
            .iter()
            .filter(|one| Slot::of(one).overlaps(Slot::of(request)))
        {
            let Some(space) = catalogue.space_of(winner.space_id) else {
                continue;
            };
            let takes = counts::taken_by(venue, space, winner.attendees, &winner.stock);
            let shared = takes.into_iter().filter(|one| pools.contains(&one.pool));
            // What a move takes with it is free where it was.
            counts.extend(shared.map(|count| TakenCount {
                pool: count.pool,
                lent: Lent {
                    slot: Slot::of(winner),
                    quantity: count.quantity,
                    whole: false,
                },
                booking: None,
            }));
        }
        if counts.len() == known
            || !self
                .in_the_way(catalogue, venue, request, &[], now)
                .is_empty()
        {
            return None;
        }
        let left: Vec<TakenCount> = counts
            .into_iter()
            .filter(|one| {
                let mover = one
                    .booking
                    .is_some_and(|owner| winners.iter().any(|won| won.id == owner.id));
                !mover && !is_of(gone, one.booking)
            })
            .collect();
        let space = catalogue.space_of(request.space_id)?;
        let proposal = proposal_of(request, venue);
        let lacking = availability::lacking(venue, space, &proposal, proposal.slot, &left, now);
        let (pool, _) = lacking.first()?;
        Some(if space.seats() == Some(*pool) {
            Lost::Seats
        } else {
            Lost::Stock
        })
    }

    /// What others take by count.
    fn counts_without(&self, request: &Booking) -> Vec<TakenCount> {
        let slot = Slot::of(request);
        let others = self.counts.iter().filter(|one| {
            one.lent.slot.overlaps(slot) && one.booking.is_none_or(|owner| owner.id != request.id)
        });
        others.copied().collect()
    }
}

fn is_of(bookings: &[Booking], owner: Option<Owner>) -> bool {
    owner.is_some_and(|owner| bookings.iter().any(|one| one.id == owner.id))
}
