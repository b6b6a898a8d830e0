//! `Hindrance`, what stands in the way of a backend and can be removed by an operator.
//!
//! In scope: telling it from the error of SQLite or of PostgreSQL. Out of scope: whether anything
//! was written ([`StoreError::wrote_nothing`]), words for people.
//! Source: sqlite.org/rescode.html; the table of PostgreSQL's error codes.

use crate::postgres::fault::{DatabaseFault, Said};
use crate::store_error::{InFile, StoreError};
use rusqlite::ErrorCode;

/// What stands in the way. When it is gone the same store goes on; only damage stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hindrance {
    /// There is no space left.
    Full,
    /// What has to be written can only be read: a file, a folder, a disk, a server.
    ReadOnly,
    /// Another program holds a lock for longer than one waits.
    Held,
    /// The user of the database may not do it.
    Rights,
    /// The disk reads or writes with errors.
    Failing,
    /// The server is gone, stops, or has no connection to give.
    Unreachable,
    /// What is stored is no longer a database.
    Damaged,
}

impl StoreError {
    /// Returns what stands in the way, where it is something that an operator can remove. Says
    /// nothing about whether the writing was kept.
    pub fn hindrance(&self) -> Option<Hindrance> {
        let source = match self {
            StoreError::Backend { source, .. } | StoreError::InDoubt { source, .. } => source,
            StoreError::Database(fault) => {
                let gone = matches!(**fault, DatabaseFault::Unreachable { .. });
                return gone.then_some(Hindrance::Unreachable);
            }
            StoreError::Open { source, .. } => return of_system(source),
            _ => return None,
        };
        let source = source.downcast_ref::<InFile>().map_or(source, |file| &file.source);
        if let Some(error) = source.downcast_ref::<rusqlite::Error>() {
            return error.sqlite_error_code().and_then(of_sqlite);
        }
        if let Some(said) = source.downcast_ref::<Said>() {
            return of_postgres(said.code());
        }
        // What the server did not say in words is a lost connection.
        source.is::<tokio_postgres::Error>().then_some(Hindrance::Unreachable)
    }
}

/// EIO, which the standard library has no kind for.
const IO_ERROR: i32 = 5;

fn of_system(error: &std::io::Error) -> Option<Hindrance> {
    match error.kind() {
        std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => {
            Some(Hindrance::Full)
        }
        std::io::ErrorKind::ReadOnlyFilesystem | std::io::ErrorKind::PermissionDenied => {
            Some(Hindrance::ReadOnly)
        }
        _ => (error.raw_os_error() == Some(IO_ERROR)).then_some(Hindrance::Failing),
    }
}

fn of_sqlite(code: ErrorCode) -> Option<Hindrance> {
    Some(match code {
        ErrorCode::DiskFull => Hindrance::Full,
        ErrorCode::ReadOnly | ErrorCode::PermissionDenied => Hindrance::ReadOnly,
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Hindrance::Held,
        ErrorCode::SystemIoFailure | ErrorCode::CannotOpen => Hindrance::Failing,
        ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => Hindrance::Damaged,
        _ => return None,
    })
}

fn of_postgres(code: &str) -> Option<Hindrance> {
    Some(match code {
        "53100" => Hindrance::Full,
        // In a read-only transaction: the server was told so, or became a standby.
        "25006" => Hindrance::ReadOnly,
        "42501" => Hindrance::Rights,
        "55P03" | "57014" => Hindrance::Held,
        "58030" | "58P01" => Hindrance::Failing,
        "XX001" | "XX002" => Hindrance::Damaged,
        _ if ["08", "53", "57P"].iter().any(|class| code.starts_with(class)) => {
            Hindrance::Unreachable
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(source: Box<dyn std::error::Error + Send + Sync>, expect: Option<Hindrance>) {
        let said = source.to_string();
        assert_eq!(StoreError::InDoubt { first: 1, source }.hindrance(), expect, "{said}");
    }

    #[test]
    fn what_an_operator_can_remove_is_told_from_what_the_database_says() {
        for (code, expect) in [
            ("53100", Some(Hindrance::Full)),
            ("53300", Some(Hindrance::Unreachable)),
            ("57P01", Some(Hindrance::Unreachable)),
            ("25006", Some(Hindrance::ReadOnly)),
            ("XX001", Some(Hindrance::Damaged)),
            ("22012", None),
        ] {
            check(Box::new(Said::new("x", code)), expect);
        }
        let sqlite = |code| {
            let error = rusqlite::ffi::Error::new(code);
            Box::new(rusqlite::Error::SqliteFailure(error, None))
        };
        check(sqlite(rusqlite::ffi::SQLITE_FULL), Some(Hindrance::Full));
        check(sqlite(rusqlite::ffi::SQLITE_IOERR_WRITE), Some(Hindrance::Failing));
        check(sqlite(rusqlite::ffi::SQLITE_BUSY), Some(Hindrance::Held));
        check(sqlite(rusqlite::ffi::SQLITE_CONSTRAINT), None);
        check("odd".into(), None);
    }
}
