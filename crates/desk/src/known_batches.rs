//! `KnownBatches`, the batches of numbers that were looked up, so that the next number of one is
//! found by a single read.
//!
//! In scope: remembering at most so many batches, for all threads that look up.
//! Out of scope: reading them (`look_up`).
//! Invariant: what is known holds. A batch never changes and never leaves; one that is not known
//! says nothing, and is asked for.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};
use store::BatchRow;

/// Batches that are remembered at most: some twenty megabytes, and all of a register of thirty
/// million certificates.
const KNOWN_MAX: usize = 1 << 18;

/// Site, year and code of the level.
pub(crate) type Site = (String, i32, char);

/// Batches by their site, year and level.
pub(crate) struct KnownBatches {
    known: RwLock<Known>,
    most: usize,
}

#[derive(Default)]
struct Known {
    /// By rising serials.
    sites: HashMap<Site, Vec<Run>>,
    count: usize,
}

/// The serials of a batch, and the place of the first of them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Run {
    last: u32,
    first: u32,
    entry: u64,
}

impl Default for KnownBatches {
    fn default() -> KnownBatches {
        KnownBatches::of(KNOWN_MAX)
    }
}

impl KnownBatches {
    fn of(most: usize) -> KnownBatches {
        KnownBatches { known: RwLock::default(), most }
    }

    /// Returns the place of the entry of a serial, where its batch is known.
    pub(crate) fn place(&self, site: &Site, serial: u32) -> Option<u64> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        let runs = known.sites.get(site)?;
        let run = runs.get(runs.partition_point(|run| run.last < serial))?;
        let nth = serial.checked_sub(run.first)?;
        Some(run.entry + u64::from(nth))
    }

    /// Remembers a batch. Where there are too many, all others are forgotten.
    pub(crate) fn learn(&self, batch: &BatchRow) {
        let site = (batch.site.clone(), batch.year, batch.level);
        let run = Run { last: batch.last, first: batch.first, entry: batch.entry };
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        if self.most <= known.count {
            *known = Known::default();
        }
        let runs = known.sites.entry(site).or_default();
        // Two who asked at once both bring it.
        if let Err(place) = runs.binary_search(&run) {
            runs.insert(place, run);
            known.count += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_serial_is_found_in_a_batch_that_was_learnt_and_nowhere_else() {
        let known = KnownBatches::of(3);
        let site = |name: &str| (name.to_string(), 2020, '3');
        let learn = |name: &str, first, last, entry| {
            let (site, year, level) = site(name);
            known.learn(&BatchRow { site, year, level, first, last, entry, header: 0 });
        };
        let check = |name: &str, serial, expect| {
            assert_eq!(known.place(&site(name), serial), expect, "{name} {serial}");
        };
        check("a", 5, None);
        learn("a", 10, 12, 100);
        learn("a", 5, 5, 70);
        learn("a", 5, 5, 70);
        for (serial, expect) in
            [(4, None), (5, Some(70)), (6, None), (9, None), (10, Some(100)), (12, Some(102))]
        {
            check("a", serial, expect);
        }
        check("a", 13, None);
        check("b", 5, None);
        assert_eq!(known.place(&("a".to_string(), 2021, '3'), 5), None);
        // The fourth is one too many.
        learn("b", 1, 9, 3);
        check("a", 5, Some(70));
        learn("b", 20, 29, 30);
        check("a", 5, None);
        check("b", 1, None);
        check("b", 29, Some(39));
    }
}
