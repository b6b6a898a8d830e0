//! `Landmarks`, the compact list that verifiers ship: what the log was, about once a day.
//!
//! Source: docs/formats/landmarks.md.
//! In scope: reading in one form, printing, verifying the log's signature, short proofs and the
//! bounds of time that a place in the log has.
//! Out of scope: whether the list is that of the log's entries (`recheck`), cosignatures (they
//! stand under the checkpoint of each landmark).

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use merkle::{Digest, Subtree, VerifyError, covering};
use sha2::{Digest as _, Sha256};
use vocab::Instant;

use crate::base64_text;
use crate::decimal;
use crate::note::{NoteSigner, SignedNote};
use crate::seal_error::SealError;
use crate::verifier_key::VerifierKey;

const HEADER: &str = "dengji landmarks v1";
/// Landmarks of one list: two hundred years of days. A list is some 160 bytes for each.
const LANDMARKS_MAX: usize = 73_000;
const LINE_BYTES_MAX: usize = 200;

/// What the log was at an instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Landmark {
    /// Number of entries; greater than that of the landmark before.
    pub size: u64,
    /// When it was recorded.
    pub time: Instant,
    /// Root of the tree of that size.
    pub root: Digest,
    /// Hashes of the subtrees that cover what came since the landmark before.
    pub covers: (Digest, Option<Digest>),
}

/// The landmarks of a log, by rising size.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Landmarks {
    origin: String,
    all: Vec<Landmark>,
}

/// Between which landmarks an entry was logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Logged {
    /// Not before: the log did not have the entry then. Nothing before the first landmark.
    pub not_before: Option<Instant>,
    /// Not after: the log had the entry then. Nothing after the last landmark.
    pub not_after: Option<Instant>,
}

impl Landmarks {
    /// Returns the empty list of a log.
    pub fn new(origin: &str) -> Landmarks {
        Landmarks { origin: origin.into(), all: Vec::new() }
    }

    /// Returns the landmarks by rising size.
    pub fn all(&self) -> &[Landmark] {
        &self.all
    }

    /// Returns the log's origin.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Adds the next landmark. Returns false, and adds nothing, when it does not come after the
    /// last one, or has another number of subtrees than its interval.
    pub fn push(&mut self, landmark: Landmark) -> bool {
        let last = self.all.last();
        let after = last.is_none_or(|l| l.size < landmark.size && l.time <= landmark.time);
        let start = last.map_or(0, |l| l.size);
        let fits = 0 < landmark.size
            && after
            && covering(start, landmark.size).1.is_some() == landmark.covers.1.is_some();
        if fits {
            self.all.push(landmark);
        }
        fits
    }

    /// Returns between which landmarks the entry at an index was logged.
    pub fn logged(&self, index: u64) -> Logged {
        let next = self.all.partition_point(|l| l.size <= index);
        let before = next.checked_sub(1).map(|i| self.all[i].time);
        Logged { not_before: before, not_after: self.all.get(next).map(|l| l.time) }
    }

    /// Returns the subtree in which an entry is proved under the first landmark that covers it, the
    /// hash of the subtree and the landmark; nothing when no landmark covers it yet.
    pub fn subtree(&self, index: u64) -> Option<(Subtree, &Digest, &Landmark)> {
        let next = self.all.partition_point(|l| l.size <= index);
        let landmark = self.all.get(next)?;
        let start = next.checked_sub(1).map_or(0, |i| self.all[i].size);
        let (left, right) = covering(start, landmark.size);
        if left.contains(index) {
            return Some((left, &landmark.covers.0, landmark));
        }
        Some((right?, landmark.covers.1.as_ref()?, landmark))
    }

    /// Verifies the short proof that an entry with this leaf hash stands at an index.
    ///
    /// # Errors
    /// No landmark covers the index, or the proof does not hold.
    pub fn verify(
        &self,
        leaf: &Digest,
        index: u64,
        proof: &[Digest],
    ) -> Result<&Landmark, SealError> {
        let last = self.all.last().map_or(0, |l| l.size);
        let outside = SealError::Inclusion(VerifyError::IndexOutside { index, size: last });
        let (subtree, hash, landmark) = self.subtree(index).ok_or(outside)?;
        subtree.verify(leaf, index, proof, hash).map_err(SealError::Inclusion)?;
        Ok(landmark)
    }

    /// Prints the list under a note that the log signs.
    ///
    /// # Errors
    /// The log's name and the count make no note.
    pub fn signed(&self, log: &NoteSigner) -> Result<String, SealError> {
        let lines = self.lines();
        let mut note = SignedNote::new(self.statement(&lines))?;
        log.sign(&mut note)?;
        Ok(alloc::format!("{note}\n{lines}"))
    }

    /// Reads a list that the log has signed.
    ///
    /// # Errors
    /// The first line that has the wrong form, a signature that is not the log's, or a list other
    /// than the one signed.
    pub fn open(bytes: &[u8], log: &VerifierKey) -> Result<Landmarks, SealError> {
        let form = |line, expected| SealError::Landmarks { line, expected };
        if LANDMARKS_MAX * LINE_BYTES_MAX < bytes.len() {
            return Err(form(1, "a shorter list"));
        }
        let text = core::str::from_utf8(bytes).map_err(|_| form(1, "UTF-8 text"))?;
        // Statement, empty line, signatures, empty line, landmarks.
        let statement = text.find("\n\n").ok_or(form(1, "a signed statement"))?;
        let note = text[statement + 2..].find("\n\n").ok_or(form(1, "an empty line and a list"))?;
        let (note, lines) = text.split_at(statement + 2 + note + 1);
        let note = SignedNote::parse(note.as_bytes())?;
        note.verify(core::slice::from_ref(log))?;
        let lines = &lines[1..];
        let first = 2 + text[..text.len() - lines.len()].matches('\n').count();
        let mut stated = note.text().split('\n');
        if stated.next() != Some(HEADER) {
            return Err(form(1, HEADER));
        }
        let origin = stated.next().filter(|o| *o == log.name().as_str());
        let mut list = Landmarks::new(origin.ok_or(form(2, "the origin of the log"))?);
        for (i, line) in lines.split_terminator('\n').enumerate() {
            let expected = "size, time, root and one or two hashes, after the landmark before";
            let landmark = read(line).ok_or(form(first + i, expected))?;
            if LANDMARKS_MAX == list.all.len() || !list.push(landmark) {
                return Err(form(first + i, expected));
            }
        }
        // What was signed is what was read, in its one form.
        let printed = list.lines();
        if printed != lines || note.text() != list.statement(&printed) {
            return Err(form(3, "the number and digest of the landmarks below"));
        }
        Ok(list)
    }

    fn statement(&self, lines: &str) -> String {
        let digest: [u8; 32] = Sha256::digest(lines.as_bytes()).into();
        let (count, digest) = (self.all.len(), base64_text::encode(&digest));
        alloc::format!("{HEADER}\n{}\n{count}\n{digest}\n", self.origin)
    }

    fn lines(&self) -> String {
        self.all.iter().map(|l| alloc::format!("{l}\n")).collect()
    }
}

impl fmt::Display for Landmark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let base64 = base64_text::encode;
        write!(f, "{} {} {}", self.size, self.time.0, base64(&self.root))?;
        write!(f, " {}", base64(&self.covers.0))?;
        self.covers.1.iter().try_for_each(|hash| write!(f, " {}", base64(hash)))
    }
}

fn read(line: &str) -> Option<Landmark> {
    if LINE_BYTES_MAX < line.len() {
        return None;
    }
    let mut parts = line.split(' ');
    let size = decimal::read(parts.next()?)?;
    let time = Instant(i64::try_from(decimal::read(parts.next()?)?).ok()?);
    let root = base64_text::decode_array(parts.next()?)?;
    let left = base64_text::decode_array(parts.next()?)?;
    let right = match parts.next() {
        Some(text) => Some(base64_text::decode_array(text)?),
        None => None,
    };
    parts.next().is_none().then_some(Landmark { size, time, root, covers: (left, right) })
}
