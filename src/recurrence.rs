//! Dates that follow from one rule: every week, every two weeks, the n-th or last such weekday of every month.

use entity::{Every, Nth, series};
use serde::{Deserialize, Serialize};
use time::{Date, Duration, PrimitiveDateTime};

use crate::{
    refusal::rule::{InvalidInput, Violation},
    zone::{parse_date, parse_wall},
};

/// Dates of one rule.
pub const AT_MOST: usize = 104;
/// The shortest way from one date to the next: what lasts longer would run into itself.
const WEEK_DAYS: i64 = 7;

/// As somebody said it. Nothing of it is trusted yet.
#[derive(Clone, Debug)]
pub struct RuleInput {
    pub every: Every,
    /// With [`Every::MonthWeekday`] only, and then it has to be there.
    pub nth: Option<Nth>,
    /// Of the first date: wall times of the venue, `2026-12-05T16:00`. Both may lie on different days.
    pub starts: String,
    pub ends: String,
    /// `2027-05-31`, itself included; or how many dates. One of the two.
    pub until: Option<String>,
    pub count: Option<i32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    every: Interval,
    first: Occurrence,
    end: End,
}

/// Wall times of the venue. Not every wall time is there on every date: see [`crate::rules::proposal::slot`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Occurrence {
    pub starts: PrimitiveDateTime,
    pub ends: PrimitiveDateTime,
}

/// Which dates follow each other, for [`Translator::pattern`](crate::i18n::Translator::pattern): neither from when to when
/// nor until which.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pattern {
    pub every: Every,
    pub nth: Option<Nth>,
    /// Of every date; Monday is 1.
    pub weekday: u8,
}

impl Pattern {
    /// None where there is no first date.
    #[must_use]
    pub fn of(series: &series::Model) -> Option<Self> {
        Self::from((series.every, series.nth), &series.starts)
    }

    fn from((every, nth): (Every, Option<Nth>), starts: &str) -> Option<Self> {
        let weekday = parse_wall(starts)?.weekday().number_from_monday();
        Some(Self {
            every,
            nth,
            weekday,
        })
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Interval {
    Weeks(i64),
    Month(Nth),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// Included.
    Until(Date),
    Count(usize),
}

impl RuleInput {
    /// None where there is no first date.
    #[must_use]
    pub fn pattern(&self) -> Option<Pattern> {
        Pattern::from((self.every, self.nth), &self.starts)
    }

    /// Every fault of it at once; the fields are those of the contract's `rule`.
    pub fn read(&self) -> Result<Rule, Vec<Violation>> {
        let mut faults = Vec::new();
        let mut fault = |field, flaw| faults.push(Violation::invalid(field, flaw));
        let starts = parse_wall(&self.starts);
        let ends = parse_wall(&self.ends);
        if starts.is_none() {
            fault("rule.first.starts", InvalidInput::Malformed);
        }
        if ends.is_none() {
            fault("rule.first.ends", InvalidInput::Malformed);
        }
        if let (Some(starts), Some(ends)) = (starts, ends) {
            if ends <= starts {
                fault("rule.first.ends", InvalidInput::EndsBeforeStart);
            } else if ends - starts > Duration::days(WEEK_DAYS) {
                let max = WEEK_DAYS.unsigned_abs() as u16;
                fault("rule.first.ends", InvalidInput::TooFarApart { max });
            }
        }
        let every = match (self.every, self.nth) {
            (Every::Week, None) => Some(Interval::Weeks(1)),
            (Every::TwoWeeks, None) => Some(Interval::Weeks(2)),
            (Every::MonthWeekday, Some(nth)) => Some(Interval::Month(nth)),
            (Every::MonthWeekday, None) => {
                fault("rule.nth", InvalidInput::Missing);
                None
            }
            (Every::Week | Every::TwoWeeks, Some(_)) => {
                fault("rule.nth", InvalidInput::Unknown);
                None
            }
        };
        if let (Some(Interval::Month(nth)), Some(starts)) = (every, starts)
            && !is_nth(starts.date(), nth)
        {
            fault("rule.nth", InvalidInput::OtherDayOfMonth);
        }
        let end = match (self.until.as_deref(), self.count) {
            (Some(until), None) => match (parse_date(until), starts) {
                (None, _) => Err(("rule.until", InvalidInput::Malformed)),
                (Some(until), Some(starts)) if until < starts.date() => {
                    Err(("rule.until", InvalidInput::EndsBeforeStart))
                }
                (Some(until), _) => Ok(End::Until(until)),
            },
            (None, Some(count)) => usize::try_from(count)
                .ok()
                .filter(|count| (1..=AT_MOST).contains(count))
                .map(End::Count)
                .ok_or(("rule.count", InvalidInput::Dates { max: AT_MOST })),
            (None, None) => Err(("rule.until", InvalidInput::Missing)),
            (Some(_), Some(_)) => Err(("rule.count", InvalidInput::TwoEnds)),
        };
        let end = end.map_err(|(field, flaw)| fault(field, flaw)).ok();
        let (Some(starts), Some(ends), Some(every), Some(end), []) =
            (starts, ends, every, end, &faults[..])
        else {
            return Err(faults);
        };
        let rule = Rule {
            every,
            first: Occurrence { starts, ends },
            end,
        };
        // More than a count allows can only come of a last date.
        if rule.dates().nth(AT_MOST).is_some() {
            let max = AT_MOST;
            return Err(vec![Violation::invalid(
                "rule.until",
                InvalidInput::Dates { max },
            )]);
        }
        Ok(rule)
    }
}

impl Rule {
    /// Ascending, at least one and at most [`AT_MOST`]: the first is as it was said, the others have its times of day.
    #[must_use]
    pub fn occurrences(&self) -> Vec<Occurrence> {
        let Occurrence { starts, ends } = self.first;
        self.dates()
            .filter_map(|date| {
                let later = date - starts.date();
                Some(Occurrence {
                    starts: starts.checked_add(later)?,
                    ends: ends.checked_add(later)?,
                })
            })
            .collect()
    }

    fn dates(&self) -> impl Iterator<Item = Date> {
        let (first, every) = (self.first.starts.date(), self.every);
        let (until, count) = match self.end {
            End::Until(until) => (until, usize::MAX),
            End::Count(count) => (Date::MAX, count),
        };
        (0..)
            .map_while(move |at| match every {
                Interval::Weeks(weeks) => first.checked_add(Duration::weeks(weeks * at)),
                Interval::Month(nth) => nth_of_month(first, at, nth),
            })
            .take_while(move |date| *date <= until)
            .take(count)
    }
}

/// Whether it is the n-th day of its month that falls on its weekday.
#[must_use]
pub fn is_nth(date: Date, nth: Nth) -> bool {
    nth_of_month(date, 0, nth) == Some(date)
}

/// The n-th day of the weekday of `date`, so many months after its month.
fn nth_of_month(date: Date, months: i64, nth: Nth) -> Option<Date> {
    let months = i64::from(date.year()) * 12 + i64::from(u8::from(date.month())) - 1 + months;
    let month_first = |months: i64| {
        let year = i32::try_from(months.div_euclid(12)).ok()?;
        let month = u8::try_from(months.rem_euclid(12) + 1).ok()?;
        Date::from_calendar_date(year, month.try_into().ok()?, 1).ok()
    };
    let on_or_after = |from: Date| {
        let days = i64::from(date.weekday().number_days_from_monday())
            - i64::from(from.weekday().number_days_from_monday());
        from.checked_add(Duration::days(days.rem_euclid(WEEK_DAYS)))
    };
    let weeks = match nth {
        Nth::First => 0,
        Nth::Second => 1,
        Nth::Third => 2,
        Nth::Fourth => 3,
        Nth::Last => return on_or_after(month_first(months + 1)?.checked_sub(Duration::weeks(1))?),
    };
    on_or_after(month_first(months)?)?.checked_add(Duration::weeks(weeks))
}
