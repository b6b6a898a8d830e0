//! Sizes: how long files and functions are, and which are too long to be one idea.
//!
//! In scope: Rust files and functions, tests included. Out of scope: data, and the tables that
//! `levels.toml` exempts by name.

use super::finding::Finding;
use super::source::{Source, item_end};

/// Lines of a file at most.
const FILE_LINES_MAX: usize = 500;
/// Lines of a function above which tidy says so.
const FUNCTION_LINES_AIM: usize = 70;
/// Lines of a function at most.
const FUNCTION_LINES_MAX: usize = 100;

/// How long one file or function is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Size {
    /// Path from the root.
    pub path: String,
    /// First line.
    pub line: usize,
    /// Name of the function; nothing for the file itself.
    pub function: Option<String>,
    /// Lines from the first to the last.
    pub lines: usize,
}

/// Measures every file and every function.
pub fn measure(sources: &[Source]) -> Vec<Size> {
    let mut sizes = Vec::new();
    for source in sources {
        let lines = source.lines.len();
        sizes.push(Size { path: source.path.clone(), line: 1, function: None, lines });
        sizes.extend(functions(source));
    }
    sizes
}

/// Finds what is longer than the limits. `exempt` lists whole paths.
pub fn check(sizes: &[Size], exempt: &[String]) -> Vec<Finding> {
    let judged = sizes.iter().filter(|size| !exempt.contains(&size.path));
    judged.filter_map(check_one).collect()
}

fn check_one(size: &Size) -> Option<Finding> {
    let Size { path, line, function, lines } = size;
    match function {
        None if FILE_LINES_MAX < *lines => {
            let what = format!("file of {lines} lines, limit {FILE_LINES_MAX}");
            Some(Finding::error(path, *line, what, "split it along an idea"))
        }
        Some(name) if FUNCTION_LINES_MAX < *lines => {
            let what = format!("`{name}` of {lines} lines, limit {FUNCTION_LINES_MAX}");
            Some(Finding::error(path, *line, what, "take a step out of it and name the step"))
        }
        Some(name) if FUNCTION_LINES_AIM < *lines => {
            let what = format!("`{name}` of {lines} lines, aim {FUNCTION_LINES_AIM}");
            Some(Finding::warning(path, *line, what, "take a step out of it and name the step"))
        }
        _ => None,
    }
}

fn functions(source: &Source) -> Vec<Size> {
    let code = source.code();
    let part_of_name = |c: char| c.is_alphanumeric() || c == '_';
    let mut sizes = Vec::new();
    for (at, _) in code.match_indices("fn ") {
        if code[..at].chars().next_back().is_some_and(part_of_name) {
            continue;
        }
        let name: String =
            code[at + 3..].trim_start().chars().take_while(|c| part_of_name(*c)).collect();
        let end = item_end(&code, at);
        // A declaration in a trait ends with `;` and has no length worth telling.
        if name.is_empty() || !code[at..end].ends_with('}') {
            continue;
        }
        let line = code[..at].matches('\n').count() + 1;
        let lines = code[at..end].matches('\n').count() + 1;
        sizes.push(Size { path: source.path.clone(), line, function: Some(name), lines });
    }
    sizes
}

#[cfg(test)]
mod tests {
    use super::super::finding::in_short;
    use super::*;

    fn check(path: &str, text: &str, expect: &[&str]) {
        let sizes = measure(&[Source::new(path, text)]);
        assert_eq!(in_short(&super::check(&sizes, &["data.rs".to_string()])), expect);
    }

    fn function(lines: usize) -> String {
        format!("fn a(b: [u8; 2]) {{{}}}\n", "\n".repeat(lines - 1))
    }

    #[test]
    fn functions_are_measured_from_signature_to_closing_brace() {
        let text =
            "struct S;\n\nfn a(\n    b: fn(u8),\n) {\n    {}\n}\ntrait T {\n    fn c();\n}\n";
        let found: Vec<_> = measure(&[Source::new("a.rs", text)])
            .into_iter()
            .map(|size| (size.function.unwrap_or_default(), size.line, size.lines))
            .collect();
        assert_eq!(found, [(String::new(), 1, 10), ("a".to_string(), 3, 5)]);
    }

    #[test]
    fn limits_are_inclusive_and_listed_files_are_exempt() {
        check("a.rs", &function(70), &[]);
        check("a.rs", &function(71), &["1: `a` of 71 lines, aim 70"]);
        check("a.rs", &function(100), &["1: `a` of 100 lines, aim 70"]);
        check("a.rs", &function(101), &["1: `a` of 101 lines, limit 100"]);
        check("a.rs", &"\n".repeat(500), &[]);
        check("a.rs", &"\n".repeat(501), &["1: file of 501 lines, limit 500"]);
        check("data.rs", &"\n".repeat(501), &[]);
    }
}
