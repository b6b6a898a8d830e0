//! Tiles and entry bundles as a log serves them, of the length that their place says.
//!
//! Source: C2SP tlog-tiles, “Partial Tiles”: a full one may stand in for a partial one.
//! In scope: finding the file, bounds. Out of scope: whether it is the right one
//! (`verified_tiles`).

use crate::mirror_error::MirrorError;
use merkle::{ENTRY_BYTES_MAX, EntryBundle, TILE_BYTES, TILE_WIDTH, Tile, TileSource, read_bundle};
use recheck::Source;

/// Bytes of the longest bundle: 256 entries, each after its length.
const BUNDLE_BYTES_MAX: usize = TILE_WIDTH as usize * (2 + ENTRY_BYTES_MAX);

/// A log, read but not believed.
#[derive(Clone, Copy)]
pub(super) struct ServedLog<'s>(pub(super) &'s dyn Source);

impl ServedLog<'_> {
    /// Returns the hashes of a tile.
    pub(super) fn tile(self, tile: Tile) -> Result<Vec<u8>, MirrorError> {
        let full = tile.full();
        let (path, mut bytes, is_full) =
            self.find(tile.to_string(), full.map(|full| full.to_string()), TILE_BYTES)?;
        let expected = if is_full { TILE_BYTES } else { tile.bytes_len() };
        if bytes.len() != expected {
            return Err(MirrorError::Length { path, found: bytes.len(), expected });
        }
        bytes.truncate(tile.bytes_len());
        Ok(bytes)
    }

    /// Returns the path and the entries of a bundle.
    pub(super) fn bundle(self, bundle: EntryBundle) -> Result<(String, Vec<Vec<u8>>), MirrorError> {
        let full = EntryBundle::new(bundle.index(), TILE_WIDTH);
        let (path, bytes, is_full) =
            self.find(bundle.to_string(), full.map(|full| full.to_string()), BUNDLE_BYTES_MAX)?;
        let found = if is_full { full.unwrap_or(bundle) } else { bundle };
        let entries = read_bundle(found, &bytes)
            .map_err(|source| MirrorError::Bundle { path: path.clone(), source })?;
        let entries = entries.into_iter().take(usize::from(bundle.width()));
        Ok((path, entries.map(<[u8]>::to_vec).collect()))
    }

    /// Returns the path, the bytes, and whether they are those of the full file.
    fn find(
        self,
        path: String,
        full: Option<String>,
        bytes_max: usize,
    ) -> Result<(String, Vec<u8>, bool), MirrorError> {
        if let Some(bytes) = self.0.read(&path, bytes_max)? {
            let is_full = full.as_ref() == Some(&path);
            return Ok((path, bytes, is_full));
        }
        // The log has grown, and may have taken away what is part of a full file now.
        if let Some(full) = full.filter(|full| *full != path)
            && let Some(bytes) = self.0.read(&full, bytes_max)?
        {
            return Ok((full, bytes, true));
        }
        Err(MirrorError::Missing { path })
    }
}

impl TileSource for ServedLog<'_> {
    type Error = MirrorError;

    fn read_tile(&mut self, tile: Tile) -> Result<Vec<u8>, MirrorError> {
        self.tile(tile)
    }
}
