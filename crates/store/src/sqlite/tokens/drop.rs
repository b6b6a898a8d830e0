//! Dropping all tokens of some spaces: from the log, then block after block from every run.
//!
//! In scope: a slice of it. What is left of neighbouring blocks of a run is put together, so that
//! an index of which half goes does not stay as long as it was.
//! Out of scope: the transaction, which is the caller's; free pages (`SqliteStore::drop_tokens`).
//! Invariant: no runs are merged between the slices, and of the log nothing that is dropped goes
//! into one, so that no key gets to where the dropping has been.
//! Failure: begun again, it finds what it did done.

use super::super::backend;
use super::erase;
use super::key::{Key, keys, space_code};
use super::recent::Recent;
use super::run::{BLOCK_KEYS, SLOTS_BY_LAST, slot};
use crate::contract::writing::TokenSpace;
use crate::store_error::StoreError;
use rusqlite::{Connection, params};

/// Blocks that are read in one slice: a few milliseconds of work.
const BLOCKS: usize = 256;

/// How far the dropping of some spaces has come.
pub struct Dropping {
    spaces: Vec<TokenSpace>,
    at: At,
}

/// What is dropped next.
#[derive(Clone, Copy)]
enum At {
    Log,
    /// The blocks after one.
    Blocks(i64),
    End,
}

/// A block as it lies, and what is left of it.
struct Block {
    id: i64,
    /// True when what is left is not what lies there.
    changed: bool,
    left: Vec<Key>,
}

impl Dropping {
    /// Begins with nothing dropped yet.
    pub fn of(spaces: &[TokenSpace]) -> Dropping {
        Dropping { spaces: spaces.to_vec(), at: At::Log }
    }

    /// Says whether it is these spaces that are dropped.
    pub fn is_of(&self, spaces: &[TokenSpace]) -> bool {
        self.spaces == spaces
    }

    /// Says whether something may be left to drop.
    pub fn is_under_way(&self) -> bool {
        !matches!(self.at, At::End)
    }

    /// Does the next slice, and says whether more is left.
    ///
    /// # Errors
    /// The backend failed, or a row is damaged; the caller rolls back, and begins again.
    pub fn slice(
        &mut self,
        connection: &Connection,
        recent: &mut Recent,
    ) -> Result<bool, StoreError> {
        let after = match self.at {
            At::Log => {
                recent.refresh(connection, usize::MAX)?;
                let gone = recent.keys().keys().filter(|key| self.goes(key));
                let gone: Vec<Key> = gone.copied().collect();
                erase::logged(connection, recent, &gone)?;
                self.at = At::Blocks(i64::MIN);
                return Ok(true);
            }
            At::Blocks(after) => after,
            At::End => return Ok(false),
        };
        let blocks = self.blocks(connection, after)?;
        self.at = match blocks.last() {
            Some(last) if blocks.len() == BLOCKS => At::Blocks(last.id),
            _ => At::End,
        };
        let mut before: Option<Block> = None;
        for block in blocks {
            before = match before {
                Some(before) => Some(join(connection, before, block)?),
                None => Some(block),
            };
        }
        before.map_or(Ok(()), |last| write(connection, &last))?;
        Ok(self.is_under_way())
    }

    /// Reads the next blocks, without what goes of them.
    fn blocks(&self, connection: &Connection, after: i64) -> Result<Vec<Block>, StoreError> {
        let failed = backend("read a run of tokens");
        let mut statement = connection
            .prepare_cached("SELECT id, body FROM token_blocks WHERE ?1 < id ORDER BY id LIMIT ?2")
            .map_err(&failed)?;
        let mut rows = statement.query(params![after, BLOCKS as i64]).map_err(&failed)?;
        let mut blocks = Vec::new();
        while let Some(row) = rows.next().map_err(&failed)? {
            let body = row.get_ref(1).map_err(&failed)?;
            let lies = keys(body.as_blob().map_err(|error| failed(error.into()))?)?;
            let left: Vec<Key> = lies.iter().filter(|key| !self.goes(key)).copied().collect();
            let changed = left.len() < lies.len();
            blocks.push(Block { id: row.get(0).map_err(&failed)?, changed, left });
        }
        Ok(blocks)
    }

    fn goes(&self, key: &Key) -> bool {
        self.spaces.iter().any(|space| space.code() == space_code(key))
    }
}

/// Puts what is left of two neighbouring blocks into the later one, where it has room; else writes
/// the earlier one. Returns the later one, which may take up more.
fn join(connection: &Connection, before: Block, block: Block) -> Result<Block, StoreError> {
    // Blocks that are named by their last key keep their name so; older ones would not.
    let named = slot(before.id) == slot(block.id) && SLOTS_BY_LAST <= slot(block.id);
    let room = before.left.len() + block.left.len() <= BLOCK_KEYS;
    // What nothing goes of stays as it lies.
    if before.changed && named && room {
        remove(connection, before.id)?;
        let left = [before.left, block.left].concat();
        return Ok(Block { id: block.id, changed: true, left });
    }
    write(connection, &before)?;
    Ok(block)
}

fn write(connection: &Connection, block: &Block) -> Result<(), StoreError> {
    match (block.changed, block.left.is_empty()) {
        (false, _) => Ok(()),
        (true, true) => remove(connection, block.id),
        (true, false) => connection
            .prepare_cached("UPDATE token_blocks SET body = ?2 WHERE id = ?1")
            .and_then(|mut statement| {
                statement.execute(params![block.id, block.left.as_flattened()])
            })
            .map(|_| ())
            .map_err(backend("drop tokens")),
    }
}

fn remove(connection: &Connection, id: i64) -> Result<(), StoreError> {
    connection
        .prepare_cached("DELETE FROM token_blocks WHERE id = ?1")
        .and_then(|mut statement| statement.execute([id]))
        .map(|_| ())
        .map_err(backend("drop tokens"))
}
