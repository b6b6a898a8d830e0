//! The law as data: instruments, the catalogue they change, rules, decisions and their explanation.
//!
//! In scope: loading law folders, checking them, deciding an act, saying why.
//! Out of scope: clocks, files, the register's state. A decision is a function of its arguments
//! alone.
//! Invariants: I-LAW-1, I-LAW-2, I-LAW-3, I-LAW-4 (ARCHITECTURE.md).
#![no_std]
extern crate alloc;
#[cfg(test)]
extern crate std;

mod act;
mod annex;
mod answer;
mod case;
mod catalogue;
mod check;
mod compile;
mod constraint;
mod coverage;
mod decide;
mod diagram;
mod digest;
mod error;
mod explain;
mod fact;
mod feasible;
mod folder;
mod instrument;
mod load;
mod predicate;
mod read;
mod read_rule;
mod recognition;
mod rule;
mod search;
mod snapshot;
mod standard;
mod supervision;
mod text;
mod wire;
mod workdays;

pub use act::Act;
pub use annex::{Correction, Named, Row, RowId, Rows};
pub use catalogue::{CatalogueEntry, ExitNotice, Standing};
pub use check::{Proof, Proved};
pub use coverage::Unruled;
pub use decide::{Decision, Outcome, Question, Unanswered};
pub use digest::Digest;
pub use error::{
    AnnexFault, CaseFault, Derivation, Fault, FaultAt, FieldTakes, Place, Side, Unknown,
};
pub use explain::{Because, Blocked, Explanation, Flip};
pub use fact::{Facts, Input, Key, Kind, ValueError};
pub use instrument::{Fate, FateKind, Instrument, Reading, Settings};
pub use load::{Files, Law, SEMANTICS, load};
pub use predicate::Statement;
pub use recognition::{Condition, Selection};
pub use rule::{Effect, Rule};
pub use standard::{
    Alternative, Background, Earlier, Eligibility, Figure, Lacking, Marks, MarksFault, Part,
    PartTerms, Schooling, Standard,
};
pub use supervision::{
    DrawTable, Ladder, LadderStep, PaceTable, RecusalTable, RegionTable, Supervising,
};
pub use text::article;
pub use workdays::{OutsideCalendar, Workdays};
