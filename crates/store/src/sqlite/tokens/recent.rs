//! What a handle remembers of the blind index: the keys of the log, and which runs there are.
//!
//! In scope: reading what is new since the last look, and noticing what no longer holds.
//! Out of scope: runs; they are read where they lie.
//! Invariant: after a refresh the keys are those of all rows of the log, in the snapshot that is
//! read. Whoever rolls back what was read has to call [`Recent::forget`].

use super::super::backend;
use super::key::{Key, keys};
use crate::store_error::StoreError;
use rusqlite::Connection;
use std::collections::BTreeMap;

/// The log in memory. Each handle has its own, of at most the keys of the log.
#[derive(Default)]
pub struct Recent {
    /// Each key with the last row of the log that has it.
    keys: BTreeMap<Key, i64>,
    /// The last row read.
    seen: i64,
    /// What the state said when it was read; nothing when all is to be read again.
    mark: Option<Mark>,
    slots: Vec<i64>,
    /// The version of the database when everything was read, of a handle that only reads.
    version: Option<i64>,
}

/// The row of the table `token_state`.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Mark {
    flushed: i64,
    erasures: i64,
    shape: i64,
}

impl Recent {
    /// Reads what is new, about `keys_max` keys of it, and says whether that was all.
    ///
    /// # Errors
    /// The backend failed, or a row is damaged; the next refresh reads everything.
    pub fn refresh(
        &mut self,
        connection: &Connection,
        keys_max: usize,
    ) -> Result<bool, StoreError> {
        let old = self.mark.take();
        let (mark, last) = look(connection)?;
        if old.is_none_or(|old| old.erasures != mark.erasures) || self.seen <= mark.flushed {
            self.keys.clear();
            self.seen = mark.flushed;
        } else if old.is_none_or(|old| old.flushed != mark.flushed) {
            self.keys.retain(|_, row| mark.flushed < *row);
        }
        if old.is_none_or(|old| old.shape != mark.shape) {
            self.slots = slots(connection)?;
        }
        let all = last <= self.seen || self.read_on(connection, keys_max)?;
        self.mark = Some(mark);
        Ok(all)
    }

    /// Reads what is new for a handle that only reads, in an open transaction. SQLite counts what
    /// others commit, so that where nothing was, nothing is looked at; its own writings it does not
    /// count.
    ///
    /// # Errors
    /// As [`Recent::refresh`].
    pub fn refresh_reader(&mut self, connection: &Connection) -> Result<(), StoreError> {
        let failed = backend("look at the blind index");
        let mut statement = connection.prepare_cached("PRAGMA data_version").map_err(&failed)?;
        let version = statement.query_row([], |row| row.get(0)).map_err(&failed)?;
        if self.version != Some(version) || self.mark.is_none() {
            self.version = None;
            self.refresh(connection, usize::MAX)?;
            self.version = Some(version);
        }
        Ok(())
    }

    fn read_on(&mut self, connection: &Connection, keys_max: usize) -> Result<bool, StoreError> {
        let failed = backend("read the log of tokens");
        let mut statement = connection
            .prepare_cached("SELECT id, body FROM token_log WHERE ?1 < id ORDER BY id")
            .map_err(&failed)?;
        let mut rows = statement.query([self.seen]).map_err(&failed)?;
        let mut read = 0;
        while let Some(row) = rows.next().map_err(&failed)? {
            if keys_max <= read {
                return Ok(false);
            }
            let id = row.get(0).map_err(&failed)?;
            let body = row.get_ref(1).map_err(&failed)?;
            for key in keys(body.as_blob().map_err(|error| failed(error.into()))?)? {
                self.keys.insert(*key, id);
                read += 1;
            }
            self.seen = id;
        }
        Ok(true)
    }

    /// Forgets everything; the next refresh reads it again.
    pub fn forget(&mut self) {
        *self = Recent::default();
    }

    /// Removes keys that the caller has just removed from the log, and spares reading it again.
    pub fn erased(&mut self, keys: &[Key]) {
        for key in keys {
            self.keys.remove(key);
        }
        if let Some(mark) = &mut self.mark {
            mark.erasures += 1;
        }
    }

    /// Returns the keys of the log with the last row of each, rising.
    pub fn keys(&self) -> &BTreeMap<Key, i64> {
        &self.keys
    }

    /// Returns the last row of the log.
    pub fn seen(&self) -> i64 {
        self.seen
    }

    /// Returns the runs: whole ones, those that are being made, and those they are made of.
    pub fn slots(&self) -> &[i64] {
        &self.slots
    }
}

/// Returns the state and the last row of the log: one statement for each look-up.
fn look(connection: &Connection) -> Result<(Mark, i64), StoreError> {
    let failed = backend("look at the blind index");
    let mut statement = connection
        .prepare_cached(
            "SELECT flushed, erasures, shape, coalesce((SELECT max(id) FROM token_log), 0) \
             FROM token_state",
        )
        .map_err(&failed)?;
    let mark = statement.query_row([], |row| {
        let mark = Mark { flushed: row.get(0)?, erasures: row.get(1)?, shape: row.get(2)? };
        Ok((mark, row.get(3)?))
    });
    mark.map_err(&failed)
}

fn slots(connection: &Connection) -> Result<Vec<i64>, StoreError> {
    let failed = backend("list runs of tokens");
    let mut statement =
        connection.prepare_cached("SELECT slot FROM token_runs ORDER BY slot").map_err(&failed)?;
    let rows = statement.query_map([], |row| row.get(0)).map_err(&failed)?;
    rows.collect::<Result<_, _>>().map_err(&failed)
}
