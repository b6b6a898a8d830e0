//! The other: a plain table sorted by token, as anybody would make it first.
//!
//! In scope: the same tokens in the same groups under the same settings of durability.
//! Out of scope: the contract of the store.

use super::people;
use anyhow::Result;
use rusqlite::{Connection, params};
use std::path::Path;
use store::Token;

/// A plain table in a folder.
pub struct Plain(Connection);

impl Plain {
    pub fn begin(folder: &Path) -> Result<Plain> {
        let connection = Connection::open(folder.join("plain.sqlite"))?;
        connection.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;
             CREATE TABLE tokens (
                 space INTEGER NOT NULL, token BLOB NOT NULL, place INTEGER NOT NULL,
                 PRIMARY KEY (space, token, place)
             ) STRICT, WITHOUT ROWID;",
        )?;
        Ok(Plain(connection))
    }

    /// Writes a group of certificates, durable on return.
    pub fn group(&mut self, certificates: std::ops::Range<u64>) -> Result<()> {
        let transaction = self.0.transaction()?;
        {
            let mut insert = transaction
                .prepare_cached("INSERT INTO tokens VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING")?;
            for Token { space, token, place } in certificates.flat_map(people::tokens) {
                insert.execute(params![space.code(), token.as_slice(), place as i64])?;
            }
        }
        Ok(transaction.commit()?)
    }

    /// Returns the certificates of a document.
    pub fn find(&self, token: &[u8; 12]) -> Result<Vec<u64>> {
        let mut select = self.0.prepare_cached(
            "SELECT place FROM tokens WHERE space = 1 AND token = ?1 ORDER BY place LIMIT 20",
        )?;
        let rows = select.query_map([token.as_slice()], |row| row.get::<_, i64>(0))?;
        rows.map(|place| Ok(place? as u64)).collect()
    }
}
