//! A database where nothing can be written: an archived copy, a disk mounted for reading.
//!
//! Source: sqlite.org/wal.html#read_only_databases, sqlite.org/uri.html#uriimmutable.
//! In scope: when a file is read as one that nobody changes, and its name then.
//! SQLite reads a database with a write-ahead log by an index in a file beside it, which it makes.
//! Where it cannot, and no log lies there, everything is in the database, and no process has it
//! open: the last to close it removes the log. Whoever begins to write meanwhile, with rights that
//! the reader has not, is not seen, and pages that it changes may look like damage.

use super::DATABASE_FILE;
use crate::hindrance::Hindrance;
use crate::store_error::StoreError;
use std::path::{Path, PathBuf};

/// Says whether the database of a folder did not open only because nothing can be written beside
/// it.
pub fn is_settled(folder: &Path, error: &StoreError) -> bool {
    let unwritten = matches!(error.hindrance(), Some(Hindrance::ReadOnly | Hindrance::Failing));
    let log = folder.join(format!("{DATABASE_FILE}-wal"));
    // One that cannot be looked at may be there.
    unwritten && matches!(log.try_exists(), Ok(false))
}

/// Returns the name by which SQLite opens a file as one that nobody changes.
pub fn unchanging(file: &Path) -> PathBuf {
    let mut name = "file:".to_string();
    if file.is_absolute() {
        // Two slashes would begin the name of a host.
        name.push_str("//");
    }
    for byte in file.as_os_str().as_encoded_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' => {
                name.push(char::from(*byte));
            }
            other => name.push_str(&format!("%{other:02X}")),
        }
    }
    PathBuf::from(name + "?immutable=1")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(file: &str, expect: &str) {
        assert_eq!(unchanging(Path::new(file)), Path::new(expect));
    }

    #[test]
    fn what_means_something_in_such_a_name_is_written_as_its_code() {
        check("/a/b.sqlite", "file:///a/b.sqlite?immutable=1");
        check("data/b", "file:data/b?immutable=1");
        check("/a?b#c%d e", "file:///a%3Fb%23c%25d%20e?immutable=1");
        check("/备", "file:///%E5%A4%87?immutable=1");
    }
}
