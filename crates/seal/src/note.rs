//! `SignedNote`, a text with signature lines below it.
//!
//! Source: C2SP signed-note.
//! In scope: reading in one form, verifying by known keys, adding signatures.
//! Out of scope: what the text says. It must be ignored until `verify` has succeeded.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use vocab::limits::{NOTE_BYTES_MAX, NOTE_SIGNATURE_BYTES_MAX, NOTE_SIGNATURES_MAX};

use crate::base64_text;
use crate::key::SigningSeed;
use crate::seal_error::SealError;
use crate::verifier_key::{KeyKind, KeyName, VerifierKey};

/// A text that ends in a newline, and the signatures that stand under it. Printing gives back
/// exactly the bytes it was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedNote {
    text: String,
    signatures: Vec<NoteSignature>,
}

/// One signature line, verified or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteSignature {
    name: KeyName,
    key_id: u32,
    bytes: Vec<u8>,
}

/// A signature that was verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VerifiedSignature<'a> {
    /// The key.
    pub key: &'a VerifierKey,
    /// The time of a cosignature in seconds since 1970, as its signer says; other kinds have none.
    pub time_s: Option<u64>,
}

/// A key that signs notes as kind 01.
#[derive(Clone, Debug)]
pub struct NoteSigner {
    key: VerifierKey,
    seed: SigningSeed,
}

impl SignedNote {
    /// Returns a note without signatures.
    ///
    /// # Errors
    /// A text that does not end in a newline, has control characters, or is too long.
    pub fn new(text: String) -> Result<SignedNote, SealError> {
        if NOTE_BYTES_MAX < text.len() {
            return Err(SealError::NoteTooLong { bytes: text.len() });
        }
        check_characters(&text)?;
        if !text.ends_with('\n') {
            let line = text.split('\n').count();
            return Err(SealError::Note { line, expected: "a newline at the end of the text" });
        }
        Ok(SignedNote { text, signatures: Vec::new() })
    }

    /// Reads a note. It verifies nothing.
    ///
    /// # Errors
    /// Bytes that are no note, or more than 65,536 of them, or more than 128 signatures.
    pub fn parse(bytes: &[u8]) -> Result<SignedNote, SealError> {
        if NOTE_BYTES_MAX < bytes.len() {
            return Err(SealError::NoteTooLong { bytes: bytes.len() });
        }
        let note = core::str::from_utf8(bytes).map_err(|error| {
            let before = &bytes[..error.valid_up_to()];
            let line = 1 + before.iter().filter(|byte| **byte == b'\n').count();
            SealError::Note { line, expected: "UTF-8" }
        })?;
        check_characters(note)?;
        // The text is separated from the signatures by the last empty line of the note.
        let Some(end) = note.rfind("\n\n") else {
            return Err(SealError::Note { line: 1, expected: "a text, an empty line, signatures" });
        };
        let (text, lines) = (&note[..end + 1], &note[end + 2..]);
        let first = 2 + text.matches('\n').count();
        let Some(lines) = lines.strip_suffix('\n') else {
            let line = first + lines.matches('\n').count();
            return Err(SealError::Note { line, expected: "a signature line with its newline" });
        };
        let mut signatures = Vec::new();
        for (i, line) in lines.split('\n').enumerate() {
            if signatures.len() == NOTE_SIGNATURES_MAX {
                return Err(SealError::TooManySignatures);
            }
            let signature = read_signature(line);
            signatures
                .push(signature.map_err(|expected| SealError::Note { line: first + i, expected })?);
        }
        Ok(SignedNote { text: text.into(), signatures })
    }

    /// Returns the text with its last newline. Nobody vouches for it until `verify` has succeeded.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the signature lines.
    pub fn signatures(&self) -> &[NoteSignature] {
        &self.signatures
    }

    /// Verifies every signature whose name and key id are those of a known key, and ignores the
    /// others. Returns one verified signature for each key that signed, in the order of the lines.
    ///
    /// # Errors
    /// A known key's signature that does not hold, even beside good ones; or no known key's at all.
    pub fn verify<'a>(
        &self,
        known: &'a [VerifierKey],
    ) -> Result<Vec<VerifiedSignature<'a>>, SealError> {
        let mut verified: Vec<VerifiedSignature<'a>> = Vec::new();
        for signature in &self.signatures {
            let signer =
                |key: &&VerifierKey| key.name() == &signature.name && key.id() == signature.key_id;
            let Some(key) = known.iter().find(signer) else { continue };
            let time_s = key.verify(&self.text, &signature.bytes)?;
            // A key that signed twice is one signer; a quorum counts it once.
            if !verified.iter().any(|other| other.key == key) {
                verified.push(VerifiedSignature { key, time_s });
            }
        }
        if verified.is_empty() { Err(SealError::NoKnownSignature) } else { Ok(verified) }
    }

    /// Adds a signature line.
    ///
    /// # Errors
    /// A note that has 128 signatures, or would become too long.
    pub fn push(&mut self, signature: NoteSignature) -> Result<(), SealError> {
        if self.signatures.len() == NOTE_SIGNATURES_MAX {
            return Err(SealError::TooManySignatures);
        }
        self.signatures.push(signature);
        let bytes = self.to_string().len();
        if NOTE_BYTES_MAX < bytes {
            self.signatures.pop();
            return Err(SealError::NoteTooLong { bytes });
        }
        Ok(())
    }
}

impl fmt::Display for SignedNote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        self.signatures.iter().try_for_each(|signature| writeln!(f, "{signature}"))
    }
}

impl NoteSignature {
    /// Returns the line of a key with the bytes of its signature.
    pub(crate) fn new(key: &VerifierKey, bytes: Vec<u8>) -> NoteSignature {
        NoteSignature { name: key.name().clone(), key_id: key.id(), bytes }
    }

    /// Reads one signature line, without its newline; a witness answers with such lines.
    ///
    /// # Errors
    /// A text that is no signature line.
    pub fn parse(line: &str) -> Result<NoteSignature, SealError> {
        check_characters(line)?;
        read_signature(line).map_err(|expected| SealError::Note { line: 1, expected })
    }

    /// Returns the name of the key, as the line says.
    pub fn name(&self) -> &KeyName {
        &self.name
    }

    /// Returns the key id, as the line says.
    pub fn key_id(&self) -> u32 {
        self.key_id
    }
}

impl fmt::Display for NoteSignature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut bytes = Vec::with_capacity(4 + self.bytes.len());
        bytes.extend_from_slice(&self.key_id.to_be_bytes());
        bytes.extend_from_slice(&self.bytes);
        write!(f, "— {} {}", self.name, base64_text::encode(&bytes))
    }
}

impl NoteSigner {
    /// Returns the signer of a name and a seed.
    pub fn new(name: KeyName, seed: SigningSeed) -> NoteSigner {
        let key = VerifierKey::new(name, KeyKind::Ed25519, seed.public_key());
        NoteSigner { key, seed }
    }

    /// Returns the key by which others verify.
    pub fn verifier(&self) -> &VerifierKey {
        &self.key
    }

    /// Signs a note: adds its line.
    ///
    /// # Errors
    /// A note that is full.
    pub fn sign(&self, note: &mut SignedNote) -> Result<(), SealError> {
        let bytes = self.seed.sign(note.text.as_bytes());
        note.push(NoteSignature::new(&self.key, bytes.to_vec()))
    }
}

/// Signed notes have no ASCII control characters other than newline.
fn check_characters(text: &str) -> Result<(), SealError> {
    match text.bytes().position(|byte| byte < 0x20 && byte != b'\n') {
        Some(at) => {
            let line = 1 + text.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count();
            Err(SealError::Note { line, expected: "no control characters" })
        }
        None => Ok(()),
    }
}

fn read_signature(line: &str) -> Result<NoteSignature, &'static str> {
    let rest = line.strip_prefix("— ").ok_or("a signature line: — name base64")?;
    let (name, text) = rest.split_once(' ').ok_or("a signature line: — name base64")?;
    let name = KeyName::new(name).map_err(|_| "the name of a key after the dash")?;
    let bytes = base64_text::decode(text, 4 + NOTE_SIGNATURE_BYTES_MAX);
    let bytes = bytes.ok_or("base 64 of key id and signature")?;
    match bytes.split_first_chunk::<4>() {
        Some((id, rest)) if !rest.is_empty() => {
            let key_id = u32::from_be_bytes(*id);
            Ok(NoteSignature { name, key_id, bytes: rest.to_vec() })
        }
        Some(_) | None => Err("base 64 of key id and signature"),
    }
}
