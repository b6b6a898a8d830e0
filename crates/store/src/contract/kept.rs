//! Rows as they are kept, for copying a store: into a backup, or into another backend.
//!
//! In scope: the values. Out of scope: the file of a backup (`backup`), what private bodies say:
//! they are copied as they lie, sealed.

use crate::contract::writing::{Answered, BatchRow, PrivateRow, Token};

/// The kinds of rows beside entries, in the order in which they are copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeptKind {
    /// Answers by idempotency key.
    Answers,
    /// Batches of certificates.
    Batches,
    /// Private rows.
    Private,
    /// Tokens of the blind index.
    Tokens,
    /// Notes.
    Notes,
}

impl KeptKind {
    /// The kinds in their order.
    pub const ALL: [KeptKind; 5] = [
        KeptKind::Answers,
        KeptKind::Batches,
        KeptKind::Private,
        KeptKind::Tokens,
        KeptKind::Notes,
    ];
}

/// One row as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kept {
    /// What was answered under a key.
    Answer([u8; 16], Answered),
    /// A batch.
    Batch(BatchRow),
    /// A private row.
    Private(PrivateRow),
    /// A token and its place.
    Token(Token),
    /// A note: name and body.
    Note(String, Vec<u8>),
}

impl Kept {
    /// Returns the kind.
    pub fn kind(&self) -> KeptKind {
        match self {
            Kept::Answer(..) => KeptKind::Answers,
            Kept::Batch(_) => KeptKind::Batches,
            Kept::Private(_) => KeptKind::Private,
            Kept::Token(_) => KeptKind::Tokens,
            Kept::Note(..) => KeptKind::Notes,
        }
    }
}

/// A state of the register as it was kept.
#[derive(Clone, PartialEq, Eq)]
pub struct KeptState {
    /// How many entries it is the state after.
    pub size: u64,
    /// Its bytes, as they were given.
    pub bytes: Vec<u8>,
}
