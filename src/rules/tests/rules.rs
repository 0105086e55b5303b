use entity::{
    Opening,
    space::{self, Who},
};
use time::macros::{date, datetime};

use super::house::{House, hall};
use crate::{
    refusal::rule::{Code, Detail, InvalidInput, Violation},
    rules::proposal::{Proposal, check, slot},
};

const NOW: time::PrimitiveDateTime = datetime!(2026-12-01 12:00);

fn told(proposal: &Proposal<'_>, space: &space::Model) -> Vec<(&'static str, Detail)> {
    let house = House::new();
    let hours = house.hours();
    check(proposal, &house.place(space, hours), house.at(NOW))
        .into_iter()
        .map(|broken| (broken.field, broken.facts))
        .collect()
}

/// Saturday afternoon, with nothing wrong.
fn good() -> Proposal<'static> {
    House::new().proposal(datetime!(2026-12-05 14:00), datetime!(2026-12-05 16:00))
}

fn from_to(starts: time::PrimitiveDateTime, ends: time::PrimitiveDateTime) -> Proposal<'static> {
    House::new().proposal(starts, ends)
}

#[test]
fn a_good_request_passes() {
    assert_eq!(told(&good(), &hall()), []);
}

#[test]
fn every_broken_rule_is_told_at_once() {
    let house = House::new();
    let hours = house.hours();
    let proposal = Proposal {
        attendees: 61,
        layout: Some("banquet"),
        ..from_to(datetime!(2026-12-05 08:10), datetime!(2026-12-05 23:00))
    };
    let space = space::Model {
        who: Who::Group,
        ..hall()
    };
    let codes: Vec<Code> = check(&proposal, &house.place(&space, hours), house.at(NOW))
        .iter()
        .map(Violation::code)
        .collect();
    assert_eq!(
        codes,
        [
            Code::OutsideHours,
            Code::OffGrid,
            Code::TooLong,
            Code::TooManyPeople,
            Code::UnknownLayout,
            Code::NotEntitled
        ]
    );
}

#[test]
fn the_hours_of_the_day_are_told() {
    let late = from_to(datetime!(2026-12-05 21:00), datetime!(2026-12-05 23:00));
    let openings = vec![Opening {
        from: 600,
        to: 1320,
    }];
    let date = date!(2026 - 12 - 05);
    assert_eq!(
        told(&late, &hall()),
        [("ends", Detail::OutsideHours { date, openings })]
    );

    let monday = from_to(datetime!(2026-12-07 14:00), datetime!(2026-12-07 16:00));
    let date = date!(2026 - 12 - 07);
    let openings = Vec::new();
    assert_eq!(
        told(&monday, &hall()),
        [("starts", Detail::OutsideHours { date, openings })]
    );

    let friday_night = from_to(datetime!(2026-12-04 23:00), datetime!(2026-12-05 01:00));
    assert_eq!(told(&friday_night, &hall()), []);
}

#[test]
fn on_a_holiday_that_is_the_only_word_on_hours() {
    let space = space::Model {
        horizon_days: 366,
        ..hall()
    };
    let early = from_to(datetime!(2027-03-23 05:00), datetime!(2027-03-23 07:00));
    let [("starts", Detail::Holiday { date, name })] = &told(&early, &space)[..] else {
        panic!("{:?}", told(&early, &space));
    };
    assert_eq!((*date, name.en.as_str()), (date!(2027 - 03 - 23), "Nauryz"));
}

#[test]
fn notice_is_counted_from_now_and_told_on_the_grid() {
    let house = House::new();
    let hours = house.hours();
    let tomorrow = from_to(datetime!(2026-12-02 12:00), datetime!(2026-12-02 14:00));
    let space = hall();
    let place = house.place(&space, hours);
    assert_eq!(check(&tomorrow, &place, house.at(NOW)), []);

    let a_second_later = house.at(datetime!(2026-12-01 12:00:01));
    let earliest = datetime!(2026-12-02 12:30);
    assert_eq!(
        check(&tomorrow, &place, a_second_later),
        [Violation::new("starts", Detail::TooSoon { earliest })]
    );
}

#[test]
fn what_is_past_is_not_also_too_soon() {
    let yesterday = from_to(datetime!(2026-11-29 14:00), datetime!(2026-11-29 16:00));
    assert_eq!(told(&yesterday, &hall()), [("starts", Detail::InThePast)]);

    let space = space::Model {
        notice_hours: 0,
        ..hall()
    };
    let this_minute = from_to(NOW, datetime!(2026-12-01 14:00));
    assert_eq!(told(&this_minute, &space), []);
}

#[test]
fn the_horizon_is_counted_in_local_days() {
    let space = space::Model {
        horizon_days: 4,
        ..hall()
    };
    let last = from_to(datetime!(2026-12-05 20:00), datetime!(2026-12-05 22:00));
    assert_eq!(told(&last, &space), []);

    let next = from_to(datetime!(2026-12-06 10:00), datetime!(2026-12-06 12:00));
    let latest = date!(2026 - 12 - 05);
    assert_eq!(told(&next, &space), [("starts", Detail::TooFar { latest })]);
}

#[test]
fn the_nearest_times_of_the_grid_are_told() {
    let off = from_to(datetime!(2026-12-05 14:10), datetime!(2026-12-05 16:00:30));
    let facts = |before, after| Detail::OffGrid { before, after };
    assert_eq!(
        told(&off, &hall()),
        [
            (
                "starts",
                facts(datetime!(2026-12-05 14:00), datetime!(2026-12-05 14:30))
            ),
            (
                "ends",
                facts(datetime!(2026-12-05 16:00), datetime!(2026-12-05 16:30))
            ),
        ]
    );

    let space = space::Model {
        step_minutes: 100,
        ..hall()
    };
    let night = from_to(datetime!(2026-12-04 20:00), datetime!(2026-12-04 23:50));
    assert_eq!(
        told(&night, &space),
        [(
            "ends",
            facts(datetime!(2026-12-04 23:20), datetime!(2026-12-05 00:00))
        )]
    );
}

#[test]
fn length_has_two_ends() {
    let short = from_to(datetime!(2026-12-05 14:00), datetime!(2026-12-05 14:30));
    assert_eq!(
        told(&short, &hall()),
        [("ends", Detail::TooShort { min_minutes: 60 })]
    );
    let long = from_to(datetime!(2026-12-05 10:00), datetime!(2026-12-05 18:30));
    assert_eq!(
        told(&long, &hall()),
        [("ends", Detail::TooLong { max_minutes: 480 })]
    );
}

#[test]
fn people_and_layouts_have_to_fit() {
    let with = |attendees, layout| Proposal {
        attendees,
        layout,
        ..good()
    };
    assert_eq!(told(&with(60, Some("circle")), &hall()), []);
    assert_eq!(
        told(&with(61, None), &hall()),
        [("attendees", Detail::TooManyPeople { capacity: 60 })]
    );
    assert_eq!(
        told(&with(0, None), &hall()),
        [("attendees", Detail::Invalid(InvalidInput::LessThanOne))]
    );
    let allowed = vec!["theatre".to_owned(), "circle".to_owned()];
    assert_eq!(
        told(&with(1, Some("banquet")), &hall()),
        [("layout", Detail::UnknownLayout { allowed })]
    );
}

#[test]
fn who_may_ask_depends_on_the_space() {
    for (who, for_group, by_manager, passes) in [
        (Who::Anyone, false, false, true),
        (Who::Group, false, false, false),
        (Who::Group, true, false, true),
        (Who::Group, false, true, true),
        (Who::Verified, true, false, false),
        (Who::Verified, false, true, true),
    ] {
        let space = space::Model { who, ..hall() };
        let proposal = Proposal {
            for_group,
            by_manager,
            ..good()
        };
        let expected = if passes {
            vec![]
        } else {
            vec![("group", Detail::NotEntitled { who })]
        };
        assert_eq!(
            told(&proposal, &space),
            expected,
            "{who:?} {for_group} {by_manager}"
        );
    }
}

#[test]
fn a_slot_runs_forward() {
    let zone = House::new().zone;
    let noon = datetime!(2026-12-05 12:00);
    assert_eq!(
        slot(noon, noon, &zone),
        Err(vec![Violation::invalid(
            "ends",
            InvalidInput::EndsBeforeStart
        )])
    );
}
