//! Invariants: each is in the table, kept at a place that names it, and tested under its name.
//!
//! Source: the table in ARCHITECTURE.md; `uncovered_invariants.txt` lists what is not kept yet.
//! In scope: that the three places agree. Out of scope: whether the test shows what it claims.

use std::collections::BTreeMap;

use super::finding::Finding;
use super::source::Source;

const TABLE: &str = "ARCHITECTURE.md";
const UNCOVERED: &str = "uncovered_invariants.txt";

/// Finds invariants that are neither kept nor listed as uncovered, or both, and unknown ids.
pub fn check(architecture: &str, uncovered: &str, sources: &[Source]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let table = table(architecture);
    let listed = listed(uncovered, &mut findings);
    // Tidy speaks of ids without keeping any.
    let sources: Vec<&Source> = sources.iter().filter(|source| source.krate() != "xtask").collect();
    for (id, line) in &table {
        let kept = sources.iter().any(|source| is_kept_in(source, id));
        let tested = sources.iter().any(|source| is_tested_in(source, id));
        match (kept && tested, listed.get(id)) {
            (true, Some(line)) => {
                let what = format!("`{id}` is kept and tested, and still listed as uncovered");
                findings.push(Finding::error(UNCOVERED, *line, what, "delete the line"));
            }
            (false, None) => {
                let missing = match (kept, tested) {
                    (false, false) => "neither a place that keeps it nor a test",
                    (false, true) => "no comment at the place that keeps it",
                    _ => "no test of its name",
                };
                let what = format!("`{id}` has {missing}, and is not listed as uncovered");
                let remedy = "keep it (comment with the id, test named after it) or list it";
                findings.push(Finding::error(TABLE, *line, what, remedy));
            }
            _ => {}
        }
    }
    let unknown = |id: &str| !table.contains_key(id);
    for (id, line) in listed.iter().filter(|(id, _)| unknown(id)) {
        let what = format!("`{id}` is not in the table");
        findings.push(Finding::error(UNCOVERED, *line, what, "mend the id, or add the row"));
    }
    for source in sources {
        for (n, line) in source.lines.iter().enumerate() {
            for id in ids(&line.comment).into_iter().filter(|id| unknown(id)) {
                let what = format!("`{id}` is not in the table of ARCHITECTURE.md");
                let remedy = "mend the id, or add the row";
                findings.push(Finding::error(&source.path, n + 1, what, remedy));
            }
        }
    }
    findings
}

/// Returns the ids of the rows `| I-AREA-n | …` with their lines.
fn table(architecture: &str) -> BTreeMap<String, usize> {
    let rows = architecture.lines().enumerate().filter(|(_, line)| line.starts_with("| I-"));
    rows.filter_map(|(n, line)| Some((ids(line).into_iter().next()?, n + 1))).collect()
}

/// Returns the ids of the lines `I-AREA-n: reason` with their lines.
fn listed(uncovered: &str, findings: &mut Vec<Finding>) -> BTreeMap<String, usize> {
    let mut listed = BTreeMap::new();
    for (n, line) in uncovered.lines().enumerate() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        match line.split_once(": ") {
            Some((id, reason)) if ids(id) == [id] && !reason.trim().is_empty() => {
                if listed.insert(id.to_string(), n + 1).is_some() {
                    let what = format!("`{id}` is listed twice");
                    findings.push(Finding::error(UNCOVERED, n + 1, what, "delete one line"));
                }
            }
            _ => {
                let what = format!("`{line}` is not `I-AREA-n: reason`");
                findings.push(Finding::error(UNCOVERED, n + 1, what, "write id and reason"));
            }
        }
    }
    listed
}

/// Returns the ids `I-AREA-n` in a text, in order.
fn ids(text: &str) -> Vec<String> {
    let mut ids = Vec::new();
    for (at, _) in text.match_indices("I-") {
        if text[..at].chars().next_back().is_some_and(|c| c.is_alphanumeric() || c == '-') {
            continue;
        }
        let rest = &text[at + 2..];
        let area: String = rest.chars().take_while(char::is_ascii_uppercase).collect();
        let number = rest[area.len()..].strip_prefix('-').unwrap_or_default();
        let number: String = number.chars().take_while(char::is_ascii_digit).collect();
        if !area.is_empty() && !number.is_empty() {
            ids.push(format!("I-{area}-{number}"));
        }
    }
    ids
}

fn is_kept_in(source: &Source, id: &str) -> bool {
    let lines = source.lines.iter().filter(|line| !line.in_test);
    lines.map(|line| ids(&line.comment)).any(|found| found.iter().any(|found| found == id))
}

fn is_tested_in(source: &Source, id: &str) -> bool {
    let name = format!("fn {}", id.to_lowercase().replace('-', "_"));
    let names = |code: &str| {
        let after = code.match_indices(&name).map(|(at, found)| &code[at + found.len()..]);
        after.into_iter().any(|after| after.starts_with(['_', '(']))
    };
    source.lines.iter().any(|line| line.in_test && names(&line.code))
}

#[cfg(test)]
mod tests {
    use super::super::finding::in_short;
    use super::*;

    const PLACE: &str = "// I-LAW-1: the diagram has one effect.\nfn a() {}\n";
    const TEST: &str = "#[cfg(test)]\nmod tests {\n    fn i_law_1_holds() {}\n}\n";

    fn check(architecture: &str, uncovered: &str, text: &str, expect: &[&str]) {
        let sources = [Source::new("crates/law/src/a.rs", text)];
        let found = super::check(architecture, uncovered, &sources);
        assert_eq!(in_short(&found), expect, "{uncovered} {text}");
    }

    #[test]
    fn an_invariant_is_kept_and_tested_or_listed_as_uncovered() {
        let table = "| id | holds |\n|---|---|\n| I-LAW-1 | one effect |\n";
        let listed = "I-LAW-1: no rules yet\n";
        check(table, "", &format!("{PLACE}{TEST}"), &[]);
        check(table, listed, "", &[]);
        check(table, listed, PLACE, &[]);
        let neither = "neither a place that keeps it nor a test, and is not listed as uncovered";
        check(table, "", "", &[&format!("3: `I-LAW-1` has {neither}")]);
        let untested = "3: `I-LAW-1` has no test of its name, and is not listed as uncovered";
        check(table, "", PLACE, &[untested]);
        let placeless = "no comment at the place that keeps it, and is not listed as uncovered";
        check(table, "", TEST, &[&format!("3: `I-LAW-1` has {placeless}")]);
        let both = "1: `I-LAW-1` is kept and tested, and still listed as uncovered";
        check(table, listed, &format!("{PLACE}{TEST}"), &[both]);
    }

    #[test]
    fn only_the_whole_id_counts() {
        let table = "| I-LAW-1 | one effect |\n";
        let listed = "I-LAW-1: no rules yet\n";
        let other = PLACE.replace("LAW-1", "LAW-12");
        check(table, listed, &other, &["1: `I-LAW-12` is not in the table of ARCHITECTURE.md"]);
        let other = TEST.replace("law_1", "law_12");
        let untested = "1: `I-LAW-1` has no test of its name, and is not listed as uncovered";
        check(table, "", &format!("{PLACE}{other}"), &[untested]);
    }

    #[test]
    fn a_list_with_unknown_or_reasonless_lines_is_found() {
        check("", "I-LAW-9: why\n", "", &["1: `I-LAW-9` is not in the table"]);
        check("", "# comment\n\nI-LAW-9\n", "", &["3: `I-LAW-9` is not `I-AREA-n: reason`"]);
        let twice = "I-LAW-1: why\nI-LAW-1: why\n";
        check("| I-LAW-1 | a |\n", twice, "", &["2: `I-LAW-1` is listed twice"]);
    }
}
