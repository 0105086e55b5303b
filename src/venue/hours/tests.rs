use entity::{Openings, Period, SpecialDay, Words};
use time::{
    PrimitiveDateTime,
    macros::{date, datetime},
};

use super::*;

fn words() -> Words {
    let [kk, ru, en] = ["Ат", "Имя", "Name"].map(str::to_owned);
    Words { kk, ru, en }
}

fn daily(text: &str) -> Openings {
    openings::parse(text).unwrap()
}

/// The Youth House of the real catalogue, but past midnight on Saturdays.
fn venue() -> VenueHours {
    let week = [
        "09:00-21:00",
        "09:00-21:00",
        "09:00-21:00",
        "09:00-21:00",
        "09:00-22:00",
        "10:00-01:00",
        "10:00-20:00",
    ];
    VenueHours {
        week: week.map(daily),
        days: vec![SpecialDay {
            date: date!(2027 - 03 - 22),
            openings: daily("11:00-20:00"),
        }],
        periods: vec![Period {
            name: words(),
            from: date!(2026 - 12 - 30),
            to: date!(2027 - 01 - 08),
            week: std::array::from_fn(|_| daily("10:00-22:00")),
        }],
        holiday: None,
        office: [true, true, true, true, true, false, false],
    }
}

fn calendar(days: &[(Date, DayKind)]) -> BTreeMap<Date, day::Model> {
    days.iter()
        .map(|&(date, kind)| {
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
}

fn real_days() -> BTreeMap<Date, day::Model> {
    calendar(&[
        (date!(2027 - 01 - 01), DayKind::Holiday),
        (date!(2027 - 03 - 21), DayKind::Holiday),
        (date!(2027 - 03 - 22), DayKind::Holiday),
        (date!(2027 - 03 - 23), DayKind::Holiday),
        (date!(2027 - 03 - 24), DayKind::DayOff),
        (date!(2027 - 04 - 03), DayKind::WorkingDay),
    ])
}

fn almaty() -> Zone {
    Zone::named("Asia/Almaty").unwrap()
}

fn slot(from: PrimitiveDateTime, to: PrimitiveDateTime) -> Slot {
    let zone = almaty();
    Slot::new(zone.instant(from).unwrap(), zone.instant(to).unwrap()).unwrap()
}

fn judge(venue: &VenueHours, from: PrimitiveDateTime, to: PrimitiveDateTime) -> String {
    let (days, zone) = (real_days(), almaty());
    match Hours::new(venue, &days, &zone).judge(slot(from, to)) {
        HoursVerdict::Inside => "inside".to_owned(),
        HoursVerdict::Holiday(day) => format!("holiday {}", day.date),
        HoursVerdict::Outside { openings } => format!("outside {}", openings.len()),
    }
}

#[test]
fn the_stronger_hours_hold() {
    let (venue, days, zone) = (venue(), real_days(), almaty());
    let hours = Hours::new(&venue, &days, &zone);
    for (date, expected) in [
        (date!(2026 - 12 - 29), "09:00-21:00"),
        (date!(2026 - 12 - 30), "10:00-22:00"),
        (date!(2027 - 01 - 08), "10:00-22:00"),
        (date!(2027 - 01 - 09), "10:00-01:00"),
        (date!(2027 - 03 - 22), "11:00-20:00"),
        (date!(2027 - 04 - 03), "10:00-01:00"),
    ] {
        assert_eq!(hours.on(date), DayHours::Open(&daily(expected)), "{date}");
    }
    for date in [
        date!(2027 - 01 - 01),
        date!(2027 - 03 - 21),
        date!(2027 - 03 - 24),
    ] {
        assert_eq!(hours.on(date), DayHours::Holiday(&days[&date]), "{date}");
    }
    let mut open_on_holidays = venue.clone();
    open_on_holidays.holiday = Some(daily("12:00-16:00"));
    open_on_holidays.days.push(SpecialDay {
        date: date!(2027 - 03 - 23),
        openings: vec![],
    });
    open_on_holidays.days.push(SpecialDay {
        date: date!(2027 - 03 - 25),
        openings: vec![],
    });
    let hours = Hours::new(&open_on_holidays, &days, &zone);
    assert_eq!(
        hours.on(date!(2027 - 03 - 24)),
        DayHours::Open(&daily("12:00-16:00"))
    );
    let holiday = date!(2027 - 03 - 23);
    assert_eq!(hours.on(holiday), DayHours::Holiday(&days[&holiday]));
    assert_eq!(hours.on(date!(2027 - 03 - 25)), DayHours::Closed);
}

#[test]
fn nauryz_closes_what_begins_on_it() {
    let venue = venue();
    for (from, to, expected) in [
        // The Saturday before runs past midnight into the holiday.
        (
            datetime!(2027-03-20 22:00),
            datetime!(2027-03-21 01:00),
            "inside",
        ),
        (
            datetime!(2027-03-21 00:00),
            datetime!(2027-03-21 01:00),
            "inside",
        ),
        (
            datetime!(2027-03-20 22:00),
            datetime!(2027-03-21 01:30),
            "outside 1",
        ),
        (
            datetime!(2027-03-21 00:30),
            datetime!(2027-03-21 01:30),
            "holiday 2027-03-21",
        ),
        (
            datetime!(2027-03-21 03:00),
            datetime!(2027-03-21 04:00),
            "holiday 2027-03-21",
        ),
        (
            datetime!(2027-03-21 14:00),
            datetime!(2027-03-21 16:00),
            "holiday 2027-03-21",
        ),
        // Open by its own word, and closed again.
        (
            datetime!(2027-03-22 11:00),
            datetime!(2027-03-22 20:00),
            "inside",
        ),
        (
            datetime!(2027-03-22 10:00),
            datetime!(2027-03-22 12:00),
            "outside 1",
        ),
        (
            datetime!(2027-03-23 12:00),
            datetime!(2027-03-23 13:00),
            "holiday 2027-03-23",
        ),
        (
            datetime!(2027-03-24 12:00),
            datetime!(2027-03-24 13:00),
            "holiday 2027-03-24",
        ),
        (
            datetime!(2027-03-25 12:00),
            datetime!(2027-03-25 13:00),
            "inside",
        ),
    ] {
        assert_eq!(judge(&venue, from, to), expected, "{from} to {to}");
    }
}

#[test]
fn a_holiday_is_the_reason_only_where_it_closes_something() {
    let mut round_the_clock = venue();
    round_the_clock.week = std::array::from_fn(|_| daily("00:00-24:00"));
    round_the_clock.days.clear();
    for (from, to, expected) in [
        (
            datetime!(2027-03-15 08:00),
            datetime!(2027-03-18 09:00),
            "inside",
        ),
        (
            datetime!(2027-03-20 22:00),
            datetime!(2027-03-21 02:00),
            "holiday 2027-03-21",
        ),
        (
            datetime!(2027-03-24 22:00),
            datetime!(2027-03-25 02:00),
            "holiday 2027-03-24",
        ),
    ] {
        assert_eq!(
            judge(&round_the_clock, from, to),
            expected,
            "{from} to {to}"
        );
    }
    let mut late = venue();
    late.week = std::array::from_fn(|_| daily("10:00-02:00"));
    // Wednesday night is closed because Wednesday is a day off; Thursday itself is not.
    let (from, to) = (datetime!(2027-03-25 01:00), datetime!(2027-03-25 02:00));
    assert_eq!(judge(&late, from, to), "holiday 2027-03-24");
    let (from, to) = (datetime!(2027-03-25 05:00), datetime!(2027-03-25 06:00));
    assert_eq!(judge(&late, from, to), "outside 1");
}

#[test]
fn the_office_works_by_the_shared_calendar() {
    let (venue, days, zone) = (venue(), real_days(), almaty());
    let hours = Hours::new(&venue, &days, &zone);
    for (date, works) in [
        (date!(2027 - 03 - 19), true),
        (date!(2027 - 03 - 20), false),
        (date!(2027 - 03 - 22), false),
        (date!(2027 - 03 - 24), false),
        (date!(2027 - 03 - 25), true),
        (date!(2027 - 04 - 03), true),
        (date!(2027 - 04 - 04), false),
    ] {
        assert_eq!(hours.is_working_day(date), works, "{date}");
    }
}

#[test]
fn openings_join_where_they_touch() {
    let mut venue = venue();
    venue.week[0] = daily("09:00-12:00, 12:00-18:00, 20:00-24:00");
    venue.week[1] = daily("00:00-05:00, 09:00-10:00");
    let (days, zone) = (real_days(), almaty());
    let found =
        Hours::new(&venue, &days, &zone).openings(date!(2027 - 04 - 05), date!(2027 - 04 - 07));
    let expected = [
        slot(datetime!(2027-04-05 09:00), datetime!(2027-04-05 18:00)),
        slot(datetime!(2027-04-05 20:00), datetime!(2027-04-06 05:00)),
        slot(datetime!(2027-04-06 09:00), datetime!(2027-04-06 10:00)),
    ];
    assert_eq!(found, expected);
}

#[test]
fn the_end_of_the_calendar_is_no_trap() {
    let (venue, days, zone) = (venue(), real_days(), almaty());
    let hours = Hours::new(&venue, &days, &zone);
    let last = zone.instant_or_next(datetime!(9999-12-31 23:00));
    let slot = Slot::new(last, last.plus_hours(3)).unwrap();
    assert!(matches!(hours.judge(slot), HoursVerdict::Outside { .. }));
    assert!(!hours.openings(date!(9999 - 12 - 30), Date::MAX).is_empty());
}
