//! Reading the log in order: acts as events, each batch with its certificates.
//!
//! In scope: putting headers and certificates together. Out of scope: deciding again (`recheck`).
//! I-REG-1: opening a house replays the entries, and the state is what they add up to.

use crate::house_error::HouseError;
use register::Event;
use seal::{ActEntry, CertificateEntry, Entry};

/// A header whose certificates have not all been read.
struct Open {
    index: u64,
    header: Box<ActEntry>,
    certificates: Vec<CertificateEntry>,
}

/// A reading of the log, entry by entry.
pub(crate) struct Replay {
    open: Option<Open>,
}

impl Replay {
    pub(crate) fn new() -> Replay {
        Replay { open: None }
    }

    /// Takes the next entry; hands over the event that it completes with the index of its act.
    pub(crate) fn entry(
        &mut self,
        index: u64,
        bytes: &[u8],
        each: &mut impl FnMut(u64, &Event),
    ) -> Result<(), HouseError> {
        let entry = Entry::read(bytes).map_err(|why| HouseError::Entry { index, why })?;
        match (entry, self.open.as_mut()) {
            (Entry::Act(act), None) if act.batch.is_none() => each(index, &act.event),
            (Entry::Act(header), None) => {
                self.open = Some(Open { index, header, certificates: Vec::new() });
            }
            (Entry::Certificate(certificate), Some(open)) => {
                open.certificates.push(certificate);
            }
            (Entry::Act(_), Some(_)) | (Entry::Certificate(_), None) => {
                return Err(HouseError::BatchBroken(index));
            }
        }
        let count = |o: &Open| o.header.batch.map_or(0, |b| b.count as usize);
        if let Some(open) = self.open.take_if(|o| o.certificates.len() == count(o)) {
            let event = open.header.with_certificates(open.index, &open.certificates);
            let event = event.map_err(|why| HouseError::Entry { index: open.index, why })?;
            each(open.index, &event);
        }
        Ok(())
    }

    /// Returns the header of the batch that is open, and the place after its last certificate.
    pub(crate) fn inside(&self) -> Option<(u64, u64)> {
        let open = self.open.as_ref()?;
        let count = open.header.batch.map_or(0, |batch| u64::from(batch.count));
        Some((open.index, open.index + 1 + count))
    }

    /// Says that the log has ended; a batch must not be left open.
    pub(crate) fn end(self) -> Result<(), HouseError> {
        match self.open {
            None => Ok(()),
            Some(open) => Err(HouseError::BatchBroken(open.index)),
        }
    }
}
