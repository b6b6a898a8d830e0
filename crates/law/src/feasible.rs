//! Whether answers to questions about days can hold together, given the days that are known.
//!
//! Source: systems of difference constraints, solved by narrowing bounds (Bellman and Ford).
//! In scope: one path through a diagram, or two paths that differ in what some facts say.
//! Out of scope: flags and choices; their exclusions are in the diagram (`constraint`).
//! Why: the diagram knows what follows from the questions alone. That an exit unknown to the day
//! lies on one side of two days that are known, follows only from those days.
//! Every decision that lacks facts passes through here: nothing is allocated, and a path on which
//! one answer is open, the commonest, is settled by a comparison.

use crate::case::Cells;
use crate::predicate::{CELLS, FIRST_ORDER, PredicateId, Test, at};

/// `left ≤ right + weight` between places.
#[derive(Clone, Copy)]
struct Inequality {
    left: usize,
    right: usize,
    weight: i64,
}

/// Answers to questions about days, one bit each.
#[derive(Clone, Copy, Default)]
struct Path {
    taken: u64,
    holds: u64,
}

/// The answers taken on one path, or on two.
#[derive(Clone, Copy, Default)]
pub(crate) struct Taken([Path; 2]);

/// Cells, and the answers on paths that are to hold over them.
pub(crate) struct Days<'a> {
    cells: &'a Cells,
    /// The cells that the second path has for itself, one bit each.
    apart: u64,
    pub(crate) taken: Taken,
}

impl<'a> Days<'a> {
    /// Begins two paths that share all cells but those `apart`.
    pub(crate) fn new(cells: &'a Cells, apart: u64) -> Days<'a> {
        Days { cells, apart, taken: Taken::default() }
    }

    /// Adds an answer, of the second path when `second`. What the bounds of the cells imply need
    /// not be added.
    #[inline]
    pub(crate) fn push(&mut self, place: PredicateId, holds: bool, second: bool) {
        if FIRST_ORDER <= u32::from(place) {
            let path = &mut self.taken.0[usize::from(second)];
            let bit = u32::from(place) - FIRST_ORDER;
            path.taken |= 1 << bit;
            path.holds = path.holds & !(1 << bit) | u64::from(holds) << bit;
        }
    }

    /// Says whether days exist that give all the answers.
    #[inline]
    pub(crate) fn exist(&self) -> bool {
        let Taken([first, second]) = self.taken;
        match first.taken.count_ones() + second.taken.count_ones() {
            0 => true,
            1 => {
                let Inequality { left, right, weight } = self.inequalities().next().expect("one");
                let (low, high) = (&self.cells.low, &self.cells.high);
                i64::from(low[left % CELLS]) <= i64::from(high[right % CELLS]) + weight
            }
            _ if self.apart == 0 => {
                self.narrow(&mut self.cells.low.clone(), &mut self.cells.high.clone())
            }
            _ => {
                let twice = |of: &[i32; CELLS]| {
                    let mut both = [0; 2 * CELLS];
                    both[..CELLS].copy_from_slice(of);
                    both[CELLS..].copy_from_slice(of);
                    both
                };
                self.narrow(&mut twice(&self.cells.low), &mut twice(&self.cells.high))
            }
        }
    }

    fn inequalities(&self) -> impl Iterator<Item = Inequality> + Clone {
        let Taken([first, second]) = self.taken;
        let own = |path: Path, apart: u64| {
            let mut left = path.taken;
            core::iter::from_fn(move || {
                let bit = left.trailing_zeros();
                left &= left.checked_sub(1)?;
                Some(inequality(bit, path.holds >> bit & 1 != 0, apart))
            })
        };
        own(first, 0).chain(own(second, self.apart))
    }

    /// Narrows the bounds of places until nothing changes, or some place has no value left.
    #[inline(never)]
    fn narrow<const N: usize>(&self, low: &mut [i32; N], high: &mut [i32; N]) -> bool {
        // A change that goes on after as many rounds as there are places runs in a circle that
        // adds up to less than nothing.
        for _ in 0..=N {
            let mut changed = false;
            for Inequality { left, right, weight } in self.inequalities() {
                let (left, right) = (left % N, right % N);
                let most = i64::from(high[right]) + weight;
                let least = i64::from(low[left]) - weight;
                if most < i64::from(low[left]) || i64::from(high[right]) < least {
                    return false;
                }
                // Both lie between bounds of the same cell, so they fit.
                if most < i64::from(high[left]) {
                    high[left] = most as i32;
                    changed = true;
                }
                if i64::from(low[right]) < least {
                    low[right] = least as i32;
                    changed = true;
                }
            }
            if !changed {
                return true;
            }
        }
        false
    }
}

#[inline]
fn inequality(bit: u32, holds: bool, apart: u64) -> Inequality {
    let Test::Order(left, right, offset) = at((FIRST_ORDER + bit) as PredicateId).test else {
        unreachable!("only questions about days are pushed")
    };
    let of = |cell: u8| usize::from(cell) + if apart >> cell & 1 != 0 { CELLS } else { 0 };
    let (left, right) = (of(left.0), of(right.0));
    if holds {
        Inequality { left, right, weight: i64::from(offset) }
    } else {
        Inequality { left: right, right: left, weight: -i64::from(offset) - 1 }
    }
}
