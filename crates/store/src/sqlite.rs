//! `SqliteStore`, the store in one folder: a SQLite database and a lock file.
//!
//! In scope: opening, and the contract in terms of `read` and `write`.
//! Out of scope: tiles and checkpoints; they are derived from the entries.
//! Invariant I-LOG-3: `commit` returns after the transaction is flushed (WAL, `synchronous=FULL`).
//! Failure: stopped before the commit record is whole in the write-ahead log, the writing is gone
//! at the next opening; stopped after, it is there. Nothing needs repair by hand. A process that
//! was killed before it flushed the record leaves it to the next, which flushes it when it opens.

mod folder_lock;
#[cfg(test)]
mod power_loss;
mod read;
mod schema;
mod write;

use crate::contract::Store;
use crate::contract::writing::{Answered, BatchRow, Committed, PrivateKind, Writing};
use crate::files::flush_folder;
use crate::store_error::StoreError;
use folder_lock::FolderLock;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;

pub use folder_lock::LOCK_FILE;

/// The name of the database in its folder. SQLite puts `-wal` and `-shm` beside it.
pub const DATABASE_FILE: &str = "dengji.sqlite";

/// How long a statement waits for a lock. The folder lock leaves one writer; only a backup or a
/// checkpoint of a reader can be in its way.
const BUSY_WAIT: Duration = Duration::from_secs(10);

/// A store in a folder. While it is open for writing, no other process can open it so.
pub struct SqliteStore {
    connection: Connection,
    folder: PathBuf,
    /// Held as long as the store writes; nothing when it only reads.
    lock: Option<FolderLock>,
}

impl SqliteStore {
    /// Opens the store of a folder for writing, and begins it when there is none.
    ///
    /// # Errors
    /// Another process writes there; the file is foreign or newer; the folder cannot be used. A
    /// foreign or newer file is left as it is.
    pub fn open(folder: &Path) -> Result<SqliteStore, StoreError> {
        // Stopped here: an empty folder with a lock file, which the next opening takes over.
        let lock = FolderLock::take(folder)?;
        let file = folder.join(DATABASE_FILE);
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut connection = connect(&file, flags)?;
        // Before any setting: changing the journal of a foreign file would already change the file.
        let state = schema::look(&connection, &file)?;
        configure(&connection, &file)?;
        schema::bring_up_to_date(&mut connection, state)?;
        flush_found(folder).map_err(|source| StoreError::Open { path: file, source })?;
        Ok(SqliteStore { connection, folder: folder.to_path_buf(), lock: Some(lock) })
    }

    /// Opens the store of a folder for reading, beside a writer if there is one.
    ///
    /// # Errors
    /// There is none; the file is foreign, newer or older; it cannot be read.
    pub fn read_only(folder: &Path) -> Result<SqliteStore, StoreError> {
        let file = folder.join(DATABASE_FILE);
        if !file.exists() {
            return Err(StoreError::Missing { file });
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = connect(&file, flags)?;
        schema::look(&connection, &file)?.check_current(&file)?;
        Ok(SqliteStore { connection, folder: folder.to_path_buf(), lock: None })
    }

    /// Returns the folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

impl Store for SqliteStore {
    fn size(&self) -> Result<u64, StoreError> {
        read::size(&self.connection)
    }

    fn commit(&mut self, writing: &Writing<'_>) -> Result<Committed, StoreError> {
        writing.check()?;
        if self.lock.is_none() {
            return Err(StoreError::ReadOnly { folder: self.folder.clone() });
        }
        // Dropping the transaction on any way out below rolls it back: nothing was written.
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(backend("begin a writing"))?;
        if let Some((key, request)) = &writing.answer
            && let Some(found) = read::answered(&transaction, key)?
        {
            let Answered { request: asked, first, count } = found;
            if asked != *request {
                return Err(StoreError::KeyReused { key: *key });
            }
            return Ok(Committed { first, count, repeated: true });
        }
        let actual = read::size(&transaction)?;
        if actual != writing.expect_size {
            return Err(StoreError::Moved { expected: writing.expect_size, actual });
        }
        write::everything(&transaction, writing)?;
        // Stopped here: the pages of the writing may be in the write-ahead log, but no commit
        // record is, and the next opening ignores them.
        // An error here can come after the record reached the disk, so its outcome is not known.
        transaction.commit().map_err(|error| StoreError::InDoubt {
            first: writing.expect_size,
            source: error.into(),
        })?;
        // Stopped here: kept but not acknowledged; the same key gets this answer.
        let count = writing.entries.len() as u64;
        Ok(Committed { first: writing.expect_size, count, repeated: false })
    }

    fn entry(&self, index: u64) -> Result<Option<Vec<u8>>, StoreError> {
        read::entry(&self.connection, index)
    }

    fn each_entry(
        &self,
        from: u64,
        to: u64,
        each: &mut dyn FnMut(u64, &[u8]),
    ) -> Result<(), StoreError> {
        read::each_entry(&self.connection, from, to, each)
    }

    fn answered(&self, key: &[u8; 16]) -> Result<Option<Answered>, StoreError> {
        read::answered(&self.connection, key)
    }

    fn find_batch(
        &self,
        site: &str,
        year: i32,
        level: char,
        serial: u32,
    ) -> Result<Option<BatchRow>, StoreError> {
        let next = read::next_batch(&self.connection, site, year, level, serial)?;
        Ok(next.filter(|batch| batch.first <= serial))
    }

    fn private_row(
        &self,
        kind: PrivateKind,
        group: &str,
        place: u32,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        read::private_row(&self.connection, kind, group, place)
    }

    fn private_rows(
        &self,
        kind: PrivateKind,
        group: &str,
    ) -> Result<Vec<(u32, Vec<u8>)>, StoreError> {
        read::private_rows(&self.connection, kind, group)
    }
}

fn connect(file: &Path, flags: OpenFlags) -> Result<Connection, StoreError> {
    let connection =
        Connection::open_with_flags(file, flags).map_err(backend("open the database"))?;
    connection.busy_timeout(BUSY_WAIT).map_err(backend("set how long to wait for a lock"))?;
    Ok(connection)
}

/// Sets what a writer relies on. The journal mode stays in the file, the others are of this
/// connection.
fn configure(connection: &Connection, file: &Path) -> Result<(), StoreError> {
    let found: String = connection
        .pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0))
        .map_err(backend("set the journal"))?;
    if found != "wal" {
        return Err(StoreError::Journal { file: file.to_path_buf(), found });
    }
    let set = |name, value: &str| {
        let set = connection.pragma_update(None, name, value);
        set.map_err(backend("set up the connection"))
    };
    // FULL flushes the write-ahead log at every commit; NORMAL would lose acknowledged writings
    // when the power fails.
    set("synchronous", "FULL")?;
    set("foreign_keys", "ON")?;
    // A replaced private row leaves no bytes in free pages of the database.
    set("secure_delete", "ON")
}

/// Flushes what an earlier process left in the write-ahead log. Killed between its commit record
/// and the flush, it leaves a writing that reading finds and a loss of power takes back; nobody may
/// answer for that, or publish it, before it is durable. SQLite does not flush what it recovers.
fn flush_found(folder: &Path) -> std::io::Result<()> {
    // Written by SQLite beside the database, under this name: sqlite.org/wal.html#walfile.
    let log = folder.join(format!("{DATABASE_FILE}-wal"));
    match File::options().write(true).open(log) {
        Ok(log) => log.sync_all()?,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    flush_folder(folder)
}

/// Returns a wrapper for an error of SQLite after which nothing was written.
fn backend(doing: &'static str) -> impl Fn(rusqlite::Error) -> StoreError {
    move |error| StoreError::Backend { doing, source: error.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_writer_flushes_at_every_commit_and_keeps_references_and_no_remains() {
        let folder = tempfile::tempdir().unwrap();
        let store = SqliteStore::open(folder.path()).unwrap();
        let check = |name: &str, expect: &str| {
            let found = store.connection.query_row(
                &format!("SELECT CAST({name} AS TEXT) FROM pragma_{name}"),
                [],
                |row| row.get::<_, String>(0),
            );
            assert_eq!(found.unwrap(), expect, "{name}");
        };
        check("journal_mode", "wal");
        check("synchronous", "2"); // FULL
        check("foreign_keys", "1");
        check("secure_delete", "1");
    }
}
