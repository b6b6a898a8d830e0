//! `Step`, an entry as it is handed from the thread that reads to the thread that decides.
//!
//! In scope: the strict reading of one entry, and of a certificate no more than deciding needs.
//! Out of scope: batches (`batch`), everything that depends on entries before it.

use merkle::Digest;
use seal::{ActEntry, Entry, EntryError};

/// An entry, read.
pub(crate) enum Step {
    /// An act.
    Act(Box<ActEntry>),
    /// A certificate.
    Certificate(CertificateStep),
    /// Bytes that are no entry.
    Bad(EntryError),
}

/// What deciding needs of a certificate.
pub(crate) struct CertificateStep {
    /// The index of the header it names.
    pub header: u64,
    /// Its serial.
    pub serial: u32,
    /// The row of results it opens.
    pub row: u32,
    /// What the header's digest is made of.
    pub hashed: Vec<u8>,
}

impl Step {
    /// Reads an entry in its one form.
    pub(crate) fn read(bytes: &[u8], _leaf: Digest) -> Step {
        match Entry::read(bytes) {
            Ok(Entry::Act(act)) => Step::Act(act),
            Ok(Entry::Certificate(c)) => Step::Certificate(CertificateStep {
                header: c.header,
                serial: c.serial,
                row: c.row,
                hashed: bytes.to_vec(),
            }),
            Err(error) => Step::Bad(error),
        }
    }
}
