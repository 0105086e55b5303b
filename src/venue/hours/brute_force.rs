//! The verdicts against a naive one: walk the wall clock minute by minute.

use entity::{Openings, Period, SpecialDay, Words};
use proptest::prelude::*;
use time::macros::date;

use super::*;

const MONDAY: Date = date!(2027 - 03 - 15);
const DAYS: i64 = 14;

fn words() -> Words {
    Words {
        kk: "Ат".to_owned(),
        ru: "Имя".to_owned(),
        en: "Name".to_owned(),
    }
}

fn day(offset: i64) -> Date {
    MONDAY + Duration::days(offset)
}

/// Up to three openings in half hours, some touching, the last perhaps past midnight.
fn a_day() -> impl Strategy<Value = Openings> {
    prop_oneof![
        1 => Just(vec![]),
        1 => Just(vec![Opening { from: 0, to: 1440 }]),
        4 => prop::collection::vec(0..=90_u16, 2..=6).prop_map(|mut edges| {
            edges.sort_unstable();
            edges
                .chunks_exact(2)
                .map(|pair| Opening { from: pair[0] * 30, to: pair[1] * 30 })
                .filter(|opening| opening.from < 1440 && opening.from < opening.to)
                .map(|opening| Opening { to: opening.to.min(opening.from + 1410), ..opening })
                .collect()
        }),
    ]
}

fn a_venue() -> impl Strategy<Value = VenueHours> {
    let week = || prop::array::uniform7(a_day());
    let special = prop::collection::btree_map(0..DAYS, a_day(), 0..3);
    let period = prop::option::of((0..DAYS, 0..5_i64, week()));
    (week(), special, period, prop::option::of(a_day())).prop_map(
        |(week, special, period, holiday)| VenueHours {
            week,
            days: special
                .into_iter()
                .map(|(offset, openings)| SpecialDay {
                    date: day(offset),
                    openings,
                })
                .collect(),
            periods: period
                .into_iter()
                .map(|(from, length, week)| Period {
                    name: words(),
                    from: day(from),
                    to: day(from + length),
                    week,
                })
                .collect(),
            holiday,
            office: [true; 7],
        },
    )
}

fn a_calendar() -> impl Strategy<Value = BTreeMap<Date, day::Model>> {
    let kind = prop::sample::select(vec![DayKind::Holiday, DayKind::DayOff, DayKind::WorkingDay]);
    prop::collection::btree_map(0..DAYS, kind, 0..5).prop_map(|days| {
        days.into_iter()
            .map(|(offset, kind)| {
                let date = day(offset);
                (
                    date,
                    day::Model {
                        date,
                        kind,
                        name: words(),
                        expected: false,
                    },
                )
            })
            .collect()
    })
}

/// The openings of a day and, when nothing but a holiday keeps it closed, those that it would have had.
fn naive_day<'a>(
    venue: &'a VenueHours,
    days: &BTreeMap<Date, day::Model>,
    date: Date,
) -> (&'a [Opening], &'a [Opening]) {
    let weekday = date.weekday().number_days_from_monday() as usize;
    let mut ordinary = &venue.week[weekday];
    for period in &venue.periods {
        if period.from <= date && date <= period.to {
            ordinary = &period.week[weekday];
        }
    }
    let free = matches!(days.get(&date), Some(day) if day.kind != DayKind::WorkingDay);
    let mut real: &[Opening] = if free {
        venue.holiday.as_deref().unwrap_or(&[])
    } else {
        ordinary
    };
    for special in &venue.days {
        if special.date == date {
            real = &special.openings;
        }
    }
    let lost: &[Opening] = if free && real.is_empty() {
        ordinary
    } else {
        &[]
    };
    (real, lost)
}

/// Whether the minute lies in an opening of its own day or in one of the day before that runs past midnight.
fn naive_minute<'a>(minute: i64, of: impl Fn(Date) -> &'a [Opening]) -> bool {
    let (today, minute) = (minute.div_euclid(1440), minute.rem_euclid(1440));
    let within = |openings: &[Opening], minute: i64| {
        openings
            .iter()
            .any(|opening| i64::from(opening.from) <= minute && minute < i64::from(opening.to))
    };
    within(of(day(today)), minute) || within(of(day(today - 1)), minute + 1440)
}

proptest! {
    #[test]
    fn verdicts_agree_with_the_wall_clock(
        venue in a_venue(),
        days in a_calendar(),
        start in 0..DAYS * 48,
        length in 1..100_i64,
        zone in prop::sample::select(vec!["Asia/Almaty", "UTC"]),
    ) {
        let zone = Zone::named(zone).unwrap();
        let hours = Hours::new(&venue, &days, &zone);
        let (from, to) = (start * 30, (start + length) * 30);
        let at = |minute| zone.midnight(MONDAY).plus_minutes(minute);
        let slot = Slot::new(at(from), at(to)).unwrap();

        let real = |date| naive_day(&venue, &days, date).0;
        let lost = |date| naive_day(&venue, &days, date).1;
        let first_closed = (from..to).find(|minute| !naive_minute(*minute, real));
        let begins = day(from.div_euclid(1440));
        let begins_on_closed_holiday = real(begins).is_empty()
            && matches!(days.get(&begins), Some(day) if day.kind != DayKind::WorkingDay);

        match (hours.judge(slot), first_closed) {
            (HoursVerdict::Inside, None) => {}
            (HoursVerdict::Holiday(named), Some(minute)) => {
                if begins_on_closed_holiday {
                    prop_assert_eq!(named.date, begins);
                } else {
                    let closed_by_it = |date| if date == named.date { lost(date) } else { &[] };
                    prop_assert!(naive_minute(minute, closed_by_it));
                }
            }
            (HoursVerdict::Outside { openings }, Some(minute)) => {
                prop_assert!(!begins_on_closed_holiday);
                prop_assert!(!naive_minute(minute, lost));
                prop_assert_eq!(&openings[..], real(begins));
            }
            (verdict, first_closed) => prop_assert!(false, "{:?} but closed at {:?}", verdict, first_closed),
        }
    }

    #[test]
    fn openings_cover_exactly_the_open_minutes(venue in a_venue(), days in a_calendar(), length in 1..DAYS) {
        let zone = Zone::named("Asia/Almaty").unwrap();
        let found = Hours::new(&venue, &days, &zone).openings(MONDAY, day(length));
        for pair in found.windows(2) {
            prop_assert!(pair[0].ends_at < pair[1].starts_at, "neither ascending nor joined");
        }
        let of = |date| if MONDAY <= date && date < day(length) { naive_day(&venue, &days, date).0 } else { &[] };
        let midnight = zone.midnight(MONDAY);
        // Every edge lies on the half hour.
        for minute in (0..(length + 2) * 1440).step_by(30) {
            let at = midnight.plus_minutes(minute);
            let open = found.iter().any(|slot| slot.starts_at <= at && at < slot.ends_at);
            prop_assert_eq!(open, naive_minute(minute, of), "minute {}", minute);
        }
    }
}
