use entity::Slugs;
use time::macros::datetime;

use crate::{
    refusal::rule::{Code, Detail, InvalidInput, Violation},
    rules::waiver::{WAIVABLE, Waiver, mark_waivable},
};

fn codes(names: &[&str]) -> Vec<String> {
    names.iter().map(|&name| name.to_owned()).collect()
}

fn broken() -> Vec<Violation> {
    let off_grid = || Detail::OffGrid {
        before: datetime!(2026-12-05 16:00),
        after: datetime!(2026-12-05 16:30),
    };
    vec![
        Violation::new("starts", off_grid()),
        Violation::new("ends", off_grid()),
        Violation::new("ends", Detail::TooLong { max_minutes: 180 }),
        Violation::new("attendees", Detail::TooManyPeople { capacity: 30 }),
    ]
}

#[test]
fn when_how_long_and_how_often_may_be_waived_and_nothing_else() {
    for code in [
        Code::InThePast,
        Code::TooManyPeople,
        Code::UnknownLayout,
        Code::NotEntitled,
        Code::Invalid,
    ] {
        assert!(!WAIVABLE.contains(&code), "{code}");
        let read = Waiver::read(&codes(&["holiday", &code.to_string()]), Some("Ерекше күн"));
        let refused = Violation::invalid("waive", InvalidInput::CannotBeWaived);
        assert_eq!(read, Err(vec![refused]), "{code}");
    }
    let names = WAIVABLE.map(|code| code.to_string());
    assert_eq!(
        names,
        [
            "outside_hours",
            "holiday",
            "too_soon",
            "too_far",
            "too_short",
            "too_long",
            "off_grid",
            "quota"
        ]
    );
    assert!(Waiver::read(&names, Some("Ерекше күн")).is_ok());
}

#[test]
fn a_waiver_needs_a_reason_and_every_fault_of_it_is_told() {
    for (reason, flaw) in [
        (None, InvalidInput::Missing),
        (Some(" \r\n"), InvalidInput::Missing),
        (Some("a\u{0}"), InvalidInput::Characters),
    ] {
        let missing = Violation::invalid("waive_reason", flaw);
        let read = Waiver::read(&codes(&["holiday"]), reason);
        assert_eq!(read, Err(vec![missing.clone()]));
        let read = Waiver::read(&codes(&["moon"]), reason);
        let unknown = Violation::invalid("waive", InvalidInput::CannotBeWaived);
        assert_eq!(read, Err(vec![unknown, missing]));
    }
}

#[test]
fn only_what_was_named_and_broken_is_waived() {
    let named = codes(&["holiday", "off_grid", "off_grid"]);
    let mut told = broken();
    let waiver = Waiver::read(&named, Some(" Ерекше күн "));
    let spent = waiver.unwrap().spent_on(&mut told).unwrap();
    assert_eq!(told, broken()[2..]);
    let kept = (Slugs(codes(&["off_grid"])), "Ерекше күн".to_owned());
    assert_eq!(spent.stored(), kept);

    let mut told = broken();
    let waiver = Waiver::read(&codes(&["holiday"]), Some("Ерекше күн"));
    assert_eq!(waiver.unwrap().spent_on(&mut told), None);
    assert_eq!(told, broken());
}

#[test]
fn a_manager_is_told_what_could_be_waived() {
    let mut told = broken();
    mark_waivable(&mut told);
    let marks: Vec<bool> = told.iter().map(|one| one.waivable).collect();
    assert_eq!(marks, [true, true, true, false]);
}
