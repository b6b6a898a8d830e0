//! `IndexKeys`, the keys of the blind index: which there are, and which of two does what while one
//! is turned.
//!
//! In scope: their notes, wrapped by the master key; the keys in force, shared with who looks up.
//! Out of scope: the steps of a turning (`turning_index`), what tokens are (`blind`).
//! Invariant: the key that is asked has a token for everything that is to be found. While tokens of
//! a new key are derived that is the old one, and both are written; once all are derived it is the
//! new one, and those of the old one are dropped.
//! A program of before index keys were numbered knows one name of a note. It is taken away with the
//! first turning, so that such a program opens nothing, rather than missing people.

use super::blind::Blind;
use super::data_keys::{Notes, damaged, fresh};
use super::master_key::MasterKey;
use crate::contract::Reader;
use crate::store_error::StoreError;
use std::sync::{Arc, PoisonError, RwLock};

/// The note with the wrapped first key, before any turning.
const FIRST: &str = "vault/blind";
/// The note with the number of the newest key; none before the first turning.
const NEWEST: &str = "vault/index";
/// The note that says how far a turning has come.
const TURNING: &str = "vault/index/turning";

/// How far a turning of the key of the index has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IndexTurning {
    /// Tokens of the new key are there for what stands before a place, and the old key is asked.
    Deriving {
        /// The place.
        next: u64,
    },
    /// The new key is asked, and tokens of the old one are being dropped.
    Dropping,
}

impl IndexTurning {
    /// Returns the note that says so.
    pub(super) fn note(self) -> (String, Option<Vec<u8>>) {
        let (step, next) = match self {
            IndexTurning::Deriving { next } => (1, next),
            IndexTurning::Dropping => (2, 0),
        };
        (TURNING.to_string(), Some([&[step][..], &next.to_le_bytes()].concat()))
    }

    /// Reads what the store says; nothing when no turning is under way.
    pub(super) fn of(store: &dyn Reader) -> Result<Option<IndexTurning>, StoreError> {
        let Some(body) = store.note(TURNING)? else { return Ok(None) };
        let step = body
            .split_first_chunk::<1>()
            .and_then(|(step, next)| Some((step[0], u64::from_le_bytes(next.try_into().ok()?))));
        match step {
            Some((1, next)) => Ok(Some(IndexTurning::Deriving { next })),
            Some((2, _)) => Ok(Some(IndexTurning::Dropping)),
            _ => Err(damaged()),
        }
    }
}

/// The keys of the index that are in force.
#[derive(Clone)]
pub struct IndexKeys {
    /// One, or two while the key is turned. The first is asked.
    keys: Vec<Blind>,
    /// How many of them are written, from the first.
    written: usize,
}

impl IndexKeys {
    /// Returns the key under which to look up.
    pub fn asked(&self) -> &Blind {
        &self.keys[0]
    }

    /// Returns the keys whose tokens go with what is written.
    pub fn written(&self) -> &[Blind] {
        &self.keys[..self.written]
    }

    /// Returns every key of which there may be tokens: what is erased is erased under all.
    pub fn all(&self) -> &[Blind] {
        &self.keys
    }

    /// Returns the old key and the new one, while it is turned.
    pub(super) fn old_and_new(&self) -> Option<(&Blind, &Blind)> {
        match &self.keys[..] {
            [one, two] if one.number() < two.number() => Some((one, two)),
            [one, two] => Some((two, one)),
            _ => None,
        }
    }

    /// Returns them as a turning has them that has come so far; nothing when it is of keys that are
    /// not here.
    pub(super) fn at(&self, turning: Option<IndexTurning>) -> Option<IndexKeys> {
        let Some((old, new)) = self.old_and_new() else {
            return turning.is_none().then(|| self.clone());
        };
        let (old, new) = (old.clone(), new.clone());
        Some(match turning {
            Some(IndexTurning::Deriving { .. }) => IndexKeys { keys: vec![old, new], written: 2 },
            Some(IndexTurning::Dropping) => IndexKeys { keys: vec![new, old], written: 1 },
            None => IndexKeys { keys: vec![new], written: 1 },
        })
    }

    /// Makes the first key, with the note that keeps it.
    pub(super) fn make(master: &dyn MasterKey) -> Result<(IndexKeys, Notes), StoreError> {
        let key = fresh()?;
        let notes = vec![(FIRST.to_string(), Some(master.wrap(FIRST, &key)?))];
        Ok((IndexKeys { keys: vec![Blind::new(1, &key)], written: 1 }, notes))
    }

    /// Loads the keys that a store keeps.
    pub(super) fn load(
        store: &dyn Reader,
        master: &dyn MasterKey,
    ) -> Result<IndexKeys, StoreError> {
        let (newest, turning) = (newest(store)?, IndexTurning::of(store)?);
        let oldest = match turning {
            Some(_) => newest.unwrap_or(0).checked_sub(1).ok_or_else(damaged)?,
            None => newest.unwrap_or(1),
        };
        let mut keys = Vec::new();
        for number in oldest..=newest.unwrap_or(1) {
            let name = if newest.is_some() { name_of(number) } else { FIRST.to_string() };
            let wrapped = store.note(&name)?.ok_or_else(damaged)?;
            keys.push(Blind::new(number, &*master.open(&name, &wrapped)?));
        }
        IndexKeys { keys, written: 1 }.at(turning).ok_or_else(damaged)
    }

    /// Makes the next key, and returns the keys as they are once a turning to it has begun, with
    /// the notes that begin it. Those are to be durable before it is used.
    pub(super) fn next(
        store: &dyn Reader,
        master: &dyn MasterKey,
    ) -> Result<(IndexKeys, Notes), StoreError> {
        let (newest, mut notes) = (newest(store)?, Notes::new());
        let old = newest.unwrap_or(1);
        let name = if newest.is_some() { name_of(old) } else { FIRST.to_string() };
        let wrapped = store.note(&name)?.ok_or_else(damaged)?;
        let old_key = master.open(&name, &wrapped)?;
        if newest.is_none() {
            notes.push((name, None));
            notes.push((name_of(old), Some(master.wrap(&name_of(old), &old_key)?)));
        }
        let (new, key) = (old.checked_add(1).ok_or_else(damaged)?, fresh()?);
        notes.push((name_of(new), Some(master.wrap(&name_of(new), &key)?)));
        notes.push((NEWEST.to_string(), Some(new.to_le_bytes().to_vec())));
        notes.push(IndexTurning::Deriving { next: 0 }.note());
        let keys = vec![Blind::new(old, &old_key), Blind::new(new, &key)];
        Ok((IndexKeys { keys, written: 2 }, notes))
    }

    /// Returns the notes that end a turning and take the old key away.
    pub(super) fn end(&self) -> Notes {
        let old = self.old_and_new().map(|(old, _)| (name_of(old.number()), None));
        old.into_iter().chain([(TURNING.to_string(), None)]).collect()
    }
}

/// Returns the names of the notes of all keys that a store keeps, which are their purposes too.
pub(super) fn names(store: &dyn Reader) -> Result<Vec<String>, StoreError> {
    match newest(store)? {
        None => Ok(vec![FIRST.to_string()]),
        // Of two at most; the old one is gone when no turning is under way.
        Some(newest) => Ok((newest.saturating_sub(1)..=newest).map(name_of).collect()),
    }
}

/// Returns the number of the newest key; nothing before the first turning.
fn newest(store: &dyn Reader) -> Result<Option<u16>, StoreError> {
    let Some(body) = store.note(NEWEST)? else { return Ok(None) };
    body.try_into().map(|number| Some(u16::from_le_bytes(number))).map_err(|_| damaged())
}

fn name_of(number: u16) -> String {
    format!("{FIRST}/{number}")
}

/// The keys in force as they change, for whoever makes tokens beside the writer.
#[derive(Clone)]
pub struct BlindIndex(Arc<RwLock<Arc<IndexKeys>>>);

impl BlindIndex {
    pub(super) fn of(keys: IndexKeys) -> BlindIndex {
        BlindIndex(Arc::new(RwLock::new(Arc::new(keys))))
    }

    /// Returns the keys in force now.
    pub fn now(&self) -> Arc<IndexKeys> {
        // Nothing that holds it can leave it half changed.
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Says whether these are in force still. What was looked up under them meanwhile is all there
    /// is; else it may have been dropped under way, and the look-up is to be made again.
    pub fn is_now(&self, keys: &Arc<IndexKeys>) -> bool {
        Arc::ptr_eq(&self.now(), keys)
    }

    pub(super) fn set(&self, keys: IndexKeys) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(keys);
    }
}
