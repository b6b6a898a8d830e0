//! A backup that is read: its head, then piece by piece what it holds.
//!
//! In scope: the order of pieces, rows out of chunks, totals at the end, leaving out what lies
//! beyond a size, putting pieces into a store.
//! Out of scope: whether entries are acts of a register (`desk`).

use super::chunk::{ChunkKind, ReadChunks, Wrong};
use super::lock::{Unlock, Unlocked};
use super::row_bytes::Rows;
use super::{BackupError, Head, KeyBytes, Totals};
use crate::contract::Store;
use crate::contract::kept::Kept;
use crate::contract::writing::{
    GROUP_BYTES_MAX, NOTE_BODY_BYTES_MAX, NOTE_NAME_BYTES_MAX, PRIVATE_BODY_BYTES_MAX,
    SITE_BYTES_MAX, TOKEN_PLACE_MAX,
};
use std::path::{Path, PathBuf};
use vocab::limits::ENTRY_BYTES_MAX;

/// A piece of what a backup holds. Every byte of it was checked.
pub enum Piece {
    /// Entries that follow those before.
    Entries {
        /// The place of the first.
        first: u64,
        /// Their bytes.
        entries: Vec<Vec<u8>>,
    },
    /// Rows of one kind.
    Rows(Vec<Kept>),
    /// Files of keys.
    Keys(Vec<KeyBytes>),
}

/// A backup that is open for reading.
pub struct BackupFile {
    path: PathBuf,
    head: Head,
    chunks: ReadChunks<Unlocked>,
    /// What was read so far, to be compared with the totals at the end.
    read: Totals,
    last: ChunkKind,
    ended: bool,
}

impl BackupFile {
    /// Opens a backup and reads its head.
    ///
    /// # Errors
    /// It cannot be read, is none, is locked and does not open with this, or is damaged.
    pub fn open(path: &Path, unlock: &Unlock) -> Result<BackupFile, BackupError> {
        let unlocked = Unlocked::open(path, unlock)?;
        let failed = |source| BackupError::Read { path: path.to_path_buf(), source };
        let mut chunks = ReadChunks::over(unlocked).map_err(failed)?;
        chunks.mark().map_err(|wrong| place(path, wrong, &chunks))?;
        let chunk = chunks.next().map_err(|wrong| place(path, wrong, &chunks))?;
        let damaged =
            || BackupError::Damaged { path: path.to_path_buf(), from: chunk.from, to: chunk.to };
        let mut rows = Rows(&chunk.raw);
        let head = rows.head().filter(|_| rows.is_empty() && chunk.rows == 1);
        let head = head.filter(|_| chunk.kind == ChunkKind::Head).ok_or_else(damaged)?;
        let read = Totals { bytes: chunk.raw.len() as u64, ..Totals::default() };
        let (path, last) = (path.to_path_buf(), ChunkKind::Head);
        Ok(BackupFile { path, head, chunks, read, last, ended: false })
    }

    /// Returns the head.
    pub fn head(&self) -> &Head {
        &self.head
    }

    /// Returns what was read so far; at the end that is what the backup holds.
    pub fn totals(&self) -> &Totals {
        &self.read
    }

    /// Returns the next piece; nothing at the end, where everything agreed.
    ///
    /// # Errors
    /// The file is damaged or cut short, or cannot be read.
    pub fn next_piece(&mut self) -> Result<Option<Piece>, BackupError> {
        if self.ended {
            return Ok(None);
        }
        let chunk = self.chunks.next().map_err(|wrong| place(&self.path, wrong, &self.chunks))?;
        let (from, to) = (chunk.from, chunk.to);
        let path = self.path.clone();
        let damaged = move || BackupError::Damaged { path: path.clone(), from, to };
        if order(chunk.kind) < order(self.last) {
            return Err(damaged());
        }
        self.last = chunk.kind;
        let mut rows = Rows(&chunk.raw);
        let count = u64::from(chunk.rows);
        let piece = match chunk.kind {
            ChunkKind::Head => None,
            ChunkKind::Entries => {
                let entries = all(&mut rows, |rows| rows.bytes().map(<[u8]>::to_vec));
                let first = self.read.entries;
                self.read.entries += count;
                let entries =
                    entries.filter(|all| all.len() as u64 == count && all.iter().all(|e| fits(e)));
                entries.map(|entries| Piece::Entries { first, entries })
            }
            ChunkKind::Rows(kind) => {
                self.read.rows[kind as usize] += count;
                let found = all(&mut rows, |rows| rows.row(kind));
                let found =
                    found.filter(|all| all.len() as u64 == count && all.iter().all(row_fits));
                found.map(Piece::Rows)
            }
            ChunkKind::Keys => {
                self.read.keys += count;
                let found = all(&mut rows, Rows::key);
                found.filter(|found| found.len() as u64 == count).map(Piece::Keys)
            }
            ChunkKind::End => {
                let same = rows.totals() == Some(self.read)
                    && rows.is_empty()
                    && self.read.entries == self.head.size;
                if !same {
                    return Err(damaged());
                }
                self.chunks.end().map_err(|wrong| place(&self.path, wrong, &self.chunks))?;
                self.ended = true;
                return Ok(None);
            }
        };
        self.read.bytes += chunk.raw.len() as u64;
        piece.map(Some).ok_or_else(damaged)
    }
}

/// Puts a piece into a store, without what lies beyond a size: entries, and answers and batches
/// about them. Rows about persons, tokens and notes carry no size and are put as they are.
///
/// # Errors
/// The store refuses or failed.
pub fn put(store: &mut dyn Store, piece: Piece, size: u64) -> Result<(), BackupError> {
    match piece {
        Piece::Entries { first, mut entries } => {
            let left = usize::try_from(size.saturating_sub(first)).unwrap_or(usize::MAX);
            entries.truncate(left);
            store.restore(&entries, &[])?;
        }
        Piece::Rows(mut rows) => {
            rows.retain(|row| within(row, size));
            store.restore(&[], &rows)?;
        }
        Piece::Keys(_) => {}
    }
    Ok(())
}

fn within(row: &Kept, size: u64) -> bool {
    match row {
        Kept::Answer(_, answered) => {
            answered.first.checked_add(answered.count).is_some_and(|end| end <= size)
        }
        Kept::Batch(batch) => {
            let certificates = u64::from(batch.last.saturating_sub(batch.first)) + 1;
            batch.entry.checked_add(certificates).is_some_and(|end| end <= size)
        }
        Kept::Private(_) | Kept::Token(_) | Kept::Note(..) => true,
    }
}

/// Says whether an entry is within the limits that every writing keeps: a backup that was forged
/// with care has right digests, too.
fn fits(entry: &[u8]) -> bool {
    (1..=ENTRY_BYTES_MAX).contains(&entry.len())
}

fn row_fits(row: &Kept) -> bool {
    match row {
        Kept::Answer(..) => true,
        Kept::Batch(batch) => {
            (1..=SITE_BYTES_MAX).contains(&batch.site.len())
                && batch.first <= batch.last
                && batch.header < batch.entry
        }
        Kept::Private(row) => {
            (1..=GROUP_BYTES_MAX).contains(&row.group.len())
                && row.body.len() <= PRIVATE_BODY_BYTES_MAX
        }
        Kept::Token(token) => token.place <= TOKEN_PLACE_MAX,
        Kept::Note(name, body) => {
            (1..=NOTE_NAME_BYTES_MAX).contains(&name.len()) && body.len() <= NOTE_BODY_BYTES_MAX
        }
    }
}

fn order(kind: ChunkKind) -> usize {
    match kind {
        ChunkKind::Head => 0,
        ChunkKind::Entries => 1,
        ChunkKind::Rows(kind) => 2 + kind as usize,
        ChunkKind::Keys => 100,
        ChunkKind::End => 101,
    }
}

fn all<'a, T>(
    rows: &mut Rows<'a>,
    mut one: impl FnMut(&mut Rows<'a>) -> Option<T>,
) -> Option<Vec<T>> {
    let mut found = Vec::new();
    while !rows.is_empty() {
        found.push(one(rows)?);
    }
    Some(found)
}

/// What the authentication of a locked file says of bytes that are not those that were written.
fn is_damage(error: &std::io::Error) -> bool {
    matches!(error.kind(), std::io::ErrorKind::InvalidData | std::io::ErrorKind::UnexpectedEof)
}

/// Names the place of what is wrong in the file itself: a locked one counts its own bytes.
fn place(path: &Path, wrong: Wrong, chunks: &ReadChunks<Unlocked>) -> BackupError {
    match (chunks.source().piece(), wrong) {
        (Some((from, to)), Wrong::Failed(error)) if is_damage(&error) => {
            BackupError::Damaged { path: path.to_path_buf(), from, to }
        }
        (Some((from, to)), Wrong::Damaged(..)) => {
            BackupError::Damaged { path: path.to_path_buf(), from, to }
        }
        (_, wrong) => told(path, wrong, chunks.at()),
    }
}

fn told(path: &Path, wrong: Wrong, at: u64) -> BackupError {
    let path = path.to_path_buf();
    match wrong {
        Wrong::Short => BackupError::CutShort { path, at },
        Wrong::Damaged(from, to) => BackupError::Damaged { path, from, to },
        Wrong::Foreign => BackupError::Foreign(path),
        Wrong::Version(found) => BackupError::Newer { path, found },
        Wrong::Failed(source) => BackupError::Read { path, source },
    }
}
