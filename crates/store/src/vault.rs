//! `Vault`, a store whose private rows are sealed: any backend below, plain rows above.
//!
//! Source: RFC 8439, ChaCha20-Poly1305; docs/formats/private-rows.md.
//! In scope: sealing rows in blocks, opening them, turning to new keys in the background.
//! Out of scope: who may read (`desk`), the keys themselves (`data_keys`, `index_keys`,
//! `master_key`).
//! I-PRI-1: below this nobody sees a name, a number or a salt. Kind, group and place of a row and
//! the length of a block stay readable; they say how many people a session has.
//! Failure: keys are durable in the store before anything is sealed under them.

mod blind;
mod block;
mod data_keys;
mod device_key;
mod index_keys;
mod master_key;
mod passing;
mod pending;
mod row_keys;
mod turning;
mod turning_index;

use crate::contract::writing::{Committed, PrivateKind, PrivatePlace, PrivateRow, Writing};
use crate::contract::{Reader, Store};
use crate::store_error::StoreError;
use block::Block;
use data_keys::DataKeys;
use pending::{Changes, Pending};
use std::collections::BTreeSet;
use std::collections::btree_map::Entry;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

pub use blind::{Blind, plain};
pub use block::ROW_BYTES_MAX;
pub use data_keys::SealedFault;
pub use device_key::{DeviceAddress, DeviceFault, DeviceMasterKey};
pub use index_keys::{BlindIndex, IndexKeys, IndexTurning};
pub use master_key::{HeldMasterKey, MasterKey, MasterKeyFault};
pub use row_keys::RowKeys;
pub use turning::Slice;

/// A store that seals private rows before the backend gets them.
pub struct Vault {
    inner: Box<dyn Store>,
    keys: Shared,
    index: BlindIndex,
    /// What the open group changed; nothing outside a group.
    pending: Option<Pending>,
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

impl Vault {
    /// Opens the private rows of a store, and makes their keys when it has none. Rows that are not
    /// sealed, of a version before this one, are sealed now.
    ///
    /// # Errors
    /// The keys were wrapped by another master key, or the backend failed.
    pub fn open(mut inner: Box<dyn Store>, master: &dyn MasterKey) -> Result<Vault, StoreError> {
        if let Some(keys) = DataKeys::load(&*inner, master)? {
            let keys = Shared(Arc::new(Mutex::new(keys)));
            let index = BlindIndex::of(IndexKeys::load(&*inner, master)?);
            return Ok(Vault { inner, keys, index, pending: None });
        }
        let (index, mut notes) = IndexKeys::make(master)?;
        let (keys, of_rows) = DataKeys::make(master)?;
        notes.extend(of_rows);
        let plain = turning::plain_rows(&*inner)?;
        inner.begin_group()?;
        let keys = Shared(Arc::new(Mutex::new(keys)));
        let mut vault = Vault { inner, keys, index: BlindIndex::of(index), pending: None };
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
        for name in index_keys::names(store)? {
            let Some(wrapped) = store.note(&name)? else { continue };
            return match master.open(&name, &wrapped) {
                Ok(_) => Ok(true),
                Err(StoreError::MasterKey { .. }) => Ok(false),
                Err(error) => Err(error),
            };
        }
        Ok(false)
    }

    /// Returns blocks as the backend gets them.
    fn sealed(
        &self,
        blocks: impl Iterator<Item = (PrivatePlace, Block)>,
    ) -> Result<(Vec<PrivatePlace>, Vec<PrivateRow>), StoreError> {
        let (mut gone, mut kept) = (Vec::new(), Vec::new());
        let mut keys = self.keys.get();
        for (place, block) in blocks {
            if block.is_empty() {
                gone.push(place);
                continue;
            }
            let PrivatePlace { kind, group, place } = place;
            let body = keys.seal(&place_of(kind, &group, place), &block::write(&block))?;
            kept.push(PrivateRow { kind, group, place, body });
        }
        Ok((gone, kept))
    }

    /// Returns a block as it lies below; an empty one where none lies.
    fn block(&self, kind: PrivateKind, group: &str, place: u32) -> Result<Block, StoreError> {
        match self.inner.private_row(kind, group, place)? {
            Some(sealed) => opened(&self.keys.get(), kind, group, place, &sealed),
            None => Ok(Block::new()),
        }
    }

    /// Returns the blocks that a writing changes, changed.
    fn changed(&self, changes: &Changes<'_>) -> Result<Vec<(PrivatePlace, Block)>, StoreError> {
        let mut changed = Vec::new();
        for ((kind, group), blocks) in changes {
            for (place, changes) in blocks {
                let mut block = self.block(*kind, group, *place)?;
                pending::change(&mut block, changes);
                let place = PrivatePlace { kind: *kind, group: group.to_string(), place: *place };
                changed.push((place, block));
            }
        }
        Ok(changed)
    }

    /// Opens the blocks that a writing of the open group will change.
    fn load(&mut self, changes: &Changes<'_>) -> Result<(), StoreError> {
        for ((kind, group), blocks) in changes {
            for place in blocks.keys() {
                let known = |pending: &Pending| pending.block(*kind, group, *place).is_some();
                if !self.pending.as_ref().is_some_and(known) {
                    let block = self.block(*kind, group, *place)?;
                    let pending = self.pending.get_or_insert_default();
                    pending.put(*kind, group, *place, block);
                }
            }
        }
        Ok(())
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
        let changes = pending::changes(writing.erased, writing.private);
        if self.pending.is_none() {
            let (_, private) = self.sealed(self.changed(&changes)?.into_iter())?;
            // Also of a block that keeps other rows: what is erased leaves nothing behind, not even
            // sealed.
            let erased = blocks_of(writing.erased);
            return self.inner.commit(&Writing {
                erased: &erased,
                private: &private,
                ..writing.clone()
            });
        }
        // What is opened for a writing that then fails is sealed again as it was.
        self.load(&changes)?;
        let rest = Writing { erased: &[], private: &[], ..writing.clone() };
        let committed = self.inner.commit(&rest)?;
        if let Some(pending) = self.pending.as_mut().filter(|_| !committed.repeated) {
            pending.change(&changes);
            pending.note_erased(blocks_of(writing.erased));
            if pending::BLOCKS_MAX < pending.len() {
                if self.seal_pending().is_err() {
                    // Rows of earlier acts are lost with it, and so is their group.
                    self.inner.abandon_group();
                    return Err(StoreError::GroupLost);
                }
                self.pending = Some(Pending::default());
            }
        }
        Ok(committed)
    }

    /// Seals what the group changed and gives it to the backend; leaves no group open here.
    fn seal_pending(&mut self) -> Result<(), StoreError> {
        let Some(mut pending) = self.pending.take().filter(|pending| pending.len() != 0) else {
            return Ok(());
        };
        // Also blocks that keep other rows, as outside a group.
        let mut erased = pending.take_erased();
        let (gone, private) = self.sealed(pending.into_blocks())?;
        erased.extend(gone);
        let erased: Vec<PrivatePlace> = erased.into_iter().collect();
        let (expect_size, erased, private) = (self.inner.size()?, &erased[..], &private[..]);
        let writing = Writing { expect_size, erased, private, ..Writing::default() };
        self.inner.commit(&writing).map(|_| ())
    }
}

/// Returns the blocks that rows are erased from, each once.
fn blocks_of(erased: &[PrivatePlace]) -> Vec<PrivatePlace> {
    let block =
        |at: &PrivatePlace| PrivatePlace { place: split(at.kind, at.place).0, ..at.clone() };
    let blocks: BTreeSet<PrivatePlace> = erased.iter().map(block).collect();
    blocks.into_iter().collect()
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

/// Where to read: the store below, the keys, and what an open group changed.
#[derive(Clone, Copy)]
struct Below<'a> {
    inner: &'a dyn Reader,
    keys: &'a Shared,
    pending: Option<&'a Pending>,
}

impl Below<'_> {
    /// Reads one row out of its block.
    fn row(
        self,
        kind: PrivateKind,
        group: &str,
        place: u32,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        let (block, within) = split(kind, place);
        if let Some(changed) = self.pending.and_then(|p| p.block(kind, group, block)) {
            return Ok(changed.get(&within).cloned());
        }
        let Some(sealed) = self.inner.private_row(kind, group, block)? else { return Ok(None) };
        block::one(&self.keys.get().open(&place_of(kind, group, block), &sealed)?, within)
    }

    /// Reads all rows of a group.
    fn rows(self, kind: PrivateKind, group: &str) -> Result<Vec<(u32, Vec<u8>)>, StoreError> {
        let changed = self.pending.and_then(|pending| pending.blocks(kind, group));
        let mut blocks = changed.cloned().unwrap_or_default();
        for (place, sealed) in self.inner.private_rows(kind, group)? {
            if let Entry::Vacant(entry) = blocks.entry(place) {
                entry.insert(opened(&self.keys.get(), kind, group, place, &sealed)?);
            }
        }
        let rows = blocks.into_iter().flat_map(|(place, block)| {
            let first = place * block::rows_of(kind);
            block.into_iter().map(move |(within, body)| (first + u32::from(within), body))
        });
        Ok(rows.collect())
    }

    /// Returns the last place of a group.
    fn last_place(self, kind: PrivateKind, group: &str) -> Result<Option<u32>, StoreError> {
        let last = |block: u32, rows: &Block| {
            let within = rows.keys().last()?;
            Some(block * block::rows_of(kind) + u32::from(*within))
        };
        let changed = self.pending.and_then(|pending| pending.blocks(kind, group));
        let filled = changed.and_then(|blocks| blocks.iter().rev().find(|(_, b)| !b.is_empty()));
        let here = filled.and_then(|(block, rows)| last(*block, rows));
        let Some(block) = self.inner.last_place(kind, group)? else { return Ok(here) };
        match changed.and_then(|blocks| blocks.get(&block)) {
            // The last block below was emptied: the one before it has to be looked for.
            Some(rows) if rows.is_empty() => {
                return Ok(self.rows(kind, group)?.last().map(|(place, _)| *place));
            }
            Some(_) => return Ok(here),
            None => {}
        }
        let Some(sealed) = self.inner.private_row(kind, group, block)? else { return Ok(here) };
        let rows = opened(&self.keys.get(), kind, group, block, &sealed)?;
        Ok(here.max(last(block, &rows)))
    }

    /// Returns names of groups with rows, in order.
    fn groups(
        self,
        kind: PrivateKind,
        after: &str,
        limit: usize,
    ) -> Result<Vec<String>, StoreError> {
        let Some(pending) = self.pending else {
            return self.inner.private_groups(kind, after, limit);
        };
        let changed: BTreeSet<&str> = pending.groups(kind, after).collect();
        // As many more as may turn out to be empty.
        let limit_below = limit.saturating_add(changed.len());
        let below = self.inner.private_groups(kind, after, limit_below)?;
        // Beyond the last one there may be more below.
        let end = below.last().filter(|_| below.len() == limit_below).cloned();
        let mut groups: BTreeSet<String> = below.into_iter().collect();
        for group in changed {
            if self.rows(kind, group)?.is_empty() {
                groups.remove(group);
            } else if end.as_deref().is_none_or(|end| group <= end) {
                groups.insert(group.to_string());
            }
        }
        Ok(groups.into_iter().take(limit).collect())
    }
}
