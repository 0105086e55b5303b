//! Moving a series, or what is left of it, to another time of day or space.

mod work;

use entity::{SeriesId, audit::Action, booking::Status};
use time::{Date, PrimitiveDateTime};

use super::{
    super::{
        Booking,
        alter::{Altered, Place},
        broken::{Broken, Flaw},
        change,
        lifecycle::Refusal,
    },
    Dated, Fate, Series,
    look::{self, Seen},
    weigh,
};
use crate::{
    account::Actor,
    app::App,
    error::Error,
    http::idempotency::{Once, Outcome},
    venue::{self, Catalogue, Venue},
    zone::{format_wall, parse_wall},
};

const TRIES: u32 = 8;

/// As somebody said it. Nothing of it is trusted yet.
#[derive(Clone, Debug, Default)]
pub struct NewTimes {
    /// The first date that is moved; all that have not begun when missing.
    pub from: Option<Date>,
    /// `venue/space`; where each is when missing.
    pub space: Option<String>,
    /// Times of day, `16:00`. An end that is not after the start is on the next day.
    pub starts: String,
    pub ends: String,
}

/// Every date that stands and has not begun, each on its own day, or none: at once by a manager; by the group while the
/// series waits, or where nobody has to approve. Elsewhere the group asks for it date by date.
///
/// [`Error::Rules`] tells what is wrong with all dates alike, [`Error::NotAllDates`] which ones cannot be had.
pub async fn move_to(
    app: &App,
    actor: &Actor,
    id: SeriesId,
    times: NewTimes,
    once: Once<Series>,
) -> Result<Outcome<Series>, Error> {
    let (work, actor) = (app.clone(), actor.clone());
    app.detached(async move { whole(&work, &actor, id, &times, &once).await })
        .await
}

/// The same minutes of another day.
struct Minutes {
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
}

impl Minutes {
    fn on(&self, date: Date) -> Option<(String, String)> {
        let starts = date.midnight().replace_time(self.starts);
        let ends = if self.ends > self.starts {
            date.midnight()
        } else {
            date.next_day()?.midnight()
        };
        Some((
            format_wall(starts),
            format_wall(ends.replace_time(self.ends)),
        ))
    }
}

async fn whole(
    app: &App,
    actor: &Actor,
    id: SeriesId,
    times: &NewTimes,
    once: &Once<Series>,
) -> Result<Outcome<Series>, Error> {
    actor.signed_in()?;
    for _ in 0..TRIES {
        let catalogue = &venue::current(app).await?;
        let seen = &look::seen(app, actor, catalogue, id).await?;
        let work = Work {
            app,
            catalogue,
            actor,
            seen,
            times,
            once,
        };
        let moved = &match work.planned() {
            Ok(moved) => moved,
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
            .write_if(|tx| async move { work.inside(&tx, moved).await })
            .await;
        match done {
            Ok(Some(outcome)) => {
                app.mail_wake.notify_one();
                return Ok(outcome);
            }
            Ok(None) => {}
            Err(error) => return Err(error),
        }
    }
    Err(Error::Busy)
}

/// A booking as it is and as it is to be.
struct Moved<'a> {
    before: Booking,
    to: Altered<'a>,
}

struct Work<'a> {
    app: &'a App,
    catalogue: &'a Catalogue,
    actor: &'a Actor,
    seen: &'a Seen,
    times: &'a NewTimes,
    once: &'a Once<Series>,
}

impl<'a> Work<'a> {
    fn venue(&self) -> Result<&'a Venue, Error> {
        let venue = self.catalogue.venue_of(self.seen.row.venue_id);
        venue.map(AsRef::as_ref).ok_or(Error::NotFound)
    }

    /// Every rule of every date, nobody's calendar yet.
    fn planned(&self) -> Result<Vec<Moved<'a>>, Error> {
        let now = self.app.clock.now();
        let minutes = self.times.read()?;
        let venue = self.venue()?;
        let mut moved = Vec::new();
        let mut dates: Vec<Dated> = Vec::new();
        let mut faults: Vec<Vec<Broken>> = Vec::new();
        let mut refusal = None;
        for booking in &self.seen.bookings {
            let Some(date) = parse_wall(&booking.starts).map(PrimitiveDateTime::date) else {
                continue;
            };
            let stands = matches!(booking.status, Status::Pending | Status::Approved);
            if !stands || self.times.from.is_some_and(|from| date < from) {
                continue;
            }
            match change::allowed(self.actor, booking, Action::Move, now) {
                Ok(_) => {}
                Err(Error::State(why)) => {
                    refusal = Some(why);
                    continue;
                }
                Err(refused) => return Err(refused),
            }
            let space = self
                .catalogue
                .space_of(booking.space_id)
                .ok_or(Error::NotFound)?;
            let (starts, ends) = minutes.on(date).ok_or(Error::NotFound)?;
            let place = Place {
                space: self.times.space.clone(),
                starts,
                ends,
                ..Place::default()
            };
            match place.planned(self.catalogue, self.actor, booking, venue, space, now) {
                Ok(to) if to.action == Action::ProposeMove => {
                    return Err(Error::State(Refusal::MovedByVenue));
                }
                Ok(to) => {
                    faults.push(Vec::new());
                    moved.push(Moved {
                        before: booking.clone(),
                        to,
                    });
                }
                Err(Error::Rules(broken)) => {
                    faults.push(broken.clone());
                    let wall = |text: &str| parse_wall(text).unwrap_or(date.midnight());
                    dates.push(Dated {
                        starts: wall(&place.starts),
                        ends: wall(&place.ends),
                        fate: Fate::Broken(broken),
                    });
                }
                Err(error) => return Err(error),
            }
        }
        let slices: Vec<&[Broken]> = faults.iter().map(Vec::as_slice).collect();
        let alike = weigh::alike(&slices);
        if !alike.is_empty() {
            let of_move = |one: Broken| Broken {
                field: one.field.trim_start_matches("rule.first."),
                ..one
            };
            return Err(Error::Rules(alike.into_iter().map(of_move).collect()));
        }
        if !dates.is_empty() {
            return Err(Error::NotAllDates(dates));
        }
        let last = self
            .seen
            .bookings
            .last()
            .map_or(Status::Expired, |last| last.status);
        if moved.is_empty() {
            return Err(Error::State(
                refusal.unwrap_or(Refusal::NotChangeable(last)),
            ));
        }
        moved.retain(|one| one.to.after != one.before);
        Ok(moved)
    }
}
