//! The report of tidy: findings, sizes, and a last line with the counts.
//!
//! In scope: order and wording of what is printed. Out of scope: judging.

use std::fmt;

use super::finding::{Finding, Weight};
use super::sizes::Size;

/// How many of the longest files and functions are shown.
const LONGEST_SHOWN: usize = 5;

/// Everything tidy has to say. Prints one line per finding.
#[derive(Debug)]
pub struct Report {
    findings: Vec<Finding>,
    sizes: Vec<Size>,
    files: usize,
    not_built: Vec<String>,
}

impl Report {
    /// Puts findings in order of path and line, errors last, where a terminal shows them.
    pub fn new(
        mut findings: Vec<Finding>,
        mut sizes: Vec<Size>,
        files: usize,
        not_built: Vec<String>,
    ) -> Report {
        findings.sort_by(|a, b| b.weight.cmp(&a.weight).then_with(|| a.cmp(b)));
        sizes.sort_by_key(|size| std::cmp::Reverse(size.lines));
        Report { findings, sizes, files, not_built }
    }

    /// Returns how many findings make tidy fail.
    pub fn errors(&self) -> usize {
        self.count(Weight::Error)
    }

    fn count(&self, weight: Weight) -> usize {
        self.findings.iter().filter(|finding| finding.weight == weight).count()
    }

    fn write_sizes(&self, f: &mut fmt::Formatter<'_>, what: &str, functions: bool) -> fmt::Result {
        let of_kind = |size: &&Size| size.function.is_some() == functions;
        let sizes: Vec<&Size> = self.sizes.iter().filter(of_kind).collect();
        let Some(longest) = sizes.first() else { return Ok(()) };
        let at = |share: usize| sizes[sizes.len() * (100 - share) / 100].lines;
        let (count, max) = (sizes.len(), longest.lines);
        writeln!(f, "{what}: {count}, lines p50 {}, p90 {}, max {max}", at(50), at(90))?;
        for size in sizes.iter().take(LONGEST_SHOWN) {
            let name = size.function.as_deref().unwrap_or_default();
            writeln!(f, "  {:>4}  {}:{} {name}", size.lines, size.path, size.line)?;
        }
        Ok(())
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write_sizes(f, "files", false)?;
        self.write_sizes(f, "functions", true)?;
        if !self.not_built.is_empty() {
            writeln!(f, "not built yet: {}", self.not_built.join(", "))?;
        }
        for finding in &self.findings {
            writeln!(f, "{finding}")?;
        }
        let (errors, warnings) = (self.errors(), self.count(Weight::Warning));
        writeln!(f, "tidy: {} files, {errors} errors, {warnings} warnings", self.files)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_report_ends_with_errors_and_their_count() {
        let findings = vec![
            Finding::error("b.rs", 2, "tab", "indent with blanks"),
            Finding::error("a.rs", 1, "no header", "write one"),
            Finding::warning("c.rs", 3, "`f` of 71 lines, aim 70", "take a step out"),
        ];
        let size = |lines, function: Option<&str>| Size {
            path: "a.rs".to_string(),
            line: 1,
            function: function.map(str::to_string),
            lines,
        };
        let sizes = vec![size(3, None), size(9, None), size(2, Some("f"))];
        let report = Report::new(findings, sizes, 4, vec!["law".to_string()]);
        assert_eq!(report.errors(), 2);
        let expect = "\
files: 2, lines p50 3, p90 9, max 9
     9  a.rs:1\u{20}
     3  a.rs:1\u{20}
functions: 1, lines p50 2, p90 2, max 2
     2  a.rs:1 f
not built yet: law
c.rs:3: warning: `f` of 71 lines, aim 70 — take a step out
a.rs:1: no header — write one
b.rs:2: tab — indent with blanks
tidy: 4 files, 2 errors, 1 warnings
";
        assert_eq!(report.to_string(), expect);
    }
}
