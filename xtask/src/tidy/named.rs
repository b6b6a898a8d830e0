//! Files that the map of the house names, and what it says of a crate's code, are there.
//!
//! In scope: what stands in backticks in ARCHITECTURE.md and has the form of a source file
//! (`house.rs`, `serve/witnesses.rs`, `*_words.rs`) or of an item of ours (`paper::read`). Out of
//! scope: whether the sentence about it is true; a reader judges that.

use std::collections::BTreeSet;

use super::finding::Finding;
use super::source::Source;
use super::workspace::Member;

const MAP: &str = "ARCHITECTURE.md";

/// Endings of files that a program is made of; other names in backticks may be of made files.
const ENDINGS: [&str; 7] = [".rs", ".c", ".py", ".sh", ".toml", ".md", ".cddl"];

/// Finds names of files and items that are not there. Below the heading of a room a file is looked
/// for in that room first by its last parts, and everywhere by its whole path.
pub fn check(
    architecture: &str,
    paths: &[&str],
    sources: &[Source],
    members: &[Member],
) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut room = None;
    for (n, line) in architecture.lines().enumerate() {
        if line.starts_with('#') {
            let name = line.strip_prefix("### ").and_then(|rest| rest.split(" · ").next());
            room = members.iter().find(|member| Some(member.name.as_str()) == name);
        }
        for named in line.split('`').skip(1).step_by(2) {
            let below = room.map_or("", |room| room.folder.as_str());
            if is_file(named) && !paths.iter().any(|path| fits(path, named, below)) {
                let place = room.map_or("the repository".into(), |room| format!("`{}`", room.name));
                let what = format!("`{named}` is no file of {place}");
                let remedy = "name the file that does it now, or the folder if it is elsewhere";
                findings.push(Finding::error(MAP, n + 1, what, remedy));
            }
            if let Some((krate, item)) = item(named, members)
                && !has_word(sources, krate, item)
            {
                let what = format!("`{named}`: `{krate}` has no `{item}`");
                let remedy = "name what does it now";
                findings.push(Finding::error(MAP, n + 1, what, remedy));
            }
        }
    }
    findings
}

fn is_file(named: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-./*".contains(c);
    let ending = ENDINGS.iter().find_map(|ending| named.strip_suffix(ending));
    ending.is_some_and(|stem| !stem.is_empty()) && named.chars().all(plain)
}

/// Whether a path ends in the parts that are named, below a folder, or is what is named.
fn fits(path: &str, named: &str, below: &str) -> bool {
    let inside =
        path.strip_prefix(below).is_some_and(|rest| below.is_empty() || rest.starts_with('/'));
    let parts = |text: &str| text.split('/').rev().map(str::to_string).collect::<Vec<_>>();
    let (have, want) = (parts(path), parts(named));
    let ends = want.len() <= have.len() && want.iter().zip(&have).all(|(w, h)| is_like(h, w));
    ends && (inside || want.len() == have.len())
}

/// Whether a name fits a pattern, in which one `*` stands for anything.
fn is_like(name: &str, pattern: &str) -> bool {
    match pattern.split_once('*') {
        None => name == pattern,
        Some((begin, end)) => {
            let rest = name.strip_prefix(begin);
            rest.is_some_and(|rest| rest.ends_with(end))
        }
    }
}

/// Returns crate and last name of `crate::…::name`, if the crate is ours.
fn item<'a>(named: &'a str, members: &'a [Member]) -> Option<(&'a str, &'a str)> {
    let (krate, rest) = named.split_once("::")?;
    let last = rest.rsplit("::").next()?;
    let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let ours = members.iter().any(|member| member.name == krate);
    (ours && last.chars().all(word)).then_some((krate, last))
}

fn has_word(sources: &[Source], krate: &str, word: &str) -> bool {
    let of_it = sources.iter().filter(|source| source.krate() == krate);
    let lines = of_it.flat_map(|source| &source.lines).filter(|line| !line.in_test);
    let words: BTreeSet<&str> = lines
        .flat_map(|line| line.code.split(|c: char| !c.is_ascii_alphanumeric() && c != '_'))
        .collect();
    words.contains(word)
}

#[cfg(test)]
mod tests {
    use super::super::finding::in_short;
    use super::*;

    const PATHS: [&str; 5] = [
        "crates/desk/src/house.rs",
        "crates/desk/src/law_words.rs",
        "crates/cli/src/commands/serve/witnesses.rs",
        "crates/paper/src/sheet.rs",
        "scripts/test.sh",
    ];

    fn check(architecture: &str, expect: &[&str]) {
        let member = |name: &str| Member {
            name: name.to_string(),
            folder: format!("crates/{name}"),
            edges: vec![],
        };
        let members = ["desk", "cli", "paper"].map(member);
        let sources = [Source::new("crates/paper/src/sheet.rs", "//! A.\npub fn read() {}\n")];
        let found = super::check(architecture, &PATHS, &sources, &members);
        assert_eq!(in_short(&found), expect, "{architecture}");
    }

    #[test]
    fn a_file_that_the_map_names_is_there() {
        check("see `house.rs` and `crates/desk/src/house.rs`, `scripts/test.sh`", &[]);
        check("by `serve/witnesses.rs`, `*_words.rs`, `law*.rs`", &[]);
        check("a\nin `mansion.rs`", &["2: `mansion.rs` is no file of the repository"]);
        check("in `*_worms.rs`", &["1: `*_worms.rs` is no file of the repository"]);
        check(
            "`ouse.rs`, `desk/house.rs`",
            &[
                "1: `ouse.rs` is no file of the repository",
                "1: `desk/house.rs` is no file of the repository",
            ],
        );
        check("`.dengji`, `A.B`, `rows`, `house.rs is`", &[]);
    }

    #[test]
    fn below_the_heading_of_a_room_a_file_is_in_that_room() {
        check("### desk · level 5 · built\n`house.rs`, `src/house.rs`", &[]);
        check("### cli · level 6 · built\n`house.rs`", &["2: `house.rs` is no file of `cli`"]);
        check("### cli · level 6 · built\n`crates/desk/src/house.rs`", &[]);
        check("### cli · level 6 · built\n## Next\n`house.rs`", &[]);
    }

    #[test]
    fn an_item_of_ours_that_the_map_names_is_there() {
        check("`paper::read`, `std::read_results`, `Store::commit`", &[]);
        check(
            "`paper::read_results`",
            &["1: `paper::read_results`: `paper` has no `read_results`"],
        );
    }
}
