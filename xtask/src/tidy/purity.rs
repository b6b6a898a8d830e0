//! Purity of the core: what levels 0–3 cannot reach, and which of its types know no format.
//!
//! In scope: `no_std`, floating point, hashed maps, serde on public types (levels 0–2).
//! Out of scope: what a crate may depend on (`levels`).

use super::finding::Finding;
use super::levels::Levels;
use super::source::Source;

const SERDE_LEVEL_MAX: u8 = 2;

struct Word {
    word: &'static str,
    remedy: &'static str,
}

const IMPURE: [Word; 5] = [
    Word { word: "std::", remedy: "use `core::` or `alloc::`; the core has no machine to reach" },
    Word { word: "f32", remedy: "use integers and say the unit" },
    Word { word: "f64", remedy: "use integers and say the unit" },
    Word { word: "HashMap", remedy: "use `BTreeMap`, whose order is the same everywhere" },
    Word { word: "HashSet", remedy: "use `BTreeSet`, whose order is the same everywhere" },
];

/// Finds impurities in a source of a crate of the core.
pub fn check(source: &Source, levels: &Levels) -> Vec<Finding> {
    let Some(level) = levels.level(source.krate()) else { return Vec::new() };
    if levels.core.level_max < level || !source.path.starts_with("crates/") {
        return Vec::new();
    }
    let mut findings = Vec::new();
    let is_root = source.path == format!("crates/{}/src/lib.rs", source.krate());
    if is_root && !source.lines.iter().any(|line| line.code.trim() == "#![no_std]") {
        let what = format!("`{}` is of level {level} without `#![no_std]`", source.krate());
        let remedy = "add it, with `extern crate alloc`";
        findings.push(Finding::error(&source.path, 1, what, remedy));
    }
    for (n, line) in source.lines.iter().enumerate().filter(|(_, line)| !line.in_test) {
        for word in IMPURE.iter().filter(|word| has_word(&line.code, word.word)) {
            let what = format!("`{}` in the core", word.word);
            findings.push(Finding::error(&source.path, n + 1, what, word.remedy));
        }
    }
    if level <= SERDE_LEVEL_MAX && !is_wire(&source.path) {
        findings.extend(serde_on_public_types(source));
    }
    findings
}

fn has_word(code: &str, word: &str) -> bool {
    let part_of_name = |c: char| c.is_alphanumeric() || c == '_';
    code.match_indices(word).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        let after = code[at + word.len()..].chars().next();
        let ends = word.ends_with(':') || !after.is_some_and(part_of_name);
        !before.is_some_and(part_of_name) && ends
    })
}

fn is_wire(path: &str) -> bool {
    path.ends_with("/wire.rs") || path.contains("/wire/")
}

fn serde_on_public_types(source: &Source) -> Vec<Finding> {
    let code = source.code();
    let mut findings = Vec::new();
    for (at, found) in code.match_indices("derive(") {
        let (derived, rest) = code[at + found.len()..].split_once(')').unwrap_or_default();
        let names = ["Serialize", "Deserialize"];
        if names.iter().any(|name| has_word(derived, name)) && is_public(rest) {
            let line = code[..at].matches('\n').count() + 1;
            let remedy = "derive it on a private type or in `wire.rs`, and convert by hand";
            let what = "serde on a public type of the core";
            findings.push(Finding::error(&source.path, line, what, remedy));
        }
    }
    findings
}

/// Says whether the item after a derive list is `pub`; other attributes may stand between.
fn is_public(rest: &str) -> bool {
    let rest = rest.trim_start_matches(|c: char| c == ']' || c.is_whitespace());
    match rest.strip_prefix("#[") {
        Some(attribute) => attribute.split_once(']').is_some_and(|(_, after)| is_public(after)),
        None => rest.starts_with("pub "),
    }
}

#[cfg(test)]
mod tests {
    use super::super::finding::in_short;
    use super::*;

    fn check(path: &str, text: &str, expect: &[&str]) {
        let levels = Levels::parse(
            "[crates.law]\nlevel = 1\nmay_use = []\n[crates.seal]\nlevel = 3\nmay_use = []\n\
             [crates.desk]\nlevel = 5\nmay_use = []\n[core]\nlevel_max = 3\ndev_outside = []\n\
             [clock]\nmay_read = []\n[sizes]\nexempt = []\n",
        );
        let found = super::check(&Source::new(path, text), &levels.unwrap());
        assert_eq!(in_short(&found), expect, "{text}");
    }

    #[test]
    fn the_core_is_no_std() {
        let root = "crates/law/src/lib.rs";
        check(root, "#![no_std]\nextern crate alloc;\n#[cfg(test)]\nextern crate std;\n", &[]);
        check(root, "mod a;\n", &["1: `law` is of level 1 without `#![no_std]`"]);
        check("crates/law/src/a.rs", "use std::fs;\n", &["1: `std::` in the core"]);
        check("crates/law/src/a.rs", "#[cfg(test)]\nmod tests {\n  use std::fs;\n}\n", &[]);
        check("crates/law/src/a.rs", "use nostd::fs;\n", &[]);
        check("crates/desk/src/lib.rs", "use std::fs;\n", &[]);
    }

    #[test]
    fn the_core_has_no_floats_and_no_hashed_order() {
        let file = "crates/seal/src/a.rs";
        check(file, "fn a(b: f64) {}\n", &["1: `f64` in the core"]);
        check(file, "fn a(b: &HashMap<c, d>) {}\n", &["1: `HashMap` in the core"]);
        check(file, "fn a(df64: u8) {} // f64\n", &[]);
    }

    #[test]
    fn public_types_of_the_core_know_no_format() {
        let found = "1: serde on a public type of the core";
        let file = "crates/law/src/a.rs";
        check(file, "#[derive(Debug, Deserialize)]\npub struct A;\n", &[found]);
        check(file, "#[derive(serde::Serialize)]\n#[a(b)]\n/// C.\npub enum A {}\n", &[found]);
        check(file, "#[derive(Debug, Deserialize)]\nstruct A;\n", &[]);
        check(file, "#[derive(Debug)]\npub struct Serialize;\n", &[]);
        check("crates/law/src/wire.rs", "#[derive(Deserialize)]\npub struct A;\n", &[]);
        check("crates/law/src/wire/rule.rs", "#[derive(Deserialize)]\npub struct A;\n", &[]);
    }
}
