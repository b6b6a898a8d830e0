//! Levels: which crate may use which, as `levels.toml` says.
//!
//! Source: the table of levels in `xtask/levels.toml`, shown in ARCHITECTURE.md.
//! In scope: normal, build and development dependencies of the crates of this workspace.
//! Out of scope: asking cargo (`workspace`), what a crate does with what it uses (`purity`).

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use serde::Deserialize;

use super::finding::Finding;
use super::workspace::{Edge, Member};

const TABLE: &str = "xtask/levels.toml";
const BELOW: &str = "below";

/// The table of levels with the other lists that tidy reads.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Levels {
    /// Every crate of the house, built or not.
    pub crates: BTreeMap<String, Room>,
    /// What holds for levels 0–3.
    pub core: Core,
    /// Who may read a clock.
    pub clock: Clock,
    /// Whose size is not judged.
    pub sizes: Sizes,
}

/// What one crate may use.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Room {
    level: u8,
    may_use: Vec<String>,
    #[serde(default)]
    outside: Vec<String>,
}

/// What holds for the levels of the core.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Core {
    /// The highest level of the core.
    pub level_max: u8,
    dev_outside: Vec<String>,
}

/// Who may read a clock.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clock {
    /// Names of crates.
    pub may_read: Vec<String>,
}

/// Whose size is not judged.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sizes {
    /// Paths of files from the root.
    pub exempt: Vec<String>,
}

/// Finds crates and edges that the table does not list.
pub fn check(levels: &Levels, members: &[Member]) -> Vec<Finding> {
    let mut findings = check_table(levels);
    for member in members {
        let manifest = format!("{}/Cargo.toml", member.folder);
        let error = |what: String, remedy| Finding::error(&manifest, 1, what, remedy);
        let Some(room) = levels.crates.get(&member.name) else {
            let what = format!("crate `{}` has no level", member.name);
            findings.push(error(what, "list it in xtask/levels.toml and in ARCHITECTURE.md"));
            continue;
        };
        if !member.folder.ends_with(&member.name) {
            let what = format!("crate `{}` lies in folder `{}`", member.name, member.folder);
            findings.push(error(what, "give the folder the name of the crate"));
        }
        for edge in &member.edges {
            if let Some(why) = levels.forbids(room, edge) {
                let what = format!("`{}` uses `{}`: {why}", member.name, edge.to);
                findings.push(error(what, "take the edge out, or argue for it in levels.toml"));
            }
        }
    }
    findings
}

/// Finds contradictions inside the table itself.
fn check_table(levels: &Levels) -> Vec<Finding> {
    let mut findings = Vec::new();
    let error = |what: String| Finding::error(TABLE, 1, what, "mend the table");
    for (name, room) in &levels.crates {
        for used in room.may_use.iter().filter(|used| *used != BELOW) {
            match levels.level(used) {
                None => findings.push(error(format!("`{name}` may use `{used}`: no such crate"))),
                Some(level) if room.level < level => {
                    let what = format!("`{name}` may use `{used}`: level {level} is above");
                    findings.push(error(what));
                }
                Some(_) => {}
            }
        }
        if levels.core.level_max < room.level && !room.outside.is_empty() {
            findings.push(error(format!("`{name}` lists `outside`, which only the core needs")));
        }
    }
    findings
}

impl Levels {
    /// Reads the table.
    ///
    /// # Errors
    /// Fails with the line when the text is not the table's form.
    pub fn parse(text: &str) -> Result<Levels> {
        toml::from_str(text).with_context(|| format!("`{TABLE}` is malformed"))
    }

    /// Returns the level of a crate.
    pub fn level(&self, name: &str) -> Option<u8> {
        self.crates.get(name).map(|room| room.level)
    }

    /// Says why a crate may not have an edge, if it may not.
    fn forbids(&self, room: &Room, edge: &Edge) -> Option<String> {
        let in_core = room.level <= self.core.level_max;
        if !edge.ours {
            let listed = room.outside.contains(&edge.to)
                || (edge.dev && self.core.dev_outside.contains(&edge.to));
            let why = "not among the outside crates of its room in the core";
            return (in_core && !listed).then(|| why.to_string());
        }
        let Some(level) = self.level(&edge.to) else {
            return Some("it has no level".to_string());
        };
        let below = level < room.level;
        let listed = room.may_use.contains(&edge.to)
            || (below && room.may_use.iter().any(|used| used == BELOW));
        if listed || (edge.dev && (below || !in_core)) {
            return None;
        }
        let place = if below { "not listed" } else { "not of a lower level" };
        Some(format!("{place} (level {} uses level {level})", room.level))
    }
}

#[cfg(test)]
mod tests {
    use super::super::finding::in_short;
    use super::*;

    const SMALL: &str = "
        [crates.vocab]
        level = 0
        may_use = []
        [crates.law]
        level = 1
        may_use = ['vocab']
        outside = ['sha2']
        [crates.desk]
        level = 5
        may_use = ['below']
        [crates.recheck]
        level = 5
        may_use = ['law']
        [core]
        level_max = 3
        dev_outside = ['proptest']
        [clock]
        may_read = []
        [sizes]
        exempt = []";

    fn check(name: &str, edge: &str, expect: &[&str]) {
        let (dev, to) = match edge.strip_prefix("dev ") {
            Some(to) => (true, to),
            None => (false, edge),
        };
        let ours = !["sha2", "rand", "proptest"].contains(&to);
        let edges = vec![Edge { to: to.to_string(), ours, dev }];
        let folder = format!("crates/{name}");
        let member = Member { name: name.to_string(), folder, edges };
        let found = super::check(&Levels::parse(SMALL).unwrap(), &[member]);
        assert_eq!(in_short(&found), expect, "{name} uses {edge}");
    }

    #[test]
    fn a_crate_uses_what_its_room_lists_and_nothing_else() {
        check("law", "vocab", &[]);
        check(
            "law",
            "desk",
            &["1: `law` uses `desk`: not of a lower level (level 1 uses level 5)"],
        );
        check("desk", "law", &[]);
        let same = "1: `desk` uses `recheck`: not of a lower level (level 5 uses level 5)";
        check("desk", "recheck", &[same]);
        let unlisted = "1: `recheck` uses `vocab`: not listed (level 5 uses level 0)";
        check("recheck", "vocab", &[unlisted]);
        check("law", "stranger", &["1: `law` uses `stranger`: it has no level"]);
        check("stranger", "vocab", &["1: crate `stranger` has no level"]);
    }

    #[test]
    fn outside_crates_of_the_core_are_listed_and_the_upper_levels_are_free() {
        let why = "not among the outside crates of its room in the core";
        check("law", "sha2", &[]);
        check("law", "rand", &[&format!("1: `law` uses `rand`: {why}")]);
        check("vocab", "sha2", &[&format!("1: `vocab` uses `sha2`: {why}")]);
        check("desk", "rand", &[]);
    }

    #[test]
    fn tests_of_the_core_use_the_listed_tools_and_lower_crates() {
        let why = "not among the outside crates of its room in the core";
        check("law", "dev proptest", &[]);
        check("law", "dev vocab", &[]);
        check("law", "dev rand", &[&format!("1: `law` uses `rand`: {why}")]);
        let upward = "1: `law` uses `desk`: not of a lower level (level 1 uses level 5)";
        check("law", "dev desk", &[upward]);
        check("recheck", "dev desk", &[]);
    }

    #[test]
    fn a_table_that_contradicts_itself_is_found() {
        let bad = SMALL.replace("may_use = ['vocab']", "may_use = ['desk', 'nobody']");
        let found = super::check(&Levels::parse(&bad).unwrap(), &[]);
        let expect = [
            "1: `law` may use `desk`: level 5 is above",
            "1: `law` may use `nobody`: no such crate",
        ];
        assert_eq!(in_short(&found), expect);
        assert!(Levels::parse(&SMALL.replace("level = 0", "floor = 0")).is_err());
    }

    #[test]
    fn a_folder_has_the_name_of_its_crate() {
        let (name, folder) = ("law".to_string(), "crates/rules".to_string());
        let member = Member { name, folder, edges: Vec::new() };
        let found = super::check(&Levels::parse(SMALL).unwrap(), &[member]);
        assert_eq!(in_short(&found), ["1: crate `law` lies in folder `crates/rules`"]);
    }
}
