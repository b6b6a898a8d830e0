//! The part of each row: a number from 0 to 63 by which Citus spreads the tables.
//!
//! In scope: how it follows from the key of a row. Out of scope: which node has it.
//! Invariant: these never change; rows are found by them.

use crate::contract::writing::Token;

/// How many parts there are.
const PARTS: u64 = 64;

/// How many places of the log in a row are of one part. No segment crosses a multiple of it.
pub const RUN: u64 = 4096;

/// Returns the part of a place of the log.
pub fn of_place(place: u64) -> i16 {
    ((place / RUN) % PARTS) as i16
}

/// Returns the part of an idempotency key.
pub fn of_key(key: &[u8; 16]) -> i16 {
    i16::from(key[0]) % PARTS as i16
}

/// Returns the part of a token.
pub fn of_token(token: &Token) -> i16 {
    i16::from(token.token[0]) % PARTS as i16
}

/// Returns the part of a name: of the site of a batch, or of a group of private rows.
pub fn of_name(name: &str) -> i16 {
    // FNV-1a of 64 bits: short, spread well enough, the same for ever.
    let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)
    });
    ((hash ^ (hash >> 32)) % PARTS) as i16
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_part_of_a_name_never_changes() {
        let check = |name, expect| assert_eq!(of_name(name), expect, "{name}");
        check("", 1);
        check("S000011000001", 39);
        check("s1", 14);
        check("会", 30);
    }

    #[test]
    fn the_part_of_a_place_changes_after_a_run() {
        let check = |place, expect| assert_eq!(of_place(place), expect, "{place}");
        check(0, 0);
        check(4095, 0);
        check(4096, 1);
        check(64 * 4096 - 1, 63);
        check(64 * 4096, 0);
        check((1 << 62) - 1, 63);
    }
}
