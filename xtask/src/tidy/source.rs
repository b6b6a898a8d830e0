//! A Rust source file cut into code, comments and strings, with its test regions marked.
//!
//! In scope: what the checks need to look at code without being misled by a comment or a string.
//! Out of scope: syntax; nothing here parses Rust beyond brackets, attributes and literals.

mod scan;

pub use scan::item_end;

use std::collections::BTreeSet;

use super::tree::TextFile;
use scan::Class;

/// One line. `code`, `comment` and `strings` are as long as `text`, with blanks for the rest.
#[derive(Clone, Debug)]
pub struct Line {
    /// The line as it stands.
    pub text: String,
    /// Code, with quotation marks but without what stands between them.
    pub code: String,
    /// Comments, with their slashes.
    pub comment: String,
    /// What stands between quotation marks.
    pub strings: String,
    /// The line begins inside a string that an earlier line opened.
    pub opens_in_string: bool,
    /// The line belongs to test code.
    pub in_test: bool,
}

/// A `.rs` file.
#[derive(Clone, Debug)]
pub struct Source {
    /// Path from the root.
    pub path: String,
    /// The lines; line n stands at n - 1.
    pub lines: Vec<Line>,
}

/// Cuts all Rust files and marks those that a parent declares as test modules.
pub fn load(files: &[TextFile]) -> Vec<Source> {
    let rust = files.iter().filter(|file| file.path.ends_with(".rs"));
    let mut sources: Vec<Source> = rust.map(|file| Source::new(&file.path, &file.text)).collect();
    let test_modules: BTreeSet<String> =
        sources.iter().flat_map(Source::declared_test_modules).collect();
    for source in &mut sources {
        let stem = source.path.trim_end_matches(".rs").trim_end_matches("/mod");
        if test_modules.iter().any(|module| inside(stem, module)) {
            source.lines.iter_mut().for_each(|line| line.in_test = true);
        }
    }
    sources
}

fn inside(stem: &str, module: &str) -> bool {
    stem.strip_prefix(module).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

impl Source {
    /// Cuts a text. A file in a folder `tests` or `benches`, or named `tests.rs`, is test code.
    pub fn new(path: &str, text: &str) -> Source {
        let chars: Vec<char> = text.chars().collect();
        let classes = scan::classify(&chars);
        let mut lines = Vec::new();
        let mut at = 0;
        for text in text.split('\n') {
            let length = text.chars().count();
            let of = |class: Class| -> String {
                let cut = at..at + length;
                let pairs = chars[cut.clone()].iter().zip(&classes[cut]);
                pairs.map(|(c, found)| if *found == class { *c } else { ' ' }).collect()
            };
            lines.push(Line {
                code: of(Class::Code),
                comment: of(Class::Comment),
                strings: of(Class::Text),
                opens_in_string: 0 < at && classes[at - 1] == Class::Text,
                in_test: false,
                text: text.to_string(),
            });
            at += length + 1;
        }
        if text.ends_with('\n') || text.is_empty() {
            lines.pop();
        }
        let mut source = Source { path: path.to_string(), lines };
        source.mark_tests();
        source
    }

    /// Returns the crate the file belongs to: the folder under `crates/`, or the top folder.
    pub fn krate(&self) -> &str {
        let path = self.path.strip_prefix("crates/").unwrap_or(&self.path);
        path.split('/').next().unwrap_or(path)
    }

    /// Returns the code of the whole file, one line below the other.
    pub fn code(&self) -> String {
        self.lines.iter().map(|line| line.code.as_str()).collect::<Vec<_>>().join("\n")
    }

    fn mark_tests(&mut self) {
        let folder_says = self.path.split('/').any(|part| matches!(part, "tests" | "benches"));
        let name_says = self.path.ends_with("/tests.rs") || self.path.ends_with("_tests.rs");
        let code = self.code();
        if folder_says || name_says || code.contains("#![cfg(test)]") {
            self.lines.iter_mut().for_each(|line| line.in_test = true);
            return;
        }
        for (first, end) in test_items(&code) {
            let last = line_of(&code, end);
            for line in &mut self.lines[line_of(&code, first)..=last] {
                line.in_test = true;
            }
        }
    }

    /// Returns the module paths (without `.rs`) of `#[cfg(test)] mod name;` declarations.
    fn declared_test_modules(&self) -> Vec<String> {
        let folder = match self.path.rsplit_once('/') {
            Some((folder, "lib.rs" | "main.rs" | "mod.rs")) => folder,
            _ => self.path.trim_end_matches(".rs"),
        };
        let code = self.code();
        let items = test_items(&code).into_iter().map(|(first, end)| &code[first..end]);
        let names = items.filter_map(|item| {
            let (_, rest) = item.split_once("mod ")?;
            Some(rest.strip_suffix(';')?.trim())
        });
        names.map(|name| format!("{folder}/{name}")).collect()
    }
}

/// Returns the byte ranges of items under a test attribute, from the attribute to their end.
fn test_items(code: &str) -> Vec<(usize, usize)> {
    let mut items = Vec::new();
    for attribute in ["#[cfg(test)]", "#[cfg(all(test", "#[test]"] {
        for (first, _) in code.match_indices(attribute) {
            items.push((first, scan::item_end(code, scan::attribute_end(code, first))));
        }
    }
    items
}

fn line_of(code: &str, byte: usize) -> usize {
    code[..byte].matches('\n').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(path: &str, text: &str, test_lines: &[usize]) {
        let source = Source::new(path, text);
        let lines = source.lines.iter().enumerate();
        let found: Vec<usize> =
            lines.filter(|(_, line)| line.in_test).map(|(n, _)| n + 1).collect();
        assert_eq!(found, test_lines, "{path}: {text}");
    }

    #[test]
    fn test_regions_end_with_their_item() {
        check("a.rs", "fn a() {}\n#[cfg(test)]\nmod tests {\n  {}\n}\nfn b() {}\n", &[2, 3, 4, 5]);
        check("a.rs", "#[cfg(test)]\nextern crate std;\nfn a() {}\n", &[1, 2]);
        check("a.rs", "#[cfg(all(test, unix))]\nmod x { }\nfn b() {}\n", &[1, 2]);
        check("a.rs", "#[test]\n#[cfg(unix)]\nfn t() {\n}\nfn b() {}\n", &[1, 2, 3, 4]);
        check("a.rs", "// #[cfg(test)]\nmod tests {}\n", &[]);
        check("crates/a/tests/it.rs", "fn a() {}\n", &[1]);
        check("crates/a/src/b/tests.rs", "fn a() {}\n", &[1]);
        check("crates/a/src/contests.rs", "fn a() {}\n", &[]);
    }

    #[test]
    fn a_file_declared_as_a_test_module_is_test_code_with_its_children() {
        let file = |path: &str, text: &str| TextFile { path: path.into(), text: text.into() };
        let sources = load(&[
            file("crates/a/src/lib.rs", "#[cfg(test)]\nmod rows;\nmod real;\n"),
            file("crates/a/src/real.rs", "#[cfg(test)]\nmod world;\nfn a() {}\n"),
            file("crates/a/src/real/world.rs", "fn a() {}\n"),
            file("crates/a/src/rows.rs", "fn a() {}\n"),
            file("crates/a/src/rows/deep.rs", "fn a() {}\n"),
            file("crates/a/src/rows_of_law.rs", "fn a() {}\n"),
        ]);
        let tests: Vec<&str> = sources
            .iter()
            .filter(|source| source.lines.iter().all(|line| line.in_test))
            .map(|source| source.path.trim_start_matches("crates/a/src/"))
            .collect();
        assert_eq!(tests, ["real/world.rs", "rows.rs", "rows/deep.rs"]);
    }

    #[test]
    fn the_crate_of_a_file_is_its_folder() {
        assert_eq!(Source::new("crates/law/src/lib.rs", "").krate(), "law");
        assert_eq!(Source::new("xtask/src/main.rs", "").krate(), "xtask");
    }
}
