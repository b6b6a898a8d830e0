//! Why a key, a note, a checkpoint or a proof was refused.
//!
//! Out of scope: reading and signing; those return these values.

use alloc::string::String;
use core::fmt;

use merkle::VerifyError;
use vocab::limits::{KEY_NAME_BYTES_MAX, NOTE_BYTES_MAX, NOTE_SIGNATURES_MAX};

/// Why a text or a key is refused. A refused text says nothing: do not use any part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SealError {
    /// The text cannot be the name of a key.
    KeyName {
        /// The first characters of it.
        name: String,
    },
    /// The bytes are no Ed25519 public key under which only one can sign.
    PublicKey,
    /// The text of a verifier key has the wrong form.
    VerifierKey {
        /// What it should have had.
        expected: &'static str,
    },
    /// The key id of a verifier key is not the one of its name and key.
    KeyId {
        /// The id in the text.
        found: u32,
        /// The id of name, kind and key.
        expected: u32,
    },
    /// The note is too long.
    NoteTooLong {
        /// Bytes of the note.
        bytes: usize,
    },
    /// A line of a note has the wrong form.
    Note {
        /// The line, from 1.
        line: usize,
        /// What it should have had.
        expected: &'static str,
    },
    /// The note has too many signatures.
    TooManySignatures,
    /// A signature line names a known key, but the signature is not of that key over this text.
    BadSignature {
        /// The name of the key.
        name: String,
    },
    /// No signature is of a known key.
    NoKnownSignature,
    /// The log's own signature is missing.
    NoLogSignature {
        /// The name of the log's key.
        name: String,
    },
    /// A line of a certificate file has the wrong form.
    File {
        /// The line, from 1.
        line: usize,
        /// What it should have had.
        expected: &'static str,
    },
    /// A line of a checkpoint has the wrong form.
    Checkpoint {
        /// The line, from 1.
        line: usize,
        /// What it should have had.
        expected: &'static str,
    },
    /// The checkpoint is of another log.
    Origin {
        /// The origin of the checkpoint.
        found: String,
        /// The origin asked for.
        expected: String,
    },
    /// The time of a cosignature is past the last that the format holds, 2^63 − 1.
    CosignatureTime {
        /// Seconds since 1970.
        time_s: u64,
    },
    /// A line of a tlog-proof has the wrong form.
    Proof {
        /// The line, from 1.
        line: usize,
        /// What it should have had.
        expected: &'static str,
    },
    /// A line of a request to a witness has the wrong form.
    Request {
        /// The line, from 1.
        line: usize,
        /// What it should have had.
        expected: &'static str,
    },
    /// A line of a list of landmarks has the wrong form.
    Landmarks {
        /// The line, from 1.
        line: usize,
        /// What it should have had.
        expected: &'static str,
    },
    /// The proof does not show that the entry is in the log.
    Inclusion(VerifyError),
}

impl fmt::Display for SealError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SealError::KeyName { name } => write!(
                f,
                "`{name}` is no name of a key; \
                 1 to {KEY_NAME_BYTES_MAX} bytes without blanks, `+` and control characters"
            ),
            SealError::PublicKey => f.write_str("the bytes are no usable `Ed25519 public key`"),
            SealError::VerifierKey { expected } => {
                write!(f, "the `verifier key` has the wrong form; expected {expected}")
            }
            SealError::KeyId { found, expected } => {
                write!(f, "the key id is `{found:08x}`; name and key have {expected:08x}")
            }
            SealError::NoteTooLong { bytes } => {
                write!(f, "the note has `{bytes}` bytes; it may have {NOTE_BYTES_MAX}")
            }
            SealError::Note { line, expected } => {
                write!(f, "line `{line}` of the note has the wrong form; expected {expected}")
            }
            SealError::TooManySignatures => {
                write!(f, "the `note` has more than {NOTE_SIGNATURES_MAX} signatures")
            }
            SealError::BadSignature { name } => {
                write!(f, "the signature of `{name}` is not of its key over this text")
            }
            SealError::NoKnownSignature => f.write_str("no signature of the `note` is known"),
            SealError::NoLogSignature { name } => {
                write!(f, "the checkpoint lacks the signature of its log, `{name}`")
            }
            SealError::File { line, expected } => {
                write!(f, "line {line} of the certificate file is wrong; expected {expected}")
            }
            SealError::Checkpoint { line, expected } => {
                write!(f, "line `{line}` of the checkpoint has the wrong form; expected {expected}")
            }
            SealError::Origin { found, expected } => {
                write!(f, "the checkpoint is of the log `{found}`; expected {expected}")
            }
            SealError::CosignatureTime { time_s } => {
                write!(f, "the time `{time_s}` is past the last of a cosignature, 2^63 - 1")
            }
            SealError::Proof { line, expected } => {
                write!(f, "line `{line}` of the proof has the wrong form; expected {expected}")
            }
            SealError::Request { line, expected } => {
                write!(f, "line `{line}` of the request has the wrong form; expected {expected}")
            }
            SealError::Landmarks { line, expected } => {
                write!(f, "line {line} of the landmarks is wrong; expected {expected}")
            }
            SealError::Inclusion(_) => f.write_str("the `inclusion proof` does not hold"),
        }
    }
}

impl core::error::Error for SealError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            SealError::Inclusion(error) => Some(error),
            _ => None,
        }
    }
}
