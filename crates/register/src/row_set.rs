//! `RowSet`, which rows of a session carry a certificate, as runs.
//!
//! In scope: adding rows, run by run, and asking for one. A session's rows are issued mostly in
//! order, so that the set stays one run, held in place, however many certificates there are.
//! Out of scope: taking rows out; a row is used for ever.

use alloc::collections::BTreeMap;
use core::ops::Range;

/// A set of rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowSet {
    runs: Runs,
    count: u32,
    sum: u64,
}

/// Runs that neither meet nor touch; the same set is always held in the same way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum Runs {
    #[default]
    None,
    One(u32, u32),
    /// Two or more: first row of each, and the row after its last.
    Many(BTreeMap<u32, u32>),
}

impl RowSet {
    /// Says whether a row is in the set.
    pub fn contains(&self, row: u32) -> bool {
        self.meets(&(row..row.saturating_add(1)))
    }

    /// Says whether any row of a run is in the set.
    pub(crate) fn meets(&self, run: &Range<u32>) -> bool {
        match &self.runs {
            Runs::None => false,
            Runs::One(first, end) => run.start < *end && *first < run.end,
            Runs::Many(runs) => {
                let before = runs.range(..run.end).next_back();
                before.is_some_and(|(_, end)| run.start < *end)
            }
        }
    }

    /// Returns how many rows there are.
    pub fn count(&self) -> u32 {
        self.count
    }

    /// Returns the sum of the rows' numbers.
    pub(crate) fn sum(&self) -> u64 {
        self.sum
    }

    /// Returns how many runs it takes: what it costs in memory.
    pub fn runs(&self) -> usize {
        match &self.runs {
            Runs::None => 0,
            Runs::One(..) => 1,
            Runs::Many(runs) => runs.len(),
        }
    }

    /// Returns the runs, by rising row.
    pub(crate) fn iter(&self) -> impl Iterator<Item = Range<u32>> {
        let (one, many) = match &self.runs {
            Runs::None => (None, None),
            Runs::One(first, end) => (Some(*first..*end), None),
            Runs::Many(runs) => (None, Some(runs)),
        };
        one.into_iter().chain(many.into_iter().flatten().map(|(first, end)| *first..*end))
    }

    /// Adds a row. Returns false when it was there.
    pub fn insert(&mut self, row: u32) -> bool {
        let run = row..row + 1;
        let new = !self.meets(&run);
        if new {
            self.insert_run(run);
        }
        new
    }

    /// Adds a run of rows of which none is in the set.
    pub(crate) fn insert_run(&mut self, run: Range<u32>) {
        let length = run.end - run.start;
        self.count += length;
        self.sum += u64::from(length) * (u64::from(run.start) + u64::from(run.end - 1)) / 2;
        self.runs = match core::mem::take(&mut self.runs) {
            Runs::None => Runs::One(run.start, run.end),
            Runs::One(first, end) if end == run.start => Runs::One(first, run.end),
            Runs::One(first, end) if run.end == first => Runs::One(run.start, end),
            Runs::One(first, end) => Runs::Many([(first, end), (run.start, run.end)].into()),
            Runs::Many(mut runs) => {
                let end = runs.remove(&run.end).unwrap_or(run.end);
                match runs.range_mut(..run.start).next_back() {
                    Some((_, before)) if *before == run.start => *before = end,
                    _ => {
                        runs.insert(run.start, end);
                    }
                }
                match runs.first_key_value() {
                    Some((first, end)) if runs.len() == 1 => Runs::One(*first, *end),
                    _ => Runs::Many(runs),
                }
            }
        };
    }
}

/// Returns rows as runs, each as long as they come one after the other.
pub(crate) fn runs_of(rows: &[u32]) -> impl Iterator<Item = Range<u32>> {
    let mut rest = rows;
    core::iter::from_fn(move || {
        let first = *rest.first()?;
        let follows = |(i, row): &(usize, &u32)| u64::from(**row) == u64::from(first) + *i as u64;
        let length = rest.iter().enumerate().take_while(follows).count();
        rest = &rest[length..];
        Some(first..first.saturating_add(length as u32))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::collections::BTreeSet;
    use alloc::vec::Vec;

    fn check(rows: &[u32], runs: usize) {
        let mut set = RowSet::default();
        let mut plain = BTreeSet::new();
        for &row in rows {
            assert_eq!(set.insert(row), plain.insert(row), "{row} of {rows:?}");
        }
        for row in 0..20 {
            assert_eq!(set.contains(row), plain.contains(&row), "{row} of {rows:?}");
        }
        assert_eq!((set.count() as usize, set.runs()), (plain.len(), runs), "{rows:?}");
        assert_eq!(set.sum(), plain.iter().map(|r| u64::from(*r)).sum::<u64>());
        // The same rows in order make the same set.
        let mut again = RowSet::default();
        let plain: Vec<u32> = plain.into_iter().collect();
        for run in runs_of(&plain) {
            assert!(!again.meets(&run), "{run:?} of {rows:?}");
            again.insert_run(run.clone());
            assert!(again.meets(&run));
        }
        assert_eq!(again, set, "{rows:?}");
    }

    #[test]
    fn rows_that_touch_are_one_run_in_whatever_order_they_come() {
        check(&[], 0);
        check(&[3], 1);
        check(&[0, 1, 2, 3], 1);
        check(&[3, 2, 1, 0], 1);
        check(&[0, 2, 1], 1);
        check(&[5, 0, 9], 3);
        check(&[5, 5, 6, 4, 4], 1);
        check(&[0, 1, 3, 4, 6, 7, 2], 2);
        check(&[0, 1, 3, 4, 6, 7, 2, 5], 1);
        check(&[7, 9, 8, 1, 0], 2);
    }

    #[test]
    fn rows_fall_into_runs_as_they_come() {
        let of = |rows: &[u32]| runs_of(rows).collect::<Vec<_>>();
        assert_eq!(of(&[]), []);
        assert_eq!(of(&[4, 5, 6, 8, 7, 8]), [4..7, 8..9, 7..9]);
        assert_eq!(of(&[u32::MAX - 1, 0]), [u32::MAX - 1..u32::MAX, 0..1]);
    }
}
