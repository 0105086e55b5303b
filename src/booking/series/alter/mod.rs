//! Moving a series, or what is left of it, to another time of day or space, and saying anew what was said about it.

mod work;

use entity::{Instant, SeriesId, audit::Action, booking::Status};
use time::{Date, Duration, PrimitiveDateTime};

use super::{
    super::{
        Booking,
        alter::{Altered, Details, Place, place_of, takes},
        broken::{Broken, Flaw},
        change,
        lifecycle::Refusal,
        news,
        rivals::proposal_of,
    },
    Dated, Fate, Series, clock,
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
    /// Times of day, `16:00`. An end that is not after the start is on the next day; what lasts longer than a day stays as
    /// many whole days long.
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
    detached(app, actor, id, What::Details(from, details), once).await
}

enum What {
    Times(NewTimes),
    Details(Option<Date>, Details),
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
    actor.signed_in()?;
    for _ in 0..TRIES {
        let catalogue = &venue::current(app).await?;
        let seen = &look::seen(app, actor, catalogue, id).await?;
        let work = Work {
            app,
            catalogue,
            actor,
            seen,
            what,
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
            Err(Error::NotAllDates(mut dates)) => {
                work.offer(moved, &mut dates).await?;
                return Err(Error::NotAllDates(dates));
            }
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

impl Moved<'_> {
    fn is_elsewhere(&self) -> bool {
        place_of(&self.before) != place_of(&self.to.after)
    }

    /// What only ends earlier stands on its floor as it stood.
    fn is_shortened(&self) -> bool {
        self.to.action == Action::Shorten && self.is_elsewhere() && self.before.claims()
    }

    fn claims_anew(&self) -> bool {
        let anew = self.is_elsewhere() || takes(&self.before) != takes(&self.to.after);
        anew && !self.is_shortened()
    }

    /// Whether others are told of it.
    fn is_told(&self) -> bool {
        news::said(&self.before) != news::said(&self.to.after)
    }
}

struct Work<'a> {
    app: &'a App,
    catalogue: &'a Catalogue,
    actor: &'a Actor,
    seen: &'a Seen,
    what: &'a What,
    once: &'a Once<Series>,
}

impl<'a> Work<'a> {
    fn venue(&self) -> Result<&'a Venue, Error> {
        let venue = self.catalogue.venue_of(self.seen.row.venue_id);
        venue.map(AsRef::as_ref).ok_or(Error::NotFound)
    }

    /// Finds what is free instead of the dates that were taken where the series is to be.
    async fn offer(&self, moved: &[Moved<'_>], dates: &mut [Dated]) -> Result<(), Error> {
        let venue = self.venue()?;
        let Some(first) = moved.first() else {
            return Ok(());
        };
        let space = first.to.space;
        let here = moved.iter().map(|one| &one.to.after);
        let here = here.filter(|one| one.space_id == space.row.id);
        let proposals: Vec<_> = here.map(|one| proposal_of(one, venue)).collect();
        weigh::offer(self.app, self.catalogue, venue, space, &proposals, dates).await
    }

    /// The first date that is altered; all when missing.
    fn from(&self) -> Option<Date> {
        match self.what {
            What::Times(times) => times.from,
            What::Details(from, _) => *from,
        }
    }

    /// Every rule of every date, nobody's calendar yet.
    fn planned(&self) -> Result<Vec<Moved<'a>>, Error> {
        let now = self.app.clock.now();
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
            if !stands || self.from().is_some_and(|from| date < from) {
                continue;
            }
            let times = self.times(booking)?;
            match self.one(booking, venue, &times, now) {
                Ok(to) => {
                    faults.push(Vec::new());
                    moved.push(Moved {
                        before: booking.clone(),
                        to,
                    });
                }
                Err(Error::State(why)) => refusal = Some(why),
                Err(Error::Rules(broken)) => {
                    faults.push(broken.clone());
                    let wall = |text: &str| parse_wall(text).unwrap_or(date.midnight());
                    dates.push(Dated {
                        starts: wall(&times.0),
                        ends: wall(&times.1),
                        fate: Fate::Broken(broken),
                    });
                }
                Err(error) => return Err(error),
            }
        }
        if moved.iter().any(|one| one.to.action == Action::ProposeMove) {
            return Err(Error::State(Refusal::MovedByVenue));
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
        if moved.is_empty() {
            let last = self.seen.bookings.last();
            let last = last.map_or(Status::Expired, |last| last.status);
            return Err(Error::State(
                refusal.unwrap_or(Refusal::NotChangeable(last)),
            ));
        }
        if matches!(self.what, What::Times(_)) {
            self.answered_as_one(&mut moved, now);
        }
        moved.retain(|one| one.to.after != one.before);
        Ok(moved)
    }

    fn answered_as_one(&self, moved: &mut [Moved<'a>], now: Instant) {
        let stays = |one: &&Booking| moved.iter().all(|other| other.before.id != one.id);
        let stay = self.seen.bookings.iter().filter(stays);
        let all = moved.iter().map(|one| &one.to.after).chain(stay);
        if let Some(first) = clock::first(all, now).cloned() {
            for one in moved {
                clock::set(&mut one.to.after, &first);
            }
        }
    }

    /// Its wall times from now on.
    fn times(&self, booking: &Booking) -> Result<(String, String), Error> {
        let stands = (booking.starts.as_str(), booking.ends.as_str());
        match self.what {
            What::Times(times) => times.read()?.instead_of(stands).ok_or(Error::NotFound),
            What::Details(..) => Ok((booking.starts.clone(), booking.ends.clone())),
        }
    }

    fn one(
        &self,
        booking: &Booking,
        venue: &'a Venue,
        (starts, ends): &(String, String),
        now: Instant,
    ) -> Result<Altered<'a>, Error> {
        let (catalogue, actor) = (self.catalogue, self.actor);
        let space = catalogue
            .space_of(booking.space_id)
            .ok_or(Error::NotFound)?;
        match self.what {
            What::Times(times) => {
                // What has begun could still end earlier: that is not meant here.
                change::allowed(actor, booking, Action::Move, now)?;
                let place = Place {
                    space: times.space.clone(),
                    starts: starts.clone(),
                    ends: ends.clone(),
                    ..Place::default()
                };
                place.planned(catalogue, actor, booking, venue, space, now)
            }
            What::Details(_, details) => {
                details.planned(catalogue, actor, booking, venue, space, now)
            }
        }
    }
}
