//! `VerifiedTiles`, the tiles of a tree whose root is known: none is handed over that is not under
//! that root.
//!
//! Source: C2SP tlog-tiles; each hash of a tile is the root of the full tile below it.
//! In scope: the edge against the root, each other tile against the one above it.
//! Out of scope: entries, writing.

use crate::mirror::served::ServedLog;
use crate::mirror_error::MirrorError;
use merkle::{
    DIGEST_BYTES, Digest, Frontier, TILE_LEVEL_MAX, TILE_WIDTH, Tile, TileEdge, TileReadError,
    TileSource,
};
use std::collections::BTreeMap;

/// The tiles of a tree, each verified when it is first asked for. Going through a tree in order
/// reads each tile once; memory is a tile for each level, and the edge.
pub(super) struct VerifiedTiles<'s> {
    served: ServedLog<'s>,
    size: u64,
    /// The partial tiles, which together give the root.
    edge: BTreeMap<Tile, Vec<u8>>,
    /// The full tile last asked for, at each level.
    kept: [Option<(Tile, Vec<u8>)>; TILE_LEVEL_MAX as usize + 1],
}

impl<'s> VerifiedTiles<'s> {
    /// Returns the tiles of the tree of a size and root.
    ///
    /// # Errors
    /// Tiles at the edge that cannot be read, or do not give the root.
    pub(super) fn open(
        served: ServedLog<'s>,
        size: u64,
        root: &Digest,
    ) -> Result<VerifiedTiles<'s>, MirrorError> {
        let mut source = served;
        let resumed = TileEdge::resume(&mut source, size).map_err(MirrorError::from_tile)?;
        if resumed.root() != *root {
            return Err(MirrorError::Root { size });
        }
        let mut edge = BTreeMap::new();
        resumed.partial(|tile, bytes| drop(edge.insert(tile, bytes.to_vec())));
        Ok(VerifiedTiles { served, size, edge, kept: Default::default() })
    }

    /// Returns the partial tiles at the edge.
    pub(super) fn edge(&self) -> &BTreeMap<Tile, Vec<u8>> {
        &self.edge
    }

    /// Returns a tile of this tree.
    ///
    /// # Errors
    /// A tile that cannot be read, or is not the one under the root.
    pub(super) fn tile(&mut self, tile: Tile) -> Result<&[u8], MirrorError> {
        if !tile.is_full() {
            return Ok(self.edge.get(&tile).expect("a partial tile of the tree is at its edge"));
        }
        let place = usize::from(tile.level());
        if self.kept[place].as_ref().is_none_or(|(kept, _)| *kept != tile) {
            let bytes = self.served.tile(tile)?;
            if full_tile_hash(&bytes) != self.hash_above(tile)? {
                return Err(MirrorError::Tile { path: tile.to_string() });
            }
            self.kept[place] = Some((tile, bytes));
        }
        Ok(&self.kept[place].as_ref().expect("it was just put there").1)
    }

    /// Returns the hash that the tile above has for a full tile.
    fn hash_above(&mut self, tile: Tile) -> Result<Digest, MirrorError> {
        let width = u64::from(TILE_WIDTH);
        let above = Tile::in_tree(tile.level() + 1, tile.index() / width, self.size)
            .expect("a full tile has its hash one level up");
        let at = (tile.index() % width) as usize * DIGEST_BYTES;
        let hash = &self.tile(above)?[at..at + DIGEST_BYTES];
        Ok(hash.try_into().expect("a hash has this length"))
    }
}

impl TileSource for &mut VerifiedTiles<'_> {
    type Error = MirrorError;

    fn read_tile(&mut self, tile: Tile) -> Result<Vec<u8>, MirrorError> {
        self.tile(tile).map(<[u8]>::to_vec)
    }
}

impl MirrorError {
    pub(super) fn from_tile(error: TileReadError<MirrorError>) -> MirrorError {
        match error {
            TileReadError::Source { error, .. } => error,
            TileReadError::Length { tile, found } => {
                MirrorError::Length { path: tile.to_string(), found, expected: tile.bytes_len() }
            }
            // Asked only for tiles of the size; a source that says otherwise is a bug of ours.
            TileReadError::Outside { level, index, .. } => {
                MirrorError::Missing { path: format!("tile/{level}/{index}") }
            }
        }
    }
}

fn full_tile_hash(bytes: &[u8]) -> Digest {
    let mut frontier = Frontier::new();
    for hash in bytes.chunks_exact(DIGEST_BYTES) {
        frontier.append(hash.try_into().expect("a hash has this length"));
    }
    frontier.root()
}
