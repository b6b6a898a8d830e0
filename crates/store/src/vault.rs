//! `Vault`, a store whose private rows are sealed: any backend below, plain rows above.
//!
//! Source: RFC 8439, ChaCha20-Poly1305; docs/formats/private-rows.md.
//! In scope: sealing rows in blocks, opening them, turning to a new key in the background.
//! Out of scope: who may read (`desk`), the keys themselves (`data_keys`, `master_key`).
//! I-PRI-1: below this nobody sees a name, a number or a salt. Kind, group and place of a row and
//! the length of a block stay readable; they say how many people a session has.
//! Failure: keys are durable in the store before anything is sealed under them.

mod blind;
mod block;
mod data_keys;
mod device_key;
mod master_key;
mod passing;
mod turning;

use crate::contract::writing::{Committed, PrivateKind, PrivatePlace, PrivateRow, Writing};
use crate::contract::{Reader, Store};
use crate::store_error::StoreError;
use block::Block;
use data_keys::DataKeys;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

pub use blind::{Blind, plain};
pub use block::ROW_BYTES_MAX;
pub use device_key::{DeviceAddress, DeviceFault, DeviceMasterKey};
pub use master_key::{HeldMasterKey, MasterKey};
pub use turning::Slice;

/// A store that seals private rows before the backend gets them.
pub struct Vault {
    inner: Box<dyn Store>,
    keys: Shared,
}

/// A reader beside a [`Vault`].
struct VaultReader {
    inner: Box<dyn Reader>,
    keys: Shared,
}

/// The keys, shared by a writer and its readers: a reader must know the key that the writer turned
/// to.
#[derive(Clone)]
struct Shared(Arc<Mutex<DataKeys>>);

impl Shared {
    fn get(&self) -> MutexGuard<'_, DataKeys> {
        // Nothing that holds it can leave it half changed.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A block: kind, group and the place of the block.
type BlockPlace = (PrivateKind, String, u32);

impl Vault {
    /// Opens the private rows of a store, and makes their keys when it has none. Rows that are not
    /// sealed, of a version before this one, are sealed now.
    ///
    /// # Errors
    /// The keys were wrapped by another master key, or the backend failed.
    pub fn open(mut inner: Box<dyn Store>, master: &dyn MasterKey) -> Result<Vault, StoreError> {
        if let Some(keys) = DataKeys::load(&*inner, master)? {
            return Ok(Vault { inner, keys: Shared(Arc::new(Mutex::new(keys))) });
        }
        let (keys, notes) = DataKeys::make(master)?;
        let plain = turning::plain_rows(&*inner)?;
        inner.begin_group()?;
        let mut vault = Vault { inner, keys: Shared(Arc::new(Mutex::new(keys))) };
        let sealed = vault.take_over(&plain, &notes).and_then(|()| vault.inner.end_group());
        if sealed.is_err() {
            vault.inner.abandon_group();
        }
        sealed.map(|()| vault)
    }

    /// Says whether a store keeps keys of personal data, which only their master key opens.
    ///
    /// # Errors
    /// The backend failed.
    pub fn is_sealed(store: &dyn Reader) -> Result<bool, StoreError> {
        Ok(store.note(data_keys::CURRENT)?.is_some())
    }

    /// Says whether a master key opens the keys that a store keeps: false for a store without any,
    /// and for a key that is another.
    ///
    /// # Errors
    /// The backend failed, or the device with the key.
    pub fn is_opened_by(store: &dyn Reader, master: &dyn MasterKey) -> Result<bool, StoreError> {
        let Some(wrapped) = store.note(data_keys::BLIND)? else { return Ok(false) };
        match master.open(data_keys::BLIND, &wrapped) {
            Ok(_) => Ok(true),
            Err(StoreError::MasterKey { .. }) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Returns the maker of tokens.
    pub fn blind(&self) -> Blind {
        self.keys.get().blind().clone()
    }

    /// Returns blocks as the backend gets them, with what stands in them already.
    fn sealed(
        &self,
        erased: &[PrivatePlace],
        rows: &[PrivateRow],
    ) -> Result<(Vec<PrivatePlace>, Vec<PrivateRow>), StoreError> {
        // What changes in each block: nothing for what is erased.
        let mut changes: BTreeMap<BlockPlace, BTreeMap<u8, Option<&[u8]>>> = BTreeMap::new();
        for PrivatePlace { kind, group, place } in erased {
            let (block, within) = split(*kind, *place);
            changes.entry((*kind, group.clone(), block)).or_default().insert(within, None);
        }
        for PrivateRow { kind, group, place, body } in rows {
            let (block, within) = split(*kind, *place);
            changes.entry((*kind, group.clone(), block)).or_default().insert(within, Some(body));
        }
        let (mut gone, mut kept) = (Vec::new(), Vec::with_capacity(changes.len()));
        let mut keys = self.keys.get();
        for ((kind, group, place), changes) in changes {
            let mut block = match self.inner.private_row(kind, &group, place)? {
                Some(sealed) => opened(&keys, kind, &group, place, &sealed)?,
                None => Block::new(),
            };
            for (within, body) in changes {
                match body {
                    Some(body) => block.insert(within, body.to_vec()),
                    None => block.remove(&within),
                };
            }
            if block.is_empty() {
                gone.push(PrivatePlace { kind, group, place });
                continue;
            }
            let body = keys.seal(&place_of(kind, &group, place), &block::write(&block))?;
            kept.push(PrivateRow { kind, group, place, body });
        }
        Ok((gone, kept))
    }

    fn put(&mut self, writing: &Writing<'_>) -> Result<Committed, StoreError> {
        writing.check()?;
        for (place, row) in writing.private.iter().enumerate() {
            if ROW_BYTES_MAX < row.body.len() {
                return Err(StoreError::PrivateBody { place, bytes: row.body.len() });
            }
        }
        if writing.private.is_empty() && writing.erased.is_empty() {
            return self.inner.commit(writing);
        }
        let (erased, private) = self.sealed(writing.erased, writing.private)?;
        self.inner.commit(&Writing { erased: &erased, private: &private, ..writing.clone() })
    }
}

/// Returns the block of a place, and the place within it.
fn split(kind: PrivateKind, place: u32) -> (u32, u8) {
    let rows = block::rows_of(kind);
    (place / rows, (place % rows) as u8)
}

/// Returns what a block is sealed for, so that it opens nowhere else.
fn place_of(kind: PrivateKind, group: &str, block: u32) -> Vec<u8> {
    let mut place = vec![kind.code()];
    place.extend(block.to_le_bytes());
    place.extend(group.as_bytes());
    place
}

fn opened(
    keys: &DataKeys,
    kind: PrivateKind,
    group: &str,
    block: u32,
    sealed: &[u8],
) -> Result<Block, StoreError> {
    block::read(&keys.open(&place_of(kind, group, block), sealed)?)
}

/// Reads one row out of its block.
fn row(
    inner: &dyn Reader,
    keys: &Shared,
    (kind, group, place): (PrivateKind, &str, u32),
) -> Result<Option<Vec<u8>>, StoreError> {
    let (block, within) = split(kind, place);
    let Some(sealed) = inner.private_row(kind, group, block)? else { return Ok(None) };
    Ok(opened(&keys.get(), kind, group, block, &sealed)?.remove(&within))
}

/// Reads all rows of a group.
fn rows(
    inner: &dyn Reader,
    keys: &Shared,
    kind: PrivateKind,
    group: &str,
) -> Result<Vec<(u32, Vec<u8>)>, StoreError> {
    let mut rows = Vec::new();
    for (block, sealed) in inner.private_rows(kind, group)? {
        let first = block * block::rows_of(kind);
        let block = opened(&keys.get(), kind, group, block, &sealed)?;
        rows.extend(block.into_iter().map(|(within, body)| (first + u32::from(within), body)));
    }
    Ok(rows)
}

/// Returns the last place of a group.
fn last_place(
    inner: &dyn Reader,
    keys: &Shared,
    kind: PrivateKind,
    group: &str,
) -> Result<Option<u32>, StoreError> {
    let Some(block) = inner.last_place(kind, group)? else { return Ok(None) };
    let Some(sealed) = inner.private_row(kind, group, block)? else { return Ok(None) };
    let rows = opened(&keys.get(), kind, group, block, &sealed)?;
    Ok(rows.keys().last().map(|within| block * block::rows_of(kind) + u32::from(*within)))
}
