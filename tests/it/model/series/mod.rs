//! Series: their dates are bookings like all others, made, answered and altered together.

mod alter;
mod ask;
mod decide;
pub mod operation;
mod propose;

use entity::booking::Status;
use time::Date;

use super::{
    life::Act,
    operation::{MANAGER, OWNER},
    quota::local,
    service::Outcome,
    state::{Model, Slot, Wanted},
};
use operation::OfSeries;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    /// Where the dates would be that it has not got.
    pub space: usize,
    /// When the first date that it wants would be.
    pub first: Slot,
    /// Every date that it wants, with the booking that it got for it.
    pub dates: Vec<(Date, Option<usize>)>,
    /// Dates that stayed where the series was, and when its first date was, when it was moved from a later date on.
    pub stayed: Vec<(Date, usize, Slot)>,
    /// Where its group asked last for it to be, when its first date would be then, and from which date on.
    pub asked: Option<(usize, Slot, Option<Date>)>,
}

/// What has become of a date, or would.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    Booked(usize),
    Free,
    Taken,
    Broken,
}

impl Series {
    /// Where and when it would be on that date.
    fn on(&self, date: Date) -> (usize, Slot) {
        let stayed = self.stayed.iter().find(|one| one.0 == date);
        let (space, first) = stayed.map_or((self.space, self.first), |one| (one.1, one.2));
        let slot = first.days_later((date - day(first)).whole_days());
        (space, slot)
    }

    /// Goes there from a date on.
    fn follow(&mut self, to: (usize, Slot), from: Option<Date>) {
        self.stayed
            .retain(|one| from.is_some_and(|from| one.0 < from));
        for (date, _) in &self.dates {
            let stays = from.is_some_and(|from| *date < from);
            if stays && self.stayed.iter().all(|one| one.0 != *date) {
                self.stayed.push((*date, self.space, self.first));
            }
        }
        self.stayed.sort_by_key(|one| one.0);
        (self.space, self.first) = to;
    }
}

fn day(slot: Slot) -> Date {
    local(slot.from).date()
}

/// Where some of the dates cannot be had.
fn not_all(fates: &[Fate]) -> Outcome {
    let number = |kind: Fate| fates.iter().filter(|fate| **fate == kind).count();
    Outcome::NotAll {
        broken: number(Fate::Broken),
        taken: number(Fate::Taken),
    }
}

impl Model {
    pub fn perform_on_series(&mut self, operation: &OfSeries) -> Outcome {
        if let OfSeries::Ask {
            who,
            space,
            span,
            weeks,
            times,
            people,
            layout,
            microphones,
            skips,
        } = operation
        {
            let first = Wanted {
                space: *space,
                slot: self.slot(*span),
                layout: *layout,
                people: *people,
                microphones: *microphones,
                in_series: true,
            };
            let done = self.ask_for_series(*who, &first, (*weeks, *times), *skips);
            return done.err().unwrap_or(Outcome::Done);
        }
        if self.series.is_empty() {
            return Outcome::Nothing;
        }
        self.alter_series(operation).err().unwrap_or(Outcome::Done)
    }

    fn alter_series(&mut self, operation: &OfSeries) -> Result<(), Outcome> {
        let (who, which) = target(operation);
        let mut of: Vec<usize> = (0..self.series.len()).collect();
        match goes_by(operation) {
            GoesBy::All => {}
            GoesBy::Approved => of.retain(|series| self.is_approved(*series)),
            GoesBy::Asking => of.retain(|series| !self.asking(*series).is_empty()),
        }
        let series = match of.as_slice() {
            [] => which % self.series.len(),
            of => of[which % of.len()],
        };
        let who = if who == OWNER {
            self.owner(series)
        } else {
            who
        };
        if who != MANAGER && who != self.owner(series) {
            return Err(Outcome::NotFound);
        }
        let dates: Vec<Date> = self.series[series].dates.iter().map(|one| one.0).collect();
        let nth = |date: usize| dates[date % dates.len()];
        match operation {
            OfSeries::Add { date, .. } => self.add_to_series(who, series, nth(*date)),
            OfSeries::Approve { except, .. } => {
                let except: Vec<Date> = except.iter().map(|date| nth(*date)).collect();
                self.approve_series(who, series, &except)
            }
            OfSeries::Answer { yes: true, .. } => self.approve_series(who, series, &[]),
            OfSeries::Answer { .. } | OfSeries::Reject { .. } => self.reject_series(who, series),
            OfSeries::TakeBack { .. } => self.end_series_move(who, series, Act::TakeBack),
            OfSeries::Cancel { from, says_why, .. } => {
                self.cancel_series(who, series, from.map(nth), *says_why)
            }
            OfSeries::AskToMove { to, .. } => self.move_series(who, series, None, (None, *to)),
            OfSeries::Move {
                from, space, to, ..
            } => self.move_series(who, series, from.map(nth), (*space, *to)),
            OfSeries::Amend {
                from,
                people,
                layout,
                microphones,
                ..
            } => {
                let details = (*people, *layout, *microphones);
                self.amend_series(who, series, from.map(nth), details)
            }
            OfSeries::Ask { .. } => panic!("{operation:?} is done to no series"),
        }
    }

    fn is_approved(&self, series: usize) -> bool {
        let approved = |at: usize| self.bookings[at].status == Status::Approved;
        self.of_series(series).into_iter().any(approved)
    }

    fn owner(&self, series: usize) -> usize {
        self.bookings[self.of_series(series)[0]].owner
    }

    /// Its bookings, by start; also those that ended before a date was added anew.
    pub fn of_series(&self, series: usize) -> Vec<usize> {
        let mut numbers: Vec<usize> = (0..self.bookings.len()).collect();
        numbers.retain(|at| self.bookings[*at].series == Some(series));
        numbers.sort_by_key(|at| (self.bookings[*at].slot.from, self.bookings[*at].id));
        numbers
    }

    /// Those of its bookings that wait or stand, from a date on.
    fn standing(&self, series: usize, from: Option<Date>) -> Vec<usize> {
        let mut numbers = self.of_series(series);
        numbers.retain(|at| {
            let booking = &self.bookings[*at];
            let stands = matches!(booking.status, Status::Pending | Status::Approved);
            stands && from.is_none_or(|from| day(booking.slot) >= from)
        });
        numbers
    }

    /// Those to which it may be done: whose time is over is left as it is, unless that is all.
    fn may_all(&self, who: usize, acts: &[(usize, Act)]) -> Result<Vec<(usize, Status)>, Outcome> {
        let mut may = Vec::new();
        for (at, act) in acts {
            match self.allowed(who, *at, *act) {
                Ok((_, status)) => may.push((*at, status)),
                Err(Outcome::State) => {}
                Err(refusal) => return Err(refusal),
            }
        }
        if may.is_empty() {
            return Err(Outcome::State);
        }
        Ok(may)
    }

    /// As a manager sees it.
    pub fn card(&self, number: usize) -> Vec<(Slot, Fate)> {
        let dates = self.series[number].dates.iter();
        let missed = dates.clone().filter(|date| date.1.is_none());
        let missed: Vec<_> = missed.map(|date| self.missed(number, date.0)).collect();
        let fates = missed.iter().map(|wanted| self.outcome(wanted)).collect();
        // Who looks is who would add them: to what the group uses.
        let fates = self.as_many_as_allowed(self.owner(number), &missed, fates);
        let mut missed = missed.iter().map(|wanted| wanted.slot).zip(fates);
        let seen = dates.filter_map(|(_, booking)| match booking {
            Some(at) => Some((self.bookings[*at].slot, Fate::Booked(*at))),
            None => missed.next(),
        });
        seen.collect()
    }
}

/// To which series it is done, if there is such a one.
pub enum GoesBy {
    All,
    /// Of which a date is approved.
    Approved,
    /// That asks for a move.
    Asking,
}

pub fn goes_by(operation: &OfSeries) -> GoesBy {
    match operation {
        OfSeries::AskToMove { .. } => GoesBy::Approved,
        OfSeries::Answer { .. } | OfSeries::TakeBack { .. } => GoesBy::Asking,
        _ => GoesBy::All,
    }
}

pub fn target(operation: &OfSeries) -> (usize, usize) {
    use OfSeries as O;
    match operation {
        O::AskToMove { which, .. } => (OWNER, *which),
        O::Add { who, which, .. }
        | O::Approve { who, which, .. }
        | O::Reject { who, which }
        | O::Answer { who, which, .. }
        | O::TakeBack { who, which }
        | O::Cancel { who, which, .. }
        | O::Move { who, which, .. }
        | O::Amend { who, which, .. } => (*who, *which),
        O::Ask { who, .. } => (*who, 0),
    }
}
