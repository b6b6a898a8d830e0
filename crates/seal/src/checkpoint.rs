//! `Checkpoint`, the head of a log: origin, size and root; and `OpenedCheckpoint`, one that was
//! verified.
//!
//! Source: C2SP tlog-checkpoint.
//! Invariant I-LOG-1 is not kept here: that one checkpoint is a prefix of the next takes a
//! consistency proof.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;
use core::str::FromStr;

use merkle::Digest;

use crate::base64_text;
use crate::cosignature::Cosigned;
use crate::decimal;
use crate::note::SignedNote;
use crate::seal_error::SealError;
use crate::verifier_key::{KeyName, VerifierKey};

/// What a log says about itself. Printing gives back the text it was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    origin: String,
    size: u64,
    root: Digest,
    /// Lines that other logs may add. We write none, and keep theirs because they are signed.
    extensions: Vec<String>,
}

impl Checkpoint {
    /// Returns the checkpoint of a log, whose origin is the name of its key.
    pub fn new(origin: &KeyName, size: u64, root: Digest) -> Checkpoint {
        Checkpoint { origin: origin.as_str().into(), size, root, extensions: Vec::new() }
    }

    /// Returns the identity of the log.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Returns the number of leaves.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Returns the root of the tree.
    pub fn root(&self) -> &Digest {
        &self.root
    }

    /// Returns the extension lines; the logs of this house have none.
    pub fn extensions(&self) -> &[String] {
        &self.extensions
    }

    /// Returns the checkpoint as a note without signatures.
    ///
    /// # Errors
    /// Extension lines so long that no note can hold them.
    pub fn to_note(&self) -> Result<SignedNote, SealError> {
        SignedNote::new(self.to_string())
    }
}

impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}\n{}\n{}", self.origin, self.size, base64_text::encode(&self.root))?;
        self.extensions.iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}

impl FromStr for Checkpoint {
    type Err = SealError;

    fn from_str(text: &str) -> Result<Checkpoint, SealError> {
        let form = |line, expected| SealError::Checkpoint { line, expected };
        let Some(text) = text.strip_suffix('\n') else {
            return Err(form(text.split('\n').count(), "a newline at its end"));
        };
        let lines: Vec<&str> = text.split('\n').collect();
        let bad = |line: &&str| line.is_empty() || line.bytes().any(|byte| byte < 0x20);
        if let Some(i) = lines.iter().position(bad) {
            return Err(form(i + 1, "a line with text and no control characters"));
        }
        let [origin, size, root, extensions @ ..] = lines.as_slice() else {
            return Err(form(lines.len() + 1, "three lines: origin, size, root"));
        };
        let size = decimal::read(size).ok_or_else(|| form(2, "a size without leading zeros"))?;
        let root: Digest =
            base64_text::decode_array(root).ok_or_else(|| form(3, "base 64 of 32 bytes"))?;
        if size == 0 && root != merkle::empty_root() {
            return Err(form(3, "the root of the empty tree, since the size is 0"));
        }
        let extensions = extensions.iter().map(|line| line.to_string()).collect();
        Ok(Checkpoint { origin: origin.to_string(), size, root, extensions })
    }
}

/// A checkpoint whose log signed it, with the cosignatures of the witnesses that the caller knows.
/// The only way to one is to verify.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenedCheckpoint {
    checkpoint: Checkpoint,
    cosignatures: Vec<Cosigned>,
}

impl OpenedCheckpoint {
    /// Verifies a note as a checkpoint of the log with this origin and key. Whether the
    /// cosignatures are enough is for the caller to say; each witness counts once.
    ///
    /// # Errors
    /// A bad or missing signature of the log, a bad cosignature of a known witness, a text that is
    /// no checkpoint, or another origin.
    pub fn open(
        note: &SignedNote,
        origin: &str,
        log: &VerifierKey,
        witnesses: &[VerifierKey],
    ) -> Result<OpenedCheckpoint, SealError> {
        let missing = || SealError::NoLogSignature { name: log.name().as_str().into() };
        note.verify(core::slice::from_ref(log)).map_err(|error| match error {
            SealError::NoKnownSignature => missing(),
            other => other,
        })?;
        let checkpoint: Checkpoint = note.text().parse()?;
        if checkpoint.origin != origin {
            let (found, expected) = (checkpoint.origin, origin.into());
            return Err(SealError::Origin { found, expected });
        }
        let verified = match note.verify(witnesses) {
            // Nobody the caller knows has cosigned it yet.
            Err(SealError::NoKnownSignature) => Vec::new(),
            other => other?,
        };
        // Only kind 04 is a cosignature; a key of another kind among the witnesses states no time.
        let cosignatures = verified.iter().filter_map(|signature| {
            let witness = signature.key.clone();
            signature.time_s.map(|time_s| Cosigned { witness, time_s })
        });
        let cosignatures = cosignatures.collect();
        Ok(OpenedCheckpoint { checkpoint, cosignatures })
    }

    /// Returns the checkpoint.
    pub fn checkpoint(&self) -> &Checkpoint {
        &self.checkpoint
    }

    /// Returns the verified cosignatures, one a witness, in the order of the lines.
    pub fn cosignatures(&self) -> &[Cosigned] {
        &self.cosignatures
    }
}
