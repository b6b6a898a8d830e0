//! `Passphrase`, what opens the key files of a folder, and the keys derived from it.
//!
//! Source: RFC 9106, Argon2id; the default cost is its second recommended one (64 MiB, 3 passes,
//! 4 lanes).
//! In scope: deriving, once for each salt and cost, because it is slow on purpose.
//! Out of scope: asking for one (`cli`), the files (`key_file`).
//! Invariant: it is never printed, and it is wiped from memory with everything derived from it.

use crate::key_file_error::KeyFileError;
use argon2::{Algorithm, Argon2, Params, Version};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use store::backup::{Lock, SCRYPT_LOG_N, Unlock};
use zeroize::Zeroizing;

/// Memory that a file may ask for, in KiB: 1 GiB. Whoever opens a strange file notices.
pub(crate) const MEMORY_KIB_MAX: u32 = 1 << 20;
/// Passes that a file may ask for.
pub(crate) const PASSES_MAX: u32 = 16;
/// Lanes that a file may ask for.
pub(crate) const LANES_MAX: u32 = 16;

/// What deriving a key costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cost {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

impl Default for Cost {
    fn default() -> Cost {
        Cost { memory_kib: 65_536, passes: 3, lanes: 4 }
    }
}

/// Cost and salt: what a key is derived with, besides the passphrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Derivation {
    pub(crate) cost: Cost,
    pub(crate) salt: [u8; 16],
}

/// A passphrase. Copies share what was derived.
#[derive(Clone)]
pub struct Passphrase(Arc<Inner>);

type Derived = BTreeMap<Derivation, Zeroizing<[u8; 32]>>;

struct Inner {
    text: Zeroizing<String>,
    cost: Cost,
    derived: Mutex<Derived>,
}

impl Passphrase {
    /// Returns the passphrase; nothing when the text is empty, which protects nothing.
    pub fn new(text: String) -> Option<Passphrase> {
        Passphrase::with_cost(text, Cost::default())
    }

    /// Returns the passphrase, with what new files are to cost.
    pub fn with_cost(text: String, cost: Cost) -> Option<Passphrase> {
        let text = Zeroizing::new(text);
        let derived = Mutex::new(BTreeMap::new());
        (!text.is_empty()).then(|| Passphrase(Arc::new(Inner { text, cost, derived })))
    }

    /// Returns the lock of a backup that this passphrase opens.
    pub fn lock(&self) -> Lock {
        Lock::Passphrase { text: self.0.text.clone(), log_n: SCRYPT_LOG_N }
    }

    /// Returns what opens a backup under this passphrase.
    pub fn unlock(&self) -> Unlock {
        Unlock::by_passphrase(self.0.text.clone())
    }

    /// Returns how to derive the key of a new file: as for the last one, so that a folder of keys
    /// is opened by deriving once; `salt` where there was none.
    pub(crate) fn derivation(&self, salt: [u8; 16]) -> Derivation {
        let cost = self.0.cost;
        let known = self.derived().keys().find(|d| d.cost == cost).copied();
        known.unwrap_or(Derivation { cost, salt })
    }

    /// Returns the derived key.
    ///
    /// # Errors
    /// The cost is beyond what is allowed.
    pub(crate) fn key(&self, by: &Derivation) -> Result<Zeroizing<[u8; 32]>, KeyFileError> {
        let mut derived = self.derived();
        if let Some(key) = derived.get(by) {
            return Ok(key.clone());
        }
        let Cost { memory_kib, passes, lanes } = by.cost;
        let allowed = memory_kib <= MEMORY_KIB_MAX && passes <= PASSES_MAX && lanes <= LANES_MAX;
        let params = allowed.then(|| Params::new(memory_kib, passes, lanes, Some(32)).ok());
        let params = params.flatten().ok_or(KeyFileError::Cost)?;
        let mut key = Zeroizing::new([0; 32]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(self.0.text.as_bytes(), &by.salt, key.as_mut())
            .map_err(|_| KeyFileError::Cost)?;
        derived.insert(*by, key.clone());
        Ok(key)
    }

    fn derived(&self) -> std::sync::MutexGuard<'_, Derived> {
        self.0.derived.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passphrase(hidden)")
    }
}
