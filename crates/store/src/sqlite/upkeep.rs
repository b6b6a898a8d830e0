//! Upkeep of a SQLite store: the write-ahead log keeps no copy of what was erased, the blind index
//! does not fall behind.
//!
//! In scope: emptying the log, slices of merging and of dropping tokens, slices after a writing.
//! Out of scope: how runs are merged (`tokens`), when an act waits for nobody (`Store::tend` of
//! whoever calls).
//! Failure: what is erased is durable before the log is emptied. What cannot be emptied now is
//! remembered, and an opening begins as if there were something to empty.

use super::{BUSY_WAIT, SqliteStore, backend, found_log};
use crate::contract::Store as _;
use crate::contract::writing::TokenSpace;
use crate::store_error::StoreError;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::time::Duration;

impl SqliteStore {
    /// Does a slice of upkeep of the blind index, and says whether more is left.
    pub(super) fn merge_slice(&self) -> Result<bool, StoreError> {
        // A merge frees the pages of what it merged, and ON would write each of them once more to
        // wipe it. Their tokens are keyed hashes that live on in the merged run; the pages of
        // persons are never freed in here.
        self.wipe_pages("FAST")?;
        // A bug in there ends the slice and not the process; what is erased later is wiped all the
        // same.
        let slice = || self.alone(0, |connection, index| index.tend(connection));
        let tended = catch_unwind(AssertUnwindSafe(slice));
        self.wipe_pages("ON")?;
        tended.unwrap_or_else(|bug| resume_unwind(bug))
    }

    /// Goes on dropping tokens where some are dropped, else merges.
    pub(super) fn token_slice(&mut self) -> Result<bool, StoreError> {
        if !self.tokens.get_mut().is_dropping() {
            return self.merge_slice();
        }
        self.drop_slice(None)?;
        // Who writes meanwhile fills the log of tokens, which is kept in memory.
        if self.tokens.get_mut().is_behind() {
            self.merge_slice()?;
        }
        Ok(true)
    }

    /// Sets whether what is deleted is overwritten also where that costs a write of its own.
    fn wipe_pages(&self, mode: &str) -> Result<(), StoreError> {
        let set = self.connection.pragma_update(None, "secure_delete", mode);
        set.map_err(backend("set up the connection"))
    }

    /// Does a slice of upkeep after a writing, once the caller has found no time for it for long.
    /// The writing is durable; what fails here is tried again by the next, or told by `tend`.
    pub(super) fn keep_up(&mut self) {
        if self.group.is_none() && self.tokens.get_mut().is_behind() {
            self.tend().ok();
        }
    }

    /// Drops a slice of the tokens of some spaces, or of those that are being dropped, and says
    /// whether more are left. What was deleted is wiped.
    pub(super) fn drop_slice(&mut self, spaces: Option<&[TokenSpace]>) -> Result<bool, StoreError> {
        self.outside_a_group("drop tokens")?;
        let left = self.alone(0, |connection, index| match spaces {
            Some(spaces) => index.drop_slice(connection, spaces),
            None => index.drop_on(connection),
        })?;
        if !left {
            self.empty_log(Duration::ZERO);
        }
        Ok(left)
    }

    /// Empties the write-ahead log after something was erased. That is durable: what fails here, or
    /// has a reader in its way for so long, is done by upkeep, which tells of a fault.
    pub(super) fn empty_log(&mut self, wait: Duration) {
        self.log_to_empty = !self.forget_log(wait).unwrap_or(false);
    }

    /// Moves the write-ahead log into the database and empties it, so that it keeps no copy of what
    /// was erased. Waits so long for readers that still read out of it, and says whether it did.
    pub(super) fn forget_log(&self, wait: Duration) -> Result<bool, StoreError> {
        let doing = "empty the write-ahead log";
        let failed = backend(doing);
        self.connection.busy_timeout(wait).map_err(&failed)?;
        let checkpoint = "PRAGMA wal_checkpoint(TRUNCATE)";
        let busy = self.connection.query_row(checkpoint, [], |row| row.get::<_, bool>(0));
        self.connection.busy_timeout(BUSY_WAIT).map_err(&failed)?;
        if busy.map_err(failed)? {
            return Ok(false);
        }
        // Stopped here: what was erased may come back with the log, and the next opening empties it
        // again.
        let flushed = found_log::flush_emptied(&self.folder);
        flushed.map_err(|source| StoreError::Backend { doing, source: source.into() })?;
        Ok(true)
    }
}
