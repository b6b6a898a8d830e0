//! `MasterKey`, what wraps the keys of personal data: a key in a file, or a device.
//!
//! In scope: wrapping and opening 32 bytes for a named purpose, with a key in memory.
//! Out of scope: where the key comes from (the desk's key folder, environment, PKCS#11).

use crate::store_error::StoreError;
use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use zeroize::Zeroizing;

/// Wraps keys and opens them again. It may be a device that never shows its own key.
pub trait MasterKey: Send + Sync {
    /// Names it in messages: where the operator finds it, never what it is.
    fn name(&self) -> String;

    /// Wraps a key for a purpose.
    ///
    /// # Errors
    /// The device failed, or the machine gives no randomness.
    fn wrap(&self, purpose: &str, key: &[u8; 32]) -> Result<Vec<u8>, StoreError>;

    /// Opens a key that was wrapped for the purpose.
    ///
    /// # Errors
    /// It was wrapped by another key or for another purpose, or the device failed.
    fn open(&self, purpose: &str, wrapped: &[u8]) -> Result<Zeroizing<[u8; 32]>, StoreError>;
}

/// What is wrong with a master key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MasterKeyFault {
    /// What was wrapped does not open with it.
    #[error("the data was sealed under another key")]
    OtherKey,
    /// A nonce cannot be had.
    #[error("the machine gives no randomness")]
    NoRandomness,
    /// A key could not be wrapped with it.
    #[error("it could not wrap a key")]
    NotWrapped,
}

/// A master key in memory: XChaCha20-Poly1305, the purpose authenticated.
pub struct HeldMasterKey {
    name: String,
    key: Zeroizing<[u8; 32]>,
}

impl HeldMasterKey {
    /// Returns the master key of these bytes; the name says where they are kept.
    pub fn new(name: String, key: Zeroizing<[u8; 32]>) -> HeldMasterKey {
        HeldMasterKey { name, key }
    }

    fn failed(&self, why: MasterKeyFault) -> StoreError {
        StoreError::MasterKey { name: self.name.clone(), why }
    }
}

/// Returns that what was wrapped does not open: the same words for every kind of master key.
pub(crate) fn other_key(name: String) -> StoreError {
    StoreError::MasterKey { name, why: MasterKeyFault::OtherKey }
}

/// Bytes of the nonce before what is wrapped.
const NONCE: usize = 24;

impl MasterKey for HeldMasterKey {
    fn name(&self) -> String {
        self.name.clone()
    }

    fn wrap(&self, purpose: &str, key: &[u8; 32]) -> Result<Vec<u8>, StoreError> {
        let mut nonce = [0; NONCE];
        getrandom::fill(&mut nonce).map_err(|_| self.failed(MasterKeyFault::NoRandomness))?;
        let payload = Payload { msg: key, aad: purpose.as_bytes() };
        let sealed = XChaCha20Poly1305::new((&*self.key).into())
            .encrypt(&XNonce::from(nonce), payload)
            .map_err(|_| self.failed(MasterKeyFault::NotWrapped))?;
        Ok([&nonce[..], &sealed].concat())
    }

    fn open(&self, purpose: &str, wrapped: &[u8]) -> Result<Zeroizing<[u8; 32]>, StoreError> {
        let other = || other_key(self.name());
        let (nonce, sealed) = wrapped.split_at_checked(NONCE).ok_or_else(other)?;
        let nonce: [u8; NONCE] = nonce.try_into().map_err(|_| other())?;
        let payload = Payload { msg: sealed, aad: purpose.as_bytes() };
        let opened = XChaCha20Poly1305::new((&*self.key).into())
            .decrypt(&XNonce::from(nonce), payload)
            .map(Zeroizing::new)
            .map_err(|_| other())?;
        let key: [u8; 32] = opened.as_slice().try_into().map_err(|_| other())?;
        Ok(Zeroizing::new(key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn master(byte: u8) -> HeldMasterKey {
        HeldMasterKey::new("file `x`".to_string(), Zeroizing::new([byte; 32]))
    }

    #[test]
    fn a_wrapped_key_opens_under_its_own_master_and_purpose_only() {
        let wrapped = master(1).wrap("rows 1", &[9; 32]).unwrap();
        assert_eq!(*master(1).open("rows 1", &wrapped).unwrap(), [9; 32]);
        let mut altered = wrapped.clone();
        altered[30] ^= 1;
        for (byte, purpose, bytes) in [
            (2, "rows 1", &wrapped[..]),
            (1, "rows 2", &wrapped),
            (1, "rows 1", &altered),
            (1, "rows 1", &wrapped[..20]),
        ] {
            let error = master(byte).open(purpose, bytes).unwrap_err();
            assert!(error.to_string().starts_with("file `x`: the data was sealed under another"));
        }
    }
}
