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
        self.minus(&cell(map, key, value));
    }

    /// Adds a hash, or another sum.
    pub(crate) fn plus(&mut self, other: &[u8; 32]) {
        let mut carry = 0u64;
        for i in (0..4).rev() {
            let (sum, over) = limb(&self.0, i).overflowing_add(limb(other, i));
            let (sum, over_again) = sum.overflowing_add(carry);
            self.0[8 * i..][..8].copy_from_slice(&sum.to_be_bytes());
            carry = u64::from(over || over_again);
        }
    }

    /// Takes a hash away.
    pub(crate) fn minus(&mut self, other: &[u8; 32]) {
        let mut borrow = 0u64;
        for i in (0..4).rev() {
            let (difference, under) = limb(&self.0, i).overflowing_sub(limb(other, i));
            let (difference, under_again) = difference.overflowing_sub(borrow);
            self.0[8 * i..][..8].copy_from_slice(&difference.to_be_bytes());
            borrow = u64::from(under || under_again);
        }
    }
}

/// The longest cell that is hashed from one place; longer ones are rare.
const SHORT: usize = 247;

fn limb(number: &[u8; 32], i: usize) -> u64 {
    let (limbs, _) = number.as_chunks::<8>();
    u64::from_be_bytes(limbs[i])
}

/// Returns the hash of a cell.
pub(crate) fn cell(map: &str, key: &[u8], value: &[u8]) -> [u8; 32] {
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
    use std::format;

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
    fn sums_go_on_from_limb_to_limb() {
        let of = |text: &str| {
            let mut bytes = [0u8; 32];
            for (i, byte) in bytes.iter_mut().enumerate() {
                *byte = u8::from_str_radix(&text[2 * i..][..2], 16).unwrap();
            }
            StateDigest(bytes)
        };
        let check = |a: &str, b: &str, sum: &str| {
            let mut digest = of(a);
            digest.plus(&of(b).0);
            assert_eq!(digest, of(sum), "{a} + {b}");
            digest.minus(&of(b).0);
            assert_eq!(digest, of(a), "{sum} - {b}");
        };
        let (zero, one, most) = ("0".repeat(64), format!("{:064x}", 1), "f".repeat(64));
        let limb = format!("{:048x}{}", 0, "f".repeat(16));
        check(&zero, &one, &one);
        check(&most, &one, &zero);
        check(&most, &most, &format!("{}e", "f".repeat(63)));
        check(&limb, &one, &format!("{:047x}1{:016x}", 0, 0));
        check(&limb, &most, &format!("{:048x}{}e", 0, "f".repeat(15)));
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
