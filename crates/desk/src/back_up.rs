//! Backing a register up while it is at work, and looking a backup through.
//!
//! In scope: the register of a folder, its keys where they are wanted, what a file amounts to.
//! Out of scope: the file itself (`store::backup`), restoring (`restore_register`).
//! The private rows go as they lie; nothing is opened for it.

use crate::backend::Backend;
use crate::backup_fault::{BackupError, BackupFault};
use crate::house_error::HouseError;
use crate::house_folder::KEY_FOLDER;
use crate::key_folder::KeyFolder;
use crate::ports::Clock;
use crate::walk_log::{Walk, Walked};
use register::PublicAct;
use seal::Entry;
use std::path::Path;
use store::Reader;
use store::backup::{self, Asked, BackupFile, Head, KeyBytes, Lock, Piece, Totals, Unlock};
use vocab::Hash;

/// What a backup amounts to, looked through to its end.
#[derive(Clone, Debug)]
pub struct Looked {
    /// What stands at its head.
    pub head: Head,
    /// What it holds.
    pub totals: Totals,
    /// The digest of the state that its entries come to.
    pub state: String,
    /// The root of the tree over its entries.
    pub root: Hash,
}

/// Backs the register of a folder up into a file, also while another process writes into it.
///
/// # Errors
/// The folder holds no register, or the file cannot be written: then there is none of that name.
pub fn back_up(
    (folder, backend): (&Path, &Backend),
    to: &Path,
    (lock, with_keys): (&Lock, bool),
    clock: &dyn Clock,
) -> Result<(Head, Totals), BackupFault> {
    let mut reader = backend.read_only(folder)?;
    let keys = match with_keys {
        true => KeyFolder::of(&folder.join(KEY_FOLDER)).files()?,
        false => Vec::new(),
    };
    back_up_from(&mut *reader, to, (lock, &keys), clock)
}

/// Backs a register up out of any store.
///
/// # Errors
/// The store or the file failed; then there is no file of that name.
pub fn back_up_from(
    reader: &mut dyn Reader,
    to: &Path,
    (lock, keys): (&Lock, &[KeyBytes]),
    clock: &dyn Clock,
) -> Result<(Head, Totals), BackupFault> {
    let origin = origin_of(reader)?;
    let asked = Asked { origin, taken_at: clock.now().0, keys, lock };
    Ok(backup::back_up(reader, to, &asked)?)
}

/// Reads a backup to its end and applies its entries: it is whole, and a register.
///
/// # Errors
/// The file is damaged or does not open, or its entries are none of a register.
pub fn look_through(
    path: &Path,
    unlock: &Unlock,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Looked, BackupFault> {
    let mut file = BackupFile::open(path, unlock)?;
    let mut walk = Walk::new(false);
    let size = file.head().size;
    while let Some(piece) = file.next_piece()? {
        if let Piece::Entries { first, entries } = &piece {
            for (index, entry) in (*first..).zip(entries) {
                walk.entry(index, entry)?;
            }
            progress(walk.size(), size);
        }
    }
    let Walked { state, root, .. } = walk.end()?;
    let (head, totals) = (file.head().clone(), *file.totals());
    Ok(Looked { head, totals, state: state.digest().to_string(), root: Hash(root) })
}

/// Says how a file is locked: by a passphrase, by keys of recipients, or not at all.
///
/// # Errors
/// It cannot be read, or is no backup.
pub fn how_locked(path: &Path) -> Result<Option<bool>, BackupFault> {
    match BackupFile::open(path, &Unlock::default()) {
        Ok(_) => Ok(None),
        Err(BackupError::Locked { passphrase, .. }) => Ok(Some(passphrase)),
        Err(error) => Err(error.into()),
    }
}

/// Returns the origin of the log, where it is founded.
fn origin_of(reader: &dyn Reader) -> Result<Option<String>, BackupFault> {
    let Some(bytes) = reader.entry(0)? else { return Ok(None) };
    let entry = Entry::read(&bytes).map_err(|why| HouseError::Entry { index: 0, why })?;
    let Entry::Act(act) = entry else { return Err(HouseError::NotAnAct(0).into()) };
    match act.event.act {
        PublicAct::Genesis { origin, .. } => Ok(Some(origin)),
        _ => Err(HouseError::NotFounded.into()),
    }
}
