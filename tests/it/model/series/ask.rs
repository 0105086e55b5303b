//! Asking for a series, and for a date that it has not got.

use entity::booking::Status;
use time::Date;

use super::{
    super::{
        acts::OPEN_REQUESTS,
        house::House,
        operation::MANAGER,
        service::Outcome,
        state::{Booked, Model, Slot, Wanted},
    },
    Fate, Series, day, not_all,
};

const GONE: [Status; 4] = [
    Status::Rejected,
    Status::Withdrawn,
    Status::Cancelled,
    Status::Expired,
];

impl Model {
    pub fn ask_for_series(
        &mut self,
        who: usize,
        first: &Wanted,
        (weeks, times): (i64, i32),
        skips: bool,
    ) -> Result<(), Outcome> {
        // Whatever the date.
        let too_many_people = first.people > self.house.capacity(first.space);
        if too_many_people || first.microphones > self.house.microphones {
            return Err(Outcome::Rule);
        }
        let wishes = (0..i64::from(times)).map(|at| Wanted {
            slot: first.slot.days_later(7 * weeks * at),
            ..*first
        });
        let wishes: Vec<Wanted> = wishes.collect();
        let letting = House::letting(first.space);
        let approved = letting.automatic || who == MANAGER;
        let fates: Vec<Fate> = wishes.iter().map(|wanted| self.outcome(wanted)).collect();
        if fates.iter().all(|outcome| *outcome == Fate::Broken) {
            return Err(not_all(&fates));
        }
        if !approved && self.open_requests(who) >= OPEN_REQUESTS {
            return Err(Outcome::Rule);
        }
        let fates = self.within_quotas(who, &wishes, fates, approved || letting.holds);
        let got = fates
            .iter()
            .filter(|outcome| **outcome == Fate::Free)
            .count();
        if got == 0 || !skips && got < fates.len() {
            return Err(not_all(&fates));
        }
        let number = self.series.len();
        let mut dates = Vec::new();
        for (wanted, outcome) in wishes.iter().zip(fates) {
            let booking = (outcome == Fate::Free).then(|| {
                self.book_for(number, who, wanted, approved);
                self.bookings.len() - 1
            });
            dates.push((day(wanted.slot), booking));
        }
        self.series.push(Series {
            space: first.space,
            first: first.slot,
            dates,
            stayed: Vec::new(),
            asked: None,
        });
        Ok(())
    }

    fn book_for(&mut self, series: usize, who: usize, wanted: &Wanted, approved: bool) {
        let holds = House::letting(wanted.space).holds;
        let mut booking = Booked {
            series: Some(series),
            ..Booked::new(who, wanted, approved, holds)
        };
        booking.claim(&self.house);
        self.bookings.push(booking);
    }

    /// What would become of a date, whoever asks for it.
    pub fn outcome(&self, wanted: &Wanted) -> Fate {
        if self.breaks_a_rule(wanted) || wanted.microphones > self.house.microphones {
            Fate::Broken
        } else if self.is_taken(None, wanted) {
            Fate::Taken
        } else {
            Fate::Free
        }
    }

    /// The dates that are free one after the other, as long as they are not too many.
    fn within_quotas(
        &self,
        who: usize,
        wishes: &[Wanted],
        fates: Vec<Fate>,
        claims: bool,
    ) -> Vec<Fate> {
        let mut weighed = self.clone();
        for (wanted, outcome) in wishes.iter().zip(&fates) {
            if *outcome != Fate::Broken {
                weighed = weighed.cleared(&[], wanted, claims);
            }
        }
        weighed.as_many_as_allowed(who, wishes, fates)
    }

    pub fn as_many_as_allowed(
        &self,
        who: usize,
        wishes: &[Wanted],
        mut fates: Vec<Fate>,
    ) -> Vec<Fate> {
        let mut granted: Vec<Slot> = Vec::new();
        for (wanted, outcome) in wishes.iter().zip(&mut fates) {
            if *outcome != Fate::Free {
                continue;
            }
            granted.push(wanted.slot);
            if who != MANAGER && self.exceeds(who, &[], &granted) {
                granted.pop();
                *outcome = Fate::Broken;
            }
        }
        fates
    }

    /// What a date would be that the series has not got: like the last that it has there, rather one that stands.
    pub fn missed(&self, number: usize, date: Date) -> Wanted {
        let (space, slot) = self.series[number].on(date);
        let all: Vec<&Booked> = self
            .of_series(number)
            .into_iter()
            .map(|at| &self.bookings[at])
            .collect();
        let here = |one: &&&Booked| one.space == space;
        let stands = |one: &&&Booked| here(one) && !GONE.contains(&one.status);
        let last = all.iter().rfind(stands).or(all.iter().rfind(here));
        let like = last.or(all.last()).unwrap();
        Wanted {
            space,
            slot,
            ..like.wanted()
        }
    }

    pub fn add_to_series(&mut self, who: usize, number: usize, date: Date) -> Result<(), Outcome> {
        let series = &self.series[number];
        let at = series.dates.iter().position(|one| one.0 == date).unwrap();
        let had = series.dates[at].1.map(|had| self.bookings[had].status);
        if had.is_some_and(|had| !GONE.contains(&had)) {
            return Err(Outcome::State);
        }
        let wanted = self.missed(number, date);
        let letting = House::letting(wanted.space);
        let approved = letting.automatic || who == MANAGER;
        let mut others = self.of_series(number).into_iter();
        // What waits in it already is one request with it.
        let asks_anew = !others.any(|at| self.bookings[at].status == Status::Pending);
        let too_many = !approved && asks_anew && self.open_requests(who) >= OPEN_REQUESTS;
        let weighed = self.cleared(&[], &wanted, approved || letting.holds);
        let owner = self.owner(number);
        let exceeds = owner != MANAGER && weighed.exceeds(owner, &[], &[wanted.slot]);
        let outcome = self.outcome(&wanted);
        if outcome == Fate::Broken || too_many || exceeds {
            return Err(Outcome::Rule);
        }
        if outcome == Fate::Taken {
            return Err(Outcome::Conflict);
        }
        self.series[number].dates[at].1 = Some(self.bookings.len());
        self.book_for(number, owner, &wanted, approved);
        Ok(())
    }
}
