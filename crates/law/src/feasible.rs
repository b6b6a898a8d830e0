//! Whether answers to questions about days can hold together, given the days that are known.
//!
//! Source: systems of difference constraints, solved by narrowing bounds (Bellman and Ford).
//! In scope: one path through a diagram, or two paths that differ in what some facts say.
//! Out of scope: flags and choices; their exclusions are in the diagram (`constraint`).
//! Why: the diagram knows what follows from the questions alone. That an exit unknown to the day
//! lies on one side of two days that are known, follows only from those days.

use crate::case::Cells;
use crate::predicate::{CELLS, Cell, PredicateId, Test, at};
use alloc::vec::Vec;

/// `left ≤ right + weight` between places.
#[derive(Clone, Copy)]
struct Inequality {
    left: usize,
    right: usize,
    weight: i64,
}

/// The inequalities that the answers on a path amount to.
pub(crate) struct Days<'a> {
    cells: &'a Cells,
    /// The cells that the second path has for itself, one bit each.
    apart: u64,
    path: Vec<Inequality>,
}

impl<'a> Days<'a> {
    /// Begins two paths that share all cells but those `apart`.
    pub(crate) fn new(cells: &'a Cells, apart: u64) -> Days<'a> {
        Days { cells, apart, path: Vec::new() }
    }

    /// Adds an answer, of the second path when `second`. Gives back how many answers stood before.
    pub(crate) fn push(&mut self, place: PredicateId, holds: bool, second: bool) -> usize {
        let before = self.path.len();
        if let Test::Order(left, right, offset) = at(place).test {
            let of = |cell: Cell| {
                let own = second && self.apart >> cell.0 & 1 != 0;
                usize::from(cell.0) + if own { CELLS } else { 0 }
            };
            let (left, right, weight) = if holds {
                (of(left), of(right), i64::from(offset))
            } else {
                (of(right), of(left), -i64::from(offset) - 1)
            };
            self.path.push(Inequality { left, right, weight });
        }
        before
    }

    /// Takes answers away until as many are left as stood before them.
    pub(crate) fn back_to(&mut self, before: usize) {
        self.path.truncate(before);
    }

    /// Says whether days exist that give all the answers.
    pub(crate) fn exist(&self) -> bool {
        let twice = |of: &[i32; CELLS]| {
            let mut both = [0i64; 2 * CELLS];
            for (i, value) in of.iter().enumerate() {
                both[i] = i64::from(*value);
                both[i + CELLS] = i64::from(*value);
            }
            both
        };
        let (mut low, mut high) = (twice(&self.cells.low), twice(&self.cells.high));
        // A change that goes on after as many rounds as there are places runs in a circle that
        // adds up to less than nothing.
        for _ in 0..=2 * CELLS {
            let mut changed = false;
            for i in &self.path {
                if high[i.right] + i.weight < high[i.left] {
                    high[i.left] = high[i.right] + i.weight;
                    changed = true;
                }
                if low[i.right] < low[i.left] - i.weight {
                    low[i.right] = low[i.left] - i.weight;
                    changed = true;
                }
                if high[i.left] < low[i.left] || high[i.right] < low[i.right] {
                    return false;
                }
            }
            if !changed {
                return true;
            }
        }
        false
    }
}
