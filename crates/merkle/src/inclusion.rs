//! Inclusion proofs: that a leaf stands at its index in a tree.
//!
//! Source: RFC 6962 §2.1.1 (the path), RFC 9162 §2.1.3.2 (verifying it).

use alloc::vec::Vec;

use crate::hashing::{Digest, node_hash};
use crate::node_source::{NodeSource, run_hash, split};
use crate::proof_error::{BuildError, VerifyError};

/// Builds the proof that leaf `index` stands in the tree of `size` leaves: one hash per level, from
/// the leaf's sibling to the root's child.
///
/// # Errors
/// An index outside the tree, or an error of the source.
pub fn inclusion_proof<S: NodeSource>(
    nodes: &mut S,
    index: u64,
    size: u64,
) -> Result<Vec<Digest>, BuildError<S::Error>> {
    if size <= index {
        return Err(BuildError::IndexOutside { index, size });
    }
    // PATH(m, D[n]) of RFC 6962 §2.1.1, walked from the root down and turned round at the end.
    let mut proof = Vec::with_capacity(64);
    let (mut start, mut end) = (0, size);
    while 1 < end - start {
        let middle = start + split(end - start);
        if index < middle {
            // m < k: PATH(m, D[0:k]) : MTH(D[k:n])
            proof.push(run_hash(nodes, middle, end)?);
            end = middle;
        } else {
            // m >= k: PATH(m - k, D[k:n]) : MTH(D[0:k])
            proof.push(run_hash(nodes, start, middle)?);
            start = middle;
        }
    }
    proof.reverse();
    Ok(proof)
}

/// Verifies that the leaf with this hash stands at `index` in the tree of `size` leaves and that
/// root.
///
/// # Errors
/// What the proof fails to show; see `VerifyError`.
pub fn verify_inclusion(
    leaf: &Digest,
    index: u64,
    size: u64,
    proof: &[Digest],
    root: &Digest,
) -> Result<(), VerifyError> {
    // Step 5, second half: r must be equal to root_hash.
    if root_from_inclusion(leaf, index, size, proof)? == *root {
        Ok(())
    } else {
        Err(VerifyError::RootDiffers)
    }
}

/// Returns the root to which a proof leads. It proves nothing until that root is compared with one
/// that is known.
///
/// # Errors
/// An index outside the tree, or a proof with the wrong number of hashes.
pub fn root_from_inclusion(
    leaf: &Digest,
    index: u64,
    size: u64,
    proof: &[Digest],
) -> Result<Digest, VerifyError> {
    // RFC 9162 §2.1.3.2.
    // 1. If leaf_index is not smaller than tree_size, fail.
    if size <= index {
        return Err(VerifyError::IndexOutside { index, size });
    }
    // 2. Set fn to leaf_index and sn to tree_size - 1.
    let (mut node, mut last) = (index, size - 1);
    // 3. Set r to the hash of the leaf.
    let mut hash = *leaf;
    // 4. For each value p of the path:
    for sibling in proof {
        // a. If sn is 0, fail: the root has been reached.
        if last == 0 {
            return Err(VerifyError::TooLong { found: proof.len() });
        }
        if node & 1 == 1 || node == last {
            // b. LSB(fn) is set, or fn equals sn: p stands on the left.
            hash = node_hash(sibling, &hash);
            // If LSB(fn) is not set, shift both right until it is, or until fn is 0: those levels
            // have no sibling.
            while node & 1 == 0 && node != 0 {
                node >>= 1;
                last >>= 1;
            }
        } else {
            // Otherwise p stands on the right.
            hash = node_hash(&hash, sibling);
        }
        // c. Shift both right once.
        node >>= 1;
        last >>= 1;
    }
    // 5. First half: sn must be 0.
    if last == 0 { Ok(hash) } else { Err(VerifyError::TooShort { found: proof.len() }) }
}
