//! The file of the write-ahead log where SQLite does not flush it: as an earlier process left it,
//! and emptied.
//!
//! Source: fsync(2); sqlite.org/wal.html#walfile for its name.
//! In scope: its bytes. Out of scope: what they mean.
//! Killed between its commit record and the flush, a process leaves a writing that reading finds
//! and a loss of power takes back; nobody may answer for that, or publish it, before it is durable.
//! Killed after a flush that failed, it leaves the same, and flushing is not enough: Linux takes
//! for written what a failed flush was to write, and a later one succeeds without it. So every byte
//! is written again, in its place.
//! Failure: stopped anywhere, each byte is the one it was.

use super::DATABASE_FILE;
use std::fs::File;
use std::io::{ErrorKind, Read as _, Result, Seek as _, SeekFrom, Write as _};
use std::path::Path;

/// Bytes that are read and written at a time.
const PART_BYTES: usize = 1 << 20;

/// Makes what was found in the write-ahead log of a folder durable. Nothing where there is none.
///
/// # Errors
/// It cannot be read or written, or may not be on the disk.
pub fn make_durable(folder: &Path) -> Result<()> {
    let Some(mut log) = open(folder)? else { return Ok(()) };
    let mut part = vec![0; PART_BYTES];
    let mut at = 0;
    loop {
        log.seek(SeekFrom::Start(at))?;
        let read = log.read(&mut part)?;
        if read == 0 {
            return log.sync_all();
        }
        log.seek(SeekFrom::Start(at))?;
        log.write_all(&part[..read])?;
        at += read as u64;
    }
}

/// Makes it durable that the log of a folder is empty: SQLite empties it and flushes nothing, and a
/// loss of power would bring back what was in it.
///
/// # Errors
/// It may not be on the disk.
pub fn flush_emptied(folder: &Path) -> Result<()> {
    open(folder)?.map_or(Ok(()), |log| log.sync_all())
}

fn open(folder: &Path) -> Result<Option<File>> {
    match File::options().read(true).write(true).open(folder.join(format!("{DATABASE_FILE}-wal"))) {
        Ok(log) => Ok(Some(log)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}
