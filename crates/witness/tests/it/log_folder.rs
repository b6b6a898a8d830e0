//! The log of `world` as a published folder, and a source that counts and breaks.
//!
//! Out of scope: lawful logs (`author`).

use crate::world::{log_key, signed, tree};
use merkle::{Tile, TileEdge, bundles_between, leaf_hash, push_entry};
use recheck::{FolderSource, Source, SourceError};
use std::cell::{Cell, RefCell};
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A published log.
pub struct LogFolder {
    folder: TempDir,
    /// Entries differ from this index on.
    forked_at: Option<u64>,
}

impl LogFolder {
    pub fn new() -> LogFolder {
        LogFolder { folder: tempfile::tempdir().unwrap(), forked_at: None }
    }

    pub fn forked(at: u64) -> LogFolder {
        LogFolder { forked_at: Some(at), ..LogFolder::new() }
    }

    pub fn of_size(size: u64) -> LogFolder {
        let log = LogFolder::new();
        log.publish(size);
        log
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub fn source(&self) -> FolderSource {
        FolderSource::new(self.folder.path())
    }

    pub fn entry(&self, index: u64) -> Vec<u8> {
        let forked = self.forked_at.is_some_and(|at| at <= index);
        if forked { format!("forked {index}").into_bytes() } else { crate::world::entry(index) }
    }

    pub fn write(&self, path: &str, bytes: &[u8]) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    /// Publishes everything that the log of a size has.
    pub fn publish(&self, size: u64) {
        let mut edge = TileEdge::new();
        let write = |tile: Tile, bytes: &[u8]| self.write(&tile.to_string(), bytes);
        (0..size).for_each(|index| edge.append(&leaf_hash(&self.entry(index)), write));
        edge.partial(write);
        for bundle in bundles_between(0, size) {
            let mut bytes = Vec::new();
            bundle.entries().for_each(|i| push_entry(&mut bytes, &self.entry(i)).unwrap());
            self.write(&bundle.to_string(), &bytes);
        }
        let note = signed(&tree(size, self.forked_at));
        self.write("checkpoint", note.to_string().as_bytes());
        self.write("vkey", format!("{}\n", log_key()).as_bytes());
    }
}

/// A source that breaks after some readings, and remembers them.
pub struct Breaking<'s> {
    source: &'s dyn Source,
    left: Cell<usize>,
    pub read: RefCell<Vec<String>>,
}

impl<'s> Breaking<'s> {
    pub fn after(readings: usize, source: &'s dyn Source) -> Breaking<'s> {
        Breaking { source, left: Cell::new(readings), read: RefCell::new(Vec::new()) }
    }
}

impl Source for Breaking<'_> {
    fn read(&self, path: &str, max_bytes: usize) -> Result<Option<Vec<u8>>, SourceError> {
        if self.left.get() == 0 {
            return Err(SourceError::Slow { place: path.into(), what: "broken here".into() });
        }
        self.left.set(self.left.get() - 1);
        self.read.borrow_mut().push(path.to_string());
        self.source.read(path, max_bytes)
    }
}

/// The files below a folder, without those of its own house-keeping.
pub fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_none_or(|e| e != "lock") {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_string();
                found.push((name, fs::read(path).unwrap()));
            }
        }
    }
    found.sort();
    found
}
