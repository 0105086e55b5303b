//! The house rules that a compiler does not hold, read from the sources.

mod gate;
mod uses;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// The rooms of the house, from the ground up. A room takes from rooms below it; never from one beside or above it.
const FLOORS: [&[&str]; 20] = [
    &["refusal", "slot", "zone", "clock", "ical"],
    &["error", "text", "recurrence", "urls"],
    &["db", "i18n"],
    &["config", "venue"],
    &["memory"],
    &["app", "private", "telemetry"],
    &["mail", "idempotency"],
    &["account"],
    &["http", "rules"],
    &["quota"],
    &["ledger"],
    &["booking", "calendar", "import"],
    &["series", "closure"],
    &["inbox"],
    &["web", "api"],
    &["server", "jobs"],
    &["serve"],
    &["lib"],
    &["people"],
    &["main"],
];

const LONGEST_FILE: usize = 500;

/// Files that decide by what they are given: no database, no web, no runtime, no clock.
const PURE: [&str; 58] = [
    "src/ledger/change.rs",
    "src/ledger/closed.rs",
    "src/ledger/delta.rs",
    "src/ledger/expire.rs",
    "src/ledger/held_offer.rs",
    "src/ledger/occupancy.rs",
    "src/booking/decide/",
    "src/booking/message.rs",
    "src/booking/possible.rs",
    "src/booking/replace.rs",
    "src/booking/request/ask.rs",
    "src/booking/request/new.rs",
    "src/booking/request/draft.rs",
    "src/booking/request/plan.rs",
    "src/booking/request/quota.rs",
    "src/booking/request/input.rs",
    "src/series/add.rs",
    "src/series/alter/",
    "src/series/answer_time.rs",
    "src/series/create.rs",
    "src/series/decide/",
    "src/series/new.rs",
    "src/series/room.rs",
    "src/series/seen.rs",
    "src/series/evaluate.rs",
    "src/series/whole.rs",
    "src/closure/close.rs",
    "src/closure/resolution.rs",
    "src/closure/restore.rs",
    "src/closure/hits.rs",
    "src/closure/plan.rs",
    "src/closure/planned.rs",
    "src/closure/input.rs",
    "src/booking/alter/alteration.rs",
    "src/booking/alter/altered.rs",
    "src/booking/alter/details.rs",
    "src/booking/alter/proposal.rs",
    "src/refusal/",
    "src/rules/",
    "src/recurrence.rs",
    "src/slot.rs",
    "src/text.rs",
    "src/venue/find.rs",
    "src/venue/hours.rs",
    "src/venue/hours/",
    "src/import/file/",
    "src/venue/spelling.rs",
    "src/memory/pace.rs",
    "src/memory/strangers.rs",
    "src/account/actor.rs",
    "src/account/token.rs",
    "src/mail/compose.rs",
    "src/mail/line.rs",
    "src/mail/digest.rs",
    "src/mail/wording.rs",
    "src/ical.rs",
    "src/urls.rs",
    "src/zone.rs",
];

/// Where SQL may stand, and who may name the database without speaking it.
const SPEAKS_SQL: [&str; 9] = [
    "src/db/",
    "src/account/store/",
    "src/ledger/store/",
    "src/venue/store.rs",
    "src/venue/store/",
    "src/mail/outbox.rs",
    "src/mail/outbox/",
    "src/idempotency.rs",
    // Passes on the connection that it is given, so that offers can be looked for inside a transaction and outside.
    "src/ledger/alternatives.rs",
];

/// Types whose methods stand in more than two files: each door of the database beside what it opens, and what a translator says
/// beside its words.
const IN_MANY_FILES: [&str; 2] = ["Db", "Translator"];

struct Source {
    path: String,
    text: String,
}

impl Source {
    fn is_in(&self, places: &[&str]) -> bool {
        places.iter().any(|place| {
            self.path == *place || place.ends_with('/') && self.path.starts_with(place)
        })
    }

    fn is_test(&self) -> bool {
        self.path.contains("/tests/")
            || self.path.ends_with("/tests.rs")
            || self.path.starts_with("tests/")
    }

    /// The code without its comments and without the tests at its end.
    fn code(&self) -> String {
        let product = self.text.split("#[cfg(test)]\nmod tests {").next().unwrap();
        let lines = product
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"));
        lines.collect::<Vec<_>>().join("\n")
    }

    /// Whether the code names this crate or module at the beginning of a path.
    fn names(&self, what: &str) -> bool {
        let code = self.code();
        code.match_indices(what).any(|(at, _)| {
            let before = code[..at].chars().next_back();
            let after = code[at + what.len()..].chars().next();
            let inside = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
            !inside(before) && !inside(after)
        })
    }

    /// What `use` and paths take from this crate: `crate::a::b` and the members of `use crate::{a, b::c}`.
    fn takes(&self, module: &str) -> bool {
        let code: String = self.code().split_whitespace().collect();
        let direct = format!("crate::{module}");
        let ends = |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_');
        if code
            .match_indices(&direct)
            .any(|(at, found)| ends(&code[at + found.len()..]))
        {
            return true;
        }
        code.split("usecrate::{").skip(1).any(|group| {
            let mut depth = 0;
            let mut member = String::new();
            for c in group.chars() {
                match c {
                    '{' => depth += 1,
                    '}' if depth == 0 => break,
                    '}' => depth -= 1,
                    ',' if depth == 0 => {
                        if member.strip_prefix(module).is_some_and(ends) {
                            return true;
                        }
                        member.clear();
                        continue;
                    }
                    _ => {}
                }
                member.push(c);
            }
            member.strip_prefix(module).is_some_and(ends)
        })
    }
}

fn sources(folder: &str) -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (mut found, mut folders) = (Vec::new(), vec![root.join(folder)]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path: PathBuf = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(Source {
                    text: fs::read_to_string(&path).unwrap(),
                    path: path
                        .strip_prefix(root)
                        .unwrap()
                        .to_str()
                        .unwrap()
                        .to_owned(),
                });
            }
        }
    }
    found
}

fn product() -> Vec<Source> {
    let mut all = sources("src");
    all.retain(|source| !source.is_test());
    all
}

#[test]
fn what_decides_is_pure() {
    let all = product();
    for place in PURE {
        assert!(
            all.iter().any(|source| source.is_in(&[place])),
            "{place} is gone"
        );
    }
    for source in all.iter().filter(|source| source.is_in(&PURE)) {
        for impure in ["sea_orm", "axum", "tokio", "now_utc", "SystemTime::now"] {
            assert!(!source.names(impure), "{} names {impure}", source.path);
        }
        for module in ["clock", "db", "app", "config", "http", "api", "web"] {
            // Asks a transaction for nothing: a reason told by the database is an error like others.
            assert!(!source.takes(module), "{} takes {module}", source.path);
        }
    }
}

#[test]
fn rooms_take_from_below() {
    let room = |file: &str| {
        let first = file.split('/').next().unwrap_or(file);
        first.trim_end_matches(".rs").to_owned()
    };
    let floor = |room: &str| {
        let found = FLOORS.iter().position(|rooms| rooms.contains(&room));
        found.unwrap_or_else(|| panic!("the room {room} stands on no floor"))
    };
    for (file, taken) in uses::arrows(&product()) {
        for from in taken {
            let (own, other) = (room(&file), room(&from));
            let below = own == other || floor(&other) < floor(&own);
            assert!(below, "{file} takes from {from}");
        }
    }
}

#[test]
fn no_file_stands_in_a_circle() {
    let circles = uses::circles(&uses::arrows(&product()));
    assert!(circles.is_empty(), "{circles:#?}");
}

#[test]
fn only_stores_speak_sql() {
    for source in product() {
        assert!(
            source.is_in(&SPEAKS_SQL) || !source.names("sea_orm"),
            "{} names sea_orm",
            source.path
        );
        for word in ["SELECT ", "INSERT INTO", "UPDATE ", "DELETE FROM"] {
            assert!(
                source.is_in(&SPEAKS_SQL) || !source.code().contains(word),
                "{} speaks SQL",
                source.path
            );
        }
    }
}

#[test]
fn the_methods_of_a_type_stand_in_two_files_at_most() {
    let (mut defined, mut given) = (BTreeMap::new(), BTreeMap::new());
    let name = |rest: &str| -> String {
        let rest = rest.split_once("> ").map_or(rest, |(generics, after)| {
            if generics.starts_with('<') {
                after
            } else {
                rest
            }
        });
        rest.chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect()
    };
    for source in product() {
        for line in source.code().lines() {
            let public = line
                .trim_start_matches("pub ")
                .trim_start_matches("pub(crate) ");
            for kind in ["struct ", "enum "] {
                if let Some(rest) = public.strip_prefix(kind) {
                    *defined.entry(name(rest)).or_insert(0) += 1;
                }
            }
            let inherent = line
                .strip_prefix("impl")
                .filter(|rest| !rest.contains(" for "));
            if let Some(rest) = inherent {
                let files: &mut BTreeSet<String> =
                    given.entry(name(rest.trim_start())).or_default();
                files.insert(source.path.clone());
            }
        }
    }
    assert!(given.contains_key("Catalogue") && defined.contains_key("Catalogue"));
    for (of, files) in given {
        let is_one = defined.get(&of) == Some(&1);
        let many = files.len() > 2 && !IN_MANY_FILES.contains(&of.as_str());
        assert!(!(is_one && many), "{of} has methods in {files:?}");
    }
}

#[test]
fn pages_and_api_know_use_cases_and_not_each_other() {
    for source in product() {
        let (web, api) = (
            source.path.starts_with("src/web/"),
            source.path.starts_with("src/api/"),
        );
        if web || api {
            assert!(
                !source.takes(if web { "api" } else { "web" }),
                "{}",
                source.path
            );
            assert!(
                !source.code().contains("store::"),
                "{} reaches into a store",
                source.path
            );
            assert!(!source.names("sea_orm"), "{}", source.path);
            for decides in ["lifecycle", "permit"] {
                assert!(
                    !source.names(decides),
                    "{} asks {decides}; what is possible, booking::possible says",
                    source.path
                );
            }
        } else if ![
            "src/server/mod.rs",
            "src/server/layers.rs",
            "src/main.rs",
            "src/lib.rs",
        ]
        .contains(&source.path.as_str())
        {
            assert!(
                !source.takes("web") && !source.takes("api"),
                "{} knows who asks",
                source.path
            );
        }
    }
}

#[test]
fn only_one_file_reads_the_clock_and_one_the_zones() {
    for source in product() {
        for word in ["now_utc", "SystemTime::now", "Timestamp::now", "now_v7"] {
            let here = source.path == "src/clock.rs";
            assert!(
                here || !source.code().contains(word),
                "{} reads the clock",
                source.path
            );
        }
        assert!(
            source.path == "src/zone.rs" || !source.names("jiff"),
            "{} names jiff",
            source.path
        );
    }
}

#[test]
fn files_tell_one_story() {
    let mut lengths = Vec::new();
    for source in ["src", "entity/src", "migration/src", "tests"]
        .into_iter()
        .flat_map(sources)
    {
        let lines = source.text.lines().count();
        assert!(lines <= LONGEST_FILE, "{} has {lines} lines", source.path);
        for name in ["util", "helper", "common", "misc"] {
            assert!(
                !source.path.contains(name),
                "{} says nothing of what it holds",
                source.path
            );
        }
        lengths.push(lines);
    }
    lengths.sort_unstable();
    assert!(
        lengths[lengths.len() / 2] <= 160,
        "the median file has {} lines",
        lengths[lengths.len() / 2]
    );
}

#[test]
fn the_reader_of_use_lines_reads_them() {
    let of = |text: &str| Source {
        path: String::new(),
        text: text.to_owned(),
    };
    let group = of("use crate::{\n    app::App,\n    db::{self, Tx},\n    web,\n};");
    assert!(group.takes("app") && group.takes("db") && group.takes("web"));
    assert!(!group.takes("api") && !group.takes("ap") && !group.takes("self"));
    assert!(of("let x = crate::clock::Clock;").takes("clock"));
    assert!(of("fn f() -> axum::Router {}").names("axum") && !of("axum_extra::x").names("axum"));
    assert!(!of("// axum\nfn f() {}").names("axum"));
}
