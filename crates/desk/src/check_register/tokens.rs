//! The tokens of certificates, compared as sums over ranges of entries.
//!
//! In scope: that there are those that certificates are to be found by, and no others.
//! Out of scope: which tokens those are (`holders`); the order of the index (`store`).
//! Tokens lie in the order of their hashes, and certificates in that of the log. A sum of hashes
//! says without sorting whether both are the same, a few thousand sums say about where they differ.

use super::finding::{Finding, Looked, Part};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeSet;
use store::{Blind, IndexKeys, Kept, KeptKind, Store, StoreError, Token, TokenSpace};

/// Ranges at most: bounds memory, and how many entries a finding is about.
const RANGES_MAX: u64 = 4_096;

/// How many, and the sum of their hashes.
type Sum = (u64, u128);

/// Tokens by the range of entries that they lead to.
pub(super) struct TokenSums {
    size: u64,
    /// Entries of a range.
    width: u64,
    expected: Vec<Sum>,
    /// Entries whose tokens cannot be known.
    apart: BTreeSet<u64>,
    /// Spaces of another key: while one is turned, some of its tokens are there.
    turning: Vec<TokenSpace>,
}

impl TokenSums {
    /// Returns no tokens, of a log of some size. Those of the key that is asked are to be there; of
    /// another only while one is turned.
    pub(super) fn over(size: u64, keys: &IndexKeys) -> TokenSums {
        let width = size.div_ceil(RANGES_MAX).max(1);
        let ranges = size.div_ceil(width).max(1) as usize;
        let turning = keys.all()[1..].iter().flat_map(Blind::spaces).collect();
        TokenSums { size, width, expected: vec![(0, 0); ranges], apart: BTreeSet::new(), turning }
    }

    /// Adds tokens that have to be there.
    pub(super) fn expect(&mut self, tokens: &BTreeSet<Token>) {
        for token in tokens {
            let range = self.range(token.place);
            add(&mut self.expected[range], token);
        }
    }

    /// Leaves the tokens of an entry out, whatever they are.
    pub(super) fn leave_out(&mut self, entry: u64) {
        self.apart.insert(entry);
    }

    /// Compares them with those that are kept, and returns what was found with how it ended.
    pub(super) fn compare(self, store: &dyn Store) -> (Part, Result<(), StoreError>) {
        let mut part = Part::new(Looked::Tokens);
        let mut there = vec![(0, 0); self.expected.len()];
        let walked = store.each_kept(KeptKind::Tokens, &mut |kept| {
            if let Kept::Token(token) = kept {
                part.compared += 1;
                if !self.apart.contains(&token.place) && !self.turning.contains(&token.space) {
                    add(&mut there[self.range(token.place)], &token);
                }
            }
            Ok(())
        });
        if walked.is_ok() {
            for (n, (expected, there)) in (0..).zip(self.expected.iter().zip(&there)) {
                if expected != there {
                    let first = n * self.width;
                    let last = (first + self.width).min(self.size).max(1) - 1;
                    let (expected, there) = (expected.0, there.0);
                    part.find(Finding::TokensDiffer { first, last, expected, there });
                }
            }
        }
        (part, walked)
    }

    /// Returns the range of an entry; one beyond the log counts to the last.
    fn range(&self, place: u64) -> usize {
        ((place / self.width) as usize).min(self.expected.len() - 1)
    }
}

fn add((count, sum): &mut Sum, token: &Token) {
    let hash = Sha256::new()
        .chain_update([token.space.code()])
        .chain_update(token.token)
        .chain_update(token.place.to_le_bytes());
    let mut half = [0; 16];
    half.copy_from_slice(&hash.finalize()[..16]);
    *count += 1;
    *sum = sum.wrapping_add(u128::from_le_bytes(half));
}
