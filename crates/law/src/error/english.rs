//! Faults in English, for developers and logs.
//!
//! Out of scope: words for people in their own language (`desk::law_fault_words`).

use super::{AnnexFault, CaseFault, Derivation, Fault, FaultAt, FieldTakes, Place, Side, Unknown};
use crate::fact::{Key, allowed};
use crate::predicate::Statement;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt::{self, Display, Formatter, Result};

impl Display for FaultAt {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self.line {
            Some(line) => write!(f, "{}:{}: {}: {}", self.file, line, self.field, self.fault),
            None => write!(f, "{}: {}: {}", self.file, self.field, self.fault),
        }
    }
}

impl core::error::Error for FaultAt {}

impl Display for Place {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Place::File => f.write_str("file"),
            Place::Text => f.write_str("text"),
            Place::Row => f.write_str("row"),
            Place::RowOf(name) => write!(f, "row of {name}"),
            Place::Paragraph(name) | Place::Field(name) => f.write_str(name),
            Place::OfRule { field, rule } => write!(f, "{field} of {rule}"),
            Place::OverridesFor { act, rule } => write!(f, "overrides (act `{act}`) of {rule}"),
            Place::CaseFor(rule) => write!(f, "case for {rule}"),
            Place::OfCase { field, case } => write!(f, "{field} of case 「{case}」"),
        }
    }
}

impl Display for Fault {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Fault::Missing => write!(f, "the file is missing; add it (docs/tasks/add-a-notice.md)"),
            Fault::NotText => write!(f, "the file is not UTF-8; save it as UTF-8"),
            Fault::Form(why) => write!(f, "{why}"),
            Fault::Thawed { file, frozen, found } => write!(
                f,
                "{file} is frozen at {frozen}, but its digest is {found}; a change of law is a new \
                 instrument"
            ),
            Fault::Value { value, takes } => {
                write!(f, "`{value}` is not allowed here; it takes {takes}")
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
            Fault::NoRow { printed, item, nth } => {
                write!(f, "there is no row `{printed} (item {item}, number {nth})`")
            }
            Fault::Base(act, n) => write!(
                f,
                "`{act}` has {n} base rules; exactly one of its rules must have no `when`"
            ),
            Fault::TooManyRules { rules, max } => {
                write!(f, "{rules} rules; an act has at most {max}")
            }
            Fault::Cycle(ids) => {
                write!(f, "rules override each other in a circle: {}; drop one", ids.join(" → "))
            }
            Fault::Conflict { first, second, act, case } => write!(
                f,
                "{first} and {second} disagree about `{act}` and neither overrides the other; \
                 for example {}; say in `overrides` which gives way",
                example(case)
            ),
            Fault::NoCaseDecided => {
                write!(f, "the rule has no case in which it decides; add one to cases/")
            }
            Fault::NoCaseUndecided => {
                write!(f, "the rule has no case in which it does not decide; add one to cases/")
            }
            Fault::Case(fault) => write!(f, "{fault}"),
            Fault::NotDerived(how) => {
                write!(f, "not the source less the listed deletions: {how}; mend deletions.tsv")
            }
            Fault::Annex(how) => write!(f, "{how}"),
            Fault::Standing(day) => {
                write!(f, "no standing on {day}, or one that goes back; mend its fate")
            }
        }
    }
}

fn example(case: &[Statement]) -> String {
    if case.is_empty() {
        return "always".to_string();
    }
    let one = |statement: &Statement| {
        let not = if statement.holds { "" } else { "not " };
        not.to_string() + statement.predicate
    };
    case.iter().map(one).collect::<Vec<String>>().join(", ")
}

impl Display for FieldTakes {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            FieldTakes::Day => f.write_str("a day as YYYY-MM-DD"),
            FieldTakes::Instant => f.write_str("2020-07-21 or 2020-07-21T09:00:00+08:00"),
            FieldTakes::Number => f.write_str("a number in quotation marks"),
            FieldTakes::OneOf(values) => match values.split_last() {
                Some((last, rest)) if !rest.is_empty() => {
                    write!(f, "{} or {last}", rest.join(", "))
                }
                _ => f.write_str(&values.join("")),
            },
            FieldTakes::RuleId(prefix) => {
                write!(f, "{prefix}PARAGRAPH.NAME with a paragraph of the text")
            }
            FieldTakes::Fact(key) => f.write_str(&allowed(*key)),
        }
    }
}

impl Display for Unknown {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.write_str(match self {
            Unknown::Setting => "setting",
            Unknown::Act => "act",
            Unknown::Predicate => "predicate",
            Unknown::Rule => "rule",
            Unknown::Reading => "reading",
            Unknown::Fact => "fact",
            Unknown::Occupation => "single occupation",
        })
    }
}

impl Display for Side {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        write!(f, "`{}` ({}, {})", self.rule, self.article, self.effect.name())
    }
}

impl Display for CaseFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> Result {
        let no_rule = |id: &Option<String>| id.clone().unwrap_or("no rule".to_string());
        let names = |keys: &[Key]| keys.iter().map(|k| k.name()).collect::<Vec<&str>>().join(", ");
        match self {
            CaseFault::Unanswered(why) => write!(f, "{why}"),
            CaseFault::Outcome { expected, got, by, needs } => write!(
                f,
                "expected {expected}, decided {} by {} (needs: {})",
                got.name(),
                no_rule(by),
                names(needs)
            ),
            CaseFault::Cites { expected, cited } => {
                write!(f, "expected {expected}, cited {}", no_rule(cited))
            }
            CaseFault::Needs { expected, found } => {
                write!(f, "expected needs {}, found {}", expected.join(", "), names(found))
            }
        }
    }
}

impl Display for Derivation {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Derivation::Row(n) => write!(f, "row {n} of deletions.tsv is not line, kind, text"),
            Derivation::NoEmphasis(line) => write!(f, "line {line} has no emphasis marks"),
            Derivation::OtherLine { line, found, listed } => {
                write!(f, "line {line} is 「{found}」, not 「{listed}」")
            }
            Derivation::Differs { line, text, source } => write!(
                f,
                "line {line} without anchors is 「{text}」 in the text and 「{source}」 in the \
                 source"
            ),
        }
    }
}

impl Display for AnnexFault {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            AnnexFault::Cells(n) => write!(f, "{n} cells; a row has six"),
            AnnexFault::NotANumber(column, text) => write!(f, "{column} `{text}` is no number"),
            AnnexFault::NotAFate(text) => write!(f, "`{text}` is not batch1, batch2 or access"),
            AnnexFault::NoDay { row, fate } => {
                write!(f, "{row} is {}, which the instrument plans no day for", fate.name())
            }
        }
    }
}
