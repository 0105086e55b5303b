//! When a venue is open, and whether a booking fits in.
//!
//! Which hours a day has: those that the venue gave this very date; else, on a shared holiday or day off, the venue's
//! holiday hours, and without them none; else those of a period; else those of the week. An opening belongs to the day
//! on which it begins, so a holiday leaves the evening before alone that runs past midnight.

use std::collections::BTreeMap;

use entity::{
    Instant, Opening, VenueHours,
    day::{self, DayKind},
};
use time::{Date, Duration};

use crate::{slot::Slot, zone::Zone};

#[cfg(test)]
mod brute_force;
pub mod openings;
#[cfg(test)]
mod tests;

/// The hours of one venue.
#[derive(Clone, Copy, Debug)]
pub struct Hours<'a> {
    venue: &'a VenueHours,
    days: &'a BTreeMap<Date, day::Model>,
    zone: &'a Zone,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayHours<'a> {
    /// Never empty.
    Open(&'a [Opening]),
    Closed,
    /// Closed, and a holiday or day off.
    Holiday(&'a day::Model),
}

/// How a slot lies to the opening hours of a venue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HoursVerdict<'a> {
    Inside,
    /// It begins on a day that this holiday or day off closes, or it runs into hours that are closed only for it.
    Holiday(&'a day::Model),
    Outside {
        /// Of the local day on which the slot begins; empty when it is closed.
        openings: Vec<Opening>,
    },
}

impl<'a> Hours<'a> {
    #[must_use]
    pub fn new(
        venue: &'a VenueHours,
        days: &'a BTreeMap<Date, day::Model>,
        zone: &'a Zone,
    ) -> Self {
        Self { venue, days, zone }
    }

    #[must_use]
    pub fn on(&self, date: Date) -> DayHours<'a> {
        let special = self.venue.days.iter().find(|day| day.date == date);
        let free = self.day_off(date);
        let openings = match (special, free) {
            (Some(day), _) => &day.openings[..],
            (None, Some(_)) => self.venue.holiday.as_deref().unwrap_or_default(),
            (None, None) => self.ordinary(date),
        };
        match free {
            _ if !openings.is_empty() => DayHours::Open(openings),
            Some(day) => DayHours::Holiday(day),
            None => DayHours::Closed,
        }
    }

    /// The openings that begin on the days from `from` to before `to`, ascending, joined where they touch. The last may
    /// run into `to`; one of the evening before `from` is not among them.
    #[must_use]
    pub fn openings(&self, from: Date, to: Date) -> Vec<Slot> {
        let mut joined: Vec<Slot> = Vec::new();
        let days = std::iter::successors(Some(from), |date| date.next_day());
        for slot in days
            .take_while(|date| *date < to)
            .flat_map(|date| self.slots(date, self.on(date).openings()))
        {
            match joined.last_mut() {
                Some(last) if slot.starts_at <= last.ends_at => {
                    last.ends_at = last.ends_at.max(slot.ends_at);
                }
                _ => joined.push(slot),
            }
        }
        joined
    }

    #[must_use]
    pub fn judge(&self, slot: Slot) -> HoursVerdict<'a> {
        let closed_at = self.open_until(slot);
        if closed_at >= slot.ends_at {
            return HoursVerdict::Inside;
        }
        let date = self.date(slot.starts_at);
        let on = self.on(date);
        if let DayHours::Holiday(day) = on {
            return HoursVerdict::Holiday(day);
        }
        self.closed_for(closed_at).map_or_else(
            || HoursVerdict::Outside {
                openings: on.openings().to_vec(),
            },
            HoursVerdict::Holiday,
        )
    }

    /// Whether the office that answers requests works: holidays and days off don't count, a weekend day that is worked
    /// does. Opening hours play no part: a day on which the venue is closed is one on which it is asked.
    #[must_use]
    pub fn is_working_day(&self, date: Date) -> bool {
        match self.days.get(&date).map(|day| day.kind) {
            Some(DayKind::Holiday | DayKind::DayOff) => false,
            Some(DayKind::WorkingDay) => true,
            None => self.venue.office[weekday(date)],
        }
    }

    /// When somebody sits in the office that answers requests: the openings that begin on that day, if it is worked.
    #[must_use]
    pub fn office(&self, date: Date) -> Vec<Slot> {
        if !self.is_working_day(date) {
            return Vec::new();
        }
        self.slots(date, self.on(date).openings()).collect()
    }

    fn day_off(&self, date: Date) -> Option<&'a day::Model> {
        self.days
            .get(&date)
            .filter(|day| day.kind != DayKind::WorkingDay)
    }

    /// What would hold if there were neither special days nor holidays.
    fn ordinary(&self, date: Date) -> &'a [Opening] {
        let period = self
            .venue
            .periods
            .iter()
            .find(|period| (period.from..=period.to).contains(&date));
        let week = period.map_or(&self.venue.week, |period| &period.week);
        &week[weekday(date)]
    }

    /// The first instant from the start of the slot on at which the venue is closed, or one not before its end.
    fn open_until(&self, slot: Slot) -> Instant {
        let mut until = slot.starts_at;
        let mut day = Some(day_before(self.date(slot.starts_at)));
        while let Some(date) = day
            && until < slot.ends_at
            && self.zone.midnight(date) <= until
        {
            for opening in self.slots(date, self.on(date).openings()) {
                if opening.starts_at <= until {
                    until = until.max(opening.ends_at);
                }
            }
            day = date.next_day();
        }
        until
    }

    /// The holiday but for which the venue would be open at an instant at which it is closed.
    fn closed_for(&self, at: Instant) -> Option<&'a day::Model> {
        let date = self.date(at);
        [day_before(date), date].into_iter().find_map(|date| {
            let DayHours::Holiday(day) = self.on(date) else {
                return None;
            };
            self.slots(date, self.ordinary(date))
                .any(|slot| slot.starts_at <= at && at < slot.ends_at)
                .then_some(day)
        })
    }

    fn slots(&self, date: Date, openings: &'a [Opening]) -> impl Iterator<Item = Slot> {
        let zone = self.zone;
        let at = move |minutes: u16| {
            let local = date
                .midnight()
                .saturating_add(Duration::minutes(i64::from(minutes)));
            zone.instant_or_next(local)
        };
        openings
            .iter()
            .filter_map(move |opening| Slot::new(at(opening.from), at(opening.to)))
    }

    fn date(&self, at: Instant) -> Date {
        self.zone.local(at).date()
    }
}

impl<'a> DayHours<'a> {
    /// Empty when closed.
    #[must_use]
    pub fn openings(self) -> &'a [Opening] {
        match self {
            Self::Open(openings) => openings,
            Self::Closed | Self::Holiday(_) => &[],
        }
    }
}

fn weekday(date: Date) -> usize {
    usize::from(date.weekday().number_days_from_monday())
}

fn day_before(date: Date) -> Date {
    date.previous_day().unwrap_or(date)
}
