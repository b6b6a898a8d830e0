//! `Mirror`, a copy of a log in a folder of the same form, verified before it counts.
//!
//! Source: C2SP tlog-tiles. The steps are: the checkpoint's signature; its edge of tiles against
//! its root; that root against the one held; every bundle against its tile and every tile against
//! the one above; and only then the new checkpoint, by one move.
//! In scope: following a log as far as it has signed. Out of scope: whether entries are lawful
//! (`lawful`), serving (`shelf`), repeating (`cli`).
//! Invariant I-LOG-1: the checkpoint held is a prefix of every one that replaces it.
//! Failure: a stop at any point leaves the old checkpoint with all its files, or the new one with
//! all its files. What was copied past the old one is found again and need not be copied twice.

mod held;
mod landmarks;
mod served;
mod verified_tiles;

use crate::cosigning::EVIDENCE;
use crate::mirror::held::{CHECKPOINT, Held, VKEY};
use crate::mirror::served::ServedLog;
use crate::mirror::verified_tiles::VerifiedTiles;
use crate::mirror_error::MirrorError;
use merkle::{
    BuildError, DIGEST_BYTES, Digest, EntryBundle, TILE_LEVEL_MAX, Tile, TileEdge, TileNodes,
    bundles_between, consistency_proof, leaf_hash, push_entry, verify_consistency,
};
use recheck::{FolderSource, Source};
use seal::{OpenedCheckpoint, SignedNote, VerifierKey};
use std::path::Path;
use vocab::Hash;
use vocab::limits::{KEY_NAME_BYTES_MAX, NOTE_BYTES_MAX};

/// Bytes of a verifier key with its newline: name, key id, base 64 of 33 bytes.
const VKEY_BYTES_MAX: usize = KEY_NAME_BYTES_MAX + 64;

/// A mirror of one log. One process fills it at a time.
#[derive(Debug)]
pub struct Mirror {
    held: Held,
    key: VerifierKey,
    size: u64,
}

/// What following a log has brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Followed {
    /// The log has grown, and what it has is held.
    Grown {
        /// Entries held before.
        from: u64,
        /// Entries held now.
        to: u64,
    },
    /// The log shows the tree that is held.
    Same {
        /// Entries held.
        size: u64,
    },
    /// The log shows an older tree, of which the one held is a continuation.
    Older {
        /// Entries held.
        held: u64,
        /// Entries shown.
        shown: u64,
    },
}

impl Mirror {
    /// Opens a mirror in a folder, which is made when it is not there. The log's key is the one
    /// given, else the one held, else what the log says itself.
    ///
    /// # Errors
    /// A folder that another process fills, that mirrors another log, or whose files were changed;
    /// or no key.
    pub fn open(
        folder: &Path,
        key: Option<&VerifierKey>,
        source: &dyn Source,
    ) -> Result<Mirror, MirrorError> {
        let held = Held::open(folder)?;
        let key = match (held.read(VKEY)?, key) {
            (Some(bytes), asked) => {
                let wrong = || MirrorError::Spoiled { path: held.place(VKEY) };
                let found = read_key(&bytes).ok_or_else(wrong)?;
                if let Some(asked) = asked.filter(|asked| **asked != found) {
                    let (held, asked) = (found.to_string(), asked.to_string());
                    return Err(MirrorError::OtherLog { held, asked });
                }
                found
            }
            (None, asked) => {
                let key = match asked {
                    Some(key) => key.clone(),
                    None => source
                        .read(VKEY, VKEY_BYTES_MAX)?
                        .and_then(|bytes| read_key(&bytes))
                        .ok_or(MirrorError::NoKey)?,
                };
                held.put(VKEY, format!("{key}\n").as_bytes())?;
                key
            }
        };
        let mut mirror = Mirror { held, key, size: 0 };
        if let Some((_, opened)) = mirror.held.checkpoint(&mirror.key)? {
            mirror.check_edge(&opened)?;
            mirror.size = opened.checkpoint().size();
        }
        Ok(mirror)
    }

    /// Returns the folder.
    pub fn folder(&self) -> &Path {
        self.held.folder()
    }

    /// Returns the log's key.
    pub fn key(&self) -> &VerifierKey {
        &self.key
    }

    /// Returns the number of entries held.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Follows a log to the checkpoint that it shows now. `progress` is told how many entries are
    /// held of how many, after each bundle.
    ///
    /// # Errors
    /// What is wrong with the log or the folder; the checkpoint held stays.
    pub fn follow(
        &mut self,
        source: &dyn Source,
        progress: impl FnMut(u64, u64),
    ) -> Result<Followed, MirrorError> {
        let bytes = source.read(CHECKPOINT, NOTE_BYTES_MAX)?;
        let bytes = bytes.ok_or_else(|| MirrorError::Missing { path: CHECKPOINT.into() })?;
        let note = SignedNote::parse(&bytes).map_err(wrong_checkpoint)?;
        let followed = self.advance(source, &note, progress)?;
        self.copy_landmarks(source)?;
        self.copy_law(source)?;
        Ok(followed)
    }

    /// Follows a log to a checkpoint that it signed, whether or not it shows that one yet.
    ///
    /// # Errors
    /// As [`Mirror::follow`].
    pub fn advance(
        &mut self,
        source: &dyn Source,
        note: &SignedNote,
        progress: impl FnMut(u64, u64),
    ) -> Result<Followed, MirrorError> {
        let opened = OpenedCheckpoint::open(note, self.key.name().as_str(), &self.key, &[])
            .map_err(wrong_checkpoint)?;
        let (size, root) = (opened.checkpoint().size(), *opened.checkpoint().root());
        let held = self.held.checkpoint(&self.key)?;
        let known = held.as_ref().map(|(held, opened)| (held, opened.checkpoint()));
        if let Some((held, known)) = known {
            let (from, from_root) = (known.size(), *known.root());
            if size < from {
                let older = self.own_proof((size, &root), (from, &from_root))?;
                return match older {
                    true => Ok(Followed::Older { held: from, shown: size }),
                    false => Err(self.fork(held, from, note, size)?),
                };
            }
            if size == from {
                if root != from_root {
                    return Err(self.fork(held, from, note, size)?);
                }
                // The same tree with other signature lines, perhaps more of them.
                if note != held {
                    self.held.put(CHECKPOINT, note.to_string().as_bytes())?;
                }
                return Ok(Followed::Same { size });
            }
        }
        let from = self.size;
        let mut tiles = VerifiedTiles::open(ServedLog(source), size, &root)?;
        if let Some((held, known)) = known
            && !proved(TileNodes::new(&mut tiles, size), (from, known.root()), (size, &root))?
        {
            return Err(self.fork(held, from, note, size)?);
        }
        self.copy(source, &mut tiles, from, size, progress)?;
        // A stop up to here leaves the old checkpoint, and files that nothing points to.
        self.held.flush()?;
        // Everything the new checkpoint needs is on the disk for good; from here on it counts.
        self.held.put(CHECKPOINT, note.to_string().as_bytes())?;
        self.size = size;
        self.drop_partials(from);
        Ok(Followed::Grown { from, to: size })
    }

    /// Returns the entries of a bundle that is held, for whoever judges them.
    ///
    /// # Errors
    /// A file that is not there or was changed.
    pub fn entries(&self, bundle: EntryBundle) -> Result<Vec<Vec<u8>>, MirrorError> {
        let source = FolderSource::new(self.folder());
        let read = ServedLog(&source).bundle(bundle);
        let hashes = ServedLog(&source).tile(tile_of(bundle));
        match (read, hashes) {
            (Ok((path, entries)), Ok(hashes)) => first_wrong(&entries, &hashes)
                .map_or(Ok(entries), |_| {
                    Err(MirrorError::Spoiled { path: self.held.place(&path) })
                }),
            (Err(_), _) | (_, Err(_)) => {
                Err(MirrorError::Spoiled { path: self.held.place(&bundle.to_string()) })
            }
        }
    }

    /// Copies what a tree has over the one held. Each file is verified before it is written.
    fn copy(
        &mut self,
        source: &dyn Source,
        tiles: &mut VerifiedTiles<'_>,
        from: u64,
        size: u64,
        mut progress: impl FnMut(u64, u64),
    ) -> Result<(), MirrorError> {
        for bundle in bundles_between(from, size) {
            let hashes = tiles.tile(tile_of(bundle))?.to_vec();
            if !self.holds(bundle, &hashes)? {
                let (path, entries) = ServedLog(source).bundle(bundle)?;
                if let Some(at) = first_wrong(&entries, &hashes) {
                    let index = bundle.entries().start + at as u64;
                    return Err(MirrorError::Entry { path, index });
                }
                let mut bytes = Vec::new();
                for entry in &entries {
                    push_entry(&mut bytes, entry).expect("it came out of a bundle");
                }
                self.held.write(&bundle.to_string(), &bytes)?;
            }
            self.copy_tiles_ended_by(tiles, bundle, size)?;
            progress(bundle.entries().end, size);
        }
        for (tile, bytes) in tiles.edge() {
            self.held.write(&tile.to_string(), bytes)?;
        }
        Ok(())
    }

    /// Writes the full tiles, of every level, whose last leaf is the last of this bundle.
    fn copy_tiles_ended_by(
        &mut self,
        tiles: &mut VerifiedTiles<'_>,
        bundle: EntryBundle,
        size: u64,
    ) -> Result<(), MirrorError> {
        let mut hashes = bundle.entries().end;
        for level in 0..=TILE_LEVEL_MAX {
            // As many hashes as this level has up to here; a full tile ends at a multiple of 256.
            if hashes == 0 || !hashes.is_multiple_of(256) {
                break;
            }
            hashes /= 256;
            let tile = Tile::in_tree(level, hashes - 1, size);
            let tile = tile.expect("the tree has a tile that ends within it");
            let path = tile.to_string();
            let bytes = tiles.tile(tile)?;
            if self.held.read(&path)?.as_deref() != Some(bytes) {
                self.held.write(&path, bytes)?;
            }
        }
        Ok(())
    }

    /// Says whether a full bundle was copied already, before an earlier stop.
    fn holds(&self, bundle: EntryBundle, hashes: &[u8]) -> Result<bool, MirrorError> {
        let Some(bytes) = self.held.read(&bundle.to_string())? else { return Ok(false) };
        let Ok(entries) = merkle::read_bundle(bundle, &bytes) else { return Ok(false) };
        let leaves = entries.iter().map(|entry| leaf_hash(entry));
        Ok(leaves.zip(hashes.chunks_exact(DIGEST_BYTES)).all(|(leaf, hash)| leaf == hash))
    }

    /// Compares the edge of what is held with its checkpoint, so that a folder that somebody
    /// changed is not gone on from.
    fn check_edge(&self, opened: &OpenedCheckpoint) -> Result<(), MirrorError> {
        let source = FolderSource::new(self.folder());
        let edge = TileEdge::resume(&mut ServedLog(&source), opened.checkpoint().size());
        match edge {
            Ok(edge) if edge.root() == *opened.checkpoint().root() => Ok(()),
            Ok(_) | Err(_) => Err(MirrorError::Spoiled { path: self.folder().to_path_buf() }),
        }
    }

    /// Says whether what is held goes on from an older tree, by the tiles held.
    fn own_proof(&self, old: (u64, &Digest), new: (u64, &Digest)) -> Result<bool, MirrorError> {
        let source = FolderSource::new(self.folder());
        proved(TileNodes::new(ServedLog(&source), new.0), old, new)
    }

    /// Keeps two checkpoints that contradict each other.
    fn fork(
        &self,
        held: &SignedNote,
        held_size: u64,
        shown: &SignedNote,
        size: u64,
    ) -> Result<MirrorError, MirrorError> {
        let name = Hash(leaf_hash(shown.text().as_bytes()));
        let path = format!("{EVIDENCE}/fork-{name}.txt");
        let text = format!("held here:\n\n{held}\nshown later:\n\n{shown}");
        self.held.put(&path, text.as_bytes())?;
        Ok(MirrorError::Fork { held: held_size, shown: size, evidence: self.held.place(&path) })
    }

    /// Takes away the partial files of the tree held before that are full now.
    fn drop_partials(&self, before: u64) {
        for level in 0..=TILE_LEVEL_MAX {
            let index = (before >> (8 * u32::from(level))) / 256;
            let Some(tile) = Tile::in_tree(level, index, self.size) else { break };
            if tile.is_full() {
                self.held.drop_partial(&tile.to_string());
                if level == 0 {
                    let bundle = EntryBundle::in_tree(index, self.size);
                    let bundle = bundle.expect("a tile of leaves has its entries");
                    self.held.drop_partial(&bundle.to_string());
                }
            }
        }
    }
}

/// Says whether a tree goes on from an older one, by nodes that are already believed.
fn proved<S>(
    mut nodes: TileNodes<S>,
    old: (u64, &Digest),
    new: (u64, &Digest),
) -> Result<bool, MirrorError>
where
    S: merkle::TileSource<Error = MirrorError>,
{
    match consistency_proof(&mut nodes, old.0, new.0) {
        Ok(proof) => Ok(verify_consistency(old, new, &proof).is_ok()),
        Err(BuildError::Source(error)) => Err(MirrorError::from_tile(error)),
        Err(BuildError::SizesReversed { .. } | BuildError::IndexOutside { .. }) => {
            unreachable!("the older size is the smaller one")
        }
    }
}

/// Returns the tile with the leaf hashes of a bundle.
fn tile_of(bundle: EntryBundle) -> Tile {
    Tile::new(0, bundle.index(), bundle.width()).expect("a bundle has the geometry of its tile")
}

/// Returns the place of the first entry that does not hash to what its tile says.
fn first_wrong(entries: &[Vec<u8>], hashes: &[u8]) -> Option<usize> {
    let pairs = entries.iter().zip(hashes.chunks_exact(DIGEST_BYTES));
    pairs.into_iter().position(|(entry, hash)| leaf_hash(entry) != hash)
}

fn read_key(bytes: &[u8]) -> Option<VerifierKey> {
    std::str::from_utf8(bytes).ok()?.trim_end().parse().ok()
}

fn wrong_checkpoint(source: seal::SealError) -> MirrorError {
    MirrorError::Note { path: CHECKPOINT.into(), source }
}
