//! Tiles: which a tree has, their bytes, and proofs read back from them.
//!
//! Out of scope: the text of their paths.

use std::collections::BTreeMap;

use merkle::{
    BundleError, Digest, ENTRY_BYTES_MAX, EntryBundle, Tile, TileEdge, TileNodes, TileReadError,
    TileSource, bundles_between, consistency_proof, inclusion_proof, push_entry, read_bundle,
    tiles_between, tree_root,
};

use crate::reference::{SIZE_MAX, leaves, mth, tree};

/// Tiles in a map, as a log would keep them in files.
#[derive(Clone, Debug, Default)]
pub struct Shelf(pub BTreeMap<Tile, Vec<u8>>);

/// The tile that a shelf lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotThere(Tile);

impl TileSource for &Shelf {
    type Error = NotThere;

    fn read_tile(&mut self, tile: Tile) -> Result<Vec<u8>, NotThere> {
        self.0.get(&tile).cloned().ok_or(NotThere(tile))
    }
}

/// Returns the tiles of a checkpoint at the last leaf, and the edge after it.
pub fn shelve(leaves: &[Digest]) -> (Shelf, TileEdge) {
    let (mut shelf, mut edge) = (Shelf::default(), TileEdge::new());
    for leaf in leaves {
        edge.append(leaf, |tile, bytes| drop(shelf.0.insert(tile, bytes.to_vec())));
    }
    edge.partial(|tile, bytes| drop(shelf.0.insert(tile, bytes.to_vec())));
    (shelf, edge)
}

/// Counts the tiles of a size: (level, full, width of the partial one).
fn check(size: u64, expect: &[(u8, usize, u16)]) {
    let mut found = Vec::new();
    for level in 0..=7 {
        let tiles: Vec<_> = tiles_between(0, size).filter(|tile| tile.level() == level).collect();
        let partial = tiles.iter().filter(|tile| !tile.is_full()).map(|tile| tile.width()).sum();
        let full = tiles.iter().filter(|tile| tile.is_full()).count();
        if !tiles.is_empty() {
            found.push((level, full, partial));
        }
    }
    assert_eq!(found, expect, "{size}");
}

#[test]
fn a_tree_has_the_tiles_that_the_specification_counts() {
    check(0, &[]);
    check(1, &[(0, 0, 1)]);
    check(255, &[(0, 0, 255)]);
    check(256, &[(0, 1, 0), (1, 0, 1)]);
    check(257, &[(0, 1, 1), (1, 0, 1)]);
    check(65_536, &[(0, 256, 0), (1, 1, 0), (2, 0, 1)]);
    check(70_000, &[(0, 273, 112), (1, 1, 17), (2, 0, 1)]);
}

#[test]
fn what_changes_between_two_sizes_is_what_the_new_one_has_and_the_old_had_not() {
    for new in 0..=SIZE_MAX * 3 {
        for old in [0, 1, 255, 256, 257, 511, 512, new / 2, new.saturating_sub(1), new, new + 9] {
            let had: Vec<_> = tiles_between(0, old).collect();
            let expect: Vec<_> =
                tiles_between(0, new).filter(|tile| old < new && !had.contains(tile)).collect();
            assert_eq!(tiles_between(old, new).collect::<Vec<_>>(), expect, "{old} to {new}");
            let bundles: Vec<_> =
                bundles_between(old, new).map(|b| (b.index(), b.width())).collect();
            let leaf_tiles = expect.iter().filter(|tile| tile.level() == 0);
            assert_eq!(bundles, leaf_tiles.map(|t| (t.index(), t.width())).collect::<Vec<_>>());
        }
    }
}

#[test]
fn tiles_outside_what_a_tree_can_have_cannot_be_made() {
    assert_eq!(Tile::new(8, 0, 1), None);
    assert_eq!(Tile::new(0, 0, 0), None);
    assert_eq!(Tile::new(0, 0, 257), None);
    assert_eq!(Tile::new(0, u64::MAX / 256, 256), None);
    assert!(Tile::new(0, u64::MAX / 256, 255).is_some());
    assert_eq!(Tile::new(7, 0, 256), None);
    assert_eq!(Tile::in_tree(0, 1, 256), None);
    assert_eq!(Tile::in_tree(9, 0, u64::MAX), None);
    assert_eq!(Tile::in_tree(0, u64::MAX, u64::MAX), None);
    assert_eq!(tiles_between(u64::MAX - 1, u64::MAX).count(), 1);
    let last = EntryBundle::in_tree(u64::MAX / 256, u64::MAX).unwrap();
    assert_eq!(last.entries(), u64::MAX - 255..u64::MAX);
}

#[test]
fn an_edge_hands_over_exactly_the_tiles_of_its_tree() {
    let leaves = leaves(3 * SIZE_MAX);
    for size in 0..=leaves.len() {
        let (shelf, edge) = shelve(&leaves[..size]);
        assert_eq!(edge.size(), size as u64);
        let expect: Vec<_> = tiles_between(0, size as u64).collect();
        assert_eq!(shelf.0.keys().copied().collect::<Vec<_>>(), expect, "{size}");
        for (tile, bytes) in &shelf.0 {
            let first = (tile.index() * 256) as usize;
            let expect: Vec<u8> = (first..first + usize::from(tile.width()))
                .flat_map(|i| match tile.level() {
                    0 => leaves[i],
                    _ => mth(&leaves[i * 256..(i + 1) * 256]),
                })
                .collect();
            assert_eq!(*bytes, expect, "{tile}");
        }
    }
}

#[test]
fn an_edge_resumes_from_the_partial_tiles_of_any_size() {
    let leaves = leaves(2 * SIZE_MAX);
    let (all, _) = shelve(&leaves);
    for size in 0..leaves.len() {
        let (mut shelf, _) = shelve(&leaves[..size]);
        let mut edge = TileEdge::resume(&mut &shelf, size as u64).unwrap();
        assert_eq!(edge.root(), mth(&leaves[..size]), "{size}");
        for leaf in &leaves[size..] {
            edge.append(leaf, |tile, bytes| drop(shelf.0.insert(tile, bytes.to_vec())));
        }
        edge.partial(|tile, bytes| drop(shelf.0.insert(tile, bytes.to_vec())));
        assert!(all.0.iter().all(|(tile, bytes)| shelf.0.get(tile) == Some(bytes)), "{size}");
    }
}

#[test]
fn proofs_read_from_tiles_are_those_of_the_tree() {
    let (leaves, tree) = (leaves(2 * SIZE_MAX), tree(2 * SIZE_MAX));
    for size in (1..=40).chain([255, 256, 257, 400, 511, 512, 513, 514]) {
        let (shelf, _) = shelve(&leaves[..size as usize]);
        let mut nodes = TileNodes::new(&shelf, size);
        assert_eq!(tree_root(&mut nodes, size), Ok(tree.root_at(size).unwrap()));
        for at in 0..size {
            let proof = inclusion_proof(&mut nodes, at, size);
            assert_eq!(proof.unwrap(), tree.inclusion_proof(at, size).unwrap());
            let proof = consistency_proof(&mut nodes, at, size);
            assert_eq!(proof.unwrap(), tree.consistency_proof(at, size).unwrap());
        }
    }
}

#[test]
fn a_tile_that_is_missing_or_of_the_wrong_length_is_named() {
    let leaves = leaves(300);
    let (mut shelf, _) = shelve(&leaves);
    let tile: Tile = "tile/0/001.p/44".parse().unwrap();
    let bytes = shelf.0.remove(&tile).unwrap();
    let missing = TileReadError::Source { tile, error: NotThere(tile) };
    assert_eq!(tree_root(&mut TileNodes::new(&shelf, 300), 300), Err(missing.clone()));
    assert_eq!(missing.to_string(), "`tile/0/001.p/44` could not be read");
    assert_eq!(TileEdge::resume(&mut &shelf, 300).unwrap_err(), missing);
    shelf.0.insert(tile, bytes[1..].to_vec());
    let wrong = TileReadError::Length { tile, found: 44 * 32 - 1 };
    assert_eq!(tree_root(&mut TileNodes::new(&shelf, 300), 300), Err(wrong));
    let outside = TileReadError::Outside { level: 8, index: 1, size: 300 };
    assert_eq!(tree_root(&mut TileNodes::new(&shelf, 300), 512), {
        // A tree of 512 asks for its largest subtree first, which a tree of 300 lacks.
        Err(TileReadError::Outside { level: 9, index: 0, size: 300 })
    });
    assert_eq!(inclusion_proof(&mut TileNodes::new(&shelf, 300), 0, 512), Err(outside.into()));
}

#[test]
fn a_bundle_reads_back_and_a_changed_length_is_refused() {
    let longest = vec![9; ENTRY_BYTES_MAX];
    let entries: [&[u8]; 3] = [b"", b"one", &longest];
    let mut bytes = Vec::new();
    entries.iter().for_each(|entry| push_entry(&mut bytes, entry).unwrap());
    let too_long = vec![9; ENTRY_BYTES_MAX + 1];
    let refused = Err(BundleError::EntryTooLong { bytes: ENTRY_BYTES_MAX + 1 });
    assert_eq!(push_entry(&mut bytes, &too_long), refused);
    let read = |width, bytes| read_bundle(EntryBundle::new(0, width).unwrap(), bytes);
    assert_eq!(read(3, &bytes), Ok(entries.to_vec()));
    assert_eq!(read(2, &bytes), Err(BundleError::Trailing { bytes: ENTRY_BYTES_MAX + 2 }));
    assert_eq!(read(4, &bytes), Err(BundleError::Truncated { entry: 3 }));
    assert_eq!(read(3, &bytes[..8]), Err(BundleError::Truncated { entry: 2 }));
    assert_eq!(read(1, &[0]), Err(BundleError::Truncated { entry: 0 }));
}
