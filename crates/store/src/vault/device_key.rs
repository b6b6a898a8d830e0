//! `DeviceMasterKey`, a master key inside a token that never gives it out.
//!
//! Source: PKCS#11 2.40 §2.12.3, AES-GCM; NIST SP 800-38D.
//! In scope: finding module, token and key; wrapping and opening inside the token.
//! Out of scope: where the PIN comes from and where the address is kept (the desk).
//! Invariant: a nonce is drawn for each wrapping; a master key wraps some hundred keys in its life,
//! far below what random nonces of twelve bytes allow.
//! Failure: each call opens its own session and closes it, so that a token that was taken out and
//! put back answers again.

use crate::store_error::StoreError;
use crate::vault::master_key::{MasterKey, other_key};
use cryptoki::context::{CInitializeArgs, CInitializeFlags, Function, Pkcs11};
use cryptoki::error::{Error, RvError};
use cryptoki::mechanism::Mechanism;
use cryptoki::mechanism::aead::GcmParams;
use cryptoki::object::{Attribute, KeyType, ObjectClass, ObjectHandle};
use cryptoki::session::{Session, UserType};
use cryptoki::types::AuthPin;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use zeroize::Zeroizing;

const NONCE: usize = 12;
const TAG_BITS: u64 = 128;
const KEY_BYTES: u64 = 32;

/// Where a key in a token is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceAddress {
    /// The library of the token's maker.
    pub module: PathBuf,
    /// The label of the token.
    pub token: String,
    /// The label of the key in it.
    pub key: String,
}

/// Why a token does not serve.
#[derive(Debug, thiserror::Error)]
pub enum DeviceFault {
    /// The library cannot be loaded.
    #[error("the module cannot be loaded: {0}\ncheck its path, and that it is of this machine")]
    Module(String),
    /// No token has the label.
    #[error("no token has this label\nput the token in, or name the right one")]
    NoToken,
    /// The token does not take the PIN.
    #[error("the PIN is wrong\ngive the right one; after a few wrong ones the token locks itself")]
    WrongPin,
    /// The token is locked.
    #[error("the token is locked after wrong PINs\nunlock it with the PIN of its officer")]
    Locked,
    /// The token has no such key.
    #[error("the token has no AES key of 256 bits with this label\nname the right one")]
    NoKey,
    /// The token has a key of the label already.
    #[error("the token has a key with this label already\nname another label")]
    KeyThere,
    /// It failed otherwise.
    #[error("the token failed: {0}\ntry again, or look into the log of its module")]
    Failed(String),
}

/// A master key in a token.
pub struct DeviceMasterKey {
    address: DeviceAddress,
    pin: Zeroizing<String>,
}

impl DeviceMasterKey {
    /// Finds the key in its token.
    ///
    /// # Errors
    /// [`StoreError::Device`]: module, token or key is not there, or the PIN is wrong.
    pub fn open(
        address: DeviceAddress,
        pin: Zeroizing<String>,
    ) -> Result<DeviceMasterKey, StoreError> {
        let found = DeviceMasterKey { address, pin };
        found.with_key(|_, _| Ok(()))?;
        Ok(found)
    }

    /// Makes the key in its token, so that nothing ever takes it out.
    ///
    /// # Errors
    /// As [`DeviceMasterKey::open`]; or there is a key of that label.
    pub fn make(
        address: DeviceAddress,
        pin: Zeroizing<String>,
    ) -> Result<DeviceMasterKey, StoreError> {
        let made = DeviceMasterKey { address, pin };
        let session = made.session(true).map_err(|why| made.fault(why))?;
        match made.find(&session) {
            Err(DeviceFault::NoKey) => {}
            Ok(_) => return Err(made.fault(DeviceFault::KeyThere)),
            Err(why) => return Err(made.fault(why)),
        }
        let label = made.address.key.clone().into_bytes();
        let template = [
            Attribute::Label(label),
            Attribute::Token(true),
            Attribute::Private(true),
            Attribute::Sensitive(true),
            Attribute::Extractable(false),
            Attribute::Encrypt(true),
            Attribute::Decrypt(true),
            Attribute::ValueLen(KEY_BYTES.into()),
        ];
        let key = session.generate_key(&Mechanism::AesKeyGen, &template);
        key.map_err(|error| made.fault(failed(&error)))?;
        Ok(made)
    }

    fn fault(&self, why: DeviceFault) -> StoreError {
        StoreError::Device { name: self.name(), why }
    }

    /// Opens a session that is logged in.
    fn session(&self, to_write: bool) -> Result<Session, DeviceFault> {
        let module = module(&self.address.module)?;
        let slots = module.get_slots_with_initialized_token().map_err(|error| failed(&error))?;
        let labelled = |slot: &_| {
            module.get_token_info(*slot).is_ok_and(|info| info.label().trim() == self.address.token)
        };
        let slot = slots.into_iter().find(labelled).ok_or(DeviceFault::NoToken)?;
        let session = match to_write {
            true => module.open_rw_session(slot),
            false => module.open_ro_session(slot),
        };
        let session = session.map_err(|error| failed(&error))?;
        let pin = AuthPin::new(self.pin.as_str().into());
        match session.login(UserType::User, Some(&pin)) {
            // Another thread of this program is logged in; the token knows one login of all.
            Ok(()) | Err(Error::Pkcs11(RvError::UserAlreadyLoggedIn, _)) => Ok(session),
            Err(error) => Err(failed(&error)),
        }
    }

    fn find(&self, session: &Session) -> Result<ObjectHandle, DeviceFault> {
        let template = [
            Attribute::Class(ObjectClass::SECRET_KEY),
            Attribute::KeyType(KeyType::AES),
            Attribute::ValueLen(KEY_BYTES.into()),
            Attribute::Label(self.address.key.clone().into_bytes()),
        ];
        let found = session.find_objects(&template).map_err(|error| failed(&error))?;
        found.first().copied().ok_or(DeviceFault::NoKey)
    }

    fn with_key<T>(
        &self,
        work: impl FnOnce(&Session, ObjectHandle) -> Result<T, Error>,
    ) -> Result<T, StoreError> {
        let done = self.session(false).and_then(|session| {
            let key = self.find(&session)?;
            work(&session, key).map_err(|error| failed(&error))
        });
        done.map_err(|why| self.fault(why))
    }
}

impl MasterKey for DeviceMasterKey {
    fn name(&self) -> String {
        let DeviceAddress { token, key, .. } = &self.address;
        format!("{token}/{key}")
    }

    fn wrap(&self, purpose: &str, key: &[u8; 32]) -> Result<Vec<u8>, StoreError> {
        let mut nonce = [0; NONCE];
        getrandom::fill(&mut nonce).map_err(|error| StoreError::Backend {
            doing: "get random bytes",
            source: error.into(),
        })?;
        let head = nonce;
        let sealed = self.with_key(|session, master| {
            let gcm = GcmParams::new(&mut nonce, purpose.as_bytes(), TAG_BITS.into())?;
            session.encrypt(&Mechanism::AesGcm(gcm), master, key)
        })?;
        Ok([&head[..], &sealed].concat())
    }

    fn open(&self, purpose: &str, wrapped: &[u8]) -> Result<Zeroizing<[u8; 32]>, StoreError> {
        let other = || other_key(self.name());
        let (nonce, sealed) = wrapped.split_at_checked(NONCE).ok_or_else(other)?;
        let mut nonce: [u8; NONCE] = nonce.try_into().map_err(|_| other())?;
        let opened = self.with_key(|session, master| {
            let gcm = GcmParams::new(&mut nonce, purpose.as_bytes(), TAG_BITS.into())?;
            match session.decrypt(&Mechanism::AesGcm(gcm), master, sealed) {
                Err(Error::Pkcs11(why, Function::Decrypt)) if refused(&why) => Ok(None),
                opened => opened.map(|bytes| Some(Zeroizing::new(bytes))),
            }
        })?;
        let opened = opened.ok_or_else(other)?;
        let key: [u8; 32] = opened.as_slice().try_into().map_err(|_| other())?;
        Ok(Zeroizing::new(key))
    }
}

/// Says whether a token answers so to bytes that were not sealed under its key. Not all makers
/// follow the standard here.
fn refused(why: &RvError) -> bool {
    matches!(
        why,
        RvError::EncryptedDataInvalid | RvError::EncryptedDataLenRange | RvError::GeneralError
    )
}

fn failed(error: &Error) -> DeviceFault {
    match error {
        Error::Pkcs11(RvError::PinIncorrect | RvError::PinInvalid | RvError::PinLenRange, _) => {
            DeviceFault::WrongPin
        }
        Error::Pkcs11(RvError::PinLocked, _) => DeviceFault::Locked,
        Error::Pkcs11(RvError::TokenNotPresent | RvError::DeviceRemoved, _) => DeviceFault::NoToken,
        other => DeviceFault::Failed(other.to_string()),
    }
}

/// Returns a module, loaded once for all of the process: so the standard wants it, and a module
/// that is unloaded takes the sessions of everybody with it.
fn module(path: &Path) -> Result<Pkcs11, DeviceFault> {
    static LOADED: Mutex<BTreeMap<PathBuf, Pkcs11>> = Mutex::new(BTreeMap::new());
    let mut loaded = LOADED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(module) = loaded.get(path) {
        return Ok(module.clone());
    }
    let failed = |error: Error| DeviceFault::Module(error.to_string());
    let module = Pkcs11::new(path).map_err(failed)?;
    match module.initialize(CInitializeArgs::new(CInitializeFlags::OS_LOCKING_OK)) {
        Ok(()) | Err(Error::Pkcs11(RvError::CryptokiAlreadyInitialized, _)) => {}
        Err(error) => return Err(failed(error)),
    }
    loaded.insert(path.to_path_buf(), module.clone());
    Ok(module)
}
