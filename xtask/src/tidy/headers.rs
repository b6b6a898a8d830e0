//! Headers: every Rust file opens by saying what it is and what it is not.
//!
//! In scope: that the header is there and goes beyond its first sentence.
//! Out of scope: whether it is true; a reader judges that.

use super::finding::Finding;
use super::source::Source;

/// Lines of content a header has at least: what it is, and its scope.
const HEADER_LINES_MIN: usize = 2;

/// Finds a missing or too short header.
pub fn check(source: &Source) -> Vec<Finding> {
    let lines = source.lines.iter().map(|line| line.text.as_str());
    let header: Vec<&str> = lines.map_while(|line| line.strip_prefix("//!")).collect();
    let content = header.iter().filter(|line| !line.trim().is_empty()).count();
    let (what, remedy) = if content == 0 {
        ("no header", "open the file with `//!`: one sentence what it is, then its scope")
    } else if content < HEADER_LINES_MIN {
        ("header of one line", "add what is in scope and what is not (STYLE.md, headers)")
    } else {
        return Vec::new();
    };
    vec![Finding::error(&source.path, 1, what, remedy)]
}

#[cfg(test)]
mod tests {
    use super::super::finding::in_short;
    use super::*;

    fn check(text: &str, expect: &[&str]) {
        assert_eq!(in_short(&super::check(&Source::new("a.rs", text))), expect, "{text}");
    }

    #[test]
    fn a_header_says_what_the_file_is_and_what_it_is_not() {
        check("//! A day.\n//!\n//! Out of scope: clocks.\n", &[]);
        check("//! A day.\n//! No clocks.\nfn a() {}\n", &[]);
        check("//! A day.\n//!\nfn a() {}\n", &["1: header of one line"]);
        check("//! A day.\nfn a() {}\n//! Out of scope: clocks.\n", &["1: header of one line"]);
        check("fn a() {}\n", &["1: no header"]);
        check("\n//! A day.\n//! No clocks.\n", &["1: no header"]);
        check("", &["1: no header"]);
    }
}
