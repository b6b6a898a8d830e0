//! `Judge`, who says whether every entry under a checkpoint is lawful.
//!
//! Out of scope: consistency and signatures; they are checked before a judge is asked.

use seal::{Checkpoint, SignedNote};

/// What a judge says of a checkpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Judged {
    /// Every entry up to its size is lawful.
    Lawful,
    /// One is not; the words name the entry, the rule and its quotation. It will never be cosigned.
    Unlawful(String),
    /// It could not be said, perhaps not in time; the words say why. It may be asked again.
    NotYet(String),
}

/// Says whether a log keeps the law. Asked for checkpoints that the log signed and that follow from
/// what the witness knows.
pub trait Judge {
    /// Judges every entry below the size of a checkpoint.
    fn judge(&self, note: &SignedNote, checkpoint: &Checkpoint) -> Judged;
}
