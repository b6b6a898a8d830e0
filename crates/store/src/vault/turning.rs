//! Turning to another key: a new data key in the background, another master key at once, and rows
//! of before there were keys.
//!
//! In scope: sealing old blocks anew, a slice at a time; destroying keys that seal nothing more.
//! Failure: stopped anywhere, blocks under the old and the new key both open, and the turning goes
//! on at the next slice; the old key is destroyed after the last block of it is gone.

use super::{Vault, data_keys, place_of};
use crate::contract::Reader;
use crate::contract::kept::{Kept, KeptKind};
use crate::contract::writing::{PrivateKind, PrivatePlace, PrivateRow, Writing};
use crate::store_error::StoreError;
use crate::vault::master_key::MasterKey;

/// The note that says how far a turning has come: the code of the kind, and the last group.
const TURNING: &str = "vault/turning";
/// A group of rows that has none.
const NOTES: &str = "vault";
/// Groups that are sealed anew in one slice at most. Some kinds have one row in a group.
const GROUPS: usize = 256;
/// Blocks after which a slice ends with the group that it has come to: a few milliseconds of work,
/// for which nobody is answered.
const BLOCKS: usize = 128;
/// Names of groups that are counted at a time.
const NAMES: usize = 4_096;

/// What a slice of turning did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slice {
    /// Groups that lie under the new key now.
    pub groups: u64,
    /// Whether more are left; otherwise the old key is destroyed.
    pub left: bool,
}

/// Returns the rows of a store that was written before rows were sealed.
pub(super) fn plain_rows(store: &dyn Reader) -> Result<Vec<PrivateRow>, StoreError> {
    let mut rows = Vec::new();
    store.each_kept(KeptKind::Private, &mut |kept| {
        if let Kept::Private(row) = kept {
            rows.push(row);
        }
        Ok(())
    })?;
    Ok(rows)
}

impl Vault {
    /// Puts sealed blocks in the place of plain rows, in the group that is open.
    pub(super) fn take_over(
        &mut self,
        plain: &[PrivateRow],
        notes: &[(String, Option<Vec<u8>>)],
    ) -> Result<(), StoreError> {
        let expect_size = self.inner.size()?;
        let erased: Vec<_> = plain.iter().map(PrivateRow::at).collect();
        let writing = Writing { expect_size, erased: &erased, notes, ..Writing::default() };
        self.inner.commit(&writing)?;
        self.put(&Writing { expect_size, private: plain, ..Writing::default() }).map(|_| ())
    }

    /// Makes a new data key and begins to seal everything anew under it; [`Store::tend`] goes on
    /// with it. New rows are sealed under the new key from now on.
    ///
    /// [`Store::tend`]: crate::Store::tend
    ///
    /// # Errors
    /// A group is open, or the master key or the backend failed; the old key stays in use until the
    /// store is opened again.
    pub fn turn_key(&mut self, master: &dyn MasterKey) -> Result<(), StoreError> {
        let (id, key, mut notes) = self.keys.get().next_key(master)?;
        notes.push((TURNING.to_string(), Some(vec![0])));
        self.keep_notes(&notes)?;
        self.keys.get().turn_to(id, &key);
        Ok(())
    }

    /// Says how many groups of rows wait to be sealed anew; nothing when no turning is under way.
    ///
    /// # Errors
    /// The backend failed.
    pub fn left_to_turn(&self) -> Result<Option<u64>, StoreError> {
        let Some((code, mut after)) = self.turning()? else { return Ok(None) };
        let mut left = 0;
        for kind in PrivateKind::ALL.into_iter().filter(|kind| code <= kind.code()) {
            if kind.code() != code {
                after.clear();
            }
            loop {
                let groups = self.inner.private_groups(kind, &after, NAMES)?;
                left += groups.len() as u64;
                match groups.into_iter().next_back() {
                    Some(last) => after = last,
                    None => break,
                }
            }
        }
        Ok(Some(left))
    }

    /// Wraps all keys anew under another master key, at once: those that the store has, of which
    /// one may not be known here when [`Vault::turn_key`] ended in doubt.
    ///
    /// # Errors
    /// A group is open, a key does not open under `old`, or the backend failed: nothing changed.
    pub fn rewrap(&mut self, old: &dyn MasterKey, new: &dyn MasterKey) -> Result<(), StoreError> {
        let notes = data_keys::wrapped_anew(&*self.inner, old, new)?;
        self.keep_notes(&notes)
    }

    /// Writes notes and returns when they are durable: a key that is staged only could be used and
    /// then be lost with its group. What they replace is wiped: whoever has the key that wrapped it
    /// would open it still.
    pub(super) fn keep_notes(
        &mut self,
        notes: &[(String, Option<Vec<u8>>)],
    ) -> Result<(), StoreError> {
        self.inner.begin_group()?;
        let kept = self.inner.size().and_then(|expect_size| {
            self.inner.commit(&Writing { expect_size, notes, ..Writing::default() })
        });
        if let Err(error) = kept {
            self.inner.abandon_group();
            return Err(error);
        }
        self.inner.end_group()?;
        // A place where nothing is: erasing it empties the write-ahead log. The notes are durable,
        // so this is nothing to fail for; the next erasing does it.
        let nothing = PrivatePlace { kind: PrivateKind::Salt, group: NOTES.to_string(), place: 0 };
        if let Ok(expect_size) = self.inner.size() {
            let wipe = Writing { expect_size, erased: &[nothing], ..Writing::default() };
            self.inner.commit(&wipe).ok();
        }
        Ok(())
    }

    /// Returns the kind and the group up to which everything was sealed anew; nothing when no
    /// turning is under way.
    fn turning(&self) -> Result<Option<(u8, String)>, StoreError> {
        let Some(at) = self.inner.note(TURNING)? else { return Ok(None) };
        let code = at.first().copied().unwrap_or(0);
        let after = String::from_utf8_lossy(at.get(1..).unwrap_or_default()).into_owned();
        Ok(Some((code, after)))
    }

    /// Seals a slice of groups anew; nothing when no turning is under way.
    ///
    /// # Errors
    /// A group is open, or the backend failed: the next slice begins where this one did.
    pub fn turn_slice(&mut self) -> Result<Option<Slice>, StoreError> {
        if self.pending.is_some() {
            return Err(StoreError::Group { doing: "seal rows anew", open: true });
        }
        let Some((code, after)) = self.turning()? else { return Ok(None) };
        if !self.keys.get().is_current(&*self.inner)? {
            // A key was made and it was not known that it was kept: the next opening knows it, and
            // goes on. Until then nothing is destroyed.
            return Ok(None);
        }
        let next = PrivateKind::ALL.into_iter().find(|kind| code <= kind.code());
        let Some(kind) = next else {
            let mut notes = self.keys.get().old_notes();
            notes.push((TURNING.to_string(), None));
            self.keep_notes(&notes)?;
            // Only now: a key that the store still has may be asked for again.
            self.keys.get().forget_old();
            return Ok(Some(Slice { groups: 0, left: false }));
        };
        let after = if kind.code() == code { after } else { String::new() };
        let (mut rows, mut sealed, mut last) = (Vec::new(), 0, None);
        for group in self.inner.private_groups(kind, &after, GROUPS)? {
            self.seal_anew(kind, &group, &mut rows)?;
            sealed += 1;
            last = Some(group);
            if BLOCKS <= rows.len() {
                break;
            }
        }
        let at = match last {
            Some(group) => [&[kind.code()], group.as_bytes()].concat(),
            None => vec![kind.code() + 1],
        };
        let notes = [(TURNING.to_string(), Some(at))];
        let expect_size = self.inner.size()?;
        let (private, notes) = (&rows[..], &notes[..]);
        self.inner.commit(&Writing { expect_size, private, notes, ..Writing::default() })?;
        Ok(Some(Slice { groups: sealed, left: true }))
    }

    /// Appends the blocks of a group that lie under an older key, sealed under the current one.
    fn seal_anew(
        &self,
        kind: PrivateKind,
        group: &str,
        anew: &mut Vec<PrivateRow>,
    ) -> Result<(), StoreError> {
        let mut keys = self.keys.get();
        for (place, sealed) in self.inner.private_rows(kind, group)? {
            if keys.is_old(&sealed) {
                let at = place_of(kind, group, place);
                let bytes = keys.open(&at, &sealed)?;
                let body = keys.seal(&at, &bytes)?;
                anew.push(PrivateRow { kind, group: group.to_string(), place, body });
            }
        }
        Ok(())
    }
}
