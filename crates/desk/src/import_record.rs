//! What was imported already: the memory by which the same file gives the same answer.
//!
//! In scope: a private row for each part of an import, written in one transaction with what was
//! imported. Out of scope: acts of the log, which have their own idempotency by the name of the
//! request (`house`); the row says where their entry is.
//! Failure: a stop between two parts leaves the first with its row; the next run goes on behind it.

use crate::house::{House, Receipt};
use crate::house_error::HouseError;
use crate::private_rows::private;
use register::PublicAct;
use seal::Entry;
use serde::{Deserialize, Serialize};
use store::{PrivateKind, PrivateRow};
use vocab::Hash;

/// One part of an import that was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Imported {
    /// SHA-256 of the file, in hexadecimal digits.
    digest: String,
    /// The place of the first row among those of its kind, for example the first candidate.
    pub(crate) first: u32,
    /// How many rows there were.
    pub(crate) count: u32,
    /// The size of the log when the part was written: its entry stands there, or behind.
    size: u64,
}

/// Names an import: what the rows went into, and the digest of the file or a name of one's own.
pub(crate) fn group(into: &str, digest: &[u8; 32]) -> String {
    format!("import-{into}-{}", Hash(*digest))
}

impl Imported {
    /// Says whether the log was shorter than a size when the part was written.
    pub(crate) fn is_before(&self, size: u64) -> bool {
        self.size < size
    }
}

impl House {
    /// Returns the row that remembers a part.
    pub(crate) fn remember(
        &self,
        group: &str,
        part: u32,
        digest: &[u8; 32],
        (first, count): (u32, u32),
    ) -> PrivateRow {
        let digest = Hash(*digest).to_string();
        let done = Imported { digest, first, count, size: self.size() };
        private(PrivateKind::Registration, group, part, &done)
    }

    /// Returns the parts of an import that were done, by their number.
    pub(crate) fn imported(&self, group: &str) -> Result<Vec<(u32, Imported)>, HouseError> {
        self.placed_rows(PrivateKind::Registration, group)
    }

    /// Answers an import again that ended in one act: the act stands where the log had its end
    /// when the file was imported, or behind where it had to be signed elsewhere first.
    ///
    /// # Errors
    /// [`HouseError::OtherRequest`] when another file was imported there.
    pub(crate) fn answer_import(
        &self,
        group: &str,
        digest: &[u8; 32],
        is_it: impl Fn(&PublicAct) -> bool,
    ) -> Result<Option<Receipt>, HouseError> {
        let Some((_, done)) = self.imported(group)?.pop() else { return Ok(None) };
        for index in done.size..self.size() {
            let Entry::Act(act) = self.entry(index)? else { continue };
            if !is_it(&act.event.act) {
                continue;
            }
            if done.digest != Hash(*digest).to_string() {
                return Err(HouseError::OtherRequest(group.to_string()));
            }
            return self.answer_again(index, 1).map(Some);
        }
        // The act was drafted and never came back: it is made anew.
        Ok(None)
    }
}
