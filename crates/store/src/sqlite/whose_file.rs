//! `Opened`, which file was opened, so that one that is put in its place is noticed.
//!
//! In scope: the number that the system gives a file. Out of scope: what is in it (`schema`).
//! Failure: SQLite goes on writing into a file that was removed or replaced, and what it writes is
//! gone when it is closed. A writer asks before each writing, and acknowledges nothing then.

use crate::store_error::StoreError;
use std::fs::Metadata;
use std::path::{Path, PathBuf};

/// The files of a database as they were when it was opened: path, and the system's number.
pub struct Opened(Vec<(PathBuf, Option<(u64, u64)>)>);

impl Opened {
    /// Remembers files that are there.
    ///
    /// # Errors
    /// One cannot be looked at.
    pub fn look(files: Vec<PathBuf>) -> Result<Opened, StoreError> {
        let look = |path: PathBuf| match std::fs::metadata(&path) {
            Ok(found) => Ok((path, number(&found))),
            Err(source) => Err(StoreError::Open { path, source }),
        };
        files.into_iter().map(look).collect::<Result<_, _>>().map(Opened)
    }

    /// Checks that they stand where they stood.
    ///
    /// # Errors
    /// One is gone, or another is in its place.
    pub fn check(&self) -> Result<(), StoreError> {
        self.0.iter().try_for_each(|(path, before)| check(path, *before))
    }
}

fn check(path: &Path, before: Option<(u64, u64)>) -> Result<(), StoreError> {
    match std::fs::metadata(path) {
        Ok(found) if number(&found) == before => Ok(()),
        Ok(_) => Err(StoreError::Replaced { file: path.to_path_buf() }),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            Err(StoreError::Replaced { file: path.to_path_buf() })
        }
        Err(source) => Err(StoreError::Open { path: path.to_path_buf(), source }),
    }
}

#[cfg(unix)]
fn number(found: &Metadata) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt as _;
    Some((found.dev(), found.ino()))
}

/// Elsewhere an open file cannot be replaced.
#[cfg(not(unix))]
fn number(_: &Metadata) -> Option<(u64, u64)> {
    None
}
