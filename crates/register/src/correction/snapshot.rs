//! Corrections, revocations, lists, balances and blanks as pieces of a snapshot.
//!
//! In scope: bytes. The places of batches, of which there are as many as sessions, follow each
//! other closely and are written by what they are beyond the one before.
//! Out of scope: their order in a whole snapshot (`snapshot`).

use super::act::{
    CertificateId, CorrectionReason, LegacyForm, LegacyList, ReissueReason, RevocationReason,
    StockMove,
};
use super::state::{BatchPlace, Corrected, Corrections, Printed, Revoked};
use super::stock::Stock;
use crate::SessionId;
use crate::snapshot::{Piece, Reader, SnapshotError, choices, pieces, put_length};
use alloc::vec::Vec;
use vocab::Day;

choices! {
    CorrectionReason "a reason of a correction" { Name 1, Document 2, Both 3 }
    ReissueReason "a reason of a reissue" { Lost 1, Damaged 2, Corrected 3 }
    RevocationReason "a reason of a revocation" {
        NotPassed 1, Irregular 2, Rush 3, FalsePapers 4,
    }
    LegacyForm "a form of older numbers" { Qualification 1, Pilot 2, Shanghai 3 }
    StockMove "a step of blanks" { Received 1, Printed 2, Spoiled 3, Destroyed 4, Returned 5 }
}

pieces! {
    CertificateId { header, serial }
    LegacyList {
        list, form, occupation, institution, count, root, source, issued_from, issued_until,
    }
    Corrected { at, on, name, document, reason }
    Printed { at, on, print, reason }
    Revoked { first, last, at, on, reason, case }
    Stock { runs }
}

/// What stands before the first batch.
const NONE: BatchPlace =
    BatchPlace { header: 0, session: SessionId(0), first: 0, on: Day(0), count: 0, dated_year: 0 };

impl Corrections {
    /// Writes everything but the places of batches.
    pub(crate) fn put(&self, to: &mut Vec<u8>) {
        let Corrections { batches: _, corrected, printed, revoked, lists, opened, stock } = self;
        corrected.put(to);
        printed.put(to);
        revoked.put(to);
        lists.put(to);
        opened.put(to);
        stock.put(to);
    }

    /// Reads what [`Corrections::put`] wrote.
    pub(crate) fn get(from: &mut Reader<'_>) -> Result<Corrections, SnapshotError> {
        Ok(Corrections {
            batches: Vec::new(),
            corrected: Piece::get(from)?,
            printed: Piece::get(from)?,
            revoked: Piece::get(from)?,
            lists: Piece::get(from)?,
            opened: Piece::get(from)?,
            stock: Piece::get(from)?,
        })
    }

    /// Returns the places of batches, at most so many at a time.
    pub(crate) fn batch_chunks(&self, most: usize) -> impl Iterator<Item = &[BatchPlace]> {
        self.batches.chunks(most)
    }

    /// Reads places of batches that come after those that were read before.
    pub(crate) fn get_batches(&mut self, from: &mut Reader<'_>) -> Result<(), SnapshotError> {
        let length = from.length()?;
        let mut before = NONE;
        self.batches.reserve(length);
        for _ in 0..length {
            let place = after(&before, from)?;
            let last = self.batches.last();
            if last.is_some_and(|last| place.header <= last.header) {
                return Err(from.not("a batch after those before it"));
            }
            self.batches.push(place);
            before = place;
        }
        Ok(())
    }
}

/// Writes places of batches.
pub(crate) fn put_batches(batches: &[BatchPlace], to: &mut Vec<u8>) {
    put_length(batches.len(), to);
    let mut before = &NONE;
    for place in batches {
        let BatchPlace { header, session, first, on, count, dated_year } = place;
        header.wrapping_sub(before.header).put(to);
        (i64::from(session.0) - i64::from(before.session.0)).put(to);
        first.put(to);
        on.0.wrapping_sub(before.on.0).put(to);
        count.put(to);
        dated_year.wrapping_sub(before.dated_year).put(to);
        before = place;
    }
}

fn after(before: &BatchPlace, from: &mut Reader<'_>) -> Result<BatchPlace, SnapshotError> {
    let header = before.header.wrapping_add(Piece::get(from)?);
    let session = i64::from(before.session.0).checked_add(Piece::get(from)?);
    let session = session.and_then(|session| u32::try_from(session).ok());
    let session = SessionId(session.ok_or_else(|| from.not("the number of a session"))?);
    let first = Piece::get(from)?;
    let on = Day(before.on.0.wrapping_add(Piece::get(from)?));
    let count = Piece::get(from)?;
    let dated_year = before.dated_year.wrapping_add(Piece::get(from)?);
    Ok(BatchPlace { header, session, first, on, count, dated_year })
}
