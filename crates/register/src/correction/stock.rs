//! Blanks by runs of print numbers: what is on hand, and what became of the others.
//!
//! In scope: moving whole runs. A run that was spoiled, destroyed or given back never comes back.
//! Out of scope: who may record it (`check`).

use super::act::StockMove;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

/// The blanks of one version that one organisation keeps or kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stock {
    /// First number of each run, its last and what last happened to it. Runs do not meet.
    pub(super) runs: BTreeMap<u64, (u64, StockMove)>,
}

impl Stock {
    /// Returns what last happened to a print number; nothing when it was never received.
    pub fn of(&self, print: u64) -> Option<StockMove> {
        let (_, (last, step)) = self.runs.range(..=print).next_back()?;
        (print <= *last).then_some(*step)
    }

    /// Returns the runs: first, last and what last happened to them.
    pub fn runs(&self) -> impl Iterator<Item = (u64, u64, StockMove)> + '_ {
        self.runs.iter().map(|(first, (last, step))| (*first, *last, *step))
    }

    /// Says whether a run can take a step: new ones are received; what is on hand is printed,
    /// spoiled, destroyed or given back; what was printed can be spoiled, and what is spoiled
    /// destroyed.
    pub(crate) fn can(&self, from: u64, to: u64, step: StockMove) -> bool {
        if step == StockMove::Received {
            return self.meeting(from, to).is_empty();
        }
        let before: &[StockMove] = match step {
            StockMove::Received => &[],
            StockMove::Printed | StockMove::Returned => &[StockMove::Received],
            StockMove::Spoiled => &[StockMove::Received, StockMove::Printed],
            StockMove::Destroyed => &[StockMove::Received, StockMove::Spoiled],
        };
        let mut next = Some(from);
        for (first, last, was) in self.meeting(from, to) {
            let fits = next.is_some_and(|n| first <= n) && before.contains(&was);
            if !fits {
                return false;
            }
            next = last.checked_add(1);
        }
        next.is_none_or(|n| to < n)
    }

    /// Puts a run at a step, whatever it was before.
    pub(crate) fn put(&mut self, from: u64, to: u64, step: StockMove) {
        for (first, last, was) in self.meeting(from, to) {
            self.runs.remove(&first);
            if first < from {
                self.runs.insert(first, (from - 1, was));
            }
            if to < last {
                self.runs.insert(to + 1, (last, was));
            }
        }
        self.runs.insert(from, (to, step));
    }

    fn meeting(&self, from: u64, to: u64) -> Vec<(u64, u64, StockMove)> {
        let before = self.runs.range(..from).next_back().filter(|(_, (last, _))| from <= *last);
        let within = self.runs.range(from..).take_while(|(first, _)| **first <= to);
        before.into_iter().chain(within).map(|(f, (l, s))| (*f, *l, *s)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use StockMove::*;

    fn check(steps: &[(u64, u64, StockMove, bool)], runs: &[(u64, u64, StockMove)]) {
        let mut stock = Stock::default();
        for &(from, to, step, can) in steps {
            assert_eq!(stock.can(from, to, step), can, "{from}-{to} {step:?}");
            if can {
                stock.put(from, to, step);
            }
        }
        assert_eq!(stock.runs().collect::<Vec<_>>(), runs);
    }

    #[test]
    fn blanks_go_one_way_and_whole_runs_only() {
        check(&[(1, 9, Printed, false)], &[]);
        check(&[(1, 9, Received, true), (5, 12, Received, false)], &[(1, 9, Received)]);
        check(
            &[(1, 9, Received, true), (4, 6, Printed, true), (6, 7, Printed, false)],
            &[(1, 3, Received), (4, 6, Printed), (7, 9, Received)],
        );
        check(
            &[(1, 9, Received, true), (1, 9, Destroyed, true), (3, 3, Printed, false)],
            &[(1, 9, Destroyed)],
        );
        check(
            &[(1, 4, Received, true), (5, 9, Received, true), (2, 8, Spoiled, true)],
            &[(1, 1, Received), (2, 8, Spoiled), (9, 9, Received)],
        );
        check(
            &[(u64::MAX, u64::MAX, Received, true), (1, u64::MAX, Printed, false)],
            &[(u64::MAX, u64::MAX, Received)],
        );
        check(&[(1, 2, Received, true), (2, 3, Returned, false)], &[(1, 2, Received)]);
    }
}
