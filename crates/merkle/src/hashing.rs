//! The three hashes of a Merkle tree: empty, leaf and node.
//!
//! Source: RFC 6962 §2.1. The prefixes 0x00 and 0x01 keep a leaf from being passed off as a node.

use sha2::{Digest as _, Sha256};

/// Bytes of a hash.
pub const DIGEST_BYTES: usize = 32;

/// A SHA-256 value: of a leaf, of a node or of a whole tree.
pub type Digest = [u8; DIGEST_BYTES];

/// Returns the root of the tree without leaves: the hash of no bytes.
pub fn empty_root() -> Digest {
    Sha256::digest([]).into()
}

/// Returns the hash of an entry as a leaf: SHA-256(0x00 ‖ entry).
pub fn leaf_hash(entry: &[u8]) -> Digest {
    Sha256::new().chain_update([0x00]).chain_update(entry).finalize().into()
}

/// Returns the hash of a node: SHA-256(0x01 ‖ left ‖ right).
pub fn node_hash(left: &Digest, right: &Digest) -> Digest {
    let mut bytes = [0x01; 1 + 2 * DIGEST_BYTES];
    bytes[1..=DIGEST_BYTES].copy_from_slice(left);
    bytes[1 + DIGEST_BYTES..].copy_from_slice(right);
    Sha256::digest(bytes).into()
}
