//! Layout: width, trailing blanks and tabs.
//!
//! In scope: what the formatter leaves alone. Width counts characters, of code and comments; the
//! inside of a string counts too unless it holds Chinese (legal text is quoted whole), runs over
//! several lines (goldens), or stands in a test (rows of data).
//! Out of scope: data files; a blank at the end of a cell of the notice belongs to the notice.

use super::finding::Finding;
use super::source::{Line, Source};

/// Characters in a line of Rust at most.
const WIDTH_MAX: usize = 100;

/// Kinds of text files that we write ourselves.
const OURS: [&str; 9] = ["rs", "toml", "sh", "md", "sql", "ftl", "html", "css", "js"];

/// Finds blanks at the end of lines in the files that we write ourselves.
pub fn check_text(path: &str, text: &str) -> Vec<Finding> {
    let ours = path.rsplit_once('.').is_some_and(|(_, kind)| OURS.contains(&kind));
    // Rust is judged by `check_source`, which knows where strings are. The text of an instrument
    // keeps the blanks of its source: they are empty cells of its table.
    if !ours || path.ends_with(".rs") || path.ends_with("/text.zh.md") {
        return Vec::new();
    }
    let lines = text.split('\n').enumerate();
    let untidy = lines.filter(|(_, line)| line.ends_with([' ', '\t', '\r']));
    untidy.map(|(n, _)| trailing(path, n + 1)).collect()
}

/// Finds wide lines, tabs and trailing blanks in a Rust file.
pub fn check_source(source: &Source) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (n, line) in source.lines.iter().enumerate() {
        let width = width(line, source.lines.get(n + 1));
        if WIDTH_MAX < width {
            let what = format!("{width} characters wide, limit {WIDTH_MAX}");
            let remedy = "break the line, or the string with a backslash";
            findings.push(Finding::error(&source.path, n + 1, what, remedy));
        }
        if line.text.contains('\t') {
            let remedy = "indent with blanks; write `\\t` inside strings";
            findings.push(Finding::error(&source.path, n + 1, "tab", remedy));
        }
        let blank_is_data = line.strings.ends_with(' ') && line.text.ends_with(' ');
        let in_string = blank_is_data && opens_in_string(source.lines.get(n + 1));
        if line.text.ends_with([' ', '\t', '\r']) && !in_string {
            findings.push(trailing(&source.path, n + 1));
        }
    }
    findings
}

fn trailing(path: &str, line: usize) -> Finding {
    Finding::error(path, line, "blank at the end of the line", "remove it")
}

fn width(line: &Line, next: Option<&Line>) -> usize {
    let all = line.text.chars().count();
    let string = line.strings.chars().filter(|c| *c != ' ').count();
    let chinese = line.strings.chars().any(is_chinese);
    if chinese || line.in_test || line.opens_in_string || opens_in_string(next) {
        // Blanks inside the string are not told from blanks around it; they count for the code.
        all - string
    } else {
        all
    }
}

fn opens_in_string(line: Option<&Line>) -> bool {
    line.is_some_and(|line| line.opens_in_string)
}

fn is_chinese(c: char) -> bool {
    ('\u{3400}'..='\u{9fff}').contains(&c) || ('\u{20000}'..='\u{3ffff}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::super::finding::in_short;
    use super::*;

    fn check(text: &str, expect: &[&str]) {
        assert_eq!(in_short(&check_source(&Source::new("a.rs", text))), expect, "{text}");
    }

    #[test]
    fn a_line_of_code_or_comment_is_at_most_a_hundred_characters() {
        let name = |n: usize| "a".repeat(n);
        check(&format!("use {};\n", name(95)), &[]);
        check(&format!("use {};\n", name(96)), &["1: 101 characters wide, limit 100"]);
        check(&format!("// {}\n", name(98)), &["1: 101 characters wide, limit 100"]);
        check(&format!("// {}\n", "法".repeat(97)), &[]);
        check(&format!("f(\"{}\");\n", name(95)), &["1: 101 characters wide, limit 100"]);
    }

    #[test]
    fn legal_text_goldens_and_rows_of_tests_may_be_wider() {
        let long = "a".repeat(120);
        check(&format!("f(\"{}\");\n", "法".repeat(120)), &[]);
        check(&format!("f(r#\"\n{long}\n\"#);\n"), &[]);
        check(&format!("#[test]\nfn a() {{\nf(\"{long}\");\n}}\n"), &[]);
        check(
            &format!("#[test]\nfn a() {{\n{long}();\n}}\n"),
            &["3: 123 characters wide, limit 100"],
        );
    }

    #[test]
    fn tabs_and_trailing_blanks_are_found() {
        check("\tfn a() {}\n", &["1: tab"]);
        check("fn a() {} \n", &["1: blank at the end of the line"]);
        check("fn a() {}\r\n", &["1: blank at the end of the line"]);
        check("f(\"a \nb\");\n", &[]);
        let found = |path| in_short(&check_text(path, "a\nb \n"));
        assert_eq!(found("README.md"), ["2: blank at the end of the line"]);
        assert_eq!(found("law/2020-80/source.txt"), Vec::<String>::new());
    }
}
