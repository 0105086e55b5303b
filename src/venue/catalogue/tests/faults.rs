//! Every fault is named, on the line where it stands.

use super::{SMALL, read};

/// Puts `new` for the first `old` in the small catalogue. The fault is on the line of the `#!`, else on that of `old`.
fn check(old: &str, new: &str, expected: &str) {
    let at = SMALL.find(old).unwrap_or_else(|| panic!("no {old}"));
    let text = format!("{}{new}{}", &SMALL[..at], &SMALL[at + old.len()..]);
    let at = text.find("#!").unwrap_or(at);
    let line = 1 + text[..at].matches('\n').count();
    let faults = read(&text).expect_err(expected);
    let faults: Vec<_> = faults.iter().map(ToString::to_string).collect();
    assert_eq!(
        faults,
        [format!("line {line}: {expected}")],
        "{old} → {new}"
    );
}

#[test]
fn fields_missing_and_unknown() {
    check("timezone = \"Asia/Almaty\"\n", "", "timezone: is missing");
    check(
        "[[venue]]\nslug = \"house\"\n",
        "[[venue]] #!\n",
        "venue.slug: is missing",
    );
    check(
        "slug = \"house\"\n",
        "slug = \"house\"\ncolour = 1 #!\n",
        "venue.colour: is unknown",
    );
    check(
        "[space_defaults]",
        "[colours] #!\n[space_defaults]",
        "colours: is unknown",
    );
    check("  capacity = 120\n", "", "venue.space.capacity: is missing");
    check("ru = \"Лето\", ", "", "venue.period.name.ru: is missing");
    check(
        "ru = \"Лето\"",
        "ru = \"Лето\", de = \"Sommer\"",
        "venue.period.name.de: is unknown",
    );
    check(
        "mon = \"10:00",
        "monday = \"10:00",
        "venue.period.hours.monday: is unknown",
    );
    check(
        "for = [\"reject\", \"closure\"]\ntext",
        "name",
        "reason.for: is missing",
    );
}
