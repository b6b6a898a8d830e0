//! A snapshot of the state: the whole of it as bytes, so that a register opens without replaying
//! its log.
//!
//! Source: none (our design). In scope: which section stands where; the sections of the areas are
//! theirs (`*/snapshot.rs`). Out of scope: where it is kept, and a checksum of it (`store`).
//! Form: 13 bytes that say what it is, a byte with the version, then sections in this order, each
//! with its number, its length in eight bytes, the low ones first, and its pieces (`piece`). What
//! is of sessions and batches stands in many sections of one number, so that they can be written
//! one by one. Nothing promises that another version can read it: the log is what lasts.
//! Failure: bytes that are none give an error that names section and byte, and no state.

mod error;
mod nouns;
mod piece;

pub use error::SnapshotError;
pub(crate) use piece::{Piece, Reader, choices, named_numbers, pieces, put_length};

use crate::act::{Organisation, Recognition};
use crate::arrangement::Arrangements;
use crate::correction::{Corrections, put_batches};
use crate::sessions::{BySession, Rising};
use crate::state::{Recognised, State};
use crate::sums::Sums;
use crate::{OrganisationId, SessionId};
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

/// The version of the form: 2 has what regions have on record.
pub const VERSION: u8 = 2;

const MAGIC: &[u8; 13] = b"dengji state\n";
/// Sessions, or places of batches, of one section.
const CHUNK: usize = 16_384;

/// A section, by its number.
#[derive(Clone, Copy)]
enum Section {
    Founding = 1,
    Organisations,
    Recognised,
    Sessions,
    Counters,
    Occupations,
    Exams,
    Cohorts,
    Bodies,
    Arrangements,
    Arranged,
    Corrections,
    Batches,
    Supervision,
    Digest,
}

impl Section {
    const fn name(self) -> &'static str {
        match self {
            Section::Founding => "founding",
            Section::Organisations => "organisations",
            Section::Recognised => "recognised",
            Section::Sessions => "sessions",
            Section::Counters => "counters",
            Section::Occupations => "occupations",
            Section::Exams => "exams",
            Section::Cohorts => "cohorts",
            Section::Bodies => "bodies",
            Section::Arrangements => "arrangements",
            Section::Arranged => "arranged",
            Section::Corrections => "corrections",
            Section::Batches => "batches",
            Section::Supervision => "supervision",
            Section::Digest => "digest",
        }
    }
}

impl State {
    /// Returns the snapshot of the state, in one piece.
    pub fn snapshot(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        self.write_snapshot(&mut |piece| bytes.extend_from_slice(piece));
        bytes
    }

    /// Writes the snapshot of the state, section by section.
    pub fn write_snapshot(&self, sink: &mut dyn FnMut(&[u8])) {
        sink(MAGIC);
        sink(&[VERSION]);
        let mut to = Sheets { sink, sheet: Vec::new() };
        to.section(Section::Founding, |to| self.put_founding(to));
        to.section(Section::Organisations, |to| {
            self.organisations.put(to);
            self.keys.put(to);
            self.known_keys.put(to);
            self.compromised.put(to);
            self.sequences.put(to);
        });
        to.section(Section::Recognised, |to| self.put_recognised(to));
        to.by_session(Section::Sessions, &self.sessions);
        to.section(Section::Counters, |to| self.counters.put(to));
        to.section(Section::Occupations, |to| self.occupations.put(to));
        to.section(Section::Exams, |to| self.exams.put(to));
        to.section(Section::Cohorts, |to| self.cohorts.put(to));
        to.section(Section::Bodies, |to| self.bodies.put(to));
        to.section(Section::Arrangements, |to| self.arrangements.put(to));
        to.by_session(Section::Arranged, self.arrangements.sessions());
        to.section(Section::Corrections, |to| self.corrections.put(to));
        for batches in self.corrections.batch_chunks(CHUNK) {
            to.section(Section::Batches, |to| put_batches(batches, to));
        }
        to.section(Section::Supervision, |to| self.supervision.put(to));
        to.section(Section::Digest, |to| {
            self.digest.held().bytes().put(to);
            self.digest.past().bytes().put(to);
        });
    }

    /// Loads a snapshot.
    ///
    /// # Errors
    /// [`SnapshotError`] for bytes that are none of this version. Nothing is reserved that the
    /// bytes do not account for.
    pub fn from_snapshot(bytes: &[u8]) -> Result<State, SnapshotError> {
        let rest = bytes.strip_prefix(MAGIC).ok_or(SnapshotError::NotASnapshot)?;
        let (version, rest) = rest.split_first().ok_or(SnapshotError::NotASnapshot)?;
        if *version != VERSION {
            return Err(SnapshotError::Version { found: *version });
        }
        let mut from = Bytes { rest, end: bytes.len() };
        let mut state = from.section(Section::Founding, State::get_founding)?;
        from.section(Section::Organisations, |from| {
            state.organisations = Piece::get(from)?;
            state.keys = Piece::get(from)?;
            state.known_keys = Piece::get(from)?;
            state.compromised = Piece::get(from)?;
            state.sequences = Piece::get(from)?;
            Ok(())
        })?;
        state.recognised =
            from.section(Section::Recognised, |from| get_recognised(from, &state.organisations))?;
        state.sessions = from.by_session(Section::Sessions)?;
        state.counters = from.section(Section::Counters, Piece::get)?;
        state.occupations = from.section(Section::Occupations, Piece::get)?;
        state.exams = from.section(Section::Exams, Piece::get)?;
        state.cohorts = from.section(Section::Cohorts, Piece::get)?;
        state.bodies = from.section(Section::Bodies, Piece::get)?;
        let arrangements = from.section(Section::Arrangements, Arrangements::get)?;
        let arranged = from.by_session(Section::Arranged)?;
        state.arrangements = arrangements.with_sessions(arranged);
        state.corrections = from.section(Section::Corrections, |from| {
            match state.arrangements.without_standard() {
                None => Corrections::get(from),
                Some(_) => Err(from.not("after sessions whose standards are noted")),
            }
        })?;
        while from.goes_on(Section::Batches) {
            from.section(Section::Batches, |from| state.corrections.get_batches(from))?;
        }
        state.supervision = from.section(Section::Supervision, Piece::get)?;
        state.digest = from.section(Section::Digest, |from| {
            Ok(Sums::kept(Piece::get(from)?, Piece::get(from)?))
        })?;
        from.ended()?;
        Ok(state)
    }

    fn put_founding(&self, to: &mut Vec<u8>) {
        self.origin.put(to);
        self.law.put(to);
        self.log_key.put(to);
        self.recovery.put(to);
        self.version.put(to);
        self.entries.put(to);
        self.landmark.put(to);
        self.recorded_at.put(to);
        self.partial.put(to);
    }

    fn get_founding(from: &mut Reader<'_>) -> Result<State, SnapshotError> {
        Ok(State {
            origin: Piece::get(from)?,
            law: Piece::get(from)?,
            log_key: Piece::get(from)?,
            recovery: Piece::get(from)?,
            version: Piece::get(from)?,
            entries: Piece::get(from)?,
            landmark: Piece::get(from)?,
            recorded_at: Piece::get(from)?,
            partial: Piece::get(from)?,
            ..State::new()
        })
    }

    /// Writes recognitions; a body that is as it was registered is not written twice.
    fn put_recognised(&self, to: &mut Vec<u8>) {
        put_length(self.recognised.len(), to);
        for (id, Recognised { on, recognition }) in &self.recognised {
            let Recognition {
                id: own,
                body,
                prefix,
                scope,
                published_on,
                until,
                covers_outsiders,
                standard_exists,
            } = recognition;
            (*id, *on).put(to);
            own.put(to);
            let other = (self.organisations.get(id) != Some(body)).then(|| body.clone());
            other.put(to);
            prefix.put(to);
            scope.put(to);
            (*published_on, *until).put(to);
            (*covers_outsiders, *standard_exists).put(to);
        }
    }
}

fn get_recognised(
    from: &mut Reader<'_>,
    organisations: &BTreeMap<OrganisationId, Organisation>,
) -> Result<BTreeMap<OrganisationId, Recognised>, SnapshotError> {
    let mut all = Vec::new();
    for _ in 0..from.length()? {
        let (key, on) = Piece::get(from)?;
        let id = Piece::get(from)?;
        let other: Option<Organisation> = Piece::get(from)?;
        let body = other.or_else(|| organisations.get(&key).cloned());
        let body = body.ok_or_else(|| from.not("a recognition of a known organisation"))?;
        let (prefix, scope) = Piece::get(from)?;
        let (published_on, until) = Piece::get(from)?;
        let (covers_outsiders, standard_exists) = Piece::get(from)?;
        let recognition = Recognition {
            id,
            body,
            prefix,
            scope,
            published_on,
            until,
            covers_outsiders,
            standard_exists,
        };
        all.push((key, Recognised { on, recognition }));
    }
    let rising = all.is_sorted_by(|(a, _), (b, _)| a < b);
    if rising { Ok(all.into_iter().collect()) } else { Err(from.not("by rising key")) }
}

/// Writes sections.
struct Sheets<'a> {
    sink: &'a mut dyn FnMut(&[u8]),
    sheet: Vec<u8>,
}

impl Sheets<'_> {
    fn section(&mut self, section: Section, write: impl FnOnce(&mut Vec<u8>)) {
        self.sheet.clear();
        write(&mut self.sheet);
        (self.sink)(&[section as u8]);
        (self.sink)(&(self.sheet.len() as u64).to_le_bytes());
        (self.sink)(&self.sheet);
    }

    /// Writes what is of each session: its number after the one before, and the thing.
    fn by_session<T: Piece>(&mut self, section: Section, all: &BySession<T>) {
        let (mut all, mut next) = (all.iter().peekable(), 0u32);
        while all.peek().is_some() {
            self.section(section, |to| {
                for (id, value) in all.by_ref().take(CHUNK) {
                    (id.0 - next).put(to);
                    value.put(to);
                    // Of the last number of all there is none that follows.
                    next = id.0.saturating_add(1);
                }
            });
        }
    }
}

/// Reads sections.
struct Bytes<'a> {
    rest: &'a [u8],
    end: usize,
}

impl<'a> Bytes<'a> {
    fn section<T>(
        &mut self,
        section: Section,
        read: impl FnOnce(&mut Reader<'a>) -> Result<T, SnapshotError>,
    ) -> Result<T, SnapshotError> {
        let name = section.name();
        let offset = self.end - self.rest.len();
        let ended = SnapshotError::Ended { section: name, offset: self.end };
        let (found, rest) = self.rest.split_first().ok_or(ended.clone())?;
        if *found != section as u8 {
            return Err(SnapshotError::Section { section: name, found: *found, offset });
        }
        let (length, rest) = rest.split_first_chunk().ok_or(ended.clone())?;
        let length = usize::try_from(u64::from_le_bytes(*length)).map_err(|_| ended.clone())?;
        let (bytes, rest) = rest.split_at_checked(length).ok_or(ended)?;
        let mut reader = Reader::new(name, bytes, self.end - rest.len());
        let value = read(&mut reader)?;
        reader.ended()?;
        self.rest = rest;
        Ok(value)
    }

    /// Says whether a section of that number comes next.
    fn goes_on(&self, section: Section) -> bool {
        self.rest.first() == Some(&(section as u8))
    }

    fn by_session<T: Piece>(&mut self, section: Section) -> Result<BySession<T>, SnapshotError> {
        let (mut all, mut next) = (Rising::default(), 0u32);
        while self.goes_on(section) {
            self.section(section, |from| {
                while !from.is_empty() {
                    let id = next.checked_add(Piece::get(from)?);
                    let value = Piece::get(from)?;
                    let fits = id.filter(|id| all.put(SessionId(*id), value));
                    let id = fits.ok_or_else(|| from.not("a session after the one before"))?;
                    next = id.saturating_add(1);
                }
                Ok(())
            })?;
        }
        Ok(all.done())
    }

    fn ended(&self) -> Result<(), SnapshotError> {
        let (section, offset) = (Section::Digest.name(), self.end - self.rest.len());
        match self.rest.len() {
            0 => Ok(()),
            bytes => Err(SnapshotError::Left { section, offset, bytes }),
        }
    }
}
