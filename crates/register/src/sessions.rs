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
                let dense = (number * BLOCK..=u32::MAX).zip(core::mem::take(all));
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
                    let all = (number * BLOCK..=u32::MAX).zip(all);
                    (Some(all.filter_map(|(id, value)| Some((id, value.as_ref()?)))), None)
                }
                Block::Sparse(all) => (None, Some(all.iter().map(|(id, s)| (*id, s)))),
            };
            let all = dense.into_iter().flatten().chain(sparse.into_iter().flatten());
            all.map(|(id, value)| (SessionId(id), value))
        })
    }
}

/// Puts a [`BySession`] together from what comes by rising number. It keeps no more than twice what
/// it is given, whatever the numbers are.
pub(crate) struct Rising<T> {
    done: BySession<T>,
    last: Option<u32>,
    /// The block that is open, from its first number on, and how many are in it.
    open: Vec<Option<T>>,
    filled: usize,
}

impl<T> Default for Rising<T> {
    fn default() -> Rising<T> {
        Rising { done: BySession::default(), last: None, open: Vec::new(), filled: 0 }
    }
}

impl<T> Rising<T> {
    /// Puts what is of a session. Returns false when its number is not above the one before.
    pub(crate) fn put(&mut self, id: SessionId, value: T) -> bool {
        let rises = self.last < Some(id.0);
        if rises {
            self.close_before(id.0 / BLOCK);
            let place = (id.0 % BLOCK) as usize;
            if self.open.len() < place {
                self.open.resize_with(place, || None);
            }
            self.open.push(Some(value));
            self.filled += 1;
            self.last = Some(id.0);
        }
        rises
    }

    /// Returns what was put together.
    pub(crate) fn done(mut self) -> BySession<T> {
        self.close();
        self.done
    }

    fn close_before(&mut self, number: u32) {
        if self.last.is_none_or(|last| last / BLOCK != number) {
            self.close();
            self.open.reserve_exact(BLOCK as usize);
        }
    }

    fn close(&mut self) {
        let Some(number) = self.last.map(|last| last / BLOCK) else { return };
        let mut all = core::mem::take(&mut self.open);
        let filled = core::mem::take(&mut self.filled);
        self.done.len += filled;
        let block = if all.len() <= 2 * filled {
            all.shrink_to_fit();
            Block::Dense(all)
        } else {
            let all = (number * BLOCK..=u32::MAX).zip(all);
            Block::Sparse(all.filter_map(|(id, value)| Some((id, value?))).collect())
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
