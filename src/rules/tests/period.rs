use entity::{PrimeTime, PrimeWindow};
use proptest::prelude::*;
use time::{PrimitiveDateTime, macros::datetime};

use crate::{
    rules::period::{Period, minutes_within, prime_time},
    slot::Slot,
    zone::Zone,
};

fn zone(name: &str) -> Zone {
    Zone::named(name).unwrap()
}

fn slot(zone: &Zone, from: PrimitiveDateTime, to: PrimitiveDateTime) -> Slot {
    Slot::new(zone.instant(from).unwrap(), zone.instant(to).unwrap()).unwrap()
}

fn weekend(from: u16, to: u16) -> PrimeTime {
    PrimeTime(vec![PrimeWindow {
        days: [false, false, false, false, true, true, true],
        from,
        to,
    }])
}

#[test]
fn a_week_is_that_of_iso_and_begins_on_monday_in_the_zone() {
    let karaganda = zone("Asia/Almaty");
    let week = |at| Period::Week.of(karaganda.instant(at).unwrap(), &karaganda);
    // Week 53 of 2026 is the one in which the year ends.
    let last = slot(
        &karaganda,
        datetime!(2026-12-28 00:00),
        datetime!(2027-01-04 00:00),
    );
    assert_eq!(week(datetime!(2026-12-28 00:00)), last);
    assert_eq!(week(datetime!(2026-12-31 23:30)), last);
    assert_eq!(week(datetime!(2027-01-03 23:59)), last);
    assert_eq!(week(datetime!(2027-01-04 00:00)).starts_at, last.ends_at);
    assert_eq!(week(datetime!(2026-12-27 23:59)).ends_at, last.starts_at);
}

#[test]
fn months_and_quarters_end_with_their_last_day() {
    let karaganda = zone("Asia/Almaty");
    let of = |period: Period, at| {
        let found = period.of(karaganda.instant(at).unwrap(), &karaganda);
        [found.starts_at, found.ends_at].map(|at| karaganda.local(at))
    };
    for (period, at, expected) in [
        (
            Period::Month,
            datetime!(2026-12-31 23:59),
            [datetime!(2026-12-01 0:00), datetime!(2027-01-01 0:00)],
        ),
        (
            Period::Month,
            datetime!(2028-02-29 12:00),
            [datetime!(2028-02-01 0:00), datetime!(2028-03-01 0:00)],
        ),
        (
            Period::Month,
            datetime!(2027-01-31 12:00),
            [datetime!(2027-01-01 0:00), datetime!(2027-02-01 0:00)],
        ),
        (
            Period::Quarter,
            datetime!(2026-12-31 23:59),
            [datetime!(2026-10-01 0:00), datetime!(2027-01-01 0:00)],
        ),
        (
            Period::Quarter,
            datetime!(2027-05-31 0:00),
            [datetime!(2027-04-01 0:00), datetime!(2027-07-01 0:00)],
        ),
    ] {
        assert_eq!(of(period, at), expected);
    }
}

#[test]
fn prime_time_runs_over_midnight_and_touches_what_lies_in_it() {
    let karaganda = zone("Asia/Almaty");
    let late = weekend(22 * 60, 25 * 60);
    let minutes = |from, to| {
        let slot = slot(&karaganda, from, to);
        minutes_within(slot, &prime_time(&late, &karaganda, slot))
    };
    // From Sunday into Monday, which is no day of it.
    assert_eq!(
        minutes(datetime!(2026-12-06 23:00), datetime!(2026-12-07 03:00)),
        120
    );
    assert_eq!(
        minutes(datetime!(2026-12-07 00:30), datetime!(2026-12-07 02:00)),
        30
    );
    assert_eq!(
        minutes(datetime!(2026-12-07 01:00), datetime!(2026-12-07 02:00)),
        0
    );
    assert_eq!(
        minutes(datetime!(2026-12-04 10:00), datetime!(2026-12-06 22:00)),
        360
    );
}

#[test]
fn an_hour_that_comes_twice_counts_twice() {
    // Almaty went back from UTC+6 to UTC+5 on the night before 1 March 2024, a Friday.
    let karaganda = zone("Asia/Almaty");
    let night = PrimeTime(vec![PrimeWindow {
        days: [false, false, false, true, false, false, false],
        from: 22 * 60,
        to: 26 * 60,
    }]);
    let long = slot(
        &karaganda,
        datetime!(2024-02-29 12:00),
        datetime!(2024-03-01 12:00),
    );
    assert_eq!(long.length().whole_hours(), 25);
    let prime = prime_time(&night, &karaganda, long);
    assert_eq!(minutes_within(long, &prime), 5 * 60);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Minute by minute: whether the wall clock shows a time of a window that began on this day or the one before.
    #[test]
    fn prime_minutes_are_those_that_the_clock_on_the_wall_says(
        windows in prop::collection::vec((any::<[bool; 7]>(), 0_u16..1440, 1_u16..=1440), 0..4),
        from in 0_i64..20_000,
        length in 1_i64..3000,
    ) {
        let zone = zone("Asia/Almaty");
        let prime = PrimeTime(windows.into_iter().map(|(days, from, length)| PrimeWindow {
            days,
            from,
            to: from + length,
        }).collect());
        // No clock changes near December 2026.
        let starts_at = zone.instant(datetime!(2026-12-01 00:00)).unwrap().plus_minutes(from);
        let slot = Slot { starts_at, ends_at: starts_at.plus_minutes(length) };
        let is_prime = |minute: i64| {
            let wall = zone.local(slot.starts_at.plus_minutes(minute));
            let today = usize::from(wall.weekday().number_days_from_monday());
            let of_day = u16::from(wall.hour()) * 60 + u16::from(wall.minute());
            prime.0.iter().any(|one| {
                one.days[today] && (one.from..one.to).contains(&of_day)
                    || one.days[(today + 6) % 7] && (one.from..one.to).contains(&(of_day + 1440))
            })
        };
        let expected = (0..length).filter(|minute| is_prime(*minute)).count() as i64;
        prop_assert_eq!(minutes_within(slot, &prime_time(&prime, &zone, slot)), expected);
    }
}
