//! `MasterPlace`, where the master key of personal data is: a file of the folder of keys, the
//! environment, or a token.
//!
//! Source: docs/tasks/keep-personal-data-safe.md.
//! In scope: the setting in the folder of keys, opening the key of each place, moving from one to
//! another without a moment in which no key opens the register.
//! Out of scope: what is wrapped (`store::Vault`), the passphrase of the folder (`passphrase`).
//! Invariant: the setting says where the key is, never what it is.
//! Failure: the next place is written down before anything is wrapped for it. A stop leaves the
//! present key or the next one as the one that opens; the next opening finds out which, and tidies
//! up.

use crate::house_error::HouseError;
use crate::key_file;
use crate::key_folder::KeyFolder;
use crate::ports::{Entropy as _, SystemEntropy};
use crate::private_fault::PrivateFault;
use serde::{Deserialize, Serialize};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
pub use store::DeviceAddress;
use store::{DeviceMasterKey, HeldMasterKey, MasterKey, Reader, Vault, flush_folder};
use vocab::Hash;
use zeroize::Zeroizing;

/// The file of the master key, where it is a file.
pub const MASTER_KEY: &str = "private.seed";
/// The file of the master key that takes its place, until it has.
const NEXT_KEY: &str = "private.next.seed";
/// The file that says where the master key is. Without it, it is a file.
pub const PLACE: &str = "private.json";
/// The file that says where the next one is.
const NEXT_PLACE: &str = "private.next.json";
/// The variable that holds the key, and with `_FILE` the path of a file with it.
const KEY_VARIABLE: &str = "DENGJI_MASTER_KEY";
/// The same of the key that takes its place.
const NEW_KEY_VARIABLE: &str = "DENGJI_NEW_MASTER_KEY";
/// The same of the PIN of a token.
const PIN_VARIABLE: &str = "DENGJI_PIN";

/// Where the master key of personal data is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum MasterPlace {
    /// In the folder of keys, under the passphrase where there is one.
    #[default]
    File,
    /// In the environment of the process, or in a file that the environment names.
    Environment,
    /// In a token.
    Device(DeviceAddress),
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "place", rename_all = "kebab-case", deny_unknown_fields)]
enum Setting {
    File {},
    Environment {},
    Device { module: PathBuf, token: String, key: String },
}

impl KeyFolder {
    /// Returns where the master key is.
    ///
    /// # Errors
    /// The setting cannot be read.
    pub fn master_place(&self) -> Result<MasterPlace, HouseError> {
        Ok(self.setting(PLACE)?.unwrap_or_default())
    }

    /// Says whether the master key is here, as far as the folder tells: a file can be missing.
    pub(crate) fn holds_master(&self) -> bool {
        match self.master_place() {
            Ok(MasterPlace::File) => self.path().join(MASTER_KEY).is_file(),
            Ok(MasterPlace::Environment | MasterPlace::Device(_)) => true,
            Err(_) => false,
        }
    }

    /// Returns the master key of the rows in a store, and makes it where nothing was sealed yet.
    /// What a stopped [`House::rewrap_master`] left is brought to its end.
    ///
    /// [`House::rewrap_master`]: crate::house::House::rewrap_master
    ///
    /// # Errors
    /// The key is not where it should be, or something cannot be read or written.
    pub(crate) fn master(&self, store: &dyn Reader) -> Result<Box<dyn MasterKey>, HouseError> {
        if !Vault::is_sealed(store)? {
            return self.first_master();
        }
        let place = self.master_place()?;
        let present = self.key_of(&place, MASTER_KEY, KEY_VARIABLE);
        let Some(next) = self.setting(NEXT_PLACE)? else { return present };
        let opens = |key: &dyn MasterKey| Vault::is_opened_by(store, key).unwrap_or(false);
        if present.as_ref().is_ok_and(|key| opens(&**key)) {
            // Stopped before anything was wrapped anew.
            self.forget_next()?;
            return present;
        }
        let file = if self.path().join(NEXT_KEY).is_file() { NEXT_KEY } else { MASTER_KEY };
        match self.key_of(&next, file, KEY_VARIABLE) {
            Ok(key) if opens(&*key) => {
                self.take_next(&next)?;
                self.key_of(&next, MASTER_KEY, KEY_VARIABLE)
            }
            _ => present,
        }
    }

    /// Returns the key here and whether it opens the rows of a store, and changes nothing.
    ///
    /// # Errors
    /// The key is not where it should be, or cannot be read.
    pub(crate) fn master_to_look(
        &self,
        store: &dyn Reader,
    ) -> Result<(Box<dyn MasterKey>, bool), HouseError> {
        let present = self.key_of(&self.master_place()?, MASTER_KEY, KEY_VARIABLE);
        if let Ok(key) = &present
            && Vault::is_opened_by(store, &**key)?
        {
            return present.map(|key| (key, true));
        }
        // Stopped while another took its place: an opening tries both, and so does this.
        if let Some(next) = self.setting(NEXT_PLACE)? {
            let file = if self.path().join(NEXT_KEY).is_file() { NEXT_KEY } else { MASTER_KEY };
            if let Ok(key) = self.key_of(&next, file, KEY_VARIABLE)
                && Vault::is_opened_by(store, &*key)?
            {
                return Ok((key, true));
            }
        }
        present.map(|key| (key, false))
    }

    /// Returns the first master key, in the place that is set, else in the environment where it has
    /// one, else in a new file.
    fn first_master(&self) -> Result<Box<dyn MasterKey>, HouseError> {
        let place = match self.setting(PLACE)? {
            Some(place) => place,
            None if variable(KEY_VARIABLE)?.is_some() => {
                self.put_setting(PLACE, &MasterPlace::Environment)?;
                MasterPlace::Environment
            }
            None => MasterPlace::File,
        };
        if place == MasterPlace::File && !self.path().join(MASTER_KEY).exists() {
            self.make_key(MASTER_KEY)?;
        }
        self.key_of(&place, MASTER_KEY, KEY_VARIABLE)
    }

    /// Returns the key that is to take the place of the present one: a new one in a file, that of
    /// the environment, or one of a token, made there where `make` says so. From here on an opening
    /// tries both.
    pub(crate) fn next_master(
        &self,
        to: &MasterPlace,
        make: bool,
    ) -> Result<Box<dyn MasterKey>, HouseError> {
        if let (MasterPlace::Device(address), true) = (to, make) {
            DeviceMasterKey::make(address.clone(), pin()?)?;
        }
        if *to == MasterPlace::File {
            self.make_key(NEXT_KEY)?;
        }
        let before = self.master_place()? == MasterPlace::Environment;
        let variable = if before { NEW_KEY_VARIABLE } else { KEY_VARIABLE };
        let key = self.key_of(to, NEXT_KEY, variable)?;
        self.put_setting(NEXT_PLACE, to)?;
        Ok(key)
    }

    /// Puts the next place in the place of the present one, whose key is destroyed where it is a
    /// file. Stopped anywhere, the next opening does the rest.
    pub(crate) fn take_next(&self, to: &MasterPlace) -> Result<(), HouseError> {
        let (key, next) = (self.path().join(MASTER_KEY), self.path().join(NEXT_KEY));
        if *to == MasterPlace::File && next.is_file() {
            // Stopped here: the setting may still say another place, whose key does not open.
            self.moved(&next, &key)?;
        }
        self.moved(&self.path().join(NEXT_PLACE), &self.path().join(PLACE))?;
        if *to != MasterPlace::File {
            self.removed(&key)?;
        }
        Ok(())
    }

    /// Takes back what [`KeyFolder::next_master`] did: nothing was wrapped under that key.
    pub(crate) fn forget_next(&self) -> Result<(), HouseError> {
        self.removed(&self.path().join(NEXT_PLACE))?;
        self.removed(&self.path().join(NEXT_KEY))
    }

    fn make_key(&self, name: &str) -> Result<(), HouseError> {
        let mut seed = Zeroizing::new([0; 32]);
        SystemEntropy.fill(seed.as_mut()).map_err(HouseError::Entropy)?;
        key_file::write(&self.path().join(name), &seed, self.passphrase()).map(|_| ())
    }

    /// Returns the key of a place: of the file of that name, or of the variable.
    fn key_of(
        &self,
        place: &MasterPlace,
        file: &str,
        name: &str,
    ) -> Result<Box<dyn MasterKey>, HouseError> {
        match place {
            MasterPlace::File => {
                let path = self.path().join(file);
                if !path.exists() {
                    return Err(PrivateFault::NoMasterKey(path).into());
                }
                let seed = key_file::seed(&path, self.passphrase())?;
                Ok(Box::new(HeldMasterKey::new(path.display().to_string(), seed)))
            }
            MasterPlace::Environment => {
                let given = variable(name)?;
                let (from, text) = given.ok_or(PrivateFault::NoVariable(name.to_string()))?;
                let Ok(Hash(key)) = text.trim().parse::<Hash>() else {
                    return Err(PrivateFault::NoKeyInVariable(from).into());
                };
                Ok(Box::new(HeldMasterKey::new(from, Zeroizing::new(key))))
            }
            MasterPlace::Device(address) => {
                Ok(Box::new(DeviceMasterKey::open(address.clone(), pin()?)?))
            }
        }
    }

    fn setting(&self, name: &str) -> Result<Option<MasterPlace>, HouseError> {
        let path = self.path().join(name);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(HouseError::Key { path, source }),
        };
        match serde_json::from_slice(&bytes) {
            Ok(Setting::File {}) => Ok(Some(MasterPlace::File)),
            Ok(Setting::Environment {}) => Ok(Some(MasterPlace::Environment)),
            Ok(Setting::Device { module, token, key }) => {
                Ok(Some(MasterPlace::Device(DeviceAddress { module, token, key })))
            }
            Err(_) => Err(PrivateFault::NoPlace(path).into()),
        }
    }

    fn put_setting(&self, name: &str, place: &MasterPlace) -> Result<(), HouseError> {
        let setting = match place {
            MasterPlace::File => Setting::File {},
            MasterPlace::Environment => Setting::Environment {},
            MasterPlace::Device(DeviceAddress { module, token, key }) => {
                Setting::Device { module: module.clone(), token: token.clone(), key: key.clone() }
            }
        };
        let text = serde_json::to_string(&setting).expect("text and paths of text are written");
        key_file::put(&self.path().join(name), format!("{text}\n").as_bytes())
    }

    fn moved(&self, from: &Path, to: &Path) -> Result<(), HouseError> {
        let failed = |source| HouseError::Key { path: from.to_path_buf(), source };
        fs::rename(from, to).map_err(failed)?;
        flush_folder(self.path()).map_err(failed)
    }

    fn removed(&self, path: &Path) -> Result<(), HouseError> {
        let failed = |source| HouseError::Key { path: path.to_path_buf(), source };
        match fs::remove_file(path) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
            Err(error) => Err(failed(error)),
            Ok(()) => flush_folder(self.path()).map_err(failed),
        }
    }
}

/// Returns a secret of the environment with the name of where it is: of the file that the variable
/// with `_FILE` names, else of the variable.
fn variable(name: &str) -> Result<Option<(String, Zeroizing<String>)>, HouseError> {
    let of_file = format!("{name}_FILE");
    if let Some(path) = std::env::var_os(&of_file).filter(|path| !path.is_empty()) {
        let path = PathBuf::from(path);
        let from = format!("{of_file} ({})", path.display());
        let text = fs::read_to_string(&path);
        let text = text.map_err(|source| HouseError::Key { path, source })?;
        return Ok(Some((from, Zeroizing::new(text))));
    }
    let text = std::env::var(name).ok().filter(|text| !text.is_empty());
    Ok(text.map(|text| (name.to_string(), Zeroizing::new(text))))
}

/// Returns the PIN of a token: the first line.
fn pin() -> Result<Zeroizing<String>, HouseError> {
    let (_, text) = variable(PIN_VARIABLE)?.ok_or(PrivateFault::NoPin)?;
    Ok(Zeroizing::new(text.lines().next().unwrap_or_default().to_string()))
}
