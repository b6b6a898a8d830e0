//! Making inclusion proofs from tiles in cache.
//!
//! In scope: random entries among those whose tiles were worked out before, one core.
//! Out of scope: reading tiles from a disk.

use super::spread;
use anyhow::{Context as _, Result, anyhow};
use merkle::{Tile, TileNodes, TileSource, inclusion_proof};
use recheck::{FolderSource, Source as _};
use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

/// Tiles at the bottom that are in the cache: below what `TileNodes` keeps.
const TILES: u64 = 32;
const PROOFS: u64 = 100_000;
const ROUNDS: usize = 5;
const NS_MAX: u64 = 50_000;

struct Folder<'a>(&'a FolderSource);

impl TileSource for Folder<'_> {
    type Error = std::io::Error;

    fn read_tile(&mut self, tile: Tile) -> std::io::Result<Vec<u8>> {
        let read = self.0.read(&tile.to_string(), 1 << 14).map_err(std::io::Error::other)?;
        read.ok_or(std::io::ErrorKind::NotFound.into())
    }
}

/// Makes proofs and prints how long one takes.
pub fn measure(folder: &Path) -> Result<()> {
    let source = FolderSource::new(folder);
    let note = source.read("checkpoint", 65_536)?.context("a checkpoint")?;
    let size = seal::SignedNote::parse(&note)?.text().parse::<seal::Checkpoint>()?.size();
    let mut nodes = TileNodes::new(Folder(&source), size);
    let mut ns = Vec::new();
    for round in 0..=ROUNDS {
        let start = Instant::now();
        for n in 0..PROOFS {
            let index = (n * 7_919 + round as u64) % (TILES * 256).min(size);
            let proof = inclusion_proof(&mut nodes, index, size);
            black_box(proof.map_err(|error| anyhow!("{error}"))?);
        }
        ns.push(start.elapsed().as_nanos() as u64 / PROOFS);
    }
    // The first round fills the cache.
    let [least, median, greatest] = spread(ns.split_off(1));
    println!(
        "proof: {median} ns ({least} to {greatest}) in a log of {size}, {} % of its limit: {}",
        median * 100 / NS_MAX,
        if median <= NS_MAX { "ok" } else { "below" }
    );
    Ok(())
}
