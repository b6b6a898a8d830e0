//! `Figure`, a thing one can count in a table, and the counts of a table.
//!
//! In scope: counting. Out of scope: comparing counts (`reconcile`).

use crate::row::{Fate, Row};
use alloc::collections::{BTreeMap, BTreeSet};
use core::fmt;

/// A thing one can count in a table. It prints as a dotted key: `batch1.occupations`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Figure {
    /// What has one fate.
    Of(Fate, Unit),
    /// Items.
    Items,
    /// Rows, that is pairs of item and occupation.
    Rows,
    /// Distinct implementing departments or bodies.
    Bodies,
}

/// What is counted of one fate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// Items with at least one row of the fate. An item with rows of two fates counts in both.
    Items,
    /// Rows of the fate.
    Occupations,
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Figure::Of(fate, Unit::Items) => write!(f, "{fate}.items"),
            Figure::Of(fate, Unit::Occupations) => write!(f, "{fate}.occupations"),
            Figure::Items => write!(f, "items"),
            Figure::Rows => write!(f, "rows"),
            Figure::Bodies => write!(f, "bodies"),
        }
    }
}

/// How many rows each item has of each fate; no count is zero.
pub(crate) type Parts = BTreeMap<(u32, Fate), u32>;

/// Counts the rows of each item by fate.
pub(crate) fn parts(rows: &[Row]) -> Parts {
    let mut parts = Parts::new();
    for row in rows {
        *parts.entry((row.item, row.fate)).or_default() += 1;
    }
    parts
}

/// Counts everything that can be counted in the rows. A fate without rows has no figure.
pub fn figures(rows: &[Row]) -> BTreeMap<Figure, u32> {
    let bodies: BTreeSet<&str> =
        rows.iter().flat_map(|row| row.departments.iter().map(|d| d.as_str())).collect();
    let mut figures = figures_of_parts(&parts(rows));
    figures.insert(Figure::Bodies, count(bodies.len()));
    figures
}

/// Counts what can be counted without knowing the rows themselves.
pub(crate) fn figures_of_parts(parts: &Parts) -> BTreeMap<Figure, u32> {
    let items: BTreeSet<u32> = parts.keys().map(|(item, _)| *item).collect();
    let mut figures = BTreeMap::new();
    figures.insert(Figure::Items, count(items.len()));
    figures.insert(Figure::Rows, parts.values().sum());
    for ((_, fate), rows) in parts {
        *figures.entry(Figure::Of(*fate, Unit::Items)).or_default() += 1;
        *figures.entry(Figure::Of(*fate, Unit::Occupations)).or_default() += rows;
    }
    figures
}

fn count(n: usize) -> u32 {
    u32::try_from(n).expect("the limit on a notice's bytes keeps every count below 2^32")
}
