//! `StateFolder`, what a witness last cosigned of each log.
//!
//! Source: C2SP tlog-witness: the new checkpoint is persisted before the answer, and checking and
//! persisting are one step.
//! In scope: one file a log with the last checkpoint as this witness cosigned it, so that it proves
//! itself when it is read; one process to a folder.
//! Out of scope: deciding what may be cosigned (`add_checkpoint`), the lock between threads
//! (`cosigning`).
//! Failure: a stop at any point leaves the last checkpoint or the new one. A folder that is lost or
//! restored from a backup is not noticed: the key must then be retired.

use crate::durable::{Readers, make_folder, write_durably};
use crate::key_file::KeyFile;
use crate::witness_error::WitnessError;
use merkle::{Digest, empty_root, leaf_hash};
use seal::{Checkpoint, Cosigner, SealError, SignedNote, VerifierKey};
use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use vocab::Hash;

const LOCK_FILE: &str = "witness.lock";

/// The file with what the key states.
const STATEMENT: &str = "statement";

/// The folder within, with a file for each log.
const KNOWN: &str = "known";

/// What the cosignatures of a key state. One key states one thing, so a folder keeps to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Statement {
    /// Each checkpoint goes on from the one before.
    Consistent,
    /// That, and every entry is lawful.
    Lawful,
}

/// What a witness knows of one log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// Leaves of the tree last cosigned; 0 when none was.
    pub size: u64,
    /// Root of that tree.
    pub root: Digest,
    /// When it was cosigned, in seconds since 1970; 0 when none was.
    pub time_s: u64,
}

/// What a witness knows of all its logs, on disk. One process has a folder at a time.
#[derive(Debug)]
pub struct StateFolder {
    folder: PathBuf,
    key: VerifierKey,
    /// Open as long as the folder is ours.
    lock: File,
}

impl Statement {
    /// Returns the words that stand in the folder.
    const fn words(self) -> &'static str {
        match self {
            Statement::Consistent => "consistent\n",
            Statement::Lawful => "consistent, and every entry lawful\n",
        }
    }
}

impl Known {
    /// Returns what is known of a log of which nothing was cosigned.
    pub fn nothing() -> Known {
        Known { size: 0, root: empty_root(), time_s: 0 }
    }
}

impl StateFolder {
    /// Opens the folder of the witness with this key, making it when it is not there.
    ///
    /// # Errors
    /// Another process has it, it cannot be made, or the key has stated another thing before.
    pub fn open(
        folder: &Path,
        key: VerifierKey,
        statement: Statement,
    ) -> Result<StateFolder, WitnessError> {
        let lock = lock(folder)?;
        state_as(folder, statement)?;
        Ok(StateFolder { folder: folder.to_path_buf(), key, lock })
    }

    /// Opens the folder with the key in it, which is made under the name and from the seed when
    /// there is none. Two processes that begin at once do not make two keys.
    ///
    /// # Errors
    /// As [`StateFolder::open`] and [`KeyFile::open_or_make`].
    pub fn open_or_make(
        folder: &Path,
        statement: Statement,
        name: Option<&str>,
        seed: impl FnOnce() -> io::Result<[u8; 32]>,
    ) -> Result<(StateFolder, Cosigner), WitnessError> {
        let lock = lock(folder)?;
        let cosigner = KeyFile::new(folder).open_or_make(name, seed)?;
        state_as(folder, statement)?;
        let key = cosigner.verifier().clone();
        Ok((StateFolder { folder: folder.to_path_buf(), key, lock }, cosigner))
    }

    /// Returns the folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Returns the checkpoint of a log as it was last cosigned.
    ///
    /// # Errors
    /// A file that cannot be read, or is not what this witness cosigned of this log.
    pub fn note(&self, origin: &str) -> Result<Option<SignedNote>, WitnessError> {
        Ok(self.read(origin)?.map(|(note, _)| note))
    }

    /// Returns what is known of a log.
    ///
    /// # Errors
    /// As [`StateFolder::note`].
    pub fn known(&self, origin: &str) -> Result<Known, WitnessError> {
        Ok(self.read(origin)?.map_or_else(Known::nothing, |(_, known)| known))
    }

    /// Keeps a checkpoint that this witness has cosigned. When it returns, the checkpoint is there
    /// for good.
    ///
    /// # Errors
    /// A file that cannot be written: the last checkpoint or this one is kept, and nobody may be
    /// shown the cosignature.
    pub fn keep(&self, origin: &str, note: &SignedNote) -> Result<(), WitnessError> {
        let path = self.path(origin);
        // Before a file is trusted on reading it has to prove itself, so it must be able to.
        prove(origin, note, &self.key)
            .map_err(|source| WitnessError::Spoiled { path: path.clone(), source })?;
        write_durably(&path, note.to_string().as_bytes(), Readers::Everybody)
            .map_err(|source| WitnessError::Write { path, source })
    }

    fn read(&self, origin: &str) -> Result<Option<(SignedNote, Known)>, WitnessError> {
        let path = self.path(origin);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(WitnessError::Read { path, source }),
        };
        let proved = SignedNote::parse(&bytes)
            .and_then(|note| prove(origin, &note, &self.key).map(|known| (note, known)));
        proved.map(Some).map_err(|source| WitnessError::Spoiled { path, source })
    }

    /// An origin may be any text; the hash of it is a name of a file everywhere.
    fn path(&self, origin: &str) -> PathBuf {
        self.folder.join(KNOWN).join(Hash(leaf_hash(origin.as_bytes())).to_string())
    }
}

impl Drop for StateFolder {
    fn drop(&mut self) {
        // A process that is just being started holds a copy of every open file for a moment, so
        // closing is not enough. If unlocking fails, closing gives the lock back, only later.
        let _ = self.lock.unlock();
    }
}

/// Makes the folder and takes its lock.
fn lock(folder: &Path) -> Result<File, WitnessError> {
    let path = folder.join(LOCK_FILE);
    let failed = |source| WitnessError::Write { path: path.clone(), source };
    make_folder(&folder.join(KNOWN)).map_err(failed)?;
    let lock = File::options().create(true).truncate(false).write(true).open(&path);
    let lock = lock.map_err(failed)?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(TryLockError::WouldBlock) => Err(WitnessError::Locked { folder: folder.to_path_buf() }),
        Err(TryLockError::Error(source)) => Err(failed(source)),
    }
}

/// Holds a folder to what its key states; a new folder is told.
fn state_as(folder: &Path, statement: Statement) -> Result<(), WitnessError> {
    let path = folder.join(STATEMENT);
    match fs::read_to_string(&path) {
        Ok(found) if found == statement.words() => Ok(()),
        Ok(found) => {
            let found = found.trim_end().chars().take(80).collect();
            let asked = statement.words().trim_end();
            Err(WitnessError::OtherStatement { found, asked })
        }
        // Nothing was cosigned in this folder before the statement stands in it.
        Err(error) if error.kind() == ErrorKind::NotFound => {
            write_durably(&path, statement.words().as_bytes(), Readers::Everybody)
                .map_err(|source| WitnessError::Write { path, source })
        }
        Err(source) => Err(WitnessError::Read { path, source }),
    }
}

/// Returns what a note says that this witness cosigned of a log.
fn prove(origin: &str, note: &SignedNote, key: &VerifierKey) -> Result<Known, SealError> {
    let verified = note.verify(std::slice::from_ref(key))?;
    let time_s = verified.first().and_then(|signature| signature.time_s);
    let time_s = time_s.ok_or(SealError::NoKnownSignature)?;
    let checkpoint: Checkpoint = note.text().parse()?;
    if checkpoint.origin() != origin {
        let (found, expected) = (checkpoint.origin().to_string(), origin.to_string());
        return Err(SealError::Origin { found, expected });
    }
    Ok(Known { size: checkpoint.size(), root: *checkpoint.root(), time_s })
}

#[cfg(test)]
mod tests {
    use super::*;
    use seal::{KeyName, SigningSeed};

    const ORIGIN: &str = "log.example/登记 with blanks/../x";

    fn cosigner(seed: u8) -> Cosigner {
        Cosigner::new(KeyName::new("w").unwrap(), SigningSeed::from_bytes(&[seed; 32]))
    }

    fn cosigned(origin: &str, size: u64, by: &Cosigner) -> SignedNote {
        let text = Checkpoint::new(&KeyName::new("o").unwrap(), size, [7; 32]).to_string();
        let mut note = SignedNote::new(text.replacen('o', origin, 1)).unwrap();
        note.push(by.cosign(&note, 1_700_000_000 + size).unwrap()).unwrap();
        note
    }

    fn open(folder: &Path) -> Result<StateFolder, WitnessError> {
        StateFolder::open(folder, cosigner(1).verifier().clone(), Statement::Consistent)
    }

    #[test]
    fn what_is_kept_is_known_after_a_restart_and_nothing_is_known_before() {
        let folder = tempfile::tempdir().unwrap();
        let state = open(folder.path()).unwrap();
        assert_eq!(state.known(ORIGIN).unwrap(), Known::nothing());
        for size in [3, 5] {
            state.keep(ORIGIN, &cosigned(ORIGIN, size, &cosigner(1))).unwrap();
        }
        drop(state);
        let known = open(folder.path()).unwrap().known(ORIGIN).unwrap();
        assert_eq!(known, Known { size: 5, root: [7; 32], time_s: 1_700_000_005 });
        assert_eq!(open(folder.path()).unwrap().known("other").unwrap(), Known::nothing());
    }

    #[test]
    fn a_part_that_a_stop_left_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let state = open(folder.path()).unwrap();
        state.keep(ORIGIN, &cosigned(ORIGIN, 3, &cosigner(1))).unwrap();
        let part = format!("{}.part", state.path(ORIGIN).display());
        fs::write(part, &cosigned(ORIGIN, 5, &cosigner(1)).to_string()[..40]).unwrap();
        drop(state);
        assert_eq!(open(folder.path()).unwrap().known(ORIGIN).unwrap().size, 3);
    }

    #[test]
    fn a_file_that_this_witness_did_not_write_stops_it() {
        let folder = tempfile::tempdir().unwrap();
        let state = open(folder.path()).unwrap();
        let check = |text: String| {
            fs::write(state.path(ORIGIN), &text).unwrap();
            let known = state.known(ORIGIN);
            assert!(matches!(known, Err(WitnessError::Spoiled { .. })), "{text}: {known:?}");
        };
        let good = cosigned(ORIGIN, 5, &cosigner(1));
        check(String::new());
        check(good.to_string()[..60].to_string());
        check(good.to_string().replace("\n5\n", "\n4\n"));
        check(good.text().to_string());
        check(cosigned(ORIGIN, 5, &cosigner(2)).to_string());
        check(cosigned("another", 5, &cosigner(1)).to_string());
        let foreign = state.keep(ORIGIN, &cosigned(ORIGIN, 6, &cosigner(2)));
        assert!(matches!(foreign, Err(WitnessError::Spoiled { .. })));
        state.keep(ORIGIN, &good).unwrap();
        assert_eq!(state.note(ORIGIN).unwrap(), Some(good));
    }

    #[test]
    fn a_folder_has_one_process_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let state = open(folder.path()).unwrap();
        assert!(matches!(open(folder.path()), Err(WitnessError::Locked { .. })));
        drop(state);
        open(folder.path()).unwrap();
    }

    #[test]
    fn a_folder_in_use_makes_no_second_key() {
        let folder = tempfile::tempdir().unwrap();
        let make = |seed: u8| {
            let seed = move || Ok([seed; 32]);
            StateFolder::open_or_make(folder.path(), Statement::Consistent, Some("w"), seed)
        };
        let (state, first) = make(1).unwrap();
        assert!(matches!(make(2), Err(WitnessError::Locked { .. })));
        drop(state);
        assert_eq!(make(2).unwrap().1.verifier(), first.verifier());
    }

    #[test]
    fn a_key_keeps_to_what_it_states() {
        let folder = tempfile::tempdir().unwrap();
        drop(open(folder.path()).unwrap());
        let key = cosigner(1).verifier().clone();
        let other = StateFolder::open(folder.path(), key, Statement::Lawful);
        assert!(matches!(other, Err(WitnessError::OtherStatement { .. })));
        open(folder.path()).unwrap();
    }
}
