//! Why a folder cannot be written, asked of the system itself.
//!
//! In scope: one file that is made, written, flushed and removed. Out of scope: when to ask; SQLite
//! says of a full disk, and of one that may only be read, no more than that a file did not open.
//! Failure: a file of nought or one block under the name `dengji.probe`, which the next probe uses.

use crate::hindrance::Hindrance;
use crate::store_error::StoreError;
use std::fs::File;
use std::io::Write as _;
use std::path::Path;

/// Returns the error with the reason that the system gives, where it gives one.
pub fn reason(folder: &Path, error: StoreError) -> StoreError {
    if error.hindrance() != Some(Hindrance::Failing) {
        return error;
    }
    match write(&folder.join("dengji.probe")) {
        Err(source) => StoreError::Open { path: folder.to_path_buf(), source },
        Ok(()) => error,
    }
}

fn write(path: &Path) -> std::io::Result<()> {
    let mut file = File::create(path)?;
    // As much as SQLite writes at least.
    let written = file.write_all(&[0; 4096]).and_then(|()| file.sync_all());
    drop(file);
    std::fs::remove_file(path)?;
    written
}
