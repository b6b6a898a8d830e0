//! Turning to a new key of the blind index, in the background.
//!
//! In scope: the steps, each one writing. A turning begins with a new key; then tokens of it are
//! put for everything there is, a slice at a time, while those of the old key are asked and written
//! too; then the new key is asked, and tokens of the old one are dropped, a slice at a time; with
//! the last of them the old key is destroyed.
//! Out of scope: of what tokens are derived (`desk`); sealing rows anew (`turning`).
//! Failure: stopped anywhere, the store says how far it is, and the next slice goes on there.

use super::Vault;
use super::index_keys::{BlindIndex, IndexKeys, IndexTurning};
use super::master_key::MasterKey;
use crate::contract::Store as _;
use crate::contract::writing::{Token, Writing};
use crate::store_error::StoreError;

impl Vault {
    /// Returns the keys of the index, as they change.
    pub fn index(&self) -> BlindIndex {
        self.index.clone()
    }

    /// Makes a new key of the index and begins to turn to it.
    ///
    /// # Errors
    /// A group is open, or the master key or the backend failed; the old key stays in use until the
    /// store is opened again.
    pub fn turn_index(&mut self, master: &dyn MasterKey) -> Result<(), StoreError> {
        let (keys, notes) = IndexKeys::next(&*self.inner, master)?;
        self.keep_notes(&notes)?;
        self.index.set(keys);
        Ok(())
    }

    /// Says how far a turning has come; nothing when none is under way.
    ///
    /// # Errors
    /// The backend failed.
    pub fn index_turning(&self) -> Result<Option<IndexTurning>, StoreError> {
        IndexTurning::of(&*self.inner)
    }

    /// Says how far a turning has come that can go on here, and puts the keys in force that it
    /// asks for, where it was not known that a writing was kept. Nothing when none is under way, or
    /// one that only the next opening knows: its key was made, and that it was kept not known.
    ///
    /// # Errors
    /// The backend failed.
    pub fn index_turning_here(&self) -> Result<Option<IndexTurning>, StoreError> {
        let turning = self.index_turning()?;
        let Some(keys) = self.index.now().at(turning) else { return Ok(None) };
        if keys.asked().number() != self.index.now().asked().number()
            || keys.all().len() != self.index.now().all().len()
        {
            self.index.set(keys);
        }
        Ok(turning)
    }

    /// Puts tokens of the new key for everything that stands before `next`, and notes that they
    /// are there.
    ///
    /// # Errors
    /// A group is open, too many tokens, or the backend failed: the next slice is this one again.
    pub fn put_derived(&mut self, tokens: &[Token], next: u64) -> Result<(), StoreError> {
        self.outside_a_group("index under a new key")?;
        let (expect_size, notes) = (self.inner.size()?, [IndexTurning::Deriving { next }.note()]);
        let writing = Writing { expect_size, tokens, notes: &notes, ..Writing::default() };
        self.inner.commit(&writing).map(|_| ())
    }

    /// Asks the new key from now on: a token of it is there for everything.
    ///
    /// # Errors
    /// A group is open, or the backend failed; the old key is asked until it is known here that the
    /// new one is.
    pub fn ask_new_key(&mut self) -> Result<(), StoreError> {
        self.outside_a_group("ask the new key of the index")?;
        self.keep_notes(&[IndexTurning::Dropping.note()])?;
        self.index_turning_here().map(|_| ())
    }

    /// Drops a slice of the tokens of the old key, and says whether more are left; with the last of
    /// them the old key is destroyed.
    ///
    /// # Errors
    /// A group is open, or the backend failed: the next slice goes on, or begins again.
    pub fn drop_old_tokens(&mut self) -> Result<bool, StoreError> {
        let keys = self.index.now();
        let Some((old, _)) = keys.old_and_new() else { return Ok(false) };
        if self.drop_tokens(&old.spaces())? {
            return Ok(true);
        }
        self.keep_notes(&keys.end())?;
        self.index_turning_here().map(|_| false)
    }

    fn outside_a_group(&self, doing: &'static str) -> Result<(), StoreError> {
        let open = self.pending.is_some();
        if open { Err(StoreError::Group { doing, open }) } else { Ok(()) }
    }
}
