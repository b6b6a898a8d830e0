//! `Tree`, a whole tree in memory, about 64 bytes a leaf.
//!
//! In scope: appending leaf hashes; the root and proofs at the present or any earlier size.
//! Out of scope: entries; callers hash them with `leaf_hash`.

use alloc::vec::Vec;
use core::fmt;

use crate::consistency::consistency_proof;
use crate::hashing::{Digest, node_hash};
use crate::inclusion::inclusion_proof;
use crate::node_source::{NodeSource, tree_root};
use crate::proof_error::BuildError;

/// An append-only tree that keeps every complete subtree.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    /// Level 0 holds the leaves; each level holds the complete pairs of the one below.
    levels: Vec<Vec<Digest>>,
}

/// A complete subtree that the tree does not have, because it is not that large.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MissingNode {
    /// Height of the subtree: it has 2^level leaves.
    pub level: u8,
    /// Place of the subtree among those of its height.
    pub index: u64,
}

impl fmt::Display for MissingNode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the tree has no subtree `{}` of level {}", self.index, self.level)
    }
}

impl core::error::Error for MissingNode {}

impl Tree {
    /// Returns the tree without leaves.
    pub fn new() -> Tree {
        Tree::default()
    }

    /// Returns the number of leaves.
    pub fn size(&self) -> u64 {
        self.levels.first().map_or(0, |leaves| leaves.len() as u64)
    }

    /// Appends a leaf by its hash.
    pub fn append(&mut self, leaf: Digest) {
        let mut hash = leaf;
        for level in 0.. {
            if self.levels.len() == level {
                self.levels.push(Vec::new());
            }
            let row = &mut self.levels[level];
            row.push(hash);
            if row.len() % 2 == 1 {
                return;
            }
            hash = node_hash(&row[row.len() - 2], &row[row.len() - 1]);
        }
    }

    /// Returns the root.
    pub fn root(&self) -> Digest {
        self.root_at(self.size()).expect("the tree has every subtree of its own size")
    }

    /// Returns the root of the first `size` leaves.
    ///
    /// # Errors
    /// A size that the tree has not reached.
    pub fn root_at(&self, size: u64) -> Result<Digest, MissingNode> {
        tree_root(&mut &*self, size)
    }

    /// Builds the proof that leaf `index` stands among the first `size` leaves.
    ///
    /// # Errors
    /// An index outside that size, or a size that the tree has not reached.
    pub fn inclusion_proof(
        &self,
        index: u64,
        size: u64,
    ) -> Result<Vec<Digest>, BuildError<MissingNode>> {
        inclusion_proof(&mut &*self, index, size)
    }

    /// Builds the proof that the first `old` leaves are a prefix of the first `new`.
    ///
    /// # Errors
    /// Sizes the wrong way round, or a size that the tree has not reached.
    pub fn consistency_proof(
        &self,
        old: u64,
        new: u64,
    ) -> Result<Vec<Digest>, BuildError<MissingNode>> {
        consistency_proof(&mut &*self, old, new)
    }
}

impl NodeSource for &Tree {
    type Error = MissingNode;

    fn node(&mut self, level: u8, index: u64) -> Result<Digest, MissingNode> {
        let row = self.levels.get(usize::from(level));
        let hash = row.and_then(|row| row.get(usize::try_from(index).ok()?));
        hash.copied().ok_or(MissingNode { level, index })
    }
}
