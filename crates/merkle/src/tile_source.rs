//! `TileSource`, where tiles are read from, and `TileNodes`, which gives hashes for proofs out of
//! them.
//!
//! Source: C2SP tlog-tiles, “Merkle Tree”.
//! In scope: which tile holds a hash, checking a tile's length, keeping a few tiles worked out.
//! Out of scope: believing them. A proof from wrong tiles fails against the root of a checkpoint,
//! so verify what you build before you hand it on.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use core::error::Error;
use core::fmt;

use crate::hashing::{DIGEST_BYTES, Digest, node_hash};
use crate::node_source::NodeSource;
use crate::tile::{TILE_HEIGHT, TILE_WIDTH, Tile};

/// Tiles kept worked out, 16 KiB each: those of a few dozen proofs near each other.
const TILES_KEPT_MAX: usize = 64;

/// Gives the bytes of tiles.
///
/// A source that no longer has a partial tile may give the first hashes of the full one instead:
/// the bytes of a partial tile are a prefix of it.
pub trait TileSource {
    /// Why a tile could not be given.
    type Error;

    /// Returns the bytes of a tile, 32 for each hash of its width.
    ///
    /// # Errors
    /// The source lacks the tile, or could not read it.
    fn read_tile(&mut self, tile: Tile) -> Result<Vec<u8>, Self::Error>;
}

/// Why a hash could not be read from tiles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TileReadError<E> {
    /// The source could not give the tile.
    Source {
        /// The tile.
        tile: Tile,
        /// What the source said.
        error: E,
    },
    /// The tile has another number of bytes than its width says.
    Length {
        /// The tile.
        tile: Tile,
        /// Bytes given.
        found: usize,
    },
    /// The hash lies outside the tree.
    Outside {
        /// Height of the subtree.
        level: u8,
        /// Place of the subtree among those of its height.
        index: u64,
        /// Leaves in the tree.
        size: u64,
    },
}

impl<E> fmt::Display for TileReadError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TileReadError::Source { tile, .. } => write!(f, "`{tile}` could not be read"),
            TileReadError::Length { tile, found } => {
                write!(f, "`{tile}` has {found} bytes; it should have {}", tile.bytes_len())
            }
            TileReadError::Outside { level, index, size } => {
                write!(f, "subtree `{index}` of level {level} lies outside a tree of {size}")
            }
        }
    }
}

impl<E: Error + 'static> Error for TileReadError<E> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            TileReadError::Source { error, .. } => Some(error),
            TileReadError::Length { .. } | TileReadError::Outside { .. } => None,
        }
    }
}

/// The hashes of a tree of one size, read from its tiles as they are needed.
#[derive(Debug)]
pub struct TileNodes<S> {
    source: S,
    size: u64,
    kept: BTreeMap<Tile, Vec<Vec<Digest>>>,
}

impl<S: TileSource> TileNodes<S> {
    /// Returns the hashes of the tree of `size` leaves. It asks only for tiles which that size has.
    pub fn new(source: S, size: u64) -> TileNodes<S> {
        TileNodes { source, size, kept: BTreeMap::new() }
    }

    /// Returns the number of leaves.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Returns the rows of complete subtrees within a tile, its own hashes first.
    fn rows(&mut self, tile: Tile) -> Result<&Vec<Vec<Digest>>, TileReadError<S::Error>> {
        if !self.kept.contains_key(&tile) {
            let rows = work_out(&read_checked(&mut self.source, tile)?);
            if self.kept.len() == TILES_KEPT_MAX {
                self.kept.clear();
            }
            self.kept.insert(tile, rows);
        }
        Ok(self.kept.get(&tile).expect("the tile was just put there"))
    }
}

impl<S: TileSource> NodeSource for TileNodes<S> {
    type Error = TileReadError<S::Error>;

    fn node(&mut self, level: u8, index: u64) -> Result<Digest, Self::Error> {
        let outside = TileReadError::Outside { level, index, size: self.size };
        let complete = if level < 64 { self.size >> level } else { 0 };
        if complete <= index {
            return Err(outside);
        }
        // The subtree covers 2^inner neighbouring hashes of one tile, since 2^inner divides 256.
        let (tile_level, inner) = (level / TILE_HEIGHT, level % TILE_HEIGHT);
        let per_tile = u64::from(TILE_WIDTH) >> inner;
        let tile = Tile::in_tree(tile_level, index / per_tile, self.size)
            .expect("a complete subtree of the tree lies in a tile of the tree");
        Ok(self.rows(tile)?[usize::from(inner)][(index % per_tile) as usize])
    }
}

/// Reads a tile and checks that it has its length.
pub(crate) fn read_checked<S: TileSource>(
    source: &mut S,
    tile: Tile,
) -> Result<Vec<u8>, TileReadError<S::Error>> {
    let bytes = source.read_tile(tile).map_err(|error| TileReadError::Source { tile, error })?;
    if bytes.len() == tile.bytes_len() {
        Ok(bytes)
    } else {
        Err(TileReadError::Length { tile, found: bytes.len() })
    }
}

fn work_out(bytes: &[u8]) -> Vec<Vec<Digest>> {
    let hashes = bytes.chunks_exact(DIGEST_BYTES);
    let mut row: Vec<Digest> =
        hashes.map(|hash| hash.try_into().expect("chunks have this length")).collect();
    let mut rows = Vec::with_capacity(usize::from(TILE_HEIGHT));
    for _ in 0..TILE_HEIGHT {
        let pairs = row.chunks_exact(2).map(|pair| node_hash(&pair[0], &pair[1])).collect();
        rows.push(core::mem::replace(&mut row, pairs));
    }
    rows
}
