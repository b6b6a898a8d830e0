//! What a check of a register looks at, and what it finds.
//!
//! In scope: the parts, the findings, which of them are wrong and which only keep something from
//! being checked. Out of scope: looking (`check_register`), words for people (`backup_words`).

use crate::house_error::HouseError;
use register::OrganisationId;
use store::{BatchRow, PrivateKind, StoreError};
use vocab::Hash;

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
    /// How many of them are wrong; the others keep something from being checked.
    pub wrong: u64,
    /// Whether it was looked at: without the key of personal data, what they say is not.
    pub checked: bool,
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
    /// Rows about persons: not to be derived; each block opens under the key.
    Private,
    /// Sessions and cohorts: counts and roots of the log, against the rows that they are over.
    Sessions,
    /// Certificates: the commitments of the log, against holder and salts.
    Holders,
    /// Tokens: those of every certificate, and no others.
    Tokens,
    /// The published log: tiles, bundles and checkpoint derived again.
    Published,
    /// The private keys that the register needs.
    Keys,
}

impl Looked {
    /// Every part, in the order in which it is looked at.
    pub const ALL: [Looked; 11] = [
        Looked::Store,
        Looked::Entries,
        Looked::Batches,
        Looked::KeptState,
        Looked::Answers,
        Looked::Private,
        Looked::Sessions,
        Looked::Holders,
        Looked::Tokens,
        Looked::Published,
        Looked::Keys,
    ];
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
            Looked::Sessions => "sessions",
            Looked::Holders => "holders",
            Looked::Tokens => "tokens",
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
    /// The store could not be read, because it is damaged.
    Store(StoreError),
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
    /// The master key is another than the one that wrapped the keys of rows about persons.
    OtherMasterKey(String),
    /// Rows about persons were counted, and not opened.
    Unopened(Unopened),
    /// A block of rows about persons does not open.
    Block {
        /// What it is about.
        kind: PrivateKind,
        /// What it belongs to.
        group: String,
        /// Its place among the blocks of the group.
        block: u32,
        /// Why.
        why: StoreError,
    },
    /// A row about a person is none of its kind.
    Row {
        /// What it belongs to.
        group: String,
        /// Its place in the group.
        place: u32,
    },
    /// There are other rows under a count of the log than it says.
    OtherCount {
        /// What the rows belong to.
        group: String,
        /// How many the log says.
        logged: u64,
        /// How many there are.
        there: u64,
    },
    /// Rows do not open the root of the log that is over them.
    RootDiffers {
        /// What the rows belong to.
        group: String,
    },
    /// The salts of a certificate are gone, and its holder was not erased.
    NoSalts {
        /// The place of its entry.
        entry: u64,
    },
    /// The holder of a certificate is gone.
    NoHolder {
        /// The place of its entry.
        entry: u64,
    },
    /// Holder and salts of a certificate do not open what the log says of it.
    HolderDiffers {
        /// The place of its entry.
        entry: u64,
    },
    /// The tokens of certificates are not those that they are to be found by.
    TokensDiffer {
        /// The place of the first of the entries.
        first: u64,
        /// The place of the last.
        last: u64,
        /// How many tokens they are to be found by.
        expected: u64,
        /// How many there are.
        there: u64,
    },
}

/// Why rows about persons were not opened.
#[derive(Debug)]
pub enum Unopened {
    /// The key is missing or another, which a finding of its own says.
    NoKey,
    /// The key cannot be read.
    Key(HouseError),
    /// They are not sealed yet: the register is of an older version.
    Plain,
    /// The entries come to no register, against which they could be compared.
    NoState,
}

impl Finding {
    /// Says whether it is nothing wrong, and only keeps something from being checked.
    pub fn hinders(&self) -> bool {
        matches!(
            self,
            Finding::NoLogKey(_) | Finding::NoMasterKey | Finding::NoKey(..) | Finding::Unopened(_)
        )
    }
}

impl Checked {
    /// Says whether everything was looked at and nothing was found.
    pub fn is_clean(&self) -> bool {
        self.parts.iter().all(|part| part.checked && part.found == 0)
    }

    /// Says whether something is not as it has to be. A key that is not there is no damage: what
    /// needs it could not be checked.
    pub fn is_wrong(&self) -> bool {
        self.parts.iter().any(|part| part.wrong != 0)
    }
}

impl Checked {
    /// Returns what a check comes to of a store that cannot be read because it is damaged.
    pub(super) fn unreadable(error: StoreError) -> Checked {
        let mut store = Part::new(Looked::Store);
        store.find(Finding::Store(error));
        let others = Looked::ALL.into_iter().filter(|what| *what != Looked::Store);
        let parts = [store].into_iter().chain(others.map(Part::unchecked)).collect();
        Checked { size: 0, state: None, root: None, parts }
    }
}

impl Part {
    pub(super) fn new(what: Looked) -> Part {
        Part { what, compared: 0, findings: Vec::new(), found: 0, wrong: 0, checked: true }
    }

    /// Returns a part that could not be looked at.
    pub(super) fn unchecked(what: Looked) -> Part {
        Part { checked: false, ..Part::new(what) }
    }

    pub(super) fn find(&mut self, finding: Finding) {
        self.found += 1;
        self.wrong += u64::from(!finding.hinders());
        if self.findings.len() < FINDINGS_KEPT {
            self.findings.push(finding);
        }
    }
}
