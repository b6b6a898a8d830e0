//! Consistency proofs: that an older tree is a prefix of a newer one.
//!
//! Source: RFC 6962 §2.1.2 (the proof), RFC 9162 §2.1.4.2 (verifying it).
//! Choice: the RFCs define proofs for 0 < old < new. Here the proof between equal sizes, and from
//! the empty tree, is empty, as C2SP tlog-witness needs it.

use alloc::vec::Vec;

use crate::hashing::{Digest, empty_root, node_hash};
use crate::node_source::{NodeSource, run_hash, split};
use crate::proof_error::{BuildError, VerifyError};

/// Builds the proof that the tree of `old` leaves is a prefix of the tree of `new` leaves.
///
/// # Errors
/// `old` larger than `new`, or an error of the source.
pub fn consistency_proof<S: NodeSource>(
    nodes: &mut S,
    old: u64,
    new: u64,
) -> Result<Vec<Digest>, BuildError<S::Error>> {
    if new < old {
        return Err(BuildError::SizesReversed { old, new });
    }
    if old == 0 || old == new {
        return Ok(Vec::new());
    }
    // SUBPROOF(m, D[n], b) of RFC 6962 §2.1.2, walked from the root down and turned round at the
    // end.
    let mut proof = Vec::with_capacity(64);
    let (mut start, mut end) = (0, new);
    // b: the subtree is one that the older tree already had whole, and its hash is known.
    let mut known = true;
    while old < end {
        let middle = start + split(end - start);
        if old <= middle {
            // m <= k: SUBPROOF(m, D[0:k], b) : MTH(D[k:n])
            proof.push(run_hash(nodes, middle, end)?);
            end = middle;
        } else {
            // m > k: SUBPROOF(m - k, D[k:n], false) : MTH(D[0:k])
            proof.push(run_hash(nodes, start, middle)?);
            start = middle;
            known = false;
        }
    }
    // m = n: SUBPROOF(m, D[m], true) is empty, SUBPROOF(m, D[m], false) is MTH(D[m]).
    if !known {
        proof.push(run_hash(nodes, start, end)?);
    }
    proof.reverse();
    Ok(proof)
}

/// Verifies that the tree of `old` leaves and `old_root` is a prefix of the tree of `new` leaves
/// and `new_root`.
///
/// # Errors
/// What the proof fails to show; see `VerifyError`.
pub fn verify_consistency(
    (old, old_root): (u64, &Digest),
    (new, new_root): (u64, &Digest),
    proof: &[Digest],
) -> Result<(), VerifyError> {
    if new < old {
        return Err(VerifyError::SizesReversed { old, new });
    }
    if old == 0 || old == new {
        return verify_trivial((old, old_root), (new, new_root), proof);
    }
    // RFC 9162 §2.1.4.2.
    // 1. If the path is empty, fail.
    let found = proof.len();
    let Some((head, tail)) = proof.split_first() else {
        return Err(VerifyError::TooShort { found });
    };
    // 2. If first is a power of two, prepend first_hash to the path.
    let (first, rest) = if old.is_power_of_two() { (old_root, proof) } else { (head, tail) };
    // 3. Set fn to first - 1 and sn to second - 1.
    let (mut node, mut last) = (old - 1, new - 1);
    // 4. While LSB(fn) is set, shift both right.
    while node & 1 == 1 {
        node >>= 1;
        last >>= 1;
    }
    // 5. Set fr and sr to the first value of the path.
    let (mut old_hash, mut new_hash) = (*first, *first);
    // 6. For each further value c:
    for sibling in rest {
        // a. If sn is 0, fail.
        if last == 0 {
            return Err(VerifyError::TooLong { found });
        }
        if node & 1 == 1 || node == last {
            // b. LSB(fn) is set, or fn equals sn: c stands on the left of both trees.
            old_hash = node_hash(sibling, &old_hash);
            new_hash = node_hash(sibling, &new_hash);
            while node & 1 == 0 && node != 0 {
                node >>= 1;
                last >>= 1;
            }
        } else {
            // Otherwise c stands on the right, where only the newer tree reaches.
            new_hash = node_hash(&new_hash, sibling);
        }
        // c. Shift both right once.
        node >>= 1;
        last >>= 1;
    }
    // 7. sn must be 0, fr equal to first_hash and sr equal to second_hash.
    if last != 0 {
        return Err(VerifyError::TooShort { found });
    }
    if old_hash != *old_root {
        return Err(VerifyError::OldRootDiffers);
    }
    if new_hash == *new_root { Ok(()) } else { Err(VerifyError::RootDiffers) }
}

/// Verifies the cases that need no proof: equal sizes, and an older tree without leaves.
fn verify_trivial(
    (old, old_root): (u64, &Digest),
    (new, new_root): (u64, &Digest),
    proof: &[Digest],
) -> Result<(), VerifyError> {
    if !proof.is_empty() {
        return Err(VerifyError::TooLong { found: proof.len() });
    }
    let empty = empty_root();
    if old == 0 && *old_root != empty {
        return Err(VerifyError::OldRootDiffers);
    }
    if old == new && old_root != new_root {
        return Err(VerifyError::RootDiffers);
    }
    Ok(())
}
