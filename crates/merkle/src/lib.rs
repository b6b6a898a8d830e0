//! The Merkle tree of the public log: hashing, proofs and tiles.
//!
//! Source: RFC 6962 §2.1 (the tree), RFC 9162 §2.1.3.2 and §2.1.4.2 (verification), C2SP
//! tlog-tiles.
//! In scope: bytes in, bytes out. Trees may be kept whole (`Tree`), as their right edge
//! (`Frontier`, `TileEdge`) or read from tiles (`TileNodes`); all of them give the same roots and
//! proofs.
//! Out of scope: signatures, checkpoints, files, and what an entry means. This crate knows no
//! certificates, and no crate of the house; a hash here is a plain `[u8; 32]`.
#![no_std]
extern crate alloc;
#[cfg(test)]
extern crate std;

mod consistency;
mod entry_bundle;
mod frontier;
mod hashing;
mod inclusion;
mod node_source;
mod proof_error;
mod subtree;
mod tile;
mod tile_edge;
mod tile_path;
mod tile_source;
mod tree;

pub use consistency::{consistency_proof, verify_consistency};
pub use entry_bundle::{BundleError, ENTRY_BYTES_MAX, push_entry, read_bundle};
pub use frontier::{Frontier, PeaksError};
pub use hashing::{DIGEST_BYTES, Digest, empty_root, leaf_hash, node_hash};
pub use inclusion::{inclusion_proof, root_from_inclusion, verify_inclusion};
pub use node_source::{NodeSource, tree_root};
pub use proof_error::{BuildError, VerifyError};
pub use subtree::{Subtree, covering};
pub use tile::{
    EntryBundle, TILE_BYTES, TILE_HEIGHT, TILE_LEVEL_MAX, TILE_WIDTH, Tile, bundles_between,
    tiles_between,
};
pub use tile_edge::TileEdge;
pub use tile_path::TilePathError;
pub use tile_source::{TileNodes, TileReadError, TileSource};
pub use tree::{MissingNode, Tree};
