//! Entries of the log: an act with its citation and signature, or a certificate under a header.
//!
//! Source: docs/formats/entry.cddl, version 0 (not frozen yet); RFC 8949 §4.2 for determinism.
//! In scope: sealing and reading entries, checking the signature of one.
//! Out of scope: whether an act is lawful (`register`), where entries are kept (`store`).
//! I-LOG-4: an entry is signed over its canonical bytes, the log's origin and the idempotency key.

use crate::commitment::Commitment;
use crate::entry_error::EntryError;
use crate::key::{PublicKey, SIGNATURE_BYTES, SigningSeed};
use crate::{entry_bytes, entry_read};
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use register::{Event, IssueCertificate, Permit, PublicAct, StaleState};
use sha2::{Digest as _, Sha256};
use vocab::limits;

/// The version of the format.
pub const ENTRY_VERSION: u8 = 0;

/// What an entry says besides its event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grounds {
    /// The rule cited; nothing for acts that ask the law nothing.
    pub rule: Option<String>,
    /// The facts that the actor asserts, as bits in the order of `law::Key::ALL`.
    pub asserted: u64,
}

/// What the header of a batch says of the certificates that follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Batch {
    /// The serial of the first.
    pub first_serial: u32,
    /// How many there are.
    pub count: u32,
    /// SHA-256 over their entries, one after the other.
    pub digest: [u8; 32],
}

/// An act in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActEntry {
    /// The event. For issuing, the rows stand in the certificates and are empty here.
    pub event: Event,
    /// What it rests on.
    pub grounds: Grounds,
    /// For issuing: what follows.
    pub batch: Option<Batch>,
    /// The signature of the actor; of genesis, that of the authority that founds.
    pub signature: [u8; SIGNATURE_BYTES],
    /// The bytes that are signed.
    pub(crate) signed: Vec<u8>,
}

/// A certificate in the log: no name, no number of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CertificateEntry {
    /// The index of its header.
    pub header: u64,
    /// Its serial.
    pub serial: u32,
    /// The row of the session's results it opens.
    pub row: u32,
    /// Commitment to the holder's name.
    pub name: Commitment,
    /// Commitment to the holder's document.
    pub document: Commitment,
}

/// An entry of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// An act.
    Act(Box<ActEntry>),
    /// A certificate.
    Certificate(CertificateEntry),
}

/// Seals an act that issues nothing.
pub fn seal_act(event: &Event, grounds: &Grounds, origin: &str, seed: &SigningSeed) -> Vec<u8> {
    sealed(event, grounds, None, origin, seed)
}

/// Seals a header and its certificates. `header` is the index the header will have.
///
/// # Errors
/// [`StaleState`] when the state has moved since the permit was granted; nothing is sealed then.
///
/// # Panics
/// When the event is not one of issuing, or holds another number of rows than commitments: bugs.
pub fn seal_batch(
    permit: Permit<IssueCertificate>,
    version: u64,
    header: u64,
    (event, grounds): (&Event, &Grounds),
    commitments: &[(Commitment, Commitment)],
    (origin, seed): (&str, &SigningSeed),
) -> Result<(Vec<Vec<u8>>, u32), StaleState> {
    let first_serial = permit.redeem(version)?;
    let PublicAct::IssueCertificates(issue) = &event.act else { panic!("a batch issues") };
    assert_eq!(issue.rows.len(), commitments.len(), "one pair of commitments for each row");
    let mut hash = Sha256::new();
    let mut entries = Vec::with_capacity(commitments.len() + 1);
    entries.push(Vec::new());
    for (i, (row, (name, document))) in issue.rows.iter().zip(commitments).enumerate() {
        let serial = first_serial + i as u32;
        let entry =
            CertificateEntry { header, serial, row: *row, name: *name, document: *document };
        let bytes = entry_bytes::certificate(&entry);
        hash.update(&bytes);
        entries.push(bytes);
    }
    let digest = hash.finalize().into();
    let batch = Batch { first_serial, count: commitments.len() as u32, digest };
    entries[0] = sealed(event, grounds, Some(&batch), origin, seed);
    Ok((entries, first_serial))
}

fn sealed(
    event: &Event,
    grounds: &Grounds,
    batch: Option<&Batch>,
    origin: &str,
    seed: &SigningSeed,
) -> Vec<u8> {
    let unsigned = entry_bytes::act(event, grounds, batch);
    let signature = seed.sign(&message(origin, &unsigned));
    let entry = entry_bytes::with_signature(unsigned, &signature);
    assert!(entry.len() <= limits::ENTRY_BYTES_MAX, "an act's fields are bounded below the limit");
    entry
}

/// The domain and the log's origin come first, so that no signature serves in another log.
fn message(origin: &str, unsigned: &[u8]) -> Vec<u8> {
    let mut message = Vec::from(b"dengji act v0\n".as_slice());
    message.extend_from_slice(origin.as_bytes());
    message.push(b'\n');
    message.extend_from_slice(unsigned);
    message
}

impl Entry {
    /// Reads an entry. Exactly one sequence of bytes stands for each entry.
    ///
    /// # Errors
    /// [`EntryError`] for anything else.
    pub fn read(bytes: &[u8]) -> Result<Entry, EntryError> {
        if bytes.is_empty() || limits::ENTRY_BYTES_MAX < bytes.len() {
            return Err(EntryError::Length(bytes.len()));
        }
        let entry = entry_read::entry(bytes)?;
        let again = match &entry {
            Entry::Act(act) => {
                let unsigned = entry_bytes::act(&act.event, &act.grounds, act.batch.as_ref());
                entry_bytes::with_signature(unsigned, &act.signature)
            }
            Entry::Certificate(certificate) => entry_bytes::certificate(certificate),
        };
        // Canonical: what was read is written back as the very same bytes.
        if again == bytes { Ok(entry) } else { Err(EntryError::NotCanonical) }
    }
}

impl ActEntry {
    /// Says whether the signature is the key's over this entry in the log of that origin.
    pub fn signed_by(&self, key: &PublicKey, origin: &str) -> bool {
        key.verify(&message(origin, &self.signed), &self.signature)
    }

    /// Returns the event with the rows of the certificates that follow.
    ///
    /// # Errors
    /// [`EntryError::Batch`] when the certificates are not the ones that the header promises.
    pub fn with_certificates(
        &self,
        header: u64,
        certificates: &[(Vec<u8>, CertificateEntry)],
    ) -> Result<Event, EntryError> {
        let mut event = self.event.clone();
        let (PublicAct::IssueCertificates(issue), Some(batch)) = (&mut event.act, &self.batch)
        else {
            return Ok(event);
        };
        let mut hash = Sha256::new();
        certificates.iter().for_each(|(bytes, _)| hash.update(bytes));
        let digest: [u8; 32] = hash.finalize().into();
        let serials = certificates
            .iter()
            .enumerate()
            .all(|(i, (_, c))| c.serial == batch.first_serial + i as u32 && c.header == header);
        if certificates.len() as u32 != batch.count || digest != batch.digest || !serials {
            return Err(EntryError::Batch);
        }
        issue.rows = certificates.iter().map(|(_, c)| c.row).collect();
        Ok(event)
    }
}
