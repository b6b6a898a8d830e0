//! Tests of the Merkle tree against the definitions of RFC 6962, written out once more.
//!
//! In scope: every size to 257 and every position; a seeded walk to 100,000 leaves; tampering.
//! Out of scope: other implementations; `scripts/` asks those.

mod consistency;
mod edges;
mod inclusion;
mod paths;
mod random;
mod reference;
mod subtrees;
mod tiles;
