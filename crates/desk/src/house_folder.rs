//! A register in one folder: store, keys, the log's public key. The rows may lie in a database.
//!
//! In scope: opening it, making its log key at the first opening. Out of scope: founding it.
//! Failure: a folder that another process holds, or that is none of ours, is refused by the store.

use crate::anchor_place::AnchorAsk;
use crate::backend::Backend;
use crate::cut_to_point::POINT;
use crate::house::{House, LogPlace};
use crate::house_error::HouseError;
use crate::key_folder::KeyFolder;
use crate::law_room::LawRoom;
use crate::passphrase::Passphrase;
use crate::ports::{Clock, Entropy, SystemEntropy};
use crate::verify_certificate::TrustedLog;
use seal::Landmarks;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use store::{DiskFiles, LogFolder};

/// The file with the log's public key, for whoever verifies.
pub const LOG_KEY_FILE: &str = "log.vkey";

/// The folder with the public log, which any static server can serve.
pub const LOG_FOLDER: &str = "log";

/// The folder with the private keys that the operator holds.
pub const KEY_FOLDER: &str = "keys";

/// Opens the register of a folder, making it when there is none. The anchor is a file elsewhere
/// that remembers the last checkpoint.
///
/// # Errors
/// The store refuses the folder, or a key cannot be made or read.
pub fn open(
    folder: &Path,
    room: Arc<LawRoom>,
    clock: Arc<dyn Clock + Send + Sync>,
    anchor: Option<PathBuf>,
) -> Result<House, HouseError> {
    open_locked(folder, room, clock, anchor, None)
}

/// Opens the register of a folder whose keys a passphrase opens; new ones are encrypted under it.
///
/// # Errors
/// As [`open`]; the keys are encrypted and the passphrase is another, or none.
pub fn open_locked(
    folder: &Path,
    room: Arc<LawRoom>,
    clock: Arc<dyn Clock + Send + Sync>,
    anchor: Option<PathBuf>,
    passphrase: Option<Passphrase>,
) -> Result<House, HouseError> {
    open_in(folder, &Backend::Folder, room, clock, anchor, passphrase)
}

/// Opens the register of a folder whose rows lie in a backend.
///
/// # Errors
/// As [`open_locked`]; the store of the backend cannot be opened.
pub fn open_in(
    folder: &Path,
    backend: &Backend,
    room: Arc<LawRoom>,
    clock: Arc<dyn Clock + Send + Sync>,
    anchor: Option<PathBuf>,
    passphrase: Option<Passphrase>,
) -> Result<House, HouseError> {
    let store = backend.open(folder)?;
    let keys = KeyFolder::open(&folder.join(KEY_FOLDER), passphrase)?;
    // A register that has entries has a key: another would not be the log's. Opening says so.
    if store.size()? == 0 || keys.holds_log() {
        let mut seed = [0; 32];
        SystemEntropy.fill(&mut seed).map_err(HouseError::Entropy)?;
        keys.keep_log(&seed)?;
    }
    let path = folder.join(LOG_FOLDER);
    let files = DiskFiles::below(path).map_err(HouseError::Published)?;
    let anchor = anchor.map_or(AnchorAsk::Remembered, AnchorAsk::Named);
    let log = LogPlace { folder: LogFolder::new(Box::new(files)), anchor };
    House::open(room, store, keys, log, clock, Box::new(SystemEntropy))
}

/// Opens the register of a folder to read it, beside whoever writes there. What it is asked to
/// write it refuses; it sees the acts there were when it was opened.
///
/// # Errors
/// As [`open_in`]; there is no register.
pub fn open_to_read(
    folder: &Path,
    backend: &Backend,
    room: Arc<LawRoom>,
    clock: Arc<dyn Clock + Send + Sync>,
    passphrase: Option<Passphrase>,
) -> Result<House, HouseError> {
    let mut store = backend.look_into(folder)?;
    if store.note(POINT)?.is_some() {
        // Restored to a point, and nobody has opened it yet: what is gone is not to be read.
        drop(store);
        drop(open_in(folder, backend, room.clone(), clock.clone(), None, passphrase.clone())?);
        store = backend.look_into(folder)?;
    }
    let keys = KeyFolder::of(&folder.join(KEY_FOLDER)).opened_by(passphrase);
    let files = DiskFiles::over(folder.join(LOG_FOLDER));
    let anchor = AnchorAsk::Unasked;
    let log = LogPlace { folder: LogFolder::new(Box::new(files)), anchor };
    House::open_to_read(room, store, keys, log, clock, Box::new(SystemEntropy))
}

/// Says whether a folder holds a register.
pub fn holds_register(folder: &Path) -> bool {
    Backend::Folder.holds_register(folder)
}

/// Proves that no other process holds the folder's register.
///
/// # Errors
/// One does, or the register cannot be opened.
pub fn prove_free(folder: &Path) -> Result<(), HouseError> {
    Backend::Folder.open(folder)?;
    Ok(())
}

/// Wraps the private keys of a folder's register anew, while nobody else has it open, and returns
/// how many there are. See [`KeyFolder::rewrap`].
///
/// # Errors
/// Another process holds the register, or a key does not open or cannot be written.
pub fn rewrap_keys(
    folder: &Path,
    backend: &Backend,
    old: Option<Passphrase>,
    new: Option<Passphrase>,
) -> Result<usize, HouseError> {
    let held = backend.open(folder)?;
    let done = KeyFolder::open(&folder.join(KEY_FOLDER), old)?.rewrap(new);
    drop(held);
    done
}

/// Writes the log's public key beside the register, as verifiers take it: whole and durable, or
/// the one that was there.
///
/// # Errors
/// The register is not founded, or the file cannot be written.
pub fn publish_log_key(house: &House, folder: &Path) -> Result<(), HouseError> {
    let origin = house.state().origin().ok_or(HouseError::NotFounded)?.to_string();
    let failed = |source| HouseError::Key { path: folder.join(LOG_KEY_FILE), source };
    let text = format!("{}\n", house.log_key(&origin)?);
    let files = DiskFiles::below(folder.to_path_buf()).map_err(failed)?;
    LogFolder::new(Box::new(files)).replace(LOG_KEY_FILE, text.as_bytes()).map_err(failed)
}

/// Reads a log's public key, whose name is the log's origin, and the list of its landmarks where
/// there is one.
///
/// # Errors
/// The file cannot be read, or holds no verifier key.
pub fn trusted_log(path: &Path, landmarks: Option<&Path>) -> Result<TrustedLog, HouseError> {
    let text = std::fs::read_to_string(path)
        .map_err(|source| HouseError::Key { path: path.to_path_buf(), source })?;
    let key: seal::VerifierKey = text.trim().parse().map_err(HouseError::Seal)?;
    let list = landmarks.map(|path| {
        let bytes = std::fs::read(path)
            .map_err(|source| HouseError::Key { path: path.to_path_buf(), source })?;
        Landmarks::open(&bytes, &key).map_err(HouseError::Seal)
    });
    let landmarks = list.transpose()?;
    Ok(TrustedLog { origin: key.name().as_str().to_string(), key, landmarks })
}
