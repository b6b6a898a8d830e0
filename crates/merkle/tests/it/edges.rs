//! Roots: known values, and `Tree`, `Frontier` and `TileEdge` against the definition.
//!
//! Out of scope: what complete tiles hold.

use merkle::{Frontier, PeaksError, TileEdge, empty_root, leaf_hash, tree_root};

use crate::reference::{SIZE_MAX, leaves, mth, tree};

fn check(entries: &[&[u8]], root: &str) {
    let mut frontier = Frontier::new();
    entries.iter().for_each(|entry| frontier.append(&leaf_hash(entry)));
    let found: String = frontier.root().iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(found, root, "{} entries", entries.len());
}

/// The eight entries and their roots are those that Certificate Transparency implementations share.
#[test]
fn roots_of_the_shared_entries_are_the_published_ones() {
    let mut last = [0; 16];
    (0x60..0x70).zip(&mut last).for_each(|(value, byte)| *byte = value);
    let entries: [&[u8]; 8] = [
        b"",
        b"\x00",
        b"\x10",
        b"\x20\x21",
        b"\x30\x31",
        b"\x40\x41\x42\x43",
        b"\x50\x51\x52\x53\x54\x55\x56\x57",
        &last,
    ];
    let roots = [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];
    for (size, root) in roots.iter().enumerate() {
        check(&entries[..size], root);
    }
}

#[test]
fn every_way_to_keep_a_tree_gives_the_root_of_the_definition_at_every_size() {
    let leaves = leaves(SIZE_MAX);
    let whole = tree(SIZE_MAX);
    let mut frontier = Frontier::new();
    let mut edge = TileEdge::new();
    for size in 0..=leaves.len() {
        let root = mth(&leaves[..size]);
        assert_eq!(frontier.root(), root, "frontier of {size}");
        assert_eq!(edge.root(), root, "edge of {size}");
        assert_eq!(whole.root_at(size as u64), Ok(root), "tree at {size}");
        assert_eq!(tree_root(&mut &whole, size as u64), Ok(root));
        let again = Frontier::from_peaks(size as u64, &frontier.peaks());
        assert_eq!(again.as_ref(), Ok(&frontier));
        if let Some(leaf) = leaves.get(size) {
            frontier.append(leaf);
            edge.append(leaf, |_, _| ());
        }
    }
    assert_eq!(whole.root(), frontier.root());
    assert!(whole.root_at(SIZE_MAX + 1).is_err());
    assert_eq!(Frontier::new().root(), empty_root());
}

#[test]
fn a_frontier_goes_on_from_its_peaks() {
    let leaves = leaves(SIZE_MAX);
    for size in 0..=leaves.len() {
        let mut first = Frontier::new();
        first.extend(&leaves[..size]);
        let mut second = Frontier::from_peaks(first.size(), &first.peaks()).unwrap();
        second.extend(&leaves[size..]);
        assert_eq!(second.root(), mth(&leaves));
    }
    let refused = Frontier::from_peaks(5, &leaves[..3]);
    assert_eq!(refused, Err(PeaksError { size: 5, found: 3 }));
}
