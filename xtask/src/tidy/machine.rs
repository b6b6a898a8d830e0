//! Traces of one machine: absolute paths and names of package registries in tracked files.
//!
//! In scope: every text file but the lock file, whose format names a registry.
//! Out of scope: personal data and secrets; those have checks at their own doors.

use super::finding::Finding;

// Written in two pieces, so that this file does not find itself.
const FOLDERS: [&str; 4] =
    [concat!("/wo", "rk/"), concat!("/ro", "ot/"), concat!("/ho", "me/"), concat!("/Use", "rs/")];
const REGISTRIES: [&str; 8] = [
    concat!("index.crates", ".io"),
    concat!("static.crates", ".io"),
    concat!("registry.npm", "js.org"),
    concat!("registry.npm", "mirror.com"),
    concat!("pypi", ".org"),
    concat!("files.python", "hosted.org"),
    concat!("proxy.golang", ".org"),
    concat!("replace", "-with"),
];

/// Finds paths and registries that only one machine knows.
pub fn check(path: &str, text: &str) -> Vec<Finding> {
    if path.ends_with("Cargo.lock") {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for (n, line) in text.lines().enumerate() {
        if let Some(folder) = FOLDERS.iter().find(|folder| names_folder(line, folder)) {
            let what = format!("path of one machine under `{folder}`");
            findings.push(Finding::error(path, n + 1, what, "write it relative to the repository"));
        }
        if let Some(name) = REGISTRIES.iter().find(|name| line.contains(**name)) {
            let what = format!("registry setting `{name}`");
            let remedy = "leave registries to each machine's own settings";
            findings.push(Finding::error(path, n + 1, what, remedy));
        }
    }
    findings
}

/// Says whether the line has the folder at the root, and not as a part of a longer path or address.
fn names_folder(line: &str, folder: &str) -> bool {
    let inner = |c: char| c.is_alphanumeric() || "._-/}*".contains(c);
    line.match_indices(folder).any(|(at, _)| !line[..at].chars().next_back().is_some_and(inner))
}

#[cfg(test)]
mod tests {
    use super::super::finding::in_short;

    fn check(path: &str, text: &str, expect: &[&str]) {
        assert_eq!(in_short(&super::check(path, text)), expect, "{text}");
    }

    #[test]
    fn paths_and_registries_of_one_machine_are_found() {
        let home = concat!("/ho", "me/");
        check(
            "a.md",
            &format!("x\nsee `{home}a/b`\n"),
            &[&format!("2: path of one machine under `{home}`")],
        );
        check("a.md", &format!("{home}a\n"), &[&format!("1: path of one machine under `{home}`")]);
        check("a.md", &format!("the page https://example.org{home}a\n"), &[]);
        check("a.md", &format!("crates/a{home}b\n"), &[]);
        let registry = concat!("index.crates", ".io");
        let found = format!("1: registry setting `{registry}`");
        check("a.toml", &format!("index = \"https://{registry}/\"\n"), &[&found]);
        check("Cargo.lock", &format!("source = \"https://{registry}/\"\n"), &[]);
    }
}
