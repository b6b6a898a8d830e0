//! `Remedy`, the one item that would explain why totals do not agree.
//!
//! When the rows are known the items that differ are named from them. Otherwise a remedy is found
//! by trying: an item absent from the numbering, the rows of one item moved to another fate, or one
//! item's rows too many. A remedy by trying makes every total true.
//! Out of scope: changing the table. A remedy is a hint to a person with the paper in hand.

use super::{Expected, Reconciliation};
use crate::figure::{Figure, Parts, Unit, figures_of_parts, parts};
use crate::fold::fold;
use crate::row::{Fate, Row};
use crate::table::Table;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;

/// One item that would explain a difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// The item is not as it is known.
    Differs {
        /// The item.
        item: u32,
        /// Known rows that were not found.
        missing: Vec<Row>,
        /// Rows found that are not known.
        extra: Vec<Row>,
    },
    /// The item's number is absent from the table.
    Absent {
        /// The item.
        item: u32,
    },
    /// All totals agree once the item's rows of one fate have another.
    Moved {
        /// The item.
        item: u32,
        /// The fate found.
        from: Fate,
        /// The fate that would make the totals agree.
        to: Fate,
        /// Rows concerned.
        rows: u32,
    },
    /// All totals agree once the item's rows of one fate are taken away.
    Surplus {
        /// The item.
        item: u32,
        /// The fate of the rows.
        fate: Fate,
        /// Rows concerned.
        rows: u32,
    },
}

impl Remedy {
    /// Returns the item.
    pub fn item(&self) -> u32 {
        match self {
            Remedy::Differs { item, .. }
            | Remedy::Absent { item }
            | Remedy::Moved { item, .. }
            | Remedy::Surplus { item, .. } => *item,
        }
    }
}

/// Returns the remedies of a reconciliation that failed, and the one that stands out.
pub(super) fn search(
    table: &Table,
    known: &Expected,
    failed: &Reconciliation,
) -> (Vec<Remedy>, Option<Remedy>) {
    if !known.rows.is_empty() {
        return (differing_items(&known.rows, &table.rows), None);
    }
    let found = parts(&table.rows);
    let mut remedies: Vec<Remedy> = absent(&found, failed).into_iter().collect();
    remedies.extend(by_trying(&found, failed));
    let mut backed = remedies.iter().filter(|remedy| departments_speak_for(remedy, &table.rows));
    let likeliest = match (backed.next(), backed.next()) {
        (Some(only), None) if 1 < remedies.len() => Some(only.clone()),
        _ => None,
    };
    (remedies, likeliest)
}

/// Compares item by item; the width of brackets and the kind of separator make no difference.
fn differing_items(known: &[Row], found: &[Row]) -> Vec<Remedy> {
    let items: BTreeSet<u32> = known.iter().chain(found).map(|row| row.item).collect();
    let left_over = |item: u32, of: &[Row], against: &[Row]| -> Vec<Row> {
        let mut against: Vec<_> = against.iter().filter(|r| r.item == item).map(key).collect();
        of.iter()
            .filter(|row| row.item == item)
            .filter(|row| match against.iter().position(|other| *other == key(row)) {
                Some(at) => {
                    against.swap_remove(at);
                    false
                }
                None => true,
            })
            .cloned()
            .collect()
    };
    let mut remedies = Vec::new();
    for item in items {
        let (missing, extra) = (left_over(item, known, found), left_over(item, found, known));
        if !missing.is_empty() || !extra.is_empty() {
            remedies.push(Remedy::Differs { item, missing, extra });
        }
    }
    remedies
}

fn key(row: &Row) -> (String, Vec<String>, Fate) {
    (fold(&row.occupation), row.departments.iter().map(|d| fold(d)).collect(), row.fate)
}

/// Names the one number absent from the sequence, when every failing total lacks something and none
/// lacks more than one item. With no gap it is the number behind the last: a table cut off.
fn absent(found: &Parts, failed: &Reconciliation) -> Option<Remedy> {
    let items: BTreeSet<u32> = found.keys().map(|(item, _)| *item).collect();
    let last = *items.last()?;
    let mut gaps = (1..=last).filter(|n| !items.contains(n));
    let item = gaps.next().unwrap_or(last + 1);
    if gaps.next().is_some() {
        return None;
    }
    let mut lacks_an_item = false;
    for check in failed.checks().filter(|check| !check.ok) {
        let lacking = check.expected()?.checked_sub(check.found)?;
        if check.known.is_some_and(|known| Some(known) != check.expected()) {
            // The text itself is not as it is known; no item makes up for that.
            return None;
        }
        if matches!(check.figure, Figure::Items | Figure::Of(_, Unit::Items)) {
            if lacking != 1 {
                return None;
            }
            lacks_an_item = true;
        }
    }
    if lacks_an_item { Some(Remedy::Absent { item }) } else { None }
}

/// Tries every item: its rows of one fate given another, or taken away.
fn by_trying(found: &Parts, failed: &Reconciliation) -> Vec<Remedy> {
    let mut fates: BTreeSet<Fate> = found.keys().map(|(_, fate)| *fate).collect();
    fates.extend(failed.checks().filter_map(|check| match check.figure {
        Figure::Of(fate, _) => Some(fate),
        Figure::Items | Figure::Rows | Figure::Bodies => None,
    }));
    let mut remedies = Vec::new();
    for (&(item, from), &rows) in found {
        let mut without = found.clone();
        without.remove(&(item, from));
        if agrees(&without, failed) {
            remedies.push(Remedy::Surplus { item, fate: from, rows });
        }
        for &to in fates.iter().filter(|to| **to != from) {
            let mut moved = without.clone();
            *moved.entry((item, to)).or_default() += rows;
            if agrees(&moved, failed) {
                remedies.push(Remedy::Moved { item, from, to, rows });
            }
        }
    }
    remedies
}

/// Says whether the counts agree with every expected number that counts can speak to.
fn agrees(parts: &Parts, failed: &Reconciliation) -> bool {
    let figures: BTreeMap<Figure, u32> = figures_of_parts(parts);
    failed.checks().filter(|check| check.figure != Figure::Bodies).all(|check| {
        let found = figures.get(&check.figure).copied().unwrap_or(0);
        let numbers = [check.stated.map(|s| s.value), check.known];
        numbers.into_iter().flatten().all(|number| number == found)
    })
}

/// Says whether the bodies of rows to be moved occur elsewhere with the new fate and never with the
/// one found.
fn departments_speak_for(remedy: &Remedy, rows: &[Row]) -> bool {
    let Remedy::Moved { item, from, to, .. } = remedy else {
        return false;
    };
    let (moved, others): (Vec<&Row>, Vec<&Row>) =
        rows.iter().partition(|row| row.item == *item && row.fate == *from);
    let bodies: BTreeSet<&String> = moved.iter().flat_map(|row| &row.departments).collect();
    let occur_with = |fate: Fate| {
        let mut with = others.iter().filter(|row| row.fate == fate);
        with.any(|row| row.departments.iter().any(|d| bodies.contains(d)))
    };
    occur_with(*to) && !occur_with(*from)
}
