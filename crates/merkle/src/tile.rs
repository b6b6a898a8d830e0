//! `Tile` and `EntryBundle`: which runs of hashes and entries a log of some size is served as.
//!
//! Source: C2SP tlog-tiles, “Merkle Tree” and “Partial Tiles”.
//! In scope: geometry. Paths are in `tile_path`, bytes of tiles in `tile_edge` and `tile_source`,
//! bytes of bundles in `entry_bundle`.
//! Choice: a tree's size is a `u64`, so tiles above level 7 cannot exist and are not representable.

use core::ops::Range;

use crate::hashing::DIGEST_BYTES;

/// Levels of the tree that one level of tiles spans.
pub const TILE_HEIGHT: u8 = 8;

/// Hashes in a full tile, and entries in a full bundle.
pub const TILE_WIDTH: u16 = 256;

/// Bytes of a full tile.
pub const TILE_BYTES: usize = TILE_WIDTH as usize * DIGEST_BYTES;

/// Highest level of tiles: at level 8 one hash would cover 2^64 leaves.
pub const TILE_LEVEL_MAX: u8 = 7;

/// One tile: 1 to 256 hashes that stand side by side at a height that is a multiple of eight. The
/// order is by level, then index, then width.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tile {
    level: u8,
    index: u64,
    width: u16,
}

impl Tile {
    /// Returns the tile, or nothing when its level, index or width is outside what a tree can have.
    pub fn new(level: u8, index: u64, width: u16) -> Option<Tile> {
        if TILE_LEVEL_MAX < level || !(1..=TILE_WIDTH).contains(&width) {
            return None;
        }
        // The last leaf under the tile must have an index below 2^64.
        let hashes = index.checked_mul(u64::from(TILE_WIDTH))?.checked_add(u64::from(width))?;
        let leaf_bits = u32::from(level * TILE_HEIGHT);
        (hashes <= u64::MAX >> leaf_bits).then_some(Tile { level, index, width })
    }

    /// Returns the tile as a tree of `size` leaves has it, full or partial, or nothing when that
    /// tree has no hash of it.
    pub fn in_tree(level: u8, index: u64, size: u64) -> Option<Tile> {
        if TILE_LEVEL_MAX < level {
            return None;
        }
        let hashes = size >> (level * TILE_HEIGHT);
        Tile::new(level, index, width_among(index, hashes)?)
    }

    /// Returns the level of tiles, 0 for leaf hashes.
    pub fn level(self) -> u8 {
        self.level
    }

    /// Returns the place of the tile within its level.
    pub fn index(self) -> u64 {
        self.index
    }

    /// Returns the number of hashes, 1 to 256.
    pub fn width(self) -> u16 {
        self.width
    }

    /// Says whether the tile is full and so will never change.
    pub fn is_full(self) -> bool {
        self.width == TILE_WIDTH
    }

    /// Returns the number of bytes of the tile.
    pub fn bytes_len(self) -> usize {
        usize::from(self.width) * DIGEST_BYTES
    }

    /// Returns the full tile of the same place, which may stand in for a partial one.
    pub fn full(self) -> Option<Tile> {
        Tile::new(self.level, self.index, TILE_WIDTH)
    }
}

/// One entry bundle: the 1 to 256 entries whose hashes are the level-0 tile of the same index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryBundle {
    index: u64,
    width: u16,
}

impl EntryBundle {
    /// Returns the bundle, or nothing when its index or width is outside what a tree can have.
    pub fn new(index: u64, width: u16) -> Option<EntryBundle> {
        Tile::new(0, index, width).map(|tile| EntryBundle { index: tile.index, width: tile.width })
    }

    /// Returns the bundle as a tree of `size` leaves has it, or nothing when it has no entry of it.
    pub fn in_tree(index: u64, size: u64) -> Option<EntryBundle> {
        EntryBundle::new(index, width_among(index, size)?)
    }

    /// Returns the place of the bundle.
    pub fn index(self) -> u64 {
        self.index
    }

    /// Returns the number of entries, 1 to 256.
    pub fn width(self) -> u16 {
        self.width
    }

    /// Returns the indices of its entries.
    pub fn entries(self) -> Range<u64> {
        let first = self.index * u64::from(TILE_WIDTH);
        first..first + u64::from(self.width)
    }
}

/// Returns every tile that a tree of `new` leaves has and a tree of `old` leaves has not: what a
/// log writes between two checkpoints. From 0, they are all the tiles of a tree.
pub fn tiles_between(old: u64, new: u64) -> impl Iterator<Item = Tile> {
    (0..=TILE_LEVEL_MAX).flat_map(move |level| {
        let (before, after) = (old >> (level * TILE_HEIGHT), new >> (level * TILE_HEIGHT));
        indices_between(before, after).filter_map(move |index| Tile::in_tree(level, index, new))
    })
}

/// Returns every entry bundle that a tree of `new` leaves has and a tree of `old` leaves has not.
pub fn bundles_between(old: u64, new: u64) -> impl Iterator<Item = EntryBundle> {
    indices_between(old, new).filter_map(move |index| EntryBundle::in_tree(index, new))
}

/// Returns how many of `count` things laid out by 256 fall into the group `index`.
fn width_among(index: u64, count: u64) -> Option<u16> {
    let first = index.checked_mul(u64::from(TILE_WIDTH))?;
    let width = count.checked_sub(first)?.min(u64::from(TILE_WIDTH)) as u16;
    (width != 0).then_some(width)
}

/// Returns the groups of 256 that change when `before` things become `after`.
fn indices_between(before: u64, after: u64) -> Range<u64> {
    let width = u64::from(TILE_WIDTH);
    if before < after { before / width..after.div_ceil(width) } else { 0..0 }
}
