//! Entries of the log: an act with its citation and signature, or a certificate under a header.
//!
//! Source: docs/formats/entry.cddl, version 1; RFC 8949 §4.2 for determinism.
//! In scope: sealing and reading entries, checking the signature of one.
//! Out of scope: whether an act is lawful (`register`), where entries are kept (`store`).
//! I-LOG-4: what the actor says is signed by its key, with the log's origin, its sequence and the
//! idempotency key. When it was recorded, under which rule and from which serial on, the register
//! adds; the tree binds it, and everybody derives it again.

use crate::commitment::Commitment;
use crate::entry_error::EntryError;
use crate::key::{PublicKey, SIGNATURE_BYTES, SigningSeed};
use crate::{entry_bytes, entry_read};
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use register::{
    Event, IssueCertificate, Permit, PublicAct, RecoverySet, SignedBy, StaleState, State,
};
use sha2::{Digest as _, Sha256};
use vocab::limits;

/// The version of the format.
pub const ENTRY_VERSION: u8 = 1;

/// What a signed message of an act begins with.
pub(crate) const ACT_DOMAIN: &[u8] = b"dengji act v1\n";

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
    /// SHA-256 over the row and the commitments of each, one after the other: what the body says of
    /// them, whatever numbers and places they get.
    pub digest: [u8; 32],
}

/// What an act is signed with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Signature {
    /// One key's: the actor's, the founder's, the log's.
    One([u8; SIGNATURE_BYTES]),
    /// Those of keys of the recovery set, by rising place in it.
    Recovery(Vec<(u8, [u8; SIGNATURE_BYTES])>),
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
    /// The signature: whose it has to be, the act says (`PublicAct::signed_by`).
    pub signature: Signature,
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

/// An act that is ready to be signed, here or on the machine of whoever acts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsigned {
    bytes: Vec<u8>,
    /// How many of the bytes are signed.
    signed: usize,
}

impl Unsigned {
    /// Writes an act that issues nothing.
    pub fn act(event: &Event, grounds: &Grounds) -> Unsigned {
        Unsigned::with(event, grounds, None)
    }

    fn with(event: &Event, grounds: &Grounds, batch: Option<&Batch>) -> Unsigned {
        let (bytes, signed) = entry_bytes::act(event, grounds, batch);
        Unsigned { bytes, signed }
    }

    /// Returns the bytes that a signature is over, in the log of that origin.
    pub fn message(&self, origin: &str) -> Vec<u8> {
        message(origin, &self.bytes[..self.signed])
    }

    /// Puts the signature to the act. It is not checked.
    pub fn signed(self, signature: &Signature) -> Vec<u8> {
        let entry = entry_bytes::with_signature(self.bytes, signature);
        assert!(entry.len() <= limits::ENTRY_BYTES_MAX, "an act's fields are bounded below it");
        entry
    }
}

/// Seals an act that issues nothing.
pub fn seal_act(event: &Event, grounds: &Grounds, origin: &str, seed: &SigningSeed) -> Vec<u8> {
    let unsigned = Unsigned::act(event, grounds);
    let signature = seed.sign(&unsigned.message(origin));
    unsigned.signed(&Signature::One(signature))
}

/// Seals an act of the recovery set with keys of it, each with its place, by rising place.
pub fn seal_recovery(
    event: &Event,
    grounds: &Grounds,
    origin: &str,
    seeds: &[(u8, SigningSeed)],
) -> Vec<u8> {
    let unsigned = Unsigned::act(event, grounds);
    let message = unsigned.message(origin);
    let signatures = seeds.iter().map(|(place, seed)| (*place, seed.sign(&message)));
    unsigned.signed(&Signature::Recovery(signatures.collect()))
}

/// A header with its certificates, ready to be signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnsignedBatch {
    header: Unsigned,
    certificates: Vec<Vec<u8>>,
    first_serial: u32,
}

impl UnsignedBatch {
    /// Writes a header and its certificates. `header` is the index the header will have.
    ///
    /// # Errors
    /// [`StaleState`] when the state has moved since the permit was granted; nothing is written.
    ///
    /// # Panics
    /// When the event is not one of issuing, or holds another number of rows than commitments:
    /// bugs.
    pub fn new(
        permit: Permit<IssueCertificate>,
        version: u64,
        header: u64,
        (event, grounds): (&Event, &Grounds),
        commitments: &[(Commitment, Commitment)],
    ) -> Result<UnsignedBatch, StaleState> {
        let first_serial = permit.redeem(version)?;
        let PublicAct::IssueCertificates(issue) = &event.act else { panic!("a batch issues") };
        assert_eq!(issue.rows.len(), commitments.len(), "one pair of commitments for each row");
        let mut digest = Sha256::new();
        let mut certificates = Vec::with_capacity(commitments.len());
        for (i, (row, (name, document))) in issue.rows.iter().zip(commitments).enumerate() {
            let serial = first_serial + i as u32;
            let (row, name, document) = (*row, *name, *document);
            let entry = CertificateEntry { header, serial, row, name, document };
            promise(&mut digest, &entry);
            certificates.push(entry_bytes::certificate(&entry));
        }
        let digest = digest.finalize().into();
        let batch = Batch { first_serial, count: commitments.len() as u32, digest };
        let header = Unsigned::with(event, grounds, Some(&batch));
        Ok(UnsignedBatch { header, certificates, first_serial })
    }

    /// Returns the header, which is what is signed.
    pub fn header(&self) -> &Unsigned {
        &self.header
    }

    /// Returns the serial of the first certificate.
    pub fn first_serial(&self) -> u32 {
        self.first_serial
    }

    /// Puts the signature to the header and returns all entries.
    pub fn signed(self, signature: &Signature) -> Vec<Vec<u8>> {
        let mut entries = Vec::with_capacity(self.certificates.len() + 1);
        entries.push(self.header.signed(signature));
        entries.extend(self.certificates);
        entries
    }
}

/// Seals a header and its certificates. `header` is the index the header will have.
///
/// # Errors
/// As [`UnsignedBatch::new`].
///
/// # Panics
/// As [`UnsignedBatch::new`].
pub fn seal_batch(
    permit: Permit<IssueCertificate>,
    version: u64,
    header: u64,
    act: (&Event, &Grounds),
    commitments: &[(Commitment, Commitment)],
    (origin, seed): (&str, &SigningSeed),
) -> Result<(Vec<Vec<u8>>, u32), StaleState> {
    let batch = UnsignedBatch::new(permit, version, header, act, commitments)?;
    let (signature, first) = (seed.sign(&batch.header().message(origin)), batch.first_serial());
    Ok((batch.signed(&Signature::One(signature)), first))
}

/// Adds what a header promises of one certificate.
fn promise(digest: &mut Sha256, certificate: &CertificateEntry) {
    digest.update(certificate.row.to_be_bytes());
    digest.update(certificate.name.0);
    digest.update(certificate.document.0);
}

/// The domain and the log's origin come first, so that no signature serves in another log.
pub(crate) fn message(origin: &str, unsigned: &[u8]) -> Vec<u8> {
    let mut message = Vec::from(ACT_DOMAIN);
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
        // Certificates are nearly all entries there are.
        let again = match &entry {
            Entry::Act(act) => {
                let (unsigned, _) = entry_bytes::act(&act.event, &act.grounds, act.batch.as_ref());
                entry_bytes::with_signature(unsigned, &act.signature)
            }
            Entry::Certificate(certificate) => entry_bytes::certificate(certificate),
        };
        // Canonical: what was read is written back as the very same bytes.
        if again == bytes { Ok(entry) } else { Err(EntryError::NotCanonical) }
    }
}

impl ActEntry {
    /// Says whether the signature is this one key's over this entry in the log of that origin.
    pub fn signed_by(&self, key: &PublicKey, origin: &str) -> bool {
        match &self.signature {
            Signature::One(signature) => key.verify(&message(origin, &self.signed), signature),
            Signature::Recovery(_) => false,
        }
    }

    /// Says whether as many keys of the recovery set as it asks for have signed, and nobody else.
    pub fn signed_by_recovery(&self, set: &RecoverySet, origin: &str) -> bool {
        let Signature::Recovery(signatures) = &self.signature else { return false };
        let message = message(origin, &self.signed);
        let good = |(place, signature): &(u8, [u8; SIGNATURE_BYTES])| {
            let key = set.keys.get(usize::from(*place));
            let key = key.and_then(|key| PublicKey::from_bytes(key).ok());
            key.is_some_and(|key| key.verify(&message, signature))
        };
        usize::from(set.threshold) <= signatures.len() && signatures.iter().all(good)
    }

    /// Says whether whoever has to sign the act has signed it, by the keys in force before it.
    pub fn rightly_signed(&self, before: &State) -> bool {
        if self.event.act.signed_by() == SignedBy::Recovery {
            let set = before.recovery().zip(before.origin());
            return set.is_some_and(|(set, origin)| self.signed_by_recovery(set, origin));
        }
        let Some((origin, key)) = self.signer(before) else { return false };
        PublicKey::from_bytes(key).is_ok_and(|key| self.signed_by(&key, origin))
    }

    /// Returns the origin of the log and the one key that has to have signed, by the keys in force
    /// before it; nothing for an act of the recovery set, or of nobody.
    pub fn signer<'a>(&'a self, before: &'a State) -> Option<(&'a str, &'a [u8; 32])> {
        let event = &self.event;
        match (&event.act, event.act.signed_by()) {
            (PublicAct::Genesis { origin, organisations, .. }, _) => {
                Some((origin.as_str(), &organisations.first()?.key))
            }
            (_, SignedBy::Recovery) => None,
            (_, SignedBy::Log) => before.origin().zip(before.log_key()),
            (_, SignedBy::Actor | SignedBy::Founder) => {
                before.origin().zip(Some(&before.key_of(event.actor?)?.key))
            }
        }
    }

    /// Returns the bytes that the signature is over, in the log of that origin.
    pub fn message(&self, origin: &str) -> Vec<u8> {
        message(origin, &self.signed)
    }

    /// Returns the event with the rows of the certificates that follow.
    ///
    /// # Errors
    /// [`EntryError::Batch`] when the certificates are not the ones that the header promises.
    pub fn with_certificates(
        &self,
        header: u64,
        certificates: &[CertificateEntry],
    ) -> Result<Event, EntryError> {
        let mut event = self.event.clone();
        let (PublicAct::IssueCertificates(issue), Some(batch)) = (&mut event.act, &self.batch)
        else {
            return Ok(event);
        };
        let mut hash = Sha256::new();
        certificates.iter().for_each(|c| promise(&mut hash, c));
        let digest: [u8; 32] = hash.finalize().into();
        let promised = |(i, c): (usize, &CertificateEntry)| {
            u64::from(c.serial) == u64::from(batch.first_serial) + i as u64 && c.header == header
        };
        let serials = certificates.iter().enumerate().all(promised);
        if certificates.len() as u32 != batch.count || digest != batch.digest || !serials {
            return Err(EntryError::Batch);
        }
        issue.rows = certificates.iter().map(|c| c.row).collect();
        Ok(event)
    }
}
