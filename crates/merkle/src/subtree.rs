//! Subtrees between two sizes of a log, for short proofs against landmarks.
//!
//! Source: IETF draft-ietf-plants-merkle-tree-certs, “Subtrees” and “Arbitrary Intervals”.
//! In scope: at most two runs of leaves that cover an interval and whose hashes are nodes of every
//! tree that has them, their hashes, and inclusion proofs in them.
//! Out of scope: who says which intervals count (`seal`, landmarks).

use crate::hashing::Digest;
use crate::inclusion::{inclusion_proof, verify_inclusion};
use crate::node_source::{NodeSource, run_hash};
use crate::proof_error::{BuildError, VerifyError};
use alloc::vec::Vec;

/// A run of leaves that begins at a multiple of a power of two that is not smaller than the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subtree {
    start: u64,
    end: u64,
}

impl Subtree {
    /// Returns the subtree of leaves from `start` to, and without, `end`; nothing when no tree has
    /// such a one.
    pub fn new(start: u64, end: u64) -> Option<Subtree> {
        let leaves = end.checked_sub(start).filter(|n| *n != 0)?;
        let aligned = leaves.checked_next_power_of_two().is_none_or(|p| start.is_multiple_of(p));
        // 2^63 leaves and more begin at 0 only.
        let whole = leaves.checked_next_power_of_two().is_some() || start == 0;
        (aligned && whole).then_some(Subtree { start, end })
    }

    /// Returns the first leaf.
    pub fn start(self) -> u64 {
        self.start
    }

    /// Returns the leaf after the last.
    pub fn end(self) -> u64 {
        self.end
    }

    /// Says whether a leaf is in it.
    pub fn contains(self, index: u64) -> bool {
        self.start <= index && index < self.end
    }

    /// Returns the hash over its leaves.
    ///
    /// # Errors
    /// Those of the source.
    pub fn hash<S: NodeSource>(self, nodes: &mut S) -> Result<Digest, S::Error> {
        run_hash(nodes, self.start, self.end)
    }

    /// Builds the proof that leaf `index` of the log stands in the subtree.
    ///
    /// # Errors
    /// An index outside the subtree, or an error of the source.
    pub fn prove<S: NodeSource>(
        self,
        nodes: &mut S,
        index: u64,
    ) -> Result<Vec<Digest>, BuildError<S::Error>> {
        let Some(within) = index.checked_sub(self.start) else {
            return Err(BuildError::IndexOutside { index, size: self.end });
        };
        inclusion_proof(&mut Shifted { nodes, start: self.start }, within, self.end - self.start)
    }

    /// Verifies that the leaf with this hash is leaf `index` of the log in the subtree of that
    /// hash.
    ///
    /// # Errors
    /// What the proof fails to show; see `VerifyError`.
    pub fn verify(
        self,
        leaf: &Digest,
        index: u64,
        proof: &[Digest],
        hash: &Digest,
    ) -> Result<(), VerifyError> {
        let Some(within) = index.checked_sub(self.start) else {
            return Err(VerifyError::IndexOutside { index, size: self.end });
        };
        verify_inclusion(leaf, within, self.end - self.start, proof, hash)
    }
}

/// Returns the subtrees that cover the leaves from `start` to, and without, `end`: one or two. The
/// first may begin before `start`.
///
/// # Panics
/// When the interval is empty: a bug of the caller.
pub fn covering(start: u64, end: u64) -> (Subtree, Option<Subtree>) {
    assert!(start < end, "an interval of leaves is not empty");
    let last = end - 1;
    if start == last {
        return (Subtree { start, end }, None);
    }
    // Where the paths to the first and the last leaf part: every leaf between lies below there.
    let split = 63 - (start ^ last).leading_zeros();
    let mask = (1u64 << split) - 1;
    let middle = last & !mask;
    // The left half as far as `start` asks for it: up to where a run can begin.
    let left_bits = 64 - (!start & mask).leading_zeros();
    let left = Subtree { start: start & !((1u64 << left_bits) - 1), end: middle };
    let right = Subtree { start: middle, end };
    // Both together may be a subtree of their own.
    match Subtree::new(left.start, end) {
        Some(whole) => (whole, None),
        None => (left, Some(right)),
    }
}

/// A source whose leaf 0 is another's leaf `start`.
struct Shifted<'a, S> {
    nodes: &'a mut S,
    start: u64,
}

impl<S: NodeSource> NodeSource for Shifted<'_, S> {
    type Error = S::Error;

    fn node(&mut self, level: u8, index: u64) -> Result<Digest, S::Error> {
        // The subtree begins at a multiple of a power of two that no level within it exceeds.
        self.nodes.node(level, index + (self.start >> level))
    }
}
