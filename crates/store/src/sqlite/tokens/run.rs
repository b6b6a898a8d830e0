//! One run of the blind index: sorted keys in blocks of a page, found by one seek.
//!
//! In scope: the ids of blocks; walking, searching, erasing and writing a run.
//! Out of scope: which runs there are (`tend`).
//! Invariant: ids rise with keys, and the id of a block is never below that of its last key; so the
//! first block whose id is not below that of a key has no such key before it. It is found by one
//! seek that ends on its own page.
//! Runs in low slots were written when blocks were named by their first key: the last block whose
//! id is below that of a key has no such key before it, and a seek reads the page behind it too.
//! They are read as they lie until upkeep merges them away.

use super::super::{backend, damaged};
use super::key::{KEY_BYTES, Key, keys, place};
use crate::store_error::StoreError;
use rusqlite::{Connection, OptionalExtension as _, params};
use std::ops::ControlFlow;

/// Keys of a block: with the head of its row and of its page just below the 4,096 bytes of a page.
pub const BLOCK_KEYS: usize = 213;

/// Bits of an id below the slot: one more than the bytes of a key that go into it, so that the
/// blocks of the highest token have room as well.
const SLOT_SHIFT: u32 = 49;

/// The slots that an id has bits for.
pub const SLOTS_MAX: i64 = 1 << 14;

/// The first slot whose blocks are named by their last key.
pub const SLOTS_BY_LAST: i64 = 1 << 13;

/// Returns the least id that a block of the slot can have.
pub fn first_id(slot: i64) -> i64 {
    slot << SLOT_SHIFT
}

/// Returns the greatest id that a block of the slot can have.
pub fn last_id(slot: i64) -> i64 {
    first_id(slot) + ((1 << SLOT_SHIFT) - 1)
}

/// Returns the slot of a block.
pub fn slot(id: i64) -> i64 {
    id >> SLOT_SHIFT
}

/// Returns the id of a block that is named by the key, where the id before leaves it.
pub fn id_of(slot: i64, key: &Key) -> i64 {
    key[..6].iter().fold(slot << 1, |id, byte| id << 8 | i64::from(*byte))
}

/// Walks the blocks from the first that can have the key on, until `each` breaks.
///
/// # Errors
/// The backend failed, a block is damaged, or what `each` breaks with.
pub fn walk_from<T>(
    connection: &Connection,
    slot: i64,
    key: &Key,
    each: &mut dyn FnMut(i64, &[Key]) -> ControlFlow<T>,
) -> Result<Option<T>, StoreError> {
    let failed = backend("read a run of tokens");
    let mut from = id_of(slot, key) - 1;
    if slot < SLOTS_BY_LAST {
        match last_before(connection, slot, key, each)? {
            ControlFlow::Break(broke) => return Ok(Some(broke)),
            ControlFlow::Continue(last) => from = last,
        }
    }
    let mut after = connection
        .prepare_cached("SELECT id, body FROM token_blocks WHERE ?1 < id AND id <= ?2 ORDER BY id")
        .map_err(&failed)?;
    let mut rows = after.query([from, last_id(slot)]).map_err(&failed)?;
    while let Some(row) = rows.next().map_err(&failed)? {
        let body = row.get_ref(1).map_err(&failed)?;
        let body = body.as_blob().map_err(|error| failed(error.into()))?;
        if let ControlFlow::Break(broke) = each(row.get(0).map_err(&failed)?, keys(body)?) {
            return Ok(Some(broke));
        }
    }
    Ok(None)
}

/// Gives the last block whose id is below that of the key, and returns its id.
fn last_before<T>(
    connection: &Connection,
    slot: i64,
    key: &Key,
    each: &mut dyn FnMut(i64, &[Key]) -> ControlFlow<T>,
) -> Result<ControlFlow<T, i64>, StoreError> {
    let failed = backend("read a run of tokens");
    let mut before = connection
        .prepare_cached(
            "SELECT id, body FROM token_blocks WHERE ?1 <= id AND id < ?2 \
             ORDER BY id DESC LIMIT 1",
        )
        .map_err(&failed)?;
    let mut rows = before.query([first_id(slot), id_of(slot, key)]).map_err(&failed)?;
    let Some(row) = rows.next().map_err(&failed)? else {
        return Ok(ControlFlow::Continue(first_id(slot) - 1));
    };
    let id = row.get(0).map_err(&failed)?;
    let body = row.get_ref(1).map_err(&failed)?;
    let body = body.as_blob().map_err(|error| failed(error.into()))?;
    Ok(match each(id, keys(body)?) {
        ControlFlow::Break(broke) => ControlFlow::Break(broke),
        ControlFlow::Continue(()) => ControlFlow::Continue(id),
    })
}

/// Appends the places of the keys of a span to `found`, at most `limit`, rising.
pub fn find(
    connection: &Connection,
    slot: i64,
    [low, high]: &[Key; 2],
    limit: usize,
    found: &mut Vec<u64>,
) -> Result<(), StoreError> {
    let full = found.len().saturating_add(limit);
    walk_from(connection, slot, low, &mut |_, keys| {
        for key in &keys[keys.partition_point(|key| key < low)..] {
            if high < key || full <= found.len() {
                return ControlFlow::Break(());
            }
            found.push(place(key));
        }
        ControlFlow::Continue(())
    })?;
    Ok(())
}

/// Removes a key, where the run has it.
pub fn erase(connection: &Connection, slot: i64, key: &Key) -> Result<(), StoreError> {
    let found = walk_from(connection, slot, key, &mut |id, keys| match keys.binary_search(key) {
        Ok(nth) => ControlFlow::Break(Some((id, [&keys[..nth], &keys[nth + 1..]].concat()))),
        Err(nth) if nth < keys.len() => ControlFlow::Break(None),
        Err(_) => ControlFlow::Continue(()),
    })?;
    let Some((id, left)) = found.flatten() else { return Ok(()) };
    let done = if left.is_empty() {
        connection
            .prepare_cached("DELETE FROM token_blocks WHERE id = ?1")
            .and_then(|mut statement| statement.execute([id]))
    } else {
        connection
            .prepare_cached("UPDATE token_blocks SET body = ?2 WHERE id = ?1")
            .and_then(|mut statement| statement.execute(params![id, left.as_flattened()]))
    };
    done.map(|_| ()).map_err(backend("erase a token"))
}

/// Writes keys behind those of a run. Nothing is kept that was not finished.
pub struct RunWriter<'a> {
    connection: &'a Connection,
    slot: i64,
    last_id: i64,
    body: Vec<u8>,
}

impl<'a> RunWriter<'a> {
    /// Begins behind the last block of the run.
    ///
    /// # Errors
    /// The backend failed.
    pub fn behind(connection: &'a Connection, slot: i64) -> Result<RunWriter<'a>, StoreError> {
        let failed = backend("find the end of a run of tokens");
        let mut statement = connection
            .prepare_cached(
                "SELECT id FROM token_blocks WHERE id BETWEEN ?1 AND ?2 ORDER BY id DESC LIMIT 1",
            )
            .map_err(&failed)?;
        let last = statement
            .query_row([first_id(slot), last_id(slot)], |row| row.get(0))
            .optional()
            .map_err(&failed)?;
        let body = Vec::with_capacity(BLOCK_KEYS * KEY_BYTES);
        Ok(RunWriter { connection, slot, last_id: last.unwrap_or(first_id(slot) - 1), body })
    }

    /// Writes the next key, above all before it.
    ///
    /// # Errors
    /// The backend failed.
    pub fn push(&mut self, key: &Key) -> Result<(), StoreError> {
        self.body.extend(key);
        if self.body.len() < BLOCK_KEYS * KEY_BYTES { Ok(()) } else { self.finish() }
    }

    /// Writes what does not fill a block.
    ///
    /// # Errors
    /// The backend failed, or the slot has no id left, which takes 2^48 blocks.
    pub fn finish(&mut self) -> Result<(), StoreError> {
        let failed = backend("write a run of tokens");
        let body = keys(&self.body)?;
        let by = if self.slot < SLOTS_BY_LAST { body.first() } else { body.last() };
        let Some(by) = by else { return Ok(()) };
        let id = id_of(self.slot, by).max(self.last_id + 1);
        if last_id(self.slot) < id {
            return Err(damaged(format!("run `{}` of tokens has no id left", self.slot)));
        }
        self.connection
            .prepare_cached("INSERT INTO token_blocks (id, body) VALUES (?1, ?2)")
            .and_then(|mut statement| statement.execute(params![id, self.body]))
            .map_err(&failed)?;
        self.last_id = id;
        self.body.clear();
        Ok(())
    }
}
