//! Which values stood in an earlier row, in memory whose size is fixed.
//!
//! In scope: values that a form has once. Each value leaves forty bits of its hash and the number
//! of its row. Two different values are taken for one with a chance below one in a hundred thousand
//! in a sheet of a million rows; the report then names both rows, and who reads it sees that they
//! differ.
//! Out of scope: what is said about it (`row_reason`).

use super::block::NO_HASH;
use std::hint::black_box;

/// Places for values, a power of two. Eight bytes each; those that no value needs are never
/// touched.
const PLACES: usize = 1 << 21;

/// Bits of a place that hold the row.
const ROW_BITS: u32 = 24;

/// The values of one column so far.
pub(super) struct Seen {
    places: Vec<u64>,
}

impl Seen {
    pub(super) fn new() -> Seen {
        Seen { places: vec![0; PLACES] }
    }

    /// Looks at the places of values that are about to be noted. They lie all over the memory, and
    /// a processor fetches many at once when none waits for another.
    pub(super) fn foresee(&self, hashes: &[u64]) {
        black_box(hashes.iter().fold(0, |sum, hash| sum ^ self.places[*hash as usize % PLACES]));
    }

    /// Notes the hash of a value, and returns the earlier row that has it. Rows are counted from 1.
    pub(super) fn put(&mut self, hash: u64, row: u32) -> Option<u32> {
        if hash == NO_HASH {
            return None;
        }
        let mark = hash >> ROW_BITS << ROW_BITS;
        // The low bits say where to look first, the high ones stay: together nearly all of them.
        let mut at = hash as usize % PLACES;
        for _ in 0..PLACES {
            let place = &mut self.places[at];
            if *place == 0 {
                *place = mark | u64::from(row & ((1 << ROW_BITS) - 1));
                return None;
            }
            if *place >> ROW_BITS << ROW_BITS == mark {
                return Some((*place & ((1 << ROW_BITS) - 1)) as u32);
            }
            at = (at + 1) % PLACES;
        }
        None
    }
}

const _: () = assert!(super::SHEET_ROWS_MAX < PLACES / 10 * 8, "the places never fill up");
const _: () = assert!(super::SHEET_ROWS_MAX < 1 << (ROW_BITS - 1), "a row fits its bits");

#[cfg(test)]
mod tests {
    use super::*;
    use std::hash::{BuildHasher, RandomState};

    #[test]
    fn a_value_is_found_again_with_its_first_row() {
        let mut seen = Seen::new();
        let hasher = RandomState::new();
        let hash = |kind: u8, text: &str| hasher.hash_one((kind, text));
        for row in 1..=200_000u32 {
            assert_eq!(seen.put(hash(1, &row.to_string()), row), None, "{row}");
        }
        assert_eq!(seen.put(hash(1, "7"), 200_001), Some(7));
        assert_eq!(seen.put(hash(1, "7"), 200_002), Some(7));
        assert_eq!(seen.put(hash(2, "7"), 200_003), None);
        assert_eq!(seen.put(NO_HASH, 200_004), None);
        assert_eq!(seen.put(NO_HASH, 200_005), None);
    }
}
