use std::sync::LazyLock;

use entity::Words;
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::import::file;

fn id(number: usize) -> SpaceId {
    SpaceId(Uuid::from_u128(number as u128))
}

fn names() -> Vec<Words> {
    let file = file::read(include_str!("../../../config/catalogue.toml")).unwrap();
    let venues = file.venues.into_iter();
    venues
        .flat_map(|venue| venue.spaces.into_iter().map(|space| space.name))
        .collect()
}

static NAMES: LazyLock<(Vec<Words>, Index)> = LazyLock::new(|| {
    let names = names();
    let index = index(&names);
    (names, index)
});

fn index(names: &[Words]) -> Index {
    let own = names.iter().enumerate();
    Index::new(own.map(|(at, name)| {
        let names = [&name.kk, &name.ru, &name.en];
        (id(at), names.map(|name| (Source::Space, name.as_str())))
    }))
}

fn found(index: &Index, text: &str) -> Vec<usize> {
    let mut found: Vec<_> = index.find(text).unwrap().into_iter().collect();
    found.sort_unstable_by_key(|(space, distance)| (*distance, *space));
    found
        .into_iter()
        .map(|(space, _)| space.0.as_u128() as usize)
        .collect()
}

/// As somebody without Kazakh letters types it.
fn russian(name: &str) -> String {
    let plain = |c: char| match c {
        'ә' => 'а',
        'ғ' => 'г',
        'қ' => 'к',
        'ң' => 'н',
        'ө' => 'о',
        'ұ' | 'ү' => 'у',
        'һ' => 'х',
        'і' => 'и',
        other => other,
    };
    name.to_lowercase().chars().map(plain).collect()
}

/// As people chat.
const CHAT: &str = "а=a ә=a б=b в=v г=g ғ=gh д=d е=e ё=yo ж=zh з=z и=i і=i й=y к=k қ=q л=l м=m н=n ң=ng о=o ө=o п=p р=r \
     с=s т=t у=u ұ=u ү=u ф=f х=kh һ=h ц=ts ч=ch ш=sh щ=shch ы=y э=e ю=yu я=ya ь=' ъ='";
/// By the alphabet of 2021, more or less.
const NEW: &str = "а=a ә=ä б=b в=v г=g ғ=ğ д=d е=e ё=e ж=j з=z и=i і=i й=i к=k қ=q л=l м=m н=n ң=ñ о=o ө=ö п=p р=r с=s т=t \
     у=w ұ=ū ү=ü ф=f х=h һ=h ц=ts ч=ç ш=ş щ=ş ы=y э=e ю=iu я=ia ь= ъ=";

fn latin(name: &str, alphabet: &str) -> String {
    let letters: HashMap<&str, &str> = alphabet
        .split_whitespace()
        .filter_map(|pair| pair.split_once('='))
        .collect();
    name.to_lowercase()
        .chars()
        .map(|c| {
            let c = c.to_string();
            letters
                .get(c.as_str())
                .map_or(c.clone(), |&latin| latin.to_owned())
        })
        .collect()
}

fn spellings(name: &str) -> [String; 5] {
    [
        name.to_owned(),
        name.to_uppercase(),
        russian(name),
        latin(name, CHAT),
        latin(name, NEW),
    ]
}

#[test]
fn every_name_finds_itself_from_each_of_its_spellings() {
    let names = names();
    assert!(names.len() > 12);
    let index = index(&names);
    for (at, words) in names.iter().enumerate() {
        for name in [&words.kk, &words.ru, &words.en] {
            for text in spellings(name) {
                let distance = index.find(&text).unwrap().get(&id(at)).copied();
                assert_eq!(distance, Some(0), "{name} as {text}");
            }
        }
    }
}

#[test]
fn the_examples_of_the_house() {
    let words = |kk: &str, ru: &str, en: &str| Words {
        kk: kk.to_owned(),
        ru: ru.to_owned(),
        en: en.to_owned(),
    };
    let index = index(&[
        words("Кіші зал", "Малый зал", "Small hall"),
        words("Жастар үйі", "Дом молодёжи", "Youth House"),
        words("Фотостудия", "Фотостудия", "Photo studio"),
        words("Wi-Fi 11", "Wi-Fi 11", "Wi-Fi 11"),
    ]);
    for text in [
        "кіші",
        "киши",
        "kishi",
        "КИШИ ЗАЛ",
        "kişi zal",
        "kishizal",
        "small",
        "зал малый",
        "киш",
    ] {
        assert_eq!(found(&index, text), [0], "{text}");
    }
    for text in [
        "zhastar",
        "jastar",
        "жастар",
        "дом молодежи",
        "youth",
        "zhas",
        "dom molodezhi",
    ] {
        assert_eq!(found(&index, text), [1], "{text}");
    }
    for text in ["wifi", "wi-fi", "11"] {
        assert_eq!(found(&index, text), [3], "{text}");
    }
    assert_eq!(found(&index, "foto"), [2]);
    for text in ["kishi youth", "xyz", "киши студия", "бассейн", "111"] {
        assert_eq!(found(&index, text), [0; 0], "{text}");
    }
    for text in ["", "  ", "–", "’"] {
        assert!(index.find(text).is_none(), "{text:?} asks for nothing");
    }
}

#[test]
fn a_name_comes_before_a_kind_and_a_kind_before_a_thing() {
    let own = [
        [(Source::Thing, "кино")],
        [(Source::Kind, "кинозалдар")],
        [(Source::Venue, "«Кинотеатр»")],
        [(Source::Space, "Киностудия")],
        [(Source::Space, "Би залы")],
    ];
    let index = Index::new(own.into_iter().enumerate().map(|(at, own)| (id(at), own)));
    assert_eq!(found(&index, "кино"), [3, 2, 1, 0]);
}

#[test]
fn a_word_is_not_found_without_its_first_letter() {
    let editing = Words {
        kk: "Монтаж компьютерлері".to_owned(),
        ru: "Монтажные станции".to_owned(),
        en: "Editing workstations".to_owned(),
    };
    let index = index(&[editing]);
    for text in ["танцы", "танции", "онтаж"] {
        assert_eq!(found(&index, text), [0; 0], "{text}");
    }
    assert_eq!(found(&index, "станци"), [0]);
}

#[test]
fn short_words_have_no_slips() {
    let names = names();
    let index = index(&names);
    let small = names.iter().position(|name| name.kk == "Кіші зал").unwrap();
    assert!(!found(&index, "кшіі").contains(&small));
    assert!(!found(&index, "зла").contains(&small));
}

/// One slip of a finger at a place: a letter too few, but not the first, too many, another one, or two changed.
fn slipped(word: &str, place: usize, kind: usize) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let at = match kind {
        0 => 1 + place % (letters.len() - 1),
        _ => place % letters.len(),
    };
    match kind {
        0 => drop(letters.remove(at)),
        1 => letters.insert(at, 'о'),
        2 => letters[at] = 'е',
        _ => letters.swap(at, (at + 1).min(word.chars().count() - 1)),
    }
    letters.into_iter().collect()
}

proptest! {
    #[test]
    fn a_long_word_is_found_with_one_slip(at in 0_usize..100, which in 0_usize..5, place in 0_usize..40, kind in 0_usize..4) {
        let (names, index) = &*NAMES;
        let at = at % names.len();
        for name in [&names[at].kk, &names[at].ru] {
            for word in words(name).filter(|word| word.chars().count() >= LONG) {
                let text = slipped(&spellings(word)[which], place, kind);
                let found = index.find(&text).unwrap();
                prop_assert!(found.contains_key(&id(at)), "{} as {}", word, text);
            }
        }
    }
}
