//! Backups: everything that a store keeps, in one file that any backend takes back.
//!
//! Source: docs/formats/backup.md; age-encryption.org/v1 for encrypted files.
//! In scope: writing the file out of one snapshot while the writer goes on, reading it with every
//! byte checked, putting what it holds into an empty store, whole or up to a size.
//! Out of scope: what entries and rows mean, and whether a size is the end of an act (`desk`); what
//! is derived (tiles, checkpoints, the kept state) is not in a backup.
//! Invariant: a file under its final name is whole. Failure: it is written under another name,
//! flushed, and then renamed; a stop before that leaves a part that the next backup writes anew.

mod backup_error;
mod chunk;
mod lock;
mod part_file;
mod pieces;
mod row_bytes;

pub use backup_error::BackupError;
pub use lock::{Lock, SCRYPT_LOG_N, Unlock};
pub use pieces::{BackupFile, Piece, put};

use crate::contract::Reader;
use crate::contract::kept::{Kept, KeptKind};
use chunk::{ChunkKind, Chunks};
use part_file::PartFile;
use std::io::Write;
use std::path::Path;
use zeroize::Zeroizing;

/// Entries that are read at a time: bounds how long a failure of the disk goes unnoticed.
const ENTRIES_AT_ONCE: u64 = 16_384;

/// What stands at the head of a backup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// The origin of the log, where it is founded.
    pub origin: Option<String>,
    /// Entries of the log.
    pub size: u64,
    /// When it was taken, in seconds since 1970.
    pub taken_at: i64,
}

/// What a backup holds, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Entries.
    pub entries: u64,
    /// Rows of each kind, in the order of [`KeptKind::ALL`].
    pub rows: [u64; KeptKind::ALL.len()],
    /// Files of keys.
    pub keys: u64,
    /// Bytes before compression and encryption.
    pub bytes: u64,
}

/// Rows of each kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeptCounts {
    /// Answers by idempotency key.
    pub answers: u64,
    /// Batches of certificates.
    pub batches: u64,
    /// Private rows.
    pub private: u64,
    /// Tokens of the blind index.
    pub tokens: u64,
    /// Notes.
    pub notes: u64,
}

impl Totals {
    /// Returns the rows of each kind by name.
    pub fn counts(&self) -> KeptCounts {
        let [answers, batches, private, tokens, notes] = self.rows;
        KeptCounts { answers, batches, private, tokens, notes }
    }
}

/// A file of a key: its name and bytes.
pub type KeyBytes = (String, Zeroizing<Vec<u8>>);

/// What a backup is to hold beside the store, and how it is locked.
pub struct Asked<'a> {
    /// The origin of the log, where it is known.
    pub origin: Option<String>,
    /// The present, in seconds since 1970.
    pub taken_at: i64,
    /// Files of keys. Only a locked backup takes them.
    pub keys: &'a [KeyBytes],
    /// How it is locked.
    pub lock: &'a Lock,
}

/// Writes a backup out of one snapshot of the reader, which must hold none. The writer of the store
/// goes on meanwhile. Returns when the file and its name are durable.
///
/// # Errors
/// There is a file of that name, keys would be written unlocked, or the store or the disk failed:
/// then there is no file of that name.
pub fn back_up(
    reader: &mut dyn Reader,
    to: &Path,
    asked: &Asked<'_>,
) -> Result<(Head, Totals), BackupError> {
    if matches!(asked.lock, Lock::Open) && !asked.keys.is_empty() {
        return Err(BackupError::KeysUnlocked);
    }
    let mut part = PartFile::create(to)?;
    reader.hold()?;
    let written = write(reader, &mut part, asked);
    let released = reader.release();
    let written = written?;
    released?;
    part.finish()?;
    Ok(written)
}

fn write(
    reader: &dyn Reader,
    part: &mut PartFile,
    asked: &Asked<'_>,
) -> Result<(Head, Totals), BackupError> {
    let path = part.path().to_path_buf();
    let failed = |source| BackupError::Write { path: path.clone(), source };
    let head =
        Head { origin: asked.origin.clone(), size: reader.size()?, taken_at: asked.taken_at };
    let mut locked = lock::Locked::over(part.file(), asked.lock).map_err(failed)?;
    let mut chunks = Chunks::begin(&mut locked).map_err(failed)?;
    chunks.push(ChunkKind::Head, |bytes| row_bytes::head(bytes, &head)).map_err(failed)?;
    chunks.end_chunk().map_err(failed)?;
    entries(reader, head.size, &mut chunks, &failed)?;
    for kind in KeptKind::ALL {
        rows(reader, kind, &mut chunks, &failed)?;
    }
    for (name, body) in asked.keys {
        chunks.push(ChunkKind::Keys, |bytes| row_bytes::key(bytes, name, body)).map_err(failed)?;
    }
    let totals = chunks.finish().map_err(failed)?;
    locked.finish().map_err(failed)?;
    Ok((head, totals))
}

fn entries<W: Write>(
    reader: &dyn Reader,
    size: u64,
    chunks: &mut Chunks<W>,
    failed: &impl Fn(std::io::Error) -> BackupError,
) -> Result<(), BackupError> {
    let mut at = 0;
    while at < size {
        let next = (at + ENTRIES_AT_ONCE).min(size);
        let mut done = Ok(());
        reader.each_entry(at, next, &mut |_, entry| {
            if done.is_ok() {
                done = chunks.push(ChunkKind::Entries, |bytes| row_bytes::bytes(bytes, entry));
            }
        })?;
        done.map_err(failed)?;
        at = next;
    }
    Ok(())
}

fn rows<W: Write>(
    reader: &dyn Reader,
    kind: KeptKind,
    chunks: &mut Chunks<W>,
    failed: &impl Fn(std::io::Error) -> BackupError,
) -> Result<(), BackupError> {
    let mut wrong = None;
    let walked = reader.each_kept(kind, &mut |kept: Kept| {
        let pushed = chunks.push(ChunkKind::Rows(kind), |bytes| row_bytes::row(bytes, &kept));
        pushed.map_err(|error| {
            wrong = Some(error);
            // Any error ends the walk; the one above is the one that is told.
            crate::StoreError::GroupLost
        })
    });
    match wrong {
        Some(error) => Err(failed(error)),
        None => Ok(walked?),
    }
}
