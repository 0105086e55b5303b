//! The dates of a rule, also against a naive calendar that walks day by day.

use entity::{Every, Nth};
use proptest::prelude::*;
use time::{Date, Duration, PrimitiveDateTime, Time, macros::date};

use crate::{
    recurrence::{AT_MOST, Occurrence, RuleInput, is_nth},
    refusal::rule::{InvalidInput, Violation},
    zone::format_wall,
};

fn weekly(starts: &str, ends: &str) -> RuleInput {
    RuleInput {
        every: Every::Week,
        nth: None,
        starts: starts.to_owned(),
        ends: ends.to_owned(),
        until: None,
        count: None,
    }
}

fn until(rule: RuleInput, date: &str) -> RuleInput {
    RuleInput {
        until: Some(date.to_owned()),
        ..rule
    }
}

fn times(rule: RuleInput, count: i32) -> RuleInput {
    RuleInput {
        count: Some(count),
        ..rule
    }
}

fn monthly(rule: RuleInput, nth: Nth) -> RuleInput {
    RuleInput {
        every: Every::MonthWeekday,
        nth: Some(nth),
        ..rule
    }
}

fn walls(said: &RuleInput) -> Vec<(String, String)> {
    let all = said.read().unwrap().occurrences();
    let wall = |one: Occurrence| (format_wall(one.starts), format_wall(one.ends));
    all.into_iter().map(wall).collect()
}

fn days(said: &RuleInput) -> Vec<String> {
    let all = walls(said).into_iter();
    all.map(|(starts, _)| starts[..10].to_owned()).collect()
}

fn faults(said: &RuleInput) -> Vec<(&'static str, InvalidInput)> {
    let broken: Vec<Violation> = said.read().unwrap_err();
    let flaw = |one: Violation| match one.facts {
        crate::refusal::rule::Detail::Invalid(flaw) => (one.field, flaw),
        other => panic!("{other:?}"),
    };
    broken.into_iter().map(flaw).collect()
}

#[test]
fn the_last_date_is_one_of_them_and_the_times_stay() {
    let tuesdays = weekly("2026-12-22T16:00", "2026-12-22T18:30");
    let across_the_year = walls(&until(tuesdays.clone(), "2027-01-05"));
    let wall = |starts: &str, ends: &str| (starts.to_owned(), ends.to_owned());
    assert_eq!(
        across_the_year,
        [
            wall("2026-12-22T16:00", "2026-12-22T18:30"),
            wall("2026-12-29T16:00", "2026-12-29T18:30"),
            wall("2027-01-05T16:00", "2027-01-05T18:30"),
        ]
    );
    assert_eq!(days(&until(tuesdays.clone(), "2027-01-04")).len(), 2);
    assert_eq!(days(&until(tuesdays.clone(), "2026-12-22")).len(), 1);
    let every_second = RuleInput {
        every: Every::TwoWeeks,
        ..times(tuesdays, 3)
    };
    assert_eq!(
        days(&every_second),
        ["2026-12-22", "2027-01-05", "2027-01-19"]
    );
}

#[test]
fn what_runs_past_midnight_does_so_every_time() {
    let fridays = times(weekly("2027-02-26T22:00", "2027-02-27T01:00"), 2);
    assert_eq!(walls(&fridays)[1].1, "2027-03-06T01:00");
}

#[test]
fn months_have_their_own_lengths() {
    let first = weekly("2026-12-04T16:00", "2026-12-04T18:00");
    let fridays = times(monthly(first, Nth::First), 4);
    assert_eq!(
        days(&fridays),
        ["2026-12-04", "2027-01-01", "2027-02-05", "2027-03-05"]
    );
    let last = weekly("2026-12-31T16:00", "2026-12-31T18:00");
    let thursdays = times(monthly(last, Nth::Last), 4);
    assert_eq!(
        days(&thursdays),
        ["2026-12-31", "2027-01-28", "2027-02-25", "2027-03-25"]
    );
}

#[test]
fn what_cannot_be_meant_is_refused_by_its_field() {
    let rule = weekly("2026-12-25T16:00", "2026-12-25T18:00");
    let missing = RuleInput {
        every: Every::MonthWeekday,
        ..times(rule.clone(), 2)
    };
    assert_eq!(faults(&missing), [("rule.nth", InvalidInput::Missing)]);
    let superfluous = RuleInput {
        every: Every::Week,
        ..times(monthly(rule.clone(), Nth::Last), 2)
    };
    assert_eq!(faults(&superfluous), [("rule.nth", InvalidInput::Unknown)]);
    // It is the fourth and the last.
    for nth in [Nth::Fourth, Nth::Last] {
        assert!(times(monthly(rule.clone(), nth), 2).read().is_ok());
    }
    let third = times(monthly(rule.clone(), Nth::Third), 2);
    assert_eq!(
        faults(&third),
        [("rule.nth", InvalidInput::OtherDayOfMonth)]
    );

    assert_eq!(faults(&rule), [("rule.until", InvalidInput::Missing)]);
    let both = times(until(rule.clone(), "2027-01-01"), 2);
    assert_eq!(faults(&both), [("rule.count", InvalidInput::TwoEnds)]);
    let before = until(rule.clone(), "2026-12-24");
    assert_eq!(
        faults(&before),
        [("rule.until", InvalidInput::EndsBeforeStart)]
    );
    for odd in ["", "2027-02-29", "2027-1-1", "2027-01-01T10:00"] {
        let odd = until(rule.clone(), odd);
        assert_eq!(faults(&odd), [("rule.until", InvalidInput::Malformed)]);
    }
    for ends in ["2026-12-25T16:00", "2026-12-25T15:00"] {
        let empty = times(weekly("2026-12-25T16:00", ends), 2);
        assert_eq!(
            faults(&empty),
            [("rule.first.ends", InvalidInput::EndsBeforeStart)]
        );
    }
    let long = times(weekly("2026-12-25T16:00", "2027-01-01T16:30"), 2);
    assert_eq!(
        faults(&long),
        [("rule.first.ends", InvalidInput::TooFarApart { max: 7 })]
    );
    assert_eq!(
        faults(&times(weekly("soon", "later"), 0)),
        [
            ("rule.first.starts", InvalidInput::Malformed),
            ("rule.first.ends", InvalidInput::Malformed),
            ("rule.count", InvalidInput::Dates { max: AT_MOST }),
        ]
    );
}

#[test]
fn two_years_of_weeks_are_the_most() {
    let rule = weekly("2026-12-01T16:00", "2026-12-01T18:00");
    let max = InvalidInput::Dates { max: AT_MOST };
    assert_eq!(days(&times(rule.clone(), 104)).len(), 104);
    assert_eq!(faults(&times(rule.clone(), 105)), [("rule.count", max)]);
    assert_eq!(faults(&times(rule.clone(), -1)), [("rule.count", max)]);
    assert_eq!(days(&until(rule.clone(), "2028-11-21")).len(), 104);
    assert_eq!(faults(&until(rule, "2028-11-28")), [("rule.until", max)]);
    let end_of_time = weekly("9999-12-24T16:00", "9999-12-24T18:00");
    assert_eq!(days(&times(end_of_time, 104)).len(), 2);
}

/// Whether a day is one of the rule's, by counting days.
fn is_due(day: Date, first: Date, every: Every, nth: Option<Nth>) -> bool {
    let since = (day - first).whole_days();
    match every {
        Every::Week => since % 7 == 0,
        Every::TwoWeeks => since % 14 == 0,
        Every::MonthWeekday => {
            let same_weekday = day.weekday() == first.weekday();
            let which = (day.day() - 1) / 7;
            let is_last = (day + Duration::WEEK).month() != day.month();
            let wanted = match nth.unwrap() {
                Nth::First => which == 0,
                Nth::Second => which == 1,
                Nth::Third => which == 2,
                Nth::Fourth => which == 3,
                Nth::Last => is_last,
            };
            same_weekday && wanted
        }
    }
}

fn a_rule() -> impl Strategy<Value = (Every, Option<Nth>)> {
    let nth = [Nth::First, Nth::Second, Nth::Third, Nth::Fourth, Nth::Last];
    prop_oneof![
        Just((Every::Week, None)),
        Just((Every::TwoWeeks, None)),
        prop::sample::select(nth.to_vec()).prop_map(|nth| (Every::MonthWeekday, Some(nth))),
    ]
}

proptest! {
    #[test]
    fn dates_are_those_of_a_calendar_walked_day_by_day(
        (every, nth) in a_rule(),
        offset in 0..4000_i64,
        (length, from, minutes) in (0..800_i64, 0..1440_i64, 1..=7 * 1440_i64),
        by_count in any::<bool>(),
    ) {
        let mut first = date!(2023 - 11 - 01) + Duration::days(offset);
        while !is_due(first, first, every, nth) {
            first += Duration::DAY;
        }
        prop_assert!(nth.is_none_or(|nth| is_nth(first, nth)));
        let starts = PrimitiveDateTime::new(first, Time::MIDNIGHT) + Duration::minutes(from);
        let ends = starts + Duration::minutes(minutes);
        let last = first + Duration::days(length);
        let mut expected = Vec::new();
        let mut day = first;
        while day <= last {
            if is_due(day, first, every, nth) {
                expected.push(day);
            }
            day += Duration::DAY;
        }
        let said = RuleInput {
            every,
            nth,
            starts: format_wall(starts),
            ends: format_wall(ends),
            until: (!by_count).then(|| format_wall(last.midnight())[..10].to_owned()),
            count: by_count.then_some(expected.len() as i32),
        };
        match said.read() {
            Ok(rule) => {
                let all = rule.occurrences();
                let days: Vec<Date> = all.iter().map(|one| one.starts.date()).collect();
                prop_assert_eq!(days, expected);
                for one in all {
                    prop_assert_eq!(one.starts.time(), starts.time());
                    prop_assert_eq!(one.ends - one.starts, ends - starts);
                }
            }
            Err(_) => prop_assert!(expected.len() > AT_MOST),
        }
    }
}
