//! `LogFolder`, the files of the public log: tiles, entry bundles, checkpoint, landmarks.
//!
//! Source: C2SP tlog-tiles for paths and bytes.
//! In scope: making files durable in the right order, reading tiles back.
//! Out of scope: what is signed, and which entries there are (`desk`).
//! I-LOG-1: `put` returns after its files and their names are flushed, and `replace` swaps one
//! whole file for another, so that a checkpoint put after its tiles never names a tile that is not
//! there. Failure: stopped in `put`, files are left that no checkpoint names; they are written
//! again with the same bytes. Stopped in `replace`, the old file stands, or the new one whole.
//! After a flush that failed, a later one that succeeds proves nothing of the same bytes
//! (fsync(2)): whatever is not known to be durable is written again.

use crate::files::Files;
use merkle::{Tile, TileSource};
use std::collections::BTreeSet;
use std::io;

/// The name of the newest checkpoint.
pub const CHECKPOINT_FILE: &str = "checkpoint";
/// The name of the list of landmarks.
pub const LANDMARKS_FILE: &str = "landmarks";
/// The name of the log's verifier key.
pub const VERIFIER_KEY_FILE: &str = "vkey";

/// The folder of a log.
pub struct LogFolder {
    files: Box<dyn Files>,
    /// Folders that are known to be there, durably.
    made: BTreeSet<String>,
    /// Files that this put last, durably. Of others that are there nobody knows whether they are
    /// on the disk.
    durable: BTreeSet<String>,
}

/// A file to be put, by its path.
pub type NewFile = (String, Vec<u8>);

impl LogFolder {
    /// Returns the log over these files.
    pub fn new(files: Box<dyn Files>) -> LogFolder {
        LogFolder { files, made: BTreeSet::new(), durable: BTreeSet::new() }
    }

    /// Returns the same log for another thread, which only reads. A partial tile that is replaced
    /// meanwhile is read out of the full one.
    pub fn beside(&self) -> LogFolder {
        LogFolder::new(self.files.beside())
    }

    /// Returns the bytes of a file, or nothing when there is none.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn read(&self, path: &str) -> io::Result<Option<Vec<u8>>> {
        self.files.read(path)
    }

    /// Writes files that never change, and returns when all of them are durable.
    ///
    /// # Errors
    /// The first that failed. Some may be there, and are put again by the same call.
    pub fn put(&mut self, files: &[NewFile]) -> io::Result<()> {
        let (mut folders, mut made) = (BTreeSet::new(), BTreeSet::new());
        let (mut written, mut swapped) = (Vec::new(), Vec::new());
        for (path, bytes) in files {
            let folder = folder_of(path);
            self.make(folder, &mut made, &mut folders)?;
            folders.insert(folder);
            if self.files.read(path)?.is_none_or(|there| there != *bytes) {
                // Stopped here: a file that may be torn and that no checkpoint names.
                self.durable.remove(path);
                self.files.write(path, bytes)?;
                written.push(path.clone());
            } else if !self.durable.contains(path) {
                // A partial tile of a higher level stands for many checkpoints with the same bytes.
                // The published one names it, so it is never written again in its place.
                let part = part_of(path);
                self.files.write(&part, bytes)?;
                written.push(part);
                swapped.push(path);
            }
        }
        // Bytes and names together: neither is of use before both are there.
        let paths: Vec<&str> = written.iter().map(String::as_str).collect();
        let folders: Vec<&str> = folders.into_iter().collect();
        self.files.flush(&paths, &folders)?;
        self.made.extend(made.into_iter().map(str::to_string));
        if !swapped.is_empty() {
            // Stopped here: the old file or the new one, which say the same.
            swapped.iter().try_for_each(|path| self.files.rename(&part_of(path), path))?;
            let folders: BTreeSet<&str> = swapped.iter().map(|path| folder_of(path)).collect();
            self.files.flush(&[], &folders.into_iter().collect::<Vec<_>>())?;
        }
        self.durable = files.iter().map(|(path, _)| path.clone()).collect();
        Ok(())
    }

    /// Puts a file in the place of the one that has its name: whole, or not at all.
    ///
    /// # Errors
    /// The old file stands, or the new one whole.
    pub fn replace(&mut self, path: &str, bytes: &[u8]) -> io::Result<()> {
        let folder = folder_of(path);
        let (mut folders, mut made) = (BTreeSet::new(), BTreeSet::new());
        self.make(folder, &mut made, &mut folders)?;
        let folders: Vec<&str> = folders.into_iter().collect();
        let part = part_of(path);
        // Stopped here: the old file, and a part that the next call writes again.
        self.files.write(&part, bytes)?;
        // The bytes first: a name must not come to stand for bytes that are not on the disk.
        self.files.flush(&[&part], &folders)?;
        self.made.extend(made.into_iter().map(str::to_string));
        self.files.rename(&part, path)?;
        // Stopped here: after the machine stops the old or the new file stands, each whole.
        self.files.flush_folder(folder)
    }

    /// Flushes the names of the files that are swapped, as a process that was killed may have left
    /// them: the file that a name stands for now is the one after a loss of power.
    ///
    /// # Errors
    /// They may not be on the disk.
    pub fn flush_names(&mut self) -> io::Result<()> {
        self.files.flush_folder("")
    }

    /// Removes the partial tiles and bundles of a place whose full ones are durable and published.
    ///
    /// # Errors
    /// Some may be left, which does no harm.
    pub fn forget_partial(&mut self, full: &str) -> io::Result<()> {
        let folder = format!("{full}.p");
        self.made.remove(&folder);
        self.files.remove_folder(&folder)
    }

    /// Makes a folder and those above it, and notes what has to be flushed for them to stay.
    fn make<'p>(
        &mut self,
        folder: &'p str,
        made: &mut BTreeSet<&'p str>,
        flush: &mut BTreeSet<&'p str>,
    ) -> io::Result<()> {
        if folder.is_empty() || self.made.contains(folder) || !made.insert(folder) {
            return Ok(());
        }
        let above = folder_of(folder);
        self.make(above, made, flush)?;
        // Made by whom does not matter: its name may not be flushed yet.
        self.files.make_folder(folder)?;
        flush.insert(above);
        Ok(())
    }

    /// Reads a tile, or the beginning of the full one where the partial one is gone.
    fn tile(&self, tile: Tile) -> io::Result<Vec<u8>> {
        if let Some(bytes) = self.files.read(&tile.to_string())? {
            return Ok(bytes);
        }
        let full = tile.full().filter(|_| !tile.is_full());
        let bytes = full.map(|full| self.files.read(&full.to_string())).transpose()?.flatten();
        let missing = || io::Error::new(io::ErrorKind::NotFound, format!("`{tile}` is not there"));
        let mut bytes = bytes.ok_or_else(missing)?;
        bytes.truncate(tile.bytes_len());
        Ok(bytes)
    }
}

fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Returns where a file is written that takes the place of another.
fn part_of(path: &str) -> String {
    format!("{path}.part")
}

impl TileSource for &LogFolder {
    type Error = io::Error;

    fn read_tile(&mut self, tile: Tile) -> io::Result<Vec<u8>> {
        self.tile(tile)
    }
}
