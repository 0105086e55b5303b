use time::{PrimitiveDateTime, macros::datetime};

use super::house::House;
use crate::booking::deadline::answer_by;

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
fn two_working_days_end_at_midnight() {
    // Asked on a Tuesday: Wednesday, Thursday.
    let by = answered(datetime!(2026-12-01 12:00), datetime!(2026-12-12 14:00), 24);
    assert_eq!(by, datetime!(2026-12-04 00:00));
}

#[test]
fn a_weekend_does_not_count() {
    let by = answered(datetime!(2026-12-04 18:00), datetime!(2026-12-19 14:00), 24);
    assert_eq!(by, datetime!(2026-12-09 00:00));
}

#[test]
fn friday_evening_for_saturday_morning_is_cut_off_before_the_start() {
    let by = answered(datetime!(2026-12-04 18:00), datetime!(2026-12-05 10:00), 12);
    assert_eq!(by, datetime!(2026-12-05 04:00));
}

#[test]
fn without_notice_the_start_is_the_cut_off() {
    let by = answered(datetime!(2026-12-04 18:00), datetime!(2026-12-05 10:00), 0);
    assert_eq!(by, datetime!(2026-12-05 10:00));
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
