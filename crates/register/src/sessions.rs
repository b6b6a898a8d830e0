//! `BySession`, something of every session by its number, close together in memory.
//!
//! In scope: looking up, adding, walking in order, putting together in order. Numbers of a whole
//! register follow each other; an excerpt of a log holds a few of any size, so there are blocks of
//! numbers and not one row.
//! Out of scope: what a session is.

use crate::SessionId;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

/// Sessions of one block.
const BLOCK: u32 = 256;
/// So many numbers may be passed over in a block that is kept without gaps.
const GAP: usize = 32;

/// Something of every session, by number.
#[derive(Clone, Debug)]
pub(crate) struct BySession<T> {
    blocks: BTreeMap<u32, Block<T>>,
    len: usize,
}

impl<T> Default for BySession<T> {
    fn default() -> BySession<T> {
        BySession { blocks: BTreeMap::new(), len: 0 }
    }
}

/// How a block is kept depends on how it came about, and is not seen.
impl<T: PartialEq> PartialEq for BySession<T> {
    fn eq(&self, other: &BySession<T>) -> bool {
        self.len == other.len && self.iter().eq(other.iter())
    }
}

impl<T: Eq> Eq for BySession<T> {}

/// The sessions whose numbers begin alike, in the order of their numbers.
#[derive(Clone, Debug)]
enum Block<T> {
    /// The numbers from the first of the block on.
    Dense(Vec<Option<T>>),
    Sparse(BTreeMap<u32, T>),
}

impl<T> BySession<T> {
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    pub(crate) fn contains_key(&self, id: &SessionId) -> bool {
        self.get(id).is_some()
    }

    pub(crate) fn get(&self, id: &SessionId) -> Option<&T> {
        match self.blocks.get(&(id.0 / BLOCK))? {
            Block::Dense(all) => all.get((id.0 % BLOCK) as usize)?.as_ref(),
            Block::Sparse(all) => all.get(&id.0),
        }
    }

    pub(crate) fn get_mut(&mut self, id: &SessionId) -> Option<&mut T> {
        match self.blocks.get_mut(&(id.0 / BLOCK))? {
            Block::Dense(all) => all.get_mut((id.0 % BLOCK) as usize)?.as_mut(),
            Block::Sparse(all) => all.get_mut(&id.0),
        }
    }

    /// Adds what is of a session, or puts it in the place of what was.
    pub(crate) fn insert(&mut self, id: SessionId, value: T) {
        if let Some(there) = self.get_mut(&id) {
            *there = value;
            return;
        }
        self.len += 1;
        let (number, place) = (id.0 / BLOCK, (id.0 % BLOCK) as usize);
        let block = self.blocks.entry(number).or_insert_with(|| match place {
            0..GAP => Block::Dense(Vec::new()),
            _ => Block::Sparse(BTreeMap::new()),
        });
        match block {
            Block::Dense(all) if place < all.len() + GAP => {
                if all.len() <= place {
                    // Block by block, so that nothing is reserved for numbers that may never come.
                    all.reserve_exact((place / GAP + 1) * GAP - all.len());
                    all.resize_with(place + 1, || None);
                }
                all[place] = Some(value);
            }
            Block::Sparse(all) => {
                all.insert(id.0, value);
            }
            Block::Dense(all) => {
                let dense = (number * BLOCK..).zip(core::mem::take(all));
                let mut sparse: BTreeMap<u32, T> =
                    dense.filter_map(|(id, value)| Some((id, value?))).collect();
                sparse.insert(id.0, value);
                *block = Block::Sparse(sparse);
            }
        }
    }

    /// Returns what there is, by number.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (SessionId, &T)> {
        self.blocks.iter().flat_map(|(number, block)| {
            let (dense, sparse) = match block {
                Block::Dense(all) => {
                    let all = (number * BLOCK..).zip(all);
                    (Some(all.filter_map(|(id, value)| Some((id, value.as_ref()?)))), None)
                }
                Block::Sparse(all) => (None, Some(all.iter().map(|(id, s)| (*id, s)))),
            };
            let all = dense.into_iter().flatten().chain(sparse.into_iter().flatten());
            all.map(|(id, value)| (SessionId(id), value))
        })
    }
}

/// Puts a [`BySession`] together from what comes by rising number. It reserves no more than twice
/// what it is given, whatever the numbers are.
pub(crate) struct Rising<T> {
    done: BySession<T>,
    last: Option<u32>,
    /// What is in the block that is open.
    open: Vec<(u32, T)>,
}

impl<T> Default for Rising<T> {
    fn default() -> Rising<T> {
        Rising { done: BySession::default(), last: None, open: Vec::new() }
    }
}

impl<T> Rising<T> {
    /// Puts what is of a session. Returns false when its number is not above the one before.
    pub(crate) fn put(&mut self, id: SessionId, value: T) -> bool {
        let before = self.last.replace(id.0);
        if before.is_some_and(|before| before / BLOCK != id.0 / BLOCK) {
            self.close();
        }
        self.open.push((id.0, value));
        before < Some(id.0)
    }

    /// Returns what was put together.
    pub(crate) fn done(mut self) -> BySession<T> {
        self.close();
        self.done
    }

    fn close(&mut self) {
        let Some((last, _)) = self.open.last() else { return };
        let (number, places) = (last / BLOCK, (last % BLOCK) as usize + 1);
        self.done.len += self.open.len();
        let block = if places <= 2 * self.open.len() {
            let mut all: Vec<Option<T>> = Vec::with_capacity(places);
            for (id, value) in self.open.drain(..) {
                all.resize_with((id % BLOCK) as usize, || None);
                all.push(Some(value));
            }
            Block::Dense(all)
        } else {
            Block::Sparse(self.open.drain(..).collect())
        };
        self.done.blocks.insert(number, block);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(ids: &[u32]) {
        let mut all = BySession::default();
        ids.iter().for_each(|id| all.insert(SessionId(*id), *id));
        let mut sorted = ids.to_vec();
        sorted.sort_unstable();
        sorted.dedup();
        let walked: Vec<u32> = all.iter().map(|(id, _)| id.0).collect();
        assert_eq!((walked, all.len()), (sorted.clone(), sorted.len()), "{ids:?}");
        let mut again = Rising::default();
        assert!(sorted.iter().all(|id| again.put(SessionId(*id), *id)));
        assert_eq!(again.done(), all, "{ids:?}");
        for id in [0, 1, 2, 255, 256, 257, 511, 700, u32::MAX] {
            let found = all.get(&SessionId(id)).copied();
            assert_eq!(found, sorted.contains(&id).then_some(id), "{id} of {ids:?}");
            assert_eq!(all.get_mut(&SessionId(id)).is_some(), found.is_some());
        }
    }

    #[test]
    fn what_does_not_rise_is_not_put_together() {
        let falls = |ids: &[u32]| {
            let mut all = Rising::default();
            ids.iter().position(|id| !all.put(SessionId(*id), ()))
        };
        assert_eq!(falls(&[0, 3, 256]), None);
        assert_eq!(falls(&[0, 3, 3]), Some(2));
        assert_eq!(falls(&[0, 256, 255]), Some(2));
        assert_eq!(falls(&[u32::MAX, 0]), Some(1));
    }

    #[test]
    fn sessions_are_found_by_number_however_they_came() {
        check(&[]);
        check(&[0, 1, 2]);
        check(&(0..600).collect::<Vec<_>>());
        check(&[0, 2, 1, 255]);
        check(&[5, 40, 3, 80, 600]);
        check(&[700, 3, u32::MAX, 256, 3]);
    }
}
