//! A finding of tidy: where, what, and the remedy.
//!
//! In scope: the value and its one-line form. Out of scope: collecting and counting (`report`).

use std::fmt;

/// Whether a finding makes tidy fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Tidy fails.
    Error,
    /// Tidy passes and says so.
    Warning,
}

/// Something untidy. Prints as `path:line: what — remedy`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// Whether tidy fails because of it.
    pub weight: Weight,
    /// Path from the root of the repository.
    pub path: String,
    /// Line, counted from 1.
    pub line: usize,
    /// What is wrong, about what.
    pub what: String,
    /// What to do about it.
    pub remedy: String,
}

impl Finding {
    /// Returns an error at a line.
    pub fn error(path: &str, line: usize, what: impl Into<String>, remedy: &str) -> Finding {
        Finding {
            weight: Weight::Error,
            path: path.to_string(),
            line,
            what: what.into(),
            remedy: remedy.to_string(),
        }
    }

    /// Returns a warning at a line.
    pub fn warning(path: &str, line: usize, what: impl Into<String>, remedy: &str) -> Finding {
        Finding { weight: Weight::Warning, ..Finding::error(path, line, what, remedy) }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let weight = match self.weight {
            Weight::Error => "",
            Weight::Warning => "warning: ",
        };
        write!(f, "{}:{}: {weight}{} — {}", self.path, self.line, self.what, self.remedy)
    }
}

/// Returns `line: what` of each finding, the form in which tests of the checks state them.
#[cfg(test)]
pub fn in_short(findings: &[Finding]) -> Vec<String> {
    findings.iter().map(|finding| format!("{}: {}", finding.line, finding.what)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_is_one_line_that_an_editor_can_follow() {
        let error = Finding::error("a.rs", 3, "tab", "indent with blanks");
        assert_eq!(error.to_string(), "a.rs:3: tab — indent with blanks");
        let warning = Finding::warning("a.rs", 3, "tab", "indent with blanks");
        assert_eq!(warning.to_string(), "a.rs:3: warning: tab — indent with blanks");
    }
}
