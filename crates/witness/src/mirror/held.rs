//! `Held`, the folder of a mirror: what it holds, and putting more there.
//!
//! In scope: the lock, the checkpoint and key held, files written and flushed before a checkpoint
//! relies on them.
//! Out of scope: reading and verifying the log (`mirror`).
//! Failure: files past the checkpoint mean nothing until it is replaced, and are verified again
//! before they are counted on.

use crate::durable::{Readers, make_folder, sync_folder, write_durably, write_file};
use crate::mirror_error::MirrorError;
use seal::{OpenedCheckpoint, SignedNote, VerifierKey};
use std::collections::BTreeSet;
use std::fs::{self, File, TryLockError};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

pub(super) const CHECKPOINT: &str = "checkpoint";

pub(super) const VKEY: &str = "vkey";

const LOCK_FILE: &str = "mirror.lock";

/// A folder that one process fills.
#[derive(Debug)]
pub(super) struct Held {
    folder: PathBuf,
    lock: File,
    /// Folders with new files that are not flushed yet.
    unflushed: BTreeSet<PathBuf>,
}

impl Held {
    pub(super) fn open(folder: &Path) -> Result<Held, MirrorError> {
        let path = folder.join(LOCK_FILE);
        let failed = |source| MirrorError::Write { path: path.clone(), source };
        make_folder(folder).map_err(failed)?;
        let lock = File::options().create(true).truncate(false).write(true).open(&path);
        let lock = lock.map_err(failed)?;
        match lock.try_lock() {
            Ok(()) => Ok(Held { folder: folder.to_path_buf(), lock, unflushed: BTreeSet::new() }),
            Err(TryLockError::WouldBlock) => {
                Err(MirrorError::Locked { folder: folder.to_path_buf() })
            }
            Err(TryLockError::Error(source)) => Err(failed(source)),
        }
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    pub(super) fn place(&self, path: &str) -> PathBuf {
        self.folder.join(path)
    }

    /// Returns a file, or nothing when it is not there.
    pub(super) fn read(&self, path: &str) -> Result<Option<Vec<u8>>, MirrorError> {
        let path = self.place(path);
        match fs::read(&path) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error)
                if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) =>
            {
                Ok(None)
            }
            Err(source) => Err(MirrorError::Read { path, source }),
        }
    }

    /// Returns the checkpoint held, which the log of this key signed.
    pub(super) fn checkpoint(
        &self,
        key: &VerifierKey,
    ) -> Result<Option<(SignedNote, OpenedCheckpoint)>, MirrorError> {
        let Some(bytes) = self.read(CHECKPOINT)? else { return Ok(None) };
        let opened = SignedNote::parse(&bytes).and_then(|note| {
            OpenedCheckpoint::open(&note, key.name().as_str(), key, &[])
                .map(|opened| (note, opened))
        });
        opened.map(Some).map_err(|_| MirrorError::Spoiled { path: self.place(CHECKPOINT) })
    }

    /// Writes a tile or bundle. It counts once `flush` and then `put` have returned.
    pub(super) fn write(&mut self, path: &str, bytes: &[u8]) -> Result<(), MirrorError> {
        let path = self.place(path);
        let folder = path.parent().expect("a file stands in a folder").to_path_buf();
        make_folder(&folder)
            .and_then(|()| write_file(&path, bytes, Readers::Everybody))
            .map_err(|source| MirrorError::Write { path, source })?;
        self.unflushed.insert(folder);
        Ok(())
    }

    /// Makes everything written so far survive a power cut.
    pub(super) fn flush(&mut self) -> Result<(), MirrorError> {
        for folder in std::mem::take(&mut self.unflushed) {
            sync_folder(&folder).map_err(|source| MirrorError::Write { path: folder, source })?;
        }
        Ok(())
    }

    /// Puts a small file in place, for good.
    pub(super) fn put(&self, path: &str, bytes: &[u8]) -> Result<(), MirrorError> {
        let path = self.place(path);
        make_folder(path.parent().expect("a file stands in a folder"))
            .and_then(|()| write_durably(&path, bytes, Readers::Everybody))
            .map_err(|source| MirrorError::Write { path, source })
    }

    /// Takes away the partial files of a path that is full now. Whether it succeeds does not
    /// matter: they are right, only not needed.
    pub(super) fn drop_partial(&self, full: &str) {
        let _ = fs::remove_dir_all(self.place(&format!("{full}.p")));
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        // As in `state`: closing alone may come too late while a process is being started.
        let _ = self.lock.unlock();
    }
}
