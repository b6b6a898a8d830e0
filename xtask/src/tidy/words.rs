//! Words that mark a stub, a hidden failure, a skipped test or a clock read in the wrong place.
//!
//! In scope: code outside comments and strings, and marks of unfinished work inside comments.
//! Out of scope: `unsafe` and lints, which the compiler forbids.

use super::finding::Finding;
use super::source::{Line, Source};

struct Word {
    word: &'static str,
    allowed_in_tests: bool,
    remedy: &'static str,
}

const WORDS: [Word; 7] = [
    banned("todo!", "finish it, or leave it out and say so"),
    banned("unimplemented!", "finish it, or leave it out and say so"),
    banned("dbg!", "remove it"),
    banned("#[ignore", "make the test run always, or delete it"),
    banned("should_panic", "test the condition that the assertion guards"),
    banned("thread::sleep", "wait for the event itself"),
    Word {
        word: ".unwrap()",
        allowed_in_tests: true,
        remedy: "return the error, or `expect` with the reason it cannot fail",
    },
];

const CLOCKS: [&str; 2] = ["Instant::now", "SystemTime"];

// Written in two pieces, so that this file does not find itself.
const UNFINISHED: [&str; 2] = [concat!("TO", "DO"), concat!("FIX", "ME")];

const fn banned(word: &'static str, remedy: &'static str) -> Word {
    Word { word, allowed_in_tests: false, remedy }
}

/// Finds banned words; `clock_readers` names the crates that may read a clock.
pub fn check(source: &Source, clock_readers: &[String]) -> Vec<Finding> {
    let reads_clock = clock_readers.iter().any(|name| name == source.krate());
    let mut findings = Vec::new();
    for (n, line) in source.lines.iter().enumerate() {
        let words = in_line(line).map(|word| (word.word, word.remedy));
        let clock = CLOCKS.iter().filter(|word| !reads_clock && line.code.contains(**word));
        let clock = clock.map(|word| (*word, "take the time as an argument, from desk's Clock"));
        let marks = UNFINISHED.iter().filter(|word| line.comment.contains(**word));
        let marks = marks.map(|word| (*word, "do it, or write it into the issue"));
        for (word, remedy) in words.chain(clock).chain(marks) {
            findings.push(Finding::error(&source.path, n + 1, format!("`{word}`"), remedy));
        }
    }
    findings
}

fn in_line(line: &Line) -> impl Iterator<Item = &'static Word> {
    WORDS.iter().filter(|word| !(word.allowed_in_tests && line.in_test)).filter(|word| {
        let before = |at: usize| line.code[..at].chars().next_back();
        let part_of_name = |c: char| c.is_alphanumeric() || c == '_';
        let whole = |at: usize| {
            !word.word.starts_with(char::is_alphabetic) || !before(at).is_some_and(part_of_name)
        };
        line.code.match_indices(word.word).any(|(at, _)| whole(at))
    })
}

#[cfg(test)]
mod tests {
    use super::super::finding::in_short;
    use super::*;

    fn check(path: &str, text: &str, expect: &[&str]) {
        let found = super::check(&Source::new(path, text), &["desk".to_string()]);
        assert_eq!(in_short(&found), expect, "{text}");
    }

    #[test]
    fn stubs_and_skipped_tests_are_found_in_code_only() {
        check("a.rs", "fn a() { todo!() }\n", &["1: `todo!`"]);
        check("a.rs", "fn a() { unimplemented!(\"b\") }\n", &["1: `unimplemented!`"]);
        check("a.rs", "// todo!\nf(\"dbg!\");\n", &[]);
        check("a.rs", "fn a() { not_a_todo!() }\n", &[]);
        check("a.rs", "#[test]\n#[ignore = \"slow\"]\nfn a() {}\n", &["2: `#[ignore`"]);
        check("a.rs", "#[test]\n#[should_panic]\nfn a() {}\n", &["2: `should_panic`"]);
        check("a.rs", "fn a() { std::thread::sleep(b); }\n", &["1: `thread::sleep`"]);
    }

    #[test]
    fn unwrap_is_for_tests() {
        check("a.rs", "fn a() { b.unwrap() }\n", &["1: `.unwrap()`"]);
        check("a.rs", "fn a() { b.unwrap_or(c) }\n", &[]);
        check("a.rs", "#[cfg(test)]\nmod tests { fn a() { b.unwrap() } }\n", &[]);
        check("crates/a/tests/b.rs", "fn a() { b.unwrap() }\n", &[]);
    }

    #[test]
    fn only_the_named_crates_read_a_clock() {
        check("crates/law/src/a.rs", "let a = Instant::now();\n", &["1: `Instant::now`"]);
        check("crates/law/src/a.rs", "use std::time::SystemTime;\n", &["1: `SystemTime`"]);
        check("crates/desk/src/a.rs", "let a = Instant::now();\n", &[]);
    }

    #[test]
    fn marks_of_unfinished_work_are_found_in_comments() {
        let mark = concat!("TO", "DO");
        check("a.rs", &format!("// {mark}: more\n"), &[&format!("1: `{mark}`")]);
        check("a.rs", &format!("f(\"{mark}\");\n"), &[]);
    }
}
