//! `NodeSource`, where proofs take the hashes of complete subtrees from.
//!
//! In scope: the trait, and the hash of a run of leaves folded from complete subtrees.
//! Out of scope: where the hashes are kept; `Tree` and `TileNodes` are two answers.

use crate::hashing::{Digest, empty_root, node_hash};

/// Gives the hashes of complete subtrees.
///
/// The node at (`level`, `index`) is the Merkle tree hash of the 2^`level` leaves that begin at
/// leaf `index` × 2^`level`. It never changes once its last leaf is appended.
pub trait NodeSource {
    /// Why a node could not be given.
    type Error;

    /// Returns the hash of a complete subtree.
    ///
    /// # Errors
    /// The source lacks the node, or could not read it.
    fn node(&mut self, level: u8, index: u64) -> Result<Digest, Self::Error>;
}

/// Returns the root of the tree of the first `size` leaves.
///
/// # Errors
/// Those of the source.
pub fn tree_root<S: NodeSource>(nodes: &mut S, size: u64) -> Result<Digest, S::Error> {
    if size == 0 { Ok(empty_root()) } else { run_hash(nodes, 0, size) }
}

/// Returns MTH(D[start:end]) for a run that is not empty and begins where RFC 6962 lets one begin:
/// at a multiple of a power of two that is not smaller than the run.
pub(crate) fn run_hash<S: NodeSource>(
    nodes: &mut S,
    start: u64,
    end: u64,
) -> Result<Digest, S::Error> {
    assert!(start < end, "a run of leaves is not empty");
    let mut peaks = [[0; 32]; 64];
    let mut count = 0;
    let mut at = start;
    while at < end {
        let level = (end - at).ilog2();
        peaks[count] = nodes.node(level as u8, at >> level)?;
        count += 1;
        at += 1 << level;
    }
    Ok(fold_peaks(&peaks[..count]).expect("a run that is not empty has a peak"))
}

/// Returns the hash over complete subtrees that stand side by side, the largest first.
pub(crate) fn fold_peaks(peaks: &[Digest]) -> Option<Digest> {
    peaks.iter().rev().copied().reduce(|right, left| node_hash(&left, &right))
}

/// Returns the k of RFC 6962 §2.1: the largest power of two smaller than `leaves`, which is at
/// least 2.
pub(crate) fn split(leaves: u64) -> u64 {
    1 << (leaves - 1).ilog2()
}
