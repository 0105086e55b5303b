use std::collections::BTreeMap;

use entity::{Turnarounds, space};

use super::house::hall;
use crate::rules::turnaround::{Use, between, range};

/// Circle to theatre takes an hour, the other way twenty minutes, the same again nothing.
fn by_layout() -> space::Model {
    let row = |minutes: &[(&str, i32)]| {
        let pairs = minutes
            .iter()
            .map(|&(to, minutes)| (to.to_owned(), minutes));
        pairs.collect::<BTreeMap<_, _>>()
    };
    space::Model {
        turnaround_minutes: 45,
        turnarounds: Turnarounds(BTreeMap::from([
            ("circle".to_owned(), row(&[("circle", 0), ("theatre", 60)])),
            ("theatre".to_owned(), row(&[("circle", 20), ("theatre", 0)])),
        ])),
        ..hall()
    }
}

fn of<'a>(space: &'a space::Model, layout: &'a str) -> Use<'a> {
    Use {
        space,
        layout: Some(layout),
    }
}

#[test]
fn it_goes_by_what_stood_there_and_what_will() {
    let hall = by_layout();
    assert_eq!(between(of(&hall, "circle"), of(&hall, "theatre")), 60);
    assert_eq!(between(of(&hall, "theatre"), of(&hall, "circle")), 20);
    assert_eq!(between(of(&hall, "circle"), of(&hall, "circle")), 0);
    let any = Use {
        space: &hall,
        layout: None,
    };
    assert_eq!(between(any, of(&hall, "theatre")), 0);
}

#[test]
fn the_space_that_asks_for_more_decides() {
    let (whole, part) = (by_layout(), hall());
    assert_eq!(between(of(&whole, "theatre"), of(&part, "circle")), 20);
    assert_eq!(between(of(&whole, "circle"), of(&part, "circle")), 15);
    assert_eq!(
        between(of(&part, "empty"), of(&whole, "circle")),
        45,
        "a layout that is not in the table"
    );
}

#[test]
fn the_range_is_what_people_are_told() {
    assert_eq!(range(&by_layout()), (0, 60));
    assert_eq!(range(&hall()), (15, 15));
}
