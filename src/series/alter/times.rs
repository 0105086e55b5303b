//! When and where the dates of a series are to be instead.

use entity::series;
use time::{Date, Duration, PrimitiveDateTime};

use crate::{
    booking::alter::{details::Details, proposal::ProposalAnswer},
    error::Error,
    refusal::rule::{InvalidInput, Violation},
    venue::Catalogue,
    zone::{format_wall, parse_wall},
};

/// What of a series is to be different.
#[derive(Clone, Debug)]
pub enum SeriesChange {
    Times(NewTimes),
    /// From this date on, or of all dates.
    Details(Option<Date>, Details),
    /// To the move that its group asks for.
    Answer(ProposalAnswer),
}

/// When and where the dates of a series are to be instead, as somebody said it. Nothing of it is trusted yet.
#[derive(Clone, Debug, Default)]
pub struct NewTimes {
    /// The first date that is moved; all that have not begun when missing.
    pub from: Option<Date>,
    /// `venue/space`; where each is when missing.
    pub space: Option<String>,
    /// Times of day, `16:00`. An end that is not after the start is on the next day; what lasts longer than a day stays as
    /// many whole days long.
    pub starts: String,
    pub ends: String,
}

/// When dates start and end by the clock, on whatever day.
pub struct Minutes {
    starts: time::Time,
    ends: time::Time,
}

impl NewTimes {
    pub fn read(&self) -> Result<Minutes, Error> {
        let mut faults = Vec::new();
        let mut time = |field, text: &str| {
            let at = parse_wall(&format!("2000-01-01T{text}")).map(PrimitiveDateTime::time);
            if at.is_none() {
                faults.push(Violation::invalid(field, InvalidInput::Malformed));
            }
            at
        };
        let (starts, ends) = (time("starts", &self.starts), time("ends", &self.ends));
        match (starts, ends) {
            (Some(starts), Some(ends)) => Ok(Minutes { starts, ends }),
            _ => Err(Error::Rules(faults)),
        }
    }

    /// The series at its new time and place, for the dates that it may still get.
    pub fn placed(
        &self,
        catalogue: &Catalogue,
        row: &series::Model,
    ) -> Result<series::Model, Error> {
        let stands = (row.starts.as_str(), row.ends.as_str());
        let (starts, ends) = self.read()?.instead_of(stands).ok_or(Error::NotFound)?;
        let space = self.space.as_deref().and_then(|path| catalogue.space(path));
        Ok(series::Model {
            space_id: space.map_or(row.space_id, |(_, space)| space.row.id),
            starts,
            ends,
            ..row.clone()
        })
    }
}

impl Minutes {
    /// The wall times of a date on the day on which `stands` starts, as many whole days long as that is. None where `stands`
    /// cannot be read.
    pub fn instead_of(&self, stands: (&str, &str)) -> Option<(String, String)> {
        let (starts, ends) = (parse_wall(stands.0)?, parse_wall(stands.1)?);
        // What ends at the minute at which it starts is a day shorter here: its end is on the next day anyway.
        let days = (ends - starts - Duration::SECOND).whole_days();
        let next_day = i64::from(self.ends <= self.starts);
        let last = starts.date().checked_add(Duration::days(days + next_day))?;
        Some((
            format_wall(starts.replace_time(self.starts)),
            format_wall(last.midnight().replace_time(self.ends)),
        ))
    }
}
