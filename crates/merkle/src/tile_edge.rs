//! `TileEdge`, the right edge of a tree as tiles: leaf hashes in, the bytes of tiles out.
//!
//! Source: C2SP tlog-tiles, “Merkle Tree” and “Partial Tiles”.
//! In scope: building every tile once it is full, and the partial ones at a checkpoint; resuming
//! from the partial tiles of an earlier checkpoint.
//! Out of scope: writing them. Failure: if the caller stops between a tile and the next, it resumes
//! from its last checkpoint and gets the same bytes again.

use alloc::vec::Vec;

use crate::hashing::{DIGEST_BYTES, Digest, empty_root, node_hash};
use crate::tile::{TILE_BYTES, TILE_HEIGHT, TILE_LEVEL_MAX, TILE_WIDTH, Tile};
use crate::tile_source::{TileReadError, TileSource, read_checked};

/// The partial tiles of a tree, at most 64 KiB. Appending allocates only when the tree gains a
/// level of tiles.
#[derive(Clone, Debug, Default)]
pub struct TileEdge {
    size: u64,
    /// The bytes of the tile being filled at each level; never a full one.
    levels: Vec<Vec<u8>>,
}

impl TileEdge {
    /// Returns the edge of the tree without leaves.
    pub fn new() -> TileEdge {
        TileEdge::default()
    }

    /// Returns the edge of a tree of `size` leaves, read from its partial tiles.
    ///
    /// # Errors
    /// A tile that the source cannot give, or gives with the wrong length. The hashes are believed;
    /// compare `root` with a checkpoint.
    pub fn resume<S: TileSource>(
        source: &mut S,
        size: u64,
    ) -> Result<TileEdge, TileReadError<S::Error>> {
        let mut levels = Vec::new();
        for level in 0..=TILE_LEVEL_MAX {
            let hashes = size >> (level * TILE_HEIGHT);
            if hashes == 0 {
                break;
            }
            let tile = Tile::in_tree(level, hashes / u64::from(TILE_WIDTH), size);
            levels.push(match tile {
                Some(tile) => read_checked(source, tile)?,
                // The last tile is full, and the next has no hash yet.
                None => Vec::new(),
            });
        }
        Ok(TileEdge { size, levels })
    }

    /// Returns the number of leaves.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Appends a leaf by its hash, and hands over each tile that became full, the lowest first.
    pub fn append(&mut self, leaf: &Digest, mut full: impl FnMut(Tile, &[u8])) {
        let mut hash = *leaf;
        for level in 0.. {
            if self.levels.len() == level {
                self.levels.push(Vec::with_capacity(TILE_BYTES));
            }
            let bytes = &mut self.levels[level];
            bytes.extend_from_slice(&hash);
            if bytes.len() < TILE_BYTES {
                break;
            }
            let index = self.size >> (TILE_HEIGHT as usize * (level + 1));
            let tile = Tile::new(level as u8, index, TILE_WIDTH)
                .expect("a tile that was filled leaf by leaf lies within the tree");
            full(tile, bytes);
            hash = full_tile_hash(bytes);
            bytes.clear();
        }
        self.size += 1;
    }

    /// Hands over the partial tiles that a checkpoint of the present size needs, the lowest first.
    pub fn partial(&self, mut part: impl FnMut(Tile, &[u8])) {
        for (level, bytes) in self.levels.iter().enumerate() {
            let hashes = self.size >> (TILE_HEIGHT as usize * level);
            let tile = Tile::in_tree(level as u8, hashes / u64::from(TILE_WIDTH), self.size);
            if let Some(tile) = tile {
                assert_eq!(tile.bytes_len(), bytes.len(), "a partial tile has its width in hashes");
                part(tile, bytes);
            }
        }
    }

    /// Returns the root.
    pub fn root(&self) -> Digest {
        let peaks = self.rising_peaks().into_iter();
        peaks.reduce(|right, peak| node_hash(&peak, &right)).unwrap_or_else(empty_root)
    }

    /// Returns the complete subtrees, the largest first, as a frontier takes them.
    pub fn peaks(&self) -> Vec<Digest> {
        let mut peaks = self.rising_peaks();
        peaks.reverse();
        peaks
    }

    fn rising_peaks(&self) -> Vec<Digest> {
        let mut peaks = Vec::new();
        for bytes in &self.levels {
            // Within a level the complete subtrees stand in falling size, so the smallest is last.
            let mut end = bytes.len() / DIGEST_BYTES;
            while end != 0 {
                let first = end - (1 << end.trailing_zeros());
                peaks.push(complete_hash(&bytes[first * DIGEST_BYTES..end * DIGEST_BYTES]));
                end = first;
            }
        }
        peaks
    }
}

fn full_tile_hash(bytes: &[u8]) -> Digest {
    assert_eq!(bytes.len(), TILE_BYTES, "only a full tile has a hash one level up");
    complete_hash(bytes)
}

/// Returns the hash over 2^k hashes that stand side by side, k at most 8.
fn complete_hash(bytes: &[u8]) -> Digest {
    let mut row = [[0; DIGEST_BYTES]; TILE_WIDTH as usize];
    let mut count = bytes.len() / DIGEST_BYTES;
    assert!(count.is_power_of_two(), "a complete subtree has a power of two of hashes");
    for (hash, chunk) in row.iter_mut().zip(bytes.chunks_exact(DIGEST_BYTES)) {
        hash.copy_from_slice(chunk);
    }
    while 1 < count {
        count /= 2;
        for i in 0..count {
            row[i] = node_hash(&row[2 * i], &row[2 * i + 1]);
        }
    }
    row[0]
}
