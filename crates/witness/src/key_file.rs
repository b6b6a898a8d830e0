//! `KeyFile`, the name and seed of a witness in its folder.
//!
//! Source: C2SP tlog-cosignature: the signed message does not name the cosigner, so a seed belongs
//! to one name only; both stand in one file and are made together.
//! In scope: making the key once, reading it. Out of scope: randomness (an argument), devices that
//! hold keys, rotation: a new key is a new witness in a new folder.
//! Failure: a stop while the key is made leaves none, or all of it.

use crate::durable::{Readers, make_folder, write_durably};
use crate::witness_error::WitnessError;
use seal::{Cosigner, KeyName, SigningSeed};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use vocab::Hash;

/// The file with the secret.
const SEED_FILE: &str = "witness.seed";

/// The file with the verifier key, for handing out.
const VKEY_FILE: &str = "vkey";

/// Bytes of a name, a seed in hex, a blank and a newline.
const SEED_FILE_BYTES_MAX: u64 = 512;

/// The place of a witness's key.
#[derive(Clone, Debug)]
pub struct KeyFile {
    folder: PathBuf,
}

impl KeyFile {
    /// Returns the place in a folder.
    pub fn new(folder: &Path) -> KeyFile {
        KeyFile { folder: folder.to_path_buf() }
    }

    /// Returns the witness's key; makes it under the name and from the seed when there is none.
    ///
    /// # Errors
    /// A key that cannot be read, that others can read, or that has another name; no key and no
    /// name; or randomness that fails.
    pub fn open_or_make(
        &self,
        name: Option<&str>,
        seed: impl FnOnce() -> io::Result<[u8; 32]>,
    ) -> Result<Cosigner, WitnessError> {
        let path = self.folder.join(SEED_FILE);
        let failed = |source| WitnessError::Key { path: path.clone(), source };
        let name = name.map(KeyName::new).transpose().map_err(WitnessError::Name)?;
        if let Some(found) = self.read(&path)? {
            let asked = name.as_ref().filter(|name| *name != found.verifier().name());
            return match asked {
                None => Ok(found),
                Some(asked) => Err(WitnessError::OtherName {
                    found: found.verifier().name().to_string(),
                    asked: asked.to_string(),
                }),
            };
        }
        let name = name.ok_or_else(|| WitnessError::NoName { path: self.folder.clone() })?;
        let seed = seed().map_err(failed)?;
        make_folder(&self.folder).map_err(failed)?;
        let text = format!("{name} {}\n", Hash(seed));
        write_durably(&path, text.as_bytes(), Readers::OwnerOnly).map_err(failed)?;
        // From here on the witness has this key, whether or not the next file is written.
        let cosigner = Cosigner::new(name, SigningSeed::from_bytes(&seed));
        let public = format!("{}\n", cosigner.verifier());
        write_durably(&self.folder.join(VKEY_FILE), public.as_bytes(), Readers::Everybody)
            .map_err(failed)?;
        Ok(cosigner)
    }

    fn read(&self, path: &Path) -> Result<Option<Cosigner>, WitnessError> {
        let failed = |source| WitnessError::Key { path: path.to_path_buf(), source };
        let wrong = || WitnessError::NotAKey { path: path.to_path_buf() };
        let about = match fs::metadata(path) {
            Ok(about) => about,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(failed(error)),
        };
        refuse_exposed(path, &about)?;
        if SEED_FILE_BYTES_MAX < about.len() {
            return Err(wrong());
        }
        let text = fs::read_to_string(path).map_err(failed)?;
        let line = text.strip_suffix('\n').ok_or_else(wrong)?;
        let (name, seed) = line.split_once(' ').ok_or_else(wrong)?;
        let name = KeyName::new(name).map_err(|_| wrong())?;
        let seed: Hash = seed.parse().map_err(|_| wrong())?;
        Ok(Some(Cosigner::new(name, SigningSeed::from_bytes(&seed.0))))
    }
}

#[cfg(unix)]
fn refuse_exposed(path: &Path, about: &fs::Metadata) -> Result<(), WitnessError> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = about.permissions().mode() & 0o777;
    if mode & 0o077 == 0 {
        Ok(())
    } else {
        Err(WitnessError::KeyExposed { path: path.to_path_buf(), mode })
    }
}

#[cfg(not(unix))]
fn refuse_exposed(_path: &Path, _about: &fs::Metadata) -> Result<(), WitnessError> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(folder: &Path, name: Option<&str>, seed: u8) -> Result<Cosigner, WitnessError> {
        KeyFile::new(folder).open_or_make(name, || Ok([seed; 32]))
    }

    #[test]
    fn a_key_is_made_once_and_keeps_its_name() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("w");
        assert!(matches!(open(&place, None, 1), Err(WitnessError::NoName { .. })));
        assert!(matches!(open(&place, Some("a name"), 1), Err(WitnessError::Name(_))));
        let made = open(&place, Some("w.example/1"), 1).unwrap();
        for name in [None, Some("w.example/1")] {
            assert_eq!(open(&place, name, 2).unwrap().verifier(), made.verifier());
        }
        assert!(matches!(
            open(&place, Some("w.example/2"), 2),
            Err(WitnessError::OtherName { .. })
        ));
        let handed_out = fs::read_to_string(place.join(VKEY_FILE)).unwrap();
        assert_eq!(handed_out, format!("{}\n", made.verifier()));
    }

    #[test]
    fn a_key_that_is_damaged_or_readable_by_others_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        open(folder.path(), Some("w"), 1).unwrap();
        let path = folder.path().join(SEED_FILE);
        let good = fs::read_to_string(&path).unwrap();
        for bad in ["", "w\n", "w 12\n", good.trim_end(), &good.repeat(2), &good.repeat(20)] {
            fs::write(&path, bad).unwrap();
            let found = open(folder.path(), None, 2);
            assert!(matches!(found, Err(WitnessError::NotAKey { .. })), "{bad}: {found:?}");
        }
        fs::write(&path, &good).unwrap();
        open(folder.path(), None, 2).unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
            fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
            let found = open(folder.path(), None, 2);
            assert!(matches!(found, Err(WitnessError::KeyExposed { mode: 0o640, .. })));
        }
    }
}
