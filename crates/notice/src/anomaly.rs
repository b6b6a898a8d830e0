//! `Anomaly`, something in a notice that was read and that a reader should know of.
//!
//! In scope: repeated names, inherited cells, numbering, brackets, page headers left out.
//! Out of scope: deciding what is right; corrections are data beside the notice.

use crate::line::{Line, Noise};
use crate::row::Row;
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

/// A column whose cells hold names or inherit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    /// The occupations.
    Occupations,
    /// The implementing departments or bodies.
    Departments,
    /// The batch, or the turn toward access-type.
    Fate,
}

impl fmt::Display for Column {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Column::Occupations => "occupations",
            Column::Departments => "departments",
            Column::Fate => "batches",
        })
    }
}

/// Something that was read and is odd. Lines are those of the file as it arrived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Anomaly {
    /// One occupation stands more than once in one item.
    RepeatedInItem {
        /// The item.
        item: u32,
        /// The name as printed.
        occupation: String,
        /// The line of each occurrence.
        lines: Vec<u32>,
    },
    /// One occupation stands in several items.
    RepeatedInTable {
        /// The items.
        items: Vec<u32>,
        /// The name as printed.
        occupation: String,
        /// The line of each occurrence.
        lines: Vec<u32>,
    },
    /// A blank cell took its value from the row above in the same item.
    Inherited {
        /// The line with the blank cell.
        line: u32,
        /// The item.
        item: u32,
        /// The column of the cell.
        column: Column,
        /// What it inherited.
        value: String,
    },
    /// An item number does not follow the one before it.
    NumberJumps {
        /// The line where the item begins.
        line: u32,
        /// The number that would follow.
        expected: u32,
        /// The number printed.
        found: u32,
    },
    /// Half-width and full-width brackets stand in one document.
    MixedBrackets {
        /// Lines with half-width brackets.
        half_width: Vec<u32>,
        /// Lines with full-width brackets.
        full_width: Vec<u32>,
    },
    /// A heading that a page repeats was left out of the text or the table.
    PageHeader {
        /// The line.
        line: u32,
        /// The line as printed.
        text: String,
    },
    /// The text states no totals, so nothing in it vouches for the table.
    NoStatedTotals,
}

impl Anomaly {
    /// Returns the lines concerned, in rising order; none when the whole document is.
    pub fn lines(&self) -> Vec<u32> {
        match self {
            Anomaly::RepeatedInItem { lines, .. } | Anomaly::RepeatedInTable { lines, .. } => {
                lines.clone()
            }
            Anomaly::Inherited { line, .. }
            | Anomaly::NumberJumps { line, .. }
            | Anomaly::PageHeader { line, .. } => alloc::vec![*line],
            Anomaly::MixedBrackets { half_width, full_width } => {
                let mut all: Vec<u32> = half_width.iter().chain(full_width).copied().collect();
                all.sort_unstable();
                all.dedup();
                all
            }
            Anomaly::NoStatedTotals => Vec::new(),
        }
    }
}

/// Returns the names that stand more than once, in the order of their first line.
pub(crate) fn repeated_names(rows: &[Row]) -> Vec<Anomaly> {
    let mut places: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
    for row in rows {
        places.entry(&row.occupation).or_default().push(row);
    }
    let mut found = Vec::new();
    for (name, rows) in places {
        let mut by_item: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for row in &rows {
            by_item.entry(row.item).or_default().push(row.source_line);
        }
        let occupation = String::from(name);
        if 1 < by_item.len() {
            let lines = rows.iter().map(|row| row.source_line).collect();
            let items = by_item.keys().copied().collect();
            found.push(Anomaly::RepeatedInTable { items, occupation: occupation.clone(), lines });
        }
        for (item, lines) in by_item.into_iter().filter(|(_, lines)| 1 < lines.len()) {
            found.push(Anomaly::RepeatedInItem { item, occupation: occupation.clone(), lines });
        }
    }
    found.sort_by_key(Anomaly::lines);
    found
}

/// Returns the lines with either width of bracket when the document has both.
pub(crate) fn mixed_brackets(lines: &[Line<'_>]) -> Option<Anomaly> {
    let with = |bracket: fn(char) -> bool| -> Vec<u32> {
        let mut numbers: Vec<u32> = lines
            .iter()
            .filter(|l| matches!(l.kind, Noise::Text | Noise::Table))
            .filter(|l| l.text.chars().any(bracket))
            .map(|l| l.number)
            .collect();
        numbers.dedup();
        numbers
    };
    let half_width = with(|c| matches!(c, '(' | ')'));
    // Tortoise-shell and square brackets have a use of their own and do not count.
    let full_width = with(|c| matches!(c, '（' | '）'));
    if half_width.is_empty() || full_width.is_empty() {
        None
    } else {
        Some(Anomaly::MixedBrackets { half_width, full_width })
    }
}

/// Returns the page headers that were left out.
pub(crate) fn page_headers(lines: &[Line<'_>]) -> impl Iterator<Item = Anomaly> {
    lines.iter().filter(|l| l.kind == Noise::PageHeader).map(|l| Anomaly::PageHeader {
        line: l.number,
        text: String::from(crate::fold::trim(l.text)),
    })
}
