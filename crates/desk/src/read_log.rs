//! Reading the log: the state that it comes to, from the one that is kept on, beside what is
//! published.
//!
//! In scope: opening, finding the way again after a fault, taking another moment where somebody
//! publishes meanwhile. Out of scope: how an entry becomes events (`replay`), what is kept
//! (`keep_state`).
//! Failure: what was there before stays, so that nobody goes by a part of the log.

use crate::house::House;
use crate::house_error::HouseError;
use crate::replay::Replay;
use register::{PublicAct, State};
use seal::{Entry, KeyName, NoteSigner};
use store::Reader as _;
use vocab::Hash;

/// How often a reader takes another moment while somebody publishes.
const LOOKS_MAX: u32 = 8;

impl House {
    /// Reads all entries in order, from the state that is kept where one is, and compares them with
    /// what is published. A header's certificates are read before it is applied.
    ///
    /// # Errors
    /// Anything on the way: state and places stay what they were, so that nobody goes by a part of
    /// the log.
    pub(crate) fn replay(&mut self) -> Result<(), HouseError> {
        let state = std::mem::replace(&mut self.state, State::new());
        let before = (state, std::mem::take(&mut self.places), self.kept);
        let done = self.read_log();
        if done.is_err() {
            (self.state, self.places, self.kept) = before;
        }
        done
    }

    fn read_log(&mut self) -> Result<(), HouseError> {
        let mut size = self.store.size()?;
        let log = match size {
            0 => None,
            _ => Some(self.founded_log()?),
        };
        let mut looks = 0;
        let mut prefixes = loop {
            looks += 1;
            match self.publisher.begin(log.as_ref(), size) {
                // A writer published more than there was at our moment, or put other tiles in the
                // place of those we were reading: another moment is taken.
                Err(HouseError::PublishedAhead { .. } | HouseError::Tiles(_))
                    if self.reads_only && looks < LOOKS_MAX =>
                {
                    self.store.release()?;
                    self.store.hold()?;
                    size = self.store.size()?;
                }
                begun => break begun?,
            }
        };
        let from = self.take_up_kept(size, &mut prefixes)?;
        let mut replay = Replay::new();
        let (mut failed, mut unfit) = (None, None);
        self.store.each_entry(from, size, &mut |index, bytes| {
            if failed.is_some() {
                return;
            }
            let read = prefixes.append(&merkle::leaf_hash(bytes)).and_then(|()| {
                replay.entry(index, bytes, &mut |at, event| {
                    // Our own entries were checked before they were written; a damaged database
                    // may still hold others.
                    if unfit.is_none() && register::applies(&self.state, event) {
                        register::apply(&mut self.state, event);
                        self.places.note(at, event);
                    } else {
                        unfit.get_or_insert(at);
                    }
                })
            });
            failed = read.err().or(unfit.map(HouseError::Unfit));
        })?;
        match failed {
            Some(error) => Err(error),
            None => replay.end().and_then(|()| prefixes.end()),
        }
    }

    /// Returns the signer of the log that the first entry founds.
    fn founded_log(&self) -> Result<NoteSigner, HouseError> {
        let Entry::Act(act) = self.entry(0)? else { return Err(HouseError::NotAnAct(0)) };
        let PublicAct::Genesis { origin, log_key, .. } = &act.event.act else {
            return Err(HouseError::NotFounded);
        };
        let name = KeyName::new(origin).map_err(HouseError::Seal)?;
        let key = Hash(*log_key);
        if !self.keys.holds_log() {
            return Err(HouseError::NoLogKey { path: self.keys.log_path(), key });
        }
        let seed = self.keys.log_seed()?;
        match seed.public_key().as_bytes() == log_key {
            true => Ok(NoteSigner::new(name, seed)),
            false => Err(HouseError::OtherLogKey(key)),
        }
    }
}
