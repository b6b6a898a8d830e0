//! Restoring a register out of a backup: whole, or as of the end of an earlier act.
//!
//! In scope: an empty folder or store, entries that have to come to a register, the keys that the
//! backup has, and what is missing afterwards.
//! Out of scope: the file itself (`store::backup`); what is derived (the published log), which the
//! next opening and publication write again.
//! Failure: a folder is filled beside its place and moved there when all of it is durable. What
//! fails is removed; what is stopped is left beside, and named by the next restoring. A database
//! holds a note meanwhile, under which nothing opens it; what fails is dropped there, too.

use crate::back_up::look_through;
use crate::backend::Backend;
use crate::backup_fault::BackupFault;
use crate::cut_to_point::POINT;
use crate::house_folder::KEY_FOLDER;
use crate::key_folder::KeyFolder;
use crate::rows_at_point::{belongs, note_belongs, numbered};
use crate::walk_log::{Walk, Walked};
use register::{OrganisationId, SessionId, State};
use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use store::backup::{BackupFile, Head, KeyBytes, Piece, Unlock, put};
use store::{Kept, PrivateKind, Store, Vault, flush_folder, make_folder};
use vocab::Hash;

/// What was restored.
#[derive(Clone, Debug)]
pub struct Restored {
    /// What stands at the head of the backup.
    pub head: Head,
    /// Entries that were restored.
    pub size: u64,
    /// The digest of the state that they come to.
    pub state: String,
    /// The root of the tree over them.
    pub root: Hash,
    /// Files of keys that were restored.
    pub keys: usize,
    /// What the register needs and has not.
    pub missing: MissingKeys,
    /// What of the rows about persons was not restored; nothing when the log is whole.
    pub left_out: Option<LeftOut>,
}

/// What belongs to acts beyond the point to which a log was restored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Rows about persons that were left out; of sealed ones, blocks of up to 32.
    pub rows: u64,
    /// Notes that were left out.
    pub notes: u64,
    /// Sessions whose registration was open at that point and that have people: nobody can say who
    /// of them came later, and all stay.
    pub open: BTreeSet<SessionId>,
}

/// Private keys that a register needs and that are not in its folder of keys.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MissingKeys {
    /// The public half of the log's, without which nothing is opened.
    pub log: Option<Hash>,
    /// Whether rows about persons are sealed and their master key is missing, without which nothing
    /// is opened, either.
    pub master: bool,
    /// Those of organisations that leave theirs to the operator.
    pub organisations: Vec<(OrganisationId, Hash)>,
}

/// Restores a register into a folder that is empty or not there. With a size, the log is as of so
/// many entries, and what is known by its name to belong to acts beyond them is left out; the first
/// opening cuts the rest (`cut_to_point`). Of a register in a database the folder gets the keys.
///
/// # Errors
/// The folder has something in it, the file is damaged or does not open, the size is not the end of
/// an act, or the entries are none of a register. Then folder and database are as they were. Where
/// the very last step fails, the folder is in its place already and stays, with what it holds.
pub fn restore(
    (file, unlock): (&Path, &Unlock),
    backend: &Backend,
    (to, size): (&Path, Option<u64>),
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Restored, BackupFault> {
    let beside = Beside::make(to)?;
    if let Backend::Postgres(_) = backend {
        // Rows in a database are not thrown away with a folder: it gets none of a damaged file.
        look_through(file, unlock, &mut |_, _| ())?;
    }
    let mut store = backend.open(&beside.path)?;
    let there = store.size()?;
    if there != 0 {
        return Err(BackupFault::StoreNotEmpty(there));
    }
    Backend::begin_restoring(&mut *store)?;
    // Stopped from here on: a folder beside, or a database that does not open.
    let keys = beside.path.join(KEY_FOLDER);
    let done = restore_store((file, unlock), (&mut *store, &keys), size, progress);
    let done = done.and_then(|restored| {
        finish(store, backend, || beside.put_in_place(to))?;
        Ok(restored)
    });
    done.map_err(|fault| match backend.undo_restoring() {
        Ok(()) => fault,
        // Why it failed matters more than that its remains have to be dropped by hand.
        Err(_) => BackupFault::NotUndone(Box::new(fault)),
    })
}

/// Puts the folder in its place and lets the store be opened. A database is let be opened last,
/// because it is of no use without the keys in the folder; a folder first, because it holds the
/// store.
fn finish(
    mut store: Box<dyn Store>,
    backend: &Backend,
    put_in_place: impl FnOnce() -> Result<(), BackupFault>,
) -> Result<(), BackupFault> {
    match backend {
        Backend::Folder => {
            Backend::end_restoring(&mut *store)?;
            drop(store);
            put_in_place()
        }
        Backend::Postgres(_) => {
            put_in_place()?;
            // Where the answer was cut off, the note may be gone; taken away twice is the same.
            let ended = Backend::end_restoring(&mut *store);
            ended.or_else(|_| Backend::end_restoring(&mut *store))?;
            Ok(())
        }
    }
}

/// Restores a register into an empty store of any kind, and its keys into a folder. A failure
/// leaves a store that is to be thrown away.
///
/// # Errors
/// As [`restore`]; or the store has something in it.
pub fn restore_store(
    (file, unlock): (&Path, &Unlock),
    (store, keys): (&mut dyn Store, &Path),
    size: Option<u64>,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Restored, BackupFault> {
    let mut file = BackupFile::open(file, unlock)?;
    let (walked, found, left_out) = restore_into(&mut file, store, size, progress)?;
    let folder = KeyFolder::open(keys, None)?;
    found.iter().try_for_each(|key| folder.put_file(key))?;
    let missing = missing_keys(&walked.state, Vault::is_sealed(store)?, &folder);
    Ok(Restored {
        head: file.head().clone(),
        size: walked.state.entries(),
        state: walked.state.digest().to_string(),
        root: Hash(walked.root),
        keys: found.len(),
        missing,
        left_out,
    })
}

/// Puts every piece into the store, and walks the entries.
fn restore_into(
    file: &mut BackupFile,
    store: &mut dyn Store,
    size: Option<u64>,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<(Walked, Vec<KeyBytes>, Option<LeftOut>), BackupFault> {
    let there = store.size()?;
    if there != 0 {
        return Err(BackupFault::StoreNotEmpty(there));
    }
    let whole = file.head().size;
    let size = size.unwrap_or(whole);
    if whole < size {
        return Err(BackupFault::Beyond { size: whole, asked: size });
    }
    let (mut walk, mut keys) = (Walk::new(false), Vec::new());
    let mut left_out = (size < whole).then(LeftOut::default);
    while let Some(mut piece) = file.next_piece()? {
        match piece {
            Piece::Keys(found) => {
                keys.extend(found);
                continue;
            }
            Piece::Entries { first, ref entries } => {
                for (index, entry) in (first..size).zip(entries) {
                    walk.entry(index, entry)?;
                }
                progress(walk.size(), size);
            }
            Piece::Rows(ref mut rows) => {
                if let Some(left_out) = &mut left_out {
                    rows.retain(|row| left_out.keeps(row, walk.state()));
                }
            }
        }
        put(store, piece, size)?;
    }
    if let Some((first, end)) = walk.inside()
        && end <= whole
    {
        return Err(BackupFault::InsideAct { asked: size, first, end });
    }
    if left_out.is_some() {
        // Rows that only the key tells apart are still there: the first opening reads this.
        let point = Kept::Note(POINT.to_string(), size.to_le_bytes().to_vec());
        store.restore(&[], &[point])?;
    }
    Ok((walk.end()?, keys, left_out))
}

impl LeftOut {
    /// Says whether a row belongs to what the restored log knows, and counts it when not.
    fn keeps(&mut self, row: &Kept, state: &State) -> bool {
        match row {
            Kept::Private(row) => {
                let keeps = belongs(state, row.kind, &row.group);
                self.rows += u64::from(!keeps);
                let session = numbered(&row.group, "session-").map(|(id, _)| SessionId(id));
                if let Some(id) = session.filter(|_| keeps && row.kind == PrivateKind::Candidate) {
                    let open = state.session(id).is_some_and(|found| found.closing.is_none());
                    self.open.extend(open.then_some(id));
                }
                keeps
            }
            // Of a backup that was taken between a restoring and its first opening.
            Kept::Note(name, _) if name == POINT => false,
            Kept::Note(name, _) => {
                let keeps = note_belongs(state, name);
                self.notes += u64::from(!keeps);
                keeps
            }
            // A token leads to the entry of a certificate.
            Kept::Token(token) => token.place < state.entries(),
            Kept::Answer(..) | Kept::Batch(_) => true,
        }
    }
}

/// Returns the keys that a register needs and that are not in a folder of keys.
pub(crate) fn missing_keys(state: &State, sealed: bool, keys: &KeyFolder) -> MissingKeys {
    let log = state.log_key().filter(|_| !keys.holds_log()).map(|key| Hash(*key));
    let held = state.organisations().filter_map(|(id, _)| Some((id, state.key_of(id)?)));
    let ours = held.filter(|(_, key)| key.operator_custody && !keys.holds(&key.key));
    let organisations = ours.map(|(id, key)| (id, Hash(key.key))).collect();
    MissingKeys { log, master: sealed && !keys.holds_master(), organisations }
}

/// The folder in which a register is restored, beside the one it is moved to. Dropped before that,
/// it is removed.
struct Beside {
    path: PathBuf,
    kept: bool,
}

impl Beside {
    fn make(to: &Path) -> Result<Beside, BackupFault> {
        let failed = |source| BackupFault::Folder { path: to.to_path_buf(), source };
        match fs::read_dir(to).map(|mut entries| entries.next().is_none()) {
            Ok(true) => {}
            Ok(false) => return Err(BackupFault::NotEmpty(to.to_path_buf())),
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(source) => return Err(failed(source)),
        }
        let name = to.file_name().ok_or_else(|| failed(ErrorKind::InvalidInput.into()))?;
        let mut beside = name.to_os_string();
        beside.push(".restoring");
        let path = to.with_file_name(beside);
        make_folder(above(&path)).map_err(failed)?;
        match fs::create_dir(&path) {
            Ok(()) => Ok(Beside { path, kept: false }),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                Err(BackupFault::LeftOver(path))
            }
            Err(source) => Err(BackupFault::Folder { path, source }),
        }
    }

    /// Moves the folder to its place, and returns when its name is durable.
    fn put_in_place(mut self, to: &Path) -> Result<(), BackupFault> {
        let failed = |source| BackupFault::Folder { path: to.to_path_buf(), source };
        flush_folder(&self.path).map_err(failed)?;
        // An empty folder only; one that was filled meanwhile stays, and is an error.
        match fs::remove_dir(to) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(failed(error)),
            _ => {}
        }
        // Stopped here: everything is in the folder beside.
        fs::rename(&self.path, to).map_err(failed)?;
        self.kept = true;
        flush_folder(above(to)).map_err(failed)
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        if !self.kept {
            // What is left of it is named by the next restoring.
            let _ = fs::remove_dir_all(&self.path);
        }
    }
}

fn above(path: &Path) -> &Path {
    path.parent().filter(|above| !above.as_os_str().is_empty()).unwrap_or(Path::new("."))
}
