//! `Beside`, an open house for threads that only read: its memory under its lock, its store through
//! the pool of readers.
//!
//! In scope: which of the two is asked, and in which order. Out of scope: what is asked.
//! Whoever acts holds the lock for a group, a publication or a slice of upkeep, so that it is taken
//! for what is in memory alone, and not for what the store can say by itself.
//!
//! What may be read in which order, so that no answer is older than what was acknowledged when it
//! was asked for:
//! 1. *The store first*, for what is asked about: an entry never changes, and one that is there is
//!    right whenever it is read. That there is none is said without the lock: what was acknowledged
//!    is seen by every reader that begins after it.
//! 2. *Then memory, in one hold*, for everything that a later entry changes: how a certificate
//!    stands, keys in other hands, exits. An act is acknowledged after the lock is given back, so
//!    this hold sees it. Memory first would call a certificate valid that was revoked while the
//!    store was read, and would not know one that was issued meanwhile.
//! 3. *Then only what cannot change*: entries and tiles below a size that the hold gave.
//!
//! An entry that the state does not know (another server writes into this database) is no answer:
//! [`HouseError::OutOfStep`], by [`known_to`].
//! Invariant: the lock is never asked for while a reader is lent: whoever holds the lock may wait
//! for a reader (`see_ready`).

use crate::house::House;
use crate::house_error::HouseError;
use crate::law_room::LawRoom;
use law::Law;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use store::{Reader, Readers};

/// A house that is open elsewhere.
#[derive(Clone)]
pub(crate) struct Beside {
    house: Arc<Mutex<House>>,
    readers: Readers,
    lost: Lost,
    room: Arc<LawRoom>,
}

/// Whether the state may not be the log's, for everybody to see without the house's lock.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lost(Arc<AtomicBool>);

impl Lost {
    /// Says whether it is so.
    pub(crate) fn is_so(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }

    /// Notes whether it is so.
    pub(crate) fn note(&self, so: bool) {
        self.0.store(so, Ordering::Release);
    }
}

impl Beside {
    /// Returns the house for readers; waits for it once.
    pub(crate) fn of(house: Arc<Mutex<House>>) -> Beside {
        let (readers, lost, room) = {
            let house = held(&house);
            (house.readers.clone(), house.lost.clone(), house.room().clone())
        };
        Beside { house, readers, lost, room }
    }

    /// Returns the house, which others may use between answers.
    pub(crate) fn shared(&self) -> Arc<Mutex<House>> {
        Arc::clone(&self.house)
    }

    /// Returns the law with its files.
    pub(crate) fn room(&self) -> &LawRoom {
        &self.room
    }

    /// Returns the law.
    pub(crate) fn law(&self) -> &Law {
        self.room.law()
    }

    /// The house, whatever its state is worth.
    pub(crate) fn held(&self) -> MutexGuard<'_, House> {
        held(&self.house)
    }

    /// Sees to it that the state is the log's, without the lock where it is.
    ///
    /// # Errors
    /// [`HouseError::OutOfStep`].
    pub(crate) fn in_step(&self) -> Result<(), HouseError> {
        match self.lost.is_so() {
            true => self.memory(|_| ()),
            false => Ok(()),
        }
    }

    /// Looks into memory, once its state is the log's.
    ///
    /// # Errors
    /// [`HouseError::OutOfStep`].
    pub(crate) fn memory<T>(&self, see: impl FnOnce(&mut House) -> T) -> Result<T, HouseError> {
        let mut house = self.held();
        house.find_again_to_read()?;
        Ok(see(&mut house))
    }

    /// Reads the store, and waits for nobody who acts. `read` must not look into memory.
    ///
    /// # Errors
    /// The store or `read` failed; a reader that failed is not used again.
    pub(crate) fn store<T>(
        &self,
        read: impl FnOnce(&dyn Reader) -> Result<T, HouseError>,
    ) -> Result<T, HouseError> {
        self.readers.ask(|reader| read(&*reader))
    }
}

/// Sees to it that the state is made of as many entries as were there when something was read. All
/// of them: what another server wrote may be that this certificate is revoked.
///
/// # Errors
/// [`HouseError::OutOfStep`]: nothing that the state says is about this entry.
pub(crate) fn known_to(house: &House, entries: u64) -> Result<(), HouseError> {
    match entries <= house.size() {
        true => Ok(()),
        false => Err(HouseError::OutOfStep),
    }
}

/// A panic of another request leaves the house as its store has it; reading goes on.
fn held(house: &Mutex<House>) -> MutexGuard<'_, House> {
    house.lock().unwrap_or_else(PoisonError::into_inner)
}
