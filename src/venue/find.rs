//! Finding spaces by what people type: any of the three names, or what people call the space otherwise, in any spelling,
//! the beginning of a word, and one slip in a word from six letters on. A word is never found without its first letter:
//! who types `танцы` does not mean `станции`.

use std::collections::{BTreeMap, HashMap, HashSet};

use entity::SpaceId;

use super::spelling::{Word, fold, word, words};

/// From so many letters on a word may have one slip.
const LONG: usize = 6;
/// Nobody types a longer word; it would only cost time.
const LONGEST: usize = 30;

/// What a word is taken from. A space that is called so comes before one that is of the kind, and that before one in which
/// such a thing stands, however well the words fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    Space,
    Venue,
    Kind,
    /// Equipment, district.
    Thing,
}

/// How far what was found is from what was typed: 0 is every word as it stands in the name of the space.
pub type Distance = u32;

/// How many [`Distance`]s one source has: as it stands, the beginning, a slip.
const FITS: Distance = 3;

#[derive(Clone, Debug, Default)]
pub struct Index {
    /// Each once: two thousand spaces share few words.
    words: Vec<Word>,
    of: HashMap<SpaceId, Vec<(usize, Source)>>,
}

impl Index {
    /// Of the names of each space, in every language.
    pub fn new<'a, N>(spaces: impl IntoIterator<Item = (SpaceId, N)>) -> Self
    where
        N: IntoIterator<Item = (Source, &'a str)>,
    {
        let mut index = Self::default();
        let mut known: BTreeMap<Vec<char>, usize> = BTreeMap::new();
        let mut names: HashMap<&str, Vec<usize>> = HashMap::new();
        for (space, own) in spaces {
            let mut here = Vec::new();
            for (source, name) in own {
                let found = names
                    .entry(name)
                    .or_insert_with(|| index.learn(name, &mut known));
                here.extend(found.iter().map(|at| (*at, source)));
            }
            here.sort_unstable();
            here.dedup_by_key(|(at, _)| *at);
            index.of.insert(space, here);
        }
        index
    }

    /// The words of a name, and all of it written in one.
    fn learn(&mut self, name: &str, known: &mut BTreeMap<Vec<char>, usize>) -> Vec<usize> {
        let whole: String = words(name).collect();
        let mut found = Vec::new();
        for one in words(name).chain([whole.as_str()]).map(word) {
            let at = *known.entry(one.folded.clone()).or_insert_with(|| {
                self.words.push(one.clone());
                self.words.len() - 1
            });
            let letters = &mut self.words[at].letters;
            *letters = one.letters.max(*letters);
            found.push(at);
        }
        found
    }

    /// The spaces that every word of the text is found in; none when the text has no words, and so asks for nothing.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<HashMap<SpaceId, Distance>> {
        let typed: Vec<Typed> = words(text).map(Typed::new).collect();
        if typed.is_empty() {
            return None;
        }
        let distances: Vec<Vec<Option<Distance>>> = typed
            .iter()
            .map(|typed| self.words.iter().map(|word| typed.to(word)).collect())
            .collect();
        let near = |of: &[(usize, Source)]| {
            distances
                .iter()
                .map(|to| {
                    let each = of.iter().filter_map(|(at, source)| {
                        to[*at].map(|distance| distance + FITS * *source as Distance)
                    });
                    each.min()
                })
                .sum::<Option<Distance>>()
        };
        let found = self.of.iter();
        Some(
            found
                .filter_map(|(space, of)| Some((*space, near(of)?)))
                .collect(),
        )
    }
}

/// A word as somebody typed it.
struct Typed {
    word: Word,
    /// Everything that it is one slip away from, folded: a slip in one letter may be more than one in how it sounds.
    meant: HashSet<Vec<char>>,
}

impl Typed {
    fn new(text: &str) -> Self {
        let word = word(text);
        let letters: Vec<char> = text.chars().flat_map(char::to_lowercase).collect();
        // Of a word just long enough one letter may be missing.
        let may_have_slipped = (LONG - 1..=LONGEST).contains(&letters.len());
        Self {
            meant: if may_have_slipped {
                one_slip_away(&letters)
            } else {
                HashSet::new()
            },
            word,
        }
    }

    fn to(&self, name: &Word) -> Option<Distance> {
        let name_is = &name.folded;
        if self.word.folded == *name_is {
            return Some(0);
        }
        if name_is.starts_with(&self.word.folded) {
            return Some(1);
        }
        let beginnings = match self.word.letters {
            LONG.. => 1..=name_is.len(),
            _ if name.letters >= LONG => name_is.len()..=name_is.len(),
            _ => return None,
        };
        beginnings
            .into_iter()
            .any(|end| self.meant.contains(&name_is[..end]))
            .then_some(2)
    }
}

/// One letter more, less, other, or changed with its neighbour; no letter before the first.
fn one_slip_away(typed: &[char]) -> HashSet<Vec<char>> {
    // Every sound, the letters of which some are written, and those that stand for two.
    const LETTERS: &str = "abcdefghijklmnoprstuvyzşçцюя";
    let mut all = HashSet::new();
    let mut add = |letters: Vec<char>| {
        all.insert(fold(&String::from_iter(letters)));
    };
    for at in 0..=typed.len() {
        let (before, after) = typed.split_at(at);
        for more in LETTERS.chars().filter(|_| at > 0) {
            add([before, &[more], after].concat());
        }
        let [first, after @ ..] = after else {
            break;
        };
        add([before, after].concat());
        for other in LETTERS.chars() {
            add([before, &[other], after].concat());
        }
        if let [second, after @ ..] = after {
            add([before, &[*second, *first], after].concat());
        }
    }
    all
}

#[cfg(test)]
mod tests;
