//! The published log, derived again from the entries and compared with its files.
//!
//! In scope: tiles, entry bundles and the root of the published size; the signature of the
//! checkpoint. Out of scope: landmarks and cosignatures, which others check (`recheck`).
//! A partial tile whose full one has taken its place meanwhile is the beginning of that.

use super::{Finding, Looked, Part};
use crate::house_error::HouseError;
use merkle::{EntryBundle, TILE_WIDTH, TileEdge, leaf_hash, push_entry};
use seal::{Checkpoint, OpenedCheckpoint, SignedNote, VerifierKey};
use store::{CHECKPOINT_FILE, LogFolder};

/// The published log while its entries are walked.
pub(super) struct PublishedTiles<'l> {
    log: &'l LogFolder,
    /// The checkpoint and what it says; nothing before the first.
    checkpoint: Option<(SignedNote, Checkpoint)>,
    edge: TileEdge,
    bundle: Vec<u8>,
    part: Part,
}

impl<'l> PublishedTiles<'l> {
    /// Reads the checkpoint.
    pub(super) fn read(log: &'l LogFolder) -> Result<PublishedTiles<'l>, HouseError> {
        let (mut part, mut checkpoint) = (Part::new(Looked::Published), None);
        if let Some(bytes) = log.read(CHECKPOINT_FILE).map_err(HouseError::Published)? {
            part.compared += 1;
            let note = SignedNote::parse(&bytes);
            let read = note.and_then(|note| note.text().parse().map(|said| (note, said)));
            match read {
                Ok(read) => checkpoint = Some(read),
                Err(_) => part.find(Finding::FileDiffers(CHECKPOINT_FILE.to_string())),
            }
        }
        Ok(PublishedTiles { log, checkpoint, edge: TileEdge::new(), bundle: Vec::new(), part })
    }

    /// Takes the next entry.
    pub(super) fn entry(&mut self, index: u64, bytes: &[u8]) {
        let published = self.checkpoint.as_ref().map_or(0, |(_, said)| said.size());
        if published <= index {
            return;
        }
        let mut made = Vec::new();
        self.edge.append(&leaf_hash(bytes), |tile, bytes| made.push((tile, bytes.to_vec())));
        // An entry beyond its limit is a finding of the store; the bundle differs then.
        let _ = push_entry(&mut self.bundle, bytes);
        let size = index + 1;
        if size == published {
            self.edge.partial(|tile, bytes| made.push((tile, bytes.to_vec())));
        }
        for (tile, bytes) in made {
            self.compare(&tile.to_string(), tile.full().filter(|_| !tile.is_full()), &bytes);
        }
        if size.is_multiple_of(u64::from(TILE_WIDTH)) || size == published {
            let place = EntryBundle::in_tree(index / u64::from(TILE_WIDTH), size);
            let place = place.expect("an index lies in a bundle of its tree");
            let full = EntryBundle::new(place.index(), TILE_WIDTH).filter(|full| *full != place);
            let bytes = std::mem::take(&mut self.bundle);
            self.compare(&place.to_string(), full, &bytes);
        }
    }

    /// Compares the checkpoint and returns what was found.
    pub(super) fn end(mut self, key: Option<VerifierKey>, size: u64) -> Part {
        let Some((note, said)) = self.checkpoint.take() else { return self.part };
        let rightly = key.is_some_and(|key| {
            OpenedCheckpoint::open(&note, key.name().as_str(), &key, &[]).is_ok()
        });
        if size < said.size() {
            self.part.find(Finding::PublishedAhead { published: said.size() });
        } else if !rightly || self.edge.root() != *said.root() {
            self.part.find(Finding::FileDiffers(CHECKPOINT_FILE.to_string()));
        }
        self.part
    }

    fn compare(&mut self, path: &str, full: Option<impl ToString>, expected: &[u8]) {
        self.part.compared += 1;
        let read = |path: &str| self.log.read(path).ok().flatten();
        let found = read(path).or_else(|| {
            let mut bytes = read(&full?.to_string())?;
            bytes.truncate(expected.len());
            Some(bytes)
        });
        match found {
            Some(found) if found == expected => {}
            Some(_) => self.part.find(Finding::FileDiffers(path.to_string())),
            None => self.part.find(Finding::FileMissing(path.to_string())),
        }
    }
}
