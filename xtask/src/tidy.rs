//! Tidy: the rules of the house that a machine can hold, checked over every tracked file.
//!
//! In scope: levels, purity of the core, headers, layout, names, words, sizes, invariants, files
//! that the map names, traces of one machine. Each check is a pure function over a path and a
//! text, with tests of its own. Out of scope: formatting (`cargo fmt`) and lints (`cargo clippy`).

mod finding;
mod headers;
mod invariants;
mod layout;
mod levels;
mod machine;
mod map;
mod named;
mod names;
mod purity;
mod report;
mod sizes;
mod source;
mod tree;
mod words;
mod workspace;

use anyhow::{Context, Result};

use finding::Finding;
use levels::Levels;
use report::Report;
use source::Source;
use tree::{TextFile, Tree};
use workspace::Member;

/// Checks the repository that this crate belongs to.
///
/// # Errors
/// Fails when the repository cannot be listed or read, or `levels.toml` is malformed; what is
/// untidy is a finding in the report.
pub fn run() -> Result<Report> {
    let tree = Tree::load()?;
    let levels = Levels::parse(tree.text("xtask/levels.toml")?)?;
    let members = workspace::members(&tree.root)?;
    let architecture = tree.text("ARCHITECTURE.md")?;
    let uncovered = tree.text("uncovered_invariants.txt")?;

    let sources = source::load(&tree.files);
    let mut findings = levels::check(&levels, &members);
    findings.extend(map::check(architecture, &levels, &members));
    findings.extend(invariants::check(architecture, uncovered, &sources));
    let paths: Vec<&str> = tree.files.iter().map(|file| file.path.as_str()).collect();
    findings.extend(named::check(architecture, &paths, &sources, &members));
    for file in &tree.files {
        findings.extend(check_file(file));
    }
    for source in &sources {
        findings.extend(check_source(source, &levels));
    }
    let sizes = sizes::measure(&sources);
    findings.extend(sizes::check(&sizes, &levels.sizes.exempt));
    Ok(Report::new(findings, sizes, tree.files.len(), not_built(&levels, &members)))
}

fn check_file(file: &TextFile) -> Vec<Finding> {
    let mut findings = names::check(&file.path);
    findings.extend(layout::check_text(&file.path, &file.text));
    findings.extend(machine::check(&file.path, &file.text));
    findings
}

fn check_source(source: &Source, levels: &Levels) -> Vec<Finding> {
    let mut findings = headers::check(source);
    findings.extend(layout::check_source(source));
    findings.extend(words::check(source, &levels.clock.may_read));
    findings.extend(purity::check(source, levels));
    findings
}

fn not_built(levels: &Levels, members: &[Member]) -> Vec<String> {
    let built = |name: &String| members.iter().any(|member| member.name == *name);
    levels.crates.keys().filter(|name| !built(name)).cloned().collect()
}

impl Tree {
    fn text(&self, path: &str) -> Result<&str> {
        let file = self.files.iter().find(|file| file.path == path);
        Ok(&file.with_context(|| format!("`{path}` is missing; tidy reads it"))?.text)
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_repository_is_tidy() {
        let report = super::run().expect("tidy runs inside a clone of the repository");
        assert_eq!(report.errors(), 0, "\n{report}");
    }
}
