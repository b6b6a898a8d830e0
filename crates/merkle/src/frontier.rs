//! `Frontier`, the right edge of a tree: enough to append and to give the root, in 2 KiB.
//!
//! Source: RFC 6962 §2.1. The peaks are the complete subtrees of a size, one per set bit.
//! Out of scope: proofs; they need the inner hashes, which `Tree` and the tiles keep.

use alloc::vec::Vec;
use core::fmt;

use crate::hashing::{Digest, empty_root, node_hash};
use crate::node_source::fold_peaks;

/// The right edge of an append-only tree. Appending hashes one node per leaf on average and never
/// allocates.
#[derive(Clone)]
pub struct Frontier {
    size: u64,
    /// The complete subtree of 2^i leaves stands at i when bit i of the size is set; other places
    /// hold hashes that no longer matter.
    peaks: [Digest; 64],
}

/// Why hashes are not the peaks of a tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PeaksError {
    /// Leaves in the tree.
    pub size: u64,
    /// Hashes given.
    pub found: usize,
}

impl fmt::Display for PeaksError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let PeaksError { size, found } = self;
        write!(f, "`{found}` peaks for a tree of {size} leaves; it has {}", size.count_ones())
    }
}

impl core::error::Error for PeaksError {}

impl Default for Frontier {
    fn default() -> Frontier {
        Frontier { size: 0, peaks: [[0; 32]; 64] }
    }
}

impl Frontier {
    /// Returns the edge of the tree without leaves.
    pub fn new() -> Frontier {
        Frontier::default()
    }

    /// Returns the edge of a tree of `size` leaves from its peaks, the largest first.
    ///
    /// # Errors
    /// Another number of hashes than the size has set bits.
    pub fn from_peaks(size: u64, peaks: &[Digest]) -> Result<Frontier, PeaksError> {
        if peaks.len() != size.count_ones() as usize {
            return Err(PeaksError { size, found: peaks.len() });
        }
        let mut frontier = Frontier { size, ..Frontier::new() };
        let levels = (0..64).rev().filter(|level| size >> level & 1 == 1);
        for (level, peak) in levels.zip(peaks) {
            frontier.peaks[level] = *peak;
        }
        Ok(frontier)
    }

    /// Returns the number of leaves.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Returns the complete subtrees, the largest first.
    pub fn peaks(&self) -> Vec<Digest> {
        (0..64).rev().filter(|level| self.has(*level)).map(|level| self.peaks[level]).collect()
    }

    /// Appends a leaf by its hash.
    pub fn append(&mut self, leaf: &Digest) {
        let mut hash = *leaf;
        let mut level = 0;
        // As in adding one to a binary number: every subtree that is complete is carried up.
        while self.has(level) {
            hash = node_hash(&self.peaks[level], &hash);
            level += 1;
        }
        self.peaks[level] = hash;
        self.size = self.size.checked_add(1).expect("a log has fewer than 2^64 leaves");
    }

    /// Appends leaves by their hashes.
    pub fn extend(&mut self, leaves: &[Digest]) {
        leaves.iter().for_each(|leaf| self.append(leaf));
    }

    /// Returns the root.
    pub fn root(&self) -> Digest {
        fold_peaks(&self.peaks()).unwrap_or_else(empty_root)
    }

    fn has(&self, level: usize) -> bool {
        self.size >> level & 1 == 1
    }
}

impl PartialEq for Frontier {
    fn eq(&self, other: &Frontier) -> bool {
        self.size == other.size && self.peaks() == other.peaks()
    }
}

impl Eq for Frontier {}

impl fmt::Debug for Frontier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Frontier({} leaves)", self.size)
    }
}
