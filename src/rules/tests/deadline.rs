use entity::Instant;
use rand::{RngExt, SeedableRng, rngs::StdRng};
use time::{PrimitiveDateTime, macros::datetime};

use super::house::House;
use crate::rules::deadline::{Office, Stopped, answer_by, cut_off, half_time};

fn answered(
    now: PrimitiveDateTime,
    starts: PrimitiveDateTime,
    notice_hours: i32,
) -> PrimitiveDateTime {
    let house = House::new();
    let hours = house.hours();
    let by = answer_by(
        house.at(now),
        house.at(starts),
        notice_hours,
        2,
        hours,
        &house.zone,
    );
    house.zone.local(by)
}

#[test]
fn two_working_days_end_when_the_office_closes() {
    // Asked on a Tuesday: Wednesday, Thursday.
    let by = answered(datetime!(2026-12-01 12:00), datetime!(2026-12-12 14:00), 24);
    assert_eq!(by, datetime!(2026-12-03 22:00));
}

#[test]
fn a_weekend_does_not_count() {
    let by = answered(datetime!(2026-12-04 18:00), datetime!(2026-12-19 14:00), 24);
    assert_eq!(by, datetime!(2026-12-08 22:00));
}

#[test]
fn friday_evening_for_saturday_morning_is_cut_off_before_the_start() {
    let by = answered(datetime!(2026-12-04 18:00), datetime!(2026-12-05 10:00), 12);
    // Not at four in the morning, but when Friday's opening ends, at one.
    assert_eq!(by, datetime!(2026-12-05 01:00));
}

#[test]
fn without_notice_the_start_is_the_cut_off() {
    let by = answered(datetime!(2026-12-02 18:00), datetime!(2026-12-03 14:00), 0);
    assert_eq!(by, datetime!(2026-12-03 14:00));
    // On a Saturday nobody sits in the office.
    let by = answered(datetime!(2026-12-04 18:00), datetime!(2026-12-05 10:00), 0);
    assert_eq!(by, datetime!(2026-12-05 01:00));
}

#[test]
fn what_comes_too_late_for_a_closing_is_answered_by_the_next_or_the_start() {
    // On a Saturday for Tuesday: the office sits again on Tuesday from ten.
    let by = answered(datetime!(2026-12-05 12:00), datetime!(2026-12-08 18:00), 72);
    assert_eq!(by, datetime!(2026-12-08 18:00));
    let by = answered(datetime!(2026-12-05 12:00), datetime!(2026-12-09 09:00), 72);
    assert_eq!(by, datetime!(2026-12-08 22:00));
    // Half an hour before the closing, for the next morning.
    let by = answered(datetime!(2026-12-02 21:30), datetime!(2026-12-03 11:00), 10);
    assert_eq!(by, datetime!(2026-12-03 11:00));
    let by = answered(datetime!(2026-12-02 21:00), datetime!(2026-12-03 11:00), 10);
    assert_eq!(by, datetime!(2026-12-02 22:00));
}

#[test]
fn nauryz_does_not_count() {
    // Asked on Friday; Monday to Wednesday are free: Thursday, Friday.
    let by = answered(datetime!(2027-03-19 12:00), datetime!(2027-04-17 14:00), 24);
    assert_eq!(by, datetime!(2027-03-27 00:00));
}

#[test]
fn a_passed_cut_off_gives_way_to_the_start() {
    let by = answered(datetime!(2026-12-05 08:00), datetime!(2026-12-05 10:00), 24);
    assert_eq!(by, datetime!(2026-12-05 10:00));
}

#[test]
fn an_answer_is_never_due_before_now() {
    let by = answered(datetime!(2026-12-05 11:00), datetime!(2026-12-05 10:00), 24);
    assert_eq!(by, datetime!(2026-12-05 11:00));
}

#[test]
fn half_of_a_time_that_is_not_short() {
    let at = |hours: i64| Instant(hours * 3600);
    assert_eq!(half_time(at(0), at(63)), Some(Instant(63 * 1800)));
    assert_eq!(half_time(at(5), at(6)), Some(Instant(5 * 3600 + 1800)));
    assert_eq!(half_time(at(5), Instant(6 * 3600 - 1)), None);
    assert_eq!(half_time(at(5), at(4)), None);
}

/// What a question at `asked` makes of an answer time, and what an answer of the group at `answered` does.
struct Case {
    asked: PrimitiveDateTime,
    was: PrimitiveDateTime,
    by: PrimitiveDateTime,
    until: PrimitiveDateTime,
    answered: &'static [(PrimitiveDateTime, PrimitiveDateTime)],
}

/// Far enough for no cut-off.
const SUMMER: PrimitiveDateTime = datetime!(2027-06-01 12:00);

#[test]
fn a_question_stops_the_clock_for_two_working_days_at_most() {
    let house = House::new();
    let office = Office {
        hours: house.hours(),
        zone: &house.zone,
    };
    for case in [
        // Monday noon of a time that ends with Wednesday: Thursday and Friday more.
        Case {
            asked: datetime!(2026-11-30 12:00),
            was: datetime!(2026-12-03 00:00),
            by: datetime!(2026-12-05 00:00),
            until: datetime!(2026-12-03 12:00),
            answered: &[
                (datetime!(2026-11-30 12:00), datetime!(2026-12-03 00:00)),
                (datetime!(2026-11-30 13:00), datetime!(2026-12-03 00:00)),
                (datetime!(2026-12-01 12:00), datetime!(2026-12-03 12:00)),
                (datetime!(2026-12-02 11:00), datetime!(2026-12-04 11:00)),
                (datetime!(2026-12-02 12:00), datetime!(2026-12-04 12:00)),
                (datetime!(2026-12-03 12:00), datetime!(2026-12-05 00:00)),
                (datetime!(2026-12-06 12:00), datetime!(2026-12-05 00:00)),
            ],
        },
        // Friday evening: the weekend is no part of the time, whether the clock runs or stands.
        Case {
            asked: datetime!(2026-12-04 18:00),
            was: datetime!(2026-12-09 00:00),
            by: datetime!(2026-12-10 22:00),
            until: datetime!(2026-12-09 15:00),
            answered: &[
                (datetime!(2026-12-04 20:00), datetime!(2026-12-09 12:00)),
                (datetime!(2026-12-05 10:00), datetime!(2026-12-09 17:00)),
                (datetime!(2026-12-06 22:00), datetime!(2026-12-09 17:00)),
                (datetime!(2026-12-07 06:00), datetime!(2026-12-09 17:00)),
            ],
        },
        // Before Nauryz: Friday 19 March, then Monday to Wednesday are free; on Mondays the house is closed.
        Case {
            asked: datetime!(2027-03-19 12:00),
            was: datetime!(2027-03-27 00:00),
            by: datetime!(2027-03-30 22:00),
            until: datetime!(2027-03-20 01:00),
            answered: &[
                (datetime!(2027-03-22 12:00), datetime!(2027-03-30 22:00)),
                (datetime!(2027-03-25 06:00), datetime!(2027-03-30 22:00)),
                (datetime!(2027-03-26 06:00), datetime!(2027-03-30 22:00)),
            ],
        },
        // Late on a Friday: what is left of it runs on when somebody sits there again, on Tuesday.
        Case {
            asked: datetime!(2026-12-04 23:00),
            was: datetime!(2026-12-05 01:00),
            by: datetime!(2026-12-08 22:00),
            until: datetime!(2026-12-08 20:00),
            answered: &[
                (datetime!(2026-12-04 23:30), datetime!(2026-12-08 10:30)),
                (datetime!(2026-12-05 12:00), datetime!(2026-12-08 12:00)),
            ],
        },
    ] {
        let (asked, was) = (house.at(case.asked), house.at(case.was));
        let stopped = office.stopped(asked, was, None, house.at(SUMMER));
        let local = |at| house.zone.local(at);
        assert_eq!(local(stopped.by), case.by, "asked {}", case.asked);
        assert_eq!(local(stopped.until), case.until, "asked {}", case.asked);
        for (at, then) in case.answered {
            let by = office.answered(house.at(*at), asked, was, stopped.by);
            assert_eq!(local(by), *then, "asked {}, answered {at}", case.asked);
        }
    }
}

#[test]
fn later_questions_use_up_what_is_left_of_two_days() {
    let house = House::new();
    let office = Office {
        hours: house.hours(),
        zone: &house.zone,
    };
    let (mut by, limit) = (house.at(datetime!(2026-12-03 00:00)), house.at(SUMMER));
    let mut now = house.at(datetime!(2026-11-30 12:00));
    let latest = office.stopped(now, by, None, limit).by;
    for _ in 0..7 {
        let stopped = office.stopped(now, by, Some(latest), limit);
        assert_eq!(stopped.by, latest);
        let answered = now.plus_hours(14);
        by = office.answered(answered, now, by, stopped.by);
        now = answered.plus_minutes(10);
        assert!(by <= latest);
    }
    assert_eq!(house.zone.local(by), datetime!(2026-12-05 00:00));
}

#[test]
fn no_question_puts_an_answer_time_beyond_the_cut_off() {
    let house = House::new();
    let office = Office {
        hours: house.hours(),
        zone: &house.zone,
    };
    let (now, was) = (
        house.at(datetime!(2026-11-30 12:00)),
        house.at(datetime!(2026-12-03 00:00)),
    );
    let limit = cut_off(now, house.at(datetime!(2026-12-04 10:00)), 24);
    let stopped = office.stopped(now, was, None, limit);
    assert_eq!(house.zone.local(stopped.by), datetime!(2026-12-03 22:00));
    assert_eq!(house.zone.local(stopped.until), datetime!(2026-12-01 22:00));
    let at_the_limit = office.stopped(now, limit, None, limit);
    let nothing = Stopped {
        by: limit,
        until: now,
    };
    assert_eq!(at_the_limit, nothing);
}

/// Half an hour: everything in this house begins and ends on it.
const STEP: i64 = 30;

/// Whether somebody has sat in the office until then.
fn sat(house: &House, at: Instant) -> bool {
    let (hours, today) = (house.hours(), house.zone.local(at).date());
    [today.previous_day().unwrap(), today]
        .iter()
        .filter(|date| hours.is_working_day(**date))
        .any(|date| {
            let midnight = house.zone.midnight(*date);
            let of_day = |minute: u16| midnight.plus_minutes(i64::from(minute));
            let openings = hours.on(*date).openings().iter();
            let mut openings = openings.map(|one| (of_day(one.from), of_day(one.to)));
            openings.any(|(from, to)| from < at && at <= to)
        })
}

/// As [`answer_by`] says it, half hour by half hour.
fn slowly(house: &House, now: Instant, starts: Instant, notice_hours: i32, days: i32) -> Instant {
    let half = starts.plus_minutes(-STEP * i64::from(notice_hours));
    let cut_off = if half > now { half } else { starts.max(now) };
    let (mut by, mut worked) = (now, 0);
    while by < cut_off {
        by = by.plus_minutes(STEP);
        let local = house.zone.local(by);
        if local.time() == time::Time::MIDNIGHT {
            let ended = local.date().previous_day().unwrap();
            let first = house.zone.local(now).date();
            worked += i32::from(ended > first && house.hours().is_working_day(ended));
            if worked == days {
                break;
            }
        }
    }
    let seen = now.plus_minutes(2 * STEP);
    let mut at = by;
    while at > now {
        if sat(house, at) && (at == by || at >= seen) {
            return at;
        }
        at = at.plus_minutes(-STEP);
    }
    at = seen;
    while at < starts {
        if sat(house, at) && !sat(house, at.plus_minutes(STEP)) {
            return at;
        }
        at = at.plus_minutes(STEP);
    }
    starts.max(now)
}

#[test]
fn whenever_it_is_asked_somebody_sits_there_at_the_answer_time() {
    let house = House::new();
    let mut chance = StdRng::seed_from_u64(11);
    for _ in 0..3000 {
        // A fortnight of winter, or one with Nauryz in it.
        let first = [datetime!(2026-12-01 00:00), datetime!(2027-03-15 00:00)];
        let first = house.at(first[chance.random_range(0..2)]);
        let now = first.plus_minutes(STEP * chance.random_range(0..14 * 48));
        let starts = now.plus_minutes(STEP * chance.random_range(1..9 * 48));
        let (notice, days) = (chance.random_range(0..100), chance.random_range(1..4));
        let by = answer_by(now, starts, notice, days, house.hours(), &house.zone);
        let local = |at| house.zone.local(at);
        let case = format!(
            "{} for {}, {notice} h, {days} days",
            local(now),
            local(starts)
        );
        assert_eq!(
            local(by),
            local(slowly(&house, now, starts, notice, days)),
            "{case}"
        );
        assert!(by > now && by <= starts, "{case}");
        assert!(by == starts || sat(&house, by), "{case}: {}", local(by));
    }
}
