//! `Acts`, the cells `acts` of those that act: every act changes one.
//!
//! In scope: the counts that stand in the sum and those that should, without a byte of a cell
//! before it is hashed. Out of scope: other cells (`sums`).

use crate::cell::Cell;
use crate::digest::{StateDigest, cell};
use alloc::collections::BTreeMap;

/// How many acts each organisation did, as far as that changed.
#[derive(Clone, Debug, Default)]
pub(super) struct Acts(BTreeMap<u32, Count>);

#[derive(Clone, Copy, Debug)]
struct Count {
    stands: u64,
    now: u64,
    /// The hash of the one that stands, once it was needed.
    hash: Option<[u8; 32]>,
}

impl Acts {
    /// Takes a count in the place of another. Returns false when that is not the one it was.
    pub(super) fn put(&mut self, actor: u32, before: u64, after: u64) -> bool {
        let new = Count { stands: before, now: before, hash: None };
        let count = self.0.entry(actor).or_insert(new);
        let same = count.now == before;
        if same {
            count.now = after;
        }
        same
    }

    /// Adds to a sum what changed.
    pub(super) fn add_to(&self, sum: &mut StateDigest) {
        for (actor, count) in self.0.iter().filter(|(_, count)| count.now != count.stands) {
            sum.minus(&count.hash.unwrap_or_else(|| hash(*actor, count.stands)));
            sum.plus(&hash(*actor, count.now));
        }
    }

    /// Adds to a sum what changed: it stands in it from now on.
    pub(super) fn settle(&mut self, sum: &mut StateDigest) {
        for (actor, count) in self.0.iter_mut().filter(|(_, count)| count.now != count.stands) {
            let (stood, stands) = (count.hash, hash(*actor, count.now));
            sum.minus(&stood.unwrap_or_else(|| hash(*actor, count.stands)));
            sum.plus(&stands);
            *count = Count { stands: count.now, now: count.now, hash: Some(stands) };
        }
    }
}

/// Returns the hash of the cell of a count.
pub(super) fn hash(actor: u32, count: u64) -> [u8; 32] {
    cell("acts", &actor.to_be_bytes(), Cell::new().u64(count).bytes())
}
