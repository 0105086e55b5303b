//! Whether all dates of a series are free where they are to be.

use entity::Instant;

use super::weigh;
use crate::{
    db::Tx,
    error::Error,
    ledger::occupancy::Wanted,
    refusal::dates::{Dated, Fate},
    rules::proposal::proposal_of,
    venue::{Catalogue, Venue},
};

/// [`Error::NotAllDates`] when one of the times of `wanted` is somebody else's, or another's of them: two dates of a series may
/// have been moved to one time. What they give up for it they have given back before.
pub async fn free_in(
    tx: &Tx,
    catalogue: &Catalogue,
    venue: &Venue,
    wanted: &[Wanted<'_>],
    now: Instant,
) -> Result<(), Error> {
    let mut floor = crate::ledger::store::occupancy::around_tx(tx, venue, wanted).await?;
    let mut dates = Vec::new();
    for one in wanted {
        let proposal = proposal_of(one.booking, venue);
        let way = floor.take_if_free(catalogue, venue, *one, now);
        dates.push(Dated {
            starts: proposal.starts,
            ends: proposal.ends,
            fate: weigh::taken_or_free(way),
        });
    }
    if dates.iter().all(|date| matches!(date.fate, Fate::Free)) {
        return Ok(());
    }
    Err(Error::NotAllDates(dates))
}
