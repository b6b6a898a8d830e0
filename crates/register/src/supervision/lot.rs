//! The lot: from two nonces and a root to what is drawn, as anyone can compute again.
//!
//! Source: docs/draws.md, method 1. Our own; SHA-256 is FIPS 180-4, the shuffle is the partial one
//! of R. Durstenfeld (1964), and words that would make it uneven are rejected.
//! In scope: arithmetic. Out of scope: who commits and reveals (`draw`).

use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use sha2::{Digest as _, Sha256};

use super::act::DrawId;

/// The method that is known here.
pub const DRAW_METHOD: u8 = 1;

/// Returns the commitment to a nonce of a draw.
pub fn nonce_commitment(draw: DrawId, nonce: &[u8; 32]) -> [u8; 32] {
    hash(&[b"dengji draw nonce 1\n", &draw.0.to_be_bytes(), nonce])
}

/// Returns the digest of a population: numbers by rising order, four bytes each.
pub fn population_root(numbers: &[u32]) -> [u8; 32] {
    let mut sum = Sha256::new();
    sum.update(b"dengji draw population 1\n");
    numbers.iter().for_each(|n| sum.update(n.to_be_bytes()));
    sum.finalize().into()
}

/// Returns the seed of a draw: the root of the first landmark after both commitments, the nonce of
/// whoever draws, the nonce of the witness.
pub fn draw_seed(landmark_root: &[u8; 32], drawer: &[u8; 32], witness: &[u8; 32]) -> [u8; 32] {
    hash(&[b"dengji draw seed 1\n", landmark_root, drawer, witness])
}

/// Returns `pick` different places below `size`, in the order drawn; every order of every choice is
/// equally likely under a random seed. Draws all of them when there are fewer.
pub fn draw_picks(seed: &[u8; 32], size: u32, pick: u16) -> Vec<u32> {
    let mut words = Words { seed, block: 0, left: Vec::new() };
    // Places that hold another place's number; all others hold their own.
    let mut moved: BTreeMap<u32, u32> = BTreeMap::new();
    let mut picks = Vec::new();
    for place in 0..u32::from(pick).min(size) {
        let other = place + words.below(size - place);
        let drawn = moved.get(&other).copied().unwrap_or(other);
        let here = moved.get(&place).copied().unwrap_or(place);
        moved.insert(other, here);
        picks.push(drawn);
    }
    picks
}

/// Words of 32 bits from a seed, by blocks of eight.
struct Words<'a> {
    seed: &'a [u8; 32],
    block: u32,
    left: Vec<u32>,
}

impl Words<'_> {
    fn word(&mut self) -> u32 {
        if self.left.is_empty() {
            let block = hash(&[b"dengji draw block 1\n", self.seed, &self.block.to_be_bytes()]);
            self.block += 1;
            let (words, _) = block.as_chunks::<4>();
            self.left = words.iter().rev().map(|word| u32::from_be_bytes(*word)).collect();
        }
        self.left.pop().expect("a block has eight words")
    }

    /// Returns a number below `bound`, which is not nought. Words past the last whole multiple of
    /// it are left out, so that every number is equally likely.
    fn below(&mut self, bound: u32) -> u32 {
        let whole = (1u64 << 32) / u64::from(bound) * u64::from(bound);
        loop {
            let word = self.word();
            if u64::from(word) < whole {
                return word % bound;
            }
        }
    }
}

fn hash(parts: &[&[u8]]) -> [u8; 32] {
    let mut sum = Sha256::new();
    parts.iter().for_each(|part| sum.update(part));
    sum.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn check(size: u32, pick: u16, drawn: usize) {
        for seed in 0..50u8 {
            let picks = draw_picks(&[seed; 32], size, pick);
            let different: BTreeSet<u32> = picks.iter().copied().collect();
            assert_eq!((picks.len(), different.len()), (drawn, drawn), "{size} {pick} {seed}");
            assert!(picks.iter().all(|p| *p < size));
        }
    }

    #[test]
    fn a_draw_takes_as_many_different_places_as_it_says() {
        check(1, 1, 1);
        check(12, 3, 3);
        check(12, 12, 12);
        check(5, 9, 5);
        check(1_000_000, 40, 40);
        check(u32::MAX, 2, 2);
    }

    #[test]
    fn every_place_comes_out_about_as_often_as_every_other() {
        let mut counts = [0u32; 7];
        for n in 0..7_000u32 {
            let seed: [u8; 32] = Sha256::digest(n.to_be_bytes()).into();
            draw_picks(&seed, 7, 2).iter().for_each(|p| counts[*p as usize] += 1);
        }
        // 2,000 each are expected; the standard deviation is below 38.
        assert!(counts.iter().all(|n| (1_800..2_200).contains(n)), "{counts:?}");
    }
}
