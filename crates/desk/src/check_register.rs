//! Checking a register: what is stored is undamaged, and what is derived comes out the same again.
//!
//! In scope: the store's own look for damage; state, batches and the published log derived again
//! from the entries; what cannot be derived, as far as it can be compared: every block of private
//! rows opened, and what they say against the log; keys that are missing or others.
//! Out of scope: deciding again (`recheck`), repairing.
//! A missing key is told apart: without it a check cannot be made, and nothing is wrong with what
//! could be checked. Nothing is said of rows that were not opened.
//! I-STO-2: batches, the state, tiles and checkpoints can be dropped and rebuilt from the entries.
//! Answers cannot: the request behind one is not kept. Private rows and tokens are ground, too.

mod finding;
mod holders;
mod rows;
mod sessions;
mod tiles;
mod tokens;

use crate::backend::Backend;
use crate::backup_fault::{BackupError, BackupFault};
use crate::house_error::HouseError;
use crate::house_folder::{KEY_FOLDER, LOG_FOLDER};
use crate::key_folder::KeyFolder;
use crate::passphrase::Passphrase;
use crate::private_fault::PrivateFault;
use crate::restore_register::missing_keys;
use crate::walk_log::{Walk, Walked};
use holders::Holders;
use register::State;
use rows::Rows;
use seal::{KeyKind, KeyName, PublicKey, VerifierKey};
use sessions::Sessions;
use std::collections::BTreeSet;
use std::path::Path;
use store::{
    BatchRow, DiskFiles, Hindrance, Kept, KeptKind, KeptState, LogFolder, Reader, RowKeys, Store,
    StoreError, Vault,
};
use tiles::PublishedTiles;
use vocab::Hash;

pub use finding::{Checked, Finding, Looked, Part, Unopened};

/// Entries that are read at a time.
const ENTRIES_AT_ONCE: u64 = 16_384;
/// Checks the register of a folder as of now, also while another process writes into it.
///
/// # Errors
/// There is none, or it cannot be read at all; what is wrong in it is a finding.
pub fn check(
    (folder, backend): (&Path, &Backend),
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Checked, BackupFault> {
    check_locked((folder, backend), None, progress)
}

/// Checks the register of a folder whose keys a passphrase opens.
///
/// # Errors
/// As [`check`].
pub fn check_locked(
    (folder, backend): (&Path, &Backend),
    passphrase: Option<Passphrase>,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Checked, BackupFault> {
    match look((folder, backend), passphrase, progress) {
        // Damage is what is looked for: where it keeps the store from being read, it was found.
        Err(BackupFault::File(BackupError::Store(error))) if is_damage(&error) => {
            Ok(Checked::unreadable(error))
        }
        done => done,
    }
}

fn look(
    (folder, backend): (&Path, &Backend),
    passphrase: Option<Passphrase>,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Checked, BackupFault> {
    let log = LogFolder::new(Box::new(DiskFiles::over(folder.join(LOG_FOLDER))));
    // Before the snapshot: what is published is then not ahead of it.
    let published = PublishedTiles::read(&log)?;
    let mut store = backend.look_into(folder)?;
    store.hold()?;
    let keys = KeyFolder::of(&folder.join(KEY_FOLDER)).opened_by(passphrase);
    let checked = check_store(&*store, published, &keys, progress);
    store.release()?;
    checked
}

/// Checks a register in a store that holds a snapshot.
fn check_store(
    store: &dyn Store,
    mut published: PublishedTiles<'_>,
    keys: &KeyFolder,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Checked, BackupFault> {
    let mut damage = Part::new(Looked::Store);
    damage.compared = 1;
    store.inspect()?.into_iter().for_each(|what| damage.find(Finding::Damage(what)));
    let size = store.size()?;
    let mut parts = vec![damage];
    let mut kept = KeptPart::of(store)?;
    let (entries, walked) = walk(store, size, (&mut published, &mut kept), progress)?;
    let kept = kept.end();
    let whole = entries.found == 0;
    parts.push(entries);
    let walked = walked.filter(|_| whole);
    if let Some(walked) = &walked {
        parts.push(batches(store, &walked.batches)?);
        parts.push(kept);
    }
    parts.push(answers(store, size)?);
    let opening = Opening::of(store, keys)?;
    let other = if let Opening::Other(name) = &opening { Some(name.clone()) } else { None };
    parts.extend(people(store, opening, walked.as_ref(), progress)?);
    if let Some(Walked { state, .. }) = &walked {
        parts.push(published.end(log_key(state), size));
        parts.push(keys_there(state, (Vault::is_sealed(store)?, other), keys));
    }
    let state = walked.as_ref().map(|walked| walked.state.digest().to_string());
    let root = walked.as_ref().map(|walked| Hash(walked.root));
    Ok(Checked { size, state, root, parts })
}

/// Reads every entry once, for all that is derived from them.
fn walk(
    store: &dyn Store,
    size: u64,
    (published, kept): (&mut PublishedTiles<'_>, &mut KeptPart),
    progress: &mut dyn FnMut(u64, u64),
) -> Result<(Part, Option<Walked>), BackupFault> {
    let mut part = Part::new(Looked::Entries);
    let mut walk = Walk::new(true);
    let mut at = 0;
    while at < size && part.found == 0 {
        let next = (at + ENTRIES_AT_ONCE).min(size);
        let mut wrong = None;
        let read = store.each_entry(at, next, &mut |index, bytes| {
            if wrong.is_none() {
                kept.look(&walk);
                wrong = walk.entry(index, bytes).err();
                published.entry(index, bytes);
            }
        });
        told(&mut part, read)?;
        wrong.into_iter().for_each(|error| part.find(Finding::Entry(error)));
        at = next;
        progress(at, size);
    }
    part.compared = walk.size();
    if part.found != 0 {
        return Ok((part, None));
    }
    kept.look(&walk);
    match walk.end() {
        Ok(walked) => Ok((part, Some(walked))),
        Err(error) => {
            part.find(Finding::Entry(error));
            Ok((part, None))
        }
    }
}

/// The state that is kept, while the entries are walked.
struct KeptPart {
    kept: Option<KeptState>,
    part: Part,
}

impl KeptPart {
    fn of(reader: &dyn Reader) -> Result<KeptPart, BackupFault> {
        let (kept, mut part) = (reader.kept_state()?, Part::new(Looked::KeptState));
        part.compared = u64::from(kept.is_some());
        Ok(KeptPart { kept, part })
    }

    /// Compares where the walk is at the size of what is kept.
    fn look(&mut self, walk: &Walk) {
        if let Some(kept) = self.kept.take_if(|kept| kept.size == walk.size())
            && !walk.is_at(&kept)
        {
            self.part.find(Finding::StateDiffers { size: kept.size });
        }
    }

    fn end(mut self) -> Part {
        // A size that no entry reached.
        if let Some(kept) = self.kept {
            self.part.find(Finding::StateDiffers { size: kept.size });
        }
        self.part
    }
}

fn batches(reader: &dyn Reader, derived: &[BatchRow]) -> Result<Part, BackupFault> {
    type Key = (String, i32, char, u32, u32, u64, u64);
    fn key(b: &BatchRow) -> Key {
        (b.site.clone(), b.year, b.level, b.first, b.last, b.entry, b.header)
    }
    fn row((site, year, level, first, last, entry, header): Key) -> BatchRow {
        BatchRow { site, year, level, first, last, entry, header }
    }
    let mut part = Part::new(Looked::Batches);
    part.compared = derived.len() as u64;
    let mut derived: BTreeSet<Key> = derived.iter().map(key).collect();
    reader.each_kept(KeptKind::Batches, &mut |kept| {
        if let Kept::Batch(batch) = kept
            && !derived.remove(&key(&batch))
        {
            part.find(Finding::BatchStrange(batch));
        }
        Ok(())
    })?;
    derived.into_iter().for_each(|missing| part.find(Finding::BatchMissing(row(missing))));
    Ok(part)
}

fn answers(reader: &dyn Reader, size: u64) -> Result<Part, BackupFault> {
    let mut part = Part::new(Looked::Answers);
    reader.each_kept(KeptKind::Answers, &mut |kept| {
        part.compared += 1;
        if let Kept::Answer(_, answered) = kept {
            let (first, count) = (answered.first, answered.count);
            if first.checked_add(count).is_none_or(|end| size < end) {
                part.find(Finding::AnswerBeyond { first, count });
            }
        }
        Ok(())
    })?;
    Ok(part)
}

/// What opens the rows about persons.
enum Opening {
    Keys(Box<RowKeys>),
    /// A key that is another, by its name.
    Other(String),
    /// The keys that the store keeps are damaged.
    Broken(String),
    Not(Unopened),
}

impl Opening {
    fn of(store: &dyn Store, keys: &KeyFolder) -> Result<Opening, BackupFault> {
        if !Vault::is_sealed(store)? {
            return Ok(Opening::Not(Unopened::Plain));
        }
        let master = match keys.master_to_look(store) {
            Ok((master, true)) => master,
            Ok((other, false)) => return Ok(Opening::Other(other.name())),
            Err(HouseError::Private(PrivateFault::NoMasterKey(_))) => {
                return Ok(Opening::Not(Unopened::NoKey));
            }
            Err(error) => return Ok(Opening::Not(Unopened::Key(error))),
        };
        match RowKeys::load(store, &*master) {
            Ok(Some(keys)) => Ok(Opening::Keys(Box::new(keys))),
            Ok(None) => Ok(Opening::Not(Unopened::Plain)),
            Err(StoreError::Damaged { what }) => Ok(Opening::Broken(what)),
            Err(error @ StoreError::MasterKey { .. }) => Ok(Opening::Broken(error.to_string())),
            Err(error) => Err(error.into()),
        }
    }
}

/// Opens the rows about persons and compares what they say with the log, where there is what opens
/// them.
fn people(
    store: &dyn Store,
    opening: Opening,
    walked: Option<&Walked>,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Vec<Part>, BackupFault> {
    let why = match opening {
        Opening::Keys(keys) => return opened(store, &keys, walked, progress),
        Opening::Other(_) => Finding::Unopened(Unopened::NoKey),
        Opening::Broken(what) => Finding::Damage(what),
        Opening::Not(why) => Finding::Unopened(why),
    };
    let mut private = Part::unchecked(Looked::Private);
    private.find(why);
    Ok([private].into_iter().chain(uncompared()).collect())
}

fn uncompared() -> [Part; 3] {
    [Looked::Sessions, Looked::Holders, Looked::Tokens].map(Part::unchecked)
}

fn opened(
    store: &dyn Store,
    keys: &RowKeys,
    walked: Option<&Walked>,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Vec<Part>, BackupFault> {
    let mut rows = Rows::of(store, keys);
    let (private, noted) = rows.open_all()?;
    // Without a state there is nothing to compare with, which the entries have told.
    let Some(Walked { state, batches, .. }) = walked else {
        return Ok([private].into_iter().chain(uncompared()).collect());
    };
    let (mut sessions, done) = Sessions::of(&rows, state).compare();
    told(&mut sessions, done)?;
    let size = state.entries();
    let certificates = Holders::of(&mut rows, &noted, size)?;
    let (mut holders, tokens, done) = certificates.compare((size, batches), progress);
    told(&mut holders, done)?;
    Ok(vec![private, sessions, holders, tokens])
}

fn is_damage(error: &StoreError) -> bool {
    matches!(error, StoreError::Damaged { .. }) || error.hindrance() == Some(Hindrance::Damaged)
}

/// Makes a finding of what a reading says of damage; anything else ends the check.
fn told(part: &mut Part, read: Result<(), StoreError>) -> Result<(), BackupFault> {
    match read {
        Err(StoreError::Damaged { what }) => part.find(Finding::Damage(what)),
        Err(error) if is_damage(&error) => part.find(Finding::Store(error)),
        read => read?,
    }
    Ok(())
}

fn keys_there(state: &State, (sealed, other): (bool, Option<String>), keys: &KeyFolder) -> Part {
    let mut part = Part::new(Looked::Keys);
    other.into_iter().for_each(|name| part.find(Finding::OtherMasterKey(name)));
    let missing = missing_keys(state, sealed, keys);
    let ours = |id| state.key_of(id).is_some_and(|key| key.operator_custody);
    let organisations = state.organisations().filter(|(id, _)| ours(*id)).count() as u64;
    part.compared = u64::from(state.log_key().is_some()) + u64::from(sealed) + organisations;
    missing.log.into_iter().for_each(|key| part.find(Finding::NoLogKey(key)));
    if missing.master {
        part.find(Finding::NoMasterKey);
    }
    missing.organisations.into_iter().for_each(|(id, key)| part.find(Finding::NoKey(id, key)));
    part
}

/// Returns the key by which anybody checks the log's checkpoints.
fn log_key(state: &State) -> Option<VerifierKey> {
    let name = KeyName::new(state.origin()?).ok()?;
    let key = PublicKey::from_bytes(state.log_key()?).ok()?;
    Some(VerifierKey::new(name, KeyKind::Ed25519, key))
}
