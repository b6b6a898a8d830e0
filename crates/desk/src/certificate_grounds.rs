//! `Issued`, a certificate found by its number, and which entries its file brings.
//!
//! In scope: from a number to the places of entries. Out of scope: reading and proving them
//! (`published_tree`), the file (`certificate_file`), checking it (`verifier`).
//! The store says where a certificate stands, memory what it rests on (`beside`).

use crate::certificate_file::find;
use crate::house::House;
use crate::house_error::HouseError;
use register::{CertificateId, OrganisationId, PublicAct, SessionId};
use seal::Entry;
use store::{BatchRow, Reader};

/// A certificate of this register.
#[derive(Clone, Debug)]
pub(crate) struct Issued {
    pub(crate) batch: BatchRow,
    pub(crate) serial: u32,
    pub(crate) by: OrganisationId,
    pub(crate) session: SessionId,
    /// How long the log was when it was found, or longer.
    pub(crate) seen: u64,
}

/// Where a certificate was corrected, and who did.
pub(crate) type Mended = (u64, Option<OrganisationId>);

impl Issued {
    /// Finds a certificate by its number; nothing when none was issued here under it.
    ///
    /// # Errors
    /// The store fails, or holds no header where the batch says.
    pub(crate) fn find(reader: &dyn Reader, number: &str) -> Result<Option<Issued>, HouseError> {
        let Some((batch, serial)) = find(reader, number)? else { return Ok(None) };
        let Entry::Act(header) = entry(reader, batch.header)? else {
            return Err(HouseError::NotAnAct(batch.header));
        };
        let (PublicAct::IssueCertificates(issue), Some(by)) =
            (&header.event.act, header.event.actor)
        else {
            return Err(HouseError::NotAnAct(batch.header));
        };
        let (session, seen) = (issue.session, reader.size()?);
        Ok(Some(Issued { session, by, batch, serial, seen }))
    }

    /// Returns how the register names it.
    pub(crate) fn id(&self) -> CertificateId {
        CertificateId { header: self.batch.header, serial: self.serial }
    }

    /// Returns the place of its entry.
    pub(crate) fn index(&self) -> u64 {
        self.batch.entry + u64::from(self.serial - self.batch.first)
    }
}

impl House {
    /// Returns the places of the entries that a certificate's file brings: what it rests on, its
    /// header, the certificate. After it, where it was corrected, the correction and what its
    /// signature rests on: changes of the keys of the issuer and of who corrects.
    pub(crate) fn brought(&self, issued: &Issued, mended: Option<Mended>) -> Vec<u64> {
        let (header, certificate) = (issued.batch.header, issued.index());
        let mut places = self.places.grounds(issued.by, issued.session, header);
        places.extend([header, certificate]);
        let Some((correction, by)) = mended else { return places };
        let mut since = self.places.changes(issued.by, correction);
        since.extend(by.into_iter().flat_map(|by| self.places.changes(by, correction)));
        since.push(correction);
        since.retain(|place| certificate < *place);
        since.sort_unstable();
        since.dedup();
        places.extend(since);
        places
    }
}

/// Returns who corrected a certificate by the entry of the correction.
///
/// # Errors
/// The store fails, or no act stands there.
pub(crate) fn mended_by(reader: &dyn Reader, at: u64) -> Result<Mended, HouseError> {
    let Entry::Act(act) = entry(reader, at)? else { return Err(HouseError::NotAnAct(at)) };
    Ok((at, act.event.actor))
}

/// Returns an entry, read.
///
/// # Errors
/// The store fails, or the log is not that long.
pub(crate) fn entry(reader: &dyn Reader, index: u64) -> Result<Entry, HouseError> {
    let bytes = reader.entry(index)?.ok_or(HouseError::NoEntry(index))?;
    Entry::read(&bytes).map_err(|why| HouseError::Entry { index, why })
}
