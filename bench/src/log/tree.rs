//! Building the tree, against bare SHA-256 of as many leaves and nodes.
//!
//! In scope: entries of 200 bytes, one core. A tree of all entries is built in slices, and each
//! slice is timed beside the bare hashing of as much.

use super::{percent, spread};
use merkle::{TileEdge, leaf_hash};
use sha2::{Digest as _, Sha256};
use std::hint::black_box;
use std::time::Instant;

const ENTRY_BYTES: usize = 200;
const SLICES: u64 = 20;
const WANTED_PERCENT: u64 = 60;

/// Builds a tree of so many entries and prints how fast.
pub fn measure(entries: u64) {
    let slice = entries / SLICES;
    let mut edge = TileEdge::new();
    let (mut shares, mut ns) = (Vec::new(), 0);
    for n in 0..SLICES {
        let first = n * slice;
        let ours = |edge: &mut TileEdge| {
            let start = Instant::now();
            for index in first..first + slice {
                edge.append(&leaf_hash(black_box(&entry(index))), |tile, bytes| {
                    black_box((tile, bytes));
                });
            }
            start.elapsed().as_nanos() as u64
        };
        let bare = || {
            let start = Instant::now();
            for index in first..first + slice {
                black_box(bare_leaf(black_box(&entry(index))));
                black_box(bare_node(black_box(&[index as u8; 64])));
            }
            start.elapsed().as_nanos() as u64
        };
        // Who goes first changes, so that neither always finds the other's traces.
        let (a, b) = if n % 2 == 0 {
            let a = ours(&mut edge);
            (a, bare())
        } else {
            let b = bare();
            (ours(&mut edge), b)
        };
        ns += a;
        shares.push(b * 100 / a.max(1));
    }
    black_box(edge.root());
    let rate = edge.size() * 1_000_000 / (ns / 1_000).max(1);
    println!("tree: {} entries of {ENTRY_BYTES} bytes, {rate} a second", edge.size());
    percent("tree, of bare hashing", spread(shares), WANTED_PERCENT);
}

fn entry(index: u64) -> [u8; ENTRY_BYTES] {
    let mut bytes = [7; ENTRY_BYTES];
    bytes[..8].copy_from_slice(&index.to_be_bytes());
    bytes
}

fn bare_leaf(entry: &[u8; ENTRY_BYTES]) -> [u8; 32] {
    let mut bytes = [0; 1 + ENTRY_BYTES];
    bytes[1..].copy_from_slice(entry);
    Sha256::digest(bytes).into()
}

fn bare_node(children: &[u8; 64]) -> [u8; 32] {
    let mut bytes = [1; 65];
    bytes[1..].copy_from_slice(children);
    Sha256::digest(bytes).into()
}
