//! Every sentence as it is said, with values as they come: a stop too many, a blank in the wrong place, `1 заявок`.

use time::macros::{date, datetime};

use super::*;

/// One for each plural form of Russian, and the one that looks like the first and is not 1.
const COUNTS: [u32; 4] = [1, 2, 5, 21];

/// Which are numbers though no plural form is chosen by them.
const NUMBERS: [&str; 16] = [
    "all", "came", "count", "days", "free", "late", "many", "minutes", "missed", "number", "nth",
    "percent", "seats", "seconds", "tries", "weekday",
];

/// Numbers in what is said of bookings, lengths of time in what is said of hours.
const AMOUNTS: [&str; 6] = ["left", "least", "limit", "max", "most", "used"];

/// After a number: one of them; two; five. What is said of at most so many takes the forms of the next column.
const RUSSIAN: [[&str; 3]; 14] = [
    ["бронь", "брони", "броней"],
    ["дата", "даты", "дат"],
    ["день", "дня", "дней"],
    ["заявка", "заявки", "заявок"],
    ["знак", "знака", "знаков"],
    ["место", "места", "мест"],
    ["минута", "минуты", "минут"],
    ["минуту", "минуты", "минут"],
    ["попытка", "попытки", "попыток"],
    ["рабочий", "рабочего", "рабочих"],
    ["раз", "раза", "раз"],
    ["секунду", "секунды", "секунд"],
    ["час", "часа", "часов"],
    ["человек", "человека", "человек"],
];

const ENGLISH: [[&str; 2]; 16] = [
    ["booking", "bookings"],
    ["character", "characters"],
    ["date", "dates"],
    ["day", "days"],
    ["hour", "hours"],
    ["minute", "minutes"],
    ["person", "people"],
    ["request", "requests"],
    ["request is", "requests are"],
    ["seat", "seats"],
    ["second", "seconds"],
    ["time", "times"],
    ["try", "tries"],
    ["working day", "working days"],
    ["more date", "more dates"],
    ["booking is", "bookings are"],
];

/// A value of a variable, as the service gives it. Names of people may end with a stop of their own.
fn value(t: Translator, key: &str, name: &str, count: u32, chosen_by: bool) -> Value<'static> {
    let length =
        key.contains("hours") || key.contains("prime") || key.starts_with("rules-turnaround");
    let number = NUMBERS.contains(&name) || chosen_by || (AMOUNTS.contains(&name) && !length);
    let at = datetime!(2026-12-05 14:00);
    match name {
        _ if number && key != "rules-length" => count.into(),
        "length" | "limit" | "used" | "left" | "least" | "most" | "min" | "max" | "week"
        | "month" => t.duration(i64::from(count) * 60).into(),
        "name" => "Айгүл М.".into(),
        "item" | "space" => "Би залы".into(),
        "day" => t.day_month(at.date()).into(),
        "date" | "last" => t.date(date!(2028 - 03 - 29)).into(),
        "dates" => t.days(date!(2026 - 11 - 30), date!(2026 - 12 - 06)).into(),
        "moment" | "until" => t.deadline(at).into(),
        "when" | "offer" | "place" => {
            format!("Би залы, {}", t.when(at, at.replace_hour(16).unwrap())).into()
        }
        "time" | "before" | "after" => t.time(at).into(),
        "status" => t.text("status-expired").into(),
        "rule" => t.text("waive-holiday").into(),
        "layouts" => listed(["Дөңгелене", "Wi-Fi"].iter()).into(),
        "openings" | "times" => "10:00–13:00, 22:00–01:00".into(),
        "phone" => "+7 7212 00 00 01".into(),
        "offset" => "+6".into(),
        "code" => "123456".into(),
        "what" => t
            .with("rules-quota-bookings", &[("count", count.into())])
            .into(),
        _ => "Айгүл".into(),
    }
}

/// Every sentence of a language with every count: its key, the count, what is said.
fn said(language: Language) -> Vec<(&'static str, u32, String)> {
    let t = Translator::new(language).on(date!(2026 - 11 - 23));
    let file = FILES
        .iter()
        .find(|(tag, _)| *tag == language.tag())
        .unwrap()
        .1;
    let mut all = Vec::new();
    for (key, variables) in keys(file) {
        for count in COUNTS {
            let values: Vec<_> = variables
                .iter()
                .map(|name| {
                    let chosen_by = file.contains(&format!("${name} ->"));
                    (*name, value(t, key, name, count, chosen_by))
                })
                .collect();
            all.push((key, count, t.with(key, &values)));
        }
    }
    all
}

fn every() -> impl Iterator<Item = (Language, &'static str, u32, String)> {
    Language::ALL.into_iter().flat_map(|language| {
        let said = said(language).into_iter();
        said.map(move |(key, count, text)| (language, key, count, text))
    })
}

#[test]
fn no_sign_stands_twice_or_alone() {
    for (language, key, _, text) in every() {
        let at = format!("{} {key}: {text}", language.tag());
        assert!(!text.is_empty() && text.trim() == text, "{at}");
        assert!(
            !text.contains(['"', '\'', '\u{202f}']),
            "typed by a machine: {at}"
        );
        // The stop belongs to the name, the comma to the sentence.
        let signs: Vec<char> = text.replace("М.,", "М,").chars().collect();
        for pair in signs.windows(2) {
            let twice = pair.iter().all(|sign| ".,:;!?".contains(*sign));
            assert!(!twice, "two signs: {at}");
            let blanks = pair.iter().all(|sign| sign.is_whitespace());
            assert!(!blanks, "two blanks: {at}");
            let before = pair[0].is_whitespace() && ".,:;!?»”)".contains(pair[1]);
            assert!(!before, "a blank before a sign: {at}");
            let after = "«“(".contains(pair[0]) && pair[1].is_whitespace();
            assert!(!after, "a blank after a sign: {at}");
            if pair[1] == '%' {
                let held = pair[0] == '\u{a0}';
                assert_eq!(held, language != Language::En, "{at}");
            }
        }
        for (open, close) in [('«', '»'), ('“', '”'), ('(', ')')] {
            let of = |sign| text.matches(sign).count();
            assert_eq!(of(open), of(close), "{open}{close}: {at}");
        }
        let dash = if language == Language::Ru {
            " – "
        } else {
            "—"
        };
        let range = text.contains("30 ноября – 6 декабря");
        assert!(
            range || !text.contains(dash),
            "the dash of another language: {at}"
        );
    }
}

/// The words after a number, at most two.
fn after(text: &str, count: u32) -> impl Iterator<Item = [&str; 2]> {
    let words: Vec<&str> = text
        .split([' ', '\u{a0}'])
        .map(|word| word.trim_matches(|sign: char| !sign.is_alphanumeric()))
        .collect();
    let number = count.to_string();
    let at: Vec<usize> = (0..words.len()).filter(|at| words[*at] == number).collect();
    let word = move |at: usize| words.get(at).copied().unwrap_or_default();
    at.into_iter().map(move |at| [word(at + 1), word(at + 2)])
}

#[test]
fn russian_counts_as_russians_do() {
    for (key, count, text) in said(Language::Ru) {
        let form = match (count % 10, count % 100) {
            (1, rest) if rest != 11 => 0,
            (2..=4, rest) if !(12..=14).contains(&rest) => 1,
            _ => 2,
        };
        for [word, _] in after(&text, count) {
            let rows = RUSSIAN.iter().filter(|row| row.contains(&word));
            let mut rows = rows.peekable();
            // `не больше 1 заявки, 2 заявок`; `не больше 5 заявок`.
            let fits = |row: &[&str; 3]| row[form] == word || row[(form + 1).min(2)] == word;
            assert!(
                rows.peek().is_none() || rows.any(fits),
                "{key}, {count}: {text}"
            );
        }
        let one = form == 0;
        for (wrong, when) in [
            ("Осталось ", one),
            ("Остались ", one),
            ("Осталась ", !one),
            ("Остался ", !one),
        ] {
            assert!(
                !(when && text.contains(&format!("{wrong}{count} "))),
                "{key}: {text}"
            );
        }
    }
}

#[test]
fn english_counts_as_the_english_do() {
    for (key, count, text) in said(Language::En) {
        for [one, two] in after(&text, count) {
            let wrong = |forms: &[&str; 2]| {
                let form = forms[usize::from(count == 1)];
                form == one || form == format!("{one} {two}")
            };
            assert!(!ENGLISH.iter().any(wrong), "{key}, {count}: {text}");
        }
    }
}

/// What is counted stands in the singular.
#[test]
fn kazakh_counts_as_kazakhs_do() {
    const MANY: [&str; 6] = ["лар", "лер", "дар", "дер", "тар", "тер"];
    for (key, count, text) in said(Language::Kk) {
        for [word, _] in after(&text, count) {
            assert!(
                !MANY.iter().any(|end| word.ends_with(end)),
                "{key}, {count}: {text}"
            );
        }
    }
}
