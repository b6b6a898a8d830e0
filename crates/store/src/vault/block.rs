//! Blocks: some private rows of a group in the bytes of one row, before they are sealed.
//!
//! In scope: which rows lie together, and the bytes of a block.
//! Out of scope: sealing (`vault`), where a block is kept. Rows of persons are short and come by
//! the sheet; one seal and one key for each would cost as much room as the rows themselves.

use crate::contract::writing::PrivateKind;
use crate::store_error::StoreError;
use std::collections::BTreeMap;

/// Bytes of the body of one row. Rows hold a few fields; pictures are to be kept elsewhere. The
/// desk notices. A full block of such rows stays below the limit of the backends.
pub const ROW_BYTES_MAX: usize = 65_536;

/// Rows of a block. A block of candidates then fills most of a page.
const ROWS: u32 = 32;

/// Returns how many places of a group of a kind lie in one block. Larger rows lie alone.
pub(crate) fn rows_of(kind: PrivateKind) -> u32 {
    match kind {
        PrivateKind::Candidate
        | PrivateKind::Result
        | PrivateKind::Election
        | PrivateKind::Refund
        | PrivateKind::Salt
        | PrivateKind::Registration
        | PrivateKind::Reading => ROWS,
        PrivateKind::Refusal | PrivateKind::Draft => 1,
    }
}

/// Bodies by place within the block.
pub(crate) type Block = BTreeMap<u8, Vec<u8>>;

/// Returns the bytes of a block: for each row its place in one byte, its length in three, and its
/// body.
pub(crate) fn write(block: &Block) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(block.values().map(|body| 4 + body.len()).sum());
    for (place, body) in block {
        bytes.push(*place);
        // A body has at most ROW_BYTES_MAX.
        bytes.extend(&(body.len() as u32).to_le_bytes()[..3]);
        bytes.extend(body);
    }
    bytes
}

/// Reads a block.
///
/// # Errors
/// The bytes are none.
pub(crate) fn read(mut bytes: &[u8]) -> Result<Block, StoreError> {
    let mut block = Block::new();
    while let Some((head, rest)) = bytes.split_at_checked(4) {
        let length = u32::from_le_bytes([head[1], head[2], head[3], 0]) as usize;
        let Some((body, rest)) = rest.split_at_checked(length) else { break };
        block.insert(head[0], body.to_vec());
        bytes = rest;
    }
    match bytes {
        [] => Ok(block),
        _ => Err(StoreError::Damaged { what: "a block of private rows is none".to_string() }),
    }
}

/// Returns the body of one row of a block, without taking the others out.
///
/// # Errors
/// The bytes are none.
pub(crate) fn one(mut bytes: &[u8], within: u8) -> Result<Option<Vec<u8>>, StoreError> {
    while let Some((head, rest)) = bytes.split_at_checked(4) {
        let length = u32::from_le_bytes([head[1], head[2], head[3], 0]) as usize;
        let Some((body, rest)) = rest.split_at_checked(length) else { break };
        if head[0] == within {
            return Ok(Some(body.to_vec()));
        }
        bytes = rest;
    }
    match bytes {
        [] => Ok(None),
        _ => Err(StoreError::Damaged { what: "a block of private rows is none".to_string() }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(rows: &[(u8, &[u8])]) {
        let block: Block = rows.iter().map(|(place, body)| (*place, body.to_vec())).collect();
        let bytes = write(&block);
        assert_eq!(read(&bytes).unwrap(), block);
        for within in 0..=31 {
            assert_eq!(one(&bytes, within).unwrap().as_ref(), block.get(&within), "{within}");
        }
        if let Some((_, cut)) = bytes.split_last() {
            assert!(read(cut).is_err(), "{rows:?}");
            assert!(one(cut, 255).is_err(), "{rows:?}");
        }
    }

    #[test]
    fn a_block_is_read_as_it_was_written_and_a_cut_one_is_refused() {
        check(&[]);
        check(&[(0, b"")]);
        check(&[(0, b"a"), (31, b"bcd")]);
        check(&[(5, &[7; 300]), (6, b""), (7, &[8; 70_000])]);
    }
}
