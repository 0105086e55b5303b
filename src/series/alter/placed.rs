//! Where a series is once its dates are altered, and where its group asks it to be.

use entity::series;

use super::{plan::SeriesPlan, times::SeriesChange};
use crate::{
    booking::alter::proposal::ProposalAnswer,
    error::Error,
    ledger::{change::OwnRow, operation::Ground},
    series::seen::SeenSeries,
};

/// The series where it is from now on, or where its group asks it to be, and what of that is to be written.
pub fn placed(
    what: &SeriesChange,
    seen: &SeenSeries,
    plan: &SeriesPlan<'_>,
    ground: &Ground<'_>,
) -> Result<(series::Model, Vec<OwnRow>), Error> {
    let before = &seen.row;
    let followed = |from| OwnRow::SeriesFollowed {
        before: before.clone(),
        from,
    };
    let mut row = before.clone();
    let mut rows = Vec::new();
    match what {
        SeriesChange::Times(times) if plan.asks => {
            let asked = times.placed(ground.catalogue, before)?;
            row.move_space_id = Some(asked.space_id);
            row.move_starts = Some(asked.starts);
            row.move_ends = Some(asked.ends);
            row.move_from = times.from;
        }
        SeriesChange::Times(times) => {
            row = times.placed(ground.catalogue, before)?;
            if !what.still_asks(seen, plan) {
                // A yes to the dates before them leaves the series here.
                row.move_space_id = None;
                row.move_starts = None;
                row.move_ends = None;
                row.move_from = None;
            }
            rows.push(followed(times.from));
        }
        SeriesChange::Answer(ProposalAnswer::Accept(..)) => {
            let asked = row.move_starts.clone().zip(row.move_ends.clone());
            if let Some((space_id, (starts, ends))) = row.move_space_id.zip(asked) {
                row = series::Model {
                    space_id,
                    starts,
                    ends,
                    ..row
                };
                rows.push(followed(row.move_from));
            }
        }
        SeriesChange::Details(..) | SeriesChange::Answer(_) => return Ok((row, rows)),
    }
    if row != *before {
        rows.push(OwnRow::SeriesPlaced(row.clone()));
    }
    Ok((row, rows))
}
