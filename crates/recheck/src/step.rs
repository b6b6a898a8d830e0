//! `Step`, an entry as it is handed from the thread that reads to the thread that decides.
//!
//! In scope: the strict reading of one entry.
//! Out of scope: batches (`batch`), everything that depends on entries before it.

use merkle::Digest;
use register::PublicAct;
use seal::{ActEntry, CertificateEntry, Entry, EntryError};

/// An entry, read.
pub(crate) enum Step {
    /// An act; for a landmark with the root of the tree before it.
    Act(Box<ActEntry>, Option<Digest>),
    /// A certificate.
    Certificate(CertificateEntry),
    /// Bytes that are no entry.
    Bad(EntryError),
}

impl Step {
    /// Reads an entry in its one form; `root` gives the root of the tree before it.
    pub(crate) fn read(bytes: &[u8], root: impl FnOnce() -> Digest) -> Step {
        // Certificates are nearly all entries there are.
        if let Some(certificate) = CertificateEntry::read(bytes) {
            return Step::Certificate(certificate);
        }
        match Entry::read(bytes) {
            Ok(Entry::Act(act)) => {
                let landmark = matches!(act.event.act, PublicAct::Landmark { .. });
                Step::Act(act, landmark.then(root))
            }
            Ok(Entry::Certificate(certificate)) => Step::Certificate(certificate),
            Err(error) => Step::Bad(error),
        }
    }
}
