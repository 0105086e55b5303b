//! Moving a series, or what is left of it, to another time of day or space, and saying anew what was said about it.

pub mod answer;
pub mod plan;
pub mod telling;
pub mod work;

pub use answer::answer;

use entity::{SeriesId, series};
use time::{Date, Duration, PrimitiveDateTime};

use super::{Series, look};
use crate::{
    account::Actor,
    app::App,
    booking::alter::{details::Details, proposal::Answer},
    error::Error,
    idempotency::{Once, Outcome},
    refusal::rule::{Broken, Flaw},
    venue::Catalogue,
    zone::{format_wall, parse_wall},
};
use work::Work;

const TRIES: u32 = 8;

/// As somebody said it. Nothing of it is trusted yet.
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

/// Every date that stands and has not begun, each on its own day, or none: at once by a manager; by the group while the
/// series waits, or where nobody has to approve. Elsewhere the group asks for it: every date stands as it is until the
/// venue has answered for all, see [`answer::accept_move`].
///
/// [`Error::Rules`] tells what is wrong with all dates alike, [`Error::NotAllDates`] which ones cannot be had.
pub async fn move_to(
    app: &App,
    actor: &Actor,
    id: SeriesId,
    times: NewTimes,
    once: Once<Series>,
) -> Result<Outcome<Series>, Error> {
    actor.signed_in()?;
    detached(app, actor, id, What::Times(times), once).await
}

/// What was said about every date that has not begun, or about those from a date on, said anew: all of them or none.
/// Refused as [`move_to`] is.
pub async fn amend(
    app: &App,
    actor: &Actor,
    id: SeriesId,
    from: Option<Date>,
    details: Details,
    once: Once<Series>,
) -> Result<Outcome<Series>, Error> {
    actor.signed_in()?;
    detached(app, actor, id, What::Details(from, details), once).await
}

pub enum What {
    Times(NewTimes),
    Details(Option<Date>, Details),
    /// To the move that its group asks for.
    Answer(Answer),
}

async fn detached(
    app: &App,
    actor: &Actor,
    id: SeriesId,
    what: What,
    once: Once<Series>,
) -> Result<Outcome<Series>, Error> {
    let (work, actor) = (app.clone(), actor.clone());
    app.detached(async move { whole(&work, &actor, id, &what, &once).await })
        .await
}

/// The same minutes of another day.
pub struct Minutes {
    starts: time::Time,
    ends: time::Time,
}

impl NewTimes {
    fn read(&self) -> Result<Minutes, Error> {
        let mut faults = Vec::new();
        let mut time = |field, text: &str| {
            let at = parse_wall(&format!("2000-01-01T{text}")).map(PrimitiveDateTime::time);
            if at.is_none() {
                faults.push(Broken::invalid(field, Flaw::Malformed));
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
    fn placed(&self, catalogue: &Catalogue, row: &series::Model) -> Result<series::Model, Error> {
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
    /// On the day on which `stands` starts, and as many whole days long as that is.
    fn instead_of(&self, stands: (&str, &str)) -> Option<(String, String)> {
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

async fn whole(
    app: &App,
    actor: &Actor,
    id: SeriesId,
    what: &What,
    once: &Once<Series>,
) -> Result<Outcome<Series>, Error> {
    for _ in 0..TRIES {
        let catalogue = &app.catalogue().await?;
        let seen = &look::seen(app, actor, catalogue, id).await?;
        let work = Work {
            app,
            catalogue,
            actor,
            seen,
            what,
            once,
        };
        let plan = &match work.planned() {
            Ok(plan) => plan,
            Err(refused) => {
                let Some(person) = actor.who() else {
                    return Err(refused);
                };
                let kept = once
                    .replay(app.db.read(), person.id, app.clock.now())
                    .await?;
                return kept.map(Outcome::Replayed).ok_or(refused);
            }
        };
        let work = &work;
        let done = app
            .db
            .write_if(|tx| async move { work.inside(&tx, plan).await })
            .await;
        match done {
            Ok(Some(outcome)) => {
                app.mail_wake.notify_one();
                return Ok(outcome);
            }
            Ok(None) => {}
            Err(Error::NotAllDates(mut dates)) => {
                work.offer(&plan.moved, &mut dates).await?;
                return Err(Error::NotAllDates(dates));
            }
            Err(error) => return Err(error),
        }
    }
    Err(Error::Busy)
}
