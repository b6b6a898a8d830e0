//! The digest of the state: a sum over its cells, so that a change costs only what changed.
//!
//! Source: AdHash, M. Bellare and D. Micciancio, "A New Paradigm for Collision-Free Hashing"
//! (1997): each cell is hashed with its key and the hashes are added modulo 2^256. It compares
//! replays by parties that each hold the whole log; the log's root is what binds. The cells stand
//! in docs/formats/state-digest.md.

use core::fmt;
use sha2::{Digest as _, Sha256};

/// The digest of a state: equal states have equal digests, in whatever order they came about.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct StateDigest([u8; 32]);

impl StateDigest {
    /// Returns the bytes.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    pub(crate) const fn from_bytes(bytes: [u8; 32]) -> StateDigest {
        StateDigest(bytes)
    }

    /// Adds a cell: which map it is in, its key, its value.
    pub(crate) fn add(&mut self, map: &str, key: &[u8], value: &[u8]) {
        self.plus(&cell(map, key, value));
    }

    /// Takes a cell away that was added before.
    pub(crate) fn take(&mut self, map: &str, key: &[u8], value: &[u8]) {
        let hash = cell(map, key, value);
        let mut borrow = 0i16;
        for i in (0..32).rev() {
            let difference = i16::from(self.0[i]) - i16::from(hash[i]) - borrow;
            self.0[i] = difference as u8;
            borrow = i16::from(difference < 0);
        }
    }

    /// Adds another sum.
    pub(crate) fn plus(&mut self, other: &[u8; 32]) {
        let mut carry = 0u16;
        for i in (0..32).rev() {
            let sum = u16::from(self.0[i]) + u16::from(other[i]) + carry;
            self.0[i] = sum as u8;
            carry = sum >> 8;
        }
    }
}

/// The longest cell that is hashed from one place; longer ones are rare.
const SHORT: usize = 247;

fn cell(map: &str, key: &[u8], value: &[u8]) -> [u8; 32] {
    let parts = [map.as_bytes(), key, value];
    // Hashed in one go: most cells take one or two blocks, and each further call costs.
    let mut short = [0; SHORT];
    let mut length = 0;
    if map.len() + key.len() + value.len() + 24 <= SHORT {
        for part in parts {
            short[length..][..8].copy_from_slice(&(part.len() as u64).to_be_bytes());
            short[length + 8..][..part.len()].copy_from_slice(part);
            length += 8 + part.len();
        }
        return Sha256::digest(&short[..length]).into();
    }
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}

impl fmt::Display for StateDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|b| write!(f, "{b:02x}"))
    }
}

impl fmt::Debug for StateDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StateDigest({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_depends_on_the_cells_and_not_on_their_order() {
        let mut a = StateDigest::default();
        a.add("x", b"1", b"one");
        a.add("x", b"2", b"two");
        let mut b = StateDigest::default();
        b.add("x", b"2", b"other");
        b.add("x", b"1", b"one");
        assert_ne!(a, b);
        b.take("x", b"2", b"other");
        b.add("x", b"2", b"two");
        assert_eq!(a, b);
    }

    #[test]
    fn parts_of_a_cell_do_not_run_into_each_other() {
        let mut a = StateDigest::default();
        a.add("x", b"12", b"3");
        let mut b = StateDigest::default();
        b.add("x", b"1", b"23");
        assert_ne!(a, b);
    }
}
