//! Whose database a file is, which schema it has, and the steps that bring it up to date.
//!
//! In scope: the mark of this program in the header of the file, the version, the migrations.
//! Out of scope: settings of a connection.
//! Invariant: a migration, its version and the mark are one transaction; a file is never between
//! two versions.

use super::{backend, tokens};
use crate::migration::statements;
use crate::store_error::StoreError;
use rusqlite::{Connection, ErrorCode, TransactionBehavior};
use std::path::Path;

/// The mark in the header of our files: "DJLG".
const APPLICATION_ID: i32 = i32::from_be_bytes(*b"DJLG");

/// Statements, and what follows them in the same transaction.
type Migration = (&'static str, fn(&Connection) -> Result<(), StoreError>);

/// The migrations in their order; number n leads to version n, from 1. Append only.
const MIGRATIONS: [Migration; 4] = [
    (include_str!("../../migrations/sqlite/0001_entries_and_private_rows.sql"), nothing_more),
    (include_str!("../../migrations/sqlite/0002_segments_tokens_and_notes.sql"), nothing_more),
    (include_str!("../../migrations/sqlite/0003_token_log_and_runs.sql"), tokens::move_plain_table),
    (include_str!("../../migrations/sqlite/0004_segments_by_last.sql"), nothing_more),
];

/// The migration that touches nothing but entries of the public log.
const ENTRIES_ONLY: usize = 3;

fn nothing_more(_: &Connection) -> Result<(), StoreError> {
    Ok(())
}

/// The version that the last migration leads to.
const VERSION: u32 = MIGRATIONS.len() as u32;

/// What a file is, before anything was changed in it. Never foreign, never newer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct State {
    version: u32,
}

impl State {
    /// Checks that the schema is the one this program reads.
    ///
    /// # Errors
    /// The file is older, or empty.
    pub fn check_current(self, file: &Path) -> Result<(), StoreError> {
        if self.version < VERSION {
            let file = file.to_path_buf();
            return Err(StoreError::Older { file, found: self.version, known: VERSION });
        }
        Ok(())
    }
}

/// Looks at the mark and the version, and changes nothing. A file without content is of version 0.
///
/// # Errors
/// The file is not a database, not of this program, or newer.
pub fn look(connection: &Connection, file: &Path) -> Result<State, StoreError> {
    let foreign = || StoreError::Foreign { file: file.to_path_buf() };
    let number = |name: &str| {
        connection.pragma_query_value(None, name, |row| row.get::<_, i32>(0)).map_err(|error| {
            match error.sqlite_error_code() {
                Some(ErrorCode::NotADatabase) => foreign(),
                _ => backend("look at the database")(error),
            }
        })
    };
    let (mark, version) = (number("application_id")?, number("user_version")?);
    if mark != APPLICATION_ID {
        let objects: i64 = connection
            .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
            .map_err(backend("look at the database"))?;
        // An empty file is what is left when we stopped before the first migration was whole.
        let empty = mark == 0 && version == 0 && objects == 0;
        return if empty { Ok(State { version: 0 }) } else { Err(foreign()) };
    }
    let version = u32::try_from(version).map_err(|_| foreign())?;
    if VERSION < version {
        let file = file.to_path_buf();
        return Err(StoreError::Newer { file, found: version, known: VERSION });
    }
    Ok(State { version })
}

/// Runs the migrations that the file lacks, each a transaction of its own.
///
/// # Errors
/// The backend failed; the file has the version before.
pub fn bring_up_to_date(connection: &mut Connection, state: State) -> Result<(), StoreError> {
    for (before, (migration, then)) in MIGRATIONS.iter().enumerate().skip(state.version as usize) {
        let failed = backend("bring the schema up to date");
        // What it deletes is public, and would be written once more to wipe it.
        let wipes = if before == ENTRIES_ONLY { "OFF" } else { "ON" };
        connection.pragma_update(None, "secure_delete", wipes).map_err(&failed)?;
        let transaction = connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(&failed)?;
        for statement in statements(migration) {
            transaction.execute(&statement, []).map_err(&failed)?;
        }
        then(&transaction)?;
        // Both numbers stand in the header of the file and are part of the transaction.
        transaction.pragma_update(None, "application_id", APPLICATION_ID).map_err(&failed)?;
        transaction.pragma_update(None, "user_version", before as u32 + 1).map_err(&failed)?;
        // Stopped here: the version before.
        transaction.commit().map_err(&failed)?;
        connection.pragma_update(None, "secure_delete", "ON").map_err(&failed)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_migration_leaves_the_version_before() {
        let mut connection = Connection::open_in_memory().unwrap();
        connection.execute("CREATE TABLE batches (a)", []).unwrap();
        bring_up_to_date(&mut connection, State { version: 0 }).unwrap_err();
        let tables = "SELECT group_concat(name) FROM sqlite_schema WHERE type = 'table'";
        let tables: String = connection.query_row(tables, [], |row| row.get(0)).unwrap();
        assert_eq!(tables, "batches");
        let mark = |name| connection.pragma_query_value(None, name, |row| row.get::<_, i32>(0));
        assert_eq!((mark("application_id").unwrap(), mark("user_version").unwrap()), (0, 0));
    }
}
