//! Checking a register: what is stored is undamaged, and what is derived comes out the same again.
//!
//! In scope: the store's own look for damage; state, batches and the published log derived again
//! from the entries; what cannot be derived, as far as it can be compared; keys that are missing.
//! Out of scope: deciding again (`recheck`), repairing.
//! A missing key is told apart: without it a check cannot be made, and nothing is wrong with what
//! could be checked.
//! I-STO-2: batches, the state, tiles and checkpoints can be dropped and rebuilt from the entries.
//! Answers cannot: the request behind one is not kept. Private rows and tokens are ground, too.

mod tiles;

use crate::backend::Backend;
use crate::backup_fault::BackupFault;
use crate::house_error::HouseError;
use crate::house_folder::{KEY_FOLDER, LOG_FOLDER};
use crate::key_folder::KeyFolder;
use crate::restore_register::missing_keys;
use crate::walk_log::{Walk, Walked};
use register::{OrganisationId, State};
use seal::{KeyKind, KeyName, PublicKey, VerifierKey};
use std::collections::BTreeSet;
use std::path::Path;
use store::{
    BatchRow, DiskFiles, Kept, KeptKind, KeptState, LogFolder, Reader, Store, StoreError, Vault,
};
use tiles::PublishedTiles;
use vocab::Hash;

/// Entries that are read at a time.
const ENTRIES_AT_ONCE: u64 = 16_384;
/// Findings of a part that are kept in words; the others are counted.
const FINDINGS_KEPT: usize = 20;

/// What a check came to.
#[derive(Debug)]
pub struct Checked {
    /// Entries of the log.
    pub size: u64,
    /// The digest of the state that they come to, where they come to one.
    pub state: Option<String>,
    /// The root of the tree over them.
    pub root: Option<Hash>,
    /// What was looked at.
    pub parts: Vec<Part>,
}

/// A part of a register that was looked at.
#[derive(Debug)]
pub struct Part {
    /// Which.
    pub what: Looked,
    /// How many things were compared.
    pub compared: u64,
    /// What was found, the first of each part.
    pub findings: Vec<Finding>,
    /// How many were found.
    pub found: u64,
}

/// What can be looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Looked {
    /// The store: pages, entries without a gap, batches inside the log.
    Store,
    /// The entries: each read, and applied to the state before it.
    Entries,
    /// The batches: derived again from the entries.
    Batches,
    /// The answers: not to be derived; each lies inside the log.
    Answers,
    /// The state that is kept, to start from: derived again.
    KeptState,
    /// Rows about persons: not to be derived; each can be read.
    Private,
    /// The published log: tiles, bundles and checkpoint derived again.
    Published,
    /// The private keys that the register needs.
    Keys,
}

impl Looked {
    /// Returns the word of it in data.
    pub fn word(self) -> &'static str {
        match self {
            Looked::Store => "store",
            Looked::Entries => "entries",
            Looked::Batches => "batches",
            Looked::Answers => "answers",
            Looked::KeptState => "kept-state",
            Looked::Private => "private",
            Looked::Published => "published",
            Looked::Keys => "keys",
        }
    }
}

/// Something that is not as it has to be.
#[derive(Debug)]
pub enum Finding {
    /// What the store found.
    Damage(String),
    /// An entry cannot be read, or does not fit.
    Entry(HouseError),
    /// The entries make a batch that is not stored.
    BatchMissing(BatchRow),
    /// A batch is stored that the entries do not make.
    BatchStrange(BatchRow),
    /// An answer names entries beyond the log.
    AnswerBeyond {
        /// Its first entry.
        first: u64,
        /// How many it names.
        count: u64,
    },
    /// The state that is kept is not that of the entries.
    StateDiffers {
        /// The size that it is kept for.
        size: u64,
    },
    /// A file of the published log is missing.
    FileMissing(String),
    /// A file of the published log is not what the entries make.
    FileDiffers(String),
    /// The published checkpoint is of more entries than there are.
    PublishedAhead {
        /// Entries of the checkpoint.
        published: u64,
    },
    /// The key of the log is missing.
    NoLogKey(Hash),
    /// The master key of rows about persons is missing.
    NoMasterKey,
    /// The key of an organisation that leaves its to the operator is missing.
    NoKey(OrganisationId, Hash),
}

impl Checked {
    /// Says whether everything was looked at and nothing was found.
    pub fn is_clean(&self) -> bool {
        self.parts.iter().all(|part| part.found == 0)
    }

    /// Says whether something is not as it has to be. A key that is not there is no damage: what
    /// needs it could not be checked.
    pub fn is_wrong(&self) -> bool {
        self.parts.iter().any(|part| part.what != Looked::Keys && part.found != 0)
    }
}

impl Part {
    fn new(what: Looked) -> Part {
        Part { what, compared: 0, findings: Vec::new(), found: 0 }
    }

    fn find(&mut self, finding: Finding) {
        self.found += 1;
        if self.findings.len() < FINDINGS_KEPT {
            self.findings.push(finding);
        }
    }
}

/// Checks the register of a folder as of now, also while another process writes into it.
///
/// # Errors
/// There is none, or it cannot be read at all; what is wrong in it is a finding.
pub fn check(
    (folder, backend): (&Path, &Backend),
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Checked, BackupFault> {
    let log = LogFolder::new(Box::new(DiskFiles::over(folder.join(LOG_FOLDER))));
    // Before the snapshot: what is published is then not ahead of it.
    let published = PublishedTiles::read(&log)?;
    let mut store = backend.look_into(folder)?;
    store.hold()?;
    let keys = KeyFolder::of(&folder.join(KEY_FOLDER));
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
    parts.push(private(store)?);
    if let Some(Walked { state, .. }) = &walked {
        parts.push(published.end(log_key(state), size));
        parts.push(keys_there(state, Vault::is_sealed(store)?, keys));
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
        match read {
            Err(StoreError::Damaged { what }) => part.find(Finding::Damage(what)),
            read => read?,
        }
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

fn private(reader: &dyn Reader) -> Result<Part, BackupFault> {
    let mut part = Part::new(Looked::Private);
    let read = reader.each_kept(KeptKind::Private, &mut |_| {
        part.compared += 1;
        Ok(())
    });
    match read {
        Err(StoreError::Damaged { what }) => part.find(Finding::Damage(what)),
        read => read?,
    }
    Ok(part)
}

fn keys_there(state: &State, sealed: bool, keys: &KeyFolder) -> Part {
    let mut part = Part::new(Looked::Keys);
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
