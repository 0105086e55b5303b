//! Minutes from layout to layout, and whether direct neighbours on a floor are enough to keep them.

use std::collections::BTreeMap;

use entity::{Slugs, Turnarounds};

use super::{document::Table, model::FileSpace, parts};

const DAY: i32 = 24 * 60;

/// Every pair of the space's layouts: what the table says, nothing for the same layout again, `otherwise` for the rest.
/// Empty without a table.
pub fn read(table: &Table, layouts: &Slugs, otherwise: Option<i32>) -> Option<Turnarounds> {
    let rows = table.tables("turnaround");
    let mut said: BTreeMap<(String, String), i32> = BTreeMap::new();
    let mut whole = true;
    for row in &rows {
        let [from, to] =
            ["from", "to"].map(|key| row.need(key)?.known(|slug| layout(slug, layouts)));
        let minutes = row.need("minutes").and_then(|value| value.number(0..=DAY));
        row.no_more();
        let (Some(from), Some(to), Some(minutes)) = (from, to, minutes) else {
            whole = false;
            continue;
        };
        if from == to {
            row.fault_at("to", "the same layout again takes no time");
        } else if said.insert((from, to), minutes).is_some() {
            row.fault_at("from", "these two layouts stand twice");
        }
    }
    if rows.is_empty() {
        return Some(Turnarounds::default());
    }
    let otherwise = otherwise.filter(|_| whole)?;
    let minutes = |from: &String, to: &String| {
        if from == to {
            return 0;
        }
        let pair = (from.clone(), to.clone());
        said.get(&pair).copied().unwrap_or(otherwise)
    };
    let row = |from: &String| {
        let row = layouts.0.iter().map(|to| (to.clone(), minutes(from, to)));
        (from.clone(), row.collect())
    };
    Some(Turnarounds(layouts.0.iter().map(row).collect()))
}

fn layout(slug: &str, layouts: &Slugs) -> Result<(), String> {
    let known = layouts.0.iter().any(|layout| layout == slug).then_some(());
    known.ok_or_else(|| format!("`{slug}` is not a layout of this space"))
}

/// A use of a space in a layout.
type Use<'a> = (&'a FileSpace, &'a str);

/// The database looks at the direct neighbours of a booking. That is enough, and stays so when one of them goes, only if no
/// way round takes less time than the direct one. Without tables none does.
pub fn check(tables: &[Table], spaces: &[Option<FileSpace>]) {
    let graph: BTreeMap<&str, Vec<&str>> = spaces
        .iter()
        .flatten()
        .map(|space| {
            (
                &*space.slug,
                space.parts.iter().map(String::as_str).collect(),
            )
        })
        .collect();
    let units = parts::units(&graph);
    for (table, space) in tables.iter().zip(spaces) {
        let Some(space) = space.as_ref().filter(|space| has_table(space)) else {
            continue;
        };
        let shortcut = units[&*space.slug].iter().find_map(|unit| {
            let on_it = spaces.iter().flatten();
            let on_it = on_it.filter(|other| units[&*other.slug].contains(unit));
            shortcut(&on_it.flat_map(uses).collect::<Vec<_>>())
        });
        if let Some(message) = shortcut {
            table.fault_at("turnaround", message);
        }
    }
}

fn has_table(space: &FileSpace) -> bool {
    !space.turnarounds.0.is_empty()
}

/// Of all uses of one unit, in words.
fn shortcut(all: &[Use<'_>]) -> Option<String> {
    for before in all {
        for after in all {
            let direct = minutes(*before, *after);
            for middle in all {
                let round = minutes(*before, *middle) + minutes(*middle, *after);
                if direct > round {
                    return Some(format!(
                        "from {} to {} takes {direct} minutes, but by way of {} only {round}",
                        in_words(*before),
                        in_words(*after),
                        in_words(*middle)
                    ));
                }
            }
        }
    }
    None
}

fn uses(space: &FileSpace) -> impl Iterator<Item = Use<'_>> {
    space.layouts.0.iter().map(move |layout| (space, &**layout))
}

fn in_words((space, layout): Use<'_>) -> String {
    format!("`{}` in `{}`", layout, space.slug)
}

/// As `booking::turnaround` has it.
fn minutes(before: Use<'_>, after: Use<'_>) -> i32 {
    let asked = |space: &FileSpace| {
        let by_layout = space.turnarounds.minutes(before.1, after.1);
        by_layout.unwrap_or(space.turnaround_minutes)
    };
    asked(before.0).max(asked(after.0))
}
