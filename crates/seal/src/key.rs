//! Ed25519 keys: the seed that signs and the public key that verifies.
//!
//! Source: RFC 8032. Verification is the strict one: no small-order keys, no second form of a
//! signature.
//! Out of scope: making seeds; randomness is a port of the desk.

use core::fmt;

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};

use crate::seal_error::SealError;

/// Bytes of an Ed25519 signature.
pub const SIGNATURE_BYTES: usize = 64;

/// The 32 secret bytes of an Ed25519 key. `Debug` hides them, they are never printed, and they are
/// wiped from memory when dropped.
#[derive(Clone)]
pub struct SigningSeed(SigningKey);

impl SigningSeed {
    /// Returns the seed of 32 bytes, which must come from a good source of randomness.
    pub fn from_bytes(bytes: &[u8; 32]) -> SigningSeed {
        SigningSeed(SigningKey::from_bytes(bytes))
    }

    /// Returns the public key.
    pub fn public_key(&self) -> PublicKey {
        PublicKey(self.0.verifying_key())
    }

    /// Signs a message. The same message always gets the same signature.
    pub fn sign(&self, message: &[u8]) -> [u8; SIGNATURE_BYTES] {
        self.0.sign(message).to_bytes()
    }
}

impl fmt::Debug for SigningSeed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningSeed(hidden)")
    }
}

/// An Ed25519 public key: a point of the curve that is not of small order.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PublicKey(VerifyingKey);

impl PublicKey {
    /// Returns the key of 32 bytes.
    ///
    /// # Errors
    /// Bytes that are no point, or a point under which anyone can sign.
    pub fn from_bytes(bytes: &[u8; 32]) -> Result<PublicKey, SealError> {
        match VerifyingKey::from_bytes(bytes) {
            Ok(key) if !key.is_weak() => Ok(PublicKey(key)),
            Ok(_) | Err(_) => Err(SealError::PublicKey),
        }
    }

    /// Returns the 32 bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        self.0.as_bytes()
    }

    /// Says whether the signature is that of this key over the message.
    pub fn verify(&self, message: &[u8], signature: &[u8; SIGNATURE_BYTES]) -> bool {
        self.0.verify_strict(message, &Signature::from_bytes(signature)).is_ok()
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({})", vocab::Hash(*self.as_bytes()))
    }
}
