//! `SqliteStore`, the store in one folder: a SQLite database and a lock file.
//!
//! In scope: opening, and the contract in terms of `read` and `write`.
//! Out of scope: tiles and checkpoints; they are derived from the entries.
//! Invariant I-LOG-3: `commit` returns after the transaction is flushed (WAL, `synchronous=FULL`).
//! Failure: stopped before the commit record is whole in the write-ahead log, the writing is gone
//! at the next opening; stopped after, it is there. Nothing needs repair by hand. A process that
//! was killed before it flushed the record leaves it to the next, which flushes it when it opens.

mod copy;
mod folder_lock;
#[cfg(test)]
mod power_loss;
mod read;
mod schema;
mod write;

use crate::contract::kept::{Kept, KeptKind, KeptState};
use crate::contract::writing::{Answered, BatchRow, Committed, PrivateKind, TokenSpace, Writing};
use crate::contract::{Reader, Store};
use crate::files::flush_folder;
use crate::store_error::StoreError;
use folder_lock::FolderLock;
use rusqlite::{Connection, OpenFlags, params};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;

pub use folder_lock::LOCK_FILE;

/// The name of the database in its folder. SQLite puts `-wal` and `-shm` beside it.
pub const DATABASE_FILE: &str = "dengji.sqlite";

/// How long a statement waits for a lock. The folder lock leaves one writer; only a backup or a
/// checkpoint of a reader can be in its way.
const BUSY_WAIT: Duration = Duration::from_secs(10);

/// Statements that a connection keeps prepared: all that this store has.
const STATEMENTS_KEPT: usize = 64;

/// A store in a folder. While it is open for writing, no other process can open it so.
pub struct SqliteStore {
    connection: Connection,
    folder: PathBuf,
    /// Held as long as the store writes; nothing when it only reads.
    lock: Option<FolderLock>,
    group: Option<Group>,
    /// True while a snapshot is held for reading.
    held: bool,
}

/// An open group of writings: one transaction.
struct Group {
    /// The size of the log when it began.
    first: u64,
    /// True once SQLite dropped the transaction, as it does when the disk is full.
    lost: bool,
}

/// Bytes of a piece of a kept state.
const STATE_PIECE_BYTES: usize = 1 << 22;

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
        Ok(SqliteStore::over(connection, folder, Some(lock)))
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
        Ok(SqliteStore::over(connection, folder, None))
    }

    fn over(connection: Connection, folder: &Path, lock: Option<FolderLock>) -> SqliteStore {
        connection.set_prepared_statement_cache_capacity(STATEMENTS_KEPT);
        SqliteStore { connection, folder: folder.to_path_buf(), lock, group: None, held: false }
    }

    /// Returns the folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    fn run(&self, doing: &'static str, statement: &str) -> Result<(), StoreError> {
        let prepared = self.connection.prepare_cached(statement);
        prepared.and_then(|mut s| s.execute([])).map(|_| ()).map_err(backend(doing))
    }

    /// Says whether SQLite has a transaction open.
    fn in_transaction(&self) -> bool {
        !self.connection.is_autocommit()
    }

    /// Rolls back what may be open. An error here changes nothing: what is not committed is
    /// dropped when the connection closes, or when the file is opened again.
    fn roll_back(&self) {
        if self.in_transaction() {
            self.run("drop a writing", "ROLLBACK").ok();
        }
    }

    fn writes(&self) -> Result<(), StoreError> {
        match self.lock {
            Some(_) => Ok(()),
            None => Err(StoreError::ReadOnly { folder: self.folder.clone() }),
        }
    }

    fn outside_a_group(&self, doing: &'static str) -> Result<(), StoreError> {
        self.writes()?;
        match self.group {
            None => Ok(()),
            Some(_) => Err(StoreError::Group { doing, open: true }),
        }
    }

    /// Does something in a transaction of its own, durable on return.
    fn alone<T>(
        &self,
        first: u64,
        work: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.run("begin a writing", "BEGIN IMMEDIATE")?;
        let done = work(&self.connection).inspect_err(|_| self.roll_back())?;
        // Stopped here: the pages of the writing may be in the write-ahead log, but no commit
        // record is, and the next opening ignores them.
        // An error here can come after the record reached the disk, so its outcome is not known.
        self.run("commit", "COMMIT").map_err(|error| {
            self.roll_back();
            in_doubt(first, error)
        })?;
        // Stopped here: kept but not acknowledged; the same key gets this answer.
        Ok(done)
    }
}

/// Looks at key, size and batch, and writes.
fn put(connection: &Connection, writing: &Writing<'_>) -> Result<Committed, StoreError> {
    if let Some((key, request)) = &writing.answer
        && let Some(found) = read::answered(connection, key)?
    {
        let Answered { request: asked, first, count } = found;
        if asked != *request {
            return Err(StoreError::KeyReused { key: *key });
        }
        return Ok(Committed { first, count, repeated: true });
    }
    let actual = read::size(connection)?;
    if actual != writing.expect_size {
        return Err(StoreError::Moved { expected: writing.expect_size, actual });
    }
    write::everything(connection, writing)?;
    let count = writing.entries.len() as u64;
    Ok(Committed { first: writing.expect_size, count, repeated: false })
}

fn in_doubt(first: u64, error: StoreError) -> StoreError {
    match error {
        StoreError::Backend { source, .. } => StoreError::InDoubt { first, source },
        other => other,
    }
}

impl Store for SqliteStore {
    fn commit(&mut self, writing: &Writing<'_>) -> Result<Committed, StoreError> {
        writing.check()?;
        self.writes()?;
        let committed = match &self.group {
            None => self.alone(writing.expect_size, |connection| put(connection, writing))?,
            Some(Group { lost: true, .. }) => return Err(StoreError::GroupLost),
            Some(_) => {
                self.run("begin a writing", "SAVEPOINT writing")?;
                let done = put(&self.connection, writing);
                if done.is_err() && self.in_transaction() {
                    self.run("drop a writing", "ROLLBACK TO writing")?;
                }
                let lost = !self.in_transaction();
                if lost && let Some(group) = &mut self.group {
                    group.lost = true;
                }
                if !lost {
                    self.run("end a writing", "RELEASE writing")?;
                }
                done?
            }
        };
        if !writing.erased.is_empty() && self.group.is_none() {
            self.forget_log()?;
        }
        Ok(committed)
    }

    fn begin_group(&mut self) -> Result<(), StoreError> {
        self.outside_a_group("begin a group")?;
        self.run("begin a group", "BEGIN IMMEDIATE")?;
        let first = read::size(&self.connection).inspect_err(|_| self.roll_back())?;
        self.group = Some(Group { first, lost: false });
        Ok(())
    }

    fn end_group(&mut self) -> Result<(), StoreError> {
        let Some(Group { first, lost }) = self.group.take() else {
            return Err(StoreError::Group { doing: "end a group", open: false });
        };
        if lost {
            return Err(StoreError::GroupLost);
        }
        self.run("commit a group", "COMMIT").map_err(|error| {
            self.roll_back();
            in_doubt(first, error)
        })
    }

    fn abandon_group(&mut self) {
        if self.group.take().is_some() {
            self.roll_back();
        }
    }

    fn keep_state(&mut self, size: u64, bytes: &[u8]) -> Result<(), StoreError> {
        self.outside_a_group("keep the state")?;
        self.alone(size, |connection| {
            let failed = backend("keep the state");
            connection.execute("DELETE FROM kept_state", []).map_err(&failed)?;
            let mut statement = connection
                .prepare_cached("INSERT INTO kept_state (piece, size, body) VALUES (?1, ?2, ?3)")
                .map_err(&failed)?;
            // An empty state is a piece too.
            let pieces = bytes.chunks(STATE_PIECE_BYTES).chain(bytes.is_empty().then_some(bytes));
            for (piece, body) in (0i64..).zip(pieces) {
                statement.execute(params![piece, size as i64, body]).map_err(&failed)?;
            }
            Ok(())
        })
    }

    fn tend(&mut self) -> Result<bool, StoreError> {
        self.outside_a_group("tend the store")?;
        Ok(false)
    }

    fn inspect(&self) -> Result<Vec<String>, StoreError> {
        copy::inspect(&self.connection)
    }

    fn restore(&mut self, entries: &[Vec<u8>], rows: &[Kept]) -> Result<(), StoreError> {
        self.outside_a_group("restore rows")?;
        let size = read::size(&self.connection)?;
        self.alone(size, |connection| copy::restore(connection, entries, rows))
    }

    fn reader(&self) -> Result<Box<dyn Reader>, StoreError> {
        Ok(Box::new(SqliteStore::read_only(&self.folder)?))
    }
}

impl SqliteStore {
    /// Moves the write-ahead log into the database and empties it, so that it keeps no copy of what
    /// was erased. A reader in the way leaves that to the next time.
    fn forget_log(&self) -> Result<(), StoreError> {
        let failed = backend("empty the write-ahead log");
        let checkpoint = "PRAGMA wal_checkpoint(TRUNCATE)";
        self.connection.query_row(checkpoint, [], |_| Ok(())).map_err(failed)
    }
}

impl Reader for SqliteStore {
    fn size(&self) -> Result<u64, StoreError> {
        read::size(&self.connection)
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

    fn last_place(&self, kind: PrivateKind, group: &str) -> Result<Option<u32>, StoreError> {
        read::last_place(&self.connection, kind, group)
    }

    fn private_groups(
        &self,
        kind: PrivateKind,
        after: &str,
        limit: usize,
    ) -> Result<Vec<String>, StoreError> {
        read::private_groups(&self.connection, kind, after, limit)
    }

    fn find_token(
        &self,
        space: TokenSpace,
        token: &[u8; 12],
        limit: usize,
    ) -> Result<Vec<u64>, StoreError> {
        read::find_token(&self.connection, space, token, limit)
    }

    fn note(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        read::note(&self.connection, name)
    }

    fn kept_state(&self) -> Result<Option<KeptState>, StoreError> {
        read::kept_state(&self.connection)
    }

    fn each_kept(
        &self,
        kind: KeptKind,
        each: &mut dyn FnMut(Kept) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        copy::each_kept(&self.connection, kind, each)
    }

    fn hold(&mut self) -> Result<(), StoreError> {
        if self.lock.is_some() {
            return Err(StoreError::Group { doing: "hold a snapshot for reading", open: true });
        }
        if !self.held {
            self.run("hold a snapshot", "BEGIN DEFERRED")?;
            self.held = true;
            // The snapshot is that of the first read.
            read::size(&self.connection)?;
        }
        Ok(())
    }

    fn release(&mut self) -> Result<(), StoreError> {
        if std::mem::take(&mut self.held) {
            self.run("release a snapshot", "COMMIT")?;
        }
        Ok(())
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
