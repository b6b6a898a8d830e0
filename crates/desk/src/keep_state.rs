//! Keeping the state in the store, so that a register opens without reading its whole log.
//!
//! In scope: when it is kept, its bytes, taking it up again.
//! Out of scope: the bytes of the register's state (`register::snapshot`).
//! Invariant: what is kept can be thrown away at any time; the log says the same (I-STO-2).
//! Failure: bytes that are damaged, of another version, or beside a log that was published at
//! another size are not taken, and the whole log is read. A state is kept at a published size only,
//! and then every published size is at or after it: the tail that is read leads to the published
//! root only from the tree that is kept, so a state beside another log is noticed.

use crate::house::House;
use crate::house_error::HouseError;
use crate::places::Places;
use crate::publish::Prefixes;
use merkle::Frontier;
use register::State;
use store::{KeptState, Reader as _, Store as _};

/// What kept bytes begin with; the last is the version.
const HEAD: &[u8; 12] = b"dengji kept\x01";
/// Entries after which a state is kept again, at least.
const ENTRIES_MIN: u64 = 50_000;
/// The part of the log after which a state is kept again: reading the tail stays short beside
/// writing the state.
const PART_OF_LOG: u64 = 100;

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
        let since = self.size().saturating_sub(self.kept_at);
        if since < ENTRIES_MIN.max(self.size() / PART_OF_LOG) {
            return Ok(());
        }
        self.keep_state().map(|_| ())
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
        self.store.keep_state(size, &write((size, &peaks), &self.places, &self.state))?;
        self.kept_at = size;
        Ok(true)
    }

    /// Takes up the state that is kept, and returns the size it is of: nought, with nothing taken,
    /// when there is none that can be used.
    pub(crate) fn take_up_kept(
        &mut self,
        size: u64,
        prefixes: &mut Prefixes,
    ) -> Result<u64, HouseError> {
        (self.state, self.places, self.kept_at) = (State::new(), Places::default(), 0);
        let Some(kept) = self.store.kept_state()? else { return Ok(0) };
        let Some(found) = read(&kept.bytes, kept.size).filter(|_| kept.size <= size) else {
            return Ok(0);
        };
        if !prefixes.go_on_from(&found.tree) {
            return Ok(0);
        }
        (self.state, self.places, self.kept_at) = (found.state, found.places, kept.size);
        Ok(kept.size)
    }
}
