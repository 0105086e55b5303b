//! What every date is to become, by the rules of each; nobody's calendar is looked at yet.

use entity::{Booking, Instant, audit::Action, booking::Status};
use time::{Date, PrimitiveDateTime};

use super::times::SeriesChange;
use crate::{
    booking::alter::{
        altered::Altered,
        place::{NewPlace, proposed},
        proposal::ProposalAnswer,
    },
    error::Error,
    ledger::{change::place_of, notify, operation::Ground},
    refusal::{
        dates::{DateOutcome, Dated},
        rule::Violation,
        state::StateRefusal,
    },
    rules::{lifecycle, permit},
    series::{answer_time, evaluate, seen::SeenSeries},
    venue::Venue,
    zone::{format_wall, parse_wall},
};

/// A booking as it is and as it is to be.
pub struct Moved<'a> {
    pub before: Booking,
    pub to: Altered<'a>,
}

impl Moved<'_> {
    pub fn is_elsewhere(&self) -> bool {
        place_of(&self.before) != place_of(&self.to.after)
    }

    /// Whether its group asks to have it moved, and it stands as it is until that is answered.
    pub fn asks(&self) -> bool {
        self.to.action == Action::ProposeMove
    }

    /// Whether others are told of it.
    pub fn is_told(&self) -> bool {
        notify::visible_details(&self.before) != notify::visible_details(&self.to.after)
    }
}

/// What every date of a series is to become.
pub struct SeriesPlan<'a> {
    /// Those that become something else.
    pub moved: Vec<Moved<'a>>,
    /// Whether the series is not moved, but asked to be.
    pub asks: bool,
}

impl SeriesChange {
    /// What every date that is meant is to become, by every rule. [`Error::Rules`] tells what all of them break alike,
    /// [`Error::NotAllDates`] what only some do, and [`Error::State`] that none of them can become it.
    pub fn planned<'a>(
        &self,
        seen: &SeenSeries,
        ground: &Ground<'a>,
    ) -> Result<SeriesPlan<'a>, Error> {
        let now = ground.now;
        let venue = ground.catalogue.venue_of(seen.row.venue_id);
        let venue = venue.ok_or(Error::NotFound)?;
        let mut moved = Vec::new();
        let mut dates: Vec<Dated> = Vec::new();
        let mut faults: Vec<Vec<Violation>> = Vec::new();
        let mut refusal = None;
        for booking in &seen.bookings {
            let Some(date) = parse_wall(&booking.starts).map(PrimitiveDateTime::date) else {
                continue;
            };
            if !self.is_meant(booking, date) {
                continue;
            }
            let times = self.times(booking, venue)?;
            match self.one(ground, booking, venue, &times) {
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
                        outcome: DateOutcome::Broken(broken),
                    });
                }
                Err(error) => return Err(error),
            }
        }
        let slices: Vec<&[Violation]> = faults.iter().map(Vec::as_slice).collect();
        let alike = evaluate::alike(&slices);
        if !alike.is_empty() {
            let of_move = |one: Violation| Violation {
                field: one.field.trim_start_matches("rule.first."),
                ..one
            };
            return Err(Error::Rules(alike.into_iter().map(of_move).collect()));
        }
        if !dates.is_empty() {
            return Err(Error::NotAllDates(dates));
        }
        if moved.is_empty() {
            let last = seen.bookings.last();
            let last = last.map_or(Status::Expired, |last| last.status);
            return Err(Error::State(refusal.unwrap_or(match self {
                SeriesChange::Answer(_) => StateRefusal::NothingProposed,
                _ => StateRefusal::NotChangeable(last),
            })));
        }
        let asks = moved.iter().any(Moved::asks);
        if asks {
            asked_as_one(seen, ground, &mut moved, venue)?;
        }
        if matches!(self, SeriesChange::Times(_)) {
            answered_as_one(seen, &mut moved, now);
        }
        moved.retain(|one| one.to.after != one.before);
        Ok(SeriesPlan { moved, asks })
    }

    /// Whether one of the dates that are meant stays as it is and goes on asking.
    pub fn still_asks(&self, seen: &SeenSeries, plan: &SeriesPlan<'_>) -> bool {
        let asks = |one: &&Booking| one.proposed_move().is_some_and(|asks| asks.of_series);
        let stays = |one: &&Booking| plan.moved.iter().all(|other| other.before.id != one.id);
        let mut dates = seen.bookings.iter().filter(asks).filter(stays);
        dates.any(|one| parse_wall(&one.starts).is_some_and(|at| self.is_meant(one, at.date())))
    }

    fn is_meant(&self, booking: &Booking, date: Date) -> bool {
        let from = match self {
            SeriesChange::Times(times) => times.from,
            SeriesChange::Details(from, _) => *from,
            SeriesChange::Answer(_) => {
                return booking.proposed_move().is_some_and(|asks| asks.of_series);
            }
        };
        let stands = matches!(booking.status, Status::Pending | Status::Approved);
        stands && from.is_none_or(|from| date >= from)
    }

    /// Its wall times from now on.
    fn times(&self, booking: &Booking, venue: &Venue) -> Result<(String, String), Error> {
        let stands = (booking.starts.as_str(), booking.ends.as_str());
        match self {
            SeriesChange::Times(times) => times.read()?.instead_of(stands).ok_or(Error::NotFound),
            SeriesChange::Details(..) => Ok((booking.starts.clone(), booking.ends.clone())),
            SeriesChange::Answer(_) => {
                let asks = booking.proposed_move().ok_or(Error::NotFound)?;
                let wall = |at| format_wall(venue.zone.local(at));
                Ok((wall(asks.starts_at), wall(asks.ends_at)))
            }
        }
    }

    fn one<'a>(
        &self,
        ground: &Ground<'a>,
        booking: &Booking,
        venue: &'a Venue,
        (starts, ends): &(String, String),
    ) -> Result<Altered<'a>, Error> {
        let (catalogue, actor, now) = (ground.catalogue, ground.actor, ground.now);
        let space = catalogue
            .space_of(booking.space_id)
            .ok_or(Error::NotFound)?;
        match self {
            SeriesChange::Times(times) => {
                // What has begun could still end earlier: that is not meant here.
                permit::allowed(actor, booking, Action::Move, now)?;
                let place = NewPlace {
                    space: times.space.clone(),
                    starts: starts.clone(),
                    ends: ends.clone(),
                    ..NewPlace::default()
                };
                place.planned(catalogue, actor, booking, venue, space, now)
            }
            SeriesChange::Details(_, details) => {
                let action = (Action::Change, now.into());
                details.planned(catalogue, actor, booking, venue, space, action)
            }
            SeriesChange::Answer(answer) => answer.planned(catalogue, actor, booking, venue, now),
        }
    }
}

/// What is asked for together is answered together, so before the first of the answer times ends: what only would end
/// earlier is asked for too, and what was asked for before is asked for no longer.
fn asked_as_one<'a>(
    seen: &SeenSeries,
    ground: &Ground<'a>,
    moved: &mut Vec<Moved<'a>>,
    venue: &'a Venue,
) -> Result<(), Error> {
    let (catalogue, now) = (ground.catalogue, ground.now);
    let hours = catalogue.hours(venue);
    for one in moved.iter_mut() {
        let (status, role, space) = (one.before.status, one.to.role, one.to.space);
        let approval = space.row.approval;
        let shortens = one.to.action == Action::Shorten;
        if shortens && lifecycle::moves_by_proposal(status, Action::Move, role, approval) {
            let wanted = one.to.after.clone();
            one.to = proposed(&one.before, wanted, role, venue, space, hours, now);
        }
    }
    let asked = moved.iter().filter(|one| one.asks());
    let first = asked.filter_map(|one| one.to.after.move_answer_by).min();
    for one in moved.iter_mut().filter(|one| one.asks()) {
        one.to.after.move_answer_by = first;
        one.to.after.move_of_series = true;
    }
    for booking in &seen.bookings {
        let mut meant = moved.iter().filter(|one| one.before.id == booking.id);
        // What moves at once, because nobody has to approve it where it stands, asks for nothing any more.
        let asks_still = meant.all(|one| one.to.after.move_of_series && !one.asks());
        if !booking.move_of_series || !asks_still {
            continue;
        }
        let to = ProposalAnswer::TakeBack.planned(catalogue, ground.actor, booking, venue, now)?;
        moved.retain(|one| one.before.id != booking.id);
        let before = booking.clone();
        moved.push(Moved { before, to });
    }
    moved.sort_by_key(|one| (one.before.starts_at, one.before.id));
    Ok(())
}

fn answered_as_one(seen: &SeenSeries, moved: &mut [Moved<'_>], now: Instant) {
    let stays = |one: &&Booking| moved.iter().all(|other| other.before.id != one.id);
    let stay = seen.bookings.iter().filter(stays);
    let all = moved.iter().map(|one| &one.to.after).chain(stay);
    if let Some(first) = answer_time::first(all, now).cloned() {
        for one in moved {
            answer_time::set(&mut one.to.after, &first);
        }
    }
}
