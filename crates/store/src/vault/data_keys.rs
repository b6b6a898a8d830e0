//! `DataKeys`, the keys under which private rows are sealed, each wrapped by the master key.
//!
//! In scope: making, loading, rotating and wrapping them anew; sealing and opening bytes.
//! Out of scope: which bytes (`vault`), the master key (`master_key`), keys of the blind index
//! (`index_keys`).
//! Invariant: no two seals under one key share a nonce: each opening of the store draws eight
//! bytes, and counts in the other four.

use crate::contract::Reader;
use crate::store_error::StoreError;
use crate::vault::index_keys;
use crate::vault::master_key::MasterKey;
use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{ChaCha20Poly1305, Nonce};
use std::collections::BTreeMap;
use zeroize::Zeroizing;

/// The note that says which key seals now.
pub(crate) const CURRENT: &str = "vault/current";
/// The first byte of what is sealed; the form.
const FORM: u8 = 0xd1;
const NONCE: usize = 12;
const HEAD: usize = 1 + 2 + NONCE;

/// Notes to be written: name and body.
pub(crate) type Notes = Vec<(String, Option<Vec<u8>>)>;

/// The data keys of a store.
pub(crate) struct DataKeys {
    current: u16,
    ciphers: BTreeMap<u16, ChaCha20Poly1305>,
    prefix: [u8; 8],
    next: u32,
}

/// Returns the name of the note of a data key, which is its purpose too.
pub(crate) fn note_of(id: u16) -> String {
    format!("vault/key/{id}")
}

/// Returns the number of the key under which everything is sealed from now on, as the store has it:
/// after a turning that ended in doubt it may be ahead of the one that is in use. Nothing where the
/// store keeps no keys.
pub(crate) fn current_of(store: &dyn Reader) -> Result<Option<u16>, StoreError> {
    let Some(current) = store.note(CURRENT)? else { return Ok(None) };
    let current = <[u8; 2]>::try_from(&current[..]).map_err(|_| damaged())?;
    Ok(Some(u16::from_le_bytes(current)))
}

/// Returns the notes with every key that a store keeps, wrapped anew under another master key.
pub(crate) fn wrapped_anew(
    store: &dyn Reader,
    old: &dyn MasterKey,
    new: &dyn MasterKey,
) -> Result<Notes, StoreError> {
    let current = current_of(store)?.ok_or_else(damaged)?;
    let mut notes = Notes::new();
    for name in (1..=current).map(note_of).chain(index_keys::names(store)?) {
        // Keys that sealed nothing any more are gone.
        if let Some(wrapped) = store.note(&name)? {
            let key = old.open(&name, &wrapped)?;
            notes.push((name.clone(), Some(new.wrap(&name, &key)?)));
        }
    }
    Ok(notes)
}

impl DataKeys {
    /// Makes the first keys, with the notes that keep them.
    pub(crate) fn make(master: &dyn MasterKey) -> Result<(DataKeys, Notes), StoreError> {
        let rows = fresh()?;
        let notes = vec![
            (note_of(1), Some(master.wrap(&note_of(1), &rows)?)),
            (CURRENT.to_string(), Some(1u16.to_le_bytes().to_vec())),
        ];
        let ciphers = BTreeMap::from([(1, ChaCha20Poly1305::new((&*rows).into()))]);
        let (prefix, next) = (prefix()?, 0);
        Ok((DataKeys { current: 1, ciphers, prefix, next }, notes))
    }

    /// Loads the keys that a store keeps; nothing when it keeps none.
    pub(crate) fn load(
        store: &dyn Reader,
        master: &dyn MasterKey,
    ) -> Result<Option<DataKeys>, StoreError> {
        let Some(current) = current_of(store)? else { return Ok(None) };
        let open = |name: &str| match store.note(name)? {
            Some(wrapped) => master.open(name, &wrapped).map(Some),
            None => Ok(None),
        };
        let mut ciphers = BTreeMap::new();
        for id in 1..=current {
            // Keys that sealed nothing any more are gone.
            if let Some(key) = open(&note_of(id))? {
                ciphers.insert(id, ChaCha20Poly1305::new((&*key).into()));
            }
        }
        if !ciphers.contains_key(&current) {
            return Err(damaged());
        }
        let (prefix, next) = (prefix()?, 0);
        Ok(Some(DataKeys { current, ciphers, prefix, next }))
    }

    /// Adds a key, under which everything is sealed from now on. The notes come first: they are to
    /// be durable before the key is used.
    pub(crate) fn next_key(
        &self,
        master: &dyn MasterKey,
    ) -> Result<(u16, Zeroizing<[u8; 32]>, Notes), StoreError> {
        let id = self.current.checked_add(1).ok_or_else(damaged)?;
        let key = fresh()?;
        let wrapped = master.wrap(&note_of(id), &key)?;
        let notes = vec![
            (note_of(id), Some(wrapped)),
            (CURRENT.to_string(), Some(id.to_le_bytes().to_vec())),
        ];
        Ok((id, key, notes))
    }

    /// Uses a key that [`DataKeys::next_key`] made, once it is durable.
    pub(crate) fn turn_to(&mut self, id: u16, key: &[u8; 32]) {
        self.ciphers.insert(id, ChaCha20Poly1305::new(key.into()));
        self.current = id;
    }

    /// Returns the notes that remove the keys before the current one.
    pub(crate) fn old_notes(&self) -> Notes {
        self.old().map(|id| (note_of(id), None)).collect()
    }

    /// Forgets the keys before the current one, once their notes are gone.
    pub(crate) fn forget_old(&mut self) {
        let old: Vec<u16> = self.old().collect();
        old.iter().for_each(|id| drop(self.ciphers.remove(id)));
    }

    fn old(&self) -> impl Iterator<Item = u16> {
        self.ciphers.keys().copied().filter(|id| *id < self.current)
    }

    /// Says whether the store names the same key as the one that seals here.
    pub(crate) fn is_current(&self, store: &dyn Reader) -> Result<bool, StoreError> {
        Ok(current_of(store)? == Some(self.current))
    }

    /// Says whether bytes were sealed under an older key.
    pub(crate) fn is_old(&self, sealed: &[u8]) -> bool {
        key_of(sealed) != Some(self.current)
    }

    /// Seals bytes for a place.
    pub(crate) fn seal(&mut self, place: &[u8], bytes: &[u8]) -> Result<Vec<u8>, StoreError> {
        let Some(next) = self.next.checked_add(1) else {
            self.prefix = prefix()?;
            self.next = 0;
            return self.seal(place, bytes);
        };
        let mut nonce = [0; NONCE];
        nonce[..8].copy_from_slice(&self.prefix);
        nonce[8..].copy_from_slice(&self.next.to_le_bytes());
        self.next = next;
        let payload = Payload { msg: bytes, aad: place };
        let sealed = self.ciphers[&self.current]
            .encrypt(&Nonce::from(nonce), payload)
            .map_err(|_| StoreError::Sealed { why: SealedFault::TooLong })?;
        let mut all = Vec::with_capacity(HEAD + sealed.len());
        all.push(FORM);
        all.extend(self.current.to_le_bytes());
        all.extend(nonce);
        all.extend(sealed);
        Ok(all)
    }

    /// Opens what was sealed for a place.
    pub(crate) fn open(&self, place: &[u8], sealed: &[u8]) -> Result<Vec<u8>, StoreError> {
        let failed = |why| StoreError::Sealed { why };
        let id = key_of(sealed).ok_or(failed(SealedFault::Form))?;
        let cipher = self.ciphers.get(&id).ok_or(failed(SealedFault::KeyDestroyed))?;
        let (head, body) = sealed.split_at(HEAD);
        let mut nonce = [0; NONCE];
        nonce.copy_from_slice(&head[3..]);
        cipher
            .decrypt(&Nonce::from(nonce), Payload { msg: body, aad: place })
            .map_err(|_| failed(SealedFault::Altered))
    }
}

/// Why a private row is not sealed or opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealedFault {
    /// It has more bytes than the cipher takes.
    #[error("it is too long to be sealed")]
    TooLong,
    /// Its first bytes are of no form of this program.
    #[error("it is not sealed in a form known here")]
    Form,
    /// The data key that it was sealed under is gone.
    #[error("its key was destroyed")]
    KeyDestroyed,
    /// Its bytes are not those that were sealed for this place.
    #[error("it was altered, or moved from another place")]
    Altered,
}

fn key_of(sealed: &[u8]) -> Option<u16> {
    match sealed.get(..HEAD)? {
        [FORM, low, high, ..] => Some(u16::from_le_bytes([*low, *high])),
        _ => None,
    }
}

/// Makes a key.
pub(crate) fn fresh() -> Result<Zeroizing<[u8; 32]>, StoreError> {
    let mut key = Zeroizing::new([0; 32]);
    getrandom::fill(key.as_mut()).map_err(random)?;
    Ok(key)
}

fn prefix() -> Result<[u8; 8], StoreError> {
    let mut prefix = [0; 8];
    getrandom::fill(&mut prefix).map_err(random)?;
    Ok(prefix)
}

fn random(error: getrandom::Error) -> StoreError {
    StoreError::Backend { doing: "get random bytes", source: error.into() }
}

/// Says that keys are missing, of rows or of the index.
pub(crate) fn damaged() -> StoreError {
    StoreError::Damaged {
        what: "the notes of the keys of personal data are incomplete".to_string(),
    }
}
