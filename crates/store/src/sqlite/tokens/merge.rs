//! Several runs read as one: each key once, rising.
//!
//! In scope: walking runs side by side from a key on, and how far each is used up.
//! Out of scope: what is done with the keys.

use super::super::backend;
use super::key::{Key, keys};
use super::run::{first_id, last_id};
use crate::store_error::StoreError;
use rusqlite::{Connection, OptionalExtension as _};

/// Runs that are read side by side, block by block, so that the caller can write meanwhile.
pub struct Merge<'a> {
    connection: &'a Connection,
    cursors: Vec<Cursor>,
}

/// A place in a run.
struct Cursor {
    /// The block that is read, and the last id of the run.
    id: i64,
    end: i64,
    /// The last block of which every key was given.
    used: Option<i64>,
    body: Vec<Key>,
    /// The key that is next; at the end of the body when the run is used up.
    at: usize,
}

impl<'a> Merge<'a> {
    /// Begins with the first key above `after`, or with the first.
    ///
    /// # Errors
    /// The backend failed, or a block is damaged.
    pub fn after(
        connection: &'a Connection,
        slots: &[i64],
        after: Option<&Key>,
    ) -> Result<Merge<'a>, StoreError> {
        let mut cursors = Vec::new();
        for slot in slots {
            let (id, end) = (first_id(*slot) - 1, last_id(*slot));
            let mut cursor = Cursor { id, end, used: None, body: Vec::new(), at: 0 };
            cursor.load(connection)?;
            while let (Some(next), Some(after)) = (cursor.next(), after)
                && next <= after
            {
                cursor.advance(connection)?;
            }
            cursors.push(cursor);
        }
        Ok(Merge { connection, cursors })
    }

    /// Returns the next key.
    ///
    /// # Errors
    /// The backend failed, or a block is damaged.
    pub fn next(&mut self) -> Result<Option<Key>, StoreError> {
        let Some(least) = self.cursors.iter().filter_map(Cursor::next).min().copied() else {
            return Ok(None);
        };
        for cursor in &mut self.cursors {
            if cursor.next() == Some(&least) {
                cursor.advance(self.connection)?;
            }
        }
        Ok(Some(least))
    }

    /// Returns for each run the last block of which every key was given.
    pub fn used(&self) -> impl Iterator<Item = Option<i64>> {
        self.cursors.iter().map(|cursor| cursor.used)
    }
}

impl Cursor {
    fn next(&self) -> Option<&Key> {
        self.body.get(self.at)
    }

    fn advance(&mut self, connection: &Connection) -> Result<(), StoreError> {
        self.at += 1;
        if self.at < self.body.len() {
            return Ok(());
        }
        self.used = Some(self.id);
        self.load(connection)
    }

    /// Reads the block after the one that is read.
    fn load(&mut self, connection: &Connection) -> Result<(), StoreError> {
        let failed = backend("read a run of tokens");
        let mut statement = connection
            .prepare_cached(
                "SELECT id, body FROM token_blocks WHERE ?1 < id AND id <= ?2 \
                 ORDER BY id LIMIT 1",
            )
            .map_err(&failed)?;
        let block = statement
            .query_row([self.id, self.end], |row| Ok((row.get(0)?, row.get::<_, Vec<u8>>(1)?)));
        self.body.clear();
        self.at = 0;
        if let Some((id, body)) = block.optional().map_err(&failed)? {
            self.id = id;
            self.body.extend(keys(&body)?);
        }
        Ok(())
    }
}
