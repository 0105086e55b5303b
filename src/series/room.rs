//! Whether all dates of a series are free where they are to be.

use crate::{
    error::Error,
    ledger::{change::Change, delta::Delta, occupancy::Placement, operation::World},
    refusal::dates::{DateOutcome, Dated},
    rules::proposal::proposal_of,
};

use super::evaluate;

/// [`Error::NotAllDates`] when one of the times of `wanted` is somebody else's, or another's of them: two dates of a series may
/// have been moved to one time. What the changes give up for it is not in the way.
pub fn free(world: &World<'_>, changes: &[Change], wanted: &[Placement<'_>]) -> Result<(), Error> {
    let (catalogue, now) = (world.ground.catalogue, world.ground.now);
    let mut occupancy = world.occupancy.clone();
    occupancy.give_back(&Delta::of(catalogue, changes, now));
    let mut dates = Vec::new();
    for one in wanted {
        let (venue, _) = world.ground.venue_and_space(one.booking)?;
        let proposal = proposal_of(one.booking, venue);
        let way = occupancy.take_if_free(catalogue, venue, *one, now);
        dates.push(Dated {
            starts: proposal.starts,
            ends: proposal.ends,
            outcome: evaluate::taken_or_free(way),
        });
    }
    if dates
        .iter()
        .all(|date| matches!(date.outcome, DateOutcome::Free))
    {
        return Ok(());
    }
    Err(Error::NotAllDates(dates))
}
