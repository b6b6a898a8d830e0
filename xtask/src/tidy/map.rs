//! The code map of ARCHITECTURE.md against the workspace: every room has an entry and a true mark.
//!
//! In scope: headings of the form `### name · level N · built so far` or `… · not built yet`.
//! Out of scope: what the entries say; a reader judges that.

use super::finding::Finding;
use super::levels::Levels;
use super::workspace::Member;

const MAP: &str = "ARCHITECTURE.md";
const NOT_BUILT: &str = "not built yet";

/// Finds rooms without an entry, with a wrong level, or with a mark that is no longer true.
pub fn check(architecture: &str, levels: &Levels, members: &[Member]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for name in levels.crates.keys() {
        let heading = architecture.lines().enumerate().find_map(|(n, line)| {
            let rest = line.strip_prefix("### ")?.strip_prefix(name.as_str())?;
            Some((n + 1, rest.strip_prefix(" · ")?))
        });
        let Some((line, rest)) = heading else {
            let what = format!("the code map has no entry `### {name} · level N · …`");
            findings.push(Finding::error(MAP, 1, what, "say what the room is for"));
            continue;
        };
        let level = levels.level(name).map_or("development".to_string(), |level| match level {
            8 => "development".to_string(),
            level => format!("level {level}"),
        });
        if rest.split(" · ").next() != Some(level.as_str()) {
            let what = format!("`{name}` stands in levels.toml as {level}");
            findings.push(Finding::error(MAP, line, what, "make the two agree"));
        }
        let built = members.iter().any(|member| member.name == *name);
        if built == rest.ends_with(NOT_BUILT) {
            let state = if built { "exists" } else { "does not exist" };
            let what = format!("`{name}` {state}, and its entry says otherwise");
            findings.push(Finding::warning(MAP, line, what, "bring the entry up to date"));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::super::finding::in_short;
    use super::*;

    fn check(architecture: &str, built: bool, expect: &[&str]) {
        let levels = "[crates.law]\nlevel = 1\nmay_use = []\n[core]\nlevel_max = 3\n\
                      dev_outside = []\n[clock]\nmay_read = []\n[sizes]\nexempt = []\n";
        let (name, folder) = ("law".to_string(), "crates/law".to_string());
        let members = if built { vec![Member { name, folder, edges: vec![] }] } else { vec![] };
        let found = super::check(architecture, &Levels::parse(levels).unwrap(), &members);
        assert_eq!(in_short(&found), expect, "{architecture}");
    }

    #[test]
    fn every_room_has_an_entry_that_is_true() {
        check("# A\n### law · level 1 · built so far: rules\n", true, &[]);
        check("### law · level 1 · not built yet\n", false, &[]);
        check("### law · level 2 · built\n", true, &["1: `law` stands in levels.toml as level 1"]);
        let stale = "1: `law` exists, and its entry says otherwise";
        check("### law · level 1 · not built yet\n", true, &[stale]);
        let early = "1: `law` does not exist, and its entry says otherwise";
        check("### law · level 1 · built so far\n", false, &[early]);
        let missing = "1: the code map has no entry `### law · level N · …`";
        check("### lawyer · level 1 · built\n", true, &[missing]);
    }
}
