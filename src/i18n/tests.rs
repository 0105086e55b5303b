//! A key that is missing somewhere, or a letter from the wrong alphabet, can't be shipped.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::*;

mod sentences;

/// How keys begin that the code puts together.
const COMPUTED: &[&str] = &[
    "form-",
    "language-",
    "status-",
    "problem-",
    "waive-",
    "mail-subject-",
    "mail-heading-",
    "mail-text-",
];

const FILES: [(&str, &str); 3] = [
    ("kk", include_str!("kk.ftl")),
    ("ru", include_str!("ru.ftl")),
    ("en", include_str!("en.ftl")),
];

/// The keys whose sentences a sentence takes in, as `{ mail-series-dates }`.
fn taken_in(line: &str) -> impl Iterator<Item = &str> {
    let places = line.split("{ ").skip(1);
    places
        .filter_map(|rest| Some(rest.split_once(" }")?.0))
        .filter(|name| name.starts_with(|first: char| first.is_ascii_lowercase()))
}

/// Every key of a file with its variables, and those of the sentences that it takes in.
fn keys(file: &str) -> BTreeMap<&str, BTreeSet<&str>> {
    let mut keys: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut within = Vec::new();
    let mut current = None;
    for line in file.lines().filter(|line| !line.starts_with('#')) {
        if line.starts_with(|first: char| first.is_ascii_lowercase()) {
            let key = line.split(" =").next().expect("split gives one part");
            assert!(!keys.contains_key(key), "{key} stands twice");
            keys.insert(key, BTreeSet::new());
            current = Some(key);
        }
        let variables = line.split('$').skip(1).map(|rest| {
            let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
            &rest[..end.unwrap_or(rest.len())]
        });
        if let Some(key) = current {
            keys.entry(key).or_default().extend(variables);
            within.extend(taken_in(line).map(|name| (key, name)));
        }
    }
    for (key, name) in within {
        let theirs = keys
            .get(name)
            .expect("a sentence takes in one that there is");
        let theirs = theirs.clone();
        keys.entry(key).or_default().extend(theirs);
    }
    keys
}

/// Code and templates, without this module.
fn sources() -> Vec<(PathBuf, String)> {
    fn collect(folder: &Path, into: &mut Vec<(PathBuf, String)>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let extension = path.extension().and_then(|extension| extension.to_str());
            if path.is_dir() {
                if !path.ends_with("src/i18n") {
                    collect(&path, into);
                }
            } else if matches!(extension, Some("rs" | "html" | "txt")) {
                let text = std::fs::read_to_string(&path).unwrap();
                into.push((path, text));
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    collect(&root, &mut found);
    for file in ["i18n/dates.rs", "i18n/refusal.rs"] {
        let path = root.join(file);
        let text = std::fs::read_to_string(&path).unwrap();
        found.push((path, text));
    }
    found
}

#[test]
fn the_files_have_the_same_keys_with_the_same_variables() {
    let [kk, ru, en] = FILES.map(|(_, file)| keys(file));
    assert_eq!(kk, ru);
    assert_eq!(kk, en);
}

/// Fluent skips what it can't read, so a slip in a file would otherwise only lose a key.
#[test]
fn every_key_can_be_read() {
    for (key, variables) in keys(FILES[0].1) {
        let variables: Vec<_> = variables
            .iter()
            .map(|name| (*name, Value::from(1)))
            .collect();
        for language in Language::ALL {
            let text = Translator::new(language).with(key, &variables);
            assert!(
                !text.is_empty() && !text.contains(['{', '}']),
                "{key}: {text}"
            );
        }
    }
}

#[test]
fn every_key_asked_for_exists() {
    let known = keys(FILES[0].1);
    for (path, text) in sources() {
        for call in [".text(", ".with("] {
            let asked = text
                .split(call)
                .skip(1)
                .filter_map(|rest| rest.trim_start().strip_prefix('"'));
            for key in asked.filter_map(|rest| rest.split('"').next()) {
                assert!(known.contains_key(key), "{}: no key {key}", path.display());
            }
        }
    }
}

#[test]
fn every_key_is_asked_for() {
    let sources = sources();
    for key in keys(FILES[0].1).keys() {
        let quoted = format!("\"{key}\"");
        assert!(
            COMPUTED.iter().any(|prefix| key.starts_with(prefix))
                || taken_in(FILES[0].1).any(|name| name == *key)
                || sources.iter().any(|(_, text)| text.contains(&quoted)),
            "nobody asks for {key}"
        );
    }
}

#[test]
fn every_computed_key_exists() {
    let known = keys(FILES[0].1);
    for prefix in COMPUTED {
        assert!(
            known.keys().any(|key| key.starts_with(prefix)),
            "nothing begins with {prefix}"
        );
    }
    for language in Language::ALL {
        assert!(known.contains_key(format!("language-{}", language.tag()).as_str()));
    }
}

#[test]
fn names_in_a_line_begin_small_unless_they_are_written_so() {
    let names = ["Сахна", "Wi-Fi", "TV", "Сахна жарығы", "Әткеншек", ""];
    assert_eq!(
        listed(names.iter()),
        "сахна, Wi-Fi, TV, сахна жарығы, әткеншек, "
    );
}

#[test]
fn a_value_that_ends_a_sentence_gets_no_second_stop() {
    let t = Translator::new(Language::Ru);
    let said = t.with(
        "mail-text-cancelled-by-group",
        &[("name", "Айгүл М.".into())],
    );
    assert_eq!(said, "Кто отменил: Айгүл М. Это время снова свободно.");
}

#[test]
fn every_status_has_a_name() {
    use entity::booking::Status;
    use sea_orm::Iterable;

    for status in Status::iter() {
        let slug = serde_json::to_value(status).unwrap();
        let key = format!("status-{}", slug.as_str().unwrap());
        assert!(keys(FILES[0].1).contains_key(key.as_str()), "{key}");
    }
}

/// Only what people read: without keys, variables and the names of plural forms.
fn words(file: &str) -> impl Iterator<Item = &str> {
    file.lines()
        .filter(|line| !line.starts_with('#'))
        .flat_map(|line| {
            let text = match line.split_once(" =") {
                Some((key, text)) if !key.starts_with(' ') => text,
                _ => line,
            };
            text.split(['{', '['])
                .enumerate()
                .filter_map(|(nth, part)| {
                    if nth == 0 {
                        Some(part)
                    } else {
                        part.split_once(['}', ']']).map(|(_, after)| after)
                    }
                })
                .flat_map(|part| part.split(|c: char| !c.is_alphabetic()))
                .filter(|word| !word.is_empty())
        })
}

#[test]
fn every_word_is_spelt_in_one_alphabet() {
    const RUSSIAN: &str = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя";
    const KAZAKH: &str = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя";
    // Latin letters that look like Cyrillic ones.
    const TWINS: &str = "aceiophxykmtb";
    // Of `If-Match` and `Idempotency-Key`.
    const OF_HEADERS: [&str; 2] = ["Match", "Key"];

    for (language, file) in &FILES[..2] {
        for word in words(file) {
            let lower = word.to_lowercase();
            let alphabet = if *language == "ru" && lower != "қазақша" {
                RUSSIAN
            } else {
                KAZAKH
            };
            let latin = lower.chars().all(|c| c.is_ascii_alphabetic());
            assert!(
                latin || lower.chars().all(|c| alphabet.contains(c)),
                "{language}: a letter of another alphabet in {word}"
            );
            assert!(
                !latin || OF_HEADERS.contains(&word) || !lower.chars().all(|c| TWINS.contains(c)),
                "{language}: {word} is written in Latin letters"
            );
        }
    }
}
