//! The definitions of RFC 6962 §2.1 as they stand there, slow and recursive, to compare with.
//!
//! Also the leaves that every suite uses, and a small generator of numbers from a seed.

use merkle::{Digest, Tree, leaf_hash};
use sha2::{Digest as _, Sha256};

/// Largest size of the exhaustive suites: one more than a tile is wide.
pub const SIZE_MAX: u64 = 257;

/// Returns leaf hashes of entries that all differ.
pub fn leaves(count: u64) -> Vec<Digest> {
    (0..count).map(|i| leaf_hash(format!("entry {i}").as_bytes())).collect()
}

/// Returns the tree of the first `count` leaves.
pub fn tree(count: u64) -> Tree {
    let mut tree = Tree::new();
    leaves(count).into_iter().for_each(|leaf| tree.append(leaf));
    tree
}

/// MTH(D[n]), over leaf hashes.
pub fn mth(leaves: &[Digest]) -> Digest {
    match leaves {
        [] => Sha256::digest([]).into(),
        [leaf] => *leaf,
        _ => {
            let (left, right) = leaves.split_at(k(leaves.len()));
            let bytes = [&[0x01][..], &mth(left), &mth(right)].concat();
            Sha256::digest(bytes).into()
        }
    }
}

/// PATH(m, D[n]).
pub fn path(m: usize, leaves: &[Digest]) -> Vec<Digest> {
    if leaves.len() == 1 {
        return Vec::new();
    }
    let k = k(leaves.len());
    let (left, right) = leaves.split_at(k);
    let (mut proof, last) =
        if m < k { (path(m, left), mth(right)) } else { (path(m - k, right), mth(left)) };
    proof.push(last);
    proof
}

/// SUBPROOF(m, D[n], b); PROOF(m, D[n]) is SUBPROOF(m, D[n], true).
pub fn subproof(m: usize, leaves: &[Digest], known: bool) -> Vec<Digest> {
    if m == leaves.len() {
        return if known { Vec::new() } else { vec![mth(leaves)] };
    }
    let k = k(leaves.len());
    let (left, right) = leaves.split_at(k);
    let (mut proof, last) = if m <= k {
        (subproof(m, left, known), mth(right))
    } else {
        (subproof(m - k, right, false), mth(left))
    };
    proof.push(last);
    proof
}

/// The largest power of two smaller than n.
fn k(n: usize) -> usize {
    let mut k = 1;
    while k * 2 < n {
        k *= 2;
    }
    k
}

/// Numbers from a seed (xorshift64*), so that a failure repeats.
pub struct Numbers(pub u64);

impl Numbers {
    /// Returns the next number below `end`.
    pub fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) % end
    }
}
