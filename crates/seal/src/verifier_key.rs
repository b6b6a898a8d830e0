//! `VerifierKey`, a public key with the name and kind under which it signs notes, and its text
//! form.
//!
//! Source: C2SP signed-note, “Signatures” and verifier keys; tlog-cosignature for kind 04.
//! In scope: `name+hex(key id)+base64(kind ‖ public key)`, read only in that form.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::str::FromStr;

use sha2::{Digest, Sha256};
use vocab::limits::KEY_NAME_BYTES_MAX;

use crate::base64_text;
use crate::cosignature;
use crate::key::PublicKey;
use crate::seal_error::SealError;

/// The name of a key: 1 to 255 bytes without Unicode spaces, control characters and `+`. The name
/// of a log's key is also the log's origin.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyName(String);

impl KeyName {
    /// Returns the name.
    ///
    /// # Errors
    /// A text that cannot stand in a signature line.
    pub fn new(name: &str) -> Result<KeyName, SealError> {
        let bad = |c: char| c.is_whitespace() || c.is_control() || c == '+';
        if name.is_empty() || KEY_NAME_BYTES_MAX < name.len() || name.contains(bad) {
            return Err(SealError::KeyName { name: name.chars().take(80).collect() });
        }
        Ok(KeyName(name.into()))
    }

    /// Returns the text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for KeyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a key signs, which is part of its id: one key of one kind makes one kind of statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeyKind {
    /// 01: Ed25519 over the text of a note.
    Ed25519,
    /// 04: timestamped Ed25519 over a checkpoint (cosignature/v1).
    CosignatureV1,
}

impl KeyKind {
    /// Returns the signature type identifier byte.
    pub const fn byte(self) -> u8 {
        match self {
            KeyKind::Ed25519 => 0x01,
            KeyKind::CosignatureV1 => 0x04,
        }
    }

    const fn from_byte(byte: u8) -> Option<KeyKind> {
        match byte {
            0x01 => Some(KeyKind::Ed25519),
            0x04 => Some(KeyKind::CosignatureV1),
            _ => None,
        }
    }
}

/// A public key under a name. Its id is always that of its name, kind and key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifierKey {
    name: KeyName,
    id: u32,
    kind: KeyKind,
    key: PublicKey,
}

impl VerifierKey {
    /// Returns the key under a name.
    pub fn new(name: KeyName, kind: KeyKind, key: PublicKey) -> VerifierKey {
        // key ID = SHA-256(key name || 0x0A || signature type || public key)[:4]
        let hash = Sha256::new()
            .chain_update(name.as_str())
            .chain_update([b'\n', kind.byte()])
            .chain_update(key.as_bytes())
            .finalize();
        let id = u32::from_be_bytes([hash[0], hash[1], hash[2], hash[3]]);
        VerifierKey { name, id, kind, key }
    }

    /// Returns the name.
    pub fn name(&self) -> &KeyName {
        &self.name
    }

    /// Returns the key id.
    pub fn id(&self) -> u32 {
        self.id
    }

    /// Returns the kind.
    pub fn kind(&self) -> KeyKind {
        self.kind
    }

    /// Returns the public key.
    pub fn public_key(&self) -> &PublicKey {
        &self.key
    }

    /// Verifies the bytes of a signature over the text of a note. Returns the time of a
    /// cosignature, in seconds since 1970; other signatures have none.
    pub(crate) fn verify(&self, text: &str, signature: &[u8]) -> Result<Option<u64>, SealError> {
        let bad = || SealError::BadSignature { name: self.name.as_str().into() };
        match self.kind {
            KeyKind::Ed25519 => {
                let signature = signature.try_into().map_err(|_| bad())?;
                if self.key.verify(text.as_bytes(), signature) { Ok(None) } else { Err(bad()) }
            }
            KeyKind::CosignatureV1 => {
                cosignature::verify(&self.key, text, signature).map(Some).ok_or_else(bad)
            }
        }
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut bytes = Vec::with_capacity(33);
        bytes.push(self.kind.byte());
        bytes.extend_from_slice(self.key.as_bytes());
        write!(f, "{}+{:08x}+{}", self.name, self.id, base64_text::encode(&bytes))
    }
}

impl FromStr for VerifierKey {
    type Err = SealError;

    fn from_str(text: &str) -> Result<VerifierKey, SealError> {
        let form = |expected| SealError::VerifierKey { expected };
        // A name has no `+`, so only the base 64 may have more of them.
        let mut parts = text.splitn(3, '+');
        let (Some(name), Some(id), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(form("name+key id+base64"));
        };
        let name = KeyName::new(name)?;
        let hex = |c: u8| matches!(c, b'0'..=b'9' | b'a'..=b'f');
        if id.len() != 8 || !id.bytes().all(hex) {
            return Err(form("a key id of 8 digits 0-9 and a-f"));
        }
        let found = u32::from_str_radix(id, 16).map_err(|_| form("a key id of 8 hex digits"))?;
        let bytes: [u8; 33] =
            base64_text::decode_array(key).ok_or_else(|| form("base 64 of kind and 32 bytes"))?;
        let (kind, bytes) = bytes.split_first_chunk::<1>().expect("33 bytes have a first");
        let kind = KeyKind::from_byte(kind[0]).ok_or_else(|| form("kind 01 or 04"))?;
        let bytes = bytes.try_into().expect("33 bytes without one are 32");
        let key = VerifierKey::new(name, kind, PublicKey::from_bytes(bytes)?);
        if key.id == found { Ok(key) } else { Err(SealError::KeyId { found, expected: key.id }) }
    }
}
