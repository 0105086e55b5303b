use entity::{BookingId, PrimeTime, PrimeWindow, SpaceId, VenueId, venue_quota};
use proptest::prelude::*;
use time::{Duration, PrimitiveDateTime, macros::datetime};
use uuid::Uuid;

use crate::{
    refusal::rule::{Detail, Limit, Quota, Violation},
    rules::allowance::{Allowance, Held},
    slot::Slot,
    zone::Zone,
};

fn karaganda() -> Zone {
    Zone::named("Asia/Almaty").unwrap()
}

fn unset() -> venue_quota::Model {
    venue_quota::Model::unset(VenueId(Uuid::nil()))
}

/// On that day, so many hours from ten on.
fn hours(day: PrimitiveDateTime, hours: i64) -> Slot {
    let zone = karaganda();
    let starts_at = zone.instant(day + Duration::hours(10)).unwrap();
    Slot::new(starts_at, starts_at.plus_hours(hours)).unwrap()
}

fn id(number: u128) -> BookingId {
    BookingId(Uuid::from_u128(number))
}

fn held(slots: &[Slot]) -> Vec<Held> {
    let numbered = (1..).zip(slots);
    numbered
        .map(|(number, slot)| Held {
            id: id(number),
            space: SpaceId(Uuid::nil()),
            by_booker: true,
            stands: *slot,
            asked: None,
        })
        .collect()
}

fn quotas(said: Vec<Vec<Violation>>) -> Vec<Vec<Quota>> {
    let quota = |broken: Violation| match broken.facts {
        Detail::Quota(quota) => quota,
        other => panic!("{other:?}"),
    };
    said.into_iter()
        .map(|broken| broken.into_iter().map(quota).collect())
        .collect()
}

fn told(set: &venue_quota::Model, had: &[Held], wanted: &[Slot]) -> Vec<Vec<Quota>> {
    let zone = karaganda();
    let allowance = Allowance {
        quotas: set,
        by_itself: None,
        zone: &zone,
    };
    quotas(allowance.exceeded(had, &[], wanted))
}

const MONDAY: PrimitiveDateTime = datetime!(2026-12-28 00:00);

#[test]
fn the_last_hour_passes_and_half_an_hour_more_does_not() {
    let set = venue_quota::Model {
        hours_per_week: Some(6),
        ..unset()
    };
    let had = held(&[hours(MONDAY, 4)]);
    let tuesday = MONDAY + Duration::DAY;
    assert_eq!(told(&set, &had, &[hours(tuesday, 2)]), [vec![]]);
    let more = Slot {
        ends_at: hours(tuesday, 2).ends_at.plus_minutes(30),
        ..hours(tuesday, 2)
    };
    let full = Quota {
        quota: Limit::HoursPerWeek,
        limit: 360,
        used: 240,
        left: 120,
    };
    assert_eq!(told(&set, &had, &[more]), [[full]]);
}

#[test]
fn a_week_over_the_end_of_the_year_is_one_week_and_two_months() {
    let set = venue_quota::Model {
        bookings_per_week: Some(2),
        bookings_per_month: Some(1),
        ..unset()
    };
    let (eve, new_year) = (MONDAY + Duration::days(3), MONDAY + Duration::days(4));
    let had = held(&[hours(eve, 1)]);
    assert_eq!(told(&set, &had, &[hours(new_year, 1)]), [vec![]]);
    let both = held(&[hours(eve, 1), hours(new_year, 1)]);
    let said = told(&set, &both, &[hours(MONDAY + Duration::days(5), 1)]);
    let names: Vec<Limit> = said[0].iter().map(|quota| quota.quota).collect();
    assert_eq!(names, [Limit::BookingsPerWeek, Limit::BookingsPerMonth]);
    // Monday after it is in another week, but in the same month.
    let said = told(&set, &both, &[hours(MONDAY + Duration::WEEK, 1)]);
    assert_eq!(said[0].len(), 1);
    assert_eq!(said[0][0].quota, Limit::BookingsPerMonth);
}

#[test]
fn dates_of_a_series_count_for_those_after_them_unless_they_are_refused() {
    let set = venue_quota::Model {
        hours_per_week: Some(5),
        ..unset()
    };
    let day = |day: i64, long: i64| hours(MONDAY + Duration::days(day), long);
    let said = told(&set, &[], &[day(0, 3), day(1, 3), day(2, 2), day(7, 5)]);
    assert_eq!(
        said.iter().map(Vec::len).collect::<Vec<_>>(),
        [0, 1, 0, 0],
        "the second is too much, and the third takes what it left"
    );
}

#[test]
fn what_is_given_up_makes_room_and_nobody_needs_less_than_before() {
    let zone = karaganda();
    let set = venue_quota::Model {
        bookings_per_week: Some(1),
        ..unset()
    };
    let allowance = Allowance {
        quotas: &set,
        by_itself: None,
        zone: &zone,
    };
    let (today, tomorrow) = (hours(MONDAY, 1), hours(MONDAY + Duration::DAY, 1));
    let one = held(&[today]);
    assert_eq!(allowance.exceeded(&one, &[], &[tomorrow])[0].len(), 1);
    assert_eq!(allowance.exceeded(&one, &[id(1)], &[tomorrow])[0].len(), 0);
    // By leave of a manager they have two a week: one of them may be moved within it.
    let two = held(&[today, hours(MONDAY + Duration::days(2), 1)]);
    assert_eq!(allowance.exceeded(&two, &[id(1)], &[tomorrow])[0].len(), 0);
}

#[test]
fn a_move_that_is_asked_for_counts_where_it_is_more() {
    let set = venue_quota::Model {
        hours_per_week: Some(4),
        bookings_per_week: Some(2),
        ..unset()
    };
    let asking = |stands, asked| Held {
        asked: Some(asked),
        ..held(&[stands])[0]
    };
    let next = MONDAY + Duration::WEEK;
    let away = asking(hours(MONDAY, 3), hours(next, 3));
    for week in [MONDAY, next] {
        let wednesday = hours(week + Duration::days(2), 2);
        assert_eq!(told(&set, &[away], &[wednesday])[0].len(), 1);
    }
    let within = asking(hours(MONDAY, 1), hours(MONDAY + Duration::DAY, 2));
    let wednesday = |long| hours(MONDAY + Duration::days(2), long);
    assert_eq!(told(&set, &[within], &[wednesday(2)])[0].len(), 0);
    assert_eq!(told(&set, &[within], &[wednesday(3)])[0].len(), 1);
}

#[test]
fn whoever_has_had_their_prime_time_may_still_come_at_other_hours() {
    let set = venue_quota::Model {
        prime_hours_per_month: Some(0),
        prime_time: PrimeTime(vec![PrimeWindow {
            days: [true; 7],
            from: 11 * 60,
            to: 12 * 60,
        }]),
        ..unset()
    };
    assert_eq!(
        told(&set, &held(&[hours(MONDAY, 3)]), &[hours(MONDAY, 1)]),
        [vec![]]
    );
    let said = told(&set, &[], &[hours(MONDAY, 3)]);
    assert_eq!((said[0][0].used, said[0][0].left), (0, 0));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    /// One after the other, by the names that the calendar of another library gives weeks and months.
    #[test]
    fn a_brute_force_refuses_the_same(
        limits in any::<[Option<u8>; 6]>(),
        days in any::<[bool; 7]>(),
        window in (0_u16..1440, 1_u16..=1440),
        had in prop::collection::vec((0_i64..70 * 48, 1_i64..8), 0..12),
        wanted in prop::collection::vec((0_i64..70 * 48, 1_i64..8), 1..8),
    ) {
        let zone = karaganda();
        let limit = |at: usize| limits[at].map(|limit| i32::from(limit) % 12);
        let set = venue_quota::Model {
            hours_per_week: limit(0),
            hours_per_month: limit(1),
            bookings_per_week: limit(2),
            bookings_per_month: limit(3),
            prime_hours_per_week: limit(4),
            prime_hours_per_month: limit(5),
            prime_time: PrimeTime(vec![PrimeWindow { days, from: window.0, to: window.0 + window.1 }]),
            ..unset()
        };
        let first = zone.instant(datetime!(2026-11-20 00:00)).unwrap();
        let slot = |(half_hours, length): &(i64, i64)| {
            let starts_at = first.plus_minutes(half_hours * 30);
            Slot { starts_at, ends_at: starts_at.plus_minutes(length * 30) }
        };
        let had: Vec<Slot> = had.iter().map(slot).collect();
        let wanted: Vec<Slot> = wanted.iter().map(slot).collect();
        let is_prime = |wall: PrimitiveDateTime| {
            let today = usize::from(wall.weekday().number_days_from_monday());
            let minute = u16::from(wall.hour()) * 60 + u16::from(wall.minute());
            let (from, to) = (window.0, window.0 + window.1);
            days[today] && (from..to).contains(&minute)
                || days[(today + 6) % 7] && (from..to).contains(&(minute + 1440))
        };
        let minutes = |slot: &Slot, prime: bool| {
            let all = (0..slot.length().whole_minutes())
                .map(|minute| zone.local(slot.starts_at.plus_minutes(minute)));
            all.filter(|wall| !prime || is_prime(*wall)).count() as i64
        };
        let mut standing = had.clone();
        let mut expected = Vec::new();
        for one in &wanted {
            let name = |slot: &Slot, month: bool| {
                let date = zone.local(slot.starts_at).date();
                if month {
                    (date.year(), u8::from(date.month()))
                } else {
                    let (year, week, _) = date.to_iso_week_date();
                    (year, week)
                }
            };
            let mut refused = Vec::new();
            for (at, most) in [
                set.hours_per_week, set.hours_per_month, set.bookings_per_week, set.bookings_per_month,
                set.prime_hours_per_week, set.prime_hours_per_month,
            ].into_iter().enumerate() {
                let Some(most) = most else { continue };
                let amount = |slot: &Slot| match at {
                    0 | 1 => minutes(slot, false),
                    2 | 3 => 60,
                    _ => minutes(slot, true),
                };
                let month = at % 2 == 1;
                let same = standing.iter().filter(|other| name(other, month) == name(one, month));
                let used: i64 = same.map(amount).sum();
                if amount(one) > 0 && used + amount(one) > i64::from(most) * 60 {
                    refused.push(used);
                }
            }
            if refused.is_empty() {
                standing.push(*one);
            }
            expected.push(refused);
        }
        let said = told(&set, &held(&had), &wanted);
        let used: Vec<Vec<i64>> = said.iter().map(|quotas| quotas.iter().map(|quota| {
            i64::from(quota.used) * if quota.quota.counts_hours() { 1 } else { 60 }
        }).collect()).collect();
        prop_assert_eq!(used, expected);
    }
}
