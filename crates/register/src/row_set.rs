//! `RowSet`, which rows of a session carry a certificate, as runs.
//!
//! In scope: adding rows and asking for one. A session's rows are issued mostly in order, so that
//! the set stays a run or two however many certificates there are.
//! Out of scope: taking rows out; a row is used for ever.

use alloc::collections::BTreeMap;

/// A set of rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowSet {
    /// First row of each run, and the row after its last. Runs neither meet nor touch.
    runs: BTreeMap<u32, u32>,
    count: u32,
    sum: u64,
}

impl RowSet {
    /// Says whether a row is in the set.
    pub fn contains(&self, row: u32) -> bool {
        self.runs.range(..=row).next_back().is_some_and(|(_, end)| row < *end)
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
        self.runs.len()
    }

    /// Adds a row. Returns false when it was there.
    pub fn insert(&mut self, row: u32) -> bool {
        if self.contains(row) {
            return false;
        }
        self.count += 1;
        self.sum += u64::from(row);
        let end = self.runs.remove(&(row + 1)).unwrap_or(row + 1);
        match self.runs.range_mut(..row).next_back() {
            Some((_, before)) if *before == row => *before = end,
            _ => {
                self.runs.insert(row, end);
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::collections::BTreeSet;

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
    }
}
