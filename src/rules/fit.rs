//! Which of the spaces that would do is the best.

use entity::space;

/// What a space is wanted for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Need<'a> {
    /// People, if anybody said how many.
    pub attendees: Option<i32>,
    /// Slugs.
    pub equipment: &'a [String],
}

/// The smaller the better: what was meant by the words, then a capacity just enough, then the least equipment that stands
/// idle, then the house that they know, then names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fit {
    /// Of the words of the search; 0 without any.
    pub distance: u32,
    spare_places: i32,
    idle_equipment: usize,
    new_to_them: bool,
    names: [Vec<u32>; 2],
}

/// `names` are those of the venue and of the space.
#[must_use]
pub fn fit(
    space: &space::Model,
    need: &Need<'_>,
    distance: u32,
    known_to_them: bool,
    names: [&str; 2],
) -> Fit {
    let asks = need.attendees.is_some() || !need.equipment.is_empty();
    let idle = space.equipment.0.iter();
    let idle = idle.filter(|item| !need.equipment.contains(item)).count();
    Fit {
        distance,
        spare_places: need
            .attendees
            .map_or(0, |people| space.capacity.saturating_sub(people)),
        idle_equipment: if asks { idle } else { 0 },
        new_to_them: !known_to_them,
        names: names.map(alphabetical),
    }
}

/// Whether the space has room and everything for it.
#[must_use]
pub fn fits(space: &space::Model, need: &Need<'_>) -> bool {
    need.attendees.is_none_or(|people| people <= space.capacity)
        && need
            .equipment
            .iter()
            .all(|item| space.equipment.0.contains(item))
}

// By hand: `icu_collator` has the same order of letters, but puts Latin names last, and 1.3 MB of tables in the program for
// what is as long a piece of code.
/// By the Kazakh alphabet, which the Russian one keeps its order in; numbers by their size.
fn alphabetical(name: &str) -> Vec<u32> {
    const ALPHABET: &str = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя";
    const FIRST_LETTER: u32 = 0x11_0000;
    let mut key = Vec::new();
    let mut number: Option<u32> = None;
    for c in name.chars().flat_map(char::to_lowercase) {
        if let Some(digit) = c.to_digit(10) {
            let so_far = number.unwrap_or(0);
            number = Some(so_far.saturating_mul(10).saturating_add(digit));
            continue;
        }
        key.extend(number.take());
        if c.is_alphanumeric() {
            let place = ALPHABET.chars().position(|letter| letter == c);
            key.push(place.map_or(u32::from(c), |place| FIRST_LETTER + place as u32));
        }
    }
    key.extend(number);
    key
}
