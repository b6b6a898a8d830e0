//! `Sums`, the digest of a state as it is kept while acts are applied.
//!
//! In scope: adding cells, and hashing late what changes often: of a cell that changes ten times
//! before anybody asks, one or two values are hashed and not twenty.
//! Two sums add up to the digest: of the cells that the state can form again, which a background
//! check compares (`verify`), and of those whose values it does not keep.
//! Out of scope: what cells there are.

mod acts;

use crate::cell::Cell;
use crate::digest::{StateDigest, cell};
use crate::sums::acts::Acts;
use alloc::collections::BTreeMap;
use alloc::collections::btree_map::Entry;

/// So many changed cells wait at most.
const CHANGED_MAX: usize = 1_024;
/// So many hashes of cells that change are remembered at most.
const HASHES_MAX: usize = 4_096;

/// A cell, by its map and key.
type Name = (&'static str, Cell);

/// The digest of a state, in two sums and what waits.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sums {
    held: StateDigest,
    past: StateDigest,
    /// Cells of `held` that changed: the value that stands in the sum, and the one that should.
    changed: BTreeMap<Name, (Cell, Option<Cell>)>,
    /// Values that stand in the sum with their hashes, of cells that changed before and are likely
    /// to change again.
    hashes: BTreeMap<Name, (Cell, [u8; 32])>,
    acts: Acts,
}

impl Sums {
    /// Returns the sums of a state that was kept: of the cells it holds, and of the others.
    pub(crate) fn kept(held: [u8; 32], past: [u8; 32]) -> Sums {
        let [held, past] = [held, past].map(StateDigest::from_bytes);
        Sums { held, past, ..Sums::default() }
    }

    /// Adds a cell that the state holds.
    pub(crate) fn add(&mut self, map: &'static str, key: &[u8], value: &[u8]) {
        self.held.add(map, key, value);
    }

    /// Adds a cell whose value the state does not keep.
    pub(crate) fn add_past(&mut self, map: &'static str, key: &[u8], value: &[u8]) {
        self.past.add(map, key, value);
    }

    /// Says that the state does not keep the value of a cell any more. The digest stays.
    pub(crate) fn let_go(&mut self, map: &'static str, key: &[u8], value: &[u8]) {
        let hash = cell(map, key, value);
        self.held.minus(&hash);
        self.past.plus(&hash);
    }

    /// Puts one value of a cell in the place of another.
    pub(crate) fn exchange(
        &mut self,
        map: &'static str,
        key: Cell,
        before: Option<Cell>,
        after: Option<Cell>,
    ) {
        match (before, after) {
            (None, None) => {}
            (None, Some(after)) => self.held.add(map, key.bytes(), after.bytes()),
            (Some(before), after) => self.change(map, key, before, after),
        }
    }

    /// Counts an act of an organisation.
    pub(crate) fn count(&mut self, actor: u32, before: Option<u64>, after: u64) {
        if before.is_some_and(|before| self.acts.put(actor, before, after)) {
            return;
        }
        if let Some(before) = before {
            self.held.minus(&acts::hash(actor, before));
        }
        self.held.plus(&acts::hash(actor, after));
    }

    fn change(&mut self, map: &'static str, key: Cell, before: Cell, after: Option<Cell>) {
        match self.changed.entry((map, key)) {
            Entry::Vacant(slot) => {
                slot.insert((before, after));
            }
            Entry::Occupied(mut slot) if slot.get().1.as_ref() == Some(&before) => {
                slot.get_mut().1 = after;
            }
            // Acts that nobody checked may say of a cell what it never was: then the sum follows
            // them word by word.
            Entry::Occupied(slot) => {
                let key = slot.key().1.bytes();
                self.held.take(map, key, before.bytes());
                if let Some(after) = after {
                    self.held.add(map, key, after.bytes());
                }
            }
        }
        if CHANGED_MAX <= self.changed.len() {
            self.settle();
        }
    }

    /// Hashes what waits.
    pub(crate) fn settle(&mut self) {
        self.acts.settle(&mut self.held);
        for (name, (before, after)) in core::mem::take(&mut self.changed) {
            if after.as_ref() == Some(&before) {
                continue;
            }
            self.held.minus(&self.hash(&name, &before));
            let Some(after) = after else {
                self.hashes.remove(&name);
                continue;
            };
            let hash = cell(name.0, name.1.bytes(), after.bytes());
            self.held.plus(&hash);
            if HASHES_MAX <= self.hashes.len() {
                self.hashes.clear();
            }
            self.hashes.insert(name, (after, hash));
        }
    }

    /// Returns the hash of a value that stands in the sum.
    fn hash(&self, name: &Name, value: &Cell) -> [u8; 32] {
        match self.hashes.get(name) {
            Some((known, hash)) if known == value => *hash,
            _ => cell(name.0, name.1.bytes(), value.bytes()),
        }
    }

    /// Returns the sum of the cells that the state holds.
    pub(crate) fn held(&self) -> StateDigest {
        let mut sum = self.held;
        self.acts.add_to(&mut sum);
        for (name, (before, after)) in &self.changed {
            if after.as_ref() != Some(before) {
                sum.minus(&self.hash(name, before));
                if let Some(after) = after {
                    sum.add(name.0, name.1.bytes(), after.bytes());
                }
            }
        }
        sum
    }

    /// Returns the sum of the cells that it does not.
    pub(crate) fn past(&self) -> StateDigest {
        self.past
    }

    /// Returns the digest.
    pub(crate) fn total(&self) -> StateDigest {
        let mut sum = self.held();
        sum.plus(self.past.bytes());
        sum
    }
}

/// What waits is not seen.
impl PartialEq for Sums {
    fn eq(&self, other: &Sums) -> bool {
        self.past == other.past && self.held() == other.held()
    }
}

impl Eq for Sums {}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    fn value(n: Option<u8>) -> Option<Cell> {
        n.map(|n| Cell::new().u8(n))
    }

    /// Values of one cell, one after the other, as somebody says them: before and after.
    fn check(steps: &[(Option<u8>, Option<u8>)], stands: &[u8]) {
        [false, true].iter().for_each(|settled| check_one(steps, stands, *settled));
    }

    fn check_one(steps: &[(Option<u8>, Option<u8>)], stands: &[u8], settled: bool) {
        let (mut late, mut plain) = (Sums::default(), StateDigest::default());
        for (before, after) in steps {
            late.exchange("x", Cell::new().u32(7), value(*before), value(*after));
            if settled {
                late.settle();
            }
        }
        stands.iter().for_each(|n| plain.add("x", &7u32.to_be_bytes(), &[*n]));
        assert_eq!(late.total(), plain, "{steps:?}");
        let asked = late.clone();
        late.settle();
        assert_eq!((late.total(), late == asked), (plain, true), "{steps:?}");
    }

    #[test]
    fn a_cell_counts_with_its_last_value_however_often_it_changed() {
        check(&[], &[]);
        check(&[(None, Some(1))], &[1]);
        check(&[(None, Some(1)), (Some(1), Some(2)), (Some(2), Some(3))], &[3]);
        check(&[(None, Some(1)), (Some(1), Some(2)), (Some(2), Some(1))], &[1]);
        check(&[(None, Some(1)), (Some(1), None)], &[]);
        check(&[(None, Some(1)), (Some(1), None), (None, Some(4))], &[4]);
        check(&[(None, Some(1)), (Some(1), None), (None, Some(4)), (Some(4), Some(5))], &[5]);
        // What nobody checked: a value that was never there is taken away all the same.
        check(&[(None, Some(1)), (None, Some(2)), (Some(1), Some(3)), (Some(2), Some(4))], &[3, 4]);
    }

    /// Counts of one actor, one after the other.
    fn check_acts(steps: &[(Option<u64>, u64)], stands: &[u64]) {
        for settled in [false, true] {
            let (mut late, mut plain) = (Sums::default(), StateDigest::default());
            for (before, after) in steps {
                late.count(7, *before, *after);
                if settled {
                    late.settle();
                }
            }
            let key = 7u32.to_be_bytes();
            stands.iter().for_each(|n| plain.add("acts", &key, &n.to_be_bytes()));
            assert_eq!(late.total(), plain, "{steps:?}");
            late.settle();
            assert_eq!(late.total(), plain, "{steps:?}");
        }
    }

    #[test]
    fn acts_count_as_the_cells_of_other_maps_do() {
        check_acts(&[], &[]);
        check_acts(&[(None, 1)], &[1]);
        check_acts(&[(None, 1), (Some(1), 2), (Some(2), 3), (Some(3), 4)], &[4]);
        check_acts(&[(None, 1), (None, 1), (Some(1), 2)], &[1, 2]);
        check_acts(&[(None, 1), (Some(1), 2), (None, 5), (Some(5), 6), (Some(2), 3)], &[6, 3]);
    }

    #[test]
    fn many_changed_cells_are_hashed_before_anybody_asks() {
        let mut sums = Sums::default();
        for n in 0..CHANGED_MAX as u32 + 10 {
            sums.exchange("x", Cell::new().u32(n), value(Some(1)), value(Some(2)));
        }
        assert_eq!(sums.changed.len(), 10);
    }

    #[test]
    fn a_cell_that_is_let_go_stays_in_the_digest() {
        let mut sums = Sums::default();
        sums.add("x", b"1", b"one");
        sums.add_past("y", b"1", b"two");
        let before = sums.total();
        sums.let_go("x", b"1", b"one");
        let held: Vec<u8> = sums.held().bytes().to_vec();
        assert_eq!((sums.total(), held), (before, [0; 32].to_vec()));
    }
}
