//! `SqliteStore`, the store in one folder: a SQLite database and a lock file.
//!
//! In scope: opening, and the contract in terms of `read` and `write`.
//! Out of scope: tiles and checkpoints; they are derived from the entries.
//! Invariant I-LOG-3: `commit` returns after the transaction is flushed (WAL, `synchronous=FULL`).
//! Failure: stopped before the commit record is whole in the write-ahead log, the writing is gone
//! at the next opening; stopped after, it is there. Nothing needs repair by hand. A process that
//! was killed before it flushed the record leaves it to the next (`found_log`).

mod archived;
mod copy;
mod folder_lock;
mod found_log;
#[cfg(test)]
mod power_loss;
mod probe;
mod read;
mod reader;
mod schema;
mod tokens;
mod upkeep;
mod whose_file;
mod write;

use crate::contract::Store;
use crate::contract::kept::Kept;
use crate::contract::writing::{Answered, Committed, TokenSpace, Writing};
use crate::files::flush_folder;
use crate::readers::OpenReader;
use crate::store_error::StoreError;
use folder_lock::FolderLock;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, params};
use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokens::TokenIndex;
use whose_file::Opened;

pub use folder_lock::LOCK_FILE;

/// The name of the database in its folder. SQLite puts `-wal` and `-shm` beside it.
pub const DATABASE_FILE: &str = "dengji.sqlite";

/// How long a statement waits for a lock. The folder lock leaves one writer; only a backup or a
/// checkpoint of a reader can be in its way.
const BUSY_WAIT: Duration = Duration::from_secs(10);

/// Statements that a connection keeps prepared: all that this store has.
const STATEMENTS_KEPT: usize = 128;

/// KiB of pages that a connection keeps: enough for the inner pages of the blind index of a hundred
/// million tokens, so that a look-up reads one page a run. Four times as much made no look-up of
/// ten million certificates quicker.
const PAGES_KEPT_KIB: i64 = 16_384;

/// A store in a folder. While it is open for writing, no other process can open it so.
pub struct SqliteStore {
    connection: Connection,
    folder: PathBuf,
    /// Held as long as the store writes; nothing when it only reads.
    lock: Option<FolderLock>,
    /// The file that it writes to; nothing when it only reads.
    opened: Option<Opened>,
    group: Option<Group>,
    /// True while a snapshot is held for reading.
    held: bool,
    /// True while the write-ahead log may keep copies of what was erased.
    log_to_empty: bool,
    /// What this handle remembers of the blind index. Whatever is rolled back makes it forget.
    tokens: RefCell<TokenIndex>,
}

/// An open group of writings: one transaction.
struct Group {
    /// The size of the log when it began.
    first: u64,
    /// True once SQLite dropped the transaction, as it does when the disk is full.
    lost: bool,
    /// True once something was erased in it.
    erased: bool,
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
        let opened = SqliteStore::open_held(folder, lock);
        opened.map_err(|error| probe::reason(folder, error).of_file(&folder.join(DATABASE_FILE)))
    }

    fn open_held(folder: &Path, lock: FolderLock) -> Result<SqliteStore, StoreError> {
        let file = folder.join(DATABASE_FILE);
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut connection = connect(&file, flags)?;
        // Closing it would begin a checkpoint of what may not be durable yet.
        close_quietly(&connection, true)?;
        // Before any setting: changing the journal of a foreign file would already change the file.
        let state = schema::look(&connection, &file)?;
        let failed = |source| StoreError::Open { path: file.clone(), source };
        // Before anything is written: a checkpoint would begin to move what is not durable.
        found_log::make_durable(folder).map_err(failed)?;
        close_quietly(&connection, false)?;
        configure(&connection, &file)?;
        schema::bring_up_to_date(&mut connection, state)?;
        // SQLite opens a file that may not be written all the same, for reading.
        if connection.is_readonly("main").map_err(backend("open the database"))? {
            let source = std::io::ErrorKind::PermissionDenied.into();
            return Err(StoreError::Open { path: file, source });
        }
        flush_folder(folder).map_err(failed)?;
        // The log was begun when the journal was set; SQLite keeps it until it is closed.
        let log = folder.join(format!("{DATABASE_FILE}-wal"));
        let opened = Opened::look(vec![file, log])?;
        SqliteStore::over(connection, folder, Some((lock, opened)))
    }

    /// Opens the store of a folder for reading, beside a writer if there is one, or where nothing
    /// can be written.
    ///
    /// # Errors
    /// There is none; the file is foreign, newer or older; it cannot be read.
    pub fn read_only(folder: &Path) -> Result<SqliteStore, StoreError> {
        let file = folder.join(DATABASE_FILE);
        if !file.exists() {
            return Err(StoreError::Missing { file });
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let open = |name: &Path, flags| {
            let connection = connect(name, flags)?;
            schema::look(&connection, &file)?.check_current(&file)?;
            Ok(connection)
        };
        let opened = match open(&file, flags) {
            Err(error) if archived::is_settled(folder, &error) => {
                open(&archived::unchanging(&file), flags | OpenFlags::SQLITE_OPEN_URI)
            }
            opened => opened,
        };
        let opened = opened.and_then(|connection| SqliteStore::over(connection, folder, None));
        opened.map_err(|error| error.of_file(&file))
    }

    fn over(
        connection: Connection,
        folder: &Path,
        writer: Option<(FolderLock, Opened)>,
    ) -> Result<SqliteStore, StoreError> {
        connection.set_prepared_statement_cache_capacity(STATEMENTS_KEPT);
        let pages = connection.pragma_update(None, "cache_size", -PAGES_KEPT_KIB);
        pages.map_err(backend("set up the connection"))?;
        let tokens = RefCell::new(TokenIndex::new(tokens::LOG_KEYS_MAX));
        let folder = folder.to_path_buf();
        let (lock, opened) = writer.unzip();
        Ok(SqliteStore {
            connection,
            folder,
            // Whoever was killed may have left copies in it.
            log_to_empty: lock.is_some(),
            lock,
            opened,
            group: None,
            held: false,
            tokens,
        })
    }

    /// Makes upkeep write the log of tokens as a run from `tokens_max` tokens on. Smaller is for
    /// tests: answers never depend on it.
    #[must_use]
    pub fn with_token_log(mut self, tokens_max: usize) -> SqliteStore {
        self.tokens = RefCell::new(TokenIndex::new(tokens_max));
        self
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
        self.tokens.borrow_mut().forget();
        if self.in_transaction() {
            self.run("drop a writing", "ROLLBACK").ok();
        }
    }

    fn writes(&self) -> Result<(), StoreError> {
        match &self.opened {
            Some(opened) => opened.check(),
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
        work: impl FnOnce(&Connection, &mut TokenIndex) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.run("begin a writing", "BEGIN IMMEDIATE")?;
        let done = work(&self.connection, &mut self.tokens.borrow_mut());
        let done = done.inspect_err(|_| self.roll_back())?;
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

    /// Reads several things of one snapshot: that of the group or the held one, or the newest.
    fn in_one_snapshot<T>(
        &self,
        read: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        if self.in_transaction() {
            return read(&self.connection);
        }
        // A statement that is not at its end keeps the snapshot of its first row, and costs less
        // than beginning and ending a transaction.
        let failed = backend("begin to read");
        let mut one =
            self.connection.prepare_cached("SELECT one FROM token_state").map_err(&failed)?;
        let mut rows = one.query([]).map_err(&failed)?;
        rows.next().map_err(&failed)?;
        read(&self.connection).inspect_err(|_| self.tokens.borrow_mut().forget())
    }
}

/// Looks at key, size and batch, and writes.
fn put(
    connection: &Connection,
    index: &mut TokenIndex,
    writing: &Writing<'_>,
) -> Result<Committed, StoreError> {
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
    write::everything(connection, index, writing)?;
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
        let erases = !writing.erased.is_empty();
        // Also of a writing in doubt.
        self.log_to_empty |= erases && self.group.is_none();
        let committed = match &self.group {
            None => self.alone(writing.expect_size, |to, index| put(to, index, writing))?,
            Some(Group { lost: true, .. }) => return Err(StoreError::GroupLost),
            Some(_) => {
                self.run("begin a writing", "SAVEPOINT writing")?;
                let index = self.tokens.get_mut();
                let done = put(&self.connection, index, writing);
                if done.is_err() {
                    if !writing.erased_tokens.is_empty() {
                        index.forget();
                    }
                    if self.in_transaction() {
                        self.run("drop a writing", "ROLLBACK TO writing")?;
                    }
                }
                let lost = !self.in_transaction();
                if lost && let Some(group) = &mut self.group {
                    group.lost = true;
                    self.tokens.get_mut().forget();
                }
                if !lost {
                    self.run("end a writing", "RELEASE writing")?;
                }
                done?
            }
        };
        if erases {
            match &mut self.group {
                None => self.empty_log(BUSY_WAIT),
                Some(group) => group.erased = true,
            }
        }
        self.keep_up();
        Ok(committed)
    }

    fn begin_group(&mut self) -> Result<(), StoreError> {
        self.outside_a_group("begin a group")?;
        self.run("begin a group", "BEGIN IMMEDIATE")?;
        let first = read::size(&self.connection).inspect_err(|_| self.roll_back())?;
        self.group = Some(Group { first, lost: false, erased: false });
        Ok(())
    }

    fn end_group(&mut self) -> Result<(), StoreError> {
        let Some(Group { first, lost, erased }) = self.group.take() else {
            return Err(StoreError::Group { doing: "end a group", open: false });
        };
        if lost {
            return Err(StoreError::GroupLost);
        }
        self.log_to_empty |= erased;
        self.writes().inspect_err(|_| self.roll_back())?;
        self.run("commit a group", "COMMIT").map_err(|error| {
            self.roll_back();
            in_doubt(first, error)
        })?;
        if erased {
            // Many wait for the end of a group; upkeep comes soon.
            self.empty_log(Duration::ZERO);
        }
        self.keep_up();
        Ok(())
    }

    fn abandon_group(&mut self) {
        if self.group.take().is_some() {
            self.roll_back();
        }
    }

    fn keep_state(&mut self, size: u64, bytes: &[u8]) -> Result<(), StoreError> {
        self.outside_a_group("keep the state")?;
        self.alone(size, |connection, _| {
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
        if self.log_to_empty {
            self.log_to_empty = !self.forget_log(Duration::ZERO)?;
        }
        self.token_slice()
    }

    fn drop_tokens(&mut self, spaces: &[TokenSpace]) -> Result<bool, StoreError> {
        self.drop_slice(Some(spaces))
    }

    fn inspect(&self) -> Result<Vec<String>, StoreError> {
        copy::inspect(&self.connection, &self.tokens)
    }

    fn restore(&mut self, entries: &[Vec<u8>], rows: &[Kept]) -> Result<(), StoreError> {
        self.outside_a_group("restore rows")?;
        let size = read::size(&self.connection)?;
        self.alone(size, |connection, index| copy::restore(connection, index, entries, rows))
    }

    fn open_reader(&self) -> OpenReader {
        let folder = self.folder.clone();
        Arc::new(move || Ok(Box::new(SqliteStore::read_only(&folder)?)))
    }
}

fn connect(file: &Path, flags: OpenFlags) -> Result<Connection, StoreError> {
    let connection =
        Connection::open_with_flags(file, flags).map_err(backend("open the database"))?;
    connection.busy_timeout(BUSY_WAIT).map_err(backend("set how long to wait for a lock"))?;
    // Without it SQLite plans a statement with a range anew for each value that is bound to it,
    // which took a fifth of the time of issuing.
    connection
        .set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)
        .map_err(backend("set up the connection"))?;
    Ok(connection)
}

/// Sets whether closing the last connection leaves the write-ahead log as it is.
fn close_quietly(connection: &Connection, quietly: bool) -> Result<(), StoreError> {
    let set = connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, quietly);
    set.map(|_| ()).map_err(backend("set up the connection"))
}

/// Sets what a writer relies on. The journal mode stays in the file, the others are of this
/// connection.
fn configure(connection: &Connection, file: &Path) -> Result<(), StoreError> {
    let mut found = String::new();
    // To its end: the file is changed after the row is given, and what fails there would leave a
    // journal whose commits a loss of power takes back.
    connection
        .pragma(None, "journal_mode", "WAL", |row| {
            found = row.get(0)?;
            Ok(())
        })
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

/// Returns a wrapper for an error of SQLite after which nothing was written.
fn backend(doing: &'static str) -> impl Fn(rusqlite::Error) -> StoreError {
    move |error| StoreError::Backend { doing, source: error.into() }
}

fn damaged(what: String) -> StoreError {
    StoreError::Damaged { what }
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
