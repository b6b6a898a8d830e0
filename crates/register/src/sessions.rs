//! `Sessions`, every session by its number, close together in memory.
//!
//! In scope: looking up, adding, walking in order. Numbers of a whole register follow each other;
//! an excerpt of a log holds a few of any size, so there are blocks of numbers and not one row.
//! Out of scope: what a session is.

use crate::SessionId;
use crate::session::Session;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

/// Sessions of one block.
const BLOCK: u32 = 256;

/// Every session, by number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sessions {
    blocks: BTreeMap<u32, Block>,
    len: usize,
}

/// The sessions whose numbers begin alike, in the order of their numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Block {
    /// The numbers from the first of the block on, without a gap.
    Dense(Vec<Session>),
    Sparse(BTreeMap<u32, Session>),
}

impl Sessions {
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    pub(crate) fn contains_key(&self, id: &SessionId) -> bool {
        self.get(id).is_some()
    }

    pub(crate) fn get(&self, id: &SessionId) -> Option<&Session> {
        match self.blocks.get(&(id.0 / BLOCK))? {
            Block::Dense(all) => all.get((id.0 % BLOCK) as usize),
            Block::Sparse(all) => all.get(&id.0),
        }
    }

    pub(crate) fn get_mut(&mut self, id: &SessionId) -> Option<&mut Session> {
        match self.blocks.get_mut(&(id.0 / BLOCK))? {
            Block::Dense(all) => all.get_mut((id.0 % BLOCK) as usize),
            Block::Sparse(all) => all.get_mut(&id.0),
        }
    }

    /// Adds a session, or puts it in the place of the one with its number.
    pub(crate) fn insert(&mut self, id: SessionId, session: Session) {
        if let Some(there) = self.get_mut(&id) {
            *there = session;
            return;
        }
        self.len += 1;
        let (number, place) = (id.0 / BLOCK, (id.0 % BLOCK) as usize);
        let block = self.blocks.entry(number).or_insert_with(|| match place {
            0 => Block::Dense(Vec::with_capacity(BLOCK as usize)),
            _ => Block::Sparse(BTreeMap::new()),
        });
        match block {
            Block::Dense(all) if all.len() == place => all.push(session),
            Block::Sparse(all) => {
                all.insert(id.0, session);
            }
            Block::Dense(all) => {
                let first = number * BLOCK;
                let mut sparse: BTreeMap<u32, Session> =
                    (first..).zip(core::mem::take(all)).collect();
                sparse.insert(id.0, session);
                *block = Block::Sparse(sparse);
            }
        }
    }

    /// Returns every session, by number.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (SessionId, &Session)> {
        self.blocks.iter().flat_map(|(number, block)| {
            let (dense, sparse) = match block {
                Block::Dense(all) => (Some((number * BLOCK..).zip(all)), None),
                Block::Sparse(all) => (None, Some(all.iter().map(|(id, s)| (*id, s)))),
            };
            let all = dense.into_iter().flatten().chain(sparse.into_iter().flatten());
            all.map(|(id, session)| (SessionId(id), session))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::act::{Scheme, SessionPlan};
    use crate::{OrganisationId, RowSet};
    use law::RowId;
    use vocab::{Day, Level};

    fn session(n: u32) -> Session {
        let plan = SessionPlan {
            session: SessionId(n),
            scheme: Scheme::Level,
            occupation: RowId(0),
            level: Level::from_code('3').expect("a level"),
            registration_until: Day(1),
            planned_on: Day(2),
        };
        Session {
            by: OrganisationId(n),
            announced_on: Day(0),
            plan,
            closing: None,
            results: None,
            confirmed_on: None,
            settlement: None,
            used: RowSet::default(),
        }
    }

    fn check(ids: &[u32]) {
        let mut all = Sessions::default();
        ids.iter().for_each(|id| all.insert(SessionId(*id), session(*id)));
        let mut sorted = ids.to_vec();
        sorted.sort_unstable();
        sorted.dedup();
        let walked: Vec<u32> = all.iter().map(|(id, _)| id.0).collect();
        assert_eq!((walked, all.len()), (sorted.clone(), sorted.len()), "{ids:?}");
        for id in [0, 1, 2, 255, 256, 257, 511, 700, u32::MAX] {
            let found = all.get(&SessionId(id)).map(|s| s.by.0);
            assert_eq!(found, sorted.contains(&id).then_some(id), "{id} of {ids:?}");
            assert_eq!(all.get_mut(&SessionId(id)).is_some(), found.is_some());
        }
    }

    #[test]
    fn sessions_are_found_by_number_however_they_came() {
        check(&[]);
        check(&[0, 1, 2]);
        check(&(0..600).collect::<Vec<_>>());
        check(&[0, 2, 1, 255]);
        check(&[700, 3, u32::MAX, 256, 3]);
    }
}
