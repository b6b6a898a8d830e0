//! The blind index: tokens are appended to a log and merged into sorted runs.
//!
//! Source: none (our design). A tree of random keys takes a page of its own for every token once
//! it outgrows memory; sorted runs are written a page for two hundred (a log-structured merge
//! tree, tiered).
//! In scope: what the contract says of tokens. Out of scope: transactions; every call is made in
//! one, so that what it reads is of one snapshot.
//! Failure: the log is ground data and durable with its writing; runs hold what left the log.

mod drop;
mod erase;
mod key;
mod merge;
mod migrate;
#[cfg(test)]
mod power_loss;
mod recent;
mod run;
mod tend;

use super::{backend, damaged};
use crate::contract::writing::{TOKEN_PLACE_MAX, Token, TokenSpace};
use crate::store_error::StoreError;
use drop::Dropping;
use key::{KEY_BYTES, Key};
use merge::Merge;
use recent::Recent;
use run::BLOCK_KEYS;
use rusqlite::Connection;
use tend::Merges;

pub use migrate::move_plain_table;

/// Keys that the log may have before upkeep makes a run of it: some ten megabytes in memory.
pub const LOG_KEYS_MAX: usize = 250_000;

/// Keys of a row of the log: what a usual writing brings lies in one row, and no row is above
/// 64 kB.
const LOG_ROW_KEYS: usize = 65_536 / KEY_BYTES;

/// How often upkeep writes a key, about: once out of the log, then once for each level.
const WRITES_OF_A_KEY: usize = 5;

/// Calls for upkeep in a row, without a writing between them, after which it is taken that nobody
/// writes. Whoever calls it when nobody asks anything calls it again.
const QUIET_SLICES: u32 = 8;

/// The blind index as one handle sees it.
pub struct TokenIndex {
    recent: Recent,
    log_keys_max: usize,
    /// Keys appended by this handle for which no upkeep was done yet.
    owed: usize,
    /// Calls for upkeep since something was appended.
    idle: u32,
    /// Tokens that are being dropped. Runs are not merged meanwhile: their keys would go to where
    /// the dropping has been.
    dropping: Option<Dropping>,
}

impl TokenIndex {
    /// Returns an index whose log is made a run above so many keys.
    pub fn new(log_keys_max: usize) -> TokenIndex {
        TokenIndex { recent: Recent::default(), log_keys_max, owed: 0, idle: 0, dropping: None }
    }

    /// Returns at most `limit` places of a token from `from` on, rising, each once. Whether this
    /// handle writes decides how it learns what is new.
    ///
    /// # Errors
    /// The backend failed, or the index is damaged.
    pub fn find(
        &mut self,
        connection: &Connection,
        (space, token): (TokenSpace, &[u8; 12]),
        (from, limit): (u64, usize),
        writes: bool,
    ) -> Result<Vec<u64>, StoreError> {
        if limit == 0 || TOKEN_PLACE_MAX < from {
            return Ok(Vec::new());
        }
        match writes {
            true => self.recent.refresh(connection, usize::MAX).map(|_| ())?,
            false => self.recent.refresh_reader(connection)?,
        }
        let span = key::span(space, token, from);
        let log = self.recent.keys().range(span[0]..=span[1]);
        let mut found: Vec<u64> = log.take(limit).map(|(key, _)| key::place(key)).collect();
        for slot in self.recent.slots() {
            run::find(connection, *slot, &span, limit, &mut found)?;
        }
        // Each source gave its lowest, so the lowest of all are among them.
        found.sort_unstable();
        found.dedup();
        found.truncate(limit);
        Ok(found)
    }

    /// Appends tokens to the log.
    ///
    /// # Errors
    /// The backend failed.
    pub fn append(&mut self, connection: &Connection, tokens: &[Token]) -> Result<(), StoreError> {
        let failed = backend("write tokens");
        // A number never comes twice, also when the whole log was made a run.
        let mut statement = connection
            .prepare_cached(
                "INSERT INTO token_log (id, body) SELECT \
                 max(flushed, coalesce((SELECT max(id) FROM token_log), 0)) + 1, ?1 \
                 FROM token_state",
            )
            .map_err(&failed)?;
        self.owed += tokens.len();
        self.idle = 0;
        for tokens in tokens.chunks(LOG_ROW_KEYS) {
            let body: Vec<Key> = tokens.iter().map(key::key).collect();
            statement.execute([body.as_flattened()]).map_err(&failed)?;
        }
        Ok(())
    }

    /// Removes tokens wherever they lie. An error leaves the transaction to be rolled back.
    ///
    /// # Errors
    /// The backend failed, or the index is damaged.
    pub fn erase(&mut self, connection: &Connection, tokens: &[Token]) -> Result<(), StoreError> {
        if tokens.is_empty() {
            return Ok(());
        }
        self.recent.refresh(connection, usize::MAX)?;
        let keys: Vec<Key> = tokens.iter().map(key::key).collect();
        let erased = erase::everywhere(connection, &mut self.recent, &keys);
        erased.inspect_err(|_| self.recent.forget())
    }

    /// Drops a slice of the tokens of some spaces, and says whether more are left. Another call,
    /// or another handle, goes on or begins again.
    ///
    /// # Errors
    /// The backend failed, or the index is damaged.
    pub fn drop_slice(
        &mut self,
        connection: &Connection,
        spaces: &[TokenSpace],
    ) -> Result<bool, StoreError> {
        if self.dropping.as_ref().is_none_or(|dropping| !dropping.is_of(spaces)) {
            self.dropping = Some(Dropping::of(spaces));
        }
        let left = self.drop_on(connection)?;
        if !left {
            // The caller knows it now; upkeep, which may have done the last of it, told nobody.
            self.dropping = None;
        }
        Ok(left)
    }

    /// Goes on with what [`TokenIndex::drop_slice`] began, and says whether more is left.
    ///
    /// # Errors
    /// As there.
    pub fn drop_on(&mut self, connection: &Connection) -> Result<bool, StoreError> {
        let Some(dropping) = &mut self.dropping else { return Ok(false) };
        dropping.slice(connection, &mut self.recent)
    }

    /// Says whether tokens are being dropped, and upkeep has to wait for it.
    pub fn is_dropping(&self) -> bool {
        self.dropping.as_ref().is_some_and(Dropping::is_under_way)
    }

    /// Does a slice of upkeep and says whether more may be left.
    ///
    /// # Errors
    /// The backend failed, or the index is damaged.
    pub fn tend(&mut self, connection: &Connection) -> Result<bool, StoreError> {
        self.idle = self.idle.saturating_add(1);
        let merges = match QUIET_SLICES <= self.idle {
            _ if self.is_dropping() => Merges::None,
            true => Merges::All,
            false => Merges::Due,
        };
        let how = (self.log_keys_max, merges);
        let more = tend::slice(connection, &mut self.recent, how)?;
        let paid =
            if more { tend::slice_keys(self.log_keys_max) / WRITES_OF_A_KEY } else { self.owed };
        self.owed = self.owed.saturating_sub(paid);
        Ok(more)
    }

    /// Says whether so much was appended without upkeep that the writer should see to it, however
    /// busy it is.
    pub fn is_behind(&self) -> bool {
        2 * self.log_keys_max < self.owed
    }

    /// Forgets what was read: the caller rolled something back.
    pub fn forget(&mut self) {
        self.recent.forget();
        // What it did may be undone.
        self.dropping = None;
    }

    /// Returns everything for [`each`]: a copy, so that the index can be asked meanwhile.
    ///
    /// # Errors
    /// The backend failed, or the index is damaged.
    pub fn sources(&mut self, connection: &Connection) -> Result<Sources, StoreError> {
        self.recent.refresh(connection, usize::MAX)?;
        let log = self.recent.keys().keys().copied().collect();
        Ok(Sources { log, slots: self.recent.slots().to_vec() })
    }
}

/// Where the tokens of a snapshot lie.
pub struct Sources {
    log: Vec<Key>,
    slots: Vec<i64>,
}

/// Calls `each` with every token once, in the order of keys.
///
/// # Errors
/// The backend or `each` failed, or the index is damaged.
pub fn each(
    connection: &Connection,
    sources: &Sources,
    each: &mut dyn FnMut(Token) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let mut runs = Merge::after(connection, &sources.slots, None)?;
    let mut log = sources.log.iter().peekable();
    let mut next = runs.next()?;
    loop {
        // What both have is taken from both.
        let least = match (next, log.peek()) {
            (None, None) => return Ok(()),
            (Some(key), Some(logged)) => key.min(**logged),
            (Some(key), None) => key,
            (None, Some(logged)) => **logged,
        };
        log.next_if(|logged| **logged == least);
        if next == Some(least) {
            next = runs.next()?;
        }
        each(key::token(&least)?)?;
    }
}

/// Looks for blocks that are out of order, and tells each.
///
/// # Errors
/// The backend failed.
pub fn inspect(connection: &Connection) -> Result<Vec<String>, StoreError> {
    let failed = backend("check the blind index");
    let mut statement =
        connection.prepare("SELECT id, body FROM token_blocks ORDER BY id").map_err(&failed)?;
    let mut rows = statement.query([]).map_err(&failed)?;
    let (mut found, mut before) = (Vec::new(), None);
    while let Some(row) = rows.next().map_err(&failed)? {
        let id: i64 = row.get(0).map_err(&failed)?;
        let body: Vec<u8> = row.get(1).map_err(&failed)?;
        let (keys, cut) = body.as_chunks::<KEY_BYTES>();
        let rising = keys.is_sorted_by(|a, b| a < b);
        let (Some(first), Some(last), true, true) =
            (keys.first(), keys.last(), rising && keys.len() <= BLOCK_KEYS, cut.is_empty())
        else {
            found.push(format!("block `{id}` of tokens is not in order"));
            continue;
        };
        let slot = run::slot(id);
        let old = before.filter(|(of, _)| *of == slot);
        let named = if slot < run::SLOTS_BY_LAST { old.map(|(_, key)| key) } else { Some(*last) };
        let early = named.is_some_and(|key| id < run::id_of(slot, &key));
        if early || old.is_some_and(|(_, key)| *first <= key) {
            found.push(format!("block `{id}` of tokens is in a wrong place"));
        }
        before = Some((slot, *last));
    }
    Ok(found)
}
