//! Names of files: nouns that say what is inside.
//!
//! In scope: Rust files and the folders above them. Out of scope: names in code; review sees those.

use super::finding::Finding;

const BANNED: [&str; 8] =
    ["util", "utils", "helpers", "common", "manager", "service", "types", "misc"];

/// Finds a file or folder whose name could hold anything.
pub fn check(path: &str) -> Vec<Finding> {
    let Some(stem) = path.strip_suffix(".rs") else { return Vec::new() };
    let banned = stem.split('/').find(|part| BANNED.contains(part));
    let finding = banned.map(|name| {
        let what = format!("file name `{name}` says nothing");
        Finding::error(path, 1, what, "name it after the thing inside; split it if there are many")
    });
    finding.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::super::finding::in_short;

    fn check(path: &str, expect: &[&str]) {
        assert_eq!(in_short(&super::check(path)), expect, "{path}");
    }

    #[test]
    fn names_that_could_hold_anything_are_found() {
        check("crates/a/src/utils.rs", &["1: file name `utils` says nothing"]);
        check("crates/a/src/types.rs", &["1: file name `types` says nothing"]);
        check("crates/a/src/helpers/day.rs", &["1: file name `helpers` says nothing"]);
        check("crates/a/src/level_types.rs", &[]);
        check("crates/a/src/day.rs", &[]);
        check("law/common/types.toml", &[]);
    }
}
