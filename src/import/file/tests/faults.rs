//! Every fault is named, on the line where it stands.

use super::{SMALL, read};

fn faults(text: &str) -> Vec<String> {
    let faults = read(text).expect_err("there is a fault");
    faults.iter().map(ToString::to_string).collect()
}

fn line(text: &str, at: usize) -> usize {
    1 + text[..at].matches('\n').count()
}

/// Puts `new` for the first `old` in the small catalogue. The fault is on the line of the `#!`, else on that of `old`.
fn check(old: &str, new: &str, expected: &str) {
    let at = SMALL.find(old).unwrap_or_else(|| panic!("no {old}"));
    let text = format!("{}{new}{}", &SMALL[..at], &SMALL[at + old.len()..]);
    let line = line(&text, text.find("#!").unwrap_or(at));
    let expected = format!("line {line}: {expected}");
    assert_eq!(faults(&text), [expected], "{old} → {new}");
}

#[test]
fn every_kind_of_fault() {
    let cases = include_str!("faults.txt").lines();
    for case in cases.filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let columns: Vec<_> = case.split('|').map(str::trim).collect();
        let [old, new, expected] = columns[..] else {
            panic!("three columns: {case}");
        };
        check(old, new, expected);
    }
}

#[test]
fn fields_that_are_missing() {
    let needed = [
        (
            "venue",
            "",
            "slug name about address how_to_come_in district email phone hours",
        ),
        ("venue", "", "answer_within_working_days"),
        ("venue.day", "  ", "date hours"),
        ("venue.period", "  ", "from to"),
        (
            "venue.space",
            "  ",
            "kind capacity layouts approval turnaround_minutes min_minutes",
        ),
        ("venue.space", "  ", "max_minutes notice_hours horizon_days"),
        ("venue.stock", "  ", "quantity"),
        ("day", "", "kind"),
        ("reason", "", "for text"),
    ];
    for (table, indent, keys) in needed {
        for key in keys.split(' ') {
            // The first line with the key that stands below a head of the table.
            let head = SMALL.find(&format!("[[{table}]]")).unwrap();
            let at = head + SMALL[head..].find(&format!("\n{indent}{key} =")).unwrap() + 1;
            let end = at + SMALL[at..].find('\n').unwrap() + 1;
            let head = SMALL[..at].rfind(&format!("[[{table}]]")).unwrap();
            let text = format!("{}{}", &SMALL[..at], &SMALL[end..]);
            let expected = format!("line {}: {table}.{key}: is missing", line(SMALL, head));
            assert_eq!(faults(&text), [expected]);
        }
    }
    assert_eq!(faults("timezone = \"UTC\""), ["line 1: venue: is missing"]);
    assert_eq!(faults("").len(), 2);
}

#[test]
fn words_that_nobody_could_look_for() {
    for (words, expected) in [
        ("[\"кино\", \"Kino\"]", "`Kino` stands twice"),
        ("[\"«–»\"]", "`«–»` has no letter to look for"),
        ("[\"\"]", "must not be empty"),
        ("\"кино\"", "must be a list, not string"),
        ("[1]", "must be a string, not integer"),
    ] {
        let with = format!("slug = \"screen\"\nwords = {words} #!");
        check(
            "slug = \"screen\"",
            &with,
            &format!("equipment.words: {expected}"),
        );
    }
    let long = format!("slug = \"screen\"\nwords = [\"{}\"] #!", "ә".repeat(61));
    let expected = "equipment.words: must be at most 60 characters long";
    check("slug = \"screen\"", &long, expected);
    let elsewhere = "slug = \"circle\"\nwords = [] #!";
    check("slug = \"circle\"", elsewhere, "layout.words: is unknown");
}

#[test]
fn fields_of_no_meaning() {
    check(
        "slug = \"house\"",
        "slug = \"house\"\ncolour = 1 #!",
        "venue.colour: is unknown",
    );
    check(
        "[space_defaults]",
        "[colours] #!\n[space_defaults]",
        "colours: is unknown",
    );
    check(
        "for = [",
        "name = { } #!\nfor = [",
        "reason.name: is unknown",
    );
    check(
        "slug = \"house\"",
        "slug = \"house\"\ntimezone = \"+05:00\" #!",
        "venue.timezone: `+05:00` is not a time zone of the IANA database",
    );
    check(
        "  unanswered = \"approve\"",
        "  pending = \"compete\"\n  unanswered = \"approve\" #!",
        "venue.space.unanswered: `approve` goes only with pending = \"hold\"",
    );
}

#[test]
fn slugs() {
    for slug in ["", "The-House", "a_b", "-a", "a--b", "үй"] {
        let rule = "must be at most 64 lower-case letters a-z and digits, in words joined by single hyphens";
        check(
            "\"house\"",
            &format!("\"{slug}\""),
            &format!("venue.slug: {rule}"),
        );
    }
    let blocks = [
        ("venue", "house", "[[venue]]", "[[programme]]"),
        (
            "venue.space",
            "east",
            "  [[venue.space]]\n  slug = \"east\"",
            "  [[venue.stock]]",
        ),
        ("venue.stock", "chair", "  [[venue.stock]]", "[[programme]]"),
        ("programme", "debates", "[[programme]]", "[[day]]"),
        (
            "layout",
            "theatre",
            "[[layout]]",
            "[[layout]]\nslug = \"circle\"",
        ),
    ];
    for (table, slug, from, to) in blocks {
        let block = &SMALL[SMALL.find(from).unwrap()..SMALL.find(to).unwrap()];
        let slug_line = format!("slug = \"{slug}\"");
        let again = block.replace(&slug_line, &format!("{slug_line} #!"));
        check(
            to,
            &format!("{again}{to}"),
            &format!("{table}.slug: `{slug}` stands twice"),
        );
    }
}

#[test]
fn parts_in_a_circle_or_by_the_seat() {
    check(
        "  parts =",
        "  by_seat = true #!\n  parts =",
        "venue.space.by_seat: a space let by the seat can't have parts",
    );
    let east = "slug = \"east\"";
    let text = SMALL.replace(east, &format!("{east}\nby_seat = true"));
    let expected = "line 44: venue.space.parts: `east` is let by the seat, so it can't be a part";
    assert_eq!(faults(&text), [expected]);
    let text = SMALL.replace(east, &format!("{east}\nparts = [\"hall\"]"));
    let expected = [
        "line 44: venue.space.parts: make `hall` a part of itself",
        "line 70: venue.space.parts: make `east` a part of itself",
    ];
    assert_eq!(faults(&text), expected);
}

#[test]
fn seats_that_compete() {
    let text = SMALL
        .replace("  parts = [\"west\", \"east\"]", "  by_seat = true")
        .replace("unanswered = \"approve\"", "pending = \"compete\"");
    let expected = "line 44: venue.space.by_seat: goes only with pending = \"hold\": seats are kept, not competed for";
    assert_eq!(faults(&text), [expected]);
}

#[test]
fn no_toml_at_all() {
    let text = SMALL
        .replace("capacity = 120", "capacity = ")
        .replace("quantity = 150", "quantity = 150\n  quantity = 1");
    let found = faults(&text);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].starts_with("line 43: "), "{found:?}");
    assert_eq!(found[1], "line 85: duplicate key");
}

#[test]
fn all_faults_at_once() {
    let mut text = SMALL.to_owned();
    for (old, new) in [
        ("Asia/Almaty", "Mars"),
        ("capacity = 120", "capacity = 0\n  colour = 1"),
        ("house@", "@"),
        ("2027-05-16", "x"),
        ("\"town\"\nname", "\"Town\"\nname"),
    ] {
        text = text.replacen(old, new, 1);
    }
    let found = faults(&text);
    let fields = found.iter().filter_map(|fault| fault.split(": ").nth(1));
    let expected = [
        "timezone",
        "venue.district",
        "venue.email",
        "venue.space.capacity",
        "venue.space.colour",
        "day.date",
        "district.slug",
    ];
    assert_eq!(fields.collect::<Vec<_>>(), expected, "{found:#?}");
}

#[test]
fn a_torn_file_is_refused_with_a_reason() {
    for (at, _) in SMALL.char_indices() {
        if let Err(faults) = read(&SMALL[..at]) {
            assert!(!faults.is_empty(), "{at}");
        }
    }
    let lines: Vec<_> = SMALL.lines().collect();
    for left_out in 0..lines.len() {
        let text = [&lines[..left_out], &lines[left_out + 1..]]
            .concat()
            .join("\n");
        if let Err(faults) = read(&text) {
            assert!(!faults.is_empty(), "{}", lines[left_out]);
        }
    }
}
