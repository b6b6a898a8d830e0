//! Several acts with one flush, and finding the way again after a fault of the store.
//!
//! In scope: groups of acts, each decided on the state that the one before left; reading the log
//! anew when the state may be ahead of it.
//! Readers are told nothing out of a state that may not be the log's.
//! Out of scope: who is queued up (`front`).
//! I-LOG-3: an act of a group may be answered for after [`House::together`] returned, not before.
//! Failure: when the group cannot be made durable, the state knows acts that the log may not have.
//! It is thrown away and read again before anything else is decided.

use crate::draft_error::DraftError;
use crate::front::AFTER_FAULT;
use crate::house::House;
use crate::house_error::HouseError;
use crate::observe::{Doing, LogSizes, Observer, Sight};
use crate::turn_index_key::QUIET_ENTRIES;
use std::error::Error;
use std::sync::Arc;
use std::time::Instant;
use store::{Committed, Store as _, StoreError, Writing};

impl House {
    /// Does several things with one flush, and returns what they came to once it is durable.
    ///
    /// # Errors
    /// The store fails: nothing that was done in the group may be answered for. Whether it is
    /// there says the same request, repeated. A signature that was made here is none (I-LOG-4):
    /// nothing of the group is there.
    pub fn together<T>(&mut self, work: impl FnOnce(&mut House) -> T) -> Result<T, HouseError> {
        self.find_again()?;
        if let Err(error) = self.store.begin_group() {
            return Err(self.failed(Doing::Write, error.into()));
        }
        self.grouped = true;
        let done = work(self);
        self.grouped = false;
        if !self.proving.all_good() {
            self.abandon();
            return Err(self.failed(Doing::Act, DraftError::WronglySigned.into()));
        }
        let begun = Instant::now();
        let ended = self.store.end_group();
        self.observer.saw(&Sight::Flushed { took: begun.elapsed(), durable: ended.is_ok() });
        match ended {
            Ok(()) => {
                self.tell_sizes();
                Ok(done)
            }
            Err(error) => {
                self.lost.note(true);
                Err(self.failed(Doing::Write, error.into()))
            }
        }
    }

    /// Drops a group in which something stopped half way. The log is read again before the next
    /// act.
    pub(crate) fn abandon(&mut self) {
        self.store.abandon_group();
        self.grouped = false;
        // Nothing of this group spoils the next.
        self.proving.all_good();
        self.lost.note(true);
    }

    /// Does a slice of the store's upkeep and of a turning of its keys, and says whether more is
    /// left. The state is kept where the tail behind it has grown, and one that was taken up is
    /// verified.
    ///
    /// # Errors
    /// The store fails; it answers as before.
    pub fn tend(&mut self) -> Result<bool, HouseError> {
        self.find_again()?;
        let left = self.store.tend();
        let left = left.map_err(|error| self.failed(Doing::Tend, error.into()))?;
        self.index_corrections()?;
        let kept = self.verify_kept().and_then(|()| self.keep_state_in_quiet());
        kept.map_err(|error| self.failed(Doing::Tend, error))?;
        if left {
            // A row that does not open stops the turning, and nothing else: first what can be done.
            return Ok(true);
        }
        let turned = self.turn_index_slice(QUIET_ENTRIES);
        let turned = turned.map_err(|error| self.failed(Doing::Tend, error))?;
        Ok(turned.is_some_and(|slice| slice.left))
    }

    /// Writes, and notes whether that left the state and the log in step. The house writes in no
    /// other way.
    pub(crate) fn commit(&mut self, writing: &Writing<'_>) -> Result<Committed, HouseError> {
        let begun = Instant::now();
        let done = self.store.commit(writing);
        if !self.grouped {
            self.observer.saw(&Sight::Flushed { took: begun.elapsed(), durable: done.is_ok() });
        }
        done.map_err(|error| {
            let in_step = error.wrote_nothing()
                && !matches!(error, StoreError::Moved { .. } | StoreError::GroupLost);
            self.lost.note(self.lost.is_so() || !in_step);
            match error {
                // The caller's affair: the writing was decided on something else.
                StoreError::Moved { .. } | StoreError::KeyReused { .. } => error.into(),
                error => self.failed(Doing::Write, error.into()),
            }
        })
    }

    /// Reads the log again when the state may not be in step with it. Inside a group that is left
    /// to its end.
    ///
    /// # Errors
    /// The store still fails; the next call tries again.
    pub(crate) fn find_again(&mut self) -> Result<(), HouseError> {
        if !self.lost.is_so() || self.grouped {
            return Ok(());
        }
        if let Err(error) = self.replay() {
            self.lost_still = Some(self.now());
            return Err(self.failed(Doing::FindAgain, error));
        }
        self.lost.note(false);
        self.lost_still = None;
        if let Err(error) = self.keep_instead_of_wrong() {
            // The way is found all the same; the next publication keeps one.
            drop(self.failed(Doing::Tend, error));
        }
        self.observer.saw(&Sight::Recovered(Doing::FindAgain));
        self.tell_sizes();
        Ok(())
    }

    /// Sees to it that the state is the log's before somebody reads it. A fault that stayed is not
    /// looked into again for [`AFTER_FAULT`] of the house's clock, however many ask meanwhile.
    ///
    /// # Errors
    /// [`HouseError::OutOfStep`]: nothing may be told out of the state now.
    pub(crate) fn find_again_to_read(&mut self) -> Result<(), HouseError> {
        let now = self.now();
        // A clock that was set back makes nobody wait for it.
        let too_soon =
            |since: vocab::Instant| (0..AFTER_FAULT.as_secs() as i64).contains(&(now.0 - since.0));
        if !self.lost_still.is_some_and(too_soon) {
            // Why it failed is told to whoever watches; a reader cannot help it.
            self.find_again().ok();
        }
        match self.lost.is_so() {
            true => Err(HouseError::OutOfStep),
            false => Ok(()),
        }
    }

    /// Says whether the register is in step with its store: it can decide and write.
    pub fn is_in_step(&self) -> bool {
        !self.lost.is_so()
    }

    /// Lets somebody watch the house from now on, and tells them how far the log is.
    pub fn watched_by(&mut self, observer: Arc<dyn Observer>) {
        self.observer = observer;
        self.tell_sizes();
    }

    /// Tells whoever watches how far the log is, unless that is not durable yet.
    pub(crate) fn tell_sizes(&self) {
        if self.grouped {
            return;
        }
        self.observer.saw(&Sight::Log(LogSizes {
            entries: self.state.entries(),
            published: self.publisher.size(),
            landmark: self.state.landmark(),
        }));
    }

    /// Tells whoever watches what failed, and returns it.
    pub(crate) fn failed(&self, doing: Doing, error: HouseError) -> HouseError {
        let why: &(dyn Error + 'static) = &error;
        self.observer.saw(&Sight::Failed { doing, why });
        error
    }
}
