//! Cosignatures: a witness's statement that a checkpoint goes on from all it has seen of the log.
//!
//! Source: C2SP tlog-cosignature, “Ed25519 signed message” (kind 04).
//! Out of scope: seeing that it is so. A witness cosigns only after it has verified the
//! consistency, and keeps what it signed; see the `witness` crate.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::checkpoint::Checkpoint;
use crate::key::{PublicKey, SIGNATURE_BYTES, SigningSeed};
use crate::note::{NoteSignature, SignedNote};
use crate::seal_error::SealError;
use crate::verifier_key::{KeyKind, KeyName, VerifierKey};

/// Bytes of a cosignature: the time and the signature.
pub const COSIGNATURE_BYTES: usize = 8 + SIGNATURE_BYTES;

/// Last time that a cosignature may state, in seconds since 1970.
pub const TIME_S_MAX: u64 = i64::MAX as u64;

/// A cosignature that was verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cosigned {
    /// The key of the witness. One key means one fixed set of statements.
    pub witness: VerifierKey,
    /// The time in seconds since 1970, as the witness says. Callers may refuse one in the future.
    pub time_s: u64,
}

/// A key that cosigns checkpoints as kind 04.
///
/// The signed message does not name the cosigner, so one seed belongs to one cosigner only.
#[derive(Clone, Debug)]
pub struct Cosigner {
    key: VerifierKey,
    seed: SigningSeed,
}

impl Cosigner {
    /// Returns the cosigner of a name and a seed.
    pub fn new(name: KeyName, seed: SigningSeed) -> Cosigner {
        let key = VerifierKey::new(name, KeyKind::CosignatureV1, seed.public_key());
        Cosigner { key, seed }
    }

    /// Returns the key by which others verify.
    pub fn verifier(&self) -> &VerifierKey {
        &self.key
    }

    /// Returns the cosignature line over a checkpoint's note at a time in seconds since 1970.
    /// `push` it to the note, or send it back to the log.
    ///
    /// # Errors
    /// A note that is no checkpoint, or a time past 2^63 − 1.
    pub fn cosign(&self, note: &SignedNote, time_s: u64) -> Result<NoteSignature, SealError> {
        note.text().parse::<Checkpoint>()?;
        if TIME_S_MAX < time_s {
            return Err(SealError::CosignatureTime { time_s });
        }
        let mut bytes = Vec::with_capacity(COSIGNATURE_BYTES);
        bytes.extend_from_slice(&time_s.to_be_bytes());
        bytes.extend_from_slice(&self.seed.sign(message(note.text(), time_s).as_bytes()));
        Ok(NoteSignature::new(&self.key, bytes))
    }
}

/// Verifies a cosignature over a checkpoint's text and returns its time.
pub(crate) fn verify(key: &PublicKey, text: &str, cosignature: &[u8]) -> Option<u64> {
    let cosignature: &[u8; COSIGNATURE_BYTES] = cosignature.try_into().ok()?;
    let (time_s, signature) = cosignature.split_first_chunk::<8>()?;
    let time_s = u64::from_be_bytes(*time_s);
    // A cosignature is only ever over a checkpoint.
    let stands = time_s <= TIME_S_MAX
        && text.parse::<Checkpoint>().is_ok()
        && key.verify(message(text, time_s).as_bytes(), signature.try_into().ok()?);
    stands.then_some(time_s)
}

/// Returns what is signed: a line that sets it apart, a line with the time, the checkpoint's body.
fn message(text: &str, time_s: u64) -> String {
    format!("cosignature/v1\ntime {time_s}\n{text}")
}
