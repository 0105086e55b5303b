//! The real catalogue, and a small one read right. What is said of a broken one is in `faults`.

use std::collections::{BTreeMap, BTreeSet};

use entity::{
    Opening,
    day::DayKind,
    space::{Approval, Pending, Unanswered, Who},
    term::TermKind,
};
use time::macros::date;

use super::*;

mod faults;
mod parts;

const REAL: &str = include_str!("../../../config/catalogue.toml");
const SMALL: &str = include_str!("tests/small.toml");

fn heads(text: &str, head: &str) -> usize {
    text.lines()
        .filter(|line| line.trim_start().starts_with(head))
        .count()
}

#[test]
fn the_real_catalogue_is_read_whole() {
    let catalogue = read(REAL).unwrap_or_else(|faults| panic!("{faults:#?}"));
    let spaces: Vec<_> = catalogue
        .venues
        .iter()
        .map(|venue| venue.spaces.len())
        .collect();
    assert_eq!(spaces, [7, 6, 3, 1]);
    assert_eq!(spaces.iter().sum::<usize>(), heads(REAL, "[[venue.space]]"));
    assert_eq!(catalogue.days.len(), heads(REAL, "[[day]]"));
    let stock: usize = catalogue.venues.iter().map(|venue| venue.stock.len()).sum();
    assert_eq!(stock, heads(REAL, "[[venue.stock]]"));
    for (kind, count) in [
        (TermKind::District, 3),
        (TermKind::Kind, 6),
        (TermKind::Layout, 7),
        (TermKind::Equipment, 20),
        (TermKind::Programme, 7),
        (TermKind::Reason, 10),
    ] {
        let found = catalogue.terms.iter().filter(|term| term.kind == kind);
        assert_eq!(found.count(), count, "{kind:?}");
    }

    let house = &catalogue.venues[0];
    assert_eq!(house.timezone, "Asia/Almaty");
    assert_eq!(house.hours.days[0].date, date!(2027 - 03 - 22));
    assert_eq!(
        house.hours.days[0].openings,
        [Opening {
            from: 660,
            to: 1200
        }]
    );
    assert_eq!(house.hours.periods[0].to, date!(2027 - 01 - 08));
    assert_eq!(
        house.hours.office,
        [true, true, true, true, true, false, false]
    );
    assert_eq!(house.hours.holiday, None);
    let saturday = &catalogue.venues[1].hours.week[5];
    assert_eq!(
        saturday[..],
        [Opening {
            from: 600,
            to: 1500
        }]
    );
    assert!(catalogue.venues[2].hours.week[6].is_empty());
}

#[test]
fn the_units_of_the_real_halls() {
    let catalogue = read(REAL).unwrap();
    let spaces = &catalogue.venues[0].spaces;
    let parts: BTreeMap<&str, Vec<&str>> = spaces
        .iter()
        .map(|space| {
            (
                &space.slug[..],
                space.parts.iter().map(String::as_str).collect(),
            )
        })
        .collect();
    let units = units(&parts);
    assert_eq!(
        units["small-hall"],
        BTreeSet::from(["small-hall-1", "small-hall-2"])
    );
    assert_eq!(units["coworking"], BTreeSet::from(["coworking"]));
    assert_eq!(units.len(), spaces.len());
}

#[test]
fn what_a_space_does_not_say_is_the_default() {
    let catalogue = read(SMALL).unwrap();
    let [hall, west, east] = &catalogue.venues[0].spaces[..] else {
        panic!("three spaces");
    };
    assert_eq!((hall.step_minutes, west.step_minutes), (30, 15));
    assert_eq!((hall.who, west.who), (Who::Anyone, Who::Group));
    assert_eq!(
        (hall.unanswered, west.unanswered),
        (Unanswered::Approve, Unanswered::Expire)
    );
    assert_eq!(
        (hall.approval, west.approval),
        (Approval::Manager, Approval::Automatic)
    );
    assert_eq!(
        (east.pending, east.series_horizon_days, east.cancel_hours),
        (Pending::Hold, 366, 24)
    );
    assert_eq!(east.equipment.0, Vec::<String>::new());

    let text = SMALL.replace(
        "step_minutes = 30\n",
        "step_minutes = 10\ncancel_hours = 48\nequipment = []\n",
    );
    let faults = read(&text).unwrap_err();
    assert_eq!(
        faults[0].to_string(),
        "line 6: space_defaults.equipment: is unknown"
    );
    let text = text.replace("equipment = []\npending", "pending");
    let hall = &read(&text).unwrap().venues[0].spaces[0];
    assert_eq!((hall.step_minutes, hall.cancel_hours), (10, 48));
}

#[test]
fn what_a_venue_may_say_of_its_hours() {
    let catalogue = read(SMALL).unwrap();
    let hours = &catalogue.venues[0].hours;
    assert_eq!(hours.week[0].len(), 2);
    assert!(hours.week[1].is_empty() && hours.week[6].is_empty());
    assert_eq!(
        hours.holiday.as_deref(),
        Some(&[Opening { from: 720, to: 960 }][..])
    );
    assert_eq!(
        hours.office,
        [false, true, false, false, false, true, false]
    );
    assert_eq!(hours.days[1].date, date!(2027 - 03 - 23));
    assert!(hours.days[1].openings.is_empty());
    assert_eq!(hours.periods.len(), 2);

    assert_eq!(catalogue.days[1].kind, DayKind::DayOff);
    assert!(catalogue.days[1].expected && !catalogue.days[0].expected);
    let reason = catalogue.terms.last().unwrap();
    assert_eq!(
        (reason.kind, &reason.uses.0[..]),
        (
            TermKind::Reason,
            &["reject".to_owned(), "closure".to_owned()][..]
        )
    );

    let text = SMALL.replace(
        "slug = \"house\"",
        "slug = \"house\"\ntimezone = \"Asia/Tashkent\"",
    );
    assert_eq!(read(&text).unwrap().venues[0].timezone, "Asia/Tashkent");
}
