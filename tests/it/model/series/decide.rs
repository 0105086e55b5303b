//! Answering and cancelling a series: each date by its own life cycle.

use entity::booking::Status;
use time::Date;

use super::{
    super::{life::Act, operation::MANAGER, service::Outcome, state::Model},
    Fate, day, not_all,
};

impl Model {
    fn waiting(&self, series: usize) -> Vec<usize> {
        let mut numbers = self.of_series(series);
        numbers.retain(|at| self.bookings[*at].status == Status::Pending);
        numbers
    }

    pub fn approve_series(
        &mut self,
        who: usize,
        series: usize,
        except: &[Date],
    ) -> Result<(), Outcome> {
        let waiting = self.waiting(series);
        let is_excepted = |at: &usize| except.contains(&day(self.bookings[*at].slot));
        let waits = |date: &Date| {
            waiting
                .iter()
                .any(|at| day(self.bookings[*at].slot) == *date)
        };
        if !except.iter().all(waits) {
            return Err(Outcome::Rule);
        }
        let act = |at: &usize| {
            let act = if is_excepted(at) {
                Act::Reject
            } else {
                Act::Approve
            };
            (*at, act)
        };
        if waiting.is_empty() && !self.asking(series).is_empty() {
            return self.accept_series_move(who, series);
        }
        let acts: Vec<(usize, Act)> = waiting.iter().map(act).collect();
        let may = self.may_all(who, &acts)?;
        if may.iter().all(|(_, status)| *status == Status::Rejected) {
            return Err(Outcome::Rule);
        }
        let mut after = self.clone();
        for (at, status) in &may {
            if *status == Status::Rejected {
                after.bookings[*at].give_up(*status);
            }
        }
        let mut fates = Vec::new();
        for (at, status) in &may {
            if *status == Status::Approved {
                fates.push(match after.stand(*at, *status) {
                    Ok(()) => Fate::Free,
                    Err(_) => Fate::Taken,
                });
            }
        }
        if fates.contains(&Fate::Taken) {
            return Err(not_all(&fates));
        }
        *self = after;
        Ok(())
    }

    pub fn reject_series(&mut self, who: usize, series: usize) -> Result<(), Outcome> {
        if self.waiting(series).is_empty() && !self.asking(series).is_empty() {
            return self.end_series_move(who, series, Act::Decline);
        }
        let waiting = self.waiting(series).into_iter();
        let acts: Vec<(usize, Act)> = waiting.map(|at| (at, Act::Reject)).collect();
        self.end_all(self.may_all(who, &acts)?);
        Ok(())
    }

    fn end_all(&mut self, ending: Vec<(usize, Status)>) {
        for (at, status) in ending {
            self.bookings[at].give_up(status);
        }
    }

    /// The venue, which has to say why, rejects what waits. A manager who does not say why cancels as the group that it is.
    pub fn cancel_series(
        &mut self,
        who: usize,
        series: usize,
        from: Option<Date>,
        says_why: bool,
    ) -> Result<(), Outcome> {
        let is_own = who == self.owner(series);
        let as_venue = who == MANAGER && (says_why || !is_own);
        let act = |at: usize| {
            let waits = self.bookings[at].status == Status::Pending;
            let rejects = waits && !is_own;
            (at, if rejects { Act::Reject } else { Act::Cancel })
        };
        let standing = self.standing(series, from).into_iter();
        let mut acts: Vec<(usize, Act)> = standing.map(act).collect();
        // Nobody cancels what has begun.
        acts.retain(|(at, _)| self.now < self.bookings[*at].slot.from);
        let may = self.may_all(who, &acts)?;
        if as_venue && !says_why {
            return Err(Outcome::Rule);
        }
        self.end_all(may);
        Ok(())
    }
}
