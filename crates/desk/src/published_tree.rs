//! `PublishedTree`, the log as it was published at a moment: proofs out of its tiles.
//!
//! In scope: inclusion, short proofs under landmarks, the checkpoints of landmarks.
//! Out of scope: publishing (`publish`), which goes on meanwhile: tiles of an older size stay, or
//! the full ones stand for them.

use crate::house::House;
use crate::house_error::HouseError;
use crate::publish::{landmark_path, published};
use merkle::{Digest, TileNodes, consistency_proof, inclusion_proof};
use seal::{Landmarks, ProvenEntry, ShortProof, SignedNote};
use store::{LogFolder, Reader};

/// What was published at a moment, for a thread that holds no house.
pub(crate) struct PublishedTree {
    pub(crate) folder: LogFolder,
    pub(crate) size: u64,
    pub(crate) landmarks: Landmarks,
}

impl PublishedTree {
    /// Returns an entry with its proofs.
    ///
    /// # Errors
    /// The entry is not published, or store or tiles cannot be read.
    pub(crate) fn proven(
        &self,
        reader: &dyn Reader,
        index: u64,
    ) -> Result<ProvenEntry, HouseError> {
        let short = short(&self.folder, self.size, &self.landmarks, index)?;
        let short = short.map(|(landmark, hashes)| ShortProof { landmark, hashes });
        let bytes = reader.entry(index)?.ok_or(HouseError::NoEntry(index))?;
        Ok(ProvenEntry { index, bytes, proof: included(&self.folder, self.size, index)?, short })
    }

    /// Returns the checkpoint of a landmark with its cosignatures; nothing when there is none.
    pub(crate) fn landmark_note(&self, size: u64) -> Result<Option<SignedNote>, HouseError> {
        landmark_note(&self.folder, size)
    }
}

impl House {
    /// Returns what is published now, for a thread that does not hold the house.
    pub(crate) fn published_tree(&self) -> PublishedTree {
        let (folder, size) = (self.publisher.folder.beside(), self.publisher.size());
        PublishedTree { folder, size, landmarks: self.publisher.landmarks.clone() }
    }

    /// Returns the checkpoint of a landmark with its cosignatures; nothing when there is none.
    pub(crate) fn landmark_note(&self, size: u64) -> Result<Option<SignedNote>, HouseError> {
        landmark_note(&self.publisher.folder, size)
    }

    /// Returns the inclusion proof of an entry in the published tree.
    ///
    /// # Errors
    /// The entry is not published yet, or tiles cannot be read.
    pub fn inclusion(&self, index: u64) -> Result<Vec<Digest>, HouseError> {
        included(&self.publisher.folder, self.publisher.size(), index)
    }

    /// Returns the short proof of an entry under the landmark that covers it; nothing when none
    /// does yet.
    ///
    /// # Errors
    /// Tiles cannot be read.
    pub fn landmark_proof(&self, index: u64) -> Result<Option<(u64, Vec<Digest>)>, HouseError> {
        let (folder, landmarks) = (&self.publisher.folder, &self.publisher.landmarks);
        short(folder, self.publisher.size(), landmarks, index)
    }

    /// Returns the proof that an earlier size is a prefix of a later, both published.
    ///
    /// # Errors
    /// A size beyond what is published, or tiles that cannot be read.
    pub fn consistency(&self, old: u64, new: u64) -> Result<Vec<Digest>, HouseError> {
        let mut nodes = TileNodes::new(&self.publisher.folder, self.publisher.size().max(new));
        consistency_proof(&mut nodes, old, new).map_err(|e| HouseError::Tiles(e.to_string()))
    }
}

fn included(folder: &LogFolder, size: u64, index: u64) -> Result<Vec<Digest>, HouseError> {
    let mut nodes = TileNodes::new(folder, size);
    inclusion_proof(&mut nodes, index, size).map_err(|e| HouseError::Tiles(e.to_string()))
}

fn short(
    folder: &LogFolder,
    size: u64,
    landmarks: &Landmarks,
    index: u64,
) -> Result<Option<(u64, Vec<Digest>)>, HouseError> {
    let Some((subtree, _, landmark)) = landmarks.subtree(index) else { return Ok(None) };
    let proof = subtree.prove(&mut TileNodes::new(folder, size), index);
    let proof = proof.map_err(|e| HouseError::Tiles(e.to_string()))?;
    Ok(Some((landmark.size, proof)))
}

fn landmark_note(folder: &LogFolder, size: u64) -> Result<Option<SignedNote>, HouseError> {
    let note = folder.read(&landmark_path(size)).map_err(published)?;
    note.map(|note| SignedNote::parse(&note)).transpose().map_err(HouseError::Seal)
}
