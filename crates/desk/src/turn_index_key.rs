//! Turning the key of the blind index: a new key, tokens of it for everybody, and an end to those
//! of the old one.
//!
//! In scope: beginning, slices, deriving tokens out of the rows about persons. Out of scope: what
//! the steps write (`store::Vault`), data keys and the master key (`turn_data_key`), what of it is
//! done in quiet moments (`together`).
//! Invariant: at every moment a look-up asks a key that has tokens for everybody. What is written
//! meanwhile gets tokens of both keys, and who is erased loses those of both.
//! Failure: a turning that was stopped goes on at its next slice. A row that does not open stops it
//! there, with the old key in use: nobody is to be missed.

use crate::candidates::CandidateRow;
use crate::house::House;
use crate::house_error::HouseError;
use crate::issue_certificates::{SaltRow, certificate_tokens, salt_group};
use register::{CertificateId, SessionId};
use seal::Entry;
use store::{Blind, IndexTurning, PrivateKind, Reader as _, Token};

/// Entries of a slice in a quiet moment: some milliseconds of work, for which nobody is answered.
pub(crate) const QUIET_ENTRIES: u64 = 256;

/// Entries of a slice at most: bounds memory, and the tokens of a writing.
pub const ENTRIES_MAX: u64 = 4_096;

/// How far a turning of the key of the index has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IndexLeft {
    /// So many entries of the log wait to be indexed under the new key.
    Entries(u64),
    /// Tokens of the old key are being dropped.
    OldTokens,
}

/// What a slice of it did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IndexSlice {
    /// Entries of the log that were indexed under the new key.
    pub entries: u64,
    /// Whether more is left; otherwise the old key is destroyed.
    pub left: bool,
}

/// The batch of a certificate: its session, and where the salts of its certificates are.
struct BatchRows {
    header: u64,
    session: SessionId,
    salts: String,
}

impl House {
    /// Makes a new key of the index; what is there is indexed under it by
    /// [`House::turn_index_slice`] or [`House::tend`]. Says whether it did: a turning that is under
    /// way goes on instead.
    ///
    /// # Errors
    /// The master key or the store fails: nothing began.
    pub fn begin_index_turning(&mut self) -> Result<bool, HouseError> {
        self.find_again()?;
        if self.store.index_turning()?.is_some() {
            return Ok(false);
        }
        self.index_corrections()?;
        let master = self.keys.master(&self.store)?;
        self.store.turn_index(&*master)?;
        Ok(true)
    }

    /// Says what of a turning is left; nothing when none is under way.
    ///
    /// # Errors
    /// The store fails.
    pub fn index_left(&self) -> Result<Option<IndexLeft>, HouseError> {
        Ok(self.store.index_turning()?.map(|turning| match turning {
            IndexTurning::Deriving { next } => IndexLeft::Entries(self.size().saturating_sub(next)),
            IndexTurning::Dropping => IndexLeft::OldTokens,
        }))
    }

    /// Does a slice of a turning, of so many entries at most; nothing when none is under way.
    ///
    /// # Errors
    /// A row about a person does not open, or the store fails; the next slice begins where this one
    /// did.
    pub fn turn_index_slice(&mut self, most: u64) -> Result<Option<IndexSlice>, HouseError> {
        self.find_again()?;
        let next = match self.store.index_turning_here()? {
            None => return Ok(None),
            Some(IndexTurning::Dropping) => {
                let left = self.store.drop_old_tokens()?;
                return Ok(Some(IndexSlice { entries: 0, left }));
            }
            Some(IndexTurning::Deriving { next }) => next,
        };
        // A log that was restored to a point can be shorter.
        let to = next.saturating_add(most.clamp(1, ENTRIES_MAX)).min(self.size());
        let entries = to.saturating_sub(next);
        if entries == 0 {
            self.store.ask_new_key()?;
        } else {
            let tokens = self.derived(next, to)?;
            self.store.put_derived(&tokens, to)?;
        }
        Ok(Some(IndexSlice { entries, left: true }))
    }

    /// Returns the tokens under the new key of what stands between two places.
    fn derived(&self, from: u64, to: u64) -> Result<Vec<Token>, HouseError> {
        let keys = self.index.now();
        // The first is the old one, which is asked.
        let new = &keys.all()[1..];
        let (mut certificates, mut failed) = (Vec::new(), None);
        self.store.each_entry(from, to, &mut |index, bytes| match Entry::read(bytes) {
            Ok(Entry::Certificate(one)) => certificates.push((index, one.header, one.serial)),
            Ok(Entry::Act(_)) => {}
            Err(why) => drop(failed.get_or_insert(HouseError::Entry { index, why })),
        })?;
        failed.map_or(Ok(()), Err)?;
        let (mut tokens, mut last) = (Vec::new(), None);
        for (entry, header, serial) in certificates {
            let known = last.take().filter(|batch: &BatchRows| batch.header == header);
            let batch = known.map_or_else(|| self.batch_rows(header), Ok)?;
            self.derive((entry, serial), &batch, new, &mut tokens)?;
            last = Some(batch);
        }
        Ok(tokens)
    }

    /// Appends the tokens of a certificate; none of one whose holder was erased.
    fn derive(
        &self,
        (entry, serial): (u64, u32),
        batch: &BatchRows,
        new: &[Blind],
        tokens: &mut Vec<Token>,
    ) -> Result<(), HouseError> {
        let salt: Option<SaltRow> = self.row((PrivateKind::Salt, &batch.salts, serial))?;
        let Some(SaltRow { place, .. }) = salt else { return Ok(()) };
        let holder: Option<CandidateRow> = self.candidate_row(batch.session, place)?;
        let Some(holder) = holder.filter(|row| !row.is_erased()) else { return Ok(()) };
        let own = certificate_tokens(new, &holder);
        tokens.extend(own.map(|(space, token)| Token { space, token, place: entry }));
        let id = CertificateId { header: batch.header, serial };
        if self.state.corrections().correction(id).is_some()
            && let Some(row) = self.correction_row(id)?
        {
            tokens.extend(row.tokens(new, entry));
        }
        Ok(())
    }

    /// Returns the batch under a header. One that the store does not have under what it is counted
    /// under stops the turning: its holders would be taken for erased.
    fn batch_rows(&self, header: u64) -> Result<BatchRows, HouseError> {
        let batch = self.counted_under(header)?.batch(&self.store)?;
        let known = self.state.corrections().batch(header);
        let session = known.ok_or(HouseError::BatchBroken(header))?.session;
        let salts = salt_group(&batch.site, batch.year, batch.level);
        Ok(BatchRows { header, session, salts })
    }
}
