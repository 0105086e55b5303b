//! Which file takes from which: read from `use` lines and from paths that begin with `crate`, `super` or `self`, or with the
//! name of a module that a `use` line brought in. A path leads to the deepest file that it names, so what a folder's `mod.rs`
//! passes on is taken from `mod.rs`.

use std::collections::{BTreeMap, BTreeSet};

use super::Source;

/// A module as its names from the root.
type Module = Vec<String>;

/// The files of `src`, each with those that it takes from, by path without `src/`.
pub fn arrows(all: &[Source]) -> BTreeMap<String, BTreeSet<String>> {
    let file = |source: &Source| source.path.trim_start_matches("src/").to_owned();
    let modules: BTreeMap<Module, String> = all
        .iter()
        .filter(|source| source.path != "src/main.rs")
        .map(|source| (module_of(&file(source)), file(source)))
        .collect();
    let taken = |source: &Source| {
        let reader = Reader {
            here: module_of(&file(source)),
            modules: &modules,
        };
        let mut taken = reader.files(&without_text(&source.code()));
        taken.remove(&file(source));
        (file(source), taken)
    };
    all.iter().map(taken).collect()
}

fn module_of(file: &str) -> Module {
    let mut names: Module = file
        .trim_end_matches(".rs")
        .split('/')
        .map(str::to_owned)
        .collect();
    if names.last().is_some_and(|last| last == "mod") {
        names.pop();
    }
    if names == ["lib"] || names == ["main"] {
        names.clear();
    }
    names
}

struct Reader<'a> {
    here: Module,
    modules: &'a BTreeMap<Module, String>,
}

impl Reader<'_> {
    fn files(&self, code: &str) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        let mut local: BTreeMap<String, Module> = BTreeMap::new();
        let mut rest = String::new();
        for statement in code.split_inclusive(';') {
            match use_line(statement) {
                Some((before, tree)) => {
                    rest.push_str(before);
                    for (path, name) in leaves(tree) {
                        let Some(path) = self.absolute(&path) else {
                            continue;
                        };
                        found.extend(self.deepest(&path));
                        local.insert(name, path);
                    }
                }
                None => rest.push_str(statement),
            }
        }
        for path in paths(&rest) {
            let known = local.get(&path[0]);
            let known = known.filter(|module| self.modules.contains_key(*module));
            let path = match known {
                Some(module) => Some([&module[..], &path[1..]].concat()),
                None => self.absolute(&path),
            };
            found.extend(path.and_then(|path| self.deepest(&path)));
        }
        found
    }

    /// None for what is of another crate.
    fn absolute(&self, path: &[String]) -> Option<Module> {
        let first = path.first()?.as_str();
        if first == "crate" || first == "jastar" {
            return Some(path[1..].to_vec());
        }
        let mut base = self.here.clone();
        let up = path
            .iter()
            .take_while(|name| ["super", "self"].contains(&name.as_str()));
        let up: Vec<&String> = up.collect();
        if up.is_empty() {
            let child = [&base[..], &path[..1]].concat();
            return self
                .modules
                .contains_key(&child)
                .then(|| [&base[..], path].concat());
        }
        for name in &up {
            if *name == "super" {
                base.pop();
            }
        }
        Some([&base[..], &path[up.len()..]].concat())
    }

    fn deepest(&self, path: &[String]) -> Option<String> {
        let mut depths = (0..=path.len()).rev();
        let found = depths.find_map(|depth| self.modules.get(&path[..depth]));
        found.cloned()
    }
}

/// What stands before a `use` line, and its tree. None for any other statement.
fn use_line(statement: &str) -> Option<(&str, &str)> {
    let at = statement.rmatch_indices("use ").find(|(at, _)| {
        let before = statement[..*at].trim_end();
        let begins = before.is_empty() || before.ends_with([';', '{', '}', ')', ']', '"']);
        begins || before.ends_with("pub")
    })?;
    let tree = statement[at.0 + 4..].trim_end_matches(';');
    Some((&statement[..at.0], tree))
}

/// Every path of a `use` tree, with the name under which it is known.
fn leaves(tree: &str) -> Vec<(Vec<String>, String)> {
    let mut found = Vec::new();
    branch(&[], tree, &mut found);
    found
}

fn branch(before: &[String], tree: &str, found: &mut Vec<(Vec<String>, String)>) {
    let tree = tree.trim();
    if tree.is_empty() {
        return;
    }
    let names = |text: &str| -> Vec<String> {
        let names = text.split("::").map(str::trim);
        names
            .filter(|name| !name.is_empty())
            .map(str::to_owned)
            .collect()
    };
    if let Some((head, group)) = tree.split_once('{') {
        let before = [before, &names(head)].concat();
        let group = group.trim_end().trim_end_matches('}');
        let (mut depth, mut member) = (0, String::new());
        for c in group.chars().chain([',']) {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 0 => {
                    branch(&before, &std::mem::take(&mut member), found);
                    continue;
                }
                _ => {}
            }
            member.push(c);
        }
        return;
    }
    let (path, alias) = tree.split_once(" as ").unwrap_or((tree, ""));
    let mut path = [before, &names(path)].concat();
    if path
        .last()
        .is_some_and(|last| last == "self" || last == "*")
        && path.len() > 1
    {
        path.pop();
    }
    let Some(last) = path.last().cloned() else {
        return;
    };
    let name = if alias.is_empty() {
        last
    } else {
        alias.trim().to_owned()
    };
    found.push((path, name));
}

/// Every path of two names or more.
fn paths(code: &str) -> Vec<Vec<String>> {
    let is_name = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    let words = code.split(|c: char| !is_name(c));
    let paths = words.map(|word| -> Vec<String> {
        let names = word.split("::");
        names
            .take_while(|name| !name.is_empty())
            .map(str::to_owned)
            .collect()
    });
    paths.filter(|path| path.len() > 1).collect()
}

/// The code without what stands in quotes.
fn without_text(code: &str) -> String {
    let (mut out, mut rest) = (String::new(), code);
    while let Some(at) = rest.find('"') {
        out.push_str(&rest[..at]);
        let raw = rest[..at].ends_with("r#");
        let after = &rest[at + 1..];
        let mut ends = after.char_indices();
        let mut escaped = false;
        let end = if raw {
            after.find("\"#")
        } else {
            let end = ends.find(|(_, c)| {
                let ends = *c == '"' && !escaped;
                escaped = *c == '\\' && !escaped;
                ends
            });
            end.map(|(at, _)| at)
        };
        rest = &after[end.map_or(after.len(), |end| end + 1)..];
    }
    out.push_str(rest);
    out
}

/// Files that can be reached from one another, those of each circle together.
pub fn circles(arrows: &BTreeMap<String, BTreeSet<String>>) -> Vec<BTreeSet<String>> {
    let reaches: BTreeMap<&String, BTreeSet<&String>> = arrows
        .keys()
        .map(|from| {
            let (mut seen, mut ahead) = (BTreeSet::new(), vec![from]);
            while let Some(file) = ahead.pop() {
                for next in arrows.get(file).into_iter().flatten() {
                    if seen.insert(next) {
                        ahead.push(next);
                    }
                }
            }
            (from, seen)
        })
        .collect();
    let mut circles: BTreeSet<BTreeSet<String>> = BTreeSet::new();
    for (file, reached) in &reaches {
        if !reached.contains(file) {
            continue;
        }
        let back = reached.iter().filter(|other| {
            reaches
                .get(**other)
                .is_some_and(|theirs| theirs.contains(file))
        });
        circles.insert(back.map(|other| (*other).clone()).collect());
    }
    circles.into_iter().collect()
}

#[test]
fn circles_and_paths_are_found() {
    let source = |path: &str, text: &str| Source {
        path: path.to_owned(),
        text: text.to_owned(),
    };
    let all = [
        source("src/lib.rs", "pub mod a;\npub mod b;"),
        source("src/a/mod.rs", "pub mod c;\npub use c::C;"),
        source(
            "src/a/c.rs",
            "use crate::{b::{self, B}, x,};\nfn f() { \"crate::a::C\"; }",
        ),
        source("src/b.rs", "fn f() -> crate::a::C { super::a::c::g() }"),
    ];
    let arrows = arrows(&all);
    let taken = |file: &str| arrows[file].iter().cloned().collect::<Vec<_>>();
    assert_eq!(taken("a/mod.rs"), ["a/c.rs"]);
    assert_eq!(taken("a/c.rs"), ["b.rs", "lib.rs"]);
    assert_eq!(taken("b.rs"), ["a/c.rs", "a/mod.rs"]);
    let circle = ["a/c.rs", "a/mod.rs", "b.rs"].map(str::to_owned);
    assert_eq!(circles(&arrows), [BTreeSet::from(circle)]);
}
