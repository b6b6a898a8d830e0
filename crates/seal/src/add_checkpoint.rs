//! `AddCheckpoint`, the text by which a log asks a witness for its cosignature.
//!
//! Source: C2SP tlog-witness, “add-checkpoint”.
//! In scope: reading in one form with bounded lines, printing.
//! Out of scope: whether the witness grants it (crate `witness`), and carrying it there.

use alloc::vec::Vec;
use core::fmt;

use merkle::Digest;
use vocab::limits::{NOTE_BYTES_MAX, WITNESS_PROOF_HASHES_MAX};

use crate::base64_text;
use crate::decimal;
use crate::note::SignedNote;
use crate::seal_error::SealError;

/// Bytes of the longest request that is read: size line, hashes, empty line, note.
pub const ADD_CHECKPOINT_BYTES_MAX: usize =
    "old 18446744073709551615\n".len() + WITNESS_PROOF_HASHES_MAX * 45 + 1 + NOTE_BYTES_MAX;

/// A checkpoint with the proof that an older tree is a prefix of it. Nothing in it is verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddCheckpoint {
    old_size: u64,
    proof: Vec<Digest>,
    checkpoint: SignedNote,
}

impl AddCheckpoint {
    /// Returns the request for a checkpoint's note, with the consistency proof from a size.
    ///
    /// # Errors
    /// More than 63 hashes.
    pub fn new(
        old_size: u64,
        proof: Vec<Digest>,
        checkpoint: SignedNote,
    ) -> Result<AddCheckpoint, SealError> {
        if WITNESS_PROOF_HASHES_MAX < proof.len() {
            let line = 1 + WITNESS_PROOF_HASHES_MAX + 1;
            return Err(SealError::Request { line, expected: "at most 63 hashes" });
        }
        Ok(AddCheckpoint { old_size, proof, checkpoint })
    }

    /// Reads a request.
    ///
    /// # Errors
    /// The first line that has the wrong form, or a checkpoint that is no signed note.
    pub fn parse(bytes: &[u8]) -> Result<AddCheckpoint, SealError> {
        let form = |line, expected| SealError::Request { line, expected };
        if ADD_CHECKPOINT_BYTES_MAX < bytes.len() {
            return Err(form(1, "a shorter request"));
        }
        let mut rest = bytes;
        let mut number = 0;
        let mut next = || {
            number += 1;
            let end = rest.iter().position(|byte| *byte == b'\n');
            let (line, after) = rest.split_at(end.ok_or(form(number, "a line with its newline"))?);
            rest = &after[1..];
            let line = core::str::from_utf8(line).map_err(|_| form(number, "ASCII"))?;
            Ok((number, line))
        };
        let (_, first) = next()?;
        let old_size = first.strip_prefix("old ").and_then(decimal::read);
        let old_size = old_size.ok_or(form(1, "old and a size without leading zeros"))?;
        let mut proof = Vec::new();
        loop {
            let (number, line) = next()?;
            if line.is_empty() {
                break;
            }
            if proof.len() == WITNESS_PROOF_HASHES_MAX {
                return Err(form(number, "at most 63 hashes"));
            }
            let hash = base64_text::decode_array(line);
            proof.push(hash.ok_or(form(number, "base 64 of 32 bytes, or an empty line"))?);
        }
        let checkpoint = SignedNote::parse(rest)?;
        Ok(AddCheckpoint { old_size, proof, checkpoint })
    }

    /// Returns the size that the log takes the witness to know.
    pub fn old_size(&self) -> u64 {
        self.old_size
    }

    /// Returns the hashes of the consistency proof.
    pub fn proof(&self) -> &[Digest] {
        &self.proof
    }

    /// Returns the checkpoint's note.
    pub fn checkpoint(&self) -> &SignedNote {
        &self.checkpoint
    }
}

impl fmt::Display for AddCheckpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "old {}", self.old_size)?;
        self.proof.iter().try_for_each(|hash| writeln!(f, "{}", base64_text::encode(hash)))?;
        write!(f, "\n{}", self.checkpoint)
    }
}
