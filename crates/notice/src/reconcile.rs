//! Reconciliation of a table: its counts against what the text states and what is known of it.
//!
//! *Stated* figures stand in the text itself; *derived* ones are only counted, and held against
//! numbers the caller knows when the notice is a known one.
//! In scope: comparing, and naming the item that would explain a difference.
//! Out of scope: reading numbers (`stated`), knowing a notice (`desk`).
//! Invariant: a figure never passes because a number for it is missing where one was expected.

use crate::figure::{Figure, figures};
use crate::row::Row;
use crate::stated::Stated;
use crate::table::Table;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

mod remedy;

pub use remedy::Remedy;

/// What is known of a notice before it is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expected {
    /// Totals that the text is known to state.
    pub stated: BTreeMap<Figure, u32>,
    /// Totals that are known from counting.
    pub derived: BTreeMap<Figure, u32>,
    /// The rows, when they are known; without them a difference is explained by counts alone.
    pub rows: Vec<Row>,
}

/// One figure of the table, with every number it is held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Check {
    /// What is counted.
    pub figure: Figure,
    /// The number in the text and where it stands; nothing for a derived figure.
    pub stated: Option<Stated>,
    /// The number known before.
    pub known: Option<u32>,
    /// The number counted in the table.
    pub found: u32,
    /// Whether every number it has to agree with is there and agrees.
    pub ok: bool,
}

impl Check {
    /// Returns the number the table is held against: the text's own before the one known.
    pub fn expected(&self) -> Option<u32> {
        self.stated.map(|s| s.value).or(self.known)
    }
}

/// The comparison of a table with its totals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reconciliation {
    /// Figures that the text states, or is known to state.
    pub stated: Vec<Check>,
    /// Every other figure.
    pub derived: Vec<Check>,
    /// Each single item that would explain the difference; empty when all agrees or none would.
    pub remedies: Vec<Remedy>,
    /// The one among several remedies that the departments speak for.
    pub likeliest: Option<Remedy>,
}

impl Reconciliation {
    /// Says whether every figure agrees.
    pub fn ok(&self) -> bool {
        self.checks().all(|check| check.ok)
    }

    /// Returns both groups, stated first.
    pub fn checks(&self) -> impl Iterator<Item = &Check> {
        self.stated.iter().chain(&self.derived)
    }
}

/// Compares a table with the totals its text states, and with what is known of it.
pub fn reconcile(table: &Table, expected: Option<&Expected>) -> Reconciliation {
    let found = figures(&table.rows);
    let nothing = Expected::default();
    let known = expected.unwrap_or(&nothing);
    let stated = stated_checks(table, known, &found);
    let in_stated: BTreeSet<Figure> = stated.iter().map(|check| check.figure).collect();
    let all: BTreeSet<Figure> = found.keys().chain(known.derived.keys()).copied().collect();
    let derived = all
        .difference(&in_stated)
        .map(|figure| {
            let (found, known) = (count(&found, *figure), known.derived.get(figure).copied());
            let ok = known.is_none_or(|known| known == found);
            Check { figure: *figure, stated: None, known, found, ok }
        })
        .collect();
    let mut result = Reconciliation { stated, derived, remedies: Vec::new(), likeliest: None };
    if !result.ok() {
        (result.remedies, result.likeliest) = remedy::search(table, known, &result);
    }
    result
}

fn stated_checks(table: &Table, known: &Expected, found: &BTreeMap<Figure, u32>) -> Vec<Check> {
    let mut checks: Vec<Check> = table
        .stated
        .iter()
        .map(|stated| {
            let figure = stated.figure;
            let (found, known) = (count(found, figure), known.stated.get(&figure).copied());
            let ok = stated.value == found && known.is_none_or(|known| known == found);
            Check { figure, stated: Some(*stated), known, found, ok }
        })
        .collect();
    let read: BTreeSet<Figure> = checks.iter().map(|check| check.figure).collect();
    for (figure, value) in known.stated.iter().filter(|(figure, _)| !read.contains(figure)) {
        // The text is known to state this number, and it was not found there.
        checks.push(Check {
            figure: *figure,
            stated: None,
            known: Some(*value),
            found: count(found, *figure),
            ok: false,
        });
    }
    checks.sort_by_key(|check| check.figure);
    checks
}

/// A fate without rows has no figure, and counts as none.
fn count(found: &BTreeMap<Figure, u32>, figure: Figure) -> u32 {
    found.get(&figure).copied().unwrap_or(0)
}
