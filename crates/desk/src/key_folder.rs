//! Keys of organisations that leave theirs to the operator, and the log's own, as files.
//!
//! In scope: a folder readable by its owner only; a file a key, named by its public half.
//! Failure: a key is used after it and its name are flushed, so no act in the log was signed by, or
//! names, a key that a loss of power takes.
//! Out of scope: passphrases, devices, rotation, keys that bodies keep themselves.

use crate::house_error::HouseError;
use seal::SigningSeed;
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use store::{flush_folder, make_folder};

/// The file of the log's key.
const LOG_KEY: &str = "log.seed";

/// A folder of keys.
#[derive(Clone, Debug)]
pub struct KeyFolder(PathBuf);

impl KeyFolder {
    /// Opens the folder, making it when it is not there.
    ///
    /// # Errors
    /// It cannot be made.
    pub fn open(path: &Path) -> Result<KeyFolder, HouseError> {
        let failed = |source| HouseError::Key { path: path.to_path_buf(), source };
        make_folder(path).map_err(failed)?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            fs::set_permissions(path, fs::Permissions::from_mode(0o700)).map_err(failed)?;
        }
        Ok(KeyFolder(path.to_path_buf()))
    }

    /// Keeps a seed and returns its public half.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn keep(&self, seed: &[u8; 32]) -> Result<[u8; 32], HouseError> {
        let key = *SigningSeed::from_bytes(seed).public_key().as_bytes();
        self.write(&self.0.join(format!("{}.seed", hex(&key))), seed)?;
        Ok(key)
    }

    /// Keeps the log's seed, unless it has one.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn keep_log(&self, seed: &[u8; 32]) -> Result<(), HouseError> {
        let path = self.0.join(LOG_KEY);
        if !path.exists() {
            return self.write(&path, seed);
        }
        // Whoever put it there may have been killed before its name was flushed.
        flush_folder(&self.0).map_err(|source| HouseError::Key { path, source })
    }

    pub(crate) fn seed(&self, key: &[u8; 32]) -> Result<SigningSeed, HouseError> {
        self.read(&self.0.join(format!("{}.seed", hex(key))))
    }

    pub(crate) fn log_seed(&self) -> Result<SigningSeed, HouseError> {
        self.read(&self.0.join(LOG_KEY))
    }

    fn read(&self, path: &Path) -> Result<SigningSeed, HouseError> {
        let failed = |source| HouseError::Key { path: path.to_path_buf(), source };
        let text = fs::read_to_string(path).map_err(failed)?;
        let seed = unhex(text.trim()).ok_or_else(|| HouseError::NotAKey(path.to_path_buf()))?;
        Ok(SigningSeed::from_bytes(&seed))
    }

    /// Writes the key beside its place, flushes it, moves it there and flushes its name: a stop
    /// leaves no half key, and a key that was returned stays.
    fn write(&self, path: &Path, seed: &[u8; 32]) -> Result<(), HouseError> {
        let failed = |source| HouseError::Key { path: path.to_path_buf(), source };
        let part = path.with_extension("part");
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt as _;
            options.mode(0o600);
        }
        let mut file = options.open(&part).map_err(failed)?;
        file.write_all(hex(seed).as_bytes()).map_err(failed)?;
        file.sync_all().map_err(failed)?;
        // Stopped here: a part that nobody reads, or a key that nobody has used.
        fs::rename(&part, path).map_err(failed)?;
        flush_folder(&self.0).map_err(failed)
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

fn unhex(text: &str) -> Option<[u8; 32]> {
    text.parse::<vocab::Hash>().ok().map(|h| h.0)
}
