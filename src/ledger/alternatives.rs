//! Where else: times and places that are free, for one request or for many at once.

use std::collections::HashMap;

use entity::{Instant, PoolId, UnitId};
use sea_orm::{ConnectionTrait, DbErr};

use super::store::{pools, taken};
use crate::{
    refusal::conflict::Alternative,
    rules::{
        as_if::AsIf,
        availability::{fortnight, merged, others, too_little_left, with_turnaround},
        claimed::{TakenCount, TakenUnit},
        conflict::Taken,
        counts,
        proposal::{Proposal, SpaceHours},
        suggest::{self, Candidate, Suggestion},
    },
    slot::{Slot, Windows},
    venue::{Catalogue, Space, Venue},
};

/// Up to five times and places that are free, for a request that passed the rules.
pub async fn alternatives<C: ConnectionTrait>(
    conn: &C,
    catalogue: &Catalogue,
    venue: &Venue,
    space: &Space,
    proposal: &Proposal<'_>,
    now: Instant,
) -> Result<Vec<Alternative>, DbErr> {
    let one = std::slice::from_ref(proposal);
    let found = alternatives_to_all(conn, catalogue, venue, space, one, now).await?;
    Ok(found.into_iter().next().unwrap_or_default())
}

/// As [`alternatives`], for each of several proposals of one space: as many queries as for one.
pub async fn alternatives_to_all<C: ConnectionTrait>(
    conn: &C,
    catalogue: &Catalogue,
    venue: &Venue,
    space: &Space,
    proposals: &[Proposal<'_>],
    now: Instant,
) -> Result<Vec<Vec<Alternative>>, DbErr> {
    let wanted: Vec<_> = proposals.iter().map(|one| (space, *one)).collect();
    alternatives_to_each(conn, catalogue, venue, &wanted, now).await
}

/// As [`alternatives`], for each of several proposals of spaces of one venue: as many queries as for one.
pub async fn alternatives_to_each<C: ConnectionTrait>(
    conn: &C,
    catalogue: &Catalogue,
    venue: &Venue,
    wanted: &[(&Space, Proposal<'_>)],
    now: Instant,
) -> Result<Vec<Vec<Alternative>>, DbErr> {
    alternatives_as_if(conn, catalogue, venue, wanted, now, &AsIf::default()).await
}

/// As [`alternatives_to_each`], where more or less is taken than is.
pub async fn alternatives_as_if<C: ConnectionTrait>(
    conn: &C,
    catalogue: &Catalogue,
    venue: &Venue,
    wanted: &[(&Space, Proposal<'_>)],
    now: Instant,
    as_if: &AsIf<'_>,
) -> Result<Vec<Vec<Alternative>>, DbErr> {
    let mut windows = Windows::default();
    for (space, proposal) in wanted {
        reach(venue, space, proposal, &mut windows);
    }
    let mut units: Vec<UnitId> = windows.iter().map(|(unit, _)| unit).collect();
    units.dedup();
    let taken = taken::on_units(conn, &windows).await?;
    let (taken, lent) = (
        as_if.taken_on(&units, taken),
        counts_near(conn, venue, wanted).await?,
    );
    let counts = as_if.counts(&pools_near(venue, wanted), lent);
    Ok(among(catalogue, venue, wanted, (taken, counts), now))
}

/// Adds to `windows` all floor on which something may be in the way of one proposal, or of what it could have instead.
pub fn reach(venue: &Venue, space: &Space, proposal: &Proposal<'_>, windows: &mut Windows<UnitId>) {
    windows.add(space.units.iter().copied(), fortnight(proposal.slot));
    for other in others(venue, space, proposal.attendees) {
        windows.add(other.units.iter().copied(), with_turnaround(proposal.slot));
    }
}

fn pools_near(venue: &Venue, wanted: &[(&Space, Proposal<'_>)]) -> Vec<PoolId> {
    let mut pools = Vec::new();
    for (space, proposal) in wanted {
        let there = others(venue, space, proposal.attendees);
        let counted = there
            .iter()
            .chain([space])
            .flat_map(|one| counts::taken_by(venue, one, proposal.attendees, proposal.stock));
        pools.extend(counted.map(|count| count.pool));
    }
    pools.sort_unstable();
    pools.dedup();
    pools
}

/// All that is taken by count where the `wanted` could be, and within a fortnight of them: one query, none where they take
/// nothing by count.
pub async fn counts_near<C: ConnectionTrait>(
    conn: &C,
    venue: &Venue,
    wanted: &[(&Space, Proposal<'_>)],
) -> Result<Vec<TakenCount>, DbErr> {
    let slots = wanted.iter().map(|(_, proposal)| proposal.slot);
    match slots.reduce(Slot::and_between) {
        Some(hull) => pools::on_pools(conn, &pools_near(venue, wanted), fortnight(hull)).await,
        None => Ok(Vec::new()),
    }
}

/// Up to five times and places for each of several proposals of spaces of one venue, that are free when this is taken: all
/// floor within [`reach`], in any order, and all counts.
#[must_use]
pub fn among(
    catalogue: &Catalogue,
    venue: &Venue,
    wanted: &[(&Space, Proposal<'_>)],
    (taken, counts): (Vec<TakenUnit>, Vec<TakenCount>),
    now: Instant,
) -> Vec<Vec<Alternative>> {
    let search = AlternativeSearch {
        catalogue,
        venue,
        claims: ClaimsByUnit::new(taken),
        counts,
        now,
    };
    let found = wanted
        .iter()
        .map(|(space, proposal)| search.alternatives(space, proposal));
    found.collect()
}

/// Claims by unit, in the order of their starts. Those of one unit never overlap.
struct ClaimsByUnit(HashMap<UnitId, Vec<TakenUnit>>);

impl ClaimsByUnit {
    fn new(taken: Vec<TakenUnit>) -> Self {
        let mut units: HashMap<UnitId, Vec<TakenUnit>> = HashMap::new();
        for one in taken {
            units.entry(one.unit).or_default().push(one);
        }
        for taken in units.values_mut() {
            taken.sort_by_key(|one| one.slot.starts_at);
        }
        Self(units)
    }

    fn within(&self, space: &Space, window: Slot) -> impl Iterator<Item = &TakenUnit> {
        let units = space.units.iter().filter_map(|unit| self.0.get(unit));
        units.flat_map(move |taken| {
            let first = taken.partition_point(|one| one.slot.ends_at <= window.starts_at);
            let rest = taken[first..].iter();
            rest.take_while(move |one| one.slot.starts_at < window.ends_at)
        })
    }
}

/// All that is known of what is taken where alternatives are looked for.
struct AlternativeSearch<'a> {
    catalogue: &'a Catalogue,
    venue: &'a Venue,
    claims: ClaimsByUnit,
    counts: Vec<TakenCount>,
    now: Instant,
}

impl AlternativeSearch<'_> {
    fn alternatives(&self, space: &Space, proposal: &Proposal<'_>) -> Vec<Alternative> {
        let (catalogue, venue, now) = (self.catalogue, self.venue, self.now);
        let fortnight = fortnight(proposal.slot);
        let counts = self.counts.iter().copied();
        let counts: Vec<TakenCount> = counts
            .filter(|one| one.lent.slot.overlaps(fortnight))
            .collect();
        let taken = |there: &Space, near: Slot, window: Slot| {
            let units = self.claims.within(there, near);
            let mut taken = merged(catalogue, proposal.use_of(&there.row), units);
            let lacking = too_little_left(venue, there, proposal, window, &counts, now);
            taken.extend(lacking);
            taken
        };
        let own = taken(space, fortnight, fortnight);
        let (here, fitting) = (
            with_turnaround(proposal.slot),
            others(venue, space, proposal.attendees),
        );
        let taken_there: Vec<Vec<Taken>> = fitting
            .iter()
            .map(|other| taken(other, here, proposal.slot))
            .collect();
        let others = fitting.iter().zip(&taken_there);
        let others: Vec<_> = others
            .map(|(other, taken)| self.candidate(other, taken))
            .collect();
        let wanted = self.candidate(space, &own);
        let found = suggest::alternatives(proposal, &wanted, &others, now);
        found.iter().map(|one| self.alternative(one)).collect()
    }

    fn candidate<'b>(&'b self, space: &'b Space, taken: &'b [Taken]) -> Candidate<'b> {
        let place = SpaceHours {
            space: &space.row,
            hours: self.catalogue.hours(self.venue),
            zone: &self.venue.zone,
        };
        Candidate { place, taken }
    }

    fn alternative(&self, found: &Suggestion) -> Alternative {
        let space = self.catalogue.space_of(found.space);
        Alternative {
            space: space.map(|space| space.path()).unwrap_or_default(),
            starts: found.starts,
            ends: found.ends,
        }
    }
}
