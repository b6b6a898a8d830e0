//! `Report`, what a check of a whole log came to.
//!
//! In scope: counts, digests, findings, as values. Out of scope: layout (`cli`).

use crate::finding::Finding;
use crate::head::KeyFrom;
use crate::replay::Doubt;
use crate::tally::Tally;
use merkle::Digest;
use register::StateDigest;

/// What a check of a whole log came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The log's origin, as its key names it.
    pub origin: String,
    /// Who says which key is the log's.
    pub key_from: KeyFrom,
    /// The size that the checkpoint states.
    pub size: u64,
    /// The root that the checkpoint states.
    pub root: Option<Digest>,
    /// Entries read.
    pub entries: u64,
    /// Acts by kind, and certificates.
    pub tally: Tally,
    /// What the lawful acts add up to; nothing when no law was asked.
    pub outcome: Option<Outcome>,
    /// Keys that were said to be in other hands, and what of theirs could not be checked.
    pub doubts: Vec<Doubt>,
    /// What is wrong, in the order of entries.
    pub findings: Vec<Finding>,
    /// True when not everything was read: a file that cannot be used, or too many findings.
    pub stopped: bool,
}

/// What the lawful acts of a log add up to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Organisations registered.
    pub organisations: u64,
    /// Bodies recognised.
    pub bodies: u64,
    /// Sessions and examinations.
    pub sessions: u64,
    /// The digest of the state.
    pub state: StateDigest,
    /// The digest of the law it was decided by.
    pub law: law::Digest,
}

impl Report {
    /// Says whether nothing is wrong.
    pub fn is_clean(&self) -> bool {
        self.findings.is_empty() && !self.stopped
    }
}
