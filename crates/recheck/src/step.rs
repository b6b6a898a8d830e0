//! `Step`, an entry as it is handed from the thread that reads to the thread that decides.
//!
//! In scope: the strict reading of one entry, and of a certificate no more than deciding needs.
//! Out of scope: batches (`batch`), everything that depends on entries before it.

use merkle::Digest;
use register::PublicAct;
use seal::{ActEntry, CertificateEntry, Entry, EntryError};

/// An entry, read.
pub(crate) enum Step {
    /// An act; for a landmark with the root of the tree before it.
    Act(Box<ActEntry>, Option<Digest>),
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
    /// Its leaf hash, of which the header's digest is made.
    pub leaf: Digest,
}

impl Step {
    /// Reads an entry in its one form; `root` gives the root of the tree before it.
    pub(crate) fn read(bytes: &[u8], leaf: Digest, root: impl FnOnce() -> Digest) -> Step {
        let certificate = |c: CertificateEntry| {
            let CertificateEntry { header, serial, row, .. } = c;
            Step::Certificate(CertificateStep { header, serial, row, leaf })
        };
        // Certificates are nearly all entries there are.
        if let Some(read) = CertificateEntry::read(bytes) {
            return certificate(read);
        }
        match Entry::read(bytes) {
            Ok(Entry::Act(act)) => {
                let landmark = matches!(act.event.act, PublicAct::Landmark { .. });
                Step::Act(act, landmark.then(root))
            }
            Ok(Entry::Certificate(read)) => certificate(read),
            Err(error) => Step::Bad(error),
        }
    }
}
