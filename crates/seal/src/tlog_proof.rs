//! `TlogProof`, a proof in one text file that an entry is in a log.
//!
//! Source: C2SP tlog-proof.
//! In scope: reading in one form with bounded lines, printing, verifying for an entry's leaf hash.
//! Out of scope: the entry itself, and how many witnesses are enough.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use merkle::{Digest, verify_inclusion};
use vocab::limits::{NOTE_BYTES_MAX, PROOF_EXTRA_BYTES_MAX, PROOF_HASHES_MAX};

use crate::base64_text;
use crate::checkpoint::OpenedCheckpoint;
use crate::decimal;
use crate::note::SignedNote;
use crate::seal_error::SealError;
use crate::verifier_key::VerifierKey;

const HEADER: &str = "c2sp.org/tlog-proof@v1";

/// Bytes of the longest proof that is read: header, extra line, index line, hashes, empty line,
/// note.
const PROOF_BYTES_MAX: usize =
    64 + (PROOF_EXTRA_BYTES_MAX + 3) / 3 * 4 + PROOF_HASHES_MAX * 45 + NOTE_BYTES_MAX;

/// A proof that an entry stands at an index of a log. It says nothing until `verify` has succeeded,
/// and the extra data is never vouched for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TlogProof {
    extra: Option<Vec<u8>>,
    index: u64,
    hashes: Vec<Digest>,
    checkpoint: SignedNote,
}

impl TlogProof {
    /// Returns the proof of an index in the tree of a signed checkpoint.
    ///
    /// # Errors
    /// More hashes than a tree has levels.
    pub fn new(
        index: u64,
        hashes: Vec<Digest>,
        checkpoint: SignedNote,
    ) -> Result<TlogProof, SealError> {
        if PROOF_HASHES_MAX < hashes.len() {
            let line = 2 + PROOF_HASHES_MAX + 1;
            return Err(SealError::Proof { line, expected: "at most 64 hashes" });
        }
        Ok(TlogProof { extra: None, index, hashes, checkpoint })
    }

    /// Returns the proof with data beside it, which nobody vouches for. Without bytes there is
    /// none.
    ///
    /// # Errors
    /// More bytes than are read back.
    pub fn with_extra(self, extra: Vec<u8>) -> Result<TlogProof, SealError> {
        if PROOF_EXTRA_BYTES_MAX < extra.len() {
            return Err(SealError::Proof { line: 2, expected: "less extra data" });
        }
        let extra = (!extra.is_empty()).then_some(extra);
        Ok(TlogProof { extra, ..self })
    }

    /// Reads a proof. It verifies nothing.
    ///
    /// # Errors
    /// The first line that has the wrong form, or a checkpoint that is no signed note.
    pub fn parse(bytes: &[u8]) -> Result<TlogProof, SealError> {
        let form = |line, expected| SealError::Proof { line, expected };
        if PROOF_BYTES_MAX < bytes.len() {
            return Err(form(1, "a shorter file"));
        }
        let mut lines = Lines { rest: bytes, line: 0 };
        if lines.next()? != HEADER {
            return Err(form(1, HEADER));
        }
        let mut line = lines.next()?;
        let mut extra = None;
        if let Some(text) = line.strip_prefix("extra ") {
            let bytes = base64_text::decode(text, PROOF_EXTRA_BYTES_MAX);
            let bytes = bytes.filter(|bytes| !bytes.is_empty());
            extra = Some(bytes.ok_or(form(2, "base 64 of some bytes"))?);
            line = lines.next()?;
        }
        let index = line.strip_prefix("index ").and_then(decimal::read);
        let index = index.ok_or(form(lines.line, "index and a number without leading zeros"))?;
        let mut hashes = Vec::new();
        loop {
            let line = lines.next()?;
            if line.is_empty() {
                break;
            }
            if hashes.len() == PROOF_HASHES_MAX {
                return Err(form(lines.line, "at most 64 hashes"));
            }
            let hash = base64_text::decode_array(line);
            hashes.push(hash.ok_or(form(lines.line, "base 64 of 32 bytes, or an empty line"))?);
        }
        let checkpoint = SignedNote::parse(lines.rest)?;
        Ok(TlogProof { extra, index, hashes, checkpoint })
    }

    /// Returns the data beside the proof. It is not authenticated.
    pub fn extra(&self) -> Option<&[u8]> {
        self.extra.as_deref()
    }

    /// Returns the index of the entry.
    pub fn index(&self) -> u64 {
        self.index
    }

    /// Returns the hashes from the leaf's sibling to the root's child.
    pub fn hashes(&self) -> &[Digest] {
        &self.hashes
    }

    /// Returns the signed checkpoint, verified by nobody yet.
    pub fn checkpoint(&self) -> &SignedNote {
        &self.checkpoint
    }

    /// Verifies that the entry with this leaf hash stands in the log with this origin and key, and
    /// returns the checkpoint that shows it.
    ///
    /// # Errors
    /// Those of `OpenedCheckpoint::open`, or an inclusion proof that does not hold.
    pub fn verify(
        &self,
        leaf: &Digest,
        origin: &str,
        log: &VerifierKey,
        witnesses: &[VerifierKey],
    ) -> Result<OpenedCheckpoint, SealError> {
        let opened = OpenedCheckpoint::open(&self.checkpoint, origin, log, witnesses)?;
        let (size, root) = (opened.checkpoint().size(), opened.checkpoint().root());
        verify_inclusion(leaf, self.index, size, &self.hashes, root)
            .map_err(SealError::Inclusion)?;
        Ok(opened)
    }
}

impl fmt::Display for TlogProof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{HEADER}")?;
        if let Some(extra) = &self.extra {
            writeln!(f, "extra {}", base64_text::encode(extra))?;
        }
        writeln!(f, "index {}", self.index)?;
        self.hashes.iter().try_for_each(|hash| writeln!(f, "{}", base64_text::encode(hash)))?;
        write!(f, "\n{}", self.checkpoint)
    }
}

impl From<TlogProof> for String {
    fn from(proof: TlogProof) -> String {
        proof.to_string()
    }
}

/// The lines of a proof before its checkpoint, one after the other.
struct Lines<'a> {
    rest: &'a [u8],
    /// The line last read, from 1.
    line: usize,
}

impl<'a> Lines<'a> {
    fn next(&mut self) -> Result<&'a str, SealError> {
        self.line += 1;
        let form = |expected| SealError::Proof { line: self.line, expected };
        let end = self.rest.iter().position(|byte| *byte == b'\n');
        let (line, rest) = self.rest.split_at(end.ok_or(form("a line with its newline"))?);
        self.rest = &rest[1..];
        core::str::from_utf8(line).map_err(|_| form("ASCII"))
    }
}
