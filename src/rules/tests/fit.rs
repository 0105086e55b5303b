use entity::space;

use super::house::{hall, slugs};
use crate::rules::fit::{Need, fit, fits};

fn space(capacity: i32, equipment: &[&str]) -> space::Model {
    space::Model {
        capacity,
        equipment: slugs(equipment),
        ..hall()
    }
}

#[test]
fn room_and_all_that_is_needed() {
    let mirrors = slugs(&["mirrors"]);
    let need = Need {
        attendees: Some(20),
        equipment: &mirrors.0,
    };
    assert!(fits(&space(20, &["light", "mirrors"]), &need));
    assert!(!fits(&space(19, &["mirrors"]), &need));
    assert!(!fits(&space(20, &["light"]), &need));
    assert!(fits(&space(1, &[]), &Need::default()));
}

#[test]
fn each_rule_decides_only_where_those_before_it_do_not() {
    let mirrors = slugs(&["mirrors"]);
    let need = Need {
        attendees: Some(20),
        equipment: &mirrors.0,
    };
    let of = |capacity, equipment: &[&str], distance, known, name| {
        fit(
            &space(capacity, equipment),
            &need,
            distance,
            known,
            ["Жастар үйі", name],
        )
    };
    let best_first = [
        of(400, &["mirrors", "stage"], 0, false, "Я"),
        of(20, &["mirrors", "stage"], 1, false, "Я"),
        of(30, &["mirrors"], 1, false, "Я"),
        of(30, &["mirrors", "stage"], 1, true, "Б"),
        of(30, &["mirrors", "stage"], 1, true, "Я"),
        of(30, &["mirrors", "stage"], 1, false, "А"),
    ];
    assert!(best_first.is_sorted(), "{best_first:#?}");
}

#[test]
fn who_asks_for_nothing_gets_names_in_their_order() {
    let of = |name| fit(&space(10, &["tv"]), &Need::default(), 0, false, ["", name]);
    let names = [
        "Hall",
        "Ағаш",
        "Әуен",
        "Бөлме 2",
        "Бөлме 10",
        "Ғарыш",
        "Зал",
        "Қала",
        "Үй",
        "Іс",
        "Эхо",
    ];
    let sorted: Vec<_> = names.iter().map(|name| of(name)).collect();
    assert!(sorted.is_sorted());
    let big = fit(&space(500, &[]), &Need::default(), 0, false, ["", "Ағаш"]);
    assert_eq!(big, of("Ағаш"), "size and equipment play no part");
}
