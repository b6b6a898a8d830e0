//! What can be wrong with a law folder, each with the place and the remedy.
//!
//! In scope: faults of files. Out of scope: the law saying no, which is a decision and not an
//! error.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

/// A fault with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FaultAt {
    /// The file, as a path below the law folder.
    pub file: String,
    /// The line, counted from one; nothing when the whole file is meant.
    pub line: Option<usize>,
    /// The field or entry, for example `quote of 2020-80/p3.choice`.
    pub field: String,
    /// What is wrong.
    pub fault: Fault,
}

/// What is wrong with a law folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The file is not there.
    Missing,
    /// The file is not UTF-8.
    NotText,
    /// The file does not have the form it should.
    Form(String),
    /// A value that the field does not take.
    Value(String, String),
    /// The same id twice.
    Twice(String),
    /// A rule quotes words that its paragraph does not hold.
    WrongQuote(String),
    /// Words of the text that no rule quotes and no entry of `unruled.toml` explains.
    Uncovered(String),
    /// A rule, reading, act, predicate or fact that does not exist.
    Unknown(&'static str, String),
    /// An act has no base rule, or more than one.
    Base(String, usize),
    /// Rules override each other in a circle.
    Cycle(Vec<String>),
    /// Two rules that nothing orders disagree on a case.
    Conflict {
        /// The first rule with its article.
        first: String,
        /// The second rule with its article.
        second: String,
        /// The act.
        act: String,
        /// A case on which both apply.
        case: String,
    },
    /// A rule without a case in which it decides, or without one in which it does not.
    MissingCase(&'static str),
    /// A case comes out otherwise than it says.
    CaseFails(String),
    /// The text is not the source less the listed deletions.
    NotDerived(String),
    /// The annex is not what the instrument states.
    Annex(String),
}

impl fmt::Display for FaultAt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{}: {}: {}", self.file, line, self.field, self.fault),
            None => write!(f, "{}: {}: {}", self.file, self.field, self.fault),
        }
    }
}

impl core::error::Error for FaultAt {}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Missing => write!(f, "the file is missing; add it (docs/tasks/add-a-notice.md)"),
            Fault::NotText => write!(f, "the file is not UTF-8; save it as UTF-8"),
            Fault::Form(why) => write!(f, "{why}"),
            Fault::Value(value, allowed) => {
                write!(f, "`{value}` is not allowed here; it takes {allowed}")
            }
            Fault::Twice(id) => write!(f, "`{id}` stands twice; give one of them another id"),
            Fault::WrongQuote(quote) => write!(
                f,
                "the paragraph does not hold the words 「{quote}」; copy them from text.zh.md"
            ),
            Fault::Uncovered(words) => write!(
                f,
                "no rule quotes the words 「{words}」; quote them in a rule, or list them in \
                 unruled.toml with the reason"
            ),
            Fault::Unknown(what, name) => write!(f, "there is no {what} `{name}`"),
            Fault::Base(act, n) => write!(
                f,
                "`{act}` has {n} base rules; exactly one of its rules must have no `when`"
            ),
            Fault::Cycle(ids) => {
                write!(f, "rules override each other in a circle: {}; drop one", ids.join(" → "))
            }
            Fault::Conflict { first, second, act, case } => write!(
                f,
                "{first} and {second} disagree about `{act}` and neither overrides the other; \
                 for example {case}; say in `overrides` which gives way"
            ),
            Fault::MissingCase(which) => {
                write!(f, "the rule has no case {which}; add one to cases/")
            }
            Fault::CaseFails(how) => write!(f, "{how}"),
            Fault::NotDerived(how) => {
                write!(f, "not the source less the listed deletions: {how}; mend deletions.tsv")
            }
            Fault::Annex(how) => write!(f, "{how}"),
        }
    }
}
