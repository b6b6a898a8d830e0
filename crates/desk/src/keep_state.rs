//! Keeping the state in the store, so that a register opens without reading its whole log.
//!
//! In scope: when it is kept, its bytes, taking it up again.
//! When: so that the entries behind it, which the next opening reads, stay few. At work it is kept
//! as soon as there are [`TAIL_ENTRIES`] of them, unless writing the state would then be much of
//! the work; in a quiet moment and at an orderly stop after far fewer.
//! Out of scope: the bytes of the register's state (`register::snapshot`).
//! Invariant: what is kept can be thrown away at any time; the log says the same (I-STO-2).
//! Failure: bytes that are damaged, of another version, or beside a log that was published at
//! another size are not taken, and the whole log is read. A state is kept at a published size only,
//! and then every published size is at or after it: the tail that is read leads to the published
//! root only from the tree that is kept, so a state beside another log is noticed. A landmark of
//! the same size, which stands right behind it in the log, has to say the same root and digest. Its
//! cells are added up again in the first quiet moment after it was taken up: a state that its
//! digest is not of is thrown away with all that was made of it, and the whole log is read.

use crate::house::House;
use crate::house_error::HouseError;
use crate::places::Places;
use crate::prefixes::Prefixes;
use merkle::Frontier;
use register::{PublicAct, State};
use seal::Entry;
use store::{KeptState, Reader as _, Store as _};

/// What kept bytes begin with; the last is the version.
const HEAD: &[u8; 12] = b"dengji kept\x01";
/// Entries after which a state is kept again: reading them takes a sixth of a second.
const TAIL_ENTRIES: u64 = 50_000;
/// The part of them after which it is kept in a quiet moment, for which nobody waits.
const QUIET_PART: u64 = 5;
/// The part of them after which it is kept at a stop: a command that recorded an act or two does
/// not write a nation's state for it.
const STOP_PART: u64 = 50;
/// Bytes of a state for each entry since the last: an entry with what belongs to it writes about
/// 450, so that keeping adds half to that at most. Above it the tail grows with the state, and the
/// next quiet moment cuts it.
const STATE_BYTES_PER_ENTRY: u64 = 256;

/// What is known of the state that is kept.
#[derive(Clone, Copy, Debug)]
pub(crate) struct StateKeeping {
    /// The size that it is of; nought where none is.
    pub(crate) at: u64,
    /// How long it is, in bytes.
    bytes: u64,
    /// Entries that the last opening, or finding the way again, read.
    pub(crate) replayed: u64,
    /// Entries after which it is kept again at work.
    tail: u64,
    /// True while what was taken up is only believed.
    unverified: bool,
    /// True once it was found to be wrong: the whole log is read until another is kept.
    wrong: bool,
}

impl Default for StateKeeping {
    fn default() -> StateKeeping {
        let (unverified, wrong) = (false, false);
        StateKeeping { at: 0, bytes: 0, replayed: 0, tail: TAIL_ENTRIES, unverified, wrong }
    }
}

impl StateKeeping {
    /// Says whether a state is to be kept at work, so many entries after the last.
    fn is_due(&self, since: u64) -> bool {
        self.tail <= since && self.bytes <= since.saturating_mul(STATE_BYTES_PER_ENTRY)
    }
}

struct Kept {
    tree: Frontier,
    places: Places,
    state: State,
}

fn write(tree: (u64, &[[u8; 32]]), places: &Places, state: &State) -> Vec<u8> {
    let (size, peaks) = tree;
    let places = places.write();
    let mut body = Vec::new();
    body.extend(size.to_le_bytes());
    body.extend((peaks.len() as u32).to_le_bytes());
    peaks.iter().for_each(|peak| body.extend(peak));
    body.extend((places.len() as u64).to_le_bytes());
    body.extend(places);
    state.write_snapshot(&mut |bytes| body.extend(bytes));
    let mut kept = HEAD.to_vec();
    kept.extend(crc32fast::hash(&body).to_le_bytes());
    kept.extend(body);
    kept
}

/// Reads kept bytes; nothing when they are not of this version, damaged, or not of this size.
fn read(bytes: &[u8], size: u64) -> Option<Kept> {
    let (sum, body) = bytes.strip_prefix(HEAD)?.split_first_chunk::<4>()?;
    if crc32fast::hash(body) != u32::from_le_bytes(*sum) {
        return None;
    }
    let (of, body) = body.split_first_chunk::<8>()?;
    let (count, body) = body.split_first_chunk::<4>()?;
    let count = usize::try_from(u32::from_le_bytes(*count)).ok().filter(|count| *count <= 64)?;
    let (peaks, body) = body.split_at_checked(32 * count)?;
    let (peaks, _) = peaks.as_chunks::<32>();
    let tree = Frontier::from_peaks(u64::from_le_bytes(*of), peaks).ok()?;
    let (length, body) = body.split_first_chunk::<8>()?;
    let length = usize::try_from(u64::from_le_bytes(*length)).ok()?;
    let (places, state) = body.split_at_checked(length)?;
    let (places, state) = (Places::read(places)?, State::from_snapshot(state).ok()?);
    let fits = tree.size() == size && state.entries() == size;
    fits.then_some(Kept { tree, places, state })
}

/// Says whether a state that is kept is the one that entries came to.
pub(crate) fn is_of(kept: &KeptState, (tree, places, state): (&Frontier, &Places, &State)) -> bool {
    read(&kept.bytes, kept.size).is_some_and(|found| {
        found.tree.size() == tree.size()
            && found.tree.root() == tree.root()
            && found.places.write() == places.write()
            && found.state == *state
    })
}

impl House {
    /// Keeps the state when enough was recorded and published since it was kept last.
    pub(crate) fn keep_state_when_due(&mut self) -> Result<(), HouseError> {
        match self.kept.wrong || self.kept.is_due(self.since_kept()) {
            true => self.keep_state().map(|_| ()),
            false => Ok(()),
        }
    }

    /// Keeps the state in a quiet moment, when enough was recorded since it was kept last.
    pub(crate) fn keep_state_in_quiet(&mut self) -> Result<(), HouseError> {
        match self.kept.tail / QUIET_PART < self.since_kept() {
            true => self.keep_state().map(|_| ()),
            false => Ok(()),
        }
    }

    /// Keeps the state at an orderly stop, when more was recorded since it was kept last than a
    /// few acts, and says whether it did. Dropping a house does the same.
    ///
    /// # Errors
    /// The store fails; the next opening reads more of the log.
    pub fn close(&mut self) -> Result<bool, HouseError> {
        let few = self.kept.tail / STOP_PART;
        if self.lost.is_so() || self.reads_only || self.since_kept() <= few {
            return Ok(false);
        }
        self.keep_state()
    }

    /// Returns how many entries were read when the house was opened, or found its way again.
    pub fn replayed(&self) -> u64 {
        self.kept.replayed
    }

    /// Keeps the state again after so many entries at work. Smaller is for tests: answers never
    /// depend on it.
    pub fn keep_state_after(&mut self, entries: u64) {
        self.kept.tail = entries;
    }

    fn since_kept(&self) -> u64 {
        self.size().saturating_sub(self.kept.at)
    }

    /// Keeps the state in the store, if everything is published, and says whether it did.
    ///
    /// # Errors
    /// The store fails; the state that was kept before stays.
    pub fn keep_state(&mut self) -> Result<bool, HouseError> {
        let size = self.size();
        if self.grouped || self.publisher.size() != size {
            return Ok(false);
        }
        let peaks = self.publisher.peaks();
        let bytes = write((size, &peaks), &self.places, &self.state);
        self.store.keep_state(size, &bytes)?;
        (self.kept.at, self.kept.bytes) = (size, bytes.len() as u64);
        self.kept.wrong = false;
        Ok(true)
    }

    /// Takes up the state that is kept, and returns the size it is of: nought, with nothing taken,
    /// when there is none that can be used.
    pub(crate) fn take_up_kept(
        &mut self,
        size: u64,
        prefixes: &mut Prefixes,
    ) -> Result<u64, HouseError> {
        (self.state, self.places) = (State::new(), Places::default());
        (self.kept.at, self.kept.bytes, self.kept.replayed) = (0, 0, size);
        self.kept.unverified = false;
        if self.kept.wrong {
            return Ok(0);
        }
        let Some(kept) = self.store.kept_state()? else { return Ok(0) };
        let Some(found) = read(&kept.bytes, kept.size).filter(|_| kept.size <= size) else {
            return Ok(0);
        };
        if self.is_denied(&found)? || !prefixes.go_on_from(&found.tree) {
            return Ok(0);
        }
        (self.state, self.places) = (found.state, found.places);
        (self.kept.at, self.kept.bytes) = (kept.size, kept.bytes.len() as u64);
        (self.kept.replayed, self.kept.unverified) = (size - kept.size, true);
        Ok(kept.size)
    }

    /// Says whether a landmark of the size of what was kept states another root or digest.
    fn is_denied(&self, found: &Kept) -> Result<bool, HouseError> {
        let Some(bytes) = self.store.entry(found.tree.size())? else { return Ok(false) };
        // What does not read is found by the replay, which begins with it.
        let Ok(Entry::Act(act)) = Entry::read(&bytes) else { return Ok(false) };
        let PublicAct::Landmark { size, root, state } = &act.event.act else { return Ok(false) };
        let same = (*root, state) == (found.tree.root(), found.state.digest().bytes());
        Ok(*size == found.tree.size() && !same)
    }

    /// Adds up the cells of a state that was taken up, once. One that its digest is not of is given
    /// up: nothing is decided on it any more, and the next use reads the whole log.
    ///
    /// # Errors
    /// [`HouseError::StateWrong`].
    pub(crate) fn verify_kept(&mut self) -> Result<(), HouseError> {
        if !std::mem::take(&mut self.kept.unverified) {
            return Ok(());
        }
        self.state.verify_digest().map_err(|why| {
            self.lost.note(true);
            self.kept.wrong = true;
            HouseError::StateWrong { size: self.kept.at, why }
        })
    }

    /// Keeps a state in the place of one that was wrong, once the log was read anew.
    pub(crate) fn keep_instead_of_wrong(&mut self) -> Result<(), HouseError> {
        match self.kept.wrong {
            true => self.keep_state().map(|_| ()),
            false => Ok(()),
        }
    }
}

impl Drop for House {
    fn drop(&mut self) {
        // Stopped by a bug, nothing here is to be relied on. What fails is told by nobody any more,
        // and costs the next opening a longer tail.
        if !std::thread::panicking() {
            self.close().ok();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: u64, since: u64, expect: bool) {
        let keeping = StateKeeping { bytes, ..StateKeeping::default() };
        assert_eq!(keeping.is_due(since), expect, "{bytes} bytes, {since} entries");
    }

    #[test]
    fn a_state_is_kept_after_a_bounded_tail_unless_it_is_long_beside_what_was_written() {
        check(0, TAIL_ENTRIES - 1, false);
        check(0, TAIL_ENTRIES, true);
        // However long the log: the state of ten million certificates is some ten megabytes.
        check(12_800_000, TAIL_ENTRIES, true);
        check(12_800_001, TAIL_ENTRIES, false);
        check(120_000_000, 468_749, false);
        check(120_000_000, 468_750, true);
    }
}
