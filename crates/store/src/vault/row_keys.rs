//! `RowKeys`, the keys of a store's private rows for whoever reads every block as it lies.
//!
//! In scope: opening one sealed block with all its rows, in which block a row lies.
//! Out of scope: who may read; reading a row by its place ([`Vault`] does that).
//! Invariant: nothing is written, and no key is made: a store is looked into beside its writer.
//!
//! [`Vault`]: crate::Vault

use super::block;
use super::data_keys::DataKeys;
use super::index_keys::IndexKeys;
use super::opened;
use crate::contract::Reader;
use crate::contract::writing::PrivateKind;
use crate::store_error::StoreError;
use crate::vault::master_key::MasterKey;

/// The keys of the private rows of a store.
pub struct RowKeys(DataKeys, IndexKeys);

impl RowKeys {
    /// Opens the keys that a store keeps; nothing when its rows are not sealed, as those of a
    /// version before this one.
    ///
    /// # Errors
    /// They were wrapped by another master key, some are missing, or the backend failed.
    pub fn load(store: &dyn Reader, master: &dyn MasterKey) -> Result<Option<RowKeys>, StoreError> {
        let Some(keys) = DataKeys::load(store, master)? else { return Ok(None) };
        Ok(Some(RowKeys(keys, IndexKeys::load(store, master)?)))
    }

    /// Returns the keys of the index.
    pub fn index(&self) -> &IndexKeys {
        &self.1
    }

    /// Returns the block in which the row of a place lies.
    pub fn block_of(kind: PrivateKind, place: u32) -> u32 {
        place / block::rows_of(kind)
    }

    /// Opens a block as the backend keeps it, and returns place and body of its rows.
    ///
    /// # Errors
    /// It was altered, moved from another place or sealed under a key that is gone.
    pub fn open(
        &self,
        (kind, group, block): (PrivateKind, &str, u32),
        sealed: &[u8],
    ) -> Result<Vec<(u32, Vec<u8>)>, StoreError> {
        let first = u64::from(block) * u64::from(block::rows_of(kind));
        let rows = opened(&self.0, kind, group, block, sealed)?;
        let placed = rows.into_iter().map(|(within, body)| {
            let place = u32::try_from(first + u64::from(within)).ok()?;
            Some((place, body))
        });
        let what = || "a block of private rows lies beyond every place".to_string();
        placed.collect::<Option<_>>().ok_or_else(|| StoreError::Damaged { what: what() })
    }
}
