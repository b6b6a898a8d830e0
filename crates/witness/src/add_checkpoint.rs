//! What a witness answers to a request: the checks of tlog-witness, one after the other.
//!
//! Source: C2SP tlog-witness, “add-checkpoint”; its sentences stand at the checks.
//! In scope: request and what is known in, a checkpoint that may be cosigned or a refusal out;
//! nothing is read or written.
//! Out of scope: cosigning and keeping (`cosigning`), carrying (`serve`), law (`lawful`).

use crate::state::Known;
use merkle::{VerifyError, verify_consistency};
use seal::{AddCheckpoint, Checkpoint, SealError, VerifierKey};
use std::fmt;

/// Why a request is not granted. Nothing is cosigned and nothing is kept as known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The request is no request; 400.
    Malformed(SealError),
    /// The old size is larger than the checkpoint; 400.
    OldLarger {
        /// The old size.
        old: u64,
        /// Size of the checkpoint.
        size: u64,
    },
    /// The log is not among those this witness watches; 404.
    UnknownOrigin,
    /// No signature of the log, or a bad one; 403.
    NotSigned(SealError),
    /// The witness knows another size than the log takes it to; 409.
    OtherSize {
        /// The size that it knows.
        known: u64,
    },
    /// The log signed two trees of one size; 409.
    Fork {
        /// The size.
        size: u64,
    },
    /// The consistency proof does not hold; 422.
    Inconsistent(VerifyError),
}

/// A checkpoint that its log signed, of a log that the witness watches.
#[derive(Clone, Debug)]
pub struct Authentic {
    pub(crate) request: AddCheckpoint,
    pub(crate) checkpoint: Checkpoint,
}

impl Authentic {
    /// Reads a request and verifies that a log of `logs` signed its checkpoint. A log may have
    /// several keys under its origin.
    ///
    /// # Errors
    /// A request that is none, an unknown origin, or no good signature.
    pub fn read(body: &[u8], logs: &[VerifierKey]) -> Result<Authentic, Refusal> {
        let request = AddCheckpoint::parse(body).map_err(Refusal::Malformed)?;
        let note = request.checkpoint();
        let checkpoint: Checkpoint = note.text().parse().map_err(Refusal::Malformed)?;
        // "If the checkpoint origin is unknown, the witness MUST respond with a 404."
        let of_origin = |key: &&VerifierKey| key.name().as_str() == checkpoint.origin();
        let trusted: Vec<VerifierKey> = logs.iter().filter(of_origin).cloned().collect();
        if trusted.is_empty() {
            return Err(Refusal::UnknownOrigin);
        }
        // "The witness MUST verify the checkpoint signature against the public key(s) it trusts for
        // the checkpoint origin, and it MUST ignore signatures from unknown keys. … If none of the
        // signatures verify against a trusted public key, the witness MUST respond with a 403."
        note.verify(&trusted).map_err(Refusal::NotSigned)?;
        // "The old size MUST be equal to or lower than the checkpoint size. Otherwise … 400."
        let (old, size) = (request.old_size(), checkpoint.size());
        if size < old {
            return Err(Refusal::OldLarger { old, size });
        }
        Ok(Authentic { request, checkpoint })
    }

    /// Checks that the checkpoint goes on from what is known. Must be asked, and the checkpoint
    /// kept, in one step, or an older request could roll back a newer one.
    ///
    /// # Errors
    /// Another size than the one known, another root of the same size, or a bad proof.
    pub fn follows(&self, known: &Known) -> Result<(), Refusal> {
        let (old, size) = (self.request.old_size(), self.checkpoint.size());
        // "The witness MUST check that the old size matches the size of the latest checkpoint it
        // cosigned … (or zero …). If it doesn't match, the witness MUST respond with a 409."
        if old != known.size {
            return Err(Refusal::OtherSize { known: known.size });
        }
        // "If the old size matches the checkpoint size, the witness MUST check that the root hashes
        // are also identical. If they don't match, the witness MUST respond with a 409."
        if old == size && known.root != *self.checkpoint.root() {
            return Err(Refusal::Fork { size });
        }
        // "The proof MUST be empty if the old size is zero. If the Merkle Consistency Proof doesn't
        // verify, the witness MUST respond with a 422."
        let new = (size, self.checkpoint.root());
        verify_consistency((old, &known.root), new, self.request.proof())
            .map_err(Refusal::Inconsistent)
    }
}

impl Refusal {
    /// Returns the status that the protocol has for it.
    pub fn status(&self) -> u16 {
        match self {
            Refusal::Malformed(_) | Refusal::OldLarger { .. } => 400,
            Refusal::NotSigned(_) => 403,
            Refusal::UnknownOrigin => 404,
            Refusal::OtherSize { .. } | Refusal::Fork { .. } => 409,
            Refusal::Inconsistent(_) => 422,
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::Malformed(error) | Refusal::NotSigned(error) => error.fmt(f),
            Refusal::OldLarger { old, size } => {
                write!(f, "the old size `{old}` is larger than the checkpoint's, {size}")
            }
            Refusal::UnknownOrigin => f.write_str("the `origin` is not watched by this witness"),
            Refusal::OtherSize { known } => write!(f, "this witness knows size `{known}`"),
            Refusal::Fork { size } => {
                write!(f, "this witness cosigned another root of size `{size}`")
            }
            Refusal::Inconsistent(error) => error.fmt(f),
        }
    }
}
