//! Spaces made of parts.

use std::collections::{BTreeMap, BTreeSet};

/// The units that each space takes: itself when it has no parts, else those of all its parts, each once. `parts` names
/// every space, also those without.
#[must_use]
pub fn units<K: Copy + Ord>(parts: &BTreeMap<K, Vec<K>>) -> BTreeMap<K, BTreeSet<K>> {
    let of = |space: K| {
        let mut units = within(parts, space);
        units.insert(space);
        units.retain(|unit| parts.get(unit).is_none_or(Vec::is_empty));
        (space, units)
    };
    parts.keys().copied().map(of).collect()
}

/// The parts of a space, and their parts; the space itself only if it stands in a circle.
pub fn within<K: Copy + Ord>(parts: &BTreeMap<K, Vec<K>>, space: K) -> BTreeSet<K> {
    let mut found = BTreeSet::new();
    let mut open = vec![space];
    while let Some(next) = open.pop() {
        for part in parts.get(&next).into_iter().flatten() {
            if found.insert(*part) {
                open.push(*part);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_space_takes_the_units_of_its_parts() {
        let parts = BTreeMap::from([
            ("house", vec!["hall", "east", "foyer"]),
            ("hall", vec!["west", "east"]),
            ("west", vec![]),
            ("east", vec![]),
            ("foyer", vec![]),
        ]);
        let expected = BTreeMap::from([
            ("house", BTreeSet::from(["west", "east", "foyer"])),
            ("hall", BTreeSet::from(["west", "east"])),
            ("west", BTreeSet::from(["west"])),
            ("east", BTreeSet::from(["east"])),
            ("foyer", BTreeSet::from(["foyer"])),
        ]);
        assert_eq!(units(&parts), expected);
    }

    #[test]
    fn circles_are_seen_by_all_who_stand_in_them() {
        let parts = BTreeMap::from([(1, vec![2]), (2, vec![3]), (3, vec![2]), (4, vec![4])]);
        let circular = |space: &i32| within(&parts, *space).contains(space);
        assert_eq!(parts.keys().filter(|space| circular(space)).count(), 3);
        assert!(!circular(&1));
    }
}
