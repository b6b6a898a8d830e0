//! The lock that leaves one writer to a folder.
//!
//! In scope: making the folder, and an exclusive lock of the operating system on a file in it.
//! Out of scope: several machines on one network file system; their locks are not to be trusted.
//! Failure: the system gives the lock back when the process ends, however it ends. The file stays
//! and means nothing.

use crate::files::make_folder;
use crate::store_error::StoreError;
use std::fs::{File, TryLockError};
use std::io;
use std::path::Path;

/// The name of the lock file in the folder.
pub const LOCK_FILE: &str = "dengji.lock";

/// The right to write into a folder, given back when dropped.
pub struct FolderLock {
    /// Open as long as the lock is held.
    file: File,
}

impl FolderLock {
    /// Takes the lock, and makes the folder when there is none.
    ///
    /// # Errors
    /// Another process holds it, or the folder or file cannot be made.
    pub fn take(folder: &Path) -> Result<FolderLock, StoreError> {
        // SQLite flushes the folder for the files in it; the folder's own name is ours to flush.
        make_folder(folder).map_err(|source| open_error(folder, source))?;
        let path = folder.join(LOCK_FILE);
        // Not truncated: the file is shared with whoever holds the lock.
        let file = File::options().create(true).truncate(false).write(true).open(&path);
        let file = file.map_err(|source| open_error(&path, source))?;
        match file.try_lock() {
            Ok(()) => Ok(FolderLock { file }),
            Err(TryLockError::WouldBlock) => {
                Err(StoreError::Locked { folder: folder.to_path_buf() })
            }
            Err(TryLockError::Error(source)) => Err(open_error(&path, source)),
        }
    }
}

impl Drop for FolderLock {
    fn drop(&mut self) {
        // Closing the file is not enough: a process that is just being started has a copy of every
        // open file for a moment, and the lock lives as long as any copy. If unlocking fails,
        // closing still gives the lock back, only later.
        let _ = self.file.unlock();
    }
}

fn open_error(path: &Path, source: io::Error) -> StoreError {
    StoreError::Open { path: path.to_path_buf(), source }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_of_the_file_in_a_starting_process_does_not_keep_the_lock() {
        let folder = tempfile::tempdir().unwrap();
        let lock = FolderLock::take(folder.path()).unwrap();
        let copy = lock.file.try_clone().unwrap();
        assert!(matches!(FolderLock::take(folder.path()), Err(StoreError::Locked { .. })));
        drop(lock);
        FolderLock::take(folder.path()).unwrap();
        drop(copy);
    }
}
