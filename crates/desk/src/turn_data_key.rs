//! Turning the keys of personal data: a new data key with everything sealed anew under it, and
//! another master key.
//!
//! In scope: beginning, slices, taking another master key. Out of scope: sealing (`store::Vault`),
//! where master keys are (`master_place`), what of it is done in quiet moments (`together`).
//! Failure: a turning that was stopped goes on at its next slice; the old data key is destroyed
//! after its last row. Of a master key that is being changed, the old or the new one opens.

use crate::house::House;
use crate::house_error::HouseError;
use crate::master_place::MasterPlace;
use crate::private_fault::PrivateFault;
use store::Slice;

impl House {
    /// Makes a new data key, under which everything is sealed from now on; what lies under the old
    /// one is sealed anew by [`House::turn_slice`] or [`House::tend`]. Says whether it did: a
    /// turning that is under way goes on instead.
    ///
    /// # Errors
    /// The master key or the store fails: nothing began.
    pub fn begin_turning(&mut self) -> Result<bool, HouseError> {
        self.find_again()?;
        if self.store.left_to_turn()?.is_some() {
            return Ok(false);
        }
        let master = self.keys.master(&self.store)?;
        self.store.turn_key(&*master)?;
        Ok(true)
    }

    /// Returns how many groups of rows wait to be sealed anew; nothing when none is to.
    ///
    /// # Errors
    /// The store fails.
    pub fn left_to_turn(&self) -> Result<Option<u64>, HouseError> {
        Ok(self.store.left_to_turn()?)
    }

    /// Seals a slice anew; nothing when no turning is under way.
    ///
    /// # Errors
    /// The store fails; the next slice begins where this one did.
    pub fn turn_slice(&mut self) -> Result<Option<Slice>, HouseError> {
        self.find_again()?;
        Ok(self.store.turn_slice()?)
    }

    /// Wraps the data keys anew under another master key: a new one in a file, that of the
    /// environment, or one of a token, made there where `make` says so. The old key is destroyed
    /// where it is a file of the folder, after the writing is durable.
    ///
    /// # Errors
    /// [`PrivateFault::SameKey`] when it is the key in use; either key cannot be had, or the store
    /// fails: the old key stays in use, or the next opening finds out which one is.
    pub fn rewrap_master(&mut self, to: &MasterPlace, make: bool) -> Result<(), HouseError> {
        self.find_again()?;
        let old = self.keys.master(&self.store)?;
        let new = self.keys.next_master(to, make)?;
        if store::Vault::is_opened_by(&self.store, &*new)? {
            self.keys.forget_next()?;
            return Err(PrivateFault::SameKey(new.name()).into());
        }
        // Stopped here: a place that is set and not used.
        if let Err(error) = self.store.rewrap(&*old, &*new) {
            if error.wrote_nothing() {
                self.keys.forget_next()?;
            }
            return Err(error.into());
        }
        // Stopped here: the next key opens, and the next opening puts it in its place.
        self.keys.take_next(to)
    }
}
