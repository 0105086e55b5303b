use proptest::prelude::*;
use time::macros::{date, datetime};

use super::*;

fn zone(name: &str) -> Zone {
    Zone::named(name).unwrap()
}

fn utc(moment: time::OffsetDateTime) -> Instant {
    Instant::from_offset(moment)
}

#[test]
fn karaganda_is_five_hours_ahead() {
    let almaty = zone("Asia/Almaty");
    let at = utc(datetime!(2026-12-05 11:00 UTC));
    assert_eq!(
        almaty.instant(datetime!(2026-12-05 16:00)),
        Some(at),
        "the zone data is older than 2024"
    );
    assert_eq!(almaty.local(at), datetime!(2026-12-05 16:00));
    assert_eq!(almaty.offset_minutes(at), 300);
    assert_eq!(almaty.rfc3339(at), "2026-12-05T16:00:00+05:00");
    assert_eq!(
        almaty.midnight(date!(2026 - 12 - 05)),
        utc(datetime!(2026-12-04 19:00 UTC))
    );
}

#[test]
fn an_hour_that_comes_twice_is_its_first() {
    let almaty = zone("Asia/Almaty");
    let (first, second) = (
        utc(datetime!(2024-02-29 17:30 UTC)),
        utc(datetime!(2024-02-29 18:30 UTC)),
    );
    assert_eq!(almaty.local(first), datetime!(2024-02-29 23:30));
    assert_eq!(almaty.local(second), datetime!(2024-02-29 23:30));
    assert_eq!(almaty.rfc3339(first), "2024-02-29T23:30:00+06:00");
    assert_eq!(almaty.rfc3339(second), "2024-02-29T23:30:00+05:00");
    assert_eq!(almaty.instant(datetime!(2024-02-29 23:30)), Some(first));
    assert_eq!(
        almaty.midnight(date!(2024 - 03 - 01)),
        utc(datetime!(2024-02-29 19:00 UTC))
    );
    assert_eq!(
        zone("America/Havana").midnight(date!(2025 - 11 - 02)),
        utc(datetime!(2025-11-02 04:00 UTC))
    );
}

#[test]
fn an_hour_that_is_skipped_is_no_instant() {
    let berlin = zone("Europe/Berlin");
    let skip = utc(datetime!(2026-03-29 01:00 UTC));
    for (minute, expected) in [
        (datetime!(2026-03-29 01:59), true),
        (datetime!(2026-03-29 02:00), false),
        (datetime!(2026-03-29 02:59), false),
        (datetime!(2026-03-29 03:00), true),
    ] {
        assert_eq!(berlin.instant(minute).is_some(), expected, "{minute}");
    }
    assert_eq!(berlin.instant_or_next(datetime!(2026-03-29 02:30)), skip);
    assert_eq!(berlin.instant_or_next(datetime!(2026-03-29 03:00)), skip);
}

#[test]
fn a_day_without_its_midnight_begins_at_the_skip() {
    let beirut = zone("Asia/Beirut");
    assert_eq!(beirut.instant(datetime!(2026-03-29 00:00)), None);
    let first = beirut.midnight(date!(2026 - 03 - 29));
    assert_eq!(beirut.local(first), datetime!(2026-03-29 01:00));
    assert_eq!(
        beirut.local(Instant(first.0 - 1)),
        datetime!(2026-03-28 23:59:59)
    );
}

#[test]
fn offsets_of_half_hours_and_of_the_west() {
    let at = utc(datetime!(2026-06-01 00:00:07 UTC));
    assert_eq!(
        zone("Asia/Kolkata").rfc3339(at),
        "2026-06-01T05:30:07+05:30"
    );
    assert_eq!(
        zone("America/St_Johns").rfc3339(at),
        "2026-05-31T21:30:07-02:30"
    );
    assert_eq!(zone("UTC").rfc3339(at), "2026-06-01T00:00:07+00:00");
}

#[test]
fn only_iana_names() {
    for name in [
        "",
        "Almaty",
        "asia/almaty",
        "+05:00",
        "Asia/Karaganda",
        "Etc/Unknown",
    ] {
        assert!(Zone::named(name).is_none(), "{name}");
    }
}

#[test]
fn wall_times_are_read_in_one_form() {
    let noon = Some(datetime!(2026-12-05 12:00));
    assert_eq!(parse_wall("2026-12-05T12:00"), noon);
    assert_eq!(parse_wall("2026-12-05T12:00:00"), noon);
    for text in [
        "",
        "2026-12-05",
        "2026-12-05 12:00",
        "2026-12-05T12:00:30",
        "2026-12-05T12:00Z",
        "2026-12-05T24:00",
        "2026-02-30T12:00",
        "2026-12-05T12:60",
        "-026-12-05T12:00",
        "+026-12-05T12:00",
        "-2026-12-05T12:0",
        "2026-12-05T12:00+05:00",
        " 2026-12-05T12:00",
        "2026-12-5T12:000",
        "２０-12-05T12:00",
    ] {
        assert_eq!(parse_wall(text), None, "{text}");
    }
}

proptest! {
    #[test]
    fn a_wall_time_comes_back_from_its_instant(
        minutes in 0..60_i64 * 24 * 366 * 80,
        name in prop::sample::select(vec!["Asia/Almaty", "Europe/Berlin", "America/Havana", "Australia/Lord_Howe", "Pacific/Apia", "UTC"]),
    ) {
        let zone = zone(name);
        let local = datetime!(1960-01-01 00:00) + time::Duration::minutes(minutes);
        prop_assert_eq!(parse_wall(&format_wall(local)), Some(local));
        let next = zone.instant_or_next(local);
        if let Some(at) = zone.instant(local) {
            prop_assert_eq!(zone.local(at), local);
            prop_assert_eq!(next, at);
        } else {
            prop_assert!(zone.local(next) > local);
            prop_assert!(zone.local(Instant(next.0 - 1)) < local);
        }
    }
}
