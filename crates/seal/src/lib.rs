//! What makes bytes of the log trustworthy: entries, keys, signed notes, checkpoints, proofs.
//!
//! Source: C2SP signed-note, tlog-checkpoint, tlog-cosignature, tlog-proof, tlog-policy,
//! tlog-witness; RFC 8032 (Ed25519).
//! In scope: reading, printing, signing and verifying these texts, each in exactly one form.
//! Out of scope: clocks and randomness (times and keys are arguments), files, and who is trusted: a
//! caller passes the keys it knows. Signature types other than 01 and 04 are carried, never
//! verified.
#![no_std]
extern crate alloc;
#[cfg(test)]
extern crate std;

mod add_checkpoint;
mod asked;
mod base64_text;
mod bundle;
mod certificate_read;
mod checkpoint;
mod commitment;
mod cosignature;
mod decimal;
mod entry;
mod entry_bytes;
mod entry_error;
mod entry_read;
mod key;
mod landmarks;
mod note;
mod policy;
mod policy_error;
mod policy_read;
mod said;
mod seal_error;
mod tlog_proof;
mod verifier_key;

pub use add_checkpoint::{ADD_CHECKPOINT_BYTES_MAX, AddCheckpoint};
pub use asked::asked;
pub use bundle::{Bundle, ProvenEntry, ShortProof};
pub use checkpoint::{Checkpoint, OpenedCheckpoint};
pub use commitment::{Commitment, Field, Salt};
pub use cosignature::{COSIGNATURE_BYTES, Cosigned, Cosigner, TIME_S_MAX};
pub use entry::{
    ActEntry, Batch, CertificateEntry, ENTRY_VERSION, Entry, Grounds, Signature, Unsigned,
    UnsignedBatch, seal_act, seal_batch, seal_recovery,
};
pub use entry_error::EntryError;
pub use key::{PublicKey, SIGNATURE_BYTES, SigningSeed};
pub use landmarks::{Landmark, Landmarks, Logged};
pub use note::{NoteSignature, NoteSigner, SignedNote, VerifiedSignature};
pub use policy::{Policy, PolicyLog, PolicyWitness};
pub use policy_error::PolicyError;
pub use said::Said;
pub use seal_error::SealError;
pub use tlog_proof::TlogProof;
pub use verifier_key::{KeyKind, KeyName, VerifierKey};

// `merkle` may not use `vocab`, so each has the limit; here they meet.
const _: () = assert!(merkle::ENTRY_BYTES_MAX == vocab::limits::ENTRY_BYTES_MAX);
