//! `PartFile`, a file that has its name only when it is whole.
//!
//! In scope: the other name, the lock on it, flushing, renaming. Out of scope: what is written.
//! Failure: dropped before `finish`, the part is removed; stopped, it is left and written anew by
//! the next.

use super::BackupError;
use crate::files::flush_folder;
use std::ffi::OsString;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

/// A file under way to its name.
pub(super) struct PartFile {
    path: PathBuf,
    part: PathBuf,
    file: File,
    finished: bool,
}

impl PartFile {
    /// Begins a file, readable by its owner only. Its folder has to be there.
    ///
    /// # Errors
    /// There is a file of that name, another process is at it, or it cannot be made.
    pub(super) fn create(path: &Path) -> Result<PartFile, BackupError> {
        if path.symlink_metadata().is_ok() {
            return Err(BackupError::Exists(path.to_path_buf()));
        }
        let mut part = OsString::from(path);
        part.push(".part");
        let part = PathBuf::from(part);
        let failed = |source| BackupError::Write { path: path.to_path_buf(), source };
        let mut options = File::options();
        // Not truncated before the lock: another backup may be at it.
        options.create(true).truncate(false).read(true).write(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt as _;
            options.mode(0o600);
        }
        let file = options.open(&part).map_err(failed)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(BackupError::Busy(part)),
            Err(TryLockError::Error(source)) => return Err(failed(source)),
        }
        file.set_len(0).map_err(failed)?;
        Ok(PartFile { path: path.to_path_buf(), part, file, finished: false })
    }

    /// Returns the name that it is to have.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Returns the file to write to.
    pub(super) fn file(&self) -> &File {
        &self.file
    }

    /// Gives the file its name, and returns when both are durable.
    ///
    /// # Errors
    /// A file of that name came meanwhile, or the disk failed: there is no file of that name made
    /// here, or it is whole.
    pub(super) fn finish(mut self) -> Result<(), BackupError> {
        let failed = |source| BackupError::Write { path: self.path.clone(), source };
        self.file.sync_all().map_err(failed)?;
        if self.path.symlink_metadata().is_ok() {
            return Err(BackupError::Exists(self.path.clone()));
        }
        // Stopped here: a whole part, which the next backup writes anew.
        fs::rename(&self.part, &self.path).map_err(failed)?;
        self.finished = true;
        let folder = self.path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new("."));
        flush_folder(folder).map_err(|source| BackupError::Write { path: folder.into(), source })
    }
}

impl Drop for PartFile {
    fn drop(&mut self) {
        if !self.finished {
            // Left behind, it would be written anew by the next backup of that name.
            let _ = fs::remove_file(&self.part);
        }
    }
}
