//! Sees whether the register can be used now: read, written, published and signed for.
//!
//! In scope: one check for each thing that serving needs, with its remedy. Out of scope: how often
//! somebody looks, and whom an answer is shown (`web`).
//! Failure: looking is also how the register finds its way again after a fault: nobody has to start
//! it anew. I-PRI-1: a check names files and what the system said of them, never people.

use crate::house::House;
use crate::house_error::HouseError;
use crate::restore_register::missing_keys;
use register::OrganisationId;
use std::error::Error;
use store::{CHECKPOINT_FILE, Reader as _, Writing};

/// The note that is written to see whether writing goes. It says when, and means nothing else.
const PROBE_NOTE: &str = "ready";

/// One thing that serving needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// Its name, for whoever watches.
    pub name: &'static str,
    /// What to do when it fails.
    pub remedy: &'static str,
    /// Why it fails; nothing when it holds.
    pub failed: Option<String>,
}

impl Check {
    /// Returns a check of what came of trying.
    pub fn of<E: Error>(name: &'static str, remedy: &'static str, tried: Result<(), E>) -> Check {
        Check { name, remedy, failed: tried.err().map(|error| with_causes(&error)) }
    }

    /// Says whether it holds.
    pub fn holds(&self) -> bool {
        self.failed.is_none()
    }
}

/// Why the register is not ready, where nothing else failed.
#[derive(Debug, thiserror::Error)]
enum Unready {
    #[error("the database has {actual} entries and the register {expected}")]
    OtherSize { actual: u64, expected: u64 },
    #[error("the published checkpoint is not there any more")]
    NoCheckpoint,
    #[error("the last publication failed, and is tried again each second")]
    Unpublished,
    #[error("the key `{0}` is missing")]
    NoKey(&'static str),
    #[error("the keys of {count} organisations are missing, the first of number {}", first.0)]
    NoKeys { count: usize, first: OrganisationId },
    #[error(transparent)]
    House(#[from] HouseError),
}

impl House {
    /// Checks everything that serving needs, in the order in which a fault would show.
    pub fn ready(&mut self) -> Vec<Check> {
        vec![
            Check::of(
                "register",
                "see the log of this server; if it stays, stop it and run `dengji check`",
                self.find_again(),
            ),
            Check::of(
                "database",
                "see that the database answers, and that nothing of its folder was moved",
                self.answers(),
            ),
            Check::of(
                "write",
                "see that the disk has room and that the folder or database may be written",
                self.takes_a_writing(),
            ),
            Check::of(
                "log",
                "see that the folder `log` of the register can be read and written",
                self.is_published(),
            ),
            Check::of(
                "keys",
                "put the folder `keys` back out of a backup with keys",
                self.has_keys(),
            ),
        ]
    }

    /// The cheapest question, whose answer is known: of the writer, and of a reader as pages use
    /// them.
    fn answers(&self) -> Result<(), Unready> {
        let expected = self.state.entries();
        let sizes = [self.store.size(), self.readers.ask(|reader| reader.size())];
        for actual in sizes {
            let actual = actual.map_err(HouseError::from)?;
            if actual != expected {
                return Err(Unready::OtherSize { actual, expected });
            }
        }
        Ok(())
    }

    /// The shortest writing, the way all others go: a full disk, a folder that may only be read and
    /// a turn that another server took show here before an act meets them.
    fn takes_a_writing(&mut self) -> Result<(), Unready> {
        let mut text = self.now().to_string().into_bytes();
        // What says the same as before may be no writing at all, and would hold on a full disk.
        if self.store.note(PROBE_NOTE).map_err(HouseError::from)?.as_ref() == Some(&text) {
            text.push(b'.');
        }
        let notes = [(PROBE_NOTE.to_string(), Some(text))];
        let expect_size = self.state.entries();
        self.commit(&Writing { expect_size, notes: &notes, ..Writing::default() })?;
        Ok(())
    }

    fn is_published(&self) -> Result<(), Unready> {
        let found = self.publisher.read(CHECKPOINT_FILE)?;
        match (self.published(), found) {
            (Some(_), None) => Err(Unready::NoCheckpoint),
            _ if self.unpublished => Err(Unready::Unpublished),
            _ => Ok(()),
        }
    }

    /// Keys that this server signs with; those that organisations keep themselves are elsewhere.
    fn has_keys(&self) -> Result<(), Unready> {
        let missing = missing_keys(&self.state, true, &self.keys);
        if missing.log.is_some() {
            return Err(Unready::NoKey("log"));
        }
        if missing.master {
            return Err(Unready::NoKey("private"));
        }
        match missing.organisations.first() {
            Some(&(first, _)) => Err(Unready::NoKeys { count: missing.organisations.len(), first }),
            None => Ok(()),
        }
    }
}

/// Returns an error with what caused it, in one line.
pub fn with_causes(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let more = error.to_string();
        // A transparent error says what its cause says.
        if !text.ends_with(&more) {
            text = format!("{text}: {more}");
        }
        cause = error.source();
    }
    text.replace('\n', "; ")
}
