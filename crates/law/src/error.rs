//! What can be wrong with a law folder, each with the place and the remedy.
//!
//! In scope: faults of files, as values; their English words for developers (`english`).
//! Out of scope: the law saying no, which is a decision and not an error; words for people, in
//! their language (`desk::law_fault_words`).

use crate::act::Act;
use crate::decide::{Outcome, Unanswered};
use crate::fact::Key;
use crate::instrument::FateKind;
use crate::predicate::Statement;
use crate::rule::Effect;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use vocab::Day;

mod english;

/// A fault with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FaultAt {
    /// The file, as a path below the law folder.
    pub file: String,
    /// The line, counted from one; nothing when the whole file is meant.
    pub line: Option<usize>,
    /// The field or entry.
    pub field: Place,
    /// What is wrong.
    pub fault: Fault,
}

/// Which field or entry of a file a fault is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// The whole file.
    File,
    /// The whole text.
    Text,
    /// A row of a table.
    Row,
    /// The row of an occupation.
    RowOf(String),
    /// A paragraph, by its anchor.
    Paragraph(String),
    /// A field, by the name it has in the file, for example `fate.kind`.
    Field(String),
    /// A field of a rule.
    OfRule {
        /// The field.
        field: &'static str,
        /// The rule's id.
        rule: String,
    },
    /// What a rule overrides, of the rules of one act.
    OverridesFor {
        /// The act.
        act: Act,
        /// The rule's id.
        rule: String,
    },
    /// The cases of a rule.
    CaseFor(String),
    /// A field of a case.
    OfCase {
        /// The field.
        field: &'static str,
        /// The case's name.
        case: String,
    },
}

impl From<&str> for Place {
    fn from(field: &str) -> Place {
        Place::Field(field.to_string())
    }
}

/// What is wrong with a law folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The file is not there.
    Missing,
    /// The file is not UTF-8.
    NotText,
    /// The file does not have the form it should; what the reader of TOML says, in its own words.
    Form(String),
    /// A frozen file is not what it was.
    Thawed {
        /// The file.
        file: String,
        /// Its SHA-256 in the instrument, as hexadecimal.
        frozen: String,
        /// Its SHA-256 as found.
        found: String,
    },
    /// A value that the field does not take.
    Value {
        /// The value.
        value: String,
        /// What the field takes.
        takes: FieldTakes,
    },
    /// The same id twice.
    Twice(String),
    /// A rule quotes words that its paragraph does not hold.
    WrongQuote(String),
    /// Words of the text that no rule quotes and no entry of `unruled.toml` explains.
    Uncovered(String),
    /// A name that stands for nothing.
    Unknown(Unknown, String),
    /// A correction of a row that the annex does not have.
    NoRow {
        /// The occupation as printed.
        printed: String,
        /// The item.
        item: u16,
        /// Which of several equal prints in the item, counted from one.
        nth: usize,
    },
    /// An act has no base rule, or more than one.
    Base(Act, usize),
    /// An act has more rules than a decision can name.
    TooManyRules {
        /// Number of rules.
        rules: usize,
        /// The most there may be.
        max: usize,
    },
    /// Rules override each other in a circle.
    Cycle(Vec<String>),
    /// Two rules that nothing orders disagree on a case.
    Conflict {
        /// The first rule.
        first: Side,
        /// The second rule.
        second: Side,
        /// The act.
        act: Act,
        /// A case on which both apply; empty when they always do.
        case: Vec<Statement>,
    },
    /// A rule without a case in which it decides.
    NoCaseDecided,
    /// A rule without a case in which it does not decide.
    NoCaseUndecided,
    /// A case comes out otherwise than it says.
    Case(CaseFault),
    /// The text is not the source less the listed deletions.
    NotDerived(Derivation),
    /// The annex is not what the instrument states.
    Annex(AnnexFault),
    /// An occupation has no standing on a day, or one that goes back.
    Standing(Day),
}

/// What a field takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldTakes {
    /// A day.
    Day,
    /// A day or an instant.
    Instant,
    /// A number in quotation marks.
    Number,
    /// One of these.
    OneOf(Vec<&'static str>),
    /// The id of a rule, which begins with this.
    RuleId(String),
    /// What the fact takes.
    Fact(Key),
}

/// What a name should stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unknown {
    /// A setting of an instrument.
    Setting,
    /// An act.
    Act,
    /// A predicate.
    Predicate,
    /// A rule.
    Rule,
    /// A reading.
    Reading,
    /// A fact.
    Fact,
    /// One occupation, not several.
    Occupation,
}

impl Unknown {
    /// Everything that a name can stand for.
    pub const ALL: [Unknown; 7] = [
        Unknown::Setting,
        Unknown::Act,
        Unknown::Predicate,
        Unknown::Rule,
        Unknown::Reading,
        Unknown::Fact,
        Unknown::Occupation,
    ];
}

/// One of two rules that disagree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Side {
    /// Its id.
    pub rule: String,
    /// Its article, for example 三.
    pub article: String,
    /// What it orders.
    pub effect: Effect,
}

/// How a case comes out otherwise than it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CaseFault {
    /// The law does not cover its day.
    Unanswered(Unanswered),
    /// Another decision.
    Outcome {
        /// What the case expects.
        expected: String,
        /// What was decided.
        got: Outcome,
        /// By which rule.
        by: Option<String>,
        /// The facts that are needed.
        needs: Vec<Key>,
    },
    /// Another rule decides.
    Cites {
        /// The rule that the case expects.
        expected: String,
        /// The rule that decides.
        cited: Option<String>,
    },
    /// Other facts are needed.
    Needs {
        /// What the case expects.
        expected: Vec<String>,
        /// What is needed.
        found: Vec<Key>,
    },
}

/// How a text is not its source less the listed deletions. Lines are counted from one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Derivation {
    /// A row of the list is not line, kind, text.
    Row(usize),
    /// A line of the source has no emphasis marks to take away.
    NoEmphasis(usize),
    /// A line of the source is not the one listed.
    OtherLine {
        /// The line.
        line: usize,
        /// Its words.
        found: String,
        /// The words listed.
        listed: String,
    },
    /// A line of the text differs from what is left of the source.
    Differs {
        /// The line, anchors not counted.
        line: usize,
        /// Its words in the text.
        text: String,
        /// Its words in the source.
        source: String,
    },
}

/// What is wrong with an annex.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AnnexFault {
    /// A row has not six cells but so many.
    Cells(usize),
    /// A cell of this column is no number.
    NotANumber(&'static str, String),
    /// A fate that is none.
    NotAFate(String),
    /// A row's fate has no day in the instrument.
    NoDay {
        /// The occupation as printed.
        row: String,
        /// Its fate.
        fate: FateKind,
    },
}
