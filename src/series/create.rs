//! Asking for every date of a rule.

use entity::{SeriesId, audit::Action, series, series_date};

use super::{
    answer_time,
    evaluate::{self, PlannedDate},
    new::{NewSeries, OnConflict},
    whole::Series,
};
use crate::{
    booking::{NewBooking, request::plan::RequestPlan},
    error::Error,
    ledger::{
        change::{Act, Change, ChangeSet, Letter, OwnRow},
        occupancy::Occupancy,
        operation::{Footprint, Ground, Names, Operation, Picture, Sought, Whose, World},
    },
    recurrence::Occurrence,
    refusal::dates::{DateOutcome, Dated},
    zone::format_wall,
};

/// A new series that somebody asks for.
#[derive(Clone, Debug)]
pub struct Create {
    pub new: NewSeries,
}

impl Create {
    fn occurrences(&self) -> Result<Vec<Occurrence>, Error> {
        let rule = self.new.rule.read().map_err(Error::Rules)?;
        Ok(rule.occurrences())
    }

    /// One request for each date of the series `id`.
    fn wishes(&self, id: SeriesId) -> Result<Vec<NewBooking>, Error> {
        Ok(evaluate::first_wishes(&self.new, id, &self.occurrences()?))
    }

    fn row(
        &self,
        id: SeriesId,
        ground: &Ground<'_>,
        first: &RequestPlan<'_>,
    ) -> Result<series::Model, Error> {
        let occurrences = self.occurrences()?;
        let date = occurrences.first().ok_or(Error::NotFound)?;
        Ok(series::Model {
            id,
            code: ground.ids.booking_code(),
            venue_id: first.venue.row.id,
            space_id: first.space.row.id,
            every: self.new.rule.every,
            nth: self.new.rule.nth,
            starts: format_wall(date.starts),
            ends: format_wall(date.ends),
            created_at: ground.now,
            move_space_id: None,
            move_starts: None,
            move_ends: None,
            move_from: None,
        })
    }
}

impl Operation for Create {
    type Done = Series;

    fn names(&self) -> Names {
        Names {
            account: self.new.booking.mailbox_of_other().map(Whose::Mailbox),
            ..Names::default()
        }
    }

    fn footprint(&self, seen: &Picture, ground: &Ground<'_>) -> Result<Footprint, Error> {
        ground.actor.signed_in()?;
        let wishes = self.wishes(SeriesId(ground.ids.uuid(ground.now)))?;
        let plans = evaluate::plans(ground, seen.account.as_ref(), &wishes)?;
        let nothing_taken = Occupancy::default();
        let refused = || {
            let dates = evaluate::dated(ground.catalogue, &wishes, &plans, &nothing_taken);
            Error::NotAllDates(dates)
        };
        evaluate::footprint(&plans).ok_or_else(refused)
    }

    fn decide(&self, world: &World<'_>) -> Result<ChangeSet<Series>, Error> {
        let ground = &world.ground;
        let id = SeriesId(ground.ids.uuid(ground.now));
        let wishes = self.wishes(id)?;
        let plans = evaluate::plans(ground, world.picture.account.as_ref(), &wishes)?;
        let (mut dates, mut rows) = evaluate::evaluated(world, &wishes, &plans)?;
        let enough = match self.new.on_conflict {
            OnConflict::Refuse => rows.len() == dates.len(),
            OnConflict::Skip => !rows.is_empty(),
        };
        let first = plans.iter().flatten().next();
        let Some(first) = first.filter(|_| enough) else {
            return Err(Error::NotAllDates(dates));
        };
        answer_time::answered_as_one(&mut rows, &mut dates, ground.now);
        let row = self.row(id, ground, first)?;
        let mut written = vec![
            OwnRow::Series(row.clone()),
            OwnRow::SeriesDates(every_date(id, &dates)),
        ];
        written.extend(first.remembered.clone());
        let act = Act {
            action: Action::Request,
            ..first.act()
        };
        let made = rows.into_iter();
        let series = Series { row, dates };
        Ok(ChangeSet {
            changes: made.map(|one| Change::made(one, act.clone())).collect(),
            letters: vec![Letter::SeriesRequested {
                series: Box::new(series.row.clone()),
                dates: series.dates.clone(),
            }],
            rows: written,
            closes: None,
            done: series,
        })
    }

    fn sought(&self, seen: &Picture, ground: &Ground<'_>) -> Vec<Sought> {
        let Ok(wishes) = self.wishes(SeriesId(ground.ids.uuid(ground.now))) else {
            return Vec::new();
        };
        let plans = evaluate::plans(ground, seen.account.as_ref(), &wishes);
        plans.map_or_else(|_| Vec::new(), |plans| sought(&plans))
    }
}

/// Every date alone.
fn sought(plans: &[PlannedDate<'_>]) -> Vec<Sought> {
    let dates = plans.iter().flatten();
    dates.map(|plan| plan.sought().alone()).collect()
}

fn every_date(series: SeriesId, dates: &[Dated]) -> Vec<series_date::Model> {
    let row = |date: &Dated| series_date::Model {
        series_id: series,
        date: date.starts.date(),
        booking_id: match &date.outcome {
            DateOutcome::Booked(booking) => Some(booking.id),
            DateOutcome::Free | DateOutcome::Taken { .. } | DateOutcome::Broken(_) => None,
        },
        space_id: None,
        starts: None,
        ends: None,
    };
    dates.iter().map(row).collect()
}
