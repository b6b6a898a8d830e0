//! Keys of organisations that leave theirs to the operator, and the log's own, as files.
//!
//! In scope: a folder readable by its owner only; a file a key, named by its public half.
//! Failure: a key is used after it and its name are flushed, so no act in the log was signed by, or
//! names, a key that a loss of power takes.
//! Out of scope: the file of one key (`key_file`), keys that bodies keep themselves, the master key
//! of personal data, which may be elsewhere (`master_place`).

use crate::house_error::HouseError;
use crate::key_file;
use crate::key_file_error::KeyFileError;
use crate::passphrase::Passphrase;
use seal::SigningSeed;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use store::backup::KeyBytes;
use store::{flush_folder, make_folder};
use vocab::Hash;
use zeroize::Zeroizing;

/// The file of the log's key.
pub const LOG_KEY: &str = "log.seed";
/// The ending of files of keys.
const SEED: &str = "seed";
/// The ending of a file that a stop left behind.
const PART: &str = ".part";

/// A folder of keys, with the passphrase that opens those of them which are encrypted.
#[derive(Clone, Debug)]
pub struct KeyFolder {
    path: PathBuf,
    passphrase: Option<Passphrase>,
    /// Keys that were opened before, by their public half: an act does not wait for a file, and a
    /// passphrase is not stretched again. Copies share them.
    opened: Opened,
}

type Opened = Arc<Mutex<BTreeMap<[u8; 32], SigningSeed>>>;

impl KeyFolder {
    /// Opens the folder, making it when it is not there. With a passphrase, new files are encrypted
    /// under it.
    ///
    /// # Errors
    /// It cannot be made.
    pub fn open(path: &Path, passphrase: Option<Passphrase>) -> Result<KeyFolder, HouseError> {
        let failed = |source| HouseError::Key { path: path.to_path_buf(), source };
        make_folder(path).map_err(failed)?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            fs::set_permissions(path, fs::Permissions::from_mode(0o700)).map_err(failed)?;
        }
        Ok(KeyFolder { path: path.to_path_buf(), passphrase, opened: Opened::default() })
    }

    /// Returns the folder as it is, to be looked into.
    pub(crate) fn of(path: &Path) -> KeyFolder {
        KeyFolder { path: path.to_path_buf(), passphrase: None, opened: Opened::default() }
    }

    /// Returns the folder with the passphrase that opens its encrypted keys.
    pub(crate) fn opened_by(self, passphrase: Option<Passphrase>) -> KeyFolder {
        KeyFolder { passphrase, ..self }
    }

    /// Keeps a seed and returns its public half.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn keep(&self, seed: &[u8; 32]) -> Result<[u8; 32], HouseError> {
        let key = *SigningSeed::from_bytes(seed).public_key().as_bytes();
        key_file::write(&self.file(&key), seed, self.passphrase.as_ref())
    }

    /// Keeps the log's seed, unless it has one.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn keep_log(&self, seed: &[u8; 32]) -> Result<(), HouseError> {
        let path = self.path.join(LOG_KEY);
        if !path.exists() {
            key_file::write(&path, seed, self.passphrase.as_ref())?;
            return Ok(());
        }
        // Whoever put it there may have been killed before its name was flushed.
        flush_folder(&self.path).map_err(|source| HouseError::Key { path, source })
    }

    /// Returns the seed of a public key.
    ///
    /// # Errors
    /// It is not here, or cannot be read.
    pub fn seed(&self, key: &[u8; 32]) -> Result<SigningSeed, HouseError> {
        let mut opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(seed) = opened.get(key) {
            return Ok(seed.clone());
        }
        let path = self.file(key);
        let seed = key_file::read(&path, self.passphrase.as_ref())?;
        if seed.public_key().as_bytes() == key {
            opened.insert(*key, seed.clone());
            return Ok(seed);
        }
        Err(HouseError::KeyFile { path, why: KeyFileError::OtherKey })
    }

    /// Says whether the private half of a key is here.
    pub fn holds(&self, key: &[u8; 32]) -> bool {
        self.file(key).is_file()
    }

    /// Returns where the log's key lies.
    pub(crate) fn log_path(&self) -> PathBuf {
        self.path.join(LOG_KEY)
    }

    /// Says whether the log's key is here.
    pub fn holds_log(&self) -> bool {
        self.log_path().is_file()
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn passphrase(&self) -> Option<&Passphrase> {
        self.passphrase.as_ref()
    }

    /// Returns the files of keys, each by its name, as they lie.
    ///
    /// # Errors
    /// One cannot be read.
    pub fn files(&self) -> Result<Vec<KeyBytes>, HouseError> {
        let failed = |source| HouseError::Key { path: self.path.clone(), source };
        let mut files = Vec::new();
        for entry in fs::read_dir(&self.path).map_err(failed)? {
            let path = entry.map_err(failed)?.path();
            let name = path.file_name().and_then(|name| name.to_str()).map(str::to_string);
            let Some(name) = name.filter(|name| path.is_file() && !name.ends_with(PART)) else {
                continue;
            };
            let bytes = fs::read(&path).map_err(|source| HouseError::Key { path, source })?;
            files.push((name, Zeroizing::new(bytes)));
        }
        files.sort_by(|a, b| a.0.cmp(&b.0));
        Ok(files)
    }

    /// Puts a file of a key under its name.
    ///
    /// # Errors
    /// The name is none of a file in this folder, or it cannot be written.
    pub fn put_file(&self, (name, bytes): &KeyBytes) -> Result<(), HouseError> {
        let path = self.path.join(name);
        if name.is_empty() || path.file_name() != Some(name.as_ref()) {
            let source = std::io::ErrorKind::InvalidInput.into();
            return Err(HouseError::Key { path, source });
        }
        key_file::put(&path, bytes)
    }

    pub(crate) fn log_seed(&self) -> Result<SigningSeed, HouseError> {
        key_file::read(&self.path.join(LOG_KEY), self.passphrase.as_ref())
    }

    /// Wraps every key anew, under another passphrase or none, and returns how many there are. A
    /// stop leaves some under the old and some under the new: repeating it goes on from there.
    ///
    /// # Errors
    /// A file does not open, or cannot be written; those before it are wrapped anew.
    pub fn rewrap(&mut self, new: Option<Passphrase>) -> Result<usize, HouseError> {
        let failed = |source| HouseError::Key { path: self.path.clone(), source };
        let mut paths = Vec::new();
        for entry in fs::read_dir(&self.path).map_err(failed)? {
            let path = entry.map_err(failed)?.path();
            if path.extension().is_some_and(|e| e == SEED) {
                paths.push(path);
            }
        }
        paths.sort();
        for path in &paths {
            key_file::rewrap(path, self.passphrase.as_ref(), new.as_ref())?;
        }
        // A file that opened already may have its name from one who was stopped before the flush;
        // a loss of power would bring the old one back.
        flush_folder(&self.path).map_err(failed)?;
        self.passphrase = new;
        Ok(paths.len())
    }

    fn file(&self, key: &[u8; 32]) -> PathBuf {
        self.path.join(format!("{}.{SEED}", Hash(*key)))
    }
}
